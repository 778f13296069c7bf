using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Routing;
using AzNetHelper.Tests.Reachability;
using Xunit;
using static AzNetHelper.Tests.Reachability.TestEstate;

namespace AzNetHelper.Tests.Routing;

public sealed class RoutePlannerTests
{
    private static readonly RouteHop Firewall = RouteHop.To(IPAddress.Parse("10.0.1.4"));

    [Fact]
    public void Subnets_without_a_table_that_want_the_same_get_one_of_their_network()
    {
        var plan = RoutePlanner.Create(Estate().Topology(),
            [Wish("s1", "web", "10.2.0.0/16"), Wish("s1", "db", "10.2.0.0/16"), Wish("s1", "GatewaySubnet", "10.2.0.0/24")]);

        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Equal(
            ["Create rt-s1", "Update db", "Update web", "Create rt-s1-gateway", "Update GatewaySubnet"],
            plan.Changes.Select(c => $"{c.Kind} {c.Resource.Name}"));
        var table = JsonBody.Parse(plan.Changes[0].After!);
        Assert.Equal("westeurope", (string?)table["location"]);
        Assert.False((bool)JsonBody.At(table, "properties.disableBgpRoutePropagation")!);
        Assert.Equal("""[{"name":"to-10.2.0.0-16","properties":{"addressPrefix":"10.2.0.0/16","nextHopType":"VirtualAppliance","nextHopIpAddress":"10.0.1.4"}}]""",
            JsonBody.At(table, "properties.routes")!.ToJsonString());
        Assert.All(plan.Changes.Where(c => c.Kind == ChangeKind.Update), c => Assert.Equal([VNetId("s1")], c.Lanes));
        Assert.Equal([plan.Changes[0].Key], plan.Changes[1].DependsOn);
        AssertLed(Estate(), plan, "s1", "web", "10.2.0.0/16", Firewall);
    }

    [Fact]
    public void Routes_go_into_the_table_that_is_there_one_by_one_and_a_wrong_one_is_corrected()
    {
        var estate = Estate("t").Table("t", ("10.2.0.0/16", "None", null), ("10.3.0.5/16", "VirtualAppliance", "10.0.1.9"),
            ("10.4.0.0/16", "VirtualAppliance", "10.0.1.4"), ("Storage", "Internet", null));
        var plan = RoutePlanner.Create(estate.Topology(), [.. new[] { "10.2.0.0/16", "10.3.0.0/16", "10.4.0.0/16", "10.5.0.0/16", "fd00:5::/48" }
            .Select(p => Wish("s1", "web", p, p.Contains(':', StringComparison.Ordinal) ? RouteHop.To(IPAddress.Parse("fd00::4")) : null))]);

        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Equal(
            ["Update r0", "Update r1", "NoChange r2", "Create to-10.5.0.0-16", "Create to-fd00-5---48", "NoChange web"],
            plan.Changes.Select(c => $"{c.Kind} {c.Resource.Name}"));
        Assert.Equal(2, plan.Notices.Count(n => n.Id == "RouteCorrected"));
        Assert.Contains("sends 10.2.0.0/16 to nowhere now", plan.Notices.First(n => n.Id == "RouteCorrected").Message, StringComparison.Ordinal);
        Assert.Contains("10.3.0.5/16", plan.Changes[1].After!, StringComparison.Ordinal);
        Assert.All(plan.Changes.Where(c => c.Writes), c => Assert.Equal([Id("routeTables", "t"), VNetId("s1")], c.Lanes));
        Assert.Equal(Impact.Interrupts, plan.Changes[0].Impact.Kind);
        Assert.Equal(Impact.None, plan.Changes[3].Impact.Kind);
        AssertLed(estate, plan, "s1", "web", "10.2.0.0/16", Firewall);

        // Again nothing is written.
        var after = PlanProjection.Apply(estate.Topology(), plan);
        Assert.True(RoutePlanner.Create(after, [Wish("s1", "web", "10.2.0.0/16"), Wish("s1", "web", "10.3.0.0/16")]).IsEmpty);
        Assert.Equal(Text(after), Text(PlanProjection.Apply(after, plan)));
    }

    [Fact]
    public void A_hop_without_an_address_takes_the_address_of_the_route_away()
    {
        var estate = Estate("t").Table("t", ("10.2.0.0/16", "VirtualAppliance", "10.0.1.9"));
        var plan = RoutePlanner.Create(estate.Topology(), [Wish("s1", "web", "10.2.0.0/16", RouteHop.Gateway)]);
        AssertLed(estate, plan, "s1", "web", "10.2.0.0/16", RouteHop.Gateway);
    }

