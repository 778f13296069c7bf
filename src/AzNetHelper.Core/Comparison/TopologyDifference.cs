using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Comparison;

/// <summary>How a resource differs, seen from the reference.</summary>
public enum DifferenceKind
{
    /// <summary>A member has another value, or only one of the two has it.</summary>
    Changed,

    /// <summary>The resource is not in the reference.</summary>
    Added,

    /// <summary>The resource is in the reference only.</summary>
    Removed,
}

/// <summary>One difference between two networks, or between a plan and the networks as they are.</summary>
/// <param name="Resource">The resource; a subnet, a peering or a route is one of its own.</param>
/// <param name="Kind">What is different.</param>
/// <param name="Member">The path of the member, for example <c>properties.addressSpace.addressPrefixes</c>; empty for a
/// resource that only one side has.</param>
/// <param name="Before">What the reference has: a text as it is, everything else as JSON; null for nothing.</param>
/// <param name="After">What the other side has.</param>
public sealed record TopologyDifference(ResourceId Resource, DifferenceKind Kind, string Member, string? Before, string? After)
{
    /// <summary>The resource's own name.</summary>
    public string Name => Resource.Name;

    /// <summary>The type below the provider, for example <c>virtualNetworks/subnets</c>.</summary>
    public string Type => string.Join('/', Resource.TypeNames);

    public override string ToString() => Kind == DifferenceKind.Changed
        ? $"{Resource}: {Member} is {After ?? "absent"}, not {Before ?? "absent"}"
        : $"{Resource}: {Kind}";
}

/// <summary>What a comparison found.</summary>
/// <param name="Differences">The differences, by resource and member.</param>
/// <param name="Unknown">What could not be read on one side, so that nothing can be said about it.</param>
public sealed record ComparisonResult(ImmutableArray<TopologyDifference> Differences, ImmutableArray<TopologyGap> Unknown)
{
    /// <summary>True when nothing differs and everything could be compared.</summary>
    public bool IsSame => Differences.IsEmpty && Unknown.IsEmpty;
}
