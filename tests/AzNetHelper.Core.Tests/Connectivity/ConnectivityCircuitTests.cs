using AzNetHelper.Connectivity;
using AzNetHelper.Tests.Reachability;
using Xunit;
using static AzNetHelper.Tests.Connectivity.ConnectivityCases;

namespace AzNetHelper.Tests.Connectivity;

/// <summary>What the circuit and the gateways that are there say of a connection with a site: how much, how soon, whether at all.</summary>
public sealed class ConnectivityCircuitTests
{
    private static TestEstate OwnGateway(string? sku = "ErGw1AZ", string prefix = "10.0.255.0/27") =>
        Two().Subnet("a", "GatewaySubnet", prefix).Gateway("er-a", "a", "ExpressRoute", sku!);

    [Theory]
    [InlineData(50, "ErGw1AZ", 50)]
    [InlineData(5000, "ErGw1AZ", 1000)]
    [InlineData(5000, null, 5000)]
    public void The_narrower_of_circuit_and_gateway_limits(int circuit, string? sku, int limit)
    {
        var option = Of(Ask(OwnGateway(sku).Circuit(megabits: circuit).Line("er-a").Topology(), "a", "site:er", $"mbps={limit + 1}"), ConnectivityKind.ExpressRoute);
        Assert.Equal(limit, option.LimitMbps);
        Assert.Contains(option.Reasons, r => r.Id == "BandwidthTooSmall");
    }

    [Fact]
    public void A_gateway_that_would_be_made_limits_as_well()
    {
        Assert.Equal(1000, Of(Ask(Two().Topology(), "a", "192.168.0.0/16"), ConnectivityKind.ExpressRoute).LimitMbps);

        // One of scale units is made as large as it was asked for, and carries no more.
        Assert.Equal(12000, Of(Ask(Two().Topology(), "a", "192.168.0.0/16", "mbps=11500"), ConnectivityKind.ExpressRoute).LimitMbps);
        Assert.Equal(OptionStatus.Unfit, Of(Ask(Two().Circuit(megabits: 50).Topology(), "a", "site:er", "mbps=5000"), ConnectivityKind.ExpressRoute).Status);
    }

