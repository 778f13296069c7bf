using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Reachability;

/// <summary>One decision on the way of a packet.</summary>
/// <param name="At">Where it was taken: a subnet, a gateway, or a VNet that has no subnets.</param>
/// <param name="NextHop">What was chosen.</param>
/// <param name="Resource">What the packet is handed to: a VNet, a gateway; null where there is none.</param>
public sealed record Hop(ResourceId At, HopType NextHop, ResourceId? Resource)
{
    /// <summary>The prefix of the route that was chosen; null when there is none.</summary>
    public IPPrefix? Route { get; init; }

    /// <summary>Who put that route there.</summary>
    public RouteOrigin Origin { get; init; }

    /// <summary>The name of a user's route; null otherwise.</summary>
    public string? RouteName { get; init; }

    public override string ToString()
    {
        var target = Resource is null ? string.Empty : $" {Names.Short(Resource)}";
        var route = Route is { } p
            ? Origin switch
            {
                RouteOrigin.User => $" (route '{RouteName}' {p})",
                RouteOrigin.Gateway => $" (gateway route {p})",
                _ => $" ({p})",
            }
            : string.Empty;
        return $"{Names.Short(At)} -> {NextHop}{target}{route}";
    }
}

/// <summary>The way of a packet in one direction, and how it ended.</summary>
/// <param name="Direction">There or back.</param>
/// <param name="Destination">The part of the destination that it was sent to.</param>
/// <param name="Verdict">Reachable, Blocked or Unknown.</param>
/// <param name="Hops">The decisions, in their order.</param>
public sealed record ReachabilityPath(
    Directions Direction, IPPrefix Destination, Verdict Verdict, ImmutableArray<Hop> Hops)
{
    /// <summary>Why it did not arrive; null when it did.</summary>
    public ReasonId? Fault { get; init; }

    public override string ToString() =>
        $"{string.Join(", ", Hops)}: {(Verdict == Verdict.Reachable ? "arrives" : Fault?.ToString())}";
}

/// <summary>Short names for people: the last names of an id say enough inside one answer.</summary>
internal static class Names
{
    public static string Short(ResourceId id) => string.Join('/', id.Names);
}
