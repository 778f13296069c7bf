using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Devices;
using AzNetHelper.Networks;
using AzNetHelper.Tests.Reachability;
using AzNetHelper.Vpn;
using Xunit;

namespace AzNetHelper.Tests.Devices;

/// <summary>A hub with a VPN gateway, a spoke that uses it, and a connection to a site, as documents that a GET answers.</summary>
internal sealed record DeviceEstate
{
    public const string Key = "Pa55_W0rd+Plus/Slash";

    public bool ActiveActive { get; init; }

    public bool Bgp { get; init; }

    public string VpnType { get; init; } = "RouteBased";

    public string? Mode { get; init; }

    public string Protocol { get; init; } = "IKEv2";

    public bool PolicyBasedSelectors { get; init; }

    public (string[] Local, string[] Remote)[] Selectors { get; init; } = [];

    public string[] SitePrefixes { get; init; } = ["10.50.0.0/16"];

    public string[] HubPrefixes { get; init; } = ["10.1.0.0/16"];

    public string[] SpokePrefixes { get; init; } = ["10.2.0.0/16"];

    public IpsecPolicy? Policy { get; init; }

    public string? Fqdn { get; init; }

    public string Name { get; init; } = "to-berlin";

    /// <summary>The gateway's BGP addresses for this connection, where they are APIPA ones.</summary>
    public string[] LinkLocal { get; init; } = [];

    public int Dpd { get; init; }

    public Action<JsonObject>? OnConnection { get; init; }

    public Action<JsonObject>? OnGateway { get; init; }

    public Action<JsonObject>? OnSite { get; init; }

    public ResourceId Connection => TestEstate.Id("connections", Name);

    public static DeviceTemplates Templates { get; } = DeviceTemplates.Load(Path.Combine(Root(), "module", "devices"), []);

    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "AzNetHelper.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    public TunnelDesign Design(params string[] sitePrefixes)
    {
        var log = new Reading.StepLog();
        var design = TunnelDesigner.Design(Topology(), Connection, [.. sitePrefixes.Select(IPPrefix.Parse)], log.Writer);
        Assert.Empty(log.Read().OfType<Steps.FailureStep>());
        return design!;
    }

    public DeviceConfiguration Write(string device, string? key = Key, params (string Name, string Value)[] settings)
    {
        var (configuration, failures) = ConfigurationWriter.Write(Design(), Templates.Find(device).Template!, Options(key, settings));
        Assert.Empty(failures);
        return configuration!;
    }

    public static ConfigurationOptions Options(string? key, params (string Name, string Value)[] settings) => new()
    {
        SharedKey = key, Settings = settings.ToImmutableDictionary(s => s.Name, s => s.Value, StringComparer.OrdinalIgnoreCase),
    };

    public Topology Topology()
    {
        var estate = new TestEstate().VNet("hub", HubPrefixes).VNet("spoke", SpokePrefixes).Spoke("hub", "spoke");
        var gateway = TestEstate.Id("virtualNetworkGateways", "gw");
        string[] publics = ActiveActive ? ["198.51.100.1", "198.51.100.2"] : ["198.51.100.1"];
        var properties = new JsonObject
        {
            ["gatewayType"] = "Vpn",
            ["vpnType"] = VpnType,
            ["sku"] = new JsonObject { ["name"] = VpnType == "PolicyBased" ? "Basic" : "VpnGw2AZ" },
            ["activeActive"] = ActiveActive,
            ["enableBgp"] = Bgp,
            ["provisioningState"] = "Succeeded",
            ["ipConfigurations"] = new JsonArray([.. publics.Select((_, i) => (JsonNode)new JsonObject
            {
                ["name"] = $"c{i}", ["id"] = gateway.Child("ipConfigurations", $"c{i}").ToString(),
                ["properties"] = new JsonObject { ["subnet"] = Reference(TestEstate.VNetId("hub").Child("subnets", "GatewaySubnet")) },
            })]),
            ["bgpSettings"] = new JsonObject
            {
                ["asn"] = 65515,
                ["bgpPeeringAddresses"] = new JsonArray([.. publics.Select((p, i) => (JsonNode)new JsonObject
                {
                    ["ipconfigurationId"] = gateway.Child("ipConfigurations", $"c{i}").ToString(),
                    ["defaultBgpIpAddresses"] = TestEstate.Texts($"10.1.255.{4 + i}"),
                    ["tunnelIpAddresses"] = TestEstate.Texts(p),
                })]),
            },
        };
        OnGateway?.Invoke(properties);
        var site = new JsonObject { ["localNetworkAddressSpace"] = TestEstate.Space(SitePrefixes) };
        site[Fqdn is null ? "gatewayIpAddress" : "fqdn"] = Fqdn ?? "203.0.113.10";
        if (Bgp)
        {
            site["bgpSettings"] = new JsonObject { ["asn"] = 65050, ["bgpPeeringAddress"] = LinkLocal.Length > 0 ? "169.254.21.1" : "10.50.255.1" };
        }

        OnSite?.Invoke(site);
        var connection = Connection_(gateway);
        OnConnection?.Invoke(connection);
        return estate.Other(gateway, new() { ["location"] = "westeurope", ["properties"] = properties })
            .Other(TestEstate.Id("localNetworkGateways", "berlin"), new() { ["location"] = "westeurope", ["properties"] = site })
            .Other(Connection, new() { ["location"] = "westeurope", ["properties"] = connection }).Topology();
    }

    private JsonObject Connection_(ResourceId gateway)
    {
        var connection = new JsonObject
        {
            ["connectionType"] = "IPsec",
            ["connectionProtocol"] = Protocol,
            ["connectionStatus"] = "NotConnected",
            ["virtualNetworkGateway1"] = Reference(gateway),
            ["localNetworkGateway2"] = Reference(TestEstate.Id("localNetworkGateways", "berlin")),
            ["enableBgp"] = Bgp,
            ["usePolicyBasedTrafficSelectors"] = PolicyBasedSelectors,
            ["dpdTimeoutSeconds"] = Dpd,
            ["trafficSelectorPolicies"] = new JsonArray([.. Selectors.Select(s => (JsonNode)new JsonObject
            {
                ["localAddressRanges"] = TestEstate.Texts(s.Local), ["remoteAddressRanges"] = TestEstate.Texts(s.Remote),
            })]),
            ["gatewayCustomBgpIpAddresses"] = new JsonArray([.. LinkLocal.Select((a, i) => (JsonNode)new JsonObject
            {
                ["ipConfigurationId"] = gateway.Child("ipConfigurations", $"c{i}").ToString(), ["customBgpIpAddress"] = a,
            })]),
        };
        if (Mode is not null)
        {
            connection["connectionMode"] = Mode;
        }

        if (Policy is not null)
        {
            connection["ipsecPolicies"] = new JsonArray(Policy.ToJson());
        }

        return connection;
    }

    private static JsonObject Reference(ResourceId id) => new() { ["id"] = id.ToString() };
}
