using System.Text;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using Xunit;

namespace AzNetHelper.Tests.Networks;

public sealed class ArmDocumentsTests
{
    private const string Group = "/subscriptions/s1/resourceGroups/rg1/providers/Microsoft.Network";

    [Fact]
    public void What_is_absent_gets_the_services_default()
    {
        var half = Half("""{"remoteVirtualNetwork":{"id":"REMOTE"}}""");
        Assert.True(half.AllowVirtualNetworkAccess);
        Assert.False(half.AllowForwardedTraffic);
        Assert.False(half.AllowGatewayTransit);
        Assert.False(half.UseRemoteGateways);
        Assert.True(half.PeerCompleteVNets);
        Assert.Equal(PeeringSyncLevel.FullyInSync, half.SyncLevel);
        Assert.Equal(ProvisioningState.Succeeded, half.ProvisioningState);
        Assert.Null(half.RemoteAddressSpace);
        Assert.False(half.StateIsTold);
    }

    [Theory]
    [InlineData("Quarantined")]
    [InlineData("1")]
    [InlineData("Connected, Initiated")]
    [InlineData("-1")]
    public void A_value_that_came_later_than_this_module_is_unknown_and_not_the_default(string value)
    {
        var half = Half($$"""
            {"remoteVirtualNetwork":{"id":"REMOTE"},"peeringState":"{{value}}","peeringSyncLevel":"{{value}}","provisioningState":"{{value}}"}
            """);
        Assert.Equal(PeeringState.Unknown, half.State);
        Assert.Equal(PeeringSyncLevel.Unknown, half.SyncLevel);
        Assert.Equal(ProvisioningState.Unknown, half.ProvisioningState);
    }

    [Theory]
    [InlineData("disconnected", PeeringState.Disconnected)]
    [InlineData("INITIATED", PeeringState.Initiated)]
    [InlineData("Connected", PeeringState.Connected)]
    public void Values_are_read_in_any_case(string value, PeeringState state) =>
        Assert.Equal(state, Half($$"""{"remoteVirtualNetwork":{"id":"REMOTE"},"peeringState":"{{value}}"}""").State);

    [Fact]
    public void A_flag_may_be_a_text_as_Network_Manager_writes_it() =>
        Assert.False(Half("""{"remoteVirtualNetwork":{"id":"REMOTE"},"allowVirtualNetworkAccess":"False"}""").AllowVirtualNetworkAccess);

    [Theory]
    [InlineData("rg1", "ANM_8C1F", PeeringOwner.VirtualNetworkManager)]
    [InlineData("rg1", "RemoteVnetToHubPeering_8c1f", PeeringOwner.VirtualWan)]
    [InlineData("databricks-rg-ws1-x2", "any", PeeringOwner.ManagedService)]
    [InlineData("rg1", "databricks-dev-to-hub", PeeringOwner.User)]
    [InlineData("rg1", "MANM_to-hub", PeeringOwner.User)]
    [InlineData("rg1", "spoke-to-hub", PeeringOwner.User)]
    public void The_owner_of_a_half_is_told_by_the_names_of_Azures_services(string group, string name, PeeringOwner owner)
    {
        var id = Sample.NetworkId("v1", group);
        var body = Sample.Network(id, peerings: [Sample.Peering(id, name, Sample.NetworkId("v2"))]);
        Assert.Equal(owner, Assert.IsType<VirtualNetwork>(ArmDocuments.Read(Sample.Document(body))).Peerings.Single().Owner);
    }

    [Theory]
    [InlineData("both", PeeringState.Connected)]
    [InlineData("one", PeeringState.Initiated)]
    [InlineData("unread", PeeringState.Unknown)]
    public void A_state_that_nobody_told_follows_from_what_is_there(string case_, PeeringState state)
    {
        var (near, far) = (Sample.NetworkId("v1"), Sample.NetworkId("v2"));
        List<ResourceDocument> documents =
            [Sample.Document(Sample.Network(near, peerings: [Sample.Peering(near, "out", far, state: null)]))];
        if (case_ != "unread")
        {
            documents.Add(Sample.Document(Sample.Network(far,
                peerings: case_ == "both" ? [Sample.Peering(far, "back", near, state: null)] : [])));
        }

        var topology = new Topology(documents);
        Assert.Equal(state, topology.VirtualNetwork(near)!.Peerings.Single().State);
    }

