using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// Gateways as the service returns them while they are built and afterwards (recorded).
/// </summary>
internal static class GatewayDocuments
{
    private const int DefaultAsn = 65515;

    public static JsonObject Build(Cloud cloud, ResourceWrite write)
    {
        var before = write.Existing.Object("properties");
        var made = Documents.Replace(before, write.SentProperties, "VirtualNetworkGatewayPropertiesFormat");
        var configurations = write.SentProperties.Objects("ipConfigurations").Select(c =>
            Configuration(write.Id, c)).ToArray();
        made["provisioningState"] = "Updating";
        made.Default("resourceGuid", cloud.Ids.NextGuid().ToString("D"));
        made.Default("packetCaptureDiagnosticState", "None");
        made.Default("enablePrivateIpAddress", false);
        made["ipConfigurations"] = new JsonArray([.. configurations.Select(c => (JsonNode)c)]);
        made.Default("natRules", new JsonArray());
        made.Default("enableBgpRouteTranslationForNat", false);
        made.Default("enableBgp", false);
        made.Default("activeActive", false);
        if (ApiVersions.From(write.ApiVersion, "2021-05-01"))
        {
            made.Default("disableIPSecReplayProtection", false);
            made.Default("isMigrateToCSES", false);
        }

        if (ApiVersions.From(write.ApiVersion, "2022-05-01"))
        {
            made.Default("virtualNetworkGatewayPolicyGroups", new JsonArray());
            made.Default("allowVirtualWanTraffic", false);
            made.Default("allowRemoteVnetTraffic", false);
        }

        if (made.Object("sku") is { } sku)
        {
            sku.Default("tier", sku["name"]?.DeepClone());
            sku["capacity"] = 2;
        }

        if (Json.Same(made.Text("gatewayType"), "Vpn"))
        {
            Vpn(made, before, configurations);
        }

        made.Arrange("provisioningState", "resourceGuid", "packetCaptureDiagnosticState", "enablePrivateIpAddress",
            "ipConfigurations", "natRules", "enableBgpRouteTranslationForNat", "sku", "gatewayType", "vpnType",
                "enableBgp",
            "activeActive", "vpnClientConfiguration", "bgpSettings", "vpnGatewayGeneration");
        return Documents.Top(write.Id, write.Existing, write.Sent, ResourceKind.Gateway, made);
    }

    /// <summary>What a gateway shows once it is built: its address in GatewaySubnet, its tunnel addresses.</summary>
    public static void Complete(Cloud cloud, JsonObject gateway)
    {
        var properties = gateway.Properties();

        // Seen only while the gateway is built, unless there is a pool for clients.
        if (properties.Object("vpnClientConfiguration") is { } clients && clients["vpnClientAddressPool"] is null)
        {
            properties.Remove("vpnClientConfiguration");
        }

        if (properties.Object("bgpSettings") is not { } bgp)
        {
            return;
        }

        var own = new List<string>();
        var peers = new JsonArray();
        foreach (var configuration in properties.Objects("ipConfigurations"))
        {
            var part = configuration.Object("properties");
            var address = LastUsable(cloud, part.Reference("subnet"), own.Count);
            own.Add(address);
            var tunnel = ResourceId.TryParse(part.Reference("publicIPAddress"), out var pip)
                ? AddressWriter.Allocate(cloud, pip) : null;
            peers.Add((JsonNode)new JsonObject
            {
                ["ipconfigurationId"] = configuration.Text("id"),
                ["defaultBgpIpAddresses"] = new JsonArray(address),
                ["customBgpIpAddresses"] = new JsonArray(),
                ["tunnelIpAddresses"] = tunnel is null ? [] : new JsonArray(tunnel),
            });
        }

        if (bgp.Number("asn") is null or 0)
        {
            bgp["asn"] = DefaultAsn;
        }

        bgp["bgpPeeringAddress"] = string.Join(',', own);
        bgp["bgpPeeringAddresses"] = peers;
        bgp.Arrange("asn", "bgpPeeringAddress", "peerWeight", "bgpPeeringAddresses");
    }

    private static void Vpn(JsonObject made, JsonObject? before, IReadOnlyList<JsonObject> configurations)
    {
        made.Default("vpnGatewayGeneration", "Generation1");
        var clients = made.Object("vpnClientConfiguration") ?? [];
        made["vpnClientConfiguration"] = clients;
        clients.Default(
            "vpnClientProtocols", IsBasic(made) ? new JsonArray("SSTP") : new JsonArray("OpenVPN", "IkeV2"));
        foreach (var list in (
            string[])["vpnAuthenticationTypes", "vpnClientRootCertificates", "vpnClientRevokedCertificates",
            "radiusServers", "vpnClientIpsecPolicies"])
        {
            clients.Default(list, new JsonArray());
        }

        // On an update the settings stay; on creation the number is 0 until the gateway is built.
        if (before?["bgpSettings"] is { } settings)
        {
            made.Default("bgpSettings", settings.DeepClone());
            return;
        }

        var bgp = made.Object("bgpSettings") ?? [];
        made["bgpSettings"] = bgp;
        bgp.Default("asn", 0);
        bgp.Default("peerWeight", 0);
        bgp["bgpPeeringAddresses"] = new JsonArray([.. configurations.Select(c => (JsonNode)new JsonObject
        {
            ["ipconfigurationId"] = c.Text("id"),
            ["defaultBgpIpAddresses"] = new JsonArray(),
            ["customBgpIpAddresses"] = new JsonArray(),
        })]);
    }

    public static bool IsBasic(JsonObject properties) => Json.Same(properties.Object("sku").Text("name"), "Basic");

    private static JsonObject Configuration(ResourceId gateway, JsonObject sent)
    {
        var name = sent.Text("name") ?? "default";
        var properties = sent.Object("properties")?.DeepClone().AsObject() ?? [];
        properties["provisioningState"] = "Updating";
        properties.Default("privateIPAllocationMethod", "Dynamic");
        properties.Arrange("provisioningState", "privateIPAllocationMethod", "publicIPAddress", "subnet");
        return new()
        {
            ["name"] = name,
            ["id"] = $"{gateway}/ipConfigurations/{name}",
            ["etag"] = null,
            ["type"] = "Microsoft.Network/virtualNetworkGateways/ipConfigurations",
            ["properties"] = properties,
        };
    }

    // The last usable address: .254 of a /24, .30 of a /27 (recorded); the next one down for a second
    // instance.
    private static string LastUsable(Cloud cloud, string? subnet, int instance)
    {
        var prefix = ResourceId.TryParse(subnet, out var id) && cloud.Estate.Find(id) is { } document
            ? PeeringLinks.Parse(PeeringLinks.SubnetPrefixes(document)).FirstOrDefault(p => !p.IsIPv6)
            : default;
        var bytes = prefix.Last.GetAddressBytes();
        bytes[^1] -= (byte)(1 + instance);
        return new IPAddress(bytes).ToString();
    }
}
