using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Placement;
using AzNetHelper.Tests.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Placement;

public sealed class SubnetOccupancyTests
{
    [Fact]
    public void Everything_that_a_subnet_lists_is_told_once_with_its_addresses()
    {
        var scaleSet = "/subscriptions/s/resourceGroups/MC_g/providers/Microsoft.Compute/virtualMachineScaleSets/aks-pool1-1-vmss";
        var endpoint = TestEstate.Id("privateEndpoints", "pe-sql");
        string[] configurations =
        [
            $"{scaleSet}/virtualMachines/0/networkInterfaces/nic/ipConfigurations/ipconfig1",
            $"{scaleSet}/virtualMachines/1/networkInterfaces/nic/ipConfigurations/ipconfig1",
            TestEstate.Id("networkInterfaces", "vm1-nic").Child("ipConfigurations", "a").ToString(),
            TestEstate.Id("networkInterfaces", "vm1-nic").Child("ipConfigurations", "b").ToString(),
            TestEstate.Id("networkInterfaces", "pe-sql.nic.0f1e").Child("ipConfigurations", "privateEndpointIpConfig").ToString(),
            TestEstate.Id("virtualNetworkGateways", "gw").Child("ipConfigurations", "default").ToString(),
        ];
        var occupancy = Of(p =>
        {
            p["ipConfigurations"] = Ids(configurations);
            p["privateEndpoints"] = Ids(endpoint.ToString(), TestEstate.Id("privateEndpoints", "pe-blob").ToString());
            Place.Link(p, "Microsoft.Web/serverFarms");
            Place.Delegate(p, "Microsoft.Web/serverFarms");
        });

        Assert.Equal(
        [
            ("aks-pool1-1-vmss", 2, DeployedBy.IPConfiguration, "AksNodes"), ("gw", 1, DeployedBy.IPConfiguration, null), ("link", 0, DeployedBy.ServiceLink, null),
            ("pe-blob", 1, DeployedBy.PrivateEndpoint, null), ("pe-sql", 1, DeployedBy.PrivateEndpoint, null), ("vm1-nic", 2, DeployedBy.IPConfiguration, (string?)null),
        ], occupancy.Resources.Select(r => (r.Name, r.Addresses, r.By, r.Service)));
        Assert.Equal((251L, 7L, 244L, true), (occupancy.Addresses, occupancy.Used, occupancy.Free, occupancy.IsAtLeast));
        Assert.Equal(["Microsoft.Web/serverFarms"], occupancy.Delegations);
        Assert.Equal(2.8, occupancy.PercentUsed);
    }

    [Fact]
    public void Interfaces_of_private_endpoints_count_once_whatever_their_name_and_group()
    {
        static ResourceId At(string group, string type, string name) => ResourceId.ForResource("s", group, $"Microsoft.Network/{type}", name);
        static string Address(ResourceId nic, string name = "privateEndpointIpConfig") => nic.Child("ipConfigurations", $"{name}.1").ToString();
        var occupancy = Of(p =>
        {
            p["ipConfigurations"] = Ids(
                Address(At("one", "networkInterfaces", "pe.nic.1")), Address(At("one", "networkInterfaces", "pe.nic.1"), "privateEndpointIpConfig2"),
                Address(At("two", "networkInterfaces", "pe.nic.2")), Address(At("two", "networkInterfaces", "nic-of-sql")),
                Address(At("two", "networkInterfaces", "vm"), "ipconfig"), Address(At("three", "networkInterfaces", "pe.nic.3"), "ipconfig"));
            p["privateEndpoints"] = Ids([.. new[] { At("one", "privateEndpoints", "pe"), At("two", "privateEndpoints", "pe"), At("two", "privateEndpoints", "sql") }
                .Select(e => e.ToString())]);
        });
        Assert.Equal(["one/pe 2", "three/pe.nic.3 1", "two/pe 1", "two/sql 1", "two/vm 1"],
            occupancy.Resources.Select(r => $"{r.Id!.ResourceGroup}/{r.Name} {r.Addresses}").Order(StringComparer.Ordinal));
        Assert.Equal(6, occupancy.Used);
    }

    [Fact]
    public void What_Azure_says_counts_over_what_is_listed()
    {
        var subnet = Place.For(ServiceCatalogue.Find("AppService")!, 24, p => Place.Link(p, "Microsoft.Web/serverFarms")).Topology().VirtualNetworks[0].Subnets[0];
        var told = SubnetOccupancy.Of(subnet, new(200, 251));
        Assert.Equal((200L, 51L, UsageSource.Azure, false), (told.Used, told.Free, told.Source, told.IsAtLeast));
        Assert.True(SubnetOccupancy.Of(subnet).IsAtLeast);
        Assert.Equal(0, SubnetOccupancy.Of(subnet, new(255, 251)).Free);
    }

    [Fact]
    public void An_empty_subnet_is_empty_and_IPv6_does_not_count()
    {
        var subnet = new TestEstate().VNet("v", "10.0.0.0/16", "fd00::/48").Subnet("v", "s", "10.0.0.0/29", second: "fd00::/64").Topology().VirtualNetworks[0].Subnets[0];
        var occupancy = SubnetOccupancy.Of(subnet);
        Assert.True(occupancy.IsEmpty);
        Assert.Equal((3L, 0L, 0d), (occupancy.Addresses, occupancy.Used, occupancy.PercentUsed));
    }

    private static SubnetOccupancy Of(Action<JsonObject> change)
    {
        var estate = new TestEstate().VNet("v", "10.0.0.0/16").Subnet("v", "snet", "10.0.0.0/24");
        change(estate.SubnetOf("v", "snet"));
        return SubnetOccupancy.Of(estate.Topology().VirtualNetworks[0].Subnets[0]);
    }

    private static JsonArray Ids(params string[] ids) => new([.. ids.Select(i => (JsonNode)new JsonObject { ["id"] = i })]);
}
