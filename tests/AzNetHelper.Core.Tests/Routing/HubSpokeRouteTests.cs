using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Routing;
using AzNetHelper.Tests.Reachability;
using Xunit;
using static AzNetHelper.Tests.Reachability.TestEstate;
using static AzNetHelper.Tests.Routing.RoutePlannerTests;

namespace AzNetHelper.Tests.Routing;

public sealed class HubSpokeRouteTests(ITestOutputHelper output)
{
    private static readonly ResourceId Hub = VNetId("hub");
    private static readonly ResourceId Nic = Id("networkInterfaces", "nva");
    private static readonly ResourceId Fw = Id("azureFirewalls", "fw");

    [Fact]
    public void Spokes_reach_each_other_through_an_interface_that_is_let_forward()
    {
        var topology = WithNic(Spokes()).Topology();
        Assert.Equal(Verdict.Blocked, Ask(topology, "s1", "s2"));
        var plan = HubSpokeRoutePlanner.Create(topology, new(Hub, HubHop.Of(Nic)));

        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Empty(plan.Notices);
        var after = PlanProjection.Apply(topology, plan);
        Assert.All(new[] { ("s1", "s2"), ("s1", "s3"), ("s2", "s3") }, p => Assert.Equal(Verdict.Reachable, Ask(after, p.Item1, p.Item2)));
        Assert.All(plan.Changes, c => Assert.Equal(Hub.ToString(), c.Group));
        Assert.All(new[] { "s1", "s2", "s3" }, s => Assert.True(after.VirtualNetwork(VNetId(s))!.PeeringTo(Hub)!.AllowForwardedTraffic));
        Assert.All(after.VirtualNetwork(Hub)!.Peerings, h => Assert.False(h.AllowForwardedTraffic));
        Assert.True(Assert.Single(after.NetworkInterfaces).EnableIPForwarding);
        Assert.Equal(["rt-s1", "rt-s2", "rt-s3"], after.RouteTables.Select(t => t.Name));

        // The same by its address; and again nothing is written.
        Assert.Equal(plan.Changes.Select(c => c.Key), HubSpokeRoutePlanner.Create(topology, new(Hub, HubHop.At(IPAddress.Parse("10.0.1.4")))).Changes.Select(c => c.Key));
        Assert.True(HubSpokeRoutePlanner.Create(after, new(Hub, HubHop.Of(Nic))).IsEmpty);
    }

