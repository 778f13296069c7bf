using System.Collections.Immutable;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Services.Checks;

namespace AzNetHelper.Services;

/// <summary>One rule that a plan of access is checked against before anything is written.</summary>
/// <param name="Id">The stable id: of the problem or the notice, and of the error in PowerShell.</param>
/// <param name="Outcome">What comes of it.</param>
/// <param name="Asks">The question.</param>
/// <param name="Source">Where the rule comes from.</param>
public sealed record AccessCheck(string Id, CheckOutcome Outcome, string Asks, string Source)
{
    /// <summary>Every check of a grant, in the order in which its findings are told.</summary>
    public static ImmutableArray<AccessCheck> All => AccessCatalogue.All;

    internal Func<AccessLayout, IEnumerable<Finding>> Find { get; init; } = static _ => [];

    internal static CheckList<AccessLayout> Whole => new(All.Select(c => (c.Id, c.Find)));

    public override string ToString() => $"{Id}: {Asks}";
}
