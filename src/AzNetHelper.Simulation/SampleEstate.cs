using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Simulation;

/// <summary>
/// A ready-made estate for the quick start and for rehearsals without a snapshot: a hub with a VPN gateway and an Azure
/// Firewall, spokes in several groups, subscriptions and regions that are not peered yet, one spoke that overlaps the hub, one
/// peered pair and one half-made peering, services that can trust subnets, a circuit with a VNet that is linked with it, and a network manager. It is made
/// by sending requests to a simulation, so its documents are what the service returns.
/// </summary>
public static partial class SampleEstate
{
    /// <summary>The subscription that holds the hub.</summary>
    public const string PlatformSubscription = "aaaaaaaa-0000-4000-8000-000000000001";

    /// <summary>The subscription of the workloads.</summary>
    public const string WorkloadSubscription = "aaaaaaaa-0000-4000-8000-000000000002";

    private const string StaticAddress = """
        {"location":"westeurope","zones":["1","2","3"],"sku":{"name":"Standard","tier":"Regional"},
        "properties":{"publicIPAllocationMethod":"Static","publicIPAddressVersion":"IPv4"}}
        """;

    /// <summary>10.0.0.0/16 in West Europe, with GatewaySubnet, AzureFirewallSubnet and a VpnGw1AZ gateway.</summary>
    public static ResourceId Hub { get; } = Network(PlatformSubscription, "rg-hub", "vnet-hub");

    /// <summary>The hub's gateway.</summary>
    public static ResourceId Gateway { get; } =
        ResourceId.ForResource(PlatformSubscription, "rg-hub", ResourceTypes.VirtualNetworkGateway, "vpngw-hub");

    /// <summary>The hub's Azure Firewall, at 10.0.1.4.</summary>
    public static ResourceId Firewall { get; } =
        ResourceId.ForResource(PlatformSubscription, "rg-hub", ResourceTypes.AzureFirewall, "afw-hub");

    /// <summary>10.1.0.0/16 in West Europe, with a route table that leads to the hub's firewall.</summary>
    public static ResourceId SpokeApp { get; } = Network(PlatformSubscription, "rg-app", "vnet-spoke-app");

    /// <summary>10.2.0.0/16 in West Europe.</summary>
    public static ResourceId SpokeData { get; } = Network(PlatformSubscription, "rg-data", "vnet-spoke-data");

    /// <summary>10.3.0.0/16 in North Europe, in the other subscription.</summary>
    public static ResourceId SpokeWeb { get; } = Network(WorkloadSubscription, "rg-web", "vnet-spoke-web");

    /// <summary>10.4.0.0/16 and fd00:4::/48 in West Europe, in the other subscription.</summary>
    public static ResourceId SpokeBatch { get; } = Network(WorkloadSubscription, "rg-batch", "vnet-spoke-batch");

    /// <summary>10.0.128.0/17: it lies in the hub's address space and can never be peered with it.</summary>
    public static ResourceId SpokeLegacy { get; } = Network(WorkloadSubscription, "rg-legacy", "vnet-spoke-legacy");

    /// <summary>One end of the peered pair.</summary>
    public static ResourceId Dev { get; } = Network(WorkloadSubscription, "rg-dev", "vnet-dev");

    /// <summary>The other end; also what the half-made peering points at.</summary>
    public static ResourceId Test { get; } = Network(WorkloadSubscription, "rg-dev", "vnet-test");

    /// <summary>The VNet whose only half of a peering is Initiated.</summary>
    public static ResourceId Lab { get; } = Network(WorkloadSubscription, "rg-lab", "vnet-lab");

    /// <summary>
    /// A network manager in West Europe that has both subscriptions in its scope, with access to connectivity. It has committed nothing.
    /// </summary>
    public static ResourceId NetworkManager { get; } =
        ResourceId.ForResource(PlatformSubscription, "rg-hub", ResourceTypes.NetworkManager, "nm-contoso");

    /// <summary>A storage account in West Europe that lets everybody in.</summary>
    public static ResourceId Storage { get; } = Service("rg-data", ResourceTypes.StorageAccount, "stcontosodata");

    /// <summary>A key vault in West Europe that lets in one address, 203.0.113.10, and trusted services.</summary>
    public static ResourceId Vault { get; } = Service("rg-app", ResourceTypes.KeyVault, "kv-contoso");

    /// <summary>A SQL server in West Europe that lets all of Azure in.</summary>
    public static ResourceId SqlServer { get; } = Service("rg-data", ResourceTypes.SqlServer, "sql-contoso");

    /// <summary>A Cosmos DB account in West Europe that lets everybody in.</summary>
    public static ResourceId Cosmos { get; } = Service("rg-data", ResourceTypes.CosmosAccount, "cosmos-contoso");

