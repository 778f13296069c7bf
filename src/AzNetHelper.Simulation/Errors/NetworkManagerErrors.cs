using static AzNetHelper.Simulation.Evidence;

namespace AzNetHelper.Simulation;

/// <summary>What Virtual Network Manager refuses.</summary>
internal static class NetworkManagerErrors
{
    public static ErrorTemplate NotFound { get; } =
        new(404, "NotFound", Recorded, "Resource [{0}] does not exist or has been deleted") { MessageFirst = true };

    // Azure/azure-rest-api-specs#31688.
    public static ErrorTemplate NestedResources { get; } = new(409, "CannotDeleteResource", Quoted,
        "Cannot delete resource while nested resources exist. Some existing nested resource IDs include: '{0}'. Please delete all "
        + "nested resources before deleting this resource.");

    public static ErrorTemplate ConfigurationDeployed { get; } = new(400, "DeployedConfigurationCannotBeDeleted", Chosen,
        "Configuration {0} is deployed in {1}. Remove its deployment first, or delete it with force=true.");

    public static ErrorTemplate GroupInUse { get; } = new(400, "NetworkGroupInUse", Chosen,
        "Network group {0} is used by configuration {1}. Delete the configuration first, or delete the group with force=true.");

    public static ErrorTemplate InvalidScope { get; } = new(400, "InvalidNetworkManagerScope", Chosen,
        "The scope of network manager {0} is not valid: {1}.");

    public static ErrorTemplate ScopeTaken { get; } = new(400, "NetworkManagerScopeOverlaps", Chosen,
        "Network manager {0} cannot have {1} in its scope for {2}: it is in the scope of network manager {3}.");

    public static ErrorTemplate InvalidGroup { get; } =
        new(400, "InvalidNetworkGroup", Chosen, "Network group {0} is not valid: {1}.");

    public static ErrorTemplate InvalidMember { get; } =
        new(400, "InvalidStaticMember", Chosen, "Static member {0} is not valid: {1}.");

    public static ErrorTemplate InvalidConfiguration { get; } =
        new(400, "InvalidConnectivityConfiguration", Chosen, "Connectivity configuration {0} is not valid: {1}.");

    public static ErrorTemplate InvalidCommit { get; } =
        new(400, "InvalidNetworkManagerCommit", Chosen, "The commit of network manager {0} is not valid: {1}.");
}
