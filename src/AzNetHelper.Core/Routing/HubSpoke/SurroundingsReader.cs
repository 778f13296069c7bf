using System.Collections.Concurrent;
using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.Routing;

/// <summary>
/// Reads what decides where packets go beside the networks: the connected groups that these are in, what stands at the addresses
/// that routes name, the connections of the gateways, the sites and the networks at their far ends. A question each network, a
/// list each gateway and each group of gateways, a GET each resource, because a plan rests on it and Resource Graph may be minutes behind; what
/// cannot be read is a gap.
/// </summary>
internal sealed class SurroundingsReader(IArm arm, Topology topology, StepWriter steps)
{
    private readonly Harvest _harvest = new(arm, steps, NetworkReader.DefaultThrottleLimit);

    /// <summary>The topology with what was read.</summary>
    /// <param name="grouped">The networks whose connected groups are asked for.</param>
    /// <param name="appliances">Firewalls, load balancers and interfaces that were named.</param>
    /// <param name="addresses">Addresses that were named.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<Topology> ReadAsync(
        IEnumerable<ResourceId> grouped, IEnumerable<ResourceId> appliances, IEnumerable<IPAddress> addresses, CancellationToken stop)
    {
        foreach (var network in grouped.Select(topology.Document).OfType<ResourceDocument>())
        {
            _harvest.Add(network.Json, network.Id.ToString());
        }

        await new ConnectedGroupsReader(arm, _harvest).ReadAsync(stop).ConfigureAwait(false);
        var hops = topology.RouteTables.SelectMany(t => t.Routes).SelectMany(r => r.NextHops).Concat(addresses).Distinct();
        await GetAsync(appliances.Concat(hops.SelectMany(AtAddress)), "appliances", stop).ConfigureAwait(false);
        await ConnectionsAsync(topology.Gateways.Select(g => g.Id), stop).ConfigureAwait(false);
        var known = Topology();
        await GetAsync(known.Connections.SelectMany(c => new[] { c.LocalNetworkGateway, c.Circuit, c.Gateway, c.OtherGateway }).OfType<ResourceId>(),
            "sites", stop).ConfigureAwait(false);
        known = Topology();
        var far = known.Gateways.Where(g => topology.Document(g.Id) is null).ToArray();
        await GetAsync(far.Select(g => g.VirtualNetwork).OfType<ResourceId>(), "networks of other gateways", stop).ConfigureAwait(false);
        await ConnectionsAsync(far.Select(g => g.Id), stop).ConfigureAwait(false);
        _harvest.Ended();
        return Topology();
    }

    /// <summary>The topology with these route tables where they exist; null when none does.</summary>
    public async Task<Topology?> WithTablesAsync(IReadOnlyCollection<ResourceId> tables, CancellationToken stop)
    {
        await _harvest.GetAsync(tables, "route tables", _ => false, stop).ConfigureAwait(false);
        _harvest.Ended();
        return _harvest.Documents.Count == 0 ? null : Topology();
    }

    // What has an address in a subnet shows there. A machine of a scale set cannot be read as an interface of its own.
    private IEnumerable<ResourceId> AtAddress(IPAddress address) =>
        from network in topology.VirtualNetworks
        where network.AddressSpace.Any(p => p.Contains(address))
        from subnet in network.Subnets
        where subnet.Prefixes.Any((IPPrefix p) => p.Contains(address))
        from configuration in subnet.IPConfigurations
        let owner = configuration.Parent
        where owner is not null && (owner.IsType(ResourceTypes.AzureFirewall) || owner.IsType(ResourceTypes.LoadBalancer)
            || owner.IsType(ResourceTypes.NetworkInterface))
        select owner;

    // A connection may lie in another group than its gateway: the gateway's own list knows it there. Neither that list nor a group's
    // tells a status (arm-protocol 1.5; recorded behaviour 5.3). Of one that may not be read the group's list is kept.
    private async Task ConnectionsAsync(IEnumerable<ResourceId> gateways, CancellationToken stop)
    {
        ResourceId[] asked = [.. gateways.Distinct().Order()];
        var before = _harvest.Values<GatewayConnection>().Select(c => c.Id).ToHashSet();
        var elsewhere = new ConcurrentBag<ResourceId>();
        var groups = asked.Select(g => g.Group).OfType<ResourceId>().Distinct().Select(g => $"{g}/providers/{ResourceTypes.Connection}");
        await _harvest.ListAsync(groups, "connections", keeps: id => id.IsType(ResourceTypes.Connection) && !before.Contains(id),
            isNothing: _ => false, stop).ConfigureAwait(false);
        await _harvest.ListAsync(asked.Select(g => $"{g}/connections"), "connections", (item, _) =>
        {
            using var json = JsonTape.Read(item);
            if (ResourceId.TryParse(json.Root.Text("id"), out var id) && id.IsType(ResourceTypes.Connection))
            {
                elsewhere.Add(id);
            }
        }, _ => false, stop).ConfigureAwait(false);
        await _harvest.GetAsync(_harvest.Values<GatewayConnection>().Select(c => c.Id).Concat(elsewhere).Where(id => !before.Contains(id)),
            "connections", Harvest.LeavesGap, stop).ConfigureAwait(false);
    }

    private async Task GetAsync(IEnumerable<ResourceId> ids, string what, CancellationToken stop) => await _harvest.GetAsync(
        ids.Where(id => topology.Document(id) is null && !_harvest.Has(id)), what, Harvest.LeavesGap, stop).ConfigureAwait(false);

    private Topology Topology()
    {
        var read = _harvest.ToTopology(topology.ReadAt ?? arm.Time.GetUtcNow());
        return new(topology.Documents.Concat(read.Documents), topology.Gaps.Concat(read.Gaps))
        {
            ReadAt = topology.ReadAt, Extras = [.. topology.Extras, .. _harvest.Extras],
        };
    }
}
