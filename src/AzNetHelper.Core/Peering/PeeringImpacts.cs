using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Planning;

namespace AzNetHelper.Peering;

/// <summary>What one kind of write does to those who use the network.</summary>
/// <param name="Id">The stable id of the row.</param>
/// <param name="Write">The write.</param>
/// <param name="Kind">How grave it is.</param>
/// <param name="Says">Who is affected and for how long; {local} and {remote} stand for the VNets' names.</param>
/// <param name="Source">Where that comes from.</param>
public sealed record PeeringImpact(string Id, string Write, Impact Kind, string Says, string Source);

/// <summary>The table of impacts of peering writes, and what it says of a change.</summary>
public static class PeeringImpacts
{
    private const string ManagePeering = "virtual-network-manage-peering";

    private static readonly PeeringImpact Access = new("AccessTaken", "allowVirtualNetworkAccess is taken away", Impact.CutsOff,
        "{local} and {remote} lose each other: the access of {local} is taken away", ManagePeering);

    private static readonly PeeringImpact Forwarded = new("ForwardedTrafficTaken", "allowForwardedTraffic is taken away", Impact.CutsOff,
        "{local} stops accepting packets that an appliance in {remote} forwards for others", ManagePeering);

    private static readonly PeeringImpact Use = new("GatewayUseTaken", "useRemoteGateways is taken away", Impact.CutsOff,
        "{local} loses what it reaches through the gateway of {remote}", "vpn-gateway-peering-gateway-transit");

    private static readonly PeeringImpact Transit = new("TransitTaken", "allowGatewayTransit is taken away", Impact.CutsOff,
        "{remote} may no longer use the gateway of {local}", "vpn-gateway-peering-gateway-transit");

    private static readonly PeeringImpact Removed = new("PeeringRemoved", "a half of a connected peering is deleted", Impact.CutsOff,
        "{local} and {remote} lose each other, until they are peered again.", ManagePeering);

    private static readonly PeeringImpact Egress = new("EgressMoves",
        "useRemoteGateways is given, and the gateway has learned a default route", Impact.Interrupts,
        "The Internet traffic of {local} moves to the gateway of {remote}, which has learned a default route; connections that are open break.",
        "expressroute-faqs; virtual-networks-udr-overview");

    /// <summary>The table, every row. What is not in a row of its own has no impact.</summary>
    public static ImmutableArray<PeeringImpact> All { get; } =
    [
        new("None", "a half is created, synced, written again while Disconnected, or given a flag", Impact.None, string.Empty,
            "virtual-network-peering-overview (no downtime)"),
        new("SpaceChanged", "the address space of a peered VNet changes, and its peerings are synced", Impact.None, string.Empty,
            "virtual-network-peering-overview; update-virtual-network-peering-address-space (no downtime on existing space)"),
        Access, Forwarded, Use, Transit, Removed, Egress,
    ];

    /// <summary>Only a flag that is taken away hurts somebody; making and syncing do not interrupt.</summary>
    internal static ImpactStatement OfUpdate(ResourceId local, ResourceId remote, HalfFlags before, HalfFlags after)
    {
        PeeringImpact[] rows =
        [
            .. Row(Access, before.AllowVirtualNetworkAccess, after.AllowVirtualNetworkAccess),
            .. Row(Forwarded, before.AllowForwardedTraffic, after.AllowForwardedTraffic),
            .. Row(Use, before.UseRemoteGateways, after.UseRemoteGateways),
            .. Row(Transit, before.AllowGatewayTransit, after.AllowGatewayTransit),
        ];
        return rows.Length == 0 ? ImpactStatement.None
            : new(rows.Max(r => r.Kind), $"{string.Join("; ", rows.Select(r => Say(r, local, remote)))}, until it is given back.");

        static IEnumerable<PeeringImpact> Row(PeeringImpact row, bool had, bool has) => had && !has ? [row] : [];
    }

    internal static ImpactStatement OfEgress(ResourceId user, ResourceId lender) => new(Egress.Kind, Say(Egress, user, lender));

    internal static ImpactStatement OfRemoval(ResourceId network, ResourceId remote, ResourceId? gatewayUser)
    {
        var lender = gatewayUser == network ? remote : network;
        var gateway = gatewayUser is null ? string.Empty
            : $" {gatewayUser.Name} also loses what it reaches through the gateway of {lender.Name}.";
        return new(Removed.Kind, Say(Removed, network, remote) + gateway);
    }

    private static string Say(PeeringImpact row, ResourceId local, ResourceId remote) => row.Says
        .Replace("{local}", local.Name, StringComparison.Ordinal).Replace("{remote}", remote.Name, StringComparison.Ordinal);
}
