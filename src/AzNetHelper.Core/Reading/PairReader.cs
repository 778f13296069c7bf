using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Steps;

namespace AzNetHelper.Reading;

/// <summary>
/// Reads the networks for a question about two ends. The survey is the same whatever is asked; what costs a request per VNet
/// (connected groups), and what Resource Graph may be minutes behind with (VNets and their route tables), is read only for the
/// VNets on the ways, again and again until no way leads past one that was not read. Who is found in a connected group makes all
/// VNets be asked for theirs: who else is in it, and whose addresses overlap, is nowhere else. A circuit that is an end is asked
/// what on-premises announces.
/// </summary>
public sealed class PairReader
{
    // Every round follows a packet at least one VNet further; ways are short.
    private const int MostRounds = 16;

    private readonly IArm _arm;
    private readonly TopologyScope _scope;
    private readonly StepWriter _steps;
    private readonly HashSet<ResourceId> _read = [];
    private readonly List<TopologyGap> _gaps = [];
    private ImmutableArray<ExtraDocument> _groups = [];
    private ImmutableArray<ExtraDocument> _behind = [];
    private bool _allAsked;

    private PairReader(IArm arm, TopologyScope scope, StepWriter steps) => (_arm, _scope, _steps) = (arm, scope, steps);

    /// <summary>Reads the networks.</summary>
    /// <param name="arm">The connection.</param>
    /// <param name="scope">Where to look, and what to read beside what packets pass: nothing unless its depth says more.</param>
    /// <param name="ends">The two ends, as text.</param>
    /// <param name="plan">A plan that the question is about; null for the networks as they are.</param>
    /// <param name="steps">Where progress and warnings go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="EndpointException">A text names nothing that can be an end, or several things.</exception>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static Task<Topology> ReadAsync(
        IArm arm, TopologyScope scope, (string Source, string Destination) ends, Plan? plan, StepWriter steps,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(steps);
        return new PairReader(arm, scope, steps).ReadAsync(ends, plan, cancellationToken);
    }

    private async Task<Topology> ReadAsync(
        (string Source, string Destination) ends, Plan? plan, CancellationToken stop)
    {
        var depth = _scope.Depth | SurveyDepth.Ways;
        var topology = await TopologyReader.ReadAsync(_arm, _scope with { Depth = depth }, _steps, stop).ConfigureAwait(false);
        if (depth.HasFlag(SurveyDepth.ConnectedGroups))
        {
            (_groups, _allAsked) = (topology.Extras, true);
        }

        topology = await WithEndAsync(topology, ends.Source, stop).ConfigureAwait(false);
        topology = await WithEndAsync(topology, ends.Destination, stop).ConfigureAwait(false);
        topology = await WithRoutesAsync(topology, ends, stop).ConfigureAwait(false);

        for (var round = 0; round < MostRounds; round++)
        {
            ResourceId[] next = [.. Passed(topology, ends, plan).Distinct().Where(_read.Add).Order()];
            if (next.Length == 0)
            {
                break;
            }

            topology = await RefreshAsync(topology, next, stop).ConfigureAwait(false);
            topology = await WithGroupsAsync(topology, next, stop).ConfigureAwait(false);
        }

        return topology;
    }

    /// <summary>The VNets that packets between the ends pass, as it is and after the plan, and those that the plan writes.</summary>
    private static IEnumerable<ResourceId> Passed(Topology topology, (string Source, string Destination) ends, Plan? plan)
    {
        var parser = new EndpointParser(topology);
        var (source, destination) = (parser.Parse(ends.Source), parser.Parse(ends.Destination));
        var projection = plan is null ? null : PlanProjection.Of(topology, plan);
        return Passed(topology, source, destination)
            .Concat(projection is { IsAccepted: true } ? Passed(projection.Topology, source, destination) : [])
            .Concat(plan?.Changes.SelectMany(c => c.Lanes).Where(l => l.IsType(ResourceTypes.VirtualNetwork)) ?? []);
    }

    private static IEnumerable<ResourceId> Passed(Topology topology, Endpoint source, Endpoint destination)
    {
        var hops = new ReachabilityEngine(topology).Ask(source, destination).Paths.SelectMany(p => p.Hops);
        var hosts = topology.Gateways.Where(g => g.VirtualNetwork is not null).ToDictionary(g => g.Id, g => g.VirtualNetwork!);
        return hops.SelectMany(h => new[] { h.At, h.Resource }).Append(source.Id).Append(destination.Id).OfType<ResourceId>()
            .Select(i => i.IsType(ResourceTypes.VirtualNetwork) ? i : i.IsType(ResourceTypes.Subnet) ? i.Parent
                : hosts.GetValueOrDefault(i))
            .OfType<ResourceId>().Where(i => topology.VirtualNetwork(i) is not null);
    }

    // Resource Graph may not know yet what was made a minute ago.
    private async Task<Topology> WithEndAsync(Topology topology, string end, CancellationToken stop)
    {
        try
        {
            new EndpointParser(topology).Parse(end);
            return topology;
        }
        catch (EndpointException e) when (e.Id == EndpointException.NotFound && MayBeNetwork(end))
        {
            var found = await NetworkResolver.ResolveAsync(
                _arm, [end.Trim()], NetworkResolver.EndpointTypes, _scope.SubscriptionIds, _steps, stop).ConfigureAwait(false);
            if (!found.Succeeded)
            {
                throw;
            }

            var networks = found.Ids.Select(i => i.IsType(ResourceTypes.Subnet) ? i.Parent! : i).ToArray();
            topology = await RefreshAsync(topology, networks, stop).ConfigureAwait(false);
            new EndpointParser(topology).Parse(end);
            return topology;
        }
    }

    private async Task<Topology> WithRoutesAsync(Topology topology, (string Source, string Destination) ends, CancellationToken stop)
    {
        var parser = new EndpointParser(topology);
        Endpoint[] asked = [parser.Parse(ends.Source), parser.Parse(ends.Destination)];
        var circuits = topology.Circuits.Where(c => asked.Contains(new SiteEndpoint(c.Id))).ToArray();
        if (circuits.Length == 0)
        {
            return topology;
        }

        var harvest = new Harvest(_arm, _steps, _scope.ThrottleLimit);
        await new CircuitRouteReader(_arm, harvest, _scope.RouterPatience).ReadAsync(circuits, stop).ConfigureAwait(false);
        harvest.Ended();
        _behind = harvest.Extras;
        _gaps.AddRange(harvest.Gaps);
        return Renewed(topology);
    }

    private static bool MayBeNetwork(string end) => !end.Trim().StartsWith(SiteEndpoint.Prefix, StringComparison.OrdinalIgnoreCase)
        && !end.Trim().StartsWith(ClientPoolEndpoint.Prefix, StringComparison.OrdinalIgnoreCase)
        && !System.Net.IPAddress.TryParse(end.Trim(), out _);

    private async Task<Topology> RefreshAsync(Topology topology, IReadOnlyCollection<ResourceId> networks, CancellationToken stop)
    {
        var reading = await NetworkReader.ReadNetworksAsync(
            _arm, networks, ReadDepth.RouteTables, _steps, stop).ConfigureAwait(false);

        // What may not be read by itself was in the survey all the same: that is better than nothing.
        _gaps.AddRange(reading.Topology.Gaps.Where(g => !topology.Documents.Any(d => g.Covers(d.Id))));
        return Renewed(topology.With(reading.Topology.Documents, reading.Missing));
    }

    private async Task<Topology> WithGroupsAsync(Topology topology, IReadOnlyCollection<ResourceId> networks, CancellationToken stop)
    {
        if (_allAsked)
        {
            return topology;
        }

        var harvest = await AskAsync(topology, [.. networks.Where(n => !IsRefused(n))], stop).ConfigureAwait(false);
        if (harvest.Extras.Any(e => e.Type == KnownExtras.ConnectedGroup))
        {
            _allAsked = true;
            harvest = await AskAsync(topology, [.. topology.VirtualNetworks.Select(n => n.Id)], stop).ConfigureAwait(false);
            _groups = [];
        }

        _groups = [.. _groups, .. harvest.Extras];
        _gaps.AddRange(harvest.ToTopology(_arm.Time.GetUtcNow()).Gaps);
        return Renewed(topology);
    }

    // Who may not ask for one VNet of a subscription may not for the others; that was told.
    private bool IsRefused(ResourceId network) => _gaps.Exists(g => g.Scope.StartsWith(
        $"{ResourceId.ForSubscription(network.SubscriptionId)}/providers/", StringComparison.OrdinalIgnoreCase)
        && g.Scope.EndsWith(ConnectedGroupsReader.Action, StringComparison.OrdinalIgnoreCase));

    private async Task<Harvest> AskAsync(Topology topology, IReadOnlyCollection<ResourceId> networks, CancellationToken stop)
    {
        var harvest = new Harvest(_arm, _steps, _scope.ThrottleLimit);
        foreach (var document in networks.Select(topology.Document).OfType<ResourceDocument>())
        {
            harvest.Add(document.Json, document.Id.ToString());
        }

        await new ConnectedGroupsReader(_arm, harvest).ReadAsync(stop).ConfigureAwait(false);
        harvest.Ended();
        return harvest;
    }

    private Topology Renewed(Topology topology) => new(topology.Documents, topology.Gaps.Concat(_gaps))
    {
        ReadAt = topology.ReadAt, Extras = [.. _groups, .. _behind],
    };
}
