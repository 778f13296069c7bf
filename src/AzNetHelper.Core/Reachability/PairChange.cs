using System.Numerics;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability;

/// <summary>What a change of the networks does to a pair; what is worse comes first.</summary>
public enum ChangeEffect
{
    /// <summary>The verdict is a lower one afterwards, or one end is gone.</summary>
    Closes,

    /// <summary>The verdict is the same, and what the ways lead through is not: past a firewall, or around it.</summary>
    LeadsOtherwise,

    /// <summary>The verdict is a higher one afterwards; Unknown is higher than Blocked.</summary>
    Opens,

    /// <summary>Nothing changes. Told only of a pair that was asked for.</summary>
    None,
}

/// <summary>A pair that fares otherwise after a change of the networks.</summary>
public sealed record PairChange
{
    internal PairChange(Endpoint source, Endpoint destination, PairState? before, PairState? after) =>
        (SourceEndpoint, DestinationEndpoint, BeforeState, AfterState) = (source, destination, before, after);

    /// <summary>What the change does.</summary>
    public ChangeEffect Effect => PairState.Effect(BeforeState, AfterState);

    /// <summary>One end, as text.</summary>
    public string Source => SourceEndpoint.ToString();

    /// <summary>The other end, as text.</summary>
    public string Destination => DestinationEndpoint.ToString();

    /// <summary>The verdict before; null where one of the ends was not there.</summary>
    public Verdict? Before => BeforeState?.Verdict;

    /// <summary>The verdict afterwards; null where one of the ends is not there any more.</summary>
    public Verdict? After => AfterState?.Verdict;

    /// <summary>What the ways led through, and what they lead through then.</summary>
    public string By => (KindsBefore, KindsAfter) switch
    {
        (PathKinds.None, PathKinds.None) => string.Empty,
        var (one, other) when one == other => $"{one}",
        (PathKinds.None, var then) => $"{then}",
        (var was, PathKinds.None) => $"no longer {was}",
        var (was, then) => $"{then} instead of {was}",
    };

    public PathKinds KindsBefore => BeforeState?.Kinds ?? PathKinds.None;

    public PathKinds KindsAfter => AfterState?.Kinds ?? PathKinds.None;

    /// <summary>The ids of the reasons of what did not arrive before.</summary>
    public string ReasonsBefore => BeforeState?.ReasonIds ?? string.Empty;

    /// <summary>The ids of the reasons of what does not arrive afterwards.</summary>
    public string ReasonsAfter => AfterState?.ReasonIds ?? string.Empty;

    /// <summary>Why: of what closes the reasons afterwards, of what opens those that stood in the way.</summary>
    public string Reasons => Effect == ChangeEffect.Opens && ReasonsAfter.Length == 0 ? ReasonsBefore : ReasonsAfter;

    /// <summary>What can still stop the packets.</summary>
    public string NotLookedAt => ReachabilityAnswer.Unseen;

    /// <summary>True for the pair that was asked for, false for what else changes.</summary>
    public bool IsAsked { get; init; }

    public Endpoint SourceEndpoint { get; }

    public Endpoint DestinationEndpoint { get; }

    internal PairState? BeforeState { get; }

    internal PairState? AfterState { get; }

    public override string ToString() =>
        $"{Source} <-> {Destination}: {Before?.ToString() ?? "not there"} -> {After?.ToString() ?? "not there"} ({Effect})";
}

/// <summary>What is known of a pair on one side of a comparison.</summary>
internal readonly record struct PairState(Verdict Verdict, PathKinds Kinds, ReasonSet Reasons)
{
    /// <summary>True where subnets may differ in what is told of all together.</summary>
    public bool IsMixed => Verdict is Verdict.Partial or Verdict.Unknown || BitOperations.PopCount((uint)Kinds) > 1;

    public string ReasonIds => string.Join(", ", Reasons.Ids());

    /// <summary>Of ends that are not there nothing reaches anything: that is no less than Blocked.</summary>
    public static ChangeEffect Effect(PairState? before, PairState? after)
    {
        var (was, then) = (before?.Verdict ?? Verdict.Blocked, after?.Verdict ?? Verdict.Blocked);
        return then < was ? ChangeEffect.Closes
            : then > was ? ChangeEffect.Opens
            : before is { } b && after is { } a && b.Kinds != a.Kinds ? ChangeEffect.LeadsOtherwise
            : ChangeEffect.None;
    }
}
