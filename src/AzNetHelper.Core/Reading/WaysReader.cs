using System.Collections.Concurrent;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Reading;

/// <summary>
/// Reads what packets pass between networks. The number of requests does not grow with that of the VNets: one Resource
/// Graph query for all types and one for interfaces (without Resource Graph a list per type and subscription), a GET for
/// each connection, whose status no list carries (recorded), and a list for each hub. Resource Graph leaves out what the
/// caller may not see without a word; what sits in the subnets, and what connections name, is asked by itself.
/// </summary>
internal sealed class WaysReader(IArm arm, Harvest harvest, TopologyScope scope)
{
    private const string What = "ways between networks";

    // Literals of one query; route tables of a large estate name some hundred appliances.
    private const int AddressesPerQuery = 500;

    // Connections and sites have no list over a subscription (operations of the published api).
    private static readonly string[] Listed =
        [ResourceTypes.ExpressRouteCircuit, ResourceTypes.AzureFirewall, ResourceTypes.LoadBalancer, ResourceTypes.VirtualHub];

    private static readonly string[] Types = [ResourceTypes.Connection, ResourceTypes.LocalNetworkGateway, .. Listed];

    private readonly HashSet<ResourceId> _networks = [.. harvest.Networks.Select(n => n.Id)];

    /// <summary>True when Resource Graph has refused already.</summary>
    public bool GraphRefused { get; set; }

    public async Task ReadAsync(IReadOnlyCollection<string> subscriptions, CancellationToken stop)
    {
        harvest.Progress(What, 0, 0);
        var rows = await RowsAsync(subscriptions, stop).ConfigureAwait(false);
        Keep(rows, ResourceTypes.Connection, v => v is GatewayConnection c && IsOfRead(c));
        await ListConnectionsAsync(stop).ConfigureAwait(false);
        await ReadConnectionsAsync(stop).ConfigureAwait(false);

        var connections = harvest.Values<GatewayConnection>().ToArray();
        var sites = connections.Select(c => c.LocalNetworkGateway).OfType<ResourceId>().ToHashSet();
        var circuits = connections.Select(c => c.Circuit).OfType<ResourceId>().ToHashSet();
        Keep(rows, ResourceTypes.LocalNetworkGateway, _ => true, id => !scope.IsNarrow || sites.Contains(id));
        Keep(rows, ResourceTypes.ExpressRouteCircuit, _ => true, id => !scope.IsNarrow || circuits.Contains(id));
        Keep(rows, ResourceTypes.AzureFirewall, v => v is AzureFirewall f && IsHere(f.Addresses));
        Keep(rows, ResourceTypes.LoadBalancer, v => v is LoadBalancer b
            && b.FrontEnds.Any(e => e.Subnet is not null) && IsHere(b.FrontEnds));
        var servers = harvest.Networks.SelectMany(Shape.RouteServersIn).ToHashSet();
        Keep(rows, ResourceTypes.VirtualHub, _ => true);
        await MissingAsync(sites.Concat(circuits), "sites and circuits", stop).ConfigureAwait(false);
        await MissingAsync(servers.Concat(harvest.Networks.SelectMany(Shape.AppliancesIn)), "appliances", stop)
            .ConfigureAwait(false);
        await ReadHubsAsync(servers, stop).ConfigureAwait(false);
        await ReadInterfacesAsync(subscriptions, stop).ConfigureAwait(false);
    }

    private async Task<ILookup<string, ReadOnlyMemory<byte>>> RowsAsync(
        IReadOnlyCollection<string> subscriptions, CancellationToken stop)
    {
        var rows = await GraphAsync(ResourceGraph.Whole(Types), subscriptions, stop).ConfigureAwait(false);
        if (rows is null)
        {
            var items = new ConcurrentBag<ReadOnlyMemory<byte>>();
            await harvest.ListAsync(Lists(Listed, subscriptions), What, (item, _) => items.Add(item), _ => false, stop)
                .ConfigureAwait(false);
            rows = [.. items];
        }

        return rows.ToLookup(r => JsonSlices.Text(JsonSlices.Members(r).GetValueOrDefault("type")) ?? string.Empty,
            StringComparer.OrdinalIgnoreCase);
    }

    // Null when Resource Graph does not answer.
    private async Task<List<ReadOnlyMemory<byte>>?> GraphAsync(
        string query, IReadOnlyCollection<string> subscriptions, CancellationToken stop)
    {
        if (GraphRefused)
        {
            return null;
        }

        try
        {
            var rows = new List<ReadOnlyMemory<byte>>();
            await foreach (var row in ResourceGraph.QueryAsync(arm, query, subscriptions, stop).ConfigureAwait(false))
            {
                rows.Add(row);
            }

            return rows;
        }
        catch (ArmException e) when (Harvest.LeavesGap(e))
        {
            GraphRefused = true;
            return null;
        }
    }

