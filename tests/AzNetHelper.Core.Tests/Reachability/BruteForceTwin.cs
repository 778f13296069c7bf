using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;

namespace AzNetHelper.Tests.Reachability;

/// <summary>
/// The engine's brute-force twin, written from the meaning of the verdicts and without the engine's code: one address
/// at a time, plain loops over full route tables, nothing shared, nothing kept.
/// </summary>
internal sealed partial class BruteForceTwin
{
    private static readonly string[] Reserved =
        ["GatewaySubnet", "AzureFirewallSubnet", "AzureFirewallManagementSubnet", "AzureBastionSubnet",
        "RouteServerSubnet"];

    private readonly Topology _topology;
    private readonly IPPrefix[] _addresses;

    public BruteForceTwin(Topology topology)
    {
        _topology = topology;
        _addresses = [.. Edges(topology)];
    }

    /// <summary>An end: a VNet's subnets, or a pool.</summary>
    public sealed record End(VirtualNetwork? Network, VirtualNetworkGateway? Pool, Place[] Places);

    /// <summary>A subnet, a prefix of a VNet without subnets, or a pool.</summary>
    public sealed record Place(string Name, IPPrefix[] Prefixes, ResourceId? Table, ResourceId Id);

    public sealed record Result(Verdict Verdict, SortedSet<ReasonId> Reasons, PathKinds Kinds);

    private sealed record Entry(IPPrefix Prefix, string Hop, string Origin, PeeringHalf? Half, Route? User);

    private sealed record Home(ResourceId Host, VirtualNetworkGateway? Vpn, VirtualNetworkGateway? Er,
        bool RouteServer, bool Missing);

    public End Of(VirtualNetwork network)
    {
        var subnets = network.Subnets.Where(s => !Reserved.Contains(s.Name)).ToArray();
        return new(network, null, subnets.Length > 0
            ? [.. subnets.Select(s => new Place(s.Name, [.. s.Prefixes], s.RouteTable, s.Id))]
            : [.. network.AddressSpace.Select(p => new Place("", [p], null, network.Id))]);
    }

    public static End Of(VirtualNetworkGateway gateway) =>
        new(null, gateway, [new("", [.. gateway.ClientPool], null, gateway.Id)]);

    public Result Ask(End a, End b)
    {
        var reasons = new SortedSet<ReasonId>();
        var kinds = PathKinds.None;
        int good = 0, unknown = 0, bad = 0;
        foreach (var s in a.Places)
        {
            foreach (var t in b.Places)
            {
                var pair = new List<(Verdict Verdict, PathKinds Kinds)>();
                foreach (var six in new[] { false, true })
                {
                    if (s.Prefixes.Any(p => p.IsIPv6 == six) && t.Prefixes.Any(p => p.IsIPv6 == six))
                    {
                        Send(a, s, b, t, six, pair, reasons);
                        Send(b, t, a, s, six, pair, reasons);
                    }
                }

                if (pair.Count == 0)
                {
                    continue;
                }

                if (pair.Any(p => p.Verdict == Verdict.Blocked))
                {
                    bad++;
                }
                else if (pair.Any(p => p.Verdict == Verdict.Unknown))
                {
                    unknown++;
                }
                else
                {
                    good++;
                    pair.ForEach(p => kinds |= p.Kinds);
                }
            }
        }

        if (good + bad + unknown == 0)
        {
            return new(Verdict.Blocked, [ReasonId.NoCommonAddressFamily], PathKinds.None);
        }

        var verdict = good > 0 ? bad + unknown == 0 ? Verdict.Reachable : Verdict.Partial
            : unknown > 0 ? Verdict.Unknown : Verdict.Blocked;
        return new(verdict, reasons, kinds);
    }

    private void Send(
        End from, Place start, End to, Place place, bool six, List<(Verdict, PathKinds)> pair,
        SortedSet<ReasonId> reasons)
    {
        foreach (var d in _addresses.Where(x => x.IsIPv6 == six && place.Prefixes.Any(p => p.Contains(x))))
        {
            var (fault, kinds) = Walk(from, start, to, d);
            if (fault is { } id)
            {
                reasons.Add(id);
            }

            pair.Add((fault is null ? Verdict.Reachable : IsDoubt(fault.Value) ? Verdict.Unknown : Verdict.Blocked,
                fault is null ? kinds : PathKinds.None));
        }
    }

    private static bool IsDoubt(ReasonId id) =>
        id is ReasonId.UnknownAppliance or ReasonId.VNetNotRead or ReasonId.ClassicVNet
        or ReasonId.VirtualWan or ReasonId.ConnectedGroupNotRead or ReasonId.RouteServerPeers or ReasonId.ConnectionsNotRead
        or ReasonId.GatewayNotRead or ReasonId.RouteTableNotRead;

    // One packet.
    private (ReasonId? Fault, PathKinds Kinds) Walk(End from, Place start, End to, IPPrefix d)
    {
        var entered = new HashSet<ResourceId>();
        if (from.Pool is { } pool)
        {
            return (AtGateway(pool, viaConnection: true, from, to, d, entered), PathKinds.VpnGateway);
        }

        entered.Add(start.Id);
        var viaGateway = false;
        var fault = AtSubnet(from.Network!, start, from, to, d, entered, ref viaGateway);
        return (fault, viaGateway ? PathKinds.VpnGateway : PathKinds.Direct);
    }

