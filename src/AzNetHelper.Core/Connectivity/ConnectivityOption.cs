using System.Collections.Immutable;
using AzNetHelper.Reachability;

namespace AzNetHelper.Connectivity;

/// <summary>A way to connect two; in the order in which equals are ranked.</summary>
public enum ConnectivityKind
{
    /// <summary>What connects the two already, in another way than those below.</summary>
    Existing,
    Peering,

    /// <summary>Peerings with a hub that is there, through its firewall, appliance or gateway.</summary>
    HubSpoke,
    VNetToVNet,
    SiteToSite,
    PointToSite,
    ExpressRoute,
    ServiceEndpoint,
    VNetInjection,
    PrivateEndpoint,
}

/// <summary>What is to be thought of an option; in the order in which they are ranked.</summary>
public enum OptionStatus
{
    /// <summary>It is there and carries what is asked for.</summary>
    Already,

    /// <summary>It can be made, and does what is asked for.</summary>
    Possible,

    /// <summary>It can be made, and does not do all that is asked for.</summary>
    Unfit,
    NotPossible,
}

/// <summary>What the packets travel over.</summary>
public enum NetworkPath
{
    /// <summary>Microsoft's own network.</summary>
    Backbone,
    Internet,

    /// <summary>A provider's line.</summary>
    PrivateLine,
}

/// <summary>Why an option has its status.</summary>
/// <param name="Id">The stable id: that of the planner's check where a planner refused.</param>
/// <param name="Sentence">What is wrong, with names.</param>
public sealed record OptionReason(string Id, string Sentence)
{
    public override string ToString() => $"{Id}: {Sentence}";
}

/// <summary>What counts for or against an option, and by how much.</summary>
/// <param name="Id">The row of <see cref="OptionMarks.All"/>.</param>
/// <param name="Points">Positive for it.</param>
/// <param name="Sentence">Why.</param>
public sealed record OptionMark(string Id, int Points, string Sentence)
{
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Points:+0;-0;0} {Sentence}");
}

/// <summary>One way to connect two, judged on the networks as they are.</summary>
/// <param name="Kind">The way.</param>
/// <param name="Status">Whether it can be made, and does what is asked for.</param>
public sealed record ConnectivityOption(ConnectivityKind Kind, OptionStatus Status)
{
    /// <summary>1 for the first.</summary>
    public int Rank { get; init; }

    public required string Source { get; init; }

    public required string Destination { get; init; }

    /// <summary>What it leads through: a hub and its firewall, a gateway; null for nothing between.</summary>
    public string? Via { get; init; }

    public bool IsPossible => Status is OptionStatus.Already or OptionStatus.Possible;

    /// <summary>True where it joins other things than these two, so that nothing but that can be said.</summary>
    public bool JoinsOthers => Status == OptionStatus.NotPossible && Reasons.Length > 0 && Reasons.All(r => r.Id == nameof(JoinsOthers));

    /// <summary>Why it is not possible, or not fit; empty where it is.</summary>
    public ImmutableArray<OptionReason> Reasons { get; init; } = [];

    /// <summary>What of it is there.</summary>
    public ImmutableArray<string> Has { get; init; } = [];

    /// <summary>What has to be made or brought.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    public NetworkPath Path { get; init; }

    public bool IsEncrypted { get; init; }

    /// <summary>How, or why not.</summary>
    public required string Encryption { get; init; }

    public bool NeedsPublicAddress { get; init; }

    /// <summary>Who is interrupted while it is made, and by what.</summary>
    public required string Downtime { get; init; }

    /// <summary>How long it takes until it carries packets.</summary>
    public required string SetUp { get; init; }

    /// <summary>The most that it carries, in Mbps; null where only the machines at its ends limit it, or where it is not known.</summary>
    public int? LimitMbps { get; init; }

    public required string Bandwidth { get; init; }

    public required string Latency { get; init; }

    public ImmutableArray<string> Limits { get; init; } = [];

    /// <summary>What it is paid for by; no prices.</summary>
    public ImmutableArray<string> CostDrivers { get; init; } = [];

    /// <summary>What the two reach of each other once it is made; null where routing does not decide it.</summary>
    public Verdict? VerdictAfter { get; init; }

    /// <summary>Which pairs fare otherwise once it is made; what is worse comes first.</summary>
    public ImmutableArray<PairChange> Changes { get; init; } = [];

    /// <summary>How many pairs it opens.</summary>
    public int Opens => Changes.Count(c => c.Effect == ChangeEffect.Opens);

    /// <summary>How many pairs it closes.</summary>
    public int Closes => Changes.Count(c => c.Effect == ChangeEffect.Closes);

    /// <summary>The commands of this module that make it, in their order; empty where there is nothing to do, or no command.</summary>
    public ImmutableArray<string> Commands { get; init; } = [];

    /// <summary>What to do where this module has no command; null where it has.</summary>
    public string? NextStep { get; init; }

    /// <summary>What counts for and against it.</summary>
    public ImmutableArray<OptionMark> Marks { get; init; } = [];

    public int Score => Marks.Sum(m => m.Points);

    /// <summary>What else to think of.</summary>
    public ImmutableArray<string> Advice { get; init; } = [];

    /// <summary>Where what is said of this way in general stands.</summary>
    public string Sources { get; init; } = string.Empty;

    /// <summary>For tables: the first reason against it, or what has to be made, in a line.</summary>
    public string Why => Reasons.Length > 0 ? Reasons[0].Sentence
        : Status == OptionStatus.Already ? $"carries {Source} - {Destination} now"
        : Needs.IsEmpty ? "nothing has to be made" : string.Join("; ", Needs);

    /// <summary>The plans that it was judged by.</summary>
    internal ImmutableArray<Planning.Plan> Plans { get; init; } = [];

    public override string ToString() => $"{Rank}. {Kind}{(Via is null ? string.Empty : $" via {Via}")}: {Status}"
        + (Reasons.IsEmpty ? string.Empty : $" ({string.Join(", ", Reasons.Select(r => r.Id).Distinct(StringComparer.Ordinal))})");
}