    [Fact]
    public void A_circuit_counts_for_the_site_that_it_leads_to()
    {
        var known = Of(Ask(Two().Circuit().Topology(), "a", "site:er"), ConnectivityKind.ExpressRoute);
        Assert.Contains("circuit er", known.Has);
        Assert.DoesNotContain(known.Marks, m => m.Id == "ProviderNeeded");

        var unknown = Of(Ask(Two().Circuit().Site().Topology(), "a", "site:office"), ConnectivityKind.ExpressRoute);
        Assert.Empty(unknown.Has);
        Assert.Contains(unknown.Marks, m => m.Id == "ProviderNeeded");
        Assert.Contains(unknown.Needs, n => n.Contains("er will do if it leads there", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Standard", "chinaeast2", "OtherCloud")]
    [InlineData("Premium", "chinaeast2", "OtherCloud")]
    public void A_circuit_of_another_cloud_is_none(string tier, string location, string id) => Assert.Contains(
        Of(Ask(Two().Circuit(tier, location: location).Topology(), "a", "site:er"), ConnectivityKind.ExpressRoute).Reasons, r => r.Id == id);

    [Theory]
    [InlineData("Local", "southeastasia", "Local circuit")]
    [InlineData("Standard", "southeastasia", "else tier Premium")]
    [InlineData("Premium", "southeastasia", null)]
    public void How_far_a_tier_reaches_is_told(string tier, string location, string? says)
    {
        var needs = string.Join(' ', Of(Ask(Two().Circuit(tier, location: location).Topology(), "a", "site:er"), ConnectivityKind.ExpressRoute).Needs);
        Assert.Equal(says is not null, needs.Contains("tier", StringComparison.Ordinal));
        Assert.Contains(says ?? string.Empty, needs, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Standard", 9, true)]
    [InlineData("Standard", 10, false)]
    [InlineData("Premium", 19, true)]
    [InlineData("Premium", 20, false)]
    public void A_circuit_takes_so_many_networks(string tier, int links, bool isPossible)
    {
        var estate = Two().Circuit(tier, megabits: 50);
        for (var at = 0; at < links; at++)
        {
            estate = estate.Line($"other{at}");
        }

        var option = Of(Ask(estate.Topology(), "a", "site:er"), ConnectivityKind.ExpressRoute);
        Assert.Equal(isPossible, option.IsPossible);
        Assert.Equal(!isPossible, option.Reasons.Any(r => r.Id == "TooManyCircuitLinks"));
    }

    [Fact]
    public void Room_for_the_gateway_is_looked_at()
    {
        var full = new TestEstate().VNet("a", "10.0.0.0/24").Subnet("a", "s", "10.0.0.0/24");
        Assert.Contains(Option(full).Commands, c => c.Contains("-ExtendAddressSpace", StringComparison.Ordinal));
        Assert.Contains(Option(Two().Subnet("a", "GatewaySubnet", "10.0.255.0/29")).Reasons, r => r.Id == "GatewaySubnetTooSmall");
        Assert.DoesNotContain(Option(Two()).Commands, c => c.Contains("-ExtendAddressSpace", StringComparison.Ordinal));
        Assert.Contains(Option(Two()).Needs, n => n.Contains("Create ExpressRoute gateway 'ergw-a'", StringComparison.Ordinal));

        static ConnectivityOption Option(TestEstate estate) => Of(Ask(estate.Topology(), "a", "192.168.0.0/16"), ConnectivityKind.ExpressRoute);
    }

    /// <summary>With a circuit that leads there both commands are told, and none more.</summary>
    [Fact]
    public void The_commands_make_gateway_and_connection()
    {
        var option = Of(Ask(Two().Circuit().Topology(), "a", "site:er"), ConnectivityKind.ExpressRoute);
        Assert.Equal(["New-ExpressRouteGateway", "New-ExpressRouteConnection"], option.Commands.Select(c => c.Split(' ')[0]));
        Assert.All(option.Plans, p => Assert.True(p.CanApply));
        var without = Of(Ask(Two().Topology(), "a", "192.168.0.0/16"), ConnectivityKind.ExpressRoute);
        Assert.Contains("New-ExpressRouteCircuit", without.NextStep, StringComparison.Ordinal);
        Assert.Contains("New-ExpressRouteConnection -Gateway", without.NextStep, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Chicago", false)]
    [InlineData("London", true)]
    public void A_region_out_of_reach_is_an_obstacle(string location, bool isPossible)
    {
        var estate = Two().Other(TestEstate.Id("expressRouteCircuits", "er"), ExpressRoute.Connections.CircuitConnectionEstate.Circuit(
            c => c["properties"]!["serviceProviderProperties"]!["peeringLocation"] = location));
        var option = Of(Ask(estate.Topology(), "a", "site:er"), ConnectivityKind.ExpressRoute);
        Assert.Equal((isPossible, !isPossible), (option.IsPossible, option.Reasons.Any(r => r.Id == "RegionOutOfReach")));
    }

    [Fact]
    public void It_takes_as_long_as_what_is_missing()
    {
        Assert.Equal("days to weeks for the provider, then 45 minutes for the gateway", SetUp(Two(), "192.168.0.0/16"));
        Assert.Equal("45 minutes for the gateway", SetUp(Two().Circuit(), "site:er"));
        Assert.Equal("minutes", SetUp(OwnGateway().Circuit(), "site:er"));

        static string SetUp(TestEstate estate, string site) => Of(Ask(estate.Topology(), "a", site), ConnectivityKind.ExpressRoute).SetUp;
    }

    /// <summary>Translating needs a gateway, too, where there is none.</summary>
    [Theory]
    [InlineData(false, "45 minutes")]
    [InlineData(true, "minutes, and the device")]
    public void A_tunnel_with_translated_addresses_has_the_gateway_it_needs(bool isThere, string setUp)
    {
        var estate = Two().Site(prefix: "10.0.64.0/18");
        estate = isThere ? estate.Subnet("a", "GatewaySubnet", "10.0.255.0/27").Gateway("ga", "a", sku: "VpnGw2AZ") : estate;
        var option = Of(Ask(estate.Topology(), "a", "site:office"), ConnectivityKind.SiteToSite);
        Assert.Equal(OptionStatus.Possible, option.Status);
        Assert.StartsWith(setUp, option.SetUp, StringComparison.Ordinal);
        Assert.Contains(option.Marks, m => m.Id == "Natted");
        Assert.Equal(!isThere, option.Marks.Any(m => m.Id == "GatewayToBuild"));
        Assert.Equal(!isThere, option.Needs.Any(n => n.StartsWith("a VPN gateway", StringComparison.Ordinal)));
        Assert.DoesNotContain(option.Marks, m => m.Id == "Soon");
    }

    [Theory]
    [InlineData("site, gateway", "192.168.0.0/16", ConnectivityKind.SiteToSite, "minutes, and the device", false)]
    [InlineData("gateways", "b", ConnectivityKind.VNetToVNet, "minutes", true)]
    [InlineData("two", "b", ConnectivityKind.VNetToVNet, "45 minutes or more for each gateway, then minutes", false)]
    [InlineData("two", "b", ConnectivityKind.Peering, "seconds to minutes", true)]
    [InlineData("two", "KeyVault", ConnectivityKind.PrivateEndpoint, "minutes, and the private DNS zone", false)]
    [InlineData("two", "SqlManagedInstance", ConnectivityKind.VNetInjection, "minutes for the subnet, then the service", false)]
    [InlineData("site, hub", "192.168.0.0/16", ConnectivityKind.HubSpoke, "minutes", true)]
    [InlineData("site, hub", "172.20.0.0/16", ConnectivityKind.HubSpoke, "minutes, and the device", false)]
    [InlineData("gateways", "Clients", ConnectivityKind.PointToSite, "minutes, and every client's profile", false)]
    public void Set_up_and_soon_are_told_of_the_whole(string estate, string destination, ConnectivityKind kind, string setUp, bool isSoon)
    {
        var option = Of(Ask(ConnectivityAdvisorTests.Estate(estate), "a", destination), kind);
        Assert.Equal(setUp, option.SetUp);
        Assert.Equal(isSoon, option.Marks.Any(m => m.Id == "Soon"));
    }

    /// <summary>A site has one tunnel of a gateway, its own or that of a hub.</summary>
    [Fact]
    public void One_gateway_has_one_throughput_for_a_site()
    {
        var hub = Hub().Gateway("gh", "hub", sku: "VpnGw5AZ").Site().Tunnel("gh");
        var there = Of(Ask(hub.Topology(), "a", "site:office"), ConnectivityKind.HubSpoke);
        var own = Of(Ask(Two().Subnet("a", "GatewaySubnet", "10.0.255.0/27").Gateway("ga", "a", sku: "VpnGw5AZ").Site().Topology(), "a", "site:office"), ConnectivityKind.SiteToSite);
        Assert.Equal(own.LimitMbps, there.LimitMbps);
        Assert.NotNull(own.LimitMbps);
    }

    [Fact]
    public void Subnets_of_overlapping_networks_may_be_peered_where_their_prefixes_are_their_own()
    {
        Assert.DoesNotContain(Limits(Two("10.0.128.0/17")), l => l.StartsWith("subnet peering", StringComparison.Ordinal));
        Assert.Contains(Limits(new TestEstate().VNet("a", "10.0.0.0/16", "10.6.0.0/16").Subnet("a", "s", "10.6.0.0/24")
            .VNet("b", "10.0.0.0/16", "10.7.0.0/16").Subnet("b", "s", "10.7.0.0/24")), l => l.StartsWith("subnet peering", StringComparison.Ordinal));

        static IEnumerable<string> Limits(TestEstate estate) => Of(Ask(estate.Topology(), "a", "b"), ConnectivityKind.Peering).Limits;
    }
}
