using System.Collections.Frozen;
using System.Text.Json;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>
/// Output of the Azure CLI (<c>az network vnet list</c>) in the shape of a GET. The CLI lifts the members of
/// <c>properties</c> one level up, in the resource and in every child, and adds the resource group to whatever has an
/// id; here they go back, and what the CLI added goes away. Older versions also write null for what is absent.
/// </summary>
internal static class FlattenedDocuments
{
    private static readonly FrozenSet<string> Envelope = new[]
    {
        "id", "name", "type", "etag", "location", "tags", "zones", "sku", "kind", "plan", "identity", "managedBy",
        "extendedLocation", "systemData",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The members of Microsoft.Network's documents whose values have <c>properties</c> of their own, from Microsoft's
    /// published schema of the pinned api-version (a test compares them).
    /// </summary>
    internal static readonly FrozenSet<string> Resources = new[]
    {
        "applicationGatewayBackendAddressPools", "applicationGatewayIPConfigurations", "applicationRuleCollections",
        "applicationSecurityGroups", "authorizations", "backendAddressPools", "backendIPConfiguration",
        "backendIPConfigurations", "connections", "defaultSecurityRules", "delegations",
        "destinationApplicationSecurityGroups", "destinationLoadBalancerFrontEndIPConfiguration",
        "destinationNetworkInterfaceIPConfiguration", "flowLogs", "frontendIPConfigurations", "inboundNatPools",
        "inboundNatRules", "ipConfiguration", "ipConfigurationProfiles", "ipConfigurations", "linkedPublicIPAddress",
        "loadBalancerBackendAddresses", "loadBalancerBackendAddressPools", "loadBalancerFrontendIpConfigurations",
        "loadBalancerInboundNatRules", "loadBalancingRules", "localNetworkGateway2", "managementIpConfiguration",
        "manualPrivateLinkServiceConnections", "natGateway", "natRuleCollections", "natRules", "networkInterfaces",
        "networkInterfaceTapConfigurations", "networkRuleCollections", "networkSecurityGroup", "outboundRules",
        "peeredConnections", "peerings", "privateEndpoint", "privateEndpointConnections", "privateEndpoints",
        "privateLinkService", "privateLinkServiceConnections", "probes", "publicIPAddress", "resourceNavigationLinks",
        "routes", "routeTable", "securityRules", "serviceAssociationLinks", "serviceEndpointPolicies",
        "serviceEndpointPolicyDefinitions", "servicePublicIPAddress", "sourceApplicationSecurityGroups", "subnet",
        "subnets", "tapConfigurations", "virtualHubRouteTableV2s", "virtualNetworkGateway1", "virtualNetworkGateway2",
        "virtualNetworkGatewayPolicyGroups", "virtualNetworkPeerings", "virtualNetworkTap", "virtualNetworkTaps",
        "vngClientConnectionConfigurations", "vpnClientRevokedCertificates", "vpnClientRootCertificates",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] SkuInside =
        [ResourceTypes.VirtualNetworkGateway, ResourceTypes.AzureFirewall, ResourceTypes.VirtualHub];

    // The CLI's older commands went through Python names and lost the case of these.
    private static readonly FrozenDictionary<string, string> OwnSpelling = new[]
    {
        "publicIPAddress", "publicIPAllocationMethod", "publicIPAddressVersion", "privateIPAddress",
        "privateIPAllocationMethod", "applicationGatewayIPConfigurations", "disableIPSecReplayProtection",
        "enableOnlyIPv6Peering", "enableIPForwarding", "enableFloatingIP", "frontendIPConfigurations",
        "frontendIPConfiguration", "backendIPConfigurations", "backendIPConfiguration", "privateIPAddressVersion",
        "hubIPAddresses", "publicIPs", "publicIPPrefix", "azureASN", "customerASN",
    }.ToFrozenDictionary(n => n, StringComparer.OrdinalIgnoreCase);

    /// <summary>True for a resource of Microsoft.Network whose properties stand beside its name.</summary>
    public static bool IsFlattened(JsonPart resource, ResourceId id) =>
        string.Equals(id.ProviderNamespace, "Microsoft.Network", StringComparison.OrdinalIgnoreCase)
        && !resource.Has("properties")
        && resource.Inside.Any(m => !IsEnvelope(m.Name!, resource));

    public static void Write(Utf8JsonWriter writer, JsonPart resource)
    {
        var isLifted = false;
        writer.WriteStartObject();
        foreach (var member in resource.Inside)
        {
            var isEnvelope = IsEnvelope(member.Name!, resource);
            isLifted |= !isEnvelope && member.ValueKind != JsonValueKind.Null;
            if (isEnvelope && member.ValueKind != JsonValueKind.Null && !member.IsNamed("resourceGroup"))
            {
                member.WriteMember(writer);
            }
        }

        // A mere reference has no properties, and a resource that was not flattened has kept them.
        if (isLifted)
        {
            writer.WriteStartObject("properties"u8);
            foreach (var member in resource.Inside)
            {
                if (member.ValueKind != JsonValueKind.Null && member.Name is { } name && !IsEnvelope(name, resource)
                    && name is not "properties")
                {
                    WriteMember(writer, member, name);
                }
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter writer, JsonPart member, string name)
    {
        if (OwnSpelling.TryGetValue(name, out var own))
        {
            writer.WritePropertyName(own);
        }
        else
        {
            member.WriteName(writer);
        }

        WriteValue(writer, member, Resources.Contains(name));
    }

    private static void WriteValue(Utf8JsonWriter writer, JsonPart value, bool isResource)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.Inside)
                {
                    WriteValue(writer, item, isResource);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Object when isResource && !value.Has("properties"):
                Write(writer, value);
                break;
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.Inside)
                {
                    if (member.ValueKind != JsonValueKind.Null && !IsAddedGroup(value, member))
                    {
                        WriteMember(writer, member, member.Name!);
                    }
                }

                writer.WriteEndObject();
                break;
            default:
                value.WriteValue(writer);
                break;
        }
    }

    private static bool IsAddedGroup(JsonPart owner, JsonPart member) =>
        member.IsNamed("resourceGroup") && owner.HasOwnId;

    // The SKU of a virtual network gateway, a firewall and a hub is one of their properties; everywhere else it stands
    // beside them.
    private static bool IsEnvelope(string name, JsonPart resource) =>
        name is "resourceGroup"
        || (Envelope.Contains(name)
            && !(name is "sku" && resource.OwnId() is { } id && SkuInside.Any(id.IsType)));
}
