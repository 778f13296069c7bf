using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute;

/// <summary>Which packets take the circuit from now on.</summary>
internal static class MoveChecks
{
    public static IEnumerable<Finding> Egress(CircuitConnectionLayout layout) => IsMoved(layout) && !layout.Request.AllowEgressChange
        ? [new(layout.Request.Circuit, $"The circuit {layout.Request.Circuit.Name} announces {EgressPrefixes.Words(layout.Egress)}: all Internet traffic of {Who(layout)} would go on-premises. "
            + "If it is to, say -AllowEgressChange; otherwise have that announced no more.", string.Empty)]
        : [];

    public static IEnumerable<Finding> EgressAllowed(CircuitConnectionLayout layout) => IsMoved(layout) && layout.Request.AllowEgressChange
        ? [new(layout.Request.Circuit, $"All Internet traffic of {Who(layout)} goes on-premises, since circuit {layout.Request.Circuit.Name} announces {EgressPrefixes.Words(layout.Egress)}; "
            + "subnets with a default route of their own, or whose table keeps gateway routes out, stay as they are. If it is announced no more, that traffic takes the Internet again.",
            string.Empty) { Tells = NoticeSeverity.Warning }]
        : [];

    public static IEnumerable<Finding> Moves(CircuitConnectionLayout layout) =>
        from move in layout.Moves
        select new Finding(move.Network, $"Takes circuit {layout.Request.Circuit.Name} from now on, {move}.", string.Empty)
        {
            Tells = move.TakesPackets ? NoticeSeverity.Warning : NoticeSeverity.Information,
        };

    public static IEnumerable<Finding> Shared(CircuitConnectionLayout layout) =>
        from shared in layout.Shared
        select new Finding(shared.Other, shared.Says(layout.Request.Circuit.Name, layout.Request.Gateway.Name), string.Empty) { Tells = NoticeSeverity.Warning };

    // Both links ought to announce the same; where one of them does not tell, what it alone announces is not among the moves.
    public static IEnumerable<Finding> Unknown(CircuitConnectionLayout layout) => layout is { IsBlind: true, Circuit: not null }
        ? [new(layout.Request.Circuit, $"{(layout.Announced is null ? "What" : "Whether that is all that")} circuit {layout.Request.Circuit.Name} announces is not known "
            + $"({layout.Surroundings.UnreadRoutes ?? "nobody asked"}): which {(layout.Announced is null ? string.Empty : "further ")}prefixes move to it, and whether a default route is among them, cannot be said.",
            string.Empty) { Tells = NoticeSeverity.Warning }]
        : [];

    private static bool IsMoved(CircuitConnectionLayout layout) => layout.IsMade && !layout.Egress.IsEmpty;

    private static string Who(CircuitConnectionLayout layout) =>
        string.Join(", ", layout.Users.Select(u => u.Name).Prepend(layout.Network?.Name ?? layout.Request.Gateway.Name));
}
