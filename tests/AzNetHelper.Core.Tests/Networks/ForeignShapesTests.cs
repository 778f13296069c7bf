using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using Xunit;

namespace AzNetHelper.Tests.Networks;

/// <summary>What other tools print, put into the shape of a GET.</summary>
public sealed class ForeignShapesTests
{
    private static readonly ResourceId V1 = Sample.NetworkId("v1");

    [Fact]
    public void Every_recorded_resource_survives_the_flattening_of_the_Azure_CLI() =>
        Assert.All(Traces.Resources().Where(r => IsNetwork(r.Body)), r =>
        {
            var flattened = Flattened(r.Body, inherited: true);
            if (!flattened.Any(m => m.Key is not ("id" or "name" or "etag" or "type" or "location" or "tags" or "resourceGroup")))
            {
                return;
            }

            var id = ResourceId.Parse((string)r.Body["id"]!);
            var read = JsonNode.Parse(TopologyImport.Read(Sample.Source(flattened)).Document(id)!.Json.Span)!;
            Assert.True(JsonNode.DeepEquals(Sorted(r.Body), Sorted(read)), $"{r.Where}\n{Sorted(r.Body)}\n{Sorted(read)}");
        });

    [Fact]
    public void Output_of_the_older_CLI_is_read_with_its_nulls_and_its_spelling()
    {
        var topology = TopologyImport.Read(Sample.Source($$"""
            [{
              "addressSpace": {"addressPrefixes": ["192.168.0.0/16"]}, "bgpCommunities": null, "ddosProtectionPlan": null,
              "dhcpOptions": {"dnsServers": []}, "enableDdosProtection": false, "etag": "W/\"1\"", "id": "{{V1}}",
              "location": "eastus", "name": "v1", "provisioningState": "Succeeded", "resourceGroup": "rg1", "resourceGuid": "x",
              "subnets": [{
                "addressPrefix": "192.168.1.0/24", "addressPrefixes": null, "delegations": [{"actions": ["join"], "id": "{{V1}}/subnets/a/delegations/0",
                "name": "0", "resourceGroup": "rg1", "serviceName": "Microsoft.Sql/managedInstances"}],
                "id": "{{V1}}/subnets/a", "ipConfigurations": null, "name": "a",
                "networkSecurityGroup": {"id": "/subscriptions/s/resourceGroups/rg1/providers/Microsoft.Network/networkSecurityGroups/n", "location": null, "resourceGroup": "rg1", "securityRules": null},
                "routeTable": null, "resourceGroup": "rg1", "serviceEndpoints": [{"locations": ["*"], "service": "Microsoft.Storage"}] }],
              "tags": {"resourceGroup": "mine"}, "type": "Microsoft.Network/virtualNetworks",
              "virtualNetworkPeerings": [{"allowVirtualNetworkAccess": false, "enableOnlyIpv6Peering": true, "id": "{{V1}}/virtualNetworkPeerings/p", "name": "p",
                "peeringState": "Initiated", "remoteVirtualNetwork": {"id": "{{Sample.NetworkId("v2")}}", "resourceGroup": "rg1"}, "resourceGroup": "rg1", "useRemoteGateways": null}]
            }]
            """));
        var network = topology.VirtualNetworks.Single();
        Assert.Equal("192.168.0.0/16", network.AddressSpace.Single().ToString());
        Assert.Equal("mine", network.Tags["resourceGroup"]);
        var subnet = network.Subnets.Single();
        Assert.Equal("192.168.1.0/24", subnet.Prefixes.Single().ToString());
        Assert.Equal("n", subnet.NetworkSecurityGroup!.Name);
        Assert.Equal(["Microsoft.Sql/managedInstances"], subnet.Delegations);
        Assert.Equal(["Microsoft.Storage"], subnet.ServiceEndpoints);
        var half = network.Peerings.Single();
        Assert.Equal(PeeringState.Initiated, half.State);
        Assert.False(half.AllowVirtualNetworkAccess);
        Assert.True(half.EnableOnlyIPv6Peering);

        var document = JsonNode.Parse(topology.Document(V1)!.Json.Span)!.AsObject();
        Assert.Equal(["etag", "id", "location", "name", "properties", "tags", "type"],
            document.Select(m => m.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["id"], document["properties"]!["subnets"]![0]!["properties"]!["networkSecurityGroup"]!.AsObject().Select(m => m.Key));
        Assert.Equal(["id"], document["properties"]!["virtualNetworkPeerings"]![0]!["properties"]!["remoteVirtualNetwork"]!.AsObject().Select(m => m.Key));
    }

    [Fact]
    public void A_flattened_gateway_keeps_its_size_among_its_properties()
    {
        var id = ResourceId.ForResource(Sample.Subscription, "rg1", ResourceTypes.VirtualNetworkGateway, "gw");
        var topology = TopologyImport.Read(Sample.Source($$"""
            [{"activeActive": true, "bgpSettings": {"asn": 65010}, "gatewayType": "Vpn", "id": "{{id}}", "name": "gw", "resourceGroup": "rg1",
              "ipConfigurations": [{"id": "{{id}}/ipConfigurations/d", "name": "d", "privateIpAllocationMethod": "Dynamic", "resourceGroup": "rg1",
                "publicIpAddress": {"id": "/subscriptions/s/resourceGroups/rg1/providers/Microsoft.Network/publicIPAddresses/p", "resourceGroup": "rg1"},
                "subnet": {"id": "{{V1}}/subnets/GatewaySubnet", "resourceGroup": "rg1"} } ],
              "sku": {"capacity": 2, "name": "VpnGw2AZ", "tier": "VpnGw2AZ"}, "type": "Microsoft.Network/virtualNetworkGateways", "vpnType": "RouteBased",
              "vpnClientConfiguration": {"vpnClientAddressPool": {"addressPrefixes": ["172.16.0.0/24"] }, "vpnClientRootCertificates": [{"name": "root", "publicCertData": "MIIC"} ] } } ]
            """));
        var gateway = topology.Gateways.Single();
        Assert.Equal("VpnGw2AZ", gateway.Sku);
        Assert.Equal(V1, gateway.VirtualNetwork);
        Assert.Equal(65010, gateway.Asn);
        Assert.True(gateway.ActiveActive);
        Assert.Equal("172.16.0.0/24", gateway.ClientPool.Single().ToString());
        var properties = JsonNode.Parse(topology.Document(id)!.Json.Span)!["properties"]!;
        Assert.Equal("MIIC", (string?)properties["vpnClientConfiguration"]!["vpnClientRootCertificates"]![0]!["properties"]!["publicCertData"]);
        Assert.Equal("Dynamic", (string?)properties["ipConfigurations"]![0]!["properties"]!["privateIPAllocationMethod"]);
        Assert.Equal("p", ResourceId.Parse((string)properties["ipConfigurations"]![0]!["properties"]!["publicIPAddress"]!["id"]!).Name);
    }

    [Fact]
    public void A_row_of_Resource_Graph_becomes_what_a_GET_answers()
    {
        var row = Sample.Network(V1);
        var expected = Sorted(row);
        row["type"] = "microsoft.network/virtualnetworks";
        row["resourceGroup"] = "RG1";
        row["subscriptionId"] = Sample.Subscription;
        row["tags"] = null;
        row["zones"] = null;
        row["sku"] = null;
        row["kind"] = "";
        row["managedBy"] = "";
        var topology = TopologyImport.Read(Sample.Source(new JsonObject { ["count"] = 1, ["data"] = new JsonArray(row) }));
        Assert.True(JsonNode.DeepEquals(expected, Sorted(JsonNode.Parse(topology.Document(V1)!.Json.Span)!)));
    }

    [Fact]
    public void Columns_that_say_more_than_the_id_stay()
    {
        var row = Sample.Network(V1);
        row["resourceGroup"] = "rg1";
        row["tenantId"] = "t1";
        row["subscriptionId"] = "another";
        row["later"] = "kept";
        var document = JsonNode.Parse(TopologyImport.Read(Sample.Source(row)).Document(V1)!.Json.Span)!.AsObject();
        Assert.Equal("t1", (string?)document["tenantId"]);
        Assert.Equal("another", (string?)document["subscriptionId"]);
        Assert.Equal("kept", (string?)document["later"]);
        Assert.False(document.ContainsKey("resourceGroup"));
    }

    [Fact]
    public void A_resource_of_another_provider_is_left_alone()
    {
        const string Text = """{"id":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/x","name":"x","state":"Ready"}""";
        Assert.Equal(Text, Encoding.UTF8.GetString(TopologyImport.Read(Sample.Source(Text)).Documents.Single().Json.Span));
    }

    // What the CLI does to an answer: the members of properties one level up, the group beside every id.
    private static JsonObject Flattened(JsonObject resource, bool inherited)
    {
        var flat = new JsonObject();
        foreach (var (name, value) in resource)
        {
            if (name == "properties" && inherited && value is JsonObject properties)
            {
                foreach (var (inner, content) in properties)
                {
                    flat[inner] = Walk(content, inner);
                }
            }
            else
            {
                flat[name] = name == "tags" ? value?.DeepClone() : Walk(value, name);
            }
        }

        if (ResourceId.TryParse((string?)resource["id"], out var id) && id.ResourceGroup is { } group)
        {
            flat["resourceGroup"] = group;
        }

        return flat;

        static JsonNode? Walk(JsonNode? value, string name) => value switch
        {
            JsonObject o => Flattened(o, FlattenedDocuments.Resources.Contains(name)),
            JsonArray a => new JsonArray([.. a.Select(i => Walk(i, name))]),
            _ => value?.DeepClone(),
        };
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.Where(m => m.Value is not null).OrderBy(m => m.Key, StringComparer.Ordinal)
            .Select(m => KeyValuePair.Create(m.Key, Sorted(m.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    // Network Manager's commands and their nested types are another part of the CLI.
    private static bool IsNetwork(JsonObject body) => (string)body["id"]! is var id
        && id.Contains("/providers/Microsoft.Network/", StringComparison.OrdinalIgnoreCase)
        && !id.Contains("/networkManagers/", StringComparison.OrdinalIgnoreCase);
}
