using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Connectivity;
using AzNetHelper.Networks;
using AzNetHelper.Tests.Reachability;

namespace AzNetHelper.Tests.Connectivity;

/// <summary>Small estates whose right answer is known, and how a question is put to them.</summary>
internal static class ConnectivityCases
{
    public static TestEstate Two(string b = "10.1.0.0/16") => new TestEstate().VNet("a", "10.0.0.0/16").Subnet("a", "s", "10.0.0.0/24")
        .VNet("b", b).Subnet("b", "s", $"{b.Split('/')[0]}/24");

    public static TestEstate Hub() => Two().VNet("hub", "10.9.0.0/16").Subnet("hub", "AzureFirewallSubnet", "10.9.1.0/26").Subnet("hub", "GatewaySubnet", "10.9.0.0/27");

    public static TestEstate Firewall(this TestEstate estate) => estate.Other(TestEstate.Id("azureFirewalls", "fw"), new()
    {
        ["location"] = "westeurope",
        ["properties"] = new JsonObject
        {
            ["ipConfigurations"] = new JsonArray(new JsonObject
            {
                ["name"] = "c",
                ["properties"] = new JsonObject
                {
                    ["privateIPAddress"] = "10.9.1.4", ["subnet"] = new JsonObject { ["id"] = TestEstate.VNetId("hub").Child("subnets", "AzureFirewallSubnet").ToString() },
                },
            }),
        },
    });

    public static TestEstate Site(this TestEstate estate, string name = "office", string prefix = "192.168.0.0/16") =>
        estate.Other(TestEstate.Id("localNetworkGateways", name), new()
        {
            ["location"] = "westeurope",
            ["properties"] = new JsonObject { ["gatewayIpAddress"] = "203.0.113.10", ["localNetworkAddressSpace"] = TestEstate.Space(prefix) },
        });

    public static TestEstate Tunnel(this TestEstate estate, string gateway, string site = "office") => estate.Other(TestEstate.Id("connections", $"{gateway}-{site}"), new()
    {
        ["location"] = "westeurope",
        ["properties"] = new JsonObject
        {
            ["connectionType"] = "IPsec", ["provisioningState"] = "Succeeded",
            ["virtualNetworkGateway1"] = new JsonObject { ["id"] = TestEstate.Id("virtualNetworkGateways", gateway).ToString() },
            ["localNetworkGateway2"] = new JsonObject { ["id"] = TestEstate.Id("localNetworkGateways", site).ToString() },
        },
    });

    public static TestEstate Circuit(this TestEstate estate, string tier = "Standard", int megabits = 1000, string location = "westeurope") => estate.Other(TestEstate.Id("expressRouteCircuits", "er"), new()
    {
        ["location"] = location,
        ["sku"] = new JsonObject { ["tier"] = tier },
        ["properties"] = new JsonObject
        {
            ["serviceProviderProperties"] = new JsonObject { ["bandwidthInMbps"] = megabits }, ["circuitProvisioningState"] = "Enabled", ["serviceProviderProvisioningState"] = "Provisioned",
        },
    });

    public static TestEstate Line(this TestEstate estate, string gateway, string circuit = "er") => estate.Other(TestEstate.Id("connections", $"{gateway}-{circuit}"), new()
    {
        ["location"] = "westeurope",
        ["properties"] = new JsonObject
        {
            ["connectionType"] = "ExpressRoute", ["provisioningState"] = "Succeeded",
            ["virtualNetworkGateway1"] = new JsonObject { ["id"] = TestEstate.Id("virtualNetworkGateways", gateway).ToString() },
            ["peer"] = new JsonObject { ["id"] = TestEstate.Id("expressRouteCircuits", circuit).ToString() },
        },
    });

    /// <summary>A service whose document says more.</summary>
    public static TestEstate ServiceWith(this TestEstate estate, string type, string name, JsonObject properties, string? tier = null, string? kind = null) =>
        estate.Other(ServiceId(type, name), new()
        {
            ["location"] = "westeurope", ["kind"] = kind, ["sku"] = tier is null ? null : new JsonObject { ["name"] = tier }, ["properties"] = properties,
        });

    public static ConnectivityOption Of(IEnumerable<ConnectivityOption> options, ConnectivityKind kind) => options.Single(o => o.Kind == kind);

    public static TestEstate Service(this TestEstate estate, string type, string name, string location = "westeurope", string? tier = null) =>
        estate.Other(ServiceId(type, name), new() { ["location"] = location, ["sku"] = tier is null ? null : new JsonObject { ["name"] = tier } });

    public static ResourceId ServiceId(string type, string name) => ResourceId.ForResource("11111111-1111-1111-1111-111111111111", "rg", type, name);

    /// <summary>The options for two ends in words; the demands are words, too.</summary>
    public static IReadOnlyList<ConnectivityOption> Ask(Topology topology, string source, string destination, string demands = "")
    {
        var parser = new ConnectivityEndParser(topology);
        var question = ConnectivityQuestion.Of(topology, parser.Parse(source), parser.Parse(destination));
        foreach (var demand in demands.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var number = int.TryParse(demand.Split('=')[^1], System.Globalization.CultureInfo.InvariantCulture, out var n) ? n : 0;
            question = demand.Split('=')[0] switch
            {
                "encrypted" => question with { RequireEncryption = true },
                "mbps" => question with { BandwidthMbps = number },
                "latency" => question with { LatencySensitive = true },
                "clients" => question with { ClientCount = number },
                "today" => question with { Today = new(number / 10000, number / 100 % 100, number % 100) },
                "overlap" => question with { Overlap = true },
                _ => throw new ArgumentException(demand),
            };
        }

        return ConnectivityAdvisor.Rank(question);
    }
}
