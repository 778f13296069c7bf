using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.AddressSpaces;

/// <summary>What it means that two holders overlap; severity null for what is in order and not worth a word.</summary>
internal readonly record struct Judgement(AddressSpaceFindingId Id, AddressSpaceSeverity? Severity)
{
    public static Judgement InOrder { get; } = new(AddressSpaceFindingId.PeeredOverlap, Severity: null);
}

/// <summary>Two holders that something joins, and the prefixes in which they overlap.</summary>
internal sealed class Clash(AddressHolder first, AddressHolder second, Judgement judgement)
{
    public AddressHolder First { get; } = first;

    public AddressHolder Second { get; } = second;

    public Judgement Judgement { get; } = judgement;

    /// <summary>What joins them, where that is not the two themselves.</summary>
    public SortedSet<ResourceId> Via { get; } = [];

    /// <summary>The prefixes of the first and of the second.</summary>
    public HashSet<Overlap> Overlaps { get; } = [];
}
