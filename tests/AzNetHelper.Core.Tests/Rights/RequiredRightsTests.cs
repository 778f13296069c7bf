using System.Text;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Rights;
using AzNetHelper.Tests.Planning;
using Xunit;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.Rights;

public sealed class RequiredRightsTests
{
    private const string Group = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/net/providers/Microsoft.Network";

    [Fact]
    public void A_new_pair_needs_the_known_actions_on_both_networks()
    {
        var plan = VNetPeeringPlanner.Create(Two().Topology, new NewPeeringRequest(Net("a"), Net("b")));

        Assert.Equal(
            [
                "virtualNetworks/peer/action a", "virtualNetworks/peer/action b", "virtualNetworks/read a", "virtualNetworks/read b",
                "virtualNetworks/virtualNetworkPeerings/read a", "virtualNetworks/virtualNetworkPeerings/read b",
                "virtualNetworks/virtualNetworkPeerings/write a", "virtualNetworks/virtualNetworkPeerings/write b",
            ], Told(plan, new Topology([])));
        Assert.Empty(RequiredRights.NetworksBehind(plan));
    }

    [Fact]
    public void Transit_needs_the_gateway_read_where_it_begins()
    {
        var known = Known($$$"""
            {"subnets":[{"name":"GatewaySubnet","id":"{{{Net("a")}}}/subnets/GatewaySubnet","properties":{"ipConfigurations":[
             {"id":"{{{Group}}}/virtualNetworkGateways/gw/ipConfigurations/default"}]}}]}
            """);
        var estate = Two().WithGateway("a");
        var plan = HubSpokePlanner.Create(estate.Topology, new(Net("a"), [Net("b")]) { UseHubGateway = true });
        Assert.Equal([Net("a")], RequiredRights.NetworksBehind(plan));
        Assert.Contains("virtualNetworkGateways/read gw", Told(plan, known));

        estate.WithHalf("a", "b", "Connected", "lends").WithHalf("b", "a", "Connected", "uses");
        var more = HubSpokePlanner.Create(estate.Topology, new(Net("a"), [Net("b")]) { UseHubGateway = true, AllowForwardedTraffic = true });
        Assert.Equal(1, more.WriteCount);
        Assert.DoesNotContain("virtualNetworkGateways/read gw", Told(more, known));
    }

    [Fact]
    public void A_removal_needs_delete_and_no_write()
    {
        var estate = Two().WithHalf("a", "b", "Connected").WithHalf("b", "a", "Connected");
        var plan = VNetPeeringPlanner.Remove(estate.Topology, PeeringPair.Between(estate.Topology, Net("a"), Net("b")));

        Assert.Equal(
            [
                "virtualNetworks/read a", "virtualNetworks/read b",
                "virtualNetworks/virtualNetworkPeerings/delete a", "virtualNetworks/virtualNetworkPeerings/delete b",
                "virtualNetworks/virtualNetworkPeerings/read a", "virtualNetworks/virtualNetworkPeerings/read b",
            ], Told(plan, new Topology([])));
    }

    [Fact]
    public void Nothing_to_write_needs_nothing()
    {
        var estate = Two().WithHalf("a", "b", "Connected").WithHalf("b", "a", "Connected");
        var plan = VNetPeeringPlanner.Create(estate.Topology, new NewPeeringRequest(Net("a"), Net("b")));

        Assert.True(plan.IsEmpty);
        Assert.Empty(RequiredRights.Of(plan, new Topology([])));
    }

    [Fact]
    public void A_network_that_was_not_found_may_be_one_that_cannot_be_read()
    {
        var plan = VNetPeeringPlanner.Create(Two().Topology, new NewPeeringRequest(Net("a"), Net("gone")));

        Assert.Equal(["virtualNetworks/read gone"], Told(plan, new Topology([])));
    }

    [Fact]
    public void A_subnet_joins_again_what_it_refers_to_already()
    {
        var known = Known($$$"""
            {"subnets":[{"name":"S","id":"{{{Net("a")}}}/subnets/S","properties":{"addressPrefix":"10.0.0.0/24",
              "networkSecurityGroup":{"id":"{{{Group}}}/networkSecurityGroups/nsg"},"natGateway":{"id":"{{{Group}}}/natGateways/nat"},
              "serviceEndpointPolicies":[{"id":"{{{Group}}}/serviceEndpointPolicies/p1"},{"id":"{{{Group}}}/serviceEndpointPolicies/p2"}]}}]}
            """);
        var plan = new Plan("Test")
        {
            Changes = [new(Net("a").Child("subnets", "s"), ChangeKind.Update, "Route")
            {
                Before = "{}", After = $$$"""{"properties":{"routeTable":{"id":"{{{Group}}}/routeTables/rt"},"natGateway":null}}""",
            }],
        };

        Assert.Equal([Net("a")], RequiredRights.NetworksBehind(plan));
        Assert.Equal(
            [
                "networkSecurityGroups/join/action nsg", "routeTables/join/action rt", "serviceEndpointPolicies/join/action p1",
                "serviceEndpointPolicies/join/action p2", "virtualNetworks/subnets/read s", "virtualNetworks/subnets/write s",
            ], Told(plan, known));
    }

