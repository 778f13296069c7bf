using static AzNetHelper.Simulation.Evidence;

namespace AzNetHelper.Simulation;

/// <summary>What the network provider refuses about VNets, subnets, addresses, route tables and gateways.</summary>
internal static class NetworkErrors
{
    private static readonly ErrorTemplate InvalidFormat =
        new(400, "InvalidRequestFormat", Quoted, "Cannot parse the request.");

    private static readonly ErrorTemplate Precondition = new(412, "PreconditionFailed", Quoted, "Precondition failed.");

    public static ErrorTemplate UnknownMember { get; } = new(400, "InvalidJson", Quoted,
        "Could not find member '{0}' on object of type '{1}'. Path '{2}', line {3}, position {4}.")
    {
        Within = InvalidFormat,
    };

    public static ErrorTemplate WrongKind { get; } = new(400, "InvalidJson", CodeKnown,
        "Error converting value to type '{0}'. Path '{1}', line {2}, position {3}.") { Within = InvalidFormat };

    public static ErrorTemplate NotJson { get; } =
        new(400, "InvalidJson", CodeKnown, "The body is not a JSON object: {0}")
    {
        Within = InvalidFormat,
    };

    public static ErrorTemplate WrongReference { get; } = new(400, "InvalidJsonReferenceFormat", Quoted,
        "Reference Id {0} is not formatted correctly. The Id is expected to reference resources of type {1}. Path {2}.")
    {
        Within = InvalidFormat,
    };

    public static ErrorTemplate MissingMember { get; } = new(400, "MissingJsonMember", Chosen,
        "Value for the property '{0}' is missing. Path '{1}'.") { Within = InvalidFormat };

    public static ErrorTemplate EtagMismatch { get; } = new(412, "PreconditionFailedEtagMismatch", CodeKnown,
        "Etag provided in if-match header {0} does not match etag {1} of resource {2} in NRP data store.")
    {
        Within = Precondition,
    };

    public static ErrorTemplate EtagExists { get; } = new(412, "PreconditionFailedEtagMismatch", CodeKnown,
        "If-None-Match header {0} was given and resource {1} exists with etag {2}.") { Within = Precondition };

    public static ErrorTemplate NotFound { get; } = new(404, "NotFound", Recorded, "Resource {0} not found.");

    public static ErrorTemplate InvalidResourceName { get; } = new(400, "InvalidResourceName", Quoted,
        "Resource name is invalid. The name can be up to 80 characters long. It must begin with a word character, and "
        + "it must end with a word character. The name may contain word characters or '.', '-'.");

    public static ErrorTemplate SubnetOutside { get; } = new(400, "NetcfgSubnetRangeOutsideVnet", Quoted,
        "Subnet '{0}' is not valid because its IP address range is outside the IP address range of virtual network "
        + "'{1}'.");

    public static ErrorTemplate SubnetsOverlap { get; } = new(400, "NetcfgSubnetRangesOverlap", Quoted,
        "Subnet '{0}' is not valid because its IP address range overlaps with that of an existing subnet in virtual "
        + "network '{1}'.");

    public static ErrorTemplate InvalidSubnet { get; } = new(400, "NetcfgInvalidSubnet", Quoted,
        "Subnet '{0}' is not valid in virtual network '{1}'.");

    public static ErrorTemplate InvalidPrefix { get; } = new(400, "InvalidCIDRNotation", CodeKnown,
        "The address prefix {0} has an invalid CIDR notation. For the given prefix length, the address prefix should "
        + "be {1}.");

    public static ErrorTemplate PrefixNotAllowed { get; } = new(400, "AddressPrefixNotAllowed", Chosen,
        "The address prefix {0} cannot be used by virtual network '{1}': {2} is reserved.");

    public static ErrorTemplate PrefixesOverlap { get; } = new(400, "VnetAddressPrefixesOverlap", Chosen,
        "The address prefixes {0} of virtual network '{1}' overlap.");

    public static ErrorTemplate SubnetInUse { get; } = new(400, "InUseSubnetCannotBeDeleted", Quoted,
        "Subnet {0} is in use by {1} and cannot be deleted. In order to delete the subnet, delete all the resources "
        + "within the subnet. See aka.ms/deletesubnet.");

    public static ErrorTemplate SubnetInUseUpdate { get; } = new(400, "InUseSubnetCannotBeUpdated", CodeKnown,
        "Subnet {0} is in use by {1} and its address prefix cannot be changed.");

    public static ErrorTemplate UnknownEndpoint { get; } = new(400, "SubnetHasServiceEndpointWithInvalidServiceName", CodeKnown,
        "Subnet {0} has a service endpoint with the service name {1}, which is not valid.");

    public static ErrorTemplate EndpointsExclude { get; } = new(400, "SubnetHasConflictingServiceEndpoints", Chosen,
        "Subnet {0} cannot have service endpoints for both {1} and {2}.");

    public static ErrorTemplate UnknownDelegation { get; } = new(400, "SubnetHasDelegationWithInvalidServiceName", Chosen,
        "Subnet {0} has a delegation with the service name {1}, which is not valid.");

    public static ErrorTemplate OneDelegation { get; } = new(400, "SubnetHasSeveralDelegations", Chosen,
        "Subnet {0} can be delegated to one service, not to [{1}].");

