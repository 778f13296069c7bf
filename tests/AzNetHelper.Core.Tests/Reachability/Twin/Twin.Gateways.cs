using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Reachability;

namespace AzNetHelper.Tests.Reachability;

/// <summary>The gateways that a VNet uses, and where they sit.</summary>
internal sealed record TwinHome(ResourceId Net, TwinGateway? Vpn, TwinGateway? Er, TwinRouteServer? Server,
    bool Missing);

/// <summary>The twin's gateways: whose they are, and what they do with a packet.</summary>
internal sealed partial class Twin
{
    private TwinHome? HomeOf(TwinNet v)
    {
        if (At(v, borrowed: false) is { } own)
        {
            return own;
        }

        foreach (var half in v.Halves.Where(h => h.Borrows && IsConnected(h)))
        {
            if (Net(half.Remote) is not { } host)
            {
                return new(half.Remote, null, null, null, Missing: false);
            }

            if (Usable(half) && Other(half)!.Lends)
            {
                return At(host, borrowed: true);
            }
        }

        return null;
    }

    private TwinHome? At(TwinNet host, bool borrowed)
    {
        var gateways = _facts.Gateways.Where(g => g.Net == host.Id).ToList();
        var vpn = gateways.Find(g => !g.IsExpressRoute && !(borrowed && g.IsBasic));
        var er = gateways.Find(g => g.IsExpressRoute);
        var server = _facts.Servers.Find(s => s.Net == host.Id);
        var missing = host.Subnets.Exists(s => IsGatewaySubnet(s) && s.Occupants.Exists(o =>
            o.Type.StartsWith("Microsoft.Network/virtualNetworkGateways", StringComparison.OrdinalIgnoreCase)
            && !_facts.Gateways.Exists(g => o.IsWithin(g.Id))));
        return vpn is null && er is null && server is null && !missing ? null : new(host.Id, vpn, er, server, missing);
    }

    private static bool IsGatewaySubnet(TwinSubnet s) =>
        s.Id.Name.Equals("GatewaySubnet", StringComparison.OrdinalIgnoreCase);

    // The VNets that use G without holding it, with the prefixes that the lender's half lists.
    private IEnumerable<(TwinNet Net, List<IPPrefix> Prefixes)> UsersOf(TwinGateway g) =>
        from half in Net(g.Net)?.Halves ?? []
        where Usable(half) && half.Lends
        let user = Net(half.Remote)!
        where HomeOf(user) is { } home && home.Net == g.Net && (home.Vpn == g || home.Er == g)
        select (user, Installed(half));

    private void ToGateway(TwinNet v, TwinRoute route, TwinPacket packet)
    {
        if (route.Gateway is { } learned)
        {
            AtGateway(learned, viaConnection: false, packet);
            return;
        }

        var home = HomeOf(v);
        var fault = OnVirtualWan(v) ? "GatewayHopUnsupported"
            : home is null ? "NoGateway"
            : Net(home.Net) is null ? "VNetNotRead"
            : home.Server is not null || home.Er is not null ? "GatewayHopUnsupported"
            : home.Missing ? "GatewayNotRead"
            : null;
        if (fault is not null)
        {
            packet.Faults.Add(fault);
            return;
        }

        AtGateway(home!.Vpn!, viaConnection: false, packet);
    }

