using System.Collections.Immutable;
using AzNetHelper.Addressing;

namespace AzNetHelper.Reachability;

/// <summary>One hop of one way of an answer, as a row.</summary>
public sealed record WayHop
{
    private WayHop(ReachabilityAnswer answer, ReachabilityPath path, int way, int number, Hop hop) =>
        (Answer, Path, WayNumber, Number, Hop) = (answer, path, way, number, hop);

    /// <summary>The way that the hop belongs to, in a line.</summary>
    public string Way => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{WayNumber}. ")
        + (Direction == Directions.Back ? $"{Answer.Destination} back to {Answer.Source}" : $"{Answer.Source} to {Answer.Destination}")
        + $" ({Destination}): {Outcome}";

    /// <summary>Which of the answer's ways it is, from 1.</summary>
    public int WayNumber { get; }

    public string Source => Answer.Source;

    public string DestinationEnd => Answer.Destination;

    public Directions Direction => Path.Direction;

    /// <summary>The part of the destination that the packet was sent to.</summary>
    public IPPrefix Destination => Path.Destination;

    /// <summary>The number of the hop on its way, from 1.</summary>
    public int Number { get; }

    /// <summary>Where it was decided.</summary>
    public string At => Names.Short(Hop.At);

    public HopType NextHop => Hop.NextHop;

    /// <summary>What the packet was handed to, by name; nothing where there is none.</summary>
    public string To => Hop.Resource is null ? string.Empty : Names.Short(Hop.Resource);

    /// <summary>The prefix of the route that was chosen; null when there is none.</summary>
    public IPPrefix? Route => Hop.Route;

    /// <summary>Who put the route there: the system, a gateway, or a user with the route's name.</summary>
    public string From => Hop.Route is null ? string.Empty : Hop.RouteName is { } name ? $"{Hop.Origin} '{name}'" : $"{Hop.Origin}";

    /// <summary>How the way ends: it arrives, or why not.</summary>
    public string Outcome => Path.Fault is { } fault ? $"{Path.Verdict}, {fault}" : "arrives";

    public Verdict Verdict => Path.Verdict;

    /// <summary>The hop itself, with ids.</summary>
    public Hop Hop { get; }

    /// <summary>The way itself.</summary>
    public ReachabilityPath Path { get; }

    /// <summary>The answer that it belongs to.</summary>
    public ReachabilityAnswer Answer { get; }

    public override string ToString() => $"{Number}. {Hop}";

    internal static ImmutableArray<WayHop> Of(ReachabilityAnswer answer) =>
        [.. answer.Paths.SelectMany((path, w) => path.Hops.Select((hop, h) => new WayHop(answer, path, w + 1, h + 1, hop)))];
}