    [Fact]
    public void A_shared_table_names_the_other_subnets_also_those_of_networks_that_were_not_read()
    {
        var far = Id("virtualNetworks", "far").Child("subnets", "x");
        var estate = Estate("t").Subnet("s2", "other", "10.2.9.0/24", "t").Table("t",
            p => p["subnets"] = new JsonArray(new JsonObject { ["id"] = far.ToString() }, new JsonObject { ["id"] = Sub("s1", "web").ToString() }));
        var plan = RoutePlanner.Create(estate.Topology(), [Wish("s1", "web", "10.2.0.0/16")]);

        var notice = Assert.Single(plan.Notices, n => n.Id == "RouteTableShared");
        Assert.Contains("far/x, s2/other", notice.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s1/web", notice.Message, StringComparison.Ordinal);
        Assert.Equal([Id("routeTables", "t"), VNetId("far"), VNetId("s1"), VNetId("s2")], plan.Changes[0].Lanes);
        Assert.DoesNotContain(RoutePlanner.Create(PlanProjection.Apply(estate.Topology(), plan), [Wish("s1", "web", "10.2.0.0/16")]).Notices,
            n => n.Id == "RouteTableShared");
    }

    [Theory]
    [InlineData("Microsoft.Sql/managedInstances", "t", "rg", "", "Azure SQL Managed Instance")]
    [InlineData("Microsoft.Databricks/workspaces", "t", "rg", "", "Azure Databricks")]
    [InlineData("", "aks-agentpool-12345678-routetable", "rg", "", "Azure Kubernetes Service")]
    [InlineData("", "t", "mc_rg_cluster_westeurope", "", "Azure Kubernetes Service")]
    [InlineData("", "t", "rg", "aks-nodepool1-12345678-vmss000000____102440024", "Azure Kubernetes Service")]
    [InlineData("", "t", "rg", "Microsoft.Sql-managedInstances_UseOnly_mi-x", "Azure SQL Managed Instance")]
    [InlineData("", "t", "AVNM_Managed_ResourceGroup_1", "", "Azure Virtual Network Manager")]
    [InlineData("Microsoft.Web/serverFarms", "aks-spokes", "MCompany", "my-aks-route", null)]
    public void Tables_that_a_service_keeps_are_refused_with_their_owner(string delegation, string table, string group, string route, string? owner)
    {
        var id = ResourceId.ForResource(VNetId("s1").SubscriptionId, group, ResourceTypes.RouteTable, table);
        var estate = Estate().Other(id, new()
        {
            ["location"] = "westeurope",
            ["properties"] = new JsonObject
            {
                ["routes"] = new JsonArray(new JsonObject
                {
                    ["name"] = route.Length > 0 ? route : "r",
                    ["properties"] = new JsonObject { ["addressPrefix"] = "10.77.0.0/16", ["nextHopType"] = "None" },
                }),
            },
        });
        var subnet = estate.SubnetOf("s1", "web");
        subnet["routeTable"] = new JsonObject { ["id"] = id.ToString() };
        subnet["delegations"] = new JsonArray(new JsonObject { ["name"] = "d", ["properties"] = new JsonObject { ["serviceName"] = delegation } });
        var plan = RoutePlanner.Create(estate.Topology(), [Wish("s1", "web", "10.2.0.0/16")]);

        if (owner is null)
        {
            Assert.Empty(plan.Problems);
            return;
        }

        var problem = Assert.Single(plan.Problems);
        Assert.Equal("RouteTableOwned", problem.CheckId);
        Assert.Contains(owner, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s1", "gone", "10.2.0.0/16", "SubnetNotFound")]
    [InlineData("s1", "AzureBastionSubnet", "10.2.0.0/16", "SubnetTakesNoTable")]
    [InlineData("s1", "GatewaySubnet", "0.0.0.0/0", "GatewaySubnetRoute")]
    [InlineData("s1", "GatewaySubnet", "10.1.0.0/16", "GatewaySubnetRoute")]
    [InlineData("s1", "web", "fd00::/48", "NextHopFamily")]
    [InlineData("s1", "unread", "10.2.0.0/16", "RouteTableNotRead")]
    public void What_Azure_would_refuse_is_found_before(string network, string subnet, string prefix, string id)
    {
        var estate = Estate().Subnet("s1", "AzureBastionSubnet", "10.1.8.0/26").Subnet("s1", "unread", "10.1.9.0/24", "missing");
        Assert.Contains(RoutePlanner.Create(estate.Topology(), [Wish(network, subnet, prefix)]).Problems, p => p.CheckId == id);
    }

    [Fact]
    public void A_gateway_subnet_must_keep_the_routes_of_its_gateway()
    {
        var estate = Estate().Table("t", p => p["disableBgpRoutePropagation"] = true);
        estate.SubnetOf("s1", "GatewaySubnet")["routeTable"] = new JsonObject { ["id"] = Id("routeTables", "t").ToString() };
        Assert.Equal("GatewaySubnetRoute", Assert.Single(RoutePlanner.Create(estate.Topology(), [Wish("s1", "GatewaySubnet", "10.2.0.0/24")]).Problems).CheckId);
    }

    [Fact]
    public void Two_hops_for_one_prefix_are_a_contradiction_also_across_a_shared_table()
    {
        var estate = Estate("t").Table("t").Subnet("s2", "other", "10.2.9.0/24", "t");
        Assert.Contains(RoutePlanner.Create(estate.Topology(), [Wish("s1", "web", "10.9.0.0/16"), Wish("s2", "other", "10.9.0.0/16", RouteHop.None)]).Problems,
            p => p.CheckId == "RouteContradiction");
        Assert.Contains(RoutePlanner.Create(Estate().Topology(), [Wish("s1", "web", "10.9.0.0/16"), Wish("s1", "web", "10.9.0.0/16", RouteHop.None)]).Problems,
            p => p.CheckId == "RouteContradiction");
    }

    [Theory]
    [InlineData(400, null, null)]
    [InlineData(401, "told", "RouteLimit")]
    [InlineData(601, "refused", "RouteLimit")]
    public void Limits_are_told_and_kept(int count, string? how, string? id)
    {
        var plan = RoutePlanner.Create(Estate().Topology(), [.. Enumerable.Range(0, count).Select(i =>
            (RouteRequest)new RouteWish(Sub("s1", "web"), IPPrefix.Containing(new([20, (byte)(i / 256), (byte)i, 0]), 24), Firewall))]);
        Assert.Equal(how == "told" ? id : null, plan.Notices.FirstOrDefault()?.Id);
        Assert.Equal(how == "refused" ? id : null, plan.Problems.FirstOrDefault()?.CheckId);
    }

    [Theory]
    [InlineData("10.2.0.0/16", true)]
    [InlineData("10.9.0.0/16", false)]
    public void A_table_that_an_interrupted_run_has_left_is_used_and_one_with_other_routes_is_not(string there, bool isLeft)
    {
        var estate = Estate().Table("rt-s1", (there, "VirtualAppliance", "10.0.1.4"));
        var plan = RoutePlanner.Create(estate.Topology(), [Wish("s1", "web", "10.2.0.0/16"), Wish("s1", "web", "10.3.0.0/16")]);
        Assert.Equal(isLeft ? ["NoChange r0", "Create to-10.3.0.0-16", "Update web"] : ["Create rt-s1-2", "Update web"],
            plan.Changes.Select(c => $"{c.Kind} {c.Resource.Name}"));
        AssertLed(estate, plan, "s1", "web", "10.3.0.0/16", Firewall);
    }

    [Fact]
    public void Interfaces_are_let_forward_before_a_route_leads_to_them()
    {
        var nic = Id("networkInterfaces", "nva");
        var estate = Estate().Other(nic, Interface("10.0.1.4", forwards: false));
        var plan = RoutePlanner.Create(estate.Topology(), [Wish("s1", "web", "10.2.0.0/16"), new ForwardingWish(nic)]);

        Assert.Equal([nic, VNetId("hub")], plan.Changes[0].Lanes);
        Assert.Contains(plan.Changes[0].Key, plan.Changes.Single(c => c.Resource == Sub("s1", "web")).DependsOn);
        Assert.DoesNotContain(plan.Changes[0].Key, plan.Changes.Single(c => c.Kind == ChangeKind.Create).DependsOn);
        var after = PlanProjection.Apply(estate.Topology(), plan);
        Assert.True(Assert.Single(after.NetworkInterfaces).EnableIPForwarding);
        Assert.True(RoutePlanner.Create(after, [new ForwardingWish(nic)]).IsEmpty);
        Assert.Equal("NetworkInterfaceNotFound", Assert.Single(
            RoutePlanner.Create(after, [new ForwardingWish(Id("networkInterfaces", "gone"))]).Problems).CheckId);
    }

    [Fact]
    public void Peerings_are_written_before_the_routes_that_lead_through_them()
    {
        var estate = Estate("t").Table("t");
        var plan = RoutePlanner.Create(estate.Topology(), [Wish("s1", "web", "10.2.0.0/16"), Wish("s1", "web", "10.3.0.0/16")],
            [.. new[] { "s1", "s2", "s3" }.Select(s => new NewPeeringRequest(VNetId("hub"), VNetId(s)) { RemoteHalf = new() { AllowForwardedTraffic = true } })]);

        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        _ = new ChangeGraph(plan.Changes);
        Assert.Equal([Door("s1"), Door("s2")], Route("to-10.2.0.0-16").DependsOn);
        Assert.Equal([Door("s1"), Door("s3")], Route("to-10.3.0.0-16").DependsOn);
        Assert.True(PlanProjection.Apply(estate.Topology(), plan).VirtualNetwork(VNetId("s2"))!.PeeringTo(VNetId("hub"))!.AllowForwardedTraffic);

        string Door(string spoke) => plan.Changes.Single(c => c.Resource.Parent == VNetId(spoke) && c.Writes).Key;
        Change Route(string name) => plan.Changes.Single(c => c.Resource.Name == name);
    }

    [Fact]
    public void Bgp_is_switched_on_at_both_halves()
    {
        var estate = Connected(asn: 65010);
        var plan = RoutePlanner.Create(estate.Topology(), [new BgpWish(Id("connections", "b-a")), new BgpWish(Id("connections", "a-b"))]);

        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Equal(["Update a-b", "Update b-a"], plan.Changes.Select(c => $"{c.Kind} {c.Resource.Name}").Order(StringComparer.Ordinal));
        Assert.All(plan.Changes, c => Assert.Equal(Impact.Interrupts, c.Impact.Kind));
        Assert.All(plan.Changes, c => Assert.Contains(VNetId("s2"), c.Lanes));
        var after = PlanProjection.Apply(estate.Topology(), plan);
        Assert.All(after.Connections, c => Assert.True(c.EnableBgp));
        Assert.True(RoutePlanner.Create(after, [new BgpWish(Id("connections", "b-a"))]).IsEmpty);
    }

    [Theory]
    [InlineData(65515, "VpnGw1AZ", "RouteBased", true, "BgpSameAsn")]
    [InlineData(65010, "Basic", "RouteBased", true, "BgpNotPossible")]
    [InlineData(65010, "VpnGw1", "PolicyBased", true, "BgpNotPossible")]
    [InlineData(65010, "VpnGw1AZ", "RouteBased", false, "ConnectionOneEnded")]
    public void Bgp_that_cannot_be_is_refused(int asn, string sku, string type, bool both, string id) => Assert.Equal(id, Assert.Single(RoutePlanner.Create(
        Connected(asn, sku, type, both).Topology(), [new BgpWish(Id("connections", "a-b"))]).Problems).CheckId);

    [Fact]
    public void A_connection_that_is_not_there_is_named() =>
        Assert.Equal("ConnectionNotFound", Assert.Single(RoutePlanner.Create(Estate().Topology(), [new BgpWish(Id("connections", "x"))]).Problems).CheckId);

    [Theory]
    [InlineData("10.2.0.0/16", Impact.Interrupts)]
    [InlineData("10.2.1.0/24", Impact.Interrupts)]
    [InlineData("10.0.0.0/8", Impact.None)]
    [InlineData("0.0.0.0/0", Impact.Interrupts)]
    [InlineData("10.3.0.0/16", Impact.None)]
    public void A_route_that_takes_the_place_of_another_way_says_so(string prefix, Impact impact)
    {
        var estate = Estate("t").Table("t").Peer("s1", "s2");
        Assert.Equal(impact, RoutePlanner.Create(estate.Topology(), [Wish("s1", "web", prefix)]).Changes[0].Impact.Kind);
    }

    internal static TestEstate Estate(string? table = null) => new TestEstate()
        .VNet("hub", "10.0.0.0/16").Subnet("hub", "nva", "10.0.1.0/24")
        .VNet("s1", "10.1.0.0/16").Subnet("s1", "web", "10.1.1.0/24", table).Subnet("s1", "db", "10.1.2.0/24").Subnet("s1", "GatewaySubnet", "10.1.0.0/27")
        .VNet("s2", "10.2.0.0/16").Subnet("s2", "web", "10.2.1.0/24")
        .VNet("s3", "10.3.0.0/16").Subnet("s3", "web", "10.3.1.0/24")
        .Peer("hub", "s1").Peer("hub", "s2").Peer("hub", "s3");

    internal static ResourceId Sub(string network, string name) => VNetId(network).Child("subnets", name);

    internal static JsonObject Interface(string address, bool forwards, string network = "hub", string subnet = "nva") => new()
    {
        ["location"] = "westeurope",
        ["properties"] = new JsonObject
        {
            ["enableIPForwarding"] = forwards,
            ["ipConfigurations"] = new JsonArray(new JsonObject
            {
                ["name"] = "c",
                ["properties"] = new JsonObject
                {
                    ["privateIPAddress"] = address, ["subnet"] = new JsonObject { ["id"] = Sub(network, subnet).ToString() },
                },
            }),
        },
    };

    private static TestEstate Connected(int asn, string sku = "VpnGw1AZ", string type = "RouteBased", bool both = true)
    {
        var estate = new TestEstate().VNet("s1", "10.1.0.0/16").VNet("s2", "10.2.0.0/16").Gateway("a", "s1").Gateway("b", "s2", sku: sku);
        var b = Id("virtualNetworkGateways", "b");
        estate.Other(b, new()
        {
            ["properties"] = new JsonObject
            {
                ["gatewayType"] = "Vpn", ["vpnType"] = type, ["sku"] = new JsonObject { ["name"] = sku }, ["bgpSettings"] = new JsonObject { ["asn"] = asn },
                ["ipConfigurations"] = new JsonArray(new JsonObject
                {
                    ["properties"] = new JsonObject { ["subnet"] = new JsonObject { ["id"] = Sub("s2", "GatewaySubnet").ToString() } },
                }),
            },
        });
        estate.Other(Id("connections", "a-b"), Connection("a", "b"));
        return both ? estate.Other(Id("connections", "b-a"), Connection("b", "a")) : estate;
    }

    private static JsonObject Connection(string from, string to) => new()
    {
        ["location"] = "westeurope",
        ["properties"] = new JsonObject
        {
            ["connectionType"] = "Vnet2Vnet",
            ["virtualNetworkGateway1"] = new JsonObject { ["id"] = Id("virtualNetworkGateways", from).ToString() },
            ["virtualNetworkGateway2"] = new JsonObject { ["id"] = Id("virtualNetworkGateways", to).ToString() },
        },
    };

    private static RouteWish Wish(string network, string subnet, string prefix, RouteHop? hop = null) =>
        new(Sub(network, subnet), IPPrefix.Parse(prefix), hop ?? Firewall);

    private static void AssertLed(TestEstate estate, Plan plan, string network, string subnet, string prefix, RouteHop hop)
    {
        _ = new ChangeGraph(plan.Changes);
        var after = PlanProjection.Apply(estate.Topology(), plan);
        var table = after.RouteTable(after.VirtualNetwork(VNetId(network))!.Subnets.Single(s => s.Name == subnet).RouteTable!)!;
        Assert.True(hop.IsOf(Assert.Single(table.Routes, r => r.Prefix == IPPrefix.Parse(prefix))));
    }

    private static string Text(Topology topology) =>
        string.Join('\n', topology.Documents.Select(d => $"{d.Id} {System.Text.Encoding.UTF8.GetString(d.Json.Span)}"));
    [Theory]
    [InlineData("10.0.0.0/8", "VirtualAppliance", "10.0.9.9", Impact.Interrupts)]
    [InlineData("10.0.0.0/8", "VirtualNetworkGateway", null, Impact.Interrupts)]
    [InlineData("10.0.0.0/8", "VirtualAppliance", "10.0.1.4", Impact.None)]
    [InlineData("10.0.0.0/8", "None", null, Impact.None)]
    [InlineData("10.4.0.0/16", "VirtualAppliance", "10.0.9.9", Impact.None)]
    public void A_route_inside_a_wider_one_that_leads_elsewhere_moves_what_that_carries(string prefix, string type, string? hop, Impact impact)
    {
        var estate = Estate().Table("wide", (prefix, type, hop)).Subnet("s1", "bare", "10.1.9.0/24", "wide");
        Assert.Equal(impact, RoutePlanner.Create(estate.Topology(), [Wish("s1", "bare", "10.3.0.0/16")]).Changes[0].Impact.Kind);
    }

}
