using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using Xunit;

namespace AzNetHelper.Tests.Arm;

public sealed class BodyRulesTests
{
    [Fact]
    public void Peering_as_recorded_is_sent_without_what_the_service_fills_in()
    {
        var read = JsonBody.Parse("""
            {"name":"p1","id":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/a/virtualNetworkPeerings/p1",
             "etag":"W/\"1\"","type":"Microsoft.Network/virtualNetworks/virtualNetworkPeerings",
             "properties":{"provisioningState":"Succeeded","resourceGuid":"g","peeringState":"Disconnected",
               "peeringSyncLevel":"RemoteNotInSync","remoteVirtualNetwork":{"id":"/b"},"allowVirtualNetworkAccess":true,
               "allowForwardedTraffic":false,"allowGatewayTransit":false,"useRemoteGateways":true,
               "doNotVerifyRemoteGateways":false,"peerCompleteVnets":true,"remoteGateways":[{"id":"/gw"}],"routeServiceVips":{},
               "remoteAddressSpace":{"addressPrefixes":["10.1.0.0/16"]},"remoteVirtualNetworkAddressSpace":{"addressPrefixes":["10.1.0.0/16"]}}}
            """);

        var body = BodyRules.Compose(ResourceTypes.Peering, read, JsonBody.Parse("""{"properties":{"allowForwardedTraffic":true}}"""));

        Assert.Empty(body.Dropped);
        Assert.Equal(Compact("""
            {"properties":{"remoteVirtualNetwork":{"id":"/b"},"allowVirtualNetworkAccess":true,"allowForwardedTraffic":true,
             "allowGatewayTransit":false,"useRemoteGateways":true,"doNotVerifyRemoteGateways":false,"peerCompleteVnets":true,
             "remoteAddressSpace":{"addressPrefixes":["10.1.0.0/16"]},"remoteVirtualNetworkAddressSpace":{"addressPrefixes":["10.1.0.0/16"]}}}
            """), JsonBody.Write(body.Body));
    }

    [Fact]
    public void Circuit_is_sent_without_what_the_service_says_of_its_peerings_and_authorizations()
    {
        var read = JsonBody.Parse("""
            {"location":"westeurope","properties":{"circuitProvisioningState":"Enabled","gatewayManagerEtag":"12","globalReachEnabled":false,
             "peerings":[{"name":"AzurePrivatePeering","etag":"x","properties":{"azureASN":12076,"peerASN":65010,"vlanId":100,"primaryAzurePort":"p",
               "secondaryAzurePort":"s","gatewayManagerEtag":"12","stats":{"primarybytesIn":1},"lastModifiedBy":"Customer","state":"Enabled"}}],
             "authorizations":[{"name":"a","properties":{"authorizationUseStatus":"InUse","authorizationKey":"k"}}]}}
            """);

        var body = BodyRules.Compose(ResourceTypes.ExpressRouteCircuit, read, JsonBody.Parse("""{"properties":{"globalReachEnabled":true}}"""));

        Assert.Empty(body.Dropped);
        Assert.Equal(Compact("""
            {"location":"westeurope","properties":{"globalReachEnabled":true,
             "peerings":[{"name":"AzurePrivatePeering","properties":{"peerASN":65010,"vlanId":100,"state":"Enabled"}}],
             "authorizations":[{"name":"a","properties":{"authorizationKey":"k"}}]}}
            """), JsonBody.Write(body.Body));
    }

    [Fact]
    public void Member_of_a_newer_version_is_left_out_and_reported()
    {
        var read = JsonBody.Parse("""
            {"location":"westeurope","tags":{"a":"b"},"properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"],"fromTheFuture":1},
             "virtualNetworkPeerings":[{"name":"p"}],"subnets":[{"name":"s","etag":"x","properties":{"addressPrefix":"10.0.0.0/24",
             "provisioningState":"Succeeded","networkSecurityGroup":{"id":"/nsg","location":"x"},"ipConfigurations":[{"id":"/ip"}]}}]}}
            """);

        var body = BodyRules.Compose(ResourceTypes.VirtualNetwork, read, JsonBody.Parse("""{"tags":{"c":"d"}}"""));

        Assert.Equal(["properties.addressSpace.fromTheFuture"], body.Dropped);
        Assert.Equal(Compact("""
            {"location":"westeurope","tags":{"a":"b","c":"d"},"properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]},
             "subnets":[{"name":"s","properties":{"addressPrefix":"10.0.0.0/24","networkSecurityGroup":{"id":"/nsg"}}}]}}
            """), JsonBody.Write(body.Body));
    }

