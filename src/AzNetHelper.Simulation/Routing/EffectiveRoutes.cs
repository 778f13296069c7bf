using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>One line of an interface's effective routes.</summary>
internal sealed record EffectiveRoute(string Source, IPPrefix Prefix, string NextHopType)
{
    public string? Name { get; init; }

    public ImmutableArray<string> NextHops { get; init; } = [];

    public bool IsActive { get; init; } = true;

    /// <summary>A route to a VNet, which no gateway route beats.</summary>
    public bool LeadsToNetwork { get; init; }
}

/// <summary>
/// The routes of a subnet (azure-network-rules 2.1 and 2.2). Of the active ones the longest prefix is the one that counts: what loses
/// at an equal prefix (user before gateway before system), and a gateway route inside a prefix of the VNet or of a peer, is Invalid.
/// </summary>
internal sealed class EffectiveRoutes(Cloud cloud, DateTimeOffset now)
{
    private const string Default = "Default";
    private const string Gateway = "VirtualNetworkGateway";
    private const string User = "User";

    // Dropped unless the VNet uses them, or the subnet has a default route of its own.
    private static readonly IPPrefix[] Private =
    [
        IPPrefix.Parse("10.0.0.0/8"), IPPrefix.Parse("172.16.0.0/12"), IPPrefix.Parse("192.168.0.0/16"), IPPrefix.Parse("100.64.0.0/10"),
    ];

    private readonly BorrowedGateways _borrowed = new(cloud);
    private readonly RouteExchange _exchange = new(cloud, now);
    private readonly CircuitRoutes _circuits = new(cloud, now);

    public IReadOnlyList<EffectiveRoute> Of(ResourceId subnet)
    {
        var network = subnet.Parent!;
        var table = ResourceId.TryParse(cloud.Estate.Find(subnet).Object("properties").Reference("routeTable"), out var id)
            ? cloud.Estate.Find(id) : null;
        var user = UserRoutes(table).ToArray();
        var gateway = table.Object("properties").Flag("disableBgpRoutePropagation") ?? false ? [] : GatewayRoutes(network).ToArray();
        var system = SystemRoutes(network, table,
            hasDefault: user.Concat(gateway).Any(r => r.Prefix is { IsDefault: true, IsIPv6: false }));
        return Judge([.. system, .. gateway, .. user]);
    }

    private static EffectiveRoute[] Judge(EffectiveRoute[] all)
    {
        var networks = all.Where(r => r.LeadsToNetwork).Select(r => r.Prefix).ToArray();
        var left = all.Where(r => r.Source is not Gateway || !networks.Any(n => n.Contains(r.Prefix))).ToArray();
        return [.. all.Select(r => r with
        {
            IsActive = left.Contains(r) && !left.Any(o => o.Prefix == r.Prefix && Rank(o) > Rank(r)),
        })];
    }

    private static int Rank(EffectiveRoute route) => route.Source switch { User => 2, Gateway => 1, _ => 0 };

    private IEnumerable<EffectiveRoute> SystemRoutes(ResourceId network, JsonObject? table, bool hasDefault)
    {
        var own = GatewayShape.NetworkPrefixes(cloud, network);
        foreach (var prefix in own)
        {
            yield return new(Default, prefix, "VnetLocal") { LeadsToNetwork = true };
        }

        if (!Json.Same(table.Object("properties").Text("disablePeeringRoute"), "All"))
        {
            foreach (var route in PeeringRoutes(network).DistinctBy(r => r.Prefix).Where(r => !own.Contains(r.Prefix)))
            {
                yield return route;
            }
        }

        yield return new(Default, IPPrefix.AllIPv4, "Internet");
        if (own.Any(p => p.IsIPv6))
        {
            yield return new(Default, IPPrefix.AllIPv6, "Internet");
        }

        foreach (var prefix in hasDefault ? [] : Private.Where(p => !own.Any(o => o.Contains(p))))
        {
            yield return new(Default, prefix, "None");
        }
    }

    // The flag allowVirtualNetworkAccess makes no route and takes none away: it is for packets.
    private IEnumerable<EffectiveRoute> PeeringRoutes(ResourceId network) =>
        from half in cloud.Peerings.HalvesOf(network)
        let remote = PeeringLinks.RemoteOf(half.Half)
        where remote is not null && _borrowed.ArePeered(network, remote)
        let onlyIPv6 = half.Half.Object("properties").Flag("enableOnlyIPv6Peering") ?? false
        let isGlobal = !Json.Same(cloud.Estate.Find(network).Text("location"), cloud.Estate.Find(remote).Text("location"))
        from prefix in _borrowed.Synced(half.Half, remote)
        where prefix.IsIPv6 || !onlyIPv6
        select new EffectiveRoute(Default, prefix, isGlobal ? "VNetGlobalPeering" : "VNetPeering") { LeadsToNetwork = true };

    // A VNet with a gateway or Route Server of its own uses no other one; a Basic gateway is not lent (azure-network-rules 1.2).
    private IEnumerable<EffectiveRoute> GatewayRoutes(ResourceId network)
    {
        var transit = new GatewayTransitRules(cloud);
        var hasOwn = transit.Of(network).Any() || transit.HasRouteServer(network);
        var lender = hasOwn ? network : _borrowed.LenderOf(network);
        if (lender is null)
        {
            return [];
        }

        // Of equal prefixes that of the circuit is preferred (azure-network-rules 6, coexistence).
        var overCircuits = CircuitRoutes(lender).ToArray();
        var tunnels = from gateway in transit.Of(lender)
                      where GatewayShape.IsServing(gateway.Value) && (hasOwn || !GatewayShape.IsBasic(gateway.Value))
                      from prefix in _exchange.Learned(gateway.Key).Concat(GatewayShape.ClientPool(gateway.Value)).Distinct()
                      where !Array.Exists(overCircuits, r => r.Prefix == prefix)
                      select new EffectiveRoute(Gateway, prefix, Gateway)
                      {
                          NextHops = [.. GatewayShape.PublicAddresses(cloud, gateway.Value)],
                      };
        return overCircuits.Concat(tunnels);
    }

    private IEnumerable<EffectiveRoute> CircuitRoutes(ResourceId lender) =>
        from gateway in new GatewayTransitRules(cloud).Of(lender)
        where CircuitGateway.IsServing(gateway.Value)
        from learned in _circuits.Learned(gateway.Key)
            .Concat(_exchange.Declared(gateway.Key).Select(r => (r.Prefix, NextHops: (ImmutableArray<string>)[])))
            .DistinctBy(l => l.Prefix)
        select new EffectiveRoute(Gateway, learned.Prefix, Gateway) { NextHops = learned.NextHops };

    // Routes for service tags are left out: they say nothing about private networks.
    private static IEnumerable<EffectiveRoute> UserRoutes(JsonObject? table) =>
        from route in table.Object("properties").Objects("routes")
        let properties = route.Object("properties")
        where IPPrefix.TryParse(properties.Text("addressPrefix"), out _)
        select new EffectiveRoute(User, IPPrefix.Parse(properties.Text("addressPrefix")!), properties.Text("nextHopType") ?? "None")
        {
            Name = route.Text("name"),
            NextHops = properties.Text("nextHopIpAddress") is { Length: > 0 } hop ? [hop] : [],
        };
}
