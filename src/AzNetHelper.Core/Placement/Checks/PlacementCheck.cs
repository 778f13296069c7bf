namespace AzNetHelper.Placement.Checks;

/// <summary>A check of whether a service fits into a subnet; docs/service-subnets.md shows the table.</summary>
/// <param name="Id">Its stable id.</param>
/// <param name="Blocks">True where the service does not fit.</param>
/// <param name="Asks">What it asks.</param>
/// <param name="Source">Where the rule is said.</param>
public sealed record PlacementCheck(string Id, bool Blocks, string Asks, string Source)
{
    internal Func<PlacementScene, IEnumerable<PlacementReason>> Find { get; init; } = static _ => [];

    /// <summary>Every check, in the order in which reasons are told.</summary>
    public static System.Collections.Immutable.ImmutableArray<PlacementCheck> All => PlacementCatalogue.All;
}
