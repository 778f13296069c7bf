using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Services.Endpoints;
using Xunit;
using static AzNetHelper.Tests.Services.Endpoints.EndpointEstate;

namespace AzNetHelper.Tests.Services.Endpoints;

/// <summary>The public addresses that a subnet is seen with, and what is not known of them.</summary>
public sealed class EgressTests
{
    private static readonly string s_nic = Id(ResourceTypes.NetworkInterface, "nic").ToString();
    private static readonly string s_lb = Id(ResourceTypes.LoadBalancer, "lb").ToString();
    private static readonly string s_table = Id(ResourceTypes.RouteTable, "rt").ToString();

    private static string Inhabited(string more = "") => $$$$"""{"ipConfigurations":[{"id":"{{{{s_nic}}}}/ipConfigurations/one"}]{{{{more}}}}}""";

    [Fact]
    public void A_NAT_gateway_wins_over_an_address_of_the_instance()
    {
        var nat = Id(ResourceTypes.NatGateway, "nat");
        var estate = WithInterface(Inhabited($$$$""","natGateway":{"id":"{{{{nat}}}}"}"""), $$$$"""{"publicIPAddress":{"id":"{{{{Pip("own")}}}}"}}""").Public("own", "203.0.113.1")
            .Public("nat-1", "203.0.113.2").Resource(Id(EgressWays.PublicPrefix, "more"), """{"ipPrefix":"198.51.100.0/30"}""")
            .Resource(nat, $$$$"""{"publicIpAddresses":[{"id":"{{{{Pip("nat-1")}}}}"}],"publicIpPrefixes":[{"id":"{{{{Id(EgressWays.PublicPrefix, "more")}}}}"}]}""");

        Assert.Equal(["198.51.100.0/30", "203.0.113.2/32"], Known(estate));
    }

    [Fact]
    public void An_address_of_the_instance_wins_over_the_load_balancer()
    {
        var estate = WithInterface(Inhabited(), $$$$"""{"publicIPAddress":{"id":"{{{{Pip("own")}}}}"},"loadBalancerBackendAddressPools":[{"id":"{{{{s_lb}}}}/backendAddressPools/p"}]}""")
            .Public("own", "203.0.113.1");

        Assert.Equal(["203.0.113.1/32"], Known(estate));
    }

    [Theory]
    [InlineData("""{"outboundRules":[{"properties":{"backendAddressPool":{"id":"LB/backendAddressPools/p"},"frontendIPConfigurations":[{"id":"LB/frontendIPConfigurations/out"}]}}]""", true)]
    [InlineData("""{"loadBalancingRules":[{"properties":{"backendAddressPool":{"id":"LB/backendAddressPools/p"},"frontendIPConfiguration":{"id":"LB/frontendIPConfigurations/out"}}}]""", true)]
    [InlineData("""{"loadBalancingRules":[{"properties":{"disableOutboundSnat":true,"backendAddressPool":{"id":"LB/backendAddressPools/p"},"frontendIPConfiguration":{"id":"LB/frontendIPConfigurations/out"}}}]""", false)]
    [InlineData("""{"outboundRules":[{"properties":{"backendAddressPool":{"id":"LB/backendAddressPools/other"},"frontendIPConfigurations":[{"id":"LB/frontendIPConfigurations/out"}]}}]""", false)]
    public void A_load_balancer_counts_by_its_outbound_rules(string rules, bool counts)
    {
        var estate = WithInterface(Inhabited(), $$$$"""{"loadBalancerBackendAddressPools":[{"id":"{{{{s_lb}}}}/backendAddressPools/p"}]}""").Public("lb-out", "203.0.113.3")
            .Resource(Id(ResourceTypes.LoadBalancer, "lb"), rules.Replace("LB", s_lb, StringComparison.Ordinal)
                + $$$$""","frontendIPConfigurations":[{"name":"out","properties":{"publicIPAddress":{"id":"{{{{Pip("lb-out")}}}}"}}}]}""");

        var egress = Of(estate);
        Assert.Equal(counts ? ["203.0.113.3/32"] : [], egress.Addresses.Select(a => a.ToString()));
        Assert.Equal(counts, egress.IsKnown);
    }

    [Fact]
    public void Default_outbound_access_is_unknown_and_without_it_nobody_gets_out()
    {
        Assert.Contains("Azure chooses", Assert.Single(Of(WithInterface(Inhabited(), "{}")).Unknown), StringComparison.Ordinal);
        var none = Of(WithInterface(Inhabited(""","defaultOutboundAccess":false"""), "{}"));
        Assert.True(none.IsKnown);
        Assert.Empty(none.Ways);
    }

    [Theory]
    [InlineData("VirtualAppliance", "10.0.9.4", "203.0.113.9/32", "firewall fw")]
    [InlineData("VirtualAppliance", "10.0.9.5", null, "appliance at 10.0.9.5")]
    [InlineData("VirtualNetworkGateway", null, null, "gateway")]
    [InlineData("None", null, "", "drops")]
    public void A_default_route_of_its_own_wins(string hop, string? address, string? seen, string forced)
    {
        var egress = Of(Routed(hop, address, ""));

        Assert.Contains(forced, egress.Forced, StringComparison.Ordinal);
        Assert.Equal(seen is null or "" ? [] : [seen], egress.Addresses.Select(a => a.ToString()));
        Assert.Equal(seen is not null, egress.IsKnown);
    }

    [Fact]
    public void A_default_route_to_the_internet_changes_nothing() => Assert.Equal(["203.0.113.1/32"], Known(Routed("Internet", null, "")));