    private void AtGateway(TwinGateway g, bool viaConnection, TwinPacket packet)
    {
        if (!packet.Entered.Add(g.Id))
        {
            packet.Faults.Add("RoutingLoop");
            return;
        }

        packet.Used.Add(g.IsExpressRoute ? PathKinds.ExpressRoute : PathKinds.VpnGateway);
        if (Net(g.Net) is not { } h)
        {
            packet.Faults.Add("VNetNotRead");
            return;
        }

        // Longest prefix first, ties in the order of the three loops.
        var length = -1;
        TwinNet? into = null;
        TwinLearned? learned = null;
        foreach (var (net, prefixes) in UsersOf(g).Prepend((h, h.Prefixes)))
        {
            foreach (var p in prefixes.Where(Longer))
            {
                (length, into) = (p.Length, net);
            }
        }

        foreach (var p in g.Pool.Where(Longer))
        {
            (length, into) = (p.Length, null);
        }

        // Choice: of equal prefixes its own before what it got through a Route Server, then the shortest AS path (a
        // site has none), then the lowest id of the connection.
        foreach (var l in Learned(g).OrderBy(l => l.IsExchanged).ThenBy(l => l.Path.Count).ThenBy(l => l.Connection))
        {
            if (Longer(l.Prefix))
            {
                (length, into, learned) = (l.Prefix.Length, null, l);
            }
        }

        // Choice: a VNet that holds the longest prefix and that this gateway does not deliver to ends the search.
        if (length < 0 || (into is not null && !viaConnection && g.IsExpressRoute))
        {
            packet.Faults.Add(NotBehind(g, length < 0, packet));
        }
        else if (into is not null)
        {
            Deliver(h, into, packet);
        }
        else if (learned is null)
        {
            // Choice: the clients of another pool with the same addresses are an overlap.
            if (packet.To.Pool != g)
            {
                packet.Faults.Add("AddressOverlap");
            }
        }
        else if (learned.Site is { } site)
        {
            if (packet.To.Site != site)
            {
                packet.Faults.Add("OnPremisesTransit");
            }
        }
        else
        {
            // Choice: between the two gateways of one VNet a packet has come over a connection when it had before.
            AtGateway(learned.Next!, viaConnection || !learned.IsExchanged, packet);
        }

        bool Longer(IPPrefix p) => p.Contains(packet.Address) && p.Length > length;
    }

    private string NotBehind(TwinGateway g, bool nothing, TwinPacket packet) => !nothing ? "NotBehindGateway"
        : Unread(g) && ElsewhereThan(g.Net, packet.To) ? "ConnectionsNotRead"
        : LentBeyondStatic(g, packet.To) ? "TransitWithoutBgp"
        : "NotBehindGateway";

    private void Deliver(TwinNet h, TwinNet into, TwinPacket packet)
    {
        if (h.Subnets.Find(IsGatewaySubnet) is { Table: { } id } subnet)
        {
            if (_facts.Tables.Find(t => t.Id == id) is not { } table)
            {
                packet.Faults.Add("RouteTableNotRead");
                return;
            }

            if (Choose(h, table, packet.Address) is { Origin: "User" } route)
            {
                // Choice: GatewaySubnet is not entered by this, its gateway was.
                Follow(h, Place(subnet), table, route, packet);
                return;
            }
        }

        Arrive(into, packet, "StaleAddressSpace");
    }

    // From a site or a client: its own table is what the gateway gives it.
    private void FromOutside(TwinPacket packet)
    {
        var doors = DoorsOf(packet.From).ToList();
        TwinLearned? best = null;

        // Choice: of two gateways that offer the same prefix the shorter AS path, then the lower id.
        foreach (var l in doors.SelectMany(d => d.Given).OrderBy(l => l.Path.Count).ThenBy(l => l.Next!.Id))
        {
            if (l.Prefix.Contains(packet.Address) && (best is null || l.Prefix.Length > best.Prefix.Length))
            {
                best = l;
            }
        }

        if (best is not null)
        {
            AtGateway(best.Next!, viaConnection: true, packet);
            return;
        }

        // Choice: a table that does not hold d means "not behind the gateway", no connection at all "no gateway".
        packet.Faults.Add(doors.Exists(d => d.Gateway is null) ? "GatewayNotRead"
            : doors.Count == 0 ? "NoGateway"
            : doors.Exists(d => Net(d.Gateway!.Net) is null) ? "VNetNotRead"
            : doors.Exists(d => d.Bgp && Unread(d.Gateway) && ElsewhereThan(d.Gateway!.Net, packet.To))
                ? "ConnectionsNotRead"
            : doors.Exists(d => CouldBeGivenByHand(d, packet)) ? "TransitWithoutBgp"
            : "NotBehindGateway");
    }
}
