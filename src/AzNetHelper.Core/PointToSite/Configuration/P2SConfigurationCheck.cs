using System.Collections.Immutable;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.PointToSite.Checks;

namespace AzNetHelper.PointToSite;

/// <summary>One rule that a configuration of point-to-site is checked against before anything is written.</summary>
/// <param name="Id">The stable id: of the problem or the notice, and of the error in PowerShell.</param>
/// <param name="Outcome">What comes of it.</param>
/// <param name="Asks">The question.</param>
/// <param name="Source">Where the rule comes from.</param>
public sealed record P2SConfigurationCheck(string Id, CheckOutcome Outcome, string Asks, string Source)
{
    /// <summary>Every check, in the order in which its findings are told.</summary>
    public static ImmutableArray<P2SConfigurationCheck> All => P2SConfigurationCatalogue.All;

    internal Func<P2SConfigurationLayout, IEnumerable<Finding>> Find { get; init; } = static _ => [];

    internal static CheckList<P2SConfigurationLayout> Whole => new(All.Select(c => (c.Id, c.Find)));

    public override string ToString() => $"{Id}: {Asks}";
}
