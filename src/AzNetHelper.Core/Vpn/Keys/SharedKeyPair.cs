using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Planning;

namespace AzNetHelper.Vpn;

/// <summary>The two connections of one tunnel that a plan gives one new key, the first one first.</summary>
/// <param name="First">The connection that is written first.</param>
/// <param name="Second">The other one.</param>
/// <param name="Group">The group of the plan that is theirs alone.</param>
internal sealed record SharedKeyPair(ResourceId First, ResourceId Second, string Group)
{
    /// <summary>
    /// The pairs of a plan, by what its changes do: what it says of its origin is a text in a file. One connection of a pair may
    /// have the key already; a group with anything else in it, or with one connection alone, is no pair.
    /// </summary>
    public static ImmutableArray<SharedKeyPair> In(Plan plan) =>
    [
        .. from changes in plan.Changes.GroupBy(c => c.Group, StringComparer.Ordinal)
           let writes = changes.Where(c => c.Writes).ToArray()
           where writes.Length > 0 && writes.All(SharedKeyWrite.Is)
               && writes.Select(w => w.Content.After).Distinct(StringComparer.Ordinal).Count() == 1
           let ends = changes.Select(c => c.Resource).Distinct().ToArray()
           where ends.Length == 2 && ends.All(e => e.IsType(ResourceTypes.Connection))
           select new SharedKeyPair(ends[0], ends[1], changes.Key),
    ];
}
