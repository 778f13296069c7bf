using System.Collections.Immutable;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Services.Checks;

namespace AzNetHelper.Services;

/// <summary>One rule that a plan to take access away is checked against before anything is written.</summary>
/// <param name="Id">The stable id: of the problem or the notice, and of the error in PowerShell.</param>
/// <param name="Outcome">What comes of it.</param>
/// <param name="Asks">The question.</param>
/// <param name="Source">Where the rule comes from.</param>
public sealed record AccessRemovalCheck(string Id, CheckOutcome Outcome, string Asks, string Source)
{
    /// <summary>Every check, in the order in which its findings are told.</summary>
    public static ImmutableArray<AccessRemovalCheck> All { get; } =
    [
        Refuses("ServiceMissing", "Is the service there?", "arm-protocol 1.10", RemovalChecks.Missing),
        Refuses("ServiceNotRead", "May the service and its rules be read?", "arm-protocol 1.10", RemovalChecks.NotRead),
        Refuses("LastRuleOpens", "Does taking the last rule open the service to nobody? A namespace without rules answers everybody (or is it forced).",
            "service-bus-messaging/service-bus-service-endpoints (M)", RemovalChecks.Opens),
        Refuses("OthersStayOut", "With -AllowOthers: is there a default to change, and do no rules of addresses of Cosmos DB keep others out?",
            "cosmos-db/how-to-configure-firewall", RemovalChecks.AllowOthers),
        Tells("SubnetNotNamed", "Does the service name the subnet?", "arm-protocol 1.10", RemovalChecks.NotNamed),
        Tells("WhoStays", "Who gets in when the rules are gone.", "virtual-networks-faq", RemovalChecks.Stay),
        Tells("EndpointKept", "With -RemoveEndpoint: does no other service need the endpoint, and could all be read?",
            "virtual-network-service-endpoints-overview", RemovalChecks.EndpointKept),
    ];

    internal Func<AccessRemovalGround, IEnumerable<Finding>> Find { get; init; } = static _ => [];

    internal static CheckList<AccessRemovalGround> Whole => new(All.Select(c => (c.Id, c.Find)));

    public override string ToString() => $"{Id}: {Asks}";

    private static AccessRemovalCheck Refuses(string id, string asks, string source, Func<AccessRemovalGround, IEnumerable<Finding>> find) =>
        new(id, CheckOutcome.Refuses, asks, source) { Find = find };

    private static AccessRemovalCheck Tells(string id, string asks, string source, Func<AccessRemovalGround, IEnumerable<Finding>> find) =>
        new(id, CheckOutcome.Tells, asks, source) { Find = find };
}
