using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;

namespace AzNetHelper.Tests.Reachability;

/// <summary>The twin's route tables.</summary>
internal sealed partial class BruteForceTwin
{
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
        && (to.Network is not null ? HomeOf(to.Network)?.Host : to.Pool!.VirtualNetwork) is { } theirs
        && mine != theirs;

    private static bool IsVirtualWan(VirtualNetwork v) =>
        v.Peerings.Any(h => h.Name.StartsWith("RemoteVnetToHubPeering_", StringComparison.Ordinal));

    private static IEnumerable<IPPrefix> Space(End end) =>
        end.Network is not null ? end.Network.AddressSpace : end.Pool!.ClientPool;

    // Wherever anything can change along the line of addresses: the first address of every prefix and the one behind
    // its end.
    private static IEnumerable<IPPrefix> Edges(Topology topology)
    {
        var prefixes = topology.VirtualNetworks.SelectMany(v => v.AddressSpace
                .Concat(v.Subnets.SelectMany(s => s.Prefixes))
                .Concat(v.Peerings.SelectMany(h => h.RemoteAddressSpace ?? []))
                .Concat(v.Peerings.SelectMany(h => h.RemoteVirtualNetworkAddressSpace ?? [])))
            .Concat(topology.RouteTables.SelectMany(t => t.Routes).Select(r => r.Prefix).OfType<IPPrefix>())
            .Concat(topology.Gateways.SelectMany(g => g.ClientPool))
            .Concat(new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10" }.Select(IPPrefix.Parse))
            .Distinct();
        return prefixes.SelectMany(p => new[] { p.Bits, p.LastBits + (UInt128.One << (128 - p.Width)) }
            .Select(bits => IPPrefix.FromBits(bits, p.Width, p.IsIPv6))).Distinct();
    }
}
