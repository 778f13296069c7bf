using System.Collections.Immutable;
using AzNetHelper.Peering;
using AzNetHelper.Planning;

namespace AzNetHelper.Services.Endpoints;

/// <summary>One rule that endpoints of subnets are checked against before anything is written.</summary>
/// <param name="Id">The stable id: of the problem or the notice, and of the error in PowerShell.</param>
/// <param name="Outcome">What comes of it.</param>
/// <param name="Asks">The question.</param>
/// <param name="Source">Where the rule comes from.</param>
public sealed record EndpointCheck(string Id, CheckOutcome Outcome, string Asks, string Source)
{
    private const string Overview = "virtual-network-service-endpoints-overview";
    private const string Policies = "virtual-network-service-endpoint-policies-overview";
    private const string Wire = "arm-protocol 5.2";

    internal const string StillTrusted = "StillTrusted";

    internal Func<EndpointScene, IEnumerable<Finding>> Find { get; init; } = static _ => [];

    /// <summary>Every check, in the order in which its findings are told: docs/service-endpoints.md shows this table.</summary>
    public static ImmutableArray<EndpointCheck> All { get; } =
    [
        new("SubnetNotFound", CheckOutcome.Refuses, "Is every subnet there, and may it be read?", Wire) { Find = EndpointChecks.NotFound },
        new("StorageKindsExclusive", CheckOutcome.Refuses, "Has no subnet both Storage and StorageGlobal in the end? Disable the one, then enable the other.",
            "storage-network-security") { Find = EndpointChecks.Exclusive },
        new("EndpointNotOffered", CheckOutcome.Refuses, "Does the region of the VNet offer the endpoint?", "Available Endpoint Services - List")
            { Find = EndpointChecks.NotOffered },
        new("OffersUnread", CheckOutcome.Tells, "Could be read what the region offers?", "Available Endpoint Services - List") { Find = EndpointChecks.OffersUnread },
        new("SubnetReserved", CheckOutcome.Tells, "Is it no subnet that a gateway, firewall or the like has to itself? What comes from on premises does not use its endpoints.",
            Overview) { Find = EndpointChecks.Reserved },
        new("SubnetOfService", CheckOutcome.Tells, "Does no service keep something in the subnet, or has it been delegated to one? Its connections are closed as well.",
            Overview) { Find = EndpointChecks.OfService },
        new("PolicyFilters", CheckOutcome.Tells, "Is there no service endpoint policy, which a new Storage endpoint is filtered by at once?", Policies)
            { Find = EndpointChecks.PolicyFilters },
        new("TunnelPassedBy", CheckOutcome.Tells, "Does the default route lead straight to the internet? Traffic of an endpoint goes past an appliance or a gateway.",
            "virtual-networks-udr-overview") { Find = EndpointChecks.Tunnel },
        new("AddressRulesMiss", CheckOutcome.Tells, "Lets no service the clients in by their public address alone? From then on it sees private ones.", Overview)
            { Find = EndpointChecks.AddressRulesMiss },
        new("EgressUnknown", CheckOutcome.Tells, "Are the public addresses known that the clients are seen with, where services have rules by address?", "nat-overview")
            { Find = EndpointChecks.EgressUnknown },
        new(StillTrusted, CheckOutcome.TellsOrRefuses, "Does no service still let the subnet in by the endpoint? -Force takes it away all the same.", Overview)
            { Find = EndpointChecks.Trusted },
        new("ServicesUnread", CheckOutcome.TellsOrRefuses, "Could every service be read that may trust the subnet? Where not, only -Force takes an endpoint away.", Wire)
            { Find = EndpointChecks.Unread },
        new("ServicesNotAsked", CheckOutcome.Tells, "Is it an endpoint of services that are read? Access restrictions of apps are not.", "app-service-ip-restrictions")
            { Find = EndpointChecks.NotAsked },
        new("PolicyLosesEndpoint", CheckOutcome.Tells, "Keeps a subnet with service endpoint policies its Storage endpoint, without which they filter nothing?", Policies)
            { Find = EndpointChecks.PolicyLosesEndpoint },
    ];

    internal static CheckList<EndpointScene> Whole => new(All.Select(c => (c.Id, c.Find)));

    public override string ToString() => $"{Id}: {Asks}";
}