    /// <summary>A Service Bus namespace of the Premium tier in West Europe.</summary>
    public static ResourceId ServiceBus { get; } = Service("rg-app", ResourceTypes.ServiceBusNamespace, "sb-contoso");

    /// <summary>An Event Hubs namespace of the Standard tier in West Europe.</summary>
    public static ResourceId EventHubs { get; } = Service("rg-data", ResourceTypes.EventHubsNamespace, "evhns-contoso");

    /// <summary>A flexible server of PostgreSQL in West Europe, with public access.</summary>
    public static ResourceId PostgreSql { get; } = Service("rg-data", ResourceTypes.PostgreSqlFlexibleServer, "psql-contoso");

    /// <summary>Makes the estate; the same seed gives the same ids and etags.</summary>
    public static Topology Create(int seed = 2026)
    {
        using var clock = new JumpingTimeProvider();
        var simulation = new AzureSimulation(new SimulationOptions { Time = clock, Seed = seed });
        simulation.AddSubscription(PlatformSubscription, "Platform");
        simulation.AddSubscription(WorkloadSubscription, "Workloads");
        simulation.SetCircuitProvider(Circuit, ProviderScript.AtOnce);
        simulation.Load(Behind());
        foreach (var (id, body) in Requests())
        {
            using var request = new HttpRequestMessage(HttpMethod.Put,
                $"https://management.azure.com{id}?api-version={ResourceTypes.ApiVersion(id)}");
            request.Headers.Authorization = new("Bearer", "sample");
            var answer = simulation.Handle(request, Encoding.UTF8.GetBytes(body), fault: null);
            if (answer.Status is not (200 or 201 or 202))
            {
                throw new InvalidOperationException($"{id}: {Encoding.UTF8.GetString(answer.Body)}");
            }

            clock.Advance(TimeSpan.FromHours(1));
        }

        return simulation.Snapshot();
    }

    private static IEnumerable<(ResourceId Id, string Body)> Requests()
    {
        ResourceId[] networks = [Hub, SpokeApp, SpokeData, SpokeWeb, SpokeBatch, SpokeLegacy, Dev, Lab];
        foreach (var network in networks)
        {
            yield return (network.Group!, $$"""{"location":"{{Region(network)}}"}""");
        }

        var table = ResourceId.ForResource(PlatformSubscription, "rg-app", ResourceTypes.RouteTable, "rt-app");
        yield return (table, """
            {"location":"westeurope","properties":{"disableBgpRoutePropagation":false,"routes":[{"name":"default",
            "properties":{"addressPrefix":"0.0.0.0/0",
            "nextHopType":"VirtualAppliance","nextHopIpAddress":"10.0.1.4"}}]}}
            """);
        yield return (Hub, Body(Hub, "hub", ["10.0.0.0/16"],
            ("GatewaySubnet", "10.0.0.0/27"), ("AzureFirewallSubnet", "10.0.1.0/26"), ("snet-shared", "10.0.2.0/24")));
        yield return (
            SpokeApp, Body(SpokeApp, "app", ["10.1.0.0/16"], ("snet-app", "10.1.0.0/24"), ("snet-jobs", "10.1.1.0/24"))
            .Replace("\"addressPrefix\":\"10.1.0.0/24\"",
                $"\"addressPrefix\":\"10.1.0.0/24\",\"routeTable\":{{\"id\":\"{table}\"}}", StringComparison.Ordinal));
        yield return (SpokeData, Body(SpokeData, "data", ["10.2.0.0/16"], ("snet-data", "10.2.0.0/24")));
        yield return (SpokeWeb, Body(SpokeWeb, "web", ["10.3.0.0/16"], ("snet-web", "10.3.0.0/24")));
        yield return (
            SpokeBatch, Body(SpokeBatch, "batch", ["10.4.0.0/16", "fd00:4::/48"], ("snet-batch", "10.4.0.0/22")));
        yield return (SpokeLegacy, Body(SpokeLegacy, "legacy", ["10.0.128.0/17"], ("snet-legacy", "10.0.128.0/24")));
        yield return (Dev, Body(Dev, "dev", ["10.20.0.0/16"], ("snet-dev", "10.20.0.0/24")));
        yield return (Test, Body(Test, "test", ["10.21.0.0/16"], ("snet-test", "10.21.0.0/24")));
        yield return (Lab, Body(Lab, "lab", ["10.22.0.0/16"], ("snet-lab", "10.22.0.0/24")));
        yield return Peering(Dev, Test);
        yield return Peering(Test, Dev);
        yield return Peering(Lab, Test);

        var address = Address("pip-vpngw-hub");
        yield return (address, StaticAddress);
        yield return (Gateway, $$$$"""
            {"location":"westeurope","properties":{"gatewayType":"Vpn","vpnType":"RouteBased",
            "sku":{"name":"VpnGw1AZ","tier":"VpnGw1AZ"},
            "ipConfigurations":[{"name":"default","properties":{"privateIPAllocationMethod":"Dynamic",
            "subnet":{"id":"{{{{Hub.Child("subnets", "GatewaySubnet")}}}}"},
            "publicIPAddress":{"id":"{{{{address}}}}"}}}]}}
            """);
        yield return (Address("pip-afw-hub"), StaticAddress);
        yield return (Firewall, $$$$"""
            {"location":"westeurope","properties":{"sku":{"name":"AZFW_VNet","tier":"Standard"},
            "ipConfigurations":[{"name":"default","properties":{
            "subnet":{"id":"{{{{Hub.Child("subnets", "AzureFirewallSubnet")}}}}"},
            "publicIPAddress":{"id":"{{{{Address("pip-afw-hub")}}}}"}}}]}}
            """);
        foreach (var other in Services().Concat(Circuits()))
        {
            yield return other;
        }

        yield return (NetworkManager, $$$$"""
            {"location":"westeurope","properties":{"networkManagerScopeAccesses":["Connectivity"],"networkManagerScopes":{
            "subscriptions":["/subscriptions/{{{{PlatformSubscription}}}}","/subscriptions/{{{{WorkloadSubscription}}}}"]}}}
            """);
    }