    [Fact]
    public void Reserved_subnets_and_those_of_a_service_are_left_alone()
    {
        var estate = WithFirewall(Spokes().Subnet("s1", "GatewaySubnet", "10.1.250.0/27").Subnet("s1", "AzureBastionSubnet", "10.1.251.0/26")
            .Subnet("s1", "mi", "10.1.7.0/24").Subnet("s1", "web2", "10.1.8.0/24"));
        estate.SubnetOf("s1", "mi")["delegations"] = new JsonArray(
            new JsonObject { ["name"] = "d", ["properties"] = new JsonObject { ["serviceName"] = "Microsoft.Sql/managedInstances" } });
        estate.SubnetOf("s1", "web2")["delegations"] = new JsonArray(
            new JsonObject { ["name"] = "d", ["properties"] = new JsonObject { ["serviceName"] = "Microsoft.Web/serverFarms" } });
        var plan = HubSpokeRoutePlanner.Create(estate.Topology(), new(Hub, HubHop.Of(Fw)));

        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Equal([Sub("s1", "web"), Sub("s1", "web2"), Sub("s2", "web"), Sub("s3", "web")],
            plan.Changes.Select(c => c.Resource).Where(r => r.IsType(ResourceTypes.Subnet)).Order());
        Assert.Equal(["StillApart", "SubnetLeftOut"], plan.Notices.Select(n => n.Id).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("10.2.0.0/16 10.1.0.0/16 10.3.0.0/16", "10.2.0.0/16 10.3.0.0/16")]
    public void Prefixes_that_were_given_are_routed_instead(string given, string inS1)
    {
        var topology = WithFirewall(Spokes()).Topology();
        var plan = HubSpokeRoutePlanner.Create(topology, Request(given));
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        var after = PlanProjection.Apply(topology, plan);
        Assert.Equal(inS1.Split(' '), after.RouteTable(Id("routeTables", "rt-s1"))!.Routes.Select(r => r.Prefix.ToString()));
        Assert.Equal(Verdict.Reachable, Ask(after, "s1", "s2"));
        Assert.Equal(Verdict.Reachable, Ask(after, "s1", "hub"));
        Assert.Empty(plan.Notices);
    }

    [Fact]
    public void Where_a_shorter_route_would_lose_to_a_peering_the_exact_prefix_is_used_on_both_sides()
    {
        var topology = WithFirewall(Spokes().Peer("s1", "s2")).Topology();
        var plan = HubSpokeRoutePlanner.Create(topology, Request("10.0.0.0/8"));
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        var after = PlanProjection.Apply(topology, plan);
        Assert.Equal(["10.0.0.0/8", "10.2.0.0/16"], after.RouteTable(Id("routeTables", "rt-s1"))!.Routes.Select(r => r.Prefix.ToString()));
        Assert.Equal(["10.0.0.0/8", "10.1.0.0/16"], after.RouteTable(Id("routeTables", "rt-s2"))!.Routes.Select(r => r.Prefix.ToString()));
        Assert.Equal(["10.0.0.0/8"], after.RouteTable(Id("routeTables", "rt-s3"))!.Routes.Select(r => r.Prefix.ToString()));
        var answer = new ReachabilityEngine(after).Ask(new VNetEndpoint(VNetId("s1")), new VNetEndpoint(VNetId("s2")));
        Assert.Equal((Verdict.Reachable, PathKinds.Appliance), (answer.Verdict, answer.Kinds));
        Assert.Equal(2, plan.Changes.Count(c => c.Impact.Kind == Impact.Interrupts));
    }

    [Fact]
    public void A_prefix_that_holds_nothing_of_a_spoke_is_told() =>
        Assert.Contains(HubSpokeRoutePlanner.Create(WithFirewall(Spokes()).Topology(), Request("10.2.0.0/15")).Notices,
            n => n.Id == "PrefixMisses" && n.Message.Contains("10.1.0.0/16 of s1", StringComparison.Ordinal));

    [Fact]
    public void The_gateway_is_a_hop_with_transit_on_both_halves()
    {
        var topology = Spokes().Subnet("hub", "GatewaySubnet", "10.0.0.0/27").Gateway("gw", "hub").Topology();
        var plan = HubSpokeRoutePlanner.Create(topology, new(Hub, HubHop.Gateway));
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        var after = PlanProjection.Apply(topology, plan);
        Assert.Equal(Verdict.Reachable, Ask(after, "s1", "s3"));
        Assert.All(after.VirtualNetwork(Hub)!.Peerings, h => Assert.True(h.AllowGatewayTransit));
        Assert.All(after.VirtualNetwork(VNetId("s1"))!.Peerings, h => Assert.Equal((true, false), (h.UseRemoteGateways, h.AllowForwardedTraffic)));

        // The gateway is lent and used before a route leads there.
        var route = plan.Changes.First(c => c.Resource == Sub("s1", "web"));
        Assert.Contains(plan.Changes.Single(c => c.Resource.Parent == VNetId("s1") && c.Resource.IsType(ResourceTypes.Peering)).Key, route.DependsOn);
        Assert.True(HubSpokeRoutePlanner.Create(after, new(Hub, HubHop.Gateway)).IsEmpty);
    }

    [Theory]
    [InlineData("", "it has no VPN gateway")]
    [InlineData("ExpressRoute", "it has an ExpressRoute gateway")]
    [InlineData("Basic", "has the SKU Basic")]
    [InlineData("RouteServer", "it has a Route Server")]
    public void A_gateway_that_no_route_can_lead_to_is_refused(string what, string why)
    {
        var estate = Spokes();
        _ = what switch
        {
            "Basic" => estate.Gateway("gw", "hub", sku: "Basic"),
            "" => estate,
            _ => estate.Gateway("gw", "hub"),
        };
        if (what == "ExpressRoute")
        {
            estate.Gateway("er", "hub", "ExpressRoute", "ErGw1AZ");
        }
        else if (what == "RouteServer")
        {
            estate.Subnet("hub", "RouteServerSubnet", "10.0.9.0/27").Other(Id("virtualHubs", "rs"), new()
            {
                ["kind"] = "RouteServer",
                ["properties"] = new JsonObject
                {
                    ["bgpConnections"] = new JsonArray(),
                    ["ipConfigurations"] = new JsonArray(new JsonObject
                    {
                        ["properties"] = new JsonObject { ["subnet"] = new JsonObject { ["id"] = Sub("hub", "RouteServerSubnet").ToString() } },
                    }),
                },
            });
        }

        var problem = Assert.Single(HubSpokeRoutePlanner.Create(estate.Topology(), new(Hub, HubHop.Gateway)).Problems, p => p.CheckId == "GatewayHopUnsupported");
        Assert.Contains(why, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_behind_the_gateway_passes_the_appliance_both_ways()
    {
        var estate = WithSite(WithFirewall(Spokes(lend: true)));
        var topology = estate.Topology();
        var before = Site(topology, "s1");
        Assert.Equal((Verdict.Reachable, PathKinds.VpnGateway), (before.Verdict, before.Kinds));
        var plan = HubSpokeRoutePlanner.Create(topology, new(Hub, HubHop.Of(Fw)) { IncludeGatewaySubnet = true });

        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        var after = PlanProjection.Apply(topology, plan);
        var answer = Site(after, "s1");
        Assert.Equal((Verdict.Reachable, PathKinds.VpnGateway | PathKinds.Appliance), (answer.Verdict, answer.Kinds));
        Assert.Equal(Verdict.Reachable, Ask(after, "s1", "s2"));
        Assert.Equal(["10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16"],
            after.RouteTable(Id("routeTables", "rt-hub-gateway"))!.Routes.Select(r => r.Prefix.ToString()));
        Assert.Equal(["10.2.0.0/16", "10.3.0.0/16", "172.16.0.0/24", "192.168.0.0/16"],
            after.RouteTable(Id("routeTables", "rt-s1"))!.Routes.Select(r => r.Prefix.ToString()));
        var pool = new ReachabilityEngine(after).Ask(new ClientPoolEndpoint(Id("virtualNetworkGateways", "gw")), new VNetEndpoint(VNetId("s1")));
        Assert.Equal((Verdict.Reachable, PathKinds.VpnGateway | PathKinds.Appliance), (pool.Verdict, pool.Kinds));
    }

    [Fact]
    public void A_site_whose_prefixes_come_by_BGP_is_warned_of()
    {
        var estate = WithSite(WithFirewall(Spokes(lend: true)), bgp: true);
        Assert.Contains(HubSpokeRoutePlanner.Create(estate.Topology(), new(Hub, HubHop.Of(Fw)) { IncludeGatewaySubnet = true }).Notices,
            n => n.Id == "SitesUnknown" && n.Message.Contains("site tells by BGP", StringComparison.Ordinal));
    }

    [Fact]
    public void A_plan_by_which_somebody_loses_somebody_is_refused()
    {
        // s1 and s2 reach each other directly; nothing that is known stands at the address.
        var topology = Spokes().Peer("s1", "s2").Topology();
        var plan = HubSpokeRoutePlanner.Create(topology, new(Hub, HubHop.At(IPAddress.Parse("10.0.1.9"))));
        var problem = Assert.Single(plan.Problems);
        Assert.Equal("ReachabilityLost", problem.CheckId);
        Assert.Contains("rg/s1 <-> rg/s2: Reachable -> Unknown", problem.Message, StringComparison.Ordinal);
        Assert.Contains(plan.Notices, n => n.Id == "NextHopUnknown");
    }

    [Fact]
    public void A_shared_table_that_would_cut_off_somebody_else_is_refused()
    {
        // x is peered with s2 and has the table of s1; its way to s2 would lead to an appliance that it cannot reach.
        var estate = WithFirewall(new TestEstate().VNet("hub", "10.0.0.0/16").Subnet("hub", "nva", "10.0.1.0/24").Table("t")
            .VNet("s1", "10.1.0.0/16").Subnet("s1", "web", "10.1.1.0/24", "t").VNet("s2", "10.2.0.0/16").Subnet("s2", "web", "10.2.1.0/24")
            .VNet("x", "10.9.0.0/16").Subnet("x", "web", "10.9.1.0/24", "t").Peer("hub", "s1").Peer("hub", "s2").Peer("x", "s2"));
        var plan = HubSpokeRoutePlanner.Create(estate.Topology(), new(Hub, HubHop.Of(Fw)));
        Assert.Contains("rg/s2 <-> rg/x: Reachable -> Blocked", Assert.Single(plan.Problems).Message, StringComparison.Ordinal);
        Assert.Contains(plan.Notices, n => n.Id == "RouteTableShared");
    }

    [Theory]
    [InlineData("SpokeNotPeered")]
    [InlineData("SpokesOverlap")]
    [InlineData("NextHopNotInHub")]
    [InlineData("NextHopInNoSubnet")]
    [InlineData("NextHopNotFound")]
    [InlineData("VNetNotFound")]
    [InlineData("SameVNet")]
    [InlineData("NoGatewaySubnet")]
    public void What_cannot_be_is_found_before(string id)
    {
        var estate = WithFirewall(Spokes().VNet("alone", "10.8.0.0/16").VNet("twin", "10.1.0.0/17").Peer("hub", "twin"));
        var request = new HubSpokeRouteRequest(Hub, HubHop.Of(Fw)) { Spokes = [VNetId("s1"), VNetId("s2")] };
        request = id switch
        {
            "SpokeNotPeered" => request with { Spokes = [VNetId("s1"), VNetId("alone")] },
            "SpokesOverlap" => request with { Spokes = [VNetId("s1"), VNetId("twin")] },
            "NextHopNotInHub" => request with { NextHop = HubHop.At(IPAddress.Parse("10.1.1.4")) },
            "NextHopInNoSubnet" => request with { NextHop = HubHop.At(IPAddress.Parse("10.0.200.4")) },
            "NextHopNotFound" => request with { NextHop = HubHop.Of(Id("azureFirewalls", "gone")) },
            "VNetNotFound" => request with { Spokes = [VNetId("s1"), VNetId("gone")] },
            "SameVNet" => request with { Spokes = [VNetId("s1"), Hub] },
            _ => request with { IncludeGatewaySubnet = true },
        };
        Assert.Contains(HubSpokeRoutePlanner.Create(estate.Topology(), request).Problems, p => p.CheckId == id);
    }

    [Fact]
    public void One_spoke_alone_has_nothing_to_route()
    {
        var plan = HubSpokeRoutePlanner.Create(WithFirewall(Spokes()).Topology(), new(Hub, HubHop.Of(Fw)) { Spokes = [VNetId("s1")] });
        Assert.Contains(plan.Notices, n => n.Id == "NothingToRoute");
    }

    [Fact]
    public void What_the_hub_is_peered_with_and_can_be_no_spoke_is_left_out_and_told()
    {
        var estate = WithFirewall(Spokes().VNet("half", "10.7.0.0/16").Half("hub", "half")
            .Half("hub", "wan", name: "RemoteVnetToHubPeering_1", to: Id("virtualNetworks", "HV_wan")).Half("hub", "far", to: Id("virtualNetworks", "far")));
        var plan = HubSpokeRoutePlanner.Create(estate.Topology(), new(Hub, HubHop.Of(Fw)));
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Equal(["far", "half", "HV_wan"], plan.Notices.Where(n => n.Id == "SpokeLeftOut").Select(n => n.Resource!.Name).Order(StringComparer.OrdinalIgnoreCase));
        Assert.Equal(3, plan.Changes.Count(c => c.Resource.IsType(ResourceTypes.Subnet)));
    }

    [Fact]
    public void A_hop_of_one_family_routes_that_family()
    {
        var estate = WithFirewall(new TestEstate().VNet("hub", "10.0.0.0/16").Subnet("hub", "nva", "10.0.1.0/24")
            .VNet("s1", "10.1.0.0/16", "fd00:1::/48").Subnet("s1", "web", "10.1.1.0/24", second: "fd00:1::/64")
            .VNet("s2", "10.2.0.0/16", "fd00:2::/48").Subnet("s2", "web", "10.2.1.0/24", second: "fd00:2::/64").Peer("hub", "s1").Peer("hub", "s2"));
        var plan = HubSpokeRoutePlanner.Create(estate.Topology(), new(Hub, HubHop.Of(Fw)));
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Contains(plan.Notices, n => n.Id == "NextHopFamilyMissing" && n.Message.Contains("fd00:1::/48, fd00:2::/48", StringComparison.Ordinal));
        Assert.Equal("10.2.0.0/16", Assert.Single(PlanProjection.Apply(estate.Topology(), plan).RouteTable(Id("routeTables", "rt-s1"))!.Routes).Prefix.ToString());
    }

    [Fact]
    public void A_gateway_that_no_spoke_uses_is_told() => Assert.Contains(
        HubSpokeRoutePlanner.Create(WithSite(WithFirewall(Spokes())).Topology(), new(Hub, HubHop.Of(Fw)) { IncludeGatewaySubnet = true }).Notices,
        n => n.Id == "GatewayUnused");

    [Theory]
    [InlineData(100, "", 99)]
    [InlineData(200, "10.0.0.0/8", 1)]
    public void Large_hubs_are_planned_with_the_matrix_before_and_after(int count, string prefix, int routes)
    {
        var estate = new TestEstate().VNet("hub", "172.16.0.0/16").Subnet("hub", "nva", "172.16.1.0/24");
        for (var i = 0; i < count; i++)
        {
            var space = $"10.{i / 256}.{i % 256}.0/24";
            estate.VNet($"s{i}", space).Subnet($"s{i}", "a", space.Replace("/24", "/26", StringComparison.Ordinal)).Peer("hub", $"s{i}");
        }

        estate.Other(Nic, Interface("172.16.1.4", forwards: true));
        var topology = estate.Topology();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var plan = HubSpokeRoutePlanner.Create(topology, prefix.Length == 0 ? new(Hub, HubHop.Of(Nic)) : new(Hub, HubHop.Of(Nic)) { AddressPrefixes = [IPPrefix.Parse(prefix)] });
        output.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{count} spokes, {plan.WriteCount} writes: {watch.ElapsedMilliseconds} ms, {GC.GetTotalMemory(forceFullCollection: true) >> 20} MB"));
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Empty(plan.Notices);
        Assert.All(PlanProjection.Apply(topology, plan).RouteTables, t => Assert.Equal(routes, t.Routes.Length));
    }

    private static Verdict Ask(Topology topology, string a, string b) =>
        new ReachabilityEngine(topology).Ask(new VNetEndpoint(VNetId(a)), new VNetEndpoint(VNetId(b))).Verdict;

    private static ReachabilityAnswer Site(Topology topology, string spoke) =>
        new ReachabilityEngine(topology).Ask(new SiteEndpoint(Id("localNetworkGateways", "site")), new VNetEndpoint(VNetId(spoke)));

    private static HubSpokeRouteRequest Request(string prefixes) =>
        new(Hub, HubHop.Of(Fw)) { AddressPrefixes = [.. prefixes.Split(' ').Select(IPPrefix.Parse)] };

    private static TestEstate Spokes(bool lend = false)
    {
        var estate = new TestEstate().VNet("hub", "10.0.0.0/16").Subnet("hub", "nva", "10.0.1.0/24");
        foreach (var number in new[] { 1, 2, 3 })
        {
            estate.VNet($"s{number}", $"10.{number}.0.0/16").Subnet($"s{number}", "web", $"10.{number}.1.0/24");
            _ = lend ? estate.Spoke("hub", $"s{number}") : estate.Peer("hub", $"s{number}");
        }

        return estate;
    }

    private static TestEstate WithNic(TestEstate estate) => estate.Other(Nic, Interface("10.0.1.4", forwards: false));

    private static TestEstate WithFirewall(TestEstate estate)
    {
        var firewall = Interface("10.0.2.4", forwards: false, subnet: "AzureFirewallSubnet");
        firewall["properties"]!.AsObject().Remove("enableIPForwarding");
        return estate.Subnet("hub", "AzureFirewallSubnet", "10.0.2.0/26").Other(Fw, firewall);
    }

    private static TestEstate WithSite(TestEstate estate, bool bgp = false) => estate
        .Subnet("hub", "GatewaySubnet", "10.0.0.0/27").Gateway("gw", "hub", pool: "172.16.0.0/24")
        .Other(Id("localNetworkGateways", "site"), new()
        {
            ["properties"] = new JsonObject { ["localNetworkAddressSpace"] = Space("192.168.0.0/16") },
        })
        .Other(Id("connections", "to-site"), new()
        {
            ["properties"] = new JsonObject
            {
                ["connectionType"] = "IPsec", ["enableBgp"] = bgp,
                ["virtualNetworkGateway1"] = new JsonObject { ["id"] = Id("virtualNetworkGateways", "gw").ToString() },
                ["localNetworkGateway2"] = new JsonObject { ["id"] = Id("localNetworkGateways", "site").ToString() },
            },
        });
}
