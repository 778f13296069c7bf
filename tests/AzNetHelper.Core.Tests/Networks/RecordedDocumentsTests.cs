using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using Xunit;

namespace AzNetHelper.Tests.Networks;

/// <summary>Every recorded body, read by the module and, on another path, by a JSON tree.</summary>
public sealed class RecordedDocumentsTests
{
    [Fact]
    public void Every_recorded_resource_can_be_read()
    {
        var read = Traces.Resources().Select(r => (r.Where, Value: ArmDocuments.Read(Traces.Document(r.Body)))).ToList();
        Assert.True(read.Count(r => r.Value is VirtualNetwork) >= 10, "the traces hold VNets");
        Assert.True(read.Count(r => r.Value is VirtualNetworkGateway) >= 4, "the traces hold gateways");
    }

    [Fact]
    public void Every_recorded_network_is_what_its_body_says() =>
        Assert.All(Traces.Resources(ResourceTypes.VirtualNetwork), r =>
        {
            var network = Assert.IsType<VirtualNetwork>(ArmDocuments.Read(Traces.Document(r.Body)));
            var p = r.Body["properties"]!;
            Assert.Equal(Texts(p["addressSpace"]?["addressPrefixes"]), network.AddressSpace.Select(a => a.ToString()));
            Assert.Equal((string?)p["provisioningState"], network.ProvisioningState.ToString());
            Assert.Equal((string?)r.Body["location"], network.Location);
            Assert.Equal(Items(p["virtualNetworkPeerings"]).Select(Name).Order(StringComparer.OrdinalIgnoreCase),
                network.Peerings.Select(h => h.Name));
            Assert.All(Items(p["virtualNetworkPeerings"]), half =>
                AssertHalf(half, network.Peerings.Single(h => h.Name == Name(half))));
            Assert.Equal(Items(p["subnets"]).Select(Name).Order(StringComparer.OrdinalIgnoreCase), network.Subnets.Select(s => s.Name));
            Assert.All(Items(p["subnets"]), subnet => AssertSubnet(subnet, network.Subnets.Single(s => s.Name == Name(subnet))));
        });

    [Fact]
    public void Every_recorded_peering_is_what_its_body_says()
    {
        var halves = Traces.Resources(ResourceTypes.Peering).ToList();
        Assert.True(halves.Count >= 15, "the traces hold peerings");
        Assert.All(halves, r => AssertHalf(r.Body, ArmDocuments.Peering(Traces.Document(r.Body))));
    }

    [Fact]
    public void Every_recorded_subnet_is_read_inside_its_network() =>
        Assert.All(Traces.Resources(ResourceTypes.Subnet), r =>
        {
            var id = ResourceId.Parse((string)r.Body["id"]!);
            var parent = new JsonObject
            {
                ["id"] = id.Parent!.ToString(),
                ["properties"] = new JsonObject { ["subnets"] = new JsonArray(r.Body.DeepClone()) },
            };
            var network = Assert.IsType<VirtualNetwork>(ArmDocuments.Read(Traces.Document(parent)));
            AssertSubnet(r.Body, Assert.Single(network.Subnets));
        });

    [Fact]
    public void Every_recorded_gateway_is_what_its_body_says() =>
        Assert.All(Traces.Resources(ResourceTypes.VirtualNetworkGateway), r =>
        {
            var gateway = Assert.IsType<VirtualNetworkGateway>(ArmDocuments.Read(Traces.Document(r.Body)));
            var p = r.Body["properties"]!;
            Assert.Equal((string?)p["gatewayType"], gateway.Kind.ToString());
            Assert.Equal((string?)p["vpnType"], gateway.VpnType);
            Assert.Equal((string?)p["sku"]?["name"], gateway.Sku);
            Assert.Equal((bool?)p["activeActive"] ?? false, gateway.ActiveActive);
            Assert.Equal((bool?)p["enableBgp"] ?? false, gateway.EnableBgp);
            Assert.Equal((string?)p["provisioningState"], gateway.ProvisioningState.ToString());
            Assert.Equal(Texts(p["vpnClientConfiguration"]?["vpnClientAddressPool"]?["addressPrefixes"]),
                gateway.ClientPool.Select(a => a.ToString()));
            var subnet = (string?)p["ipConfigurations"]?[0]?["properties"]?["subnet"]?["id"];
            Assert.Equal(subnet is null ? null : ResourceId.Parse(subnet).Parent, gateway.VirtualNetwork);

            // A gateway that is being created says 0 or nothing; it will get the default number.
            Assert.Equal((long?)p["bgpSettings"]?["asn"] is { } asn and not 0 ? asn : 65515, gateway.Asn);
        });

