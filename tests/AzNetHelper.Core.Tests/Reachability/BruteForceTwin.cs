using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;

namespace AzNetHelper.Tests.Reachability;

/// <summary>
/// The engine's brute-force twin, written from the meaning of the verdicts and without the engine's code: one address at a
/// time, plain loops over full route tables, nothing shared, nothing kept.
/// </summary>
internal sealed class BruteForceTwin
{
    private static readonly string[] Reserved =
        ["GatewaySubnet", "AzureFirewallSubnet", "AzureFirewallManagementSubnet", "AzureBastionSubnet", "RouteServerSubnet"];

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

    private sealed record Home(ResourceId Host, VirtualNetworkGateway? Vpn, VirtualNetworkGateway? Er, bool RouteServer, bool Missing);

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
        End from, Place start, End to, Place place, bool six, List<(Verdict, PathKinds)> pair, SortedSet<ReasonId> reasons)
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

    private static bool IsDoubt(ReasonId id) => id is ReasonId.UnknownAppliance or ReasonId.VNetNotRead or ReasonId.ClassicVNet
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
                        : p.AddressSpace.Any(x => x.Contains(d)) ? ReasonId.AddressOverlap : ReasonId.StaleAddressSpace);
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
            if (x is not null && other is not null && half.State == PeeringState.Connected && other.State == PeeringState.Connected
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
                return Follow(h, new("GatewaySubnet", [], tableId, gatewaySubnet.Id), table, route, from, to, d, entered, ref ignored);
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

    // Effective routes, all of them, every time.
    private (Entry? Chosen, bool Direct) Choose(VirtualNetwork v, RouteTable? table, IPPrefix d)
    {
        var system = new List<Entry>();
        foreach (var p in v.AddressSpace)
        {
            system.Add(new(p, "local", "system", null, null));
        }

        if (table is not { DisablePeeringRoute: true })
        {
            foreach (var half in v.Peerings)
            {
                if (Usable(half))
                {
                    foreach (var p in Installed(half))
                    {
                        system.Add(new(p, "peering", "system", half, null));
                    }
                }
            }
        }

        system.Add(new(IPPrefix.AllIPv4, "internet", "system", null, null));
        system.Add(new(IPPrefix.AllIPv6, "internet", "system", null, null));
        var gateway = new List<Entry>();
        if (table is not { DisableBgpRoutePropagation: true } && HomeOf(v)?.Vpn is { } vpn)
        {
            foreach (var p in vpn.ClientPool)
            {
                gateway.Add(new(p, "gateway", "gateway", null, null));
            }
        }

        var user = new List<Entry>();
        foreach (var r in table?.Routes ?? [])
        {
            if (r.Prefix is { } p)
            {
                user.Add(new(p, r.NextHopType switch
                {
                    NextHopType.VnetLocal => "local",
                    NextHopType.Internet => "internet",
                    NextHopType.None => "none",
                    NextHopType.VirtualNetworkGateway => "gateway",
                    _ => "appliance",
                }, "user", null, r));
            }
        }

        if (!user.Exists(r => r.Prefix == IPPrefix.AllIPv4))
        {
            foreach (var text in new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10" })
            {
                var range = IPPrefix.Parse(text);
                if (!v.AddressSpace.Any(p => p.Contains(range)))
                {
                    system.Add(new(range, "none", "system", null, null));
                }
            }
        }

        var direct = system.Exists(r => r.Prefix.Contains(d) && r.Hop is "local" or "peering" && r.Prefix.Contains(d));
        var survivors = new List<Entry>();
        Longest(system);
        if (!direct)
        {
            Longest(gateway);
        }

        Longest(user);
        Entry? chosen = null;
        foreach (var r in survivors)
        {
            if (chosen is null || r.Prefix.Length >= chosen.Prefix.Length)
            {
                chosen = r;
            }
        }

        return (chosen, direct);

        void Longest(List<Entry> routes)
        {
            Entry? best = null;
            foreach (var r in routes)
            {
                if (r.Prefix.Contains(d) && (best is null || r.Prefix.Length > best.Prefix.Length))
                {
                    best = r;
                }
            }

            if (best is not null)
            {
                survivors.Add(best);
            }
        }
    }

    private ReasonId? PeeringRules(VirtualNetwork v, string subnet, PeeringHalf half, VirtualNetwork p, End from, IPPrefix at)
    {
        var other = p.PeeringTo(v.Id)!;
        if (!half.AllowVirtualNetworkAccess || !other.AllowVirtualNetworkAccess)
        {
            return ReasonId.AccessDisabled;
        }

        if (from.Network?.Id != v.Id && !other.AllowForwardedTraffic)
        {
            return ReasonId.ForwardedTrafficRefused;
        }

        var remote = p.Subnets.FirstOrDefault(s => s.Prefixes.Any(x => x.Contains(at)))?.Name;
        var mine = half.PeerCompleteVNets
            || (half.LocalSubnetNames.Contains(subnet) && remote is not null && half.RemoteSubnetNames.Contains(remote));
        var theirs = other.PeerCompleteVNets
            || (other.RemoteSubnetNames.Contains(subnet) && remote is not null && other.LocalSubnetNames.Contains(remote));
        return mine && theirs ? null : ReasonId.SubnetNotPeered;
    }

    private ReasonId Appliance(VirtualNetwork v, Place s, RouteTable? table, IPPrefix ip, End from)
    {
        if (v.AddressSpace.Any(p => p.Contains(ip)))
        {
            return ReasonId.UnknownAppliance;
        }

        if (table is { DisablePeeringRoute: true })
        {
            return ReasonId.ApplianceUnreachable;
        }

        foreach (var half in v.Peerings)
        {
            if (Usable(half) && Installed(half).Any(p => p.Contains(ip))
                && _topology.VirtualNetwork(half.RemoteVNet)!.AddressSpace.Any(p => p.Contains(ip)))
            {
                return PeeringRules(v, s.Name, half, _topology.VirtualNetwork(half.RemoteVNet)!, from, ip)
                    ?? ReasonId.UnknownAppliance;
            }
        }

        return v.Peerings.Any(h => FarEndUnread(h) && Installed(h).Any(p => p.Contains(ip)))
            ? ReasonId.UnknownAppliance
            : ReasonId.ApplianceUnreachable;
    }

    private ReasonId? Doubt(VirtualNetwork v, RouteTable? table, End to)
    {
        var propagates = table is not { DisableBgpRoutePropagation: true };
        if (propagates && IsVirtualWan(v))
        {
            return ReasonId.VirtualWan;
        }

        if (v.Peerings.Any(h => h.Name.StartsWith("ANM_", StringComparison.Ordinal)))
        {
            return ReasonId.ConnectedGroupNotRead;
        }

        // The generator never says that a Route Server has no peers.
        if (propagates && HomeOf(v) is { RouteServer: true })
        {
            return ReasonId.RouteServerPeers;
        }

        if (v.Peerings.FirstOrDefault(FarEndUnread) is { } unread)
        {
            return unread.RemoteVNet.ProviderNamespace == "Microsoft.ClassicNetwork" ? ReasonId.ClassicVNet : ReasonId.VNetNotRead;
        }

        return propagates && DifferentHomes(v, to) ? ReasonId.ConnectionsNotRead : null;
    }

    private ReasonId Cause(VirtualNetwork v, RouteTable? table, End to, IPPrefix d)
    {
        var there = to.Network is null ? null : v.PeeringTo(to.Network.Id);
        var back = to.Network?.PeeringTo(v.Id);
        if (there is null && back is null)
        {
            return ReasonId.NoRoute;
        }

        if (there?.State == PeeringState.Disconnected || back?.State == PeeringState.Disconnected)
        {
            return ReasonId.PeeringDisconnected;
        }

        if (there is null || back is null || there.State == PeeringState.Initiated || back.State == PeeringState.Initiated)
        {
            return ReasonId.PeeringIncomplete;
        }

        if (table is { DisablePeeringRoute: true })
        {
            return ReasonId.RouteTable;
        }

        return Installed(there).Any(p => p.Contains(d)) || (there.EnableOnlyIPv6Peering && !d.IsIPv6) ? ReasonId.NoRoute
            : there.PeerCompleteVNets ? ReasonId.StaleAddressSpace : ReasonId.SubnetNotPeered;
    }

    private bool Usable(PeeringHalf half) => half.State == PeeringState.Connected
        && _topology.VirtualNetwork(half.RemoteVNet)?.PeeringTo(half.LocalVNet) is { State: PeeringState.Connected };

    private bool FarEndUnread(PeeringHalf half) =>
        half.State == PeeringState.Connected && _topology.VirtualNetwork(half.RemoteVNet) is null;

    private IEnumerable<IPPrefix> Installed(PeeringHalf half)
    {
        var p = _topology.VirtualNetwork(half.RemoteVNet);
        IEnumerable<IPPrefix> all =
            half.RemoteAddressSpace is { } synced ? synced
            : half.RemoteVirtualNetworkAddressSpace is { } current ? current
            : p is null ? []
            : half.PeerCompleteVNets ? p.AddressSpace
            : p.Subnets.Where(s => half.RemoteSubnetNames.Contains(s.Name)).SelectMany(s => s.Prefixes);
        return half.EnableOnlyIPv6Peering ? all.Where(x => x.IsIPv6) : all;
    }

    private Home? HomeOf(VirtualNetwork v)
    {
        if (At(v, borrowed: false) is { } own)
        {
            return own;
        }

        foreach (var half in v.Peerings.Where(h => h.UseRemoteGateways && h.State == PeeringState.Connected))
        {
            if (_topology.VirtualNetwork(half.RemoteVNet) is not { } p)
            {
                return new(half.RemoteVNet, null, null, false, false);
            }

            if (p.PeeringTo(v.Id) is { State: PeeringState.Connected, AllowGatewayTransit: true })
            {
                return At(p, borrowed: true);
            }
        }

        return null;
    }

    private Home? At(VirtualNetwork host, bool borrowed)
    {
        var gateways = _topology.GatewaysOf(host.Id).OrderBy(g => g.Id).ToArray();
        var vpn = gateways.FirstOrDefault(g => g.Kind == GatewayKind.Vpn && (!borrowed || g.Sku != "Basic"));
        var er = gateways.FirstOrDefault(g => g.Kind == GatewayKind.ExpressRoute);
        var server = host.Subnets.Any(s => s.Name == "RouteServerSubnet" && s.IPConfigurations.Length > 0);
        var missing = host.Subnets.Where(s => s.Name == "GatewaySubnet").SelectMany(s => s.IPConfigurations)
            .Any(c => !gateways.Any(g => c.IsWithin(g.Id)));
        return vpn is null && er is null && !server && !missing ? null : new(host.Id, vpn, er, server, missing);
    }

    private bool DifferentHomes(VirtualNetwork v, End to) =>
        HomeOf(v)?.Host is { } mine
        && (to.Network is not null ? HomeOf(to.Network)?.Host : to.Pool!.VirtualNetwork) is { } theirs && mine != theirs;

    private static bool IsVirtualWan(VirtualNetwork v) =>
        v.Peerings.Any(h => h.Name.StartsWith("RemoteVnetToHubPeering_", StringComparison.Ordinal));

    private static IEnumerable<IPPrefix> Space(End end) =>
        end.Network is not null ? end.Network.AddressSpace : end.Pool!.ClientPool;

    // Wherever anything can change along the line of addresses: the first address of every prefix and the one behind its end.
    private static IEnumerable<IPPrefix> Edges(Topology topology)
    {
        var prefixes = topology.VirtualNetworks.SelectMany(v => v.AddressSpace
                .Concat(v.Subnets.SelectMany(s => s.Prefixes))
                .Concat(v.Peerings.SelectMany(h => h.RemoteAddressSpace ?? []))
                .Concat(v.Peerings.SelectMany(h => h.RemoteVirtualNetworkAddressSpace ?? [])))
            .Concat(topology.RouteTables.SelectMany(t => t.Routes).Select(r => r.Prefix).OfType<IPPrefix>())
            .Concat(topology.Gateways.SelectMany(g => g.ClientPool))
            .Concat(new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10" }.Select(IPPrefix.Parse)).Distinct();
        return prefixes.SelectMany(p => new[] { p.Bits, p.LastBits + (UInt128.One << (128 - p.Width)) }
            .Select(bits => IPPrefix.FromBits(bits, p.Width, p.IsIPv6))).Distinct();
    }
}
