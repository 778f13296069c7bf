using System.Collections.Immutable;
using AzNetHelper.ExpressRoute.Checks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;

namespace AzNetHelper.ExpressRoute;

/// <summary>One rule that plans of circuits and private peerings are checked against before anything is written.</summary>
/// <param name="Id">The stable id: of the problem or the notice, and of the error in PowerShell.</param>
/// <param name="Outcome">What comes of it.</param>
/// <param name="Asks">The question.</param>
/// <param name="Source">Where the rule comes from.</param>
public sealed record CircuitCheck(string Id, CheckOutcome Outcome, string Asks, string Source)
{
    /// <summary>Every check, in the order in which its findings are told.</summary>
    public static ImmutableArray<CircuitCheck> All => CircuitCatalogue.All;

    internal Func<CircuitScene, IEnumerable<Finding>> Find { get; init; } = static _ => [];

    internal static CheckList<CircuitScene> Whole => new(All.Select(c => (c.Id, c.Find)));

    public override string ToString() => $"{Id}: {Asks}";
}