    // MicrosoftDocs/azure-docs#39112.
    public static ErrorTemplate DelegationsInUse { get; } = new(400, "SubnetDelegationsCannotChangeWhenSubnetUsedByResource", Quoted,
        "Delegations of subnet {0} cannot be changed from [{1}] to [{2}] because it is being used by the resource {3}.");

    // MicrosoftDocs/azure-docs#48902, #92894.
    public static ErrorTemplate DelegationRequired { get; } = new(400, "SubnetMissingRequiredDelegation", Quoted,
        "Subnet {0} requires any of the following delegation(s) [{1}] to reference service association link {2}.");

    public static ErrorTemplate DelegatedSubnet { get; } = new(400, "ResourceNotPermittedOnDelegatedSubnet", CodeKnown,
        "Resource {0} cannot be deployed in subnet {1}, which is delegated to [{2}].");

    public static ErrorTemplate MinimumApiVersion { get; } = new(400,
        "MinimumApiVersionNotSpecifiedForAddressSpaceUpdateInPeeredVnet", Quoted,
        "Address space update operation on virtual network can not be performed as the minimum required API version "
        + "for working with Vnet Peering is 2021-01-01, and the provided client API version is {0}.");

    public static ErrorTemplate InvalidReference { get; } = new(400, "InvalidResourceReference", Quoted,
        "Resource {0} referenced by resource {1} was not found. Please make sure that the referenced resource exists, "
        + "and that both resources are in the same region.");

    public static ErrorTemplate RouteTableInUse { get; } = new(400, "InUseRouteTableCannotBeDeleted", Quoted,
        "Route table {0} is in use and cannot be deleted.");

    public static ErrorTemplate InvalidRoute { get; } = new(400, "InvalidRoute", Chosen,
        "Route {0} is not valid: {1}.");

    public static ErrorTemplate AddressInUse { get; } = new(400, "PublicIPAddressCannotBeDeleted", Quoted,
        "Public IP address {0} can not be deleted since it is still allocated to resource {1}. In order to delete the "
        + "public IP, disassociate/detach the Public IP address from the resource.  To learn how to do this, see "
        + "aka.ms/deletepublicip.");

    public static ErrorTemplate AddressTaken { get; } = new(400, "PublicIPAddressInUse", CodeKnown,
        "Resource {0} is referencing public IP address {1} that is already allocated to resource {2}.");

    public static ErrorTemplate GatewaySubnetMissing { get; } = new(400, "SubnetReferenceRequired", TextKnown,
        "Subnet reference is required for ipconfiguration {0}");

    public static ErrorTemplate GatewaySubnetName { get; } = new(400, "GatewaySubnetNameInvalid", Chosen,
        "Gateway {0} must be in a subnet named GatewaySubnet, and {1} is not.");

    public static ErrorTemplate GatewayZonesMissing { get; } =
        new(400, "VmssVpnGatewayPublicIpsMustHaveZonesConfigured", Quoted,
        "Standard Public IPs associated with VPN Gateways with AZ VPN skus must have zones configured.");

    public static ErrorTemplate GatewayZonesSet { get; } = new(400,
        "RegionalVmssVpnGatewayPublicIpsMustNotHaveZonesConfigured", Quoted,
        "Standard Public IPs associated with VPN gateways with non-AZ VPN skus cannot have zones configured.");

    public static ErrorTemplate GatewayBasicAddress { get; } =
        new(400, "PublicIpWithBasicSkuNotAllowedOnVPNGateways", Quoted,
        "Basic IP configuration for VPN Virtual Network Gateways is not supported.");

    public static ErrorTemplate SecondGateway { get; } = new(400, "VirtualNetworkAlreadyHasGateway", Chosen,
        "Virtual network {0} already has a gateway of type {1}: {2}.");

    public static ErrorTemplate GatewayBesideRemote { get; } = new(400, "VnetUsesRemoteGateways", Chosen,
        "Gateway {0} cannot be created because peering {1} of its virtual network has UseRemoteGateways flag set to "
        + "true.");

    public static ErrorTemplate GatewayInUse { get; } = new(400, "VirtualNetworkGatewayCannotBeDeleted", CodeKnown,
        "Gateway {0} cannot be deleted because {1} uses it.");

    public static ErrorTemplate SiteInUse { get; } = new(400, "LocalNetworkGatewayCannotBeDeleted", Chosen,
        "Local network gateway {0} cannot be deleted because connection {1} uses it.");

    public static ErrorTemplate SubnetName { get; } = new(400, "ReservedSubnetRequired", Chosen,
        "{0} must be in a subnet named {1}, and {2} is not.");

    public static ErrorTemplate AddressOutsideSubnet { get; } = new(400, "PrivateIPAddressNotInSubnet", CodeKnown,
        "Private static IP address {0} does not belong to the range of subnet prefix {1}.");

    public static ErrorTemplate AddressReserved { get; } = new(400, "PrivateIPAddressInReservedRange", CodeKnown,
        "Private static IP address {0} falls within reserved IP range of subnet prefix {1}.");

    public static ErrorTemplate PrivateAddressTaken { get; } = new(400, "PrivateIPAddressIsAllocated", CodeKnown,
        "IP configuration {0} is using the private IP address {1} which is already allocated to resource {2}.");

    public static ErrorTemplate InterfaceInUse { get; } = new(400, "NicInUse", CodeKnown,
        "Network Interface {0} is used by existing resource {1}. In order to delete the network interface, it must be "
        + "dissociated from the resource. To learn more, see aka.ms/deletenic.");
}
