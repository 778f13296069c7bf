using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Reachability;

namespace AzNetHelper.Tests.Reachability;

/// <summary>The twin's hops from subnet to subnet.</summary>
internal sealed partial class Twin
{
    private void AtSubnet(TwinNet v, TwinPlace s, TwinPacket packet)
    {
        var table = _facts.Tables.Find(t => t.Id == s.Table);
        if (s.Table is not null && table is null)
        {
            packet.Faults.Add("RouteTableNotRead");
            return;
        }

        Follow(v, s, table, Choose(v, table, packet.Address), packet);
    }

    private void Follow(TwinNet v, TwinPlace s, TwinTable? table, TwinRoute? route, TwinPacket packet)
    {
        switch (route?.Hop.ToUpperInvariant())
        {
            case "VNETLOCAL":
                Arrive(v, packet, "RouteTable");
                break;
            case "PEERING" when route.Half is not null:
            {
                var far = Net(route.Half.Remote)!;
                if (!Refused(v, s, route.Half, far, packet.Address, packet))
                {
                    Arrive(far, packet, "StaleAddressSpace");
                }

                break;
            }

            case "CONNECTEDGROUP" when route.Member is not null:
                packet.Used.Add(PathKinds.ConnectedGroup);
                Arrive(Net(route.Member)!, packet, "AddressOverlap");
                break;
            case "VIRTUALAPPLIANCE" or "VIRTUALAPPLIANCEECMP":
                if (route.User!.Addresses.Count == 0)
                {
                    packet.Faults.Add("ApplianceUnreachable");
                }

                // Choice: every branch that does not arrive tells its reason.
                foreach (var address in route.User.Addresses)
                {
                    ToAppliance(v, s, table, address, packet.Branch());
                }

                break;
            case "VIRTUALNETWORKGATEWAY":
                ToGateway(v, route, packet);
                break;
            default:
                packet.Faults.Add(route is { Origin: "User" } ? "RouteTable" : Missing(v, table, packet));
                break;
        }
    }

    // "Arrived if N is D; else AddressOverlap if N contains d", else the reason given.
    private static void Arrive(TwinNet at, TwinPacket packet, string otherwise)
    {
        if (packet.To.Net?.Id != at.Id)
        {
            packet.Faults.Add(at.Prefixes.Exists(p => p.Contains(packet.Address)) ? "AddressOverlap" : otherwise);
        }
    }

    // Access, forwarded traffic, subnet lists: true when one of them says no.
    private bool Refused(TwinNet v, TwinPlace s, TwinHalf half, TwinNet far, IPPrefix at, TwinPacket packet)
    {
        var other = Other(half)!;
        var target = far.Subnets.Find(x => x.Prefixes.Exists(p => p.Contains(at)))?.Id.Name;
        var fault = !half.Access || !other.Access ? "AccessDisabled"
            : packet.From.Net?.Id != v.Id && !other.Forwarded ? "ForwardedTrafficRefused"
            : (!half.Complete && !(Lists(half.LocalSubnets, s.Name) && Lists(half.RemoteSubnets, target)))
                || (!other.Complete && !(Lists(other.RemoteSubnets, s.Name) && Lists(other.LocalSubnets, target)))
                ? "SubnetNotPeered"
                : null;
        if (fault is not null)
        {
            packet.Faults.Add(fault);
        }

        return fault is not null;

        static bool Lists(List<string> names, string? name) =>
            name is not null && names.Contains(name, StringComparer.OrdinalIgnoreCase);
    }

