namespace AzNetHelper.Azure;

/// <summary>
/// The JSON members whose text the debug stream shows: names, references, states, prefixes and settings of the
/// resources that the module works with. Not on it, on purpose: value (a shared key's own call answers with it),
/// sharedKey, authorizationKey, serviceKey, secrets, passwords, tokens, certificate data, and the values of tags.
/// </summary>
internal static class HarmlessMembers
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        // Every resource, and Resource Graph.
        "id", "name", "type", "location", "etag", "kind", "zones", "family", "tier", "resourceGuid", "resourceId",
        "resourceType", "provisioningState", "status", "state", "subscriptions", "subscriptionId", "resourceGroup",
        "resultFormat", "query", "result", "resultTruncated", "namespace", "region", "regions", "displayName",
        "description", "createdAt", "createdByType", "lastModifiedAt", "lastModifiedByType", "timestamp", "duration",
        "mode", "unit", "localizedValue",

        // Errors.
        "code", "message", "target", "errorMessage", "reason", "policyAssignmentId", "policyAssignmentName",
        "policyAssignmentDisplayName", "policyAssignmentScope", "policyDefinitionId", "policyDefinitionName",
        "policyDefinitionDisplayName", "policyDefinitionEffect", "policyDefinitionVersion", "policySetDefinitionId",
        "policySetDefinitionName", "policySetDefinitionDisplayName", "expression", "expressionKind", "operator",
        "path", "effect",

        // Networks, subnets, peerings, routes.
        "addressPrefix", "addressPrefixes", "dnsServers", "peeringState", "peeringSyncLevel", "localSubnetNames",
        "remoteSubnetNames", "privateEndpointNetworkPolicies", "privateLinkServiceNetworkPolicies",
        "privateEndpointVNetPolicies", "enforcement", "purpose", "service", "serviceName", "locations", "actions",
        "networkIdentifier", "linkedResourceType", "link", "nextHopType", "nextHopIpAddress", "sharingScope",
        "virtualNetworkCommunity", "regionalCommunity", "availableIPAddresses",

        // Public addresses, gateways, connections.
        "ipAddress", "privateIPAddress", "publicIPAllocationMethod", "privateIPAllocationMethod",
        "publicIPAddressVersion", "domainNameLabel", "fqdn", "gatewayType", "vpnType", "vpnGatewayGeneration",
        "bgpPeeringAddress", "ipconfigurationId", "defaultBgpIpAddresses", "customBgpIpAddresses", "tunnelIpAddresses",
        "packetCaptureDiagnosticState", "vpnClientProtocols", "vpnAuthenticationTypes", "connectionType",
        "connectionStatus", "connectionProtocol", "connectionMode", "dpdTimeoutSeconds", "gatewayIpAddress",
        "ipsecEncryption", "ipsecIntegrity", "ikeEncryption", "ikeIntegrity", "dhGroup", "pfsGroup", "localAddress",
        "neighbor", "network", "nextHop", "sourcePeer", "origin", "asPath", "connectedDuration", "thumbprint",

        // ExpressRoute, Network Manager.
        "peeringLocation", "serviceProviderName", "serviceProviderProvisioningState", "circuitProvisioningState",
        "peeringType", "primaryPeerAddressPrefix", "secondaryPeerAddressPrefix", "primaryAzurePort",
        "secondaryAzurePort", "authorizationUseStatus", "advertisedPublicPrefixes", "advertisedPublicPrefixesState",
        "routingRegistryName", "gatewayManagerEtag", "connectivityTopology", "groupConnectivity", "isGlobal",
        "useHubGateway", "deleteExistingPeering", "networkGroupId", "commitType", "commitId", "configurationIds",
        "targetLocations", "deploymentStatus", "deploymentType", "memberType",
    };

    // Below these the names are the user's: a tag called "name" is not a name.
    private static readonly HashSet<string> Closed = new(StringComparer.OrdinalIgnoreCase)
    {
        "tags", "parameters", "identity", "expressionValue",
    };

    public static bool Contains(string member) => Names.Contains(member);

    public static bool IsClosed(string member) => Closed.Contains(member);
}
