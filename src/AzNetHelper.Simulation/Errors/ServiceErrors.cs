using static AzNetHelper.Simulation.Evidence;

namespace AzNetHelper.Simulation;

/// <summary>What services refuse, and what the network provider tells them about subnets.</summary>
internal static class ServiceErrors
{
    public static ErrorTemplate NotFound { get; } = new(404, "ResourceNotFound", CodeKnown,
        "The requested resource of type '{0}' with name '{1}' was not found.");

    public static ErrorTemplate OnlyDefault { get; } = new(400, "BadRequest", Chosen,
        "There is no {1} '{0}': its only name is 'default'.");

    public static ErrorTemplate Busy { get; } = new(409, "ConflictingServerOperation", CodeKnown,
        "An operation on '{0}' is in progress that this one conflicts with. Please retry the operation later.");

    // hashicorp/terraform-provider-azurerm#15842.
    public static ErrorTemplate CosmosBusy { get; } = new(412, "PreconditionFailed", Quoted,
        "There is another user operation in progress which requires an exclusive lock on [{0}]. Please retry after sometime.");

    // The text: Azure/azure-cli#16771.
    public static ErrorTemplate PublicAccessDisabled { get; } = new(400, "DenyPublicEndpointEnabled", TextKnown,
        "Unable to create or modify firewall rules when public network access for the server is disabled.");

    public static ErrorTemplate TooManyRules { get; } = new(400, "TooManyVirtualNetworkRules", Chosen,
        "{0} has {1} virtual network rules, and at most {2} are possible.");

    public static ErrorTemplate Tier { get; } = new(400, "NetworkRulesNotSupportedByTier", Chosen, "{0} cannot have network rules: {1}.");

    public static ErrorTemplate NotASubnet { get; } = new(400, "InvalidSubnetId", Chosen, "'{0}' is not the id of a subnet.");

    public static ErrorTemplate OtherTenant { get; } = new(400, "SubnetInAnotherTenant", Chosen,
        "Subnet {0} is in a subscription that is not of this tenant.");

    // Of an operation's error code in a public guide for Storage; its PowerShell cmdlets take such rules out first.
    public static ErrorTemplate SourceDeleted { get; } = new(400, "NetworkAclsNetworkSourceDeleted", CodeKnown,
        "The virtual network rule for {0} means a subnet that was deleted. Remove the rule.");

    /// <summary>What the network provider answers a service about a subnet: its code, and the text that the service repeats.</summary>
    public static class OfNetwork
    {
        // Azure/azure-cli#32434, hashicorp/terraform-provider-azurerm#16547, Azure/avdaccelerator#818.
        public static (string Code, string Text) NoEndpoint(string subnet, string network, string service) =>
            ("SubnetsHaveNoServiceEndpointsConfigured",
                $"Subnets {subnet} of virtual network {network} do not have ServiceEndpoints for {service} resources configured. "
                + $"Add {service} to subnet's ServiceEndpoints collection before trying to ACL {service} resources to these subnets.");

        // Azure/azure-rest-api-specs#11143.
        public static (string Code, string Text) NotProvisioned(string subnet, string network, string state) =>
            ("SubnetsNotProvisioned",
                $"Cannot proceed with operation because subnets {subnet} of the virtual network {network} are not provisioned. "
                + $"They are in {state} state.");

        // The text: crossplane-contrib/provider-azure#254.
        public static (string Code, string Text) NoSubnet(string subnet, string network) =>
            ("SubnetsNotFound", $"Virtual network {network} does not have subnets with names {subnet}.");

        // The text is quoted in public notes about Azure SQL and subnets of other regions.
        public static (string Code, string Text) OtherRegion(string service, string region, string networkRegion, string allowed) =>
            ("ResourceRegionNotAllowed",
                $"{service} resources in {region} cannot be ACL-ed to virtual network in {networkRegion}. "
                + $"Only resources in {allowed} can be ACL-ed to virtual networks in {networkRegion}.");
    }
}
