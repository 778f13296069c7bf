using System.Collections.Immutable;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;

namespace AzNetHelper.Peering;

/// <summary>What comes of a check that finds something.</summary>
public enum CheckOutcome
{
    /// <summary>The plan is not applied.</summary>
    Refuses,

    /// <summary>The plan says it and is applied.</summary>
    Tells,

    /// <summary>The plan says it, and is not applied where it is worse.</summary>
    TellsOrRefuses,
}

/// <summary>One rule that peering plans are checked against before anything is written.</summary>
/// <param name="Id">The stable id: of the problem or the notice, and of the error in PowerShell.</param>
/// <param name="Outcome">What comes of it.</param>
/// <param name="Asks">The question.</param>
/// <param name="Source">Where the rule comes from.</param>
public sealed record PeeringCheck(string Id, CheckOutcome Outcome, string Asks, string Source)
{
    internal Func<Scene, IEnumerable<Finding>> Find { get; init; } = static _ => [];

    /// <summary>Every check, in the order in which its findings are told.</summary>
    public static ImmutableArray<PeeringCheck> All => Catalogue.All;

    internal static CheckList<Scene> Whole => new(All.Select(c => (c.Id, c.Find)));

    public override string ToString() => $"{Id}: {Asks}";
}