    private void ToAppliance(TwinNet v, TwinPlace s, TwinTable? table, IPPrefix address, TwinPacket packet)
    {
        var at = v;
        if (!v.Prefixes.Exists(p => p.Contains(address)))
        {
            // Choice: of several such peers the one with the longest prefix, then the lowest id.
            var half = table is { NoPeeringRoutes: true } ? null : v.Halves
                .Where(h => Usable(h) && Installed(h).Exists(p => p.Contains(address))
                    && Net(h.Remote)!.Prefixes.Exists(p => p.Contains(address)))
                .MaxBy(h => Installed(h).Where(p => p.Contains(address)).Max(p => p.Length));
            if (half is null)
            {
                packet.Faults.Add(table is not { NoPeeringRoutes: true } && v.Halves.Exists(h =>
                    FarEndUnread(h) && Installed(h).Exists(p => p.Contains(address)))
                    ? "UnknownAppliance" : "ApplianceUnreachable");
                return;
            }

            at = Net(half.Remote)!;
            if (Refused(v, s, half, at, address, packet))
            {
                return;
            }
        }

        var known = _facts.Known.Find(a => a.Net == at.Id && a.Address == address);
        var into = at.Subnets.Find(x => x.Prefixes.Exists(p => p.Contains(address)));
        if (known is null || into is null)
        {
            packet.Faults.Add("UnknownAppliance");
        }
        else if (!known.Forwards)
        {
            packet.Faults.Add("IpForwardingOff");
        }
        else if (!packet.Entered.Add(into.Id))
        {
            packet.Faults.Add("RoutingLoop");
        }
        else
        {
            packet.Used.Add(PathKinds.Appliance);
            packet.Passed.Add(new(known.Identity, known.IsFirewall));
            AtSubnet(at, Place(into), packet);
        }
    }

    // The chosen route is the system's Internet or None, or there is none. Choice: one reason, in this order.
    private string Missing(TwinNet v, TwinTable? table, TwinPacket packet)
    {
        var home = table is { NoPropagation: true } ? null : HomeOf(v);
        var unread = v.Halves.Where(FarEndUnread).ToList();
        return table is not { NoPropagation: true } && OnVirtualWan(v) ? "VirtualWan"
            : v.Halves.Exists(h => h.Name.StartsWith("ANM_", StringComparison.OrdinalIgnoreCase))
                && !_facts.Groups.Exists(g => g.Contains(v.Id)) ? "ConnectedGroupNotRead"
            : home?.Server is { KnownToHaveNoPeers: false } ? "RouteServerPeers"
            : unread.Exists(h => !IsClassic(h.Remote)) ? "VNetNotRead"
            : unread.Count > 0 ? "ClassicVNet"
            : home is null ? Cause(v, table, packet)
            : home.Missing && ElsewhereThan(home.Net, packet.To) ? "GatewayNotRead"
            : ElsewhereThan(home.Net, packet.To) && (Unread(home.Vpn) || Unread(home.Er)) ? "ConnectionsNotRead"
            : LentBeyondStatic(home.Vpn, packet.To) ? "TransitWithoutBgp"
            : Cause(v, table, packet);
    }

    private string Cause(TwinNet v, TwinTable? table, TwinPacket packet)
    {
        if (packet.To.Net is not { } d || (HalfBetween(v.Id, d.Id) ?? HalfBetween(d.Id, v.Id)) is null)
        {
            return "NoRoute";
        }

        var (there, back) = (HalfBetween(v.Id, d.Id), HalfBetween(d.Id, v.Id));
        return IsDisconnected(there) || IsDisconnected(back) ? "PeeringDisconnected"
            : there is null || back is null || !Usable(there) ? "PeeringIncomplete"
            : table is { NoPeeringRoutes: true } ? "RouteTable"
            // Choice: a peering for IPv6 alone, or a route that the None of a private range beats, is no fault of the
            // half.
            : (there.OnlyIPv6 && !packet.Address.IsIPv6) || Installed(there).Exists(p => p.Contains(packet.Address))
                ? "NoRoute"
            : there.Complete ? "StaleAddressSpace" : "SubnetNotPeered";

        static bool IsDisconnected(TwinHalf? half) =>
            string.Equals(half?.State, "Disconnected", StringComparison.OrdinalIgnoreCase);
    }

    private bool OnVirtualWan(TwinNet v) => _facts.WanMembers.Contains(v.Id)
        || v.Halves.Exists(h => h.Name.StartsWith("RemoteVnetToHubPeering_", StringComparison.OrdinalIgnoreCase));

    // Whether D has a gateway, or stands behind one, that is not the one here: only then can an unread connection help.
    private bool ElsewhereThan(ResourceId host, TwinEnd to) => to.Site is not null
        || ((to.Net is { } net ? HomeOf(net)?.Net : to.Pool!.Net) is { } theirs && theirs != host);
}
