using System.Collections.Concurrent;
using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>
/// Reads what is known of connections at both ends, each resource once by a GET. What may not be read is no failure: the
/// evidence says that it is missing.
/// </summary>
internal sealed class EvidenceReader(IArm arm, StepWriter steps, ConnectionDetails details)
{
    private const string Activity = "Reading connections";

    // Quiet: the evidence tells what was not read.
    private readonly Harvest _harvest = new(arm, StepWriter.Nowhere, NetworkReader.DefaultThrottleLimit);
    private readonly ConcurrentDictionary<ResourceId, byte> _absent = new();

    public async Task<ImmutableArray<ConnectionEvidence>> ReadAsync(ImmutableArray<ResourceId> connections, CancellationToken stop)
    {
        steps.Progress(Activity, "connections", 0, connections.Length);
        var missing = await _harvest.GetAsync(connections, "connections", Harvest.LeavesGap, stop).ConfigureAwait(false);
        var read = Topology();
        foreach (var id in connections.Where(id => read.Connections.All(c => c.Id != id)))
        {
            steps.Fail(missing.Contains(id)
                ? new("ConnectionNotFound", FailureKind.ObjectNotFound, $"There is no connection {id}.", id)
                : read.GapOf(id) is { } gap ? new(gap.Code, FailureKind.PermissionDenied, $"{id} was not read: {gap.Message}", id)
                : new("NotAConnection", FailureKind.InvalidArgument, $"{id} is no connection of a virtual network gateway.", id));
        }

        var named = read.Connections.Where(c => connections.Contains(c.Id)).ToArray();
        var answered = await FarSidesAsync(named, stop).ConfigureAwait(false);
        await GetAsync(named.SelectMany(c => new[] { c.Gateway, c.OtherGateway, c.LocalNetworkGateway }), "gateways and sites", stop)
            .ConfigureAwait(false);
        await GetAsync(Topology().Gateways.Select(g => g.VirtualNetwork), "networks", stop).ConfigureAwait(false);
        var topology = Topology();
        var evidence = named.OrderBy(c => connections.IndexOf(c.Id)).Select(c => Of(topology, c, answered)).ToArray();
        var secrets = new KeyComparison(arm);
        var sessions = new BgpPeerReader(arm);
        var done = 0;
        await Parallel.ForAsync(0, evidence.Length, new ParallelOptions
        {
            MaxDegreeOfParallelism = _harvest.ThrottleLimit, CancellationToken = stop,
        }, async (i, each) =>
        {
            evidence[i] = details.HasFlag(ConnectionDetails.Keys) ? await secrets.AddAsync(evidence[i], each).ConfigureAwait(false) : evidence[i];
            evidence[i] = details.HasFlag(ConnectionDetails.Bgp) ? await sessions.AddAsync(evidence[i], each).ConfigureAwait(false) : evidence[i];
            steps.Progress(Activity, evidence[i].Here.Name, Interlocked.Increment(ref done), evidence.Length);
        }).ConfigureAwait(false);

        steps.ProgressEnded(Activity);
        return [.. evidence];
    }

    /// <summary>
    /// Reads the connections that lead back. A gateway lists its own, in whichever group they are; the list carries no status, so
    /// each of them is read by name.
    /// </summary>
    /// <returns>The gateways whose connections were listed.</returns>
    private async Task<HashSet<ResourceId>> FarSidesAsync(GatewayConnection[] named, CancellationToken stop)
    {
        var far = named.Where(c => c is { Kind: ConnectionKind.Vnet2Vnet, OtherGateway: not null } && Back(named, c) is null)
            .Select(c => c.OtherGateway!).Distinct().ToArray();
        var listed = new ConcurrentBag<ResourceId>();
        var lists = far.ToDictionary(g => $"{g}/connections", StringComparer.OrdinalIgnoreCase);
        var answered = await _harvest.ListAsync(lists.Keys, "connections of other gateways", (item, _) =>
        {
            using var parsed = JsonTape.Read(item);
            var ends = parsed.Root.Object("properties");
            if (ResourceId.TryParse(parsed.Root.Text("id"), out var id) && ends.Id("virtualNetworkGateway1") is { } one
                && ends.Id("virtualNetworkGateway2") is { } other && named.Any(c => c.OtherGateway == one && c.Gateway == other))
            {
                listed.Add(id);
            }
        }, e => e.Status == 404, stop).ConfigureAwait(false);
        await GetAsync(listed, "connections of other gateways", stop).ConfigureAwait(false);
        return [.. answered.Select(a => lists[a])];
    }

    private async Task GetAsync(IEnumerable<ResourceId?> ids, string what, CancellationToken stop)
    {
        foreach (var id in await _harvest.GetAsync(ids.OfType<ResourceId>().Where(i => !_harvest.Has(i)), what, Harvest.LeavesGap, stop)
            .ConfigureAwait(false))
        {
            _absent.TryAdd(id, 0);
        }
    }

    private ConnectionEvidence Of(Topology topology, GatewayConnection here, HashSet<ResourceId> answered)
    {
        var isPair = here.Kind == ConnectionKind.Vnet2Vnet;
        var back = isPair ? Back(topology.Connections, here) : null;
        var (near, far) = (Gateway(here.Gateway), isPair ? Gateway(here.OtherGateway) : null);
        var site = topology.LocalNetworkGateways.FirstOrDefault(s => s.Id == here.LocalNetworkGateway);
        var farGone = isPair && here.OtherGateway is { } other && _absent.ContainsKey(other);
        var isListed = isPair && here.OtherGateway is { } listed && answered.Contains(listed);
        return new(here)
        {
            There = back,
            IsFarSideRead = back is not null || isListed,
            FarGatewayExists = !farGone,
            Gateway = near,
            OtherGateway = far,
            Site = site,
            NearSpace = Space(near),
            FarSpace = isPair ? Space(far) : site?.AddressSpace,
            Unread =
            [
                .. new[] { here.Gateway, isPair && !farGone ? here.OtherGateway : null, here.LocalNetworkGateway }.OfType<ResourceId>()
                    .Where(id => topology.Document(id) is null).Select(id => Gap(id.ToString(), $"{id.Name} was not read")),
                .. isPair && back is null && !isListed && !farGone
                    ? [Gap($"{here.OtherGateway}/connections", $"The connections of {here.OtherGateway?.Name} were not read")]
                    : Array.Empty<string>(),
            ],
        };

        VirtualNetworkGateway? Gateway(ResourceId? id) => topology.Gateways.FirstOrDefault(g => g.Id == id);
        ImmutableArray<IPPrefix>? Space(VirtualNetworkGateway? gateway) =>
            gateway?.VirtualNetwork is { } network ? topology.VirtualNetwork(network)?.AddressSpace : null;
        string Gap(string scope, string says) =>
            topology.Gaps.FirstOrDefault(g => g.Scope.Equals(scope, StringComparison.OrdinalIgnoreCase)) is { } gap
                ? $"{says} ({gap.Code})." : $"{says}.";
    }

    /// <summary>The connection that leads back.</summary>
    internal static GatewayConnection? Back(IEnumerable<GatewayConnection> among, GatewayConnection here) => here.OtherGateway is null ? null
        : among.FirstOrDefault(c => c.Kind == ConnectionKind.Vnet2Vnet && c.Id != here.Id
            && c.Gateway == here.OtherGateway && c.OtherGateway == here.Gateway);

    private Topology Topology() => _harvest.ToTopology(arm.Time.GetUtcNow());
}
