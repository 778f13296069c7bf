using System.Collections.Immutable;
using AzNetHelper.Planning;

namespace AzNetHelper.ExpressRoute;

/// <summary>The table of impacts of writes of connections with circuits: docs/expressroute-connection.md shows it.</summary>
public static class ExpressRouteConnectionImpacts
{
    internal static ExpressRouteImpact PrefixesMove { get; } = new("PrefixesMove", "a connection is made, and what its circuit announces went through VPN, to the Internet or another way", Impact.Interrupts,
        "Packets take the circuit instead from one moment to the other, on the way there and soon on the way back: connections through a device that sees "
        + "one direction alone break off. {what}.", "expressroute-howto-coexist-resource-manager; azure-network-rules 6");

    internal static ExpressRouteImpact EgressMoves { get; } = new("EgressMoves", "a connection is made with a circuit that announces a default route, or parts that make one", Impact.CutsOff,
        "All Internet traffic of {what} goes on-premises from then on, where it has to be let out; what is not, is cut off.", "expressroute-routing; azure-network-rules 6");

    internal static ExpressRouteImpact CircuitsShare { get; } = new("CircuitsShare", "a connection is made, and another circuit of the gateway leads to the same, or may", Impact.Interrupts,
        "Packets may take another circuit from then on, on the way there and on the way back: connections through a device that sees one direction alone break off. {what}",
        "expressroute-optimize-routing");

    internal static ExpressRouteImpact RoutesUnknown { get; } = new("RoutesUnknown", "a connection is made with a circuit of which not all is known that it announces", Impact.Interrupts,
        "What {what} announces is not known, or not all of it: prefixes may move to it from one moment to the other, and with a default route among them all Internet traffic.",
        "expressroute-routing; azure-network-rules 6");

    internal static ExpressRouteImpact Weight { get; } = new("WeightChanged", "the routing weight of a connection changes beside other circuits", Impact.Interrupts,
        "Prefixes that more than one circuit of {what} announces may take another one from then on.", "expressroute-optimize-routing");

    internal static ExpressRouteImpact FastPath { get; } = new("FastPathChanged", "FastPath of a connection is switched", Impact.Interrupts,
        "Packets to machines behind {what} change their way: connections may break off and be opened anew.", "about-fastpath");

    /// <summary>The table, every row. What is not in a row of its own has no impact.</summary>
    public static ImmutableArray<ExpressRouteImpact> All { get; } =
    [
        new("None", "an authorization or a connection is made, one that failed is written again", Impact.None, string.Empty, "expressroute-howto-linkvnet-portal-resource-manager"),
        PrefixesMove, EgressMoves, CircuitsShare, RoutesUnknown, Weight, FastPath,
    ];

    internal static ImpactStatement Of(CircuitConnectionLayout layout)
    {
        var rows = new List<ImpactStatement>();
        if (layout.IsMade)
        {
            if (layout.Moves.Where(m => m.TakesPackets).ToArray() is { Length: > 0 } moves)
            {
                rows.Add(PrefixesMove.Of(string.Join("; ", moves.Select(m => m.ToString()))));
            }

            if (!layout.Egress.IsEmpty)
            {
                rows.Add(EgressMoves.Of(string.Join(", ", layout.Users.Select(u => u.Name).Prepend(layout.Network?.Name ?? layout.Request.Gateway.Name))));
            }

            if (!layout.Shared.IsEmpty)
            {
                rows.Add(CircuitsShare.Of(string.Join(' ', layout.Shared.Select(s => s.Says(layout.Request.Circuit.Name, layout.Request.Gateway.Name)))));
            }

            if (layout.IsBlind)
            {
                rows.Add(RoutesUnknown.Of(layout.Request.Circuit.Name));
            }
        }
        else if (layout.Existing is { } existing)
        {
            if (layout.Request.RoutingWeight is { } weight && weight != existing.RoutingWeight && layout.Others.Any())
            {
                rows.Add(Weight.Of(layout.Request.Gateway.Name));
            }

            if (layout.Request.FastPath is { } fast && fast != existing.BypassesGateway)
            {
                rows.Add(FastPath.Of(layout.Request.Gateway.Name));
            }
        }

        return rows.Count == 0 ? ImpactStatement.None : new(rows.Max(r => r.Kind), string.Join(' ', rows.Select(r => r.Statement)));
    }
}