    private static IEnumerable<(ResourceId Id, string Body)> Services() =>
    [
        (Storage, """{"location":"westeurope","kind":"StorageV2","sku":{"name":"Standard_LRS"},"properties":{}}"""),
        (Vault, """
            {"location":"westeurope","properties":{"tenantId":"aaaaaaaa-0000-4000-8000-000000000000",
            "sku":{"family":"A","name":"standard"},"accessPolicies":[],"networkAcls":{"bypass":"AzureServices",
            "defaultAction":"Deny","ipRules":[{"value":"203.0.113.10"}],"virtualNetworkRules":[]}}}
            """),
        (SqlServer, """
            {"location":"westeurope","properties":{"administratorLogin":"contoso","administratorLoginPassword":"Sample-1234",
            "version":"12.0"}}
            """),
        (SqlServer.Child("firewallRules", "AllowAllWindowsAzureIps"),
            """{"properties":{"startIpAddress":"0.0.0.0","endIpAddress":"0.0.0.0"}}"""),
        (Cosmos, """
            {"location":"westeurope","properties":{"databaseAccountOfferType":"Standard",
            "locations":[{"locationName":"West Europe","failoverPriority":0}]}}
            """),
        (ServiceBus, """{"location":"westeurope","sku":{"name":"Premium","tier":"Premium","capacity":1},"properties":{}}"""),
        (EventHubs, """{"location":"westeurope","sku":{"name":"Standard","tier":"Standard","capacity":1},"properties":{}}"""),
        (PostgreSql, """
            {"location":"westeurope","sku":{"name":"Standard_D2ds_v5","tier":"GeneralPurpose"},"properties":{"version":"16",
            "administratorLogin":"contoso","administratorLoginPassword":"Sample-1234","storage":{"storageSizeGB":128}}}
            """),
    ];

    private static ResourceId Service(string group, string type, string name) =>
        ResourceId.ForResource(PlatformSubscription, group, type, name);

    private static ResourceId Address(string name) =>
        ResourceId.ForResource(PlatformSubscription, "rg-hub", ResourceTypes.PublicIPAddress, name);

    private static (ResourceId Id, string Body) Peering(ResourceId from, ResourceId to) =>
        (from.Child("virtualNetworkPeerings", $"{from.Name}-to-{to.Name}"), $$$"""
            {"properties":{"remoteVirtualNetwork":{"id":"{{{to}}}"},"allowVirtualNetworkAccess":true,
            "allowForwardedTraffic":false,"allowGatewayTransit":false,"useRemoteGateways":false}}
            """);

    private static string Body(
        ResourceId id, string workload, string[] prefixes, params (string Name, string Prefix)[] subnets)
    {
        var space = new JsonObject { ["addressPrefixes"] = prefixes.ToJsonArray() };
        var children = subnets.Select(s => (JsonNode)new JsonObject
        {
            ["name"] = s.Name,
            ["properties"] = new JsonObject { ["addressPrefix"] = s.Prefix },
        });
        return new JsonObject
        {
            ["location"] = Region(id),
            ["tags"] = new JsonObject { ["workload"] = workload },
            ["properties"] = new JsonObject { ["addressSpace"] = space, ["subnets"] = new JsonArray([.. children]) },
        }.ToJsonString();
    }

    private static string Region(ResourceId network) => network == SpokeWeb ? "northeurope" : "westeurope";

    private static ResourceId Network(string subscription, string group, string name) =>
        ResourceId.ForResource(subscription, group, ResourceTypes.VirtualNetwork, name);
}
