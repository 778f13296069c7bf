using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Rendering;

/// <summary>What a link is.</summary>
public enum PictureLinkKind
{
    /// <summary>A peering: both halves, or the one that is there.</summary>
    Peering,

    /// <summary>The connections of gateways: of two gateways with each other, of one with a site or a circuit.</summary>
    Connection,

    /// <summary>A gateway and its point-to-site clients.</summary>
    Clients,

    /// <summary>A VNet and the connected group that it belongs to.</summary>
    Membership,
}

/// <summary>Whether a link carries packets, the worst last: of several connections the worst that is known counts.</summary>
public enum PictureHealth
{
    Good,

    /// <summary>Nobody said, or the other end was not read.</summary>
    Unknown,

    /// <summary>It carries packets, but not to all of what is there today.</summary>
    OutOfSync,

    /// <summary>It waits for its other half, or to come up.</summary>
    Waiting,

    /// <summary>It is switched off at one end.</summary>
    Closed,
    Broken,
}

/// <summary>Which way something leads along a link.</summary>
[Flags]
public enum PictureDirection
{
    None = 0,

    /// <summary>From the first end to the second.</summary>
    Forward = 1,
    Backward = 2,
    Both = Forward | Backward,
}

/// <summary>Something that joins two nodes.</summary>
/// <param name="Key">Unique in its picture, of the keys of its ends.</param>
/// <param name="Kind">What it is.</param>
/// <param name="From">The key of one end.</param>
/// <param name="To">The key of the other end.</param>
public sealed record PictureLink(string Key, PictureLinkKind Kind, string From, string To)
{
    public PictureHealth Health { get; init; }

    /// <summary>The state in a word, for example <c>Connected</c>, <c>HalfMissing</c>, <c>OutOfSync</c>.</summary>
    public string State { get; init; } = string.Empty;

    /// <summary>What to know, in a line: how it is and what mends it.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>True for a peering of two regions.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>Forward: the first end lends its gateway, and the second one uses it.</summary>
    public PictureDirection Transit { get; init; }

    /// <summary>Forward: the second end accepts packets from the first one whose sender is elsewhere.</summary>
    public PictureDirection Forwarded { get; init; }

    /// <summary>Who writes the peering.</summary>
    public PeeringOwner Owner { get; init; }

    /// <summary>The halves or connections that the link stands for; of clients and memberships none.</summary>
    public ImmutableArray<ResourceId> Resources { get; init; } = [];

    public PictureMark Mark { get; init; }

    /// <summary>What a plan does to it: a line each.</summary>
    public ImmutableArray<string> Changes { get; init; } = [];

    /// <summary>How it was before the plan, where that changes it; null otherwise.</summary>
    internal PictureLink? Was { get; init; }

    public override string ToString() => $"{From} - {To}: {State}";
}
