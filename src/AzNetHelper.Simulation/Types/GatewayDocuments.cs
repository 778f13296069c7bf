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
        }

        // Recorded with 2021-08-01, although the schema has it from 2022-05-01 on.
        if (ApiVersions.From(write.ApiVersion, "2021-08-01"))
        {
            made.Default("virtualNetworkGatewayPolicyGroups", new JsonArray());
            made.Default("isMigrateToCSES", false);
        }

        if (ApiVersions.From(write.ApiVersion, "2022-05-01"))
        {
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
            cloud.Clients.Remember(write.Id, before);
            Vpn(write, made, before, configurations);
        }

        if (Json.Same(made.Text("gatewayType"), "ExpressRoute"))
        {
            OfCircuits(made, before);
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

        ClientDocuments.Complete(cloud, gateway);
        if (CircuitGateway.Is(gateway))
        {
            if (properties.Object("bgpSettings") is { } settings)
            {
                settings["bgpPeeringAddress"] = string.Join(',', CircuitGateway.Addresses(cloud, gateway));
            }

            return;
        }

        if (properties.Object("bgpSettings") is not { } bgp)
        {
            return;
        }

        var own = new List<string>();
        var peers = new JsonArray();
        var isActive = properties.Flag("activeActive") ?? false;
        foreach (var configuration in GatewayShape.TunnelConfigurations(gateway))
        {
            var part = configuration.Object("properties");
            var address = isActive
                ? FirstUsable(cloud, part.Reference("subnet"), own.Count) : LastUsable(cloud, part.Reference("subnet"));
            own.Add(address);
            var tunnel = ResourceId.TryParse(part.Reference("publicIPAddress"), out var pip)
                ? AddressWriter.Allocate(cloud, pip) : null;
            peers.Add((JsonNode)new JsonObject
            {
                ["ipconfigurationId"] = configuration.Text("id"),
                ["defaultBgpIpAddresses"] = new JsonArray(address),
                ["customBgpIpAddresses"] = Custom(bgp, configuration.Text("id")).ToJsonArray(),
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

    // As seen of gateways in public: no generation, the fixed number, and an address for each of two instances.
    private static void OfCircuits(JsonObject made, JsonObject? before)
    {
        made["vpnGatewayGeneration"] = "None";
        made.Remove("bgpSettings");
        made["bgpSettings"] = before.Object("bgpSettings")?.DeepClone()
            ?? new JsonObject { ["asn"] = DefaultAsn, ["bgpPeeringAddress"] = string.Empty, ["peerWeight"] = 0 };
    }

    private static void Vpn(
        ResourceWrite write, JsonObject made, JsonObject? before, IReadOnlyList<JsonObject> configurations)
    {
        made.Default("vpnGatewayGeneration", before.Text("vpnGatewayGeneration")
            ?? VpnGatewaySku.Find(made.Object("sku").Text("name"))?.DefaultGeneration ?? "Generation1");
        ClientDocuments.Build(write.Id, before, made);

        // On an update the settings stay; on creation the number is 0 until the gateway is built.
        if (before.Object("bgpSettings") is { } settings)
        {
            made.Default("bgpSettings", settings.DeepClone());
            KeepAddresses(settings, made.Object("bgpSettings"));
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
            ["customBgpIpAddresses"] = Custom(bgp, c.Text("id")).ToJsonArray(),
        })]);
    }

    // What the service has found for each configuration is not sent, and shown all the while (recorded).
    private static void KeepAddresses(JsonObject before, JsonObject? sent)
    {
        foreach (var address in sent.Objects("bgpPeeringAddresses"))
        {
            var old = before.Objects("bgpPeeringAddresses")
                .FirstOrDefault(b => Json.Same(b.Text("ipconfigurationId"), address.Text("ipconfigurationId")));
            foreach (var member in (string[])["defaultBgpIpAddresses", "tunnelIpAddresses"])
            {
                if (old?[member] is { } known)
                {
                    address[member] = known.DeepClone();
                }
            }
        }
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

    private static IEnumerable<string> Custom(JsonObject bgp, string? configuration) => bgp.Objects("bgpPeeringAddresses")
        .Where(a => Json.Same(a.Text("ipconfigurationId"), configuration)).SelectMany(a => a.Texts("customBgpIpAddresses")).ToArray();

    // The last usable address: .254 of a /24, .30 of a /27 (recorded).
    private static string LastUsable(Cloud cloud, string? subnet)
    {
        var bytes = Prefix(cloud, subnet).Last.GetAddressBytes();
        bytes[^1]--;
        return new IPAddress(bytes).ToString();
    }

    // Two instances have the first free addresses of the subnet (learn.microsoft.com/azure/vpn-gateway/vpn-gateway-activeactive-rm-powershell).
    private static string FirstUsable(Cloud cloud, string? subnet, int instance)
    {
        var bytes = Prefix(cloud, subnet).Network.GetAddressBytes();
        bytes[^1] += (byte)(4 + instance);
        return new IPAddress(bytes).ToString();
    }

    private static IPPrefix Prefix(Cloud cloud, string? subnet) =>
        ResourceId.TryParse(subnet, out var id) && cloud.Estate.Find(id) is { } document
            ? PeeringLinks.Parse(PeeringLinks.SubnetPrefixes(document)).FirstOrDefault(p => !p.IsIPv6)
            : default;
}