    [Fact]
    public void Patch_holds_what_is_named_whole_and_nothing_else()
    {
        var read = JsonBody.Parse("""
            {"location":"westeurope","kind":"StorageV2","sku":{"name":"Standard_LRS"},"tags":{"a":"b"},"properties":{"accessTier":"Hot",
             "fromTheFuture":1,"networkAcls":{"fromTheFuture":[],"ipv6Rules":[{"value":"2001:db8::/64","action":"Allow"}],"bypass":"AzureServices","virtualNetworkRules":[],
             "ipRules":[{"value":"203.0.113.4","action":"Allow"}],"defaultAction":"Allow"}}}
            """);

        var body = BodyRules.ComposePatch(ResourceTypes.StorageAccount, read, JsonBody.Parse(
            """{"properties":{"networkAcls":{"virtualNetworkRules":[{"id":"/subnet","action":"Allow"}]}}}"""));

        Assert.Equal(["properties.networkAcls.fromTheFuture"], body.Dropped);
        Assert.Equal(Compact("""
            {"properties":{"networkAcls":{"ipv6Rules":[{"value":"2001:db8::/64","action":"Allow"}],"bypass":"AzureServices",
             "virtualNetworkRules":[{"id":"/subnet","action":"Allow"}],
             "ipRules":[{"value":"203.0.113.4","action":"Allow"}],"defaultAction":"Allow"}}}
            """), JsonBody.Write(body.Body));
    }

    [Theory]
    [InlineData("/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a", "2025-01-01")]
    [InlineData("/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/a/virtualNetworkRules/r", "2023-08-01")]
    [InlineData("/subscriptions/s/resourceGroups/g/providers/microsoft.dbforpostgresql/flexibleservers/a", "2024-08-01")]
    [InlineData("/subscriptions/s/resourceGroups/g/providers/Microsoft.DBforPostgreSQL/servers/a", "2017-12-01")]
    [InlineData("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/a/subnets/b", ResourceTypes.NetworkApiVersion)]
    [InlineData("/subscriptions/s/resourceGroups/g", ResourceTypes.ResourcesApiVersion)]
    public void Each_provider_has_its_version(string id, string version)
    {
        Assert.Equal(version, ResourceTypes.ApiVersion(ResourceId.Parse(id)));
        Assert.Equal(version, ResourceTypes.ApiVersionOfList(id[..id.LastIndexOf('/')]));
    }

    [Fact]
    public void Creation_is_the_changes_alone() =>
        Assert.Equal("""{"properties":{"addressPrefix":"10.0.0.0/24"}}""", JsonBody.Write(BodyRules.Compose(
            ResourceTypes.Subnet, null, JsonBody.Parse("""{"properties":{"addressPrefix":"10.0.0.0/24"}}""")).Body));

    [Fact]
    public void Type_without_rules_is_refused() =>
        Assert.Throws<NotSupportedException>(() => BodyRules.Compose("Microsoft.Network/bastionHosts", null, []));

    // The examples of RFC 7396, appendix A, that have an object on both sides.
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""{}""", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void Merge_follows_the_rfc(string target, string patch, string result) =>
        Assert.Equal(result, JsonBody.Write(JsonBody.Merge(JsonBody.Parse(target), JsonBody.Parse(patch))));

    [Theory]
    [InlineData("""{"properties":{"a":"X"}}""", """{"properties":{"a":"x","b":1}}""", "")]
    [InlineData("""{"properties":{"a":1}}""", """{}""", "properties")]
    [InlineData("""{"a":{"b":true,"c":2}}""", """{"a":{"b":false,"c":2}}""", "a.b")]
    [InlineData("""{"a":["x","y"]}""", """{"a":["x"]}""", "a")]
    [InlineData("""{"a":["x","y"]}""", """{"a":["x","z"]}""", "a[1]")]
    [InlineData("""{"a":null}""", """{"b":1}""", "")]
    [InlineData("""{"tags":{"a":"X"}}""", """{"tags":{"a":"x"}}""", "tags.a")]
    [InlineData("""{"id":"/subscriptions/S/resourcegroups/G/providers/N/t/a"}""", """{"id":"/subscriptions/s/resourceGroups/g/providers/n/T/A/"}""", "")]
    public void Differences_name_the_paths(string wanted, string actual, string paths) =>
        Assert.Equal(paths, string.Join(',', JsonBody.Differences(JsonBody.Parse(wanted), JsonNode.Parse(actual) as JsonObject)));

    private static string Compact(string json) => JsonBody.Write(JsonBody.Parse(json));
}
