using System.Collections.Immutable;
using AzNetHelper.Planning;

namespace AzNetHelper.Routing;

/// <summary>What one kind of write does to those who use the network.</summary>
/// <param name="Id">The stable id of the row.</param>
/// <param name="Write">The write.</param>
/// <param name="Kind">How grave it is.</param>
/// <param name="Says">Who is affected and for how long; {who}, {prefix}, {hop} stand for what is written.</param>
/// <param name="Source">Where that comes from.</param>
public sealed record RoutingImpact(string Id, string Write, Impact Kind, string Says, string Source);

/// <summary>The table of impacts of routes, and what it says of a change.</summary>
public static class RoutingImpacts
{
    private const string Routing = "virtual-networks-udr-overview";

    internal static RoutingImpact Moved { get; } = new("RouteMoved", "a route is given another next hop", Impact.Interrupts,
        "What {who} sends to {prefix} goes to {hop} from now on; connections that are open break.", Routing);

    internal static RoutingImpact Egress { get; } = new("EgressMoves", "a default route is made", Impact.Interrupts,
        "The Internet traffic of {who} moves to {hop}; connections that are open break.", Routing);

    internal static RoutingImpact Overridden { get; } = new("WayOverridden", "a route is made where a peering or a connected group leads",
        Impact.Interrupts, "What {who} sends to {prefix} leaves the direct way and goes to {hop}; connections that are open break.",
        "virtual-networks-udr-overview; azure-network-rules 2.2");

    internal static RoutingImpact Bgp { get; } = new("TunnelRebuilt", "a connection is switched to BGP", Impact.Interrupts,
        "The tunnel between {who} is built anew, which takes up to a few minutes.", "vpn-gateway-bgp-overview");

    /// <summary>The table, every row. What is not in a row of its own has no impact.</summary>
    public static ImmutableArray<RoutingImpact> All { get; } =
    [
        new("None", "a route is made where no other led, a route table is made, IP forwarding is allowed", Impact.None, string.Empty, Routing),
        Moved, Egress, Overridden, Bgp,
    ];

    internal static ImpactStatement Say(RoutingImpact row, string who, string prefix = "", string hop = "") => new(row.Kind, row.Says
        .Replace("{who}", who, StringComparison.Ordinal).Replace("{prefix}", prefix, StringComparison.Ordinal)
        .Replace("{hop}", hop, StringComparison.Ordinal));
}