    private ReasonId? AtSubnet(
        VirtualNetwork v, Place s, End from, End to, IPPrefix d, HashSet<ResourceId> entered, ref bool viaGateway)
    {
        if (s.Table is not null && _topology.RouteTable(s.Table) is null)
        {
            return ReasonId.RouteTableNotRead;
        }

        var table = s.Table is null ? null : _topology.RouteTable(s.Table);
        var (route, direct) = Choose(v, table, d);
        var propagates = table is not { DisableBgpRoutePropagation: true };
        if (route is { Origin: "user" } && propagates && !direct && DifferentHomes(v, to)
            && Space(to).Any(p => p.Contains(d) && p.Length > route.Prefix.Length))
        {
            return ReasonId.ConnectionsNotRead;
        }

        return Follow(v, s, table, route, from, to, d, entered, ref viaGateway);
    }

    private ReasonId? Follow(
        VirtualNetwork v, Place s, RouteTable? table, Entry? route, End from, End to, IPPrefix d,
        HashSet<ResourceId> entered, ref bool viaGateway)
    {
        switch (route?.Hop)
        {
            case "local":
                return to.Network?.Id == v.Id ? null
                    : v.AddressSpace.Any(p => p.Contains(d)) ? ReasonId.AddressOverlap : ReasonId.RouteTable;

            case "peering":
            {
                var p = _topology.VirtualNetwork(route.Half!.RemoteVNet)!;
                return PeeringRules(v, s.Name, route.Half, p, from, d)
                    ?? (to.Network?.Id == p.Id ? null
                        : p.AddressSpace.Any(x => x.Contains(d)) ? ReasonId.AddressOverlap
                        : ReasonId.StaleAddressSpace);
            }

            case "appliance":
            {
                ReasonId? worst = null;
                foreach (var ip in route.User!.NextHops)
                {
                    var one = Appliance(v, s, table, IPPrefix.Of(ip), from);
                    if (!IsDoubt(one))
                    {
                        return one;
                    }

                    worst = one;
                }

                return worst ?? ReasonId.ApplianceUnreachable;
            }

            case "gateway":
            {
                var home = HomeOf(v);
                if (route.Origin == "user")
                {
                    if (IsVirtualWan(v))
                    {
                        return ReasonId.GatewayHopUnsupported;
                    }

                    if (home is null)
                    {
                        return ReasonId.NoGateway;
                    }

                    if (_topology.VirtualNetwork(home.Host) is null)
                    {
                        return ReasonId.VNetNotRead;
                    }

                    if (home.RouteServer || home.Er is not null)
                    {
                        return ReasonId.GatewayHopUnsupported;
                    }

                    if (home.Missing)
                    {
                        return ReasonId.GatewayNotRead;
                    }
                }

                viaGateway = true;
                return AtGateway(home!.Vpn!, viaConnection: false, from, to, d, entered);
            }
        }

        if (route is { Origin: "user" })
        {
            return ReasonId.RouteTable;
        }

        return Doubt(v, table, to) ?? Cause(v, table, to, d);
    }

    private ReasonId? AtGateway(
        VirtualNetworkGateway g, bool viaConnection, End from, End to, IPPrefix d, HashSet<ResourceId> entered)
    {
        if (!entered.Add(g.Id))
        {
            return ReasonId.RoutingLoop;
        }

        var h = _topology.VirtualNetwork(g.VirtualNetwork!)!;
        (IPPrefix Prefix, VirtualNetwork? Into)? best = null;
        foreach (var p in h.AddressSpace)
        {
            Consider(p, h);
        }

        foreach (var half in h.Peerings)
        {
            var x = _topology.VirtualNetwork(half.RemoteVNet);
            var other = x?.PeeringTo(h.Id);
            if (x is not null && other is not null && half.State == PeeringState.Connected
                && other.State == PeeringState.Connected
                && half.AllowGatewayTransit && other.UseRemoteGateways
                && HomeOf(x) is { } home && home.Host == h.Id && (home.Vpn?.Id == g.Id || home.Er?.Id == g.Id))
            {
                foreach (var p in Installed(half))
                {
                    Consider(p, x);
                }
            }
        }

        foreach (var p in g.ClientPool)
        {
            Consider(p, null);
        }

        if (best is not { } chosen || (chosen.Into is not null && !viaConnection && g.Kind != GatewayKind.Vpn))
        {
            return DifferentHomes(h, to) ? ReasonId.ConnectionsNotRead : ReasonId.NotBehindGateway;
        }

        if (chosen.Into is null)
        {
            return to.Pool?.Id == g.Id ? null : ReasonId.AddressOverlap;
        }

        var gatewaySubnet = h.Subnets.FirstOrDefault(s => s.Name == "GatewaySubnet");
        if (gatewaySubnet?.RouteTable is { } tableId)
        {
            if (_topology.RouteTable(tableId) is not { } table)
            {
                return ReasonId.RouteTableNotRead;
            }

            var (route, _) = Choose(h, table, d);
            if (route is { Origin: "user" })
            {
                var ignored = false;
                return Follow(h, new("GatewaySubnet", [], tableId, gatewaySubnet.Id), table, route, from, to, d,
                    entered, ref ignored);
            }
        }

        return chosen.Into.Id == to.Network?.Id ? null
            : chosen.Into.AddressSpace.Any(p => p.Contains(d)) || chosen.Into.Id == h.Id ? ReasonId.AddressOverlap
            : ReasonId.StaleAddressSpace;

        void Consider(IPPrefix prefix, VirtualNetwork? into)
        {
            if (prefix.Contains(d) && (best is null || prefix.Length > best.Value.Prefix.Length))
            {
                best = (prefix, into);
            }
        }
    }
}