    private void Keep(
        ILookup<string, ReadOnlyMemory<byte>> rows, string type, Func<object?, bool> keepsValue,
        Func<ResourceId, bool>? keeps = null)
    {
        foreach (var row in rows[type])
        {
            harvest.Add(row, $"Resource Graph, {What}", keeps, keepsValue);
        }
    }

    // A gateway for which no connection was found is asked itself: Resource Graph may be behind, or silent.
    private Task ListConnectionsAsync(CancellationToken stop)
    {
        var known = harvest.Values<GatewayConnection>().SelectMany(c => new[] { c.Gateway, c.OtherGateway })
            .OfType<ResourceId>().ToHashSet();
        return harvest.ListAsync(
            harvest.Values<VirtualNetworkGateway>().Select(g => g.Id).Where(g => !known.Contains(g)).Order()
                .Select(g => $"{g}/connections"),
            "connections", _ => true, e => e.Status == 404, stop);
    }

    private async Task ReadConnectionsAsync(CancellationToken stop)
    {
        var gone = await harvest.GetAsync(harvest.Values<GatewayConnection>().Select(c => c.Id), "connections",
            e => e.Status != 404 && Harvest.LeavesGap(e), stop).ConfigureAwait(false);
        foreach (var id in gone)
        {
            harvest.Remove(id);
        }
    }

    // An empty list of peers says that nothing announces routes to a Route Server; an absent one says nothing.
    private async Task ReadHubsAsync(HashSet<ResourceId> servers, CancellationToken stop)
    {
        var hubs = harvest.Documents.Where(d => d.Id.IsType(ResourceTypes.VirtualHub)).ToArray();
        foreach (var foreign in hubs.Where(h => scope.IsNarrow && Shape.IsRouteServer(h) && !servers.Contains(h.Id)))
        {
            harvest.Remove(foreign.Id);
        }

        var peers = new ConcurrentDictionary<string, ConcurrentBag<ReadOnlyMemory<byte>>>(StringComparer.OrdinalIgnoreCase);
        var routeServers = hubs.Where(h => harvest.Has(h.Id) && Shape.IsRouteServer(h))
            .ToDictionary(h => $"{h.Id}/bgpConnections", StringComparer.OrdinalIgnoreCase);
        foreach (var path in await harvest.ListAsync(routeServers.Keys, "Route Servers",
            (item, at) => peers.GetOrAdd(at, _ => []).Add(item), _ => false, stop).ConfigureAwait(false))
        {
            harvest.Replace(Shape.WithList(
                routeServers[path], "bgpConnections", peers.GetValueOrDefault(path, []).ToArray()));
        }

        await harvest.ListAsync(
            hubs.Where(h => !Shape.IsRouteServer(h)).Select(h => $"{h.Id}/hubVirtualNetworkConnections"), "virtual hubs",
            (item, path) =>
            {
                if (!scope.IsNarrow || (Shape.Attached(item) is { } network && _networks.Contains(network)))
                {
                    harvest.Add(item, path);
                }
            }, _ => false, stop).ConfigureAwait(false);
    }

    private async Task ReadInterfacesAsync(IReadOnlyCollection<string> subscriptions, CancellationToken stop)
    {
        var hops = harvest.Values<RouteTable>().SelectMany(t => t.Routes).SelectMany(r => r.NextHops)
            .Select(a => a.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        foreach (var some in hops.Chunk(AddressesPerQuery).DefaultIfEmpty([]))
        {
            if (await GraphAsync(ResourceGraph.ForwardingInterfaces(some), subscriptions, stop).ConfigureAwait(false) is { } rows)
            {
                rows.ForEach(r => harvest.Add(r, "Resource Graph, network interfaces", null, IsWanted));
                continue;
            }

            await harvest.ListAsync(Lists([ResourceTypes.NetworkInterface], subscriptions), "network interfaces",
                (item, path) => harvest.Add(item, path, null, IsWanted), _ => false, stop).ConfigureAwait(false);
            return;
        }

        bool IsWanted(object? value) => value is NetworkInterface i && IsHere(i.Addresses)
            && (i.EnableIPForwarding || i.Addresses.Any(a => hops.Contains(a.Address?.ToString(), StringComparer.Ordinal)));
    }

    private static IEnumerable<string> Lists(IEnumerable<string> types, IReadOnlyCollection<string> subscriptions) =>
        from type in types
        from subscription in subscriptions
        select $"{ResourceId.ForSubscription(subscription)}/providers/{type}";

    private Task MissingAsync(IEnumerable<ResourceId> ids, string what, CancellationToken stop) =>
        harvest.GetAsync(ids.Where(i => !harvest.Has(i)), what, Harvest.LeavesGap, stop);

    private bool IsOfRead(GatewayConnection connection) => !scope.IsNarrow
        || (connection.Gateway is { } one && harvest.Has(one)) || (connection.OtherGateway is { } other && harvest.Has(other));

    private bool IsHere(IEnumerable<PrivateAddress> addresses) =>
        !scope.IsNarrow || addresses.Any(a => a.Subnet?.Parent is { } network && _networks.Contains(network));
}
