using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;

namespace AzNetHelper.Tests.Reachability;

/// <summary>The twin's rules: what peerings let through, what is not known, why there is no route.</summary>
internal sealed partial class BruteForceTwin
{
    private ReasonId? PeeringRules(VirtualNetwork v, string subnet, PeeringHalf half, VirtualNetwork p, End from,
        IPPrefix at)
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
            || (half.LocalSubnetNames.Contains(subnet) && remote is not null
            && half.RemoteSubnetNames.Contains(remote));
        var theirs = other.PeerCompleteVNets
            || (other.RemoteSubnetNames.Contains(subnet) && remote is not null
            && other.LocalSubnetNames.Contains(remote));
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
            return unread.RemoteVNet.ProviderNamespace == "Microsoft.ClassicNetwork" ? ReasonId.ClassicVNet
                : ReasonId.VNetNotRead;
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

        if (there is null || back is null || there.State == PeeringState.Initiated
            || back.State == PeeringState.Initiated)
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
}
