using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability;

/// <summary>What a matrix tells of a pair of VNets, both directions together.</summary>
public readonly record struct PairSummary
{
    private readonly ReasonSet _reasons;

    internal PairSummary(VirtualNetwork source, VirtualNetwork destination, Verdict verdict, PathKinds kinds, ReasonSet reasons) =>
        (Source, Destination, Verdict, Kinds, _reasons) = (source, destination, verdict, kinds, reasons);

    public VirtualNetwork Source { get; }

    public VirtualNetwork Destination { get; }

    public Verdict Verdict { get; }

    /// <summary>What the parts that are reachable lead through.</summary>
    public PathKinds Kinds { get; }

    /// <summary>The ids of the reasons of what does not arrive.</summary>
    public IEnumerable<ReasonId> Reasons => _reasons.Ids();

    /// <summary>The same as text.</summary>
    public string ReasonIds => string.Join(", ", Reasons);

    public override string ToString() => $"{Source?.Name} <-> {Destination?.Name}: {Verdict}";
}