    [Fact]
    public void A_learned_default_route_counts_unless_the_table_takes_none()
    {
        var learned = new Dictionary<ResourceId, LentRoutes> { [Network] = new() { DefaultRoutes = ["gw, learned from 10.9.0.1 (EBgp)"] } };
        var estate = WithInterface(Inhabited(), $$$$"""{"publicIPAddress":{"id":"{{{{Pip("own")}}}}"}}""").Public("own", "203.0.113.1");
        Assert.Contains("learns a default route", Of(estate, learned).Forced, StringComparison.Ordinal);
        Assert.False(Of(estate, learned).IsKnown);

        var deaf = Routed("Internet", null, ""","disableBgpRoutePropagation":true""");
        Assert.Null(Of(deaf, learned).Forced);
        Assert.Single(Of(estate, new() { [Network] = new() { Unknown = "it did not answer" } }).Unknown);
    }

    [Fact]
    public void What_cannot_be_read_is_told()
    {
        Assert.False(Of(new EndpointEstate().Subnet("app", Inhabited())).IsKnown);
        Assert.False(Of(new EndpointEstate().Subnet("app", $$$$"""{"routeTable":{"id":"{{{{s_table}}}}"}}""")).IsKnown);
        Assert.False(Of(new EndpointEstate().Subnet("app", $$$$"""{"natGateway":{"id":"{{{{Id(ResourceTypes.NatGateway, "nat")}}}}"}}""")).IsKnown);
        Assert.False(Of(new EndpointEstate().Subnet("app", """{"delegations":[{"name":"d","properties":{"serviceName":"Microsoft.Web/serverFarms"}}]}""")).IsKnown);
        Assert.True(Of(new EndpointEstate().Subnet("app")).IsKnown);
    }

    // That a way is there and its address is not known is not that there is no way.
    [Fact]
    public void An_address_that_cannot_be_read_is_not_none()
    {
        var nat = Id(ResourceTypes.NatGateway, "nat");
        var behind = new EndpointEstate().Subnet("app", $$$$"""{"natGateway":{"id":"{{{{nat}}}}"}}""").Public("one", "203.0.113.2")
            .Resource(nat, $$$$"""{"publicIpAddresses":[{"id":"{{{{Pip("one")}}}}"},{"id":"{{{{Pip("hidden")}}}}"}],"publicIpPrefixes":[{"id":"{{{{Id(EgressWays.PublicPrefix, "more")}}}}"}]}""");
        Assert.Equal(2, Of(behind).Unknown.Length);
        Assert.Equal(["203.0.113.2/32"], Of(behind).Addresses.Select(a => a.ToString()));

        Assert.Contains("own", Assert.Single(Of(WithInterface(Inhabited(), $$$$"""{"publicIPAddress":{"id":"{{{{Pip("own")}}}}"}}""")).Unknown), StringComparison.Ordinal);
        var balanced = WithInterface(Inhabited(), $$$$"""{"loadBalancerBackendAddressPools":[{"id":"{{{{s_lb}}}}/backendAddressPools/p"}]}""")
            .Resource(Id(ResourceTypes.LoadBalancer, "lb"), """{"outboundRules":[{"properties":{"backendAddressPool":{"id":"LB/backendAddressPools/p"},"frontendIPConfigurations":[{"id":"LB/frontendIPConfigurations/out"}]}}]"""
                .Replace("LB", s_lb, StringComparison.Ordinal) + $$$$""","frontendIPConfigurations":[{"name":"out","properties":{"publicIPAddress":{"id":"{{{{Pip("lb-out")}}}}"}}}]}""");
        Assert.Contains("lb-out", Assert.Single(Of(balanced).Unknown), StringComparison.Ordinal);
        Assert.Contains(Of(Routed("VirtualAppliance", "10.0.9.4", "").Resource(Pip("fw"), "{}")).Unknown, u => u.Contains("fw", StringComparison.Ordinal));
    }

    private static EndpointEstate Routed(string hop, string? address, string more)
    {
        var next = address is null ? string.Empty : $$$$""","nextHopIpAddress":"{{{{address}}}}" """;
        return WithInterface(Inhabited($$$$""","routeTable":{"id":"{{{{s_table}}}}"}"""), $$$$"""{"publicIPAddress":{"id":"{{{{Pip("own")}}}}"}}""").Public("own", "203.0.113.1")
            .Resource(Id(ResourceTypes.RouteTable, "rt"), $$$$"""{"routes":[{"name":"all","properties":{"addressPrefix":"0.0.0.0/0","nextHopType":"{{{{hop}}}}"{{{{next}}}}}}]{{{{more}}}}}""")
            .Public("fw", "203.0.113.9")
            .Resource(Id(ResourceTypes.AzureFirewall, "fw"), $$$$"""{"ipConfigurations":[{"name":"c","properties":{"privateIPAddress":"10.0.9.4","publicIPAddress":{"id":"{{{{Pip("fw")}}}}"}}}]}""");
    }

    private static EndpointEstate WithInterface(string subnet, string configuration) => new EndpointEstate().Subnet("app", subnet)
        .Resource(Id(ResourceTypes.NetworkInterface, "nic"), $$$$"""{"ipConfigurations":[{"name":"one","properties":{{{{configuration}}}}}]}""");

    private static ResourceId Pip(string name) => Id(ResourceTypes.PublicIPAddress, name);

    private static IEnumerable<string> Known(EndpointEstate estate)
    {
        var egress = Of(estate);
        Assert.True(egress.IsKnown, egress.ToString());
        return egress.Addresses.Select(a => a.ToString());
    }

    private static SubnetEgress Of(EndpointEstate estate, Dictionary<ResourceId, LentRoutes>? learned = null) =>
        new EgressWays(estate.Topology).Of(estate.Topology.VirtualNetwork(Network)!.Subnets.Single(s => s.Name == "app"), learned ?? []);
}
