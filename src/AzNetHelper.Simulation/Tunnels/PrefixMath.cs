using AzNetHelper.Addressing;

namespace AzNetHelper.Simulation;

/// <summary>Sets of prefixes against each other.</summary>
internal static class PrefixMath
{
    public static bool Overlap(IEnumerable<IPPrefix> left, IEnumerable<IPPrefix> right)
    {
        var others = right.ToArray();
        return left.Any(l => others.Any(l.Overlaps));
    }
}
