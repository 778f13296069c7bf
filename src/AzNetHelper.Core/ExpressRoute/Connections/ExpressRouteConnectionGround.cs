using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;

namespace AzNetHelper.ExpressRoute;

/// <summary>What a plan of a connection with a circuit rests on, as it was read.</summary>
/// <param name="Topology">The gateway and everything around it, the circuit with what it announces.</param>
/// <param name="Request">What is wanted, by ids.</param>
/// <param name="Surroundings">What else is known of the circuit.</param>
public sealed record ExpressRouteConnectionGround(Topology Topology, ExpressRouteConnectionRequest Request, CircuitSurroundings Surroundings)
{
    /// <summary>Finds and reads what is named. Null when a name means nothing, or several things: each is told as a failure.</summary>
    /// <param name="arm">The connection to Azure.</param>
    /// <param name="gateway">The id or name of the gateway.</param>
    /// <param name="circuit">The id or name of the circuit.</param>
    /// <param name="request">What is wanted of the two.</param>
    /// <param name="subscriptionIds">Where names are looked for; empty for everywhere.</param>
    /// <param name="steps">Where failures, warnings and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<ExpressRouteConnectionGround?> ReadAsync(
        IArm arm, string gateway, string circuit, Func<ResourceId, ResourceId, ExpressRouteConnectionRequest> request,
        IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(steps);
        var found = await NetworkResolver.ResolveAsync(
            arm, [circuit], ResourceTypes.ExpressRouteCircuit, subscriptionIds, steps, cancellationToken).ConfigureAwait(false);
        foreach (var failure in found.Failures)
        {
            steps.Fail(failure);
        }

        if (!found.Succeeded || await VpnGround.ReadAsync(arm, [gateway], subscriptionIds, steps, cancellationToken).ConfigureAwait(false) is not { } ground)
        {
            return null;
        }

        var wanted = request(ground.Gateways[0], found.Found[0].Id);
        var known = await CircuitAsync(arm, ground.Topology, wanted, steps, cancellationToken).ConfigureAwait(false);
        var layout = new CircuitConnectionLayout(known, wanted, CircuitSurroundings.NotAsked);
        return layout is { Circuit: { } there, IsMade: true }
            ? await AroundAsync(arm, known, wanted, there, subscriptionIds, steps, cancellationToken).ConfigureAwait(false)
            : new(known, wanted, CircuitSurroundings.NotAsked);
    }

    /// <summary>Makes the plan.</summary>
    public Plan Plan() => ExpressRouteConnectionPlanner.Create(Topology, Request, Surroundings);

    // Whoever was given a key need not be able to read the circuit: that is a gap, and what follows from it is told. What has the name
    // of the connection is read, too, where no list was read of its group, the other circuits of the gateway, and the route tables that may
    // keep packets from the circuit.
    private static async Task<Topology> CircuitAsync(IArm arm, Topology topology, ExpressRouteConnectionRequest request, StepWriter steps, CancellationToken stop)
    {
        var layout = new CircuitConnectionLayout(topology, request, CircuitSurroundings.NotAsked);
        var harvest = new Harvest(arm, steps, NetworkReader.DefaultThrottleLimit);
        var tables = topology.VirtualNetworks.SelectMany(n => n.Subnets).Select(s => s.RouteTable).OfType<ResourceId>();
        await harvest.GetAsync(tables.Concat(layout.Others.Select(o => o.Circuit!)).Prepend(layout.Id).Prepend(request.Circuit).Distinct().Where(id => topology.Document(id) is null), "circuits",
            e => e.Status == 403 || e.Is("InvalidAuthenticationTokenTenant"), stop).ConfigureAwait(false);
        harvest.Ended();
        var read = harvest.ToTopology(topology.ReadAt ?? DateTimeOffset.MinValue);
        return topology.With(read.Documents).WithExtras([], read.Gaps);
    }

    private static async Task<ExpressRouteConnectionGround> AroundAsync(IArm arm, Topology topology, ExpressRouteConnectionRequest request,
        ExpressRouteCircuit circuit, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken stop)
    {
        var evidence = topology.ExpressRoutePrefixes.ContainsKey(circuit.Id) ? null
            : await CircuitReader.ReadAsync(arm, circuit.Id, CircuitDetails.Routes, sample: null, subscriptionIds, steps, stop).ConfigureAwait(false);
        var (announced, why) = evidence?.Private is { } peering ? SiteRoutes.Announced(peering) : (null, null);
        var others = await OthersAsync(arm, topology, request, subscriptionIds, stop).ConfigureAwait(false);
        var harvest = new Harvest(arm, StepWriter.Nowhere, NetworkReader.DefaultThrottleLimit);
        var directory = new ResourceDirectory(arm, [.. subscriptionIds], StepWriter.Nowhere);
        var gateways = await directory.CircuitGatewaysAsync(stop).ConfigureAwait(false);
        await harvest.ListAsync(gateways.Where(g => g != request.Gateway).Order().Select(g => $"{g}/connections"), "connections",
            keeps: id => id.IsType(ResourceTypes.Connection), isNothing: e => e.Status == 404, stop).ConfigureAwait(false);
        harvest.Ended();
        var unread = directory.Gaps.Concat(harvest.Gaps).FirstOrDefault();
        return new(
            topology.WithExtras([.. announced is { } told ? [KnownExtras.Behind(circuit.Id, told)] : Array.Empty<ExtraDocument>(), .. others], []),
            request,
            new()
            {
                Connections = [.. harvest.Values<GatewayConnection>().Where(c => c.Circuit == circuit.Id).Select(c => c.Id).Order()],
                GlobalReach = evidence?.GlobalReach.Length ?? 0,
                UnreadGateways = unread is null ? null : $"{unread.Scope} was not read ({unread.Code})",
                UnreadRoutes = why,
            });
    }

    // What other circuits of the gateway announce. Of one that tells it in part it is not known.
    private static async Task<IEnumerable<ExtraDocument>> OthersAsync(
        IArm arm, Topology topology, ExpressRouteConnectionRequest request, IReadOnlyCollection<string> subscriptionIds, CancellationToken stop)
    {
        var ids = new CircuitConnectionLayout(topology, request, CircuitSurroundings.NotAsked).Others.Select(o => o.Circuit!).Distinct()
            .Where(id => topology.Document(id) is not null && !topology.ExpressRoutePrefixes.ContainsKey(id));
        var read = await Task.WhenAll(ids.Select(id => CircuitReader.ReadAsync(arm, id, CircuitDetails.Routes, sample: null, subscriptionIds, StepWriter.Nowhere, stop)))
            .ConfigureAwait(false);
        return from evidence in read
               let told = evidence?.Private is { } peering ? SiteRoutes.Announced(peering) : (Prefixes: null, Why: null)
               where told.Prefixes is not null && told.Why is null
               select KnownExtras.Behind(evidence!.Circuit.Id, told.Prefixes!.Value);
    }
}
