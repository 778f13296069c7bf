using System.Collections.Immutable;
using AzNetHelper.Reachability;

namespace AzNetHelper.Rendering;

/// <summary>The way between two ends on a picture, or where it stops.</summary>
/// <param name="Source">One end, as text.</param>
/// <param name="Destination">The other end, as text.</param>
/// <param name="Verdict">Both directions together.</param>
public sealed record PictureWay(string Source, string Destination, Verdict Verdict)
{
    /// <summary>One way there and one back: of several the first that does not arrive, because it is what to look at.</summary>
    public ImmutableArray<PictureLeg> Legs { get; init; } = [];

    /// <summary>Why what does not arrive does not: a sentence each.</summary>
    public ImmutableArray<string> Reasons { get; init; } = [];

    /// <summary>What to do about it: a line each.</summary>
    public ImmutableArray<string> Remedies { get; init; } = [];

    /// <summary>The whole answer, in a few lines.</summary>
    public string Explanation { get; init; } = string.Empty;

    public override string ToString() => $"{Source} <-> {Destination}: {Verdict}";
}

/// <summary>One direction of a way.</summary>
/// <param name="Direction">There or back.</param>
/// <param name="Verdict">Reachable, Blocked or Unknown.</param>
/// <param name="Hops">In their order.</param>
public sealed record PictureLeg(Directions Direction, Verdict Verdict, ImmutableArray<PictureHop> Hops);

/// <summary>One decision on the way of a packet.</summary>
/// <param name="Number">From 1 in its direction.</param>
/// <param name="From">The key of the node where it is taken; null where that is not drawn.</param>
/// <param name="To">The key of the node that the packet is handed to; null where it goes nowhere, or leaves.</param>
/// <param name="Text">In words.</param>
public sealed record PictureHop(int Number, string? From, string? To, string Text)
{
    /// <summary>The key of the link that it crosses; null where it crosses none.</summary>
    public string? Link { get; init; }

    /// <summary>True where the way ends without arriving.</summary>
    public bool IsBlocking { get; init; }
}