    [Fact]
    public void Routes_tell_prefixes_from_service_tags_and_unknown_hops_from_none()
    {
        var table = Assert.IsType<RouteTable>(Read($"{Group}/routeTables/rt", """
            {"properties":{"disablePeeringRoute":"all","disableBgpRoutePropagation":true,"routes":[
              {"name":"a","properties":{"addressPrefix":"10.0.0.0/8","nextHopType":"virtualappliance","nextHopIpAddress":"10.1.0.4"}},
              {"name":"b","properties":{"addressPrefix":"AzureCloud.WestEurope","nextHopType":"Internet"}},
              {"name":"c","properties":{"addressPrefix":"10.0.0.9/8","nextHopType":"Hyperlane"}},
              {"name":"d","properties":{"addressPrefix":"10.0.0.0/99","nextHopType":"None","nextHopIpAddress":""}},
              {"name":"e","properties":{"addressPrefix":"::/0","nextHopType":"VirtualApplianceEcmp","nextHop":{"nextHopIpAddresses":["fd00::4","fd00::5"]}}}]}}
            """));
        Assert.True(table.DisablePeeringRoute);
        Assert.True(table.DisableBgpRoutePropagation);
        Assert.Equal(["10.0.0.0/8", null, "10.0.0.0/8", null, "::/0"], table.Routes.Select(r => r.Prefix?.ToString()));
        Assert.Equal(
            [NextHopType.VirtualAppliance, NextHopType.Internet, NextHopType.Unknown, NextHopType.None, NextHopType.VirtualApplianceEcmp],
            table.Routes.Select(r => r.NextHopType));
        Assert.Equal(["10.1.0.4"], table.Routes[0].NextHops.Select(h => h.ToString()));
        Assert.Equal(2, table.Routes[4].NextHops.Length);
    }

    [Fact]
    public void A_document_that_is_not_what_it_says_is_named()
    {
        var fault = Assert.Throws<InvalidTopologyException>(() => Read($"{Group}/virtualNetworks/v1",
            """{"properties":{"addressSpace":{"addressPrefixes":["10.0.0.1/8"]}}}"""));
        Assert.Contains("v1", fault.Message, StringComparison.Ordinal);
        Assert.Contains("10.0.0.1/8", fault.Message, StringComparison.Ordinal);
        Assert.Equal("v1", fault.Resource!.Name);
    }

    [Fact]
    public void A_gap_covers_what_lies_in_it()
    {
        var network = ResourceId.Parse($"{Group}/virtualNetworks/v1");
        Assert.True(Gap($"{Group}/virtualNetworks/V1").Covers(network));
        Assert.True(Gap("/subscriptions/s1").Covers(network));
        Assert.True(Gap("/subscriptions/s1/providers/Microsoft.Network/virtualNetworks").Covers(network));
        Assert.True(Gap("/subscriptions/s1/resourceGroups/RG1/providers/Microsoft.Network/virtualNetworks").Covers(network));
        Assert.False(Gap("/subscriptions/s1/providers/Microsoft.Network/routeTables").Covers(network));
        Assert.False(Gap("/subscriptions/s2/providers/Microsoft.Network/virtualNetworks").Covers(network));
        Assert.False(Gap($"{Group}/virtualNetworks/v10").Covers(network));
        Assert.False(Gap("Resource Graph").Covers(network));

        static TopologyGap Gap(string scope) => new(scope, "AuthorizationFailed", "no");
    }

    private static PeeringHalf Half(string properties) => ArmDocuments.Peering(new ResourceDocument(
        ResourceId.Parse($"{Group}/virtualNetworks/v1/virtualNetworkPeerings/p"), Encoding.UTF8.GetBytes(
            $$"""{"name":"p","properties":{{properties.Replace("REMOTE", $"{Group}/virtualNetworks/v2", StringComparison.Ordinal)}} }""")));

    private static object? Read(string id, string json) =>
        ArmDocuments.Read(new(ResourceId.Parse(id), Encoding.UTF8.GetBytes(json)));
}