    [Fact]
    public void A_network_joins_its_plan_and_what_its_subnets_refer_to()
    {
        var plan = new Plan("Test")
        {
            Changes = [new(Net("new"), ChangeKind.Create, "Create")
            {
                After = $$$"""
                    {"properties":{"ddosProtectionPlan":{"id":"{{{Group}}}/ddosProtectionPlans/d"},"subnets":[
                     {"name":"x","properties":{"networkSecurityGroup":{"id":"{{{Group}}}/networkSecurityGroups/nsg"} }},{"name":"y"}]}}
                    """,
            }],
        };

        var required = RequiredRights.Of(plan, new Topology([]));
        Assert.Equal(
            [
                "ddosProtectionPlans/join/action d", "networkSecurityGroups/join/action nsg", "virtualNetworks/read new", "virtualNetworks/write new",
            ], Told(plan, new Topology([])));
        Assert.All(required, r => Assert.Equal(r.Scope != Net("new"), r.Exists));
    }

    [Fact]
    public void Routes_tables_subnets_interfaces_and_connections_need_what_they_refer_to()
    {
        ResourceId Id(string rest) => ResourceId.Parse($"{Group}/{rest}");
        var (table, subnet, nic, link) = (Id("routeTables/rt"), Net("a").Child("subnets", "web"), Id("networkInterfaces/nva"), Id("connections/c"));
        var plan = new Plan("Test")
        {
            Changes =
            [
                new(nic, ChangeKind.Update, "Forward") { Before = "{}", After = """{"properties":{"enableIPForwarding":true}}""" },
                new(link, ChangeKind.Update, "BGP") { Before = "{}", After = """{"properties":{"enableBgp":true}}""" },
                new(table.Child("routes", "r"), ChangeKind.Create, "Route") { After = """{"properties":{"addressPrefix":"10.0.0.0/8"}}""" },
                new(subnet, ChangeKind.Update, "Use") { Before = "{}", After = $$$"""{"properties":{"routeTable":{"id":"{{{table}}}"} } }""" },
            ],
        };
        var interfaces = new ResourceDocument(nic, Encoding.UTF8.GetBytes($$$"""
            {"properties":{"ipConfigurations":[{"name":"c","properties":{"subnet":{"id":"{{{subnet}}}"},
             "loadBalancerBackendAddressPools":[{"id":"{{{Group}}}/loadBalancers/lb/backendAddressPools/pool"}]}}]}}
            """));

        Assert.Equal([nic, Net("a")], RequiredRights.NetworksBehind(plan));
        Assert.Equal(
            [
                "connections/read c", "connections/sharedKey/read c", "connections/write c", "loadBalancers/backendAddressPools/join/action pool",
                "networkInterfaces/read nva", "networkInterfaces/write nva", "routeTables/join/action rt", "routeTables/read rt", "routeTables/routes/read rt",
                "routeTables/routes/write rt", "virtualNetworks/subnets/join/action web", "virtualNetworks/subnets/read web",
                "virtualNetworks/subnets/write web",
            ], Told(plan, new Topology([interfaces])));
    }

    [Fact]
    public void An_action_is_a_right_of_its_name()
    {
        var gateway = ResourceId.Parse($"{Group}/virtualNetworkGateways/gw");
        var plan = new Plan("Test") { Changes = [new(gateway, ChangeKind.Action, "Reset") { Action = "reset" }] };

        Assert.Equal(["virtualNetworkGateways/read gw", "virtualNetworkGateways/reset/action gw"], Told(plan, new Topology([])));
    }

    private static Estate Two() => new Estate().With("a", "10.0.0.0/16").With("b", "10.1.0.0/16");

    private static Topology Known(string properties) => new([new ResourceDocument(Net("a"), Encoding.UTF8.GetBytes(
        $$"""{"id":"{{Net("a")}}","name":"a","location":"westeurope","properties":{{properties}}}"""))]);

    private static IEnumerable<string> Told(Plan plan, Topology known) => RequiredRights.Of(plan, known)
        .Select(r => $"{r.Action["Microsoft.Network/".Length..]} {r.Scope.Name}").Order(StringComparer.Ordinal);
}