    private static void AssertHalf(JsonObject body, PeeringHalf half)
    {
        var p = body["properties"]!;
        Assert.Equal((string?)p["peeringState"], half.State.ToString());
        Assert.True(half.StateIsTold);
        Assert.Equal((string?)p["peeringSyncLevel"] ?? "FullyInSync", half.SyncLevel.ToString());
        Assert.Equal((string?)p["provisioningState"], half.ProvisioningState.ToString());
        Assert.Equal(ResourceId.Parse((string)p["remoteVirtualNetwork"]!["id"]!), half.RemoteVNet);
        Assert.Equal((bool)p["allowVirtualNetworkAccess"]!, half.AllowVirtualNetworkAccess);
        Assert.Equal((bool)p["allowForwardedTraffic"]!, half.AllowForwardedTraffic);
        Assert.Equal((bool)p["allowGatewayTransit"]!, half.AllowGatewayTransit);
        Assert.Equal((bool)p["useRemoteGateways"]!, half.UseRemoteGateways);
        Assert.Equal((bool?)p["peerCompleteVnets"] ?? true, half.PeerCompleteVNets);
        Assert.Equal(Texts(p["localSubnetNames"]), half.LocalSubnetNames);
        Assert.Equal(Texts(p["remoteSubnetNames"]), half.RemoteSubnetNames);
        Assert.Equal(p["remoteAddressSpace"] is null ? null : Texts(p["remoteAddressSpace"]!["addressPrefixes"]),
            half.RemoteAddressSpace?.Select(a => a.ToString()));
        Assert.Equal(
            p["remoteVirtualNetworkAddressSpace"] is null ? null : Texts(p["remoteVirtualNetworkAddressSpace"]!["addressPrefixes"]),
            half.RemoteVirtualNetworkAddressSpace?.Select(a => a.ToString()));
        Assert.Equal(PeeringOwner.User, half.Owner);
    }

    private static void AssertSubnet(JsonObject body, Subnet subnet)
    {
        var p = body["properties"]!;
        var prefixes = p["addressPrefixes"] is JsonArray list ? Texts(list) : [(string)p["addressPrefix"]!];
        Assert.Equal(prefixes, subnet.Prefixes.Select(a => a.ToString()));
        Assert.Equal(Items(p["serviceEndpoints"]).Select(e => (string)e["service"]!), subnet.ServiceEndpoints);
        Assert.Equal(Items(p["delegations"]).Select(d => (string)d["properties"]!["serviceName"]!), subnet.Delegations);
        Assert.Equal(Items(p["ipConfigurations"]).Count(), subnet.IPConfigurations.Length);
        Assert.Equal((string?)p["routeTable"]?["id"], subnet.RouteTable?.ToString());
        Assert.All(subnet.Prefixes, prefix => Assert.NotEqual(IPPrefix.AllIPv4, prefix));
    }

    private static string Name(JsonObject child) => (string)child["name"]!;

    private static IEnumerable<JsonObject> Items(JsonNode? list) => list is JsonArray array ? array.OfType<JsonObject>() : [];

    private static string[] Texts(JsonNode? list) => list is JsonArray array ? [.. array.Select(t => (string)t!)] : [];
}
