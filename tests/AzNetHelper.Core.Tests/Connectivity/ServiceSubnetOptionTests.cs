using AzNetHelper.Connectivity;
using AzNetHelper.Placement;
using AzNetHelper.Tests.Placement;
using AzNetHelper.Tests.Reachability;
using Xunit;
using static AzNetHelper.Tests.Connectivity.ConnectivityCases;

namespace AzNetHelper.Tests.Connectivity;

/// <summary>Ways that rest on what is in a subnet, and on where a network is.</summary>
public sealed class ServiceSubnetOptionTests
{
    [Fact]
    public void A_service_gets_a_subnet_that_is_free()
    {
        var option = Injection("ContainerApps", "snet-container-apps");
        Assert.Equal(OptionStatus.Possible, option.Status);
        Assert.Matches("-Name .?snet-container-apps-2", Assert.Single(option.Commands));
    }

    [Fact]
    public void A_subnet_of_a_fixed_name_that_is_taken_is_no_way()
    {
        var option = Injection("Bastion", "AzureBastionSubnet");
        Assert.Equal(OptionStatus.NotPossible, option.Status);
        Assert.Contains(option.Reasons, r => r.Id == "AlreadyTaken");
    }

    [Fact]
    public void The_hub_of_the_region_comes_first_however_the_region_is_written()
    {
        var estate = Two().LocationOf("a", "West Europe").LocationOf("b", "West Europe");
        foreach (var (hub, at, region) in new[] { ("h1", "10.8.0.0", "northeurope"), ("h2", "10.9.0.0", "westeurope") })
        {
            estate.VNet(hub, $"{at}/16").LocationOf(hub, region).Subnet(hub, "GatewaySubnet", $"{at}/27").Gateway($"g{hub}", hub);
        }

        var options = Ask(estate.Topology(), "a", "b");
        Assert.StartsWith("h2 ", options.First(o => o.Kind == ConnectivityKind.HubSpoke).Via, StringComparison.Ordinal);
    }

    private static ConnectivityOption Injection(string service, string subnet)
    {
        var row = ServiceCatalogue.Find(service)!;
        var estate = Place.For(row, change: p => Place.Link(p, row.ResourceTypes[0]), name: subnet);
        return Assert.Single(Ask(estate.Topology(), "v", service), o => o.Kind == ConnectivityKind.VNetInjection);
    }
}
