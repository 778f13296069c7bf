using System.Collections.Immutable;
using AzNetHelper.Peering;
using AzNetHelper.Planning;

namespace AzNetHelper.Services.Checks;

/// <summary>The rules of a grant as data: docs/service-access.md shows this table, and the tests go through it.</summary>
internal static class AccessCatalogue
{
    private const string Overview = "virtual-network-service-endpoints-overview";
    private const string Faq = "virtual-networks-faq";
    private const string Shapes = "arm-protocol 1.10";
    private const string Table = "the table of kinds";

    public static ImmutableArray<AccessCheck> All { get; } = [.. OfServices, .. OfSubnets, .. OfDenial];

    private static ImmutableArray<AccessCheck> OfServices =>
    [
        Refuses("ServiceMissing", "Is the service there?", Shapes, ServiceChecks.Missing),
        Refuses("ServiceNotRead", "May the service and its rules be read?", Shapes, ServiceChecks.NotRead),
        Refuses("PublicAccessDisabled", "Does the service answer on its public address, so that rules mean anything?", Shapes, ServiceChecks.Disabled),
        Refuses("SecuredByPerimeter", "Do its rules decide, and no network security perimeter?", "network-security-perimeter-concepts", ServiceChecks.Perimeter),
        Refuses("TierTooLow", "Has its tier rules of subnets?", Table, ServiceChecks.Tier),
        Refuses("SubdomainMissing", "Has a Cognitive Services account a subdomain of its own?", "ai-services/cognitive-services-virtual-networks", ServiceChecks.Subdomain),
        Refuses("PrivateEndpointInstead", "Has a registry no private endpoint? It takes the one or the other.", "container-registry/container-registry-vnet", ServiceChecks.PrivateEndpoint),
        Refuses("TooManySubnetRules", "Does the service take so many rules of subnets?", Table, ServiceChecks.SubnetLimit),
        Refuses("TooManyAddressRules", "Does it take so many rules of addresses?", Table, ServiceChecks.AddressLimit),
        Refuses("RuleDead", "Is no rule of the subnet there that means a subnet that was deleted, or that failed?", Shapes, ServiceChecks.Dead),
        Refuses("FirstRuleCloses", "Does the first rule shut nobody out? A namespace that denies answers everybody until it has one (or -DenyOthers).",
            "service-bus-messaging/service-bus-service-endpoints (M)", ServiceChecks.FirstRule),
    ];

    private static ImmutableArray<AccessCheck> OfSubnets =>
    [
        Refuses("SubnetMissing", "Is the subnet there?", Faq, SubnetChecks.Missing),
        Refuses("SubnetNotRead", "May the subnet be read, and does it lie in this tenant?", Faq, SubnetChecks.NotRead),
        Refuses("GatewaySubnet", "Is it no subnet of a gateway?", Faq, SubnetChecks.Gateway),
        Refuses("RegionOutOfReach", "Leads an endpoint from the region of the subnet to the service?", Overview, SubnetChecks.Region),
        Refuses("StorageEndpointsExclude", "Has the subnet not the other endpoint of storage, beside which this one cannot be?", "storage-network-security", SubnetChecks.Exclusive),
        Refuses("EndpointMissing", "Has the subnet the endpoint, or is it to be enabled?", Faq, SubnetChecks.Endpoint),
        Refuses("EndpointFailed", "Is the endpoint of the subnet in force, or is it to be enabled anew?", "arm-protocol 2.3", SubnetChecks.Failed),
        Tells("EgressUnknown", "Where an endpoint is enabled: is the public address known that goes, and could all services be read?", Overview, SubnetChecks.Egress),
    ];

    private static ImmutableArray<AccessCheck> OfDenial =>
    [
        Refuses("KeepIpUnfit", "Are the addresses that are kept of a kind that the service takes?", "storage-network-security; key-vault/general/network-security", DenialChecks.Unfit),
        Refuses("CallerAddressUnknown", "With -DenyOthers: is an address kept, or is it forced? Yours cannot be known from here.", Faq, DenialChecks.Caller),
        Refuses("OthersStillIn", "With -DenyOthers: are the rules for addresses that stay for less than half of all addresses?", Faq, DenialChecks.StillIn),
        Refuses("TrustedServicesLoseAccess", "Keep trusted services of Azure their access (or is it forced)?", Shapes, DenialChecks.Trusted),
        Refuses("TrustedSubnetLosesAccess", "Has every subnet that a rule names its endpoint (or is it forced)?", Faq, DenialChecks.Inert),
        Tells("PrivateEndpointsStay", "Has the service private endpoints? They get in whatever the rules say.", Overview, DenialChecks.PrivateEndpoints),
        Tells("OthersUnknown", "Who stays, and that other clients cannot be known.", Faq, DenialChecks.Others),
        Tells("OpenRulesStay", "Has a server no firewall rules that stay?", "azure-sql/database/firewall-configure", DenialChecks.Stay),
    ];

    private static AccessCheck Refuses(string id, string asks, string source, Func<AccessLayout, IEnumerable<Finding>> find) =>
        new(id, CheckOutcome.Refuses, asks, source) { Find = find };

    private static AccessCheck Tells(string id, string asks, string source, Func<AccessLayout, IEnumerable<Finding>> find) =>
        new(id, CheckOutcome.Tells, asks, source) { Find = find };
}
