using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.Reachability;

/// <summary>The answer to "can these two reach each other", both directions together.</summary>
public sealed class ReachabilityAnswer
{
    /// <summary>What no verdict looks at.</summary>
    internal const string Unseen = "security groups, firewall rules, operating systems";

    private readonly Lazy<ImmutableArray<ReachabilityNotice>> _notices;
    private readonly Lazy<Plan?> _fix;
    private readonly Lazy<AnswerDetails> _details;

    internal ReachabilityAnswer(
        Endpoint source,
        Endpoint destination,
        Verdict verdict,
        Func<AnswerDetails> details,
        Func<ImmutableArray<ReachabilityNotice>> notices,
        Func<ReachabilityAnswer, Plan?> fix)
    {
        SourceEndpoint = source;
        DestinationEndpoint = destination;
        Verdict = verdict;
        _details = new(details);
        _notices = new(notices);
        _fix = new(() => fix(this));
    }

    /// <summary>One end, as text.</summary>
    public string Source => SourceEndpoint.ToString();

    /// <summary>The other end, as text.</summary>
    public string Destination => DestinationEndpoint.ToString();

    public Verdict Verdict { get; }

    /// <summary>What the parts that are reachable lead through.</summary>
    public PathKinds Kinds { get; init; }

    /// <summary>Why what does not arrive does not; empty when everything does.</summary>
    public ImmutableArray<Reason> Reasons => _details.Value.Reasons;

    /// <summary>The ids of the reasons, each once, in the order of the ids.</summary>
    public string ReasonIds => Summary ??= string.Join(", ", Reasons.Select(r => r.Id).Distinct().Order());

    /// <summary>The ways there and back, each distinct one once.</summary>
    public ImmutableArray<ReachabilityPath> Paths => _details.Value.Paths;

    /// <summary>What the answer did not look at, and what else to know. Made when first asked for.</summary>
    public ImmutableArray<ReachabilityNotice> Notices => _notices.Value;

    /// <summary>
    /// The smallest plan that makes the verdict Reachable and makes nothing else worse; null when there is none. It is
    /// found by trying, when first asked for.
    /// </summary>
    public Plan? Fix => _fix.Value;

    /// <summary>
    /// The fix in a word, for tables: nothing where none is needed or nothing is known; for one of many answers "not sought"
    /// until somebody reads <see cref="Fix"/>, because a search for each of a million is nobody's wish.
    /// </summary>
    public string FixText =>
        Verdict == Verdict.Reachable ? string.Empty
        : IsOfMatrix && !_fix.IsValueCreated ? Verdict == Verdict.Unknown ? string.Empty : "not sought"
        : Fix is not { } fix ? Verdict == Verdict.Unknown ? string.Empty : "none"
        : fix.WriteCount == 1 ? "1 write"
        : string.Create(CultureInfo.InvariantCulture, $"{fix.WriteCount} writes");

    /// <summary>What the parts that are reachable lead through, as text; nothing where none is.</summary>
    public string By => Kinds == PathKinds.None ? string.Empty : Kinds.ToString();

    /// <summary>Every way hop by hop, there and back.</summary>
    public ImmutableArray<WayHop> Hops => WayHop.Of(this);

    /// <summary>The networks, for the names of what is on a way; null where the answer has no way.</summary>
    internal Topology? Topology { get; init; }

    /// <summary>True for one answer of many, whose fix is not sought unasked.</summary>
    internal bool IsOfMatrix { get; init; }

    /// <summary>The ids of the reasons where they are known without the reasons.</summary>
    internal string? Summary { get; set; }

    /// <summary>What was evaluated: routing, and no security rules, firewalls or operating systems.</summary>
    public string Scope => "Routing";

    /// <summary>What can still stop the packets: every answer says so beside its verdict.</summary>
    public string NotLookedAt => Unseen;

    public Endpoint SourceEndpoint { get; }

    public Endpoint DestinationEndpoint { get; }

    /// <summary>The answer in a few lines: verdict, ways, what is wrong, what to do.</summary>
    public string Explain() => Explanation.Of(this);

    public override string ToString() => $"{Source} <-> {Destination}: {Verdict}"
        + (ReasonIds.Length == 0 ? string.Empty : $" ({ReasonIds})");
}

/// <summary>Why, and by which ways; worked out when somebody asks, because a matrix has a million answers.</summary>
internal sealed record AnswerDetails(ImmutableArray<Reason> Reasons, ImmutableArray<ReachabilityPath> Paths);
