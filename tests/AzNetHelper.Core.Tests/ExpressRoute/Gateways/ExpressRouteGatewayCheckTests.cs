using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Reachability;
using Xunit;
using static AzNetHelper.Tests.ExpressRoute.Gateways.CircuitGatewayEstate;
using static AzNetHelper.Tests.Reachability.TestEstate;

namespace AzNetHelper.Tests.ExpressRoute.Gateways;

/// <summary>Every check by its id: it finds the fault, it does not find it in what is nearly the same, and it alone finds it.</summary>
public sealed class ExpressRouteGatewayCheckTests
{
    public static TheoryData<string> Ids() => [.. ExpressRouteGatewayCheck.All.Select(c => c.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_check_finds_the_fault_and_nothing_in_its_neighbour(string id)
    {
        var check = ExpressRouteGatewayCheck.All.Single(c => c.Id == id);
        var (fault, near) = Cases(id);

        var plan = fault(ExpressRouteGatewayCheck.Whole);
        Assert.Equal(check.Outcome == CheckOutcome.Tells ? 0 : 1, plan.Problems.Select(p => p.CheckId).Where(p => p == id).Distinct().Count());
        Assert.Equal(check.Outcome != CheckOutcome.Tells ? 0 : 1, plan.Notices.Select(n => n.Id).Where(n => n == id).Distinct().Count());
        Assert.All(plan.Problems, p => Assert.True(p.Message.Length > 20 && p.Resource is not null, p.Message));
        Assert.DoesNotContain(id, Told(fault(ExpressRouteGatewayCheck.Whole.Without(id))));
        Assert.DoesNotContain(id, Told(near(ExpressRouteGatewayCheck.Whole)));
        Assert.Empty(near(ExpressRouteGatewayCheck.Whole).Problems);
    }

    [Fact]
    public void The_registry_has_each_id_once_with_a_question_and_a_source()
    {
        Assert.Distinct(ExpressRouteGatewayCheck.All.Select(c => c.Id), StringComparer.OrdinalIgnoreCase);
        Assert.All(ExpressRouteGatewayCheck.All, c => Assert.True(c.Asks.Length > 10 && c.Source.Length > 3, c.Id));
    }

    private static IEnumerable<string> Told(Plan plan) => plan.Problems.Select(p => p.CheckId).Concat(plan.Notices.Select(n => n.Id));

    private static (Func<CheckList<ExpressRouteGatewayLayout>, Plan> Fault, Func<CheckList<ExpressRouteGatewayLayout>, Plan> Near) Cases(string id) => id switch
    {
        "VNetNotFound" => (New(new TestEstate(), Want()), New(Plain(), Want())),
        "VNetFailed" => (New(Plain().Change("net", n => n["properties"]!["provisioningState"] = "Failed"), Want()), New(Plain(), Want())),
        "GatewayNotRead" => (Hidden(Gw), Hidden(Id("virtualNetworkGateways", "other"))),
        "InvalidResourceName" => (New(Plain(), Named("-x")), New(Plain(), Named("x_"))),
        "LocationDiffers" => (New(Plain(), Want(with: s => s with { Location = "northeurope" })), New(Plain(), Want(with: s => s with { Location = "West Europe" }))),
        "GatewayNameTaken" => (New(Built("VpnGw1AZ", p => p["gatewayType"] = "Vpn"), Want()), New(Built(), Want())),
        "SecondGateway" => (New(Ready().Gateway("other", "net", "ExpressRoute", "ErGw1AZ"), Want()), New(Ready().Gateway("other", "net"), Want())),
        "GatewayState" => (New(Built(change: p => p["provisioningState"] = "Deleting"), Want()), New(Built(change: p => p["provisioningState"] = "Updating"), Want())),
        "SkuUnknown" => (New(Plain(), Want("ErGw9Az")), New(Plain(), Want("ergw3az"))),
        "SkuNotInZones" => (New(Plain(), Want("HighPerformance")), New(Built("Standard"), Want("HighPerformance"))),
        "SkuMove" => (New(Built("Standard"), Want("ErGw1Az")), New(Built(), Want("ErGw3Az"))),
        "ScaleUnitsNeeded" => (New(Plain().LocationOf("net", "northeurope"), Want("ErGwScale")),
            New(Built("ErGwScale", p => Units(p, 2, 10)), Want("ErGwScale"))),
        "ScaleUnits" => (New(Plain(), Scale(1, 10)), New(Plain(), Scale(2, 10))),
        "TooManyCircuits" => (New(Linked(5, "ErGw2AZ"), Want()), New(Linked(4, "ErGw2AZ"), Want())),
        "FastPathInUse" => (New(Linked(1, "ErGwScale", isFast: true), Scale(9, 9)), New(Linked(1, "ErGwScale", isFast: true), Scale(11, 20))),
        "ConnectionsUnread" => (Blind(Built("ErGw2AZ"), Want()), Blind(Built(), Want("ErGw2Az"))),
        "ScaleNotInRegion" => (New(Plain(), Scale(2, 10)), New(Plain().LocationOf("net", "northeurope"), Scale(2, 10))),
        "TagsUnchanged" => (New(Built(), Want(with: s => s with { Tags = s.Tags.SetItem("owner", "net") })), New(Plain(), Want(with: s => s with { Tags = s.Tags.SetItem("owner", "net") }))),
        "GatewaySubnetName" => (New(Ready(name: "gatewaysubnet"), Want()), New(Ready(), Want())),
        "GatewaySubnetTooSmall" => (New(Ready(prefix: "10.0.255.0/28"), Want()), New(Ready(), Want())),
        "GatewaySubnetForCircuits" => (New(Ready(), Want("ErGw3Az")), New(Ready(prefix: "10.0.255.0/26"), Want("ErGw3Az"))),
        "GatewaySubnetPrefixDiffers" => (New(Ready(), Prefix("10.0.254.0/27")), New(Ready(), Prefix("10.0.255.0/27"))),
        "GatewaySubnetPrefixUnfit" => (New(Plain(), Prefix("10.0.0.0/27")), New(Plain(), Prefix("10.0.1.0/27"))),
        "GatewaySubnetRoom" => (New(Plain("10.0.0.0/24"), Want()), New(Plain("10.0.0.0/24"), Want(with: s => s with { ExtendAddressSpace = true }))),
        "GatewaySubnetSecurityGroup" => (New(Ready(p => p["networkSecurityGroup"] = new JsonObject { ["id"] = Id("networkSecurityGroups", "nsg").ToString() }), Want()), New(Ready(), Want())),
        "GatewaySubnetDefaultRoute" => (New(Ready(table: "rt").Table("rt", ("0.0.0.0/0", "Internet", null)), Want()),
            New(Ready(table: "rt").Table("rt", ("10.1.0.0/16", "VirtualAppliance", "10.0.0.4")), Want())),
        "GatewaySubnetPropagation" => (New(Ready(table: "rt").Table("rt", p => p["disableBgpRoutePropagation"] = true), Want()), New(Ready(table: "rt").Table("rt"), Want())),
        "GatewaySubnetDelegated" => (New(Ready(p => p["delegations"] = new JsonArray(new JsonObject
            {
                ["name"] = "d", ["properties"] = new JsonObject { ["serviceName"] = "Microsoft.Web/serverFarms" },
            })), Want()), New(Ready(), Want())),
        "GatewaySubnetTableUnread" => (New(Ready(table: "rt"), Want()), New(Ready(table: "rt").Table("rt"), Want())),
        "UsesRemoteGateway" => (New(Hub().Spoke("hub", "net"), Want()), New(Hub().Peer("hub", "net"), Want())),
        "VirtualWanAttached" => (New(Plain().Half("net", "wan", name: "RemoteVnetToHubPeering_1"), Want()), New(Plain().Half("net", "wan"), Want())),
        "VpnGatewayUnfit" => (New(Ready().Gateway("vpn", "net", sku: "Basic"), Want()), New(Ready().Gateway("vpn", "net"), Want())),
        "TransitToVpn" => (New(Ready().Gateway("vpn", "net"), Want()), New(Ready(), Want())),
        "TooManyPeerings" => (New(Peered(501), Want()), New(Peered(500), Want())),
        _ => throw new ArgumentException($"The check {id} has no case.", nameof(id)),
    };

    private static Func<CheckList<ExpressRouteGatewayLayout>, Plan> New(TestEstate estate, ExpressRouteGatewayRequest request) =>
        checks => ExpressRouteGatewayPlanner.Create(estate.Topology(), request, facts: null, checks);

    private static Func<CheckList<ExpressRouteGatewayLayout>, Plan> Hidden(ResourceId id) => checks => ExpressRouteGatewayPlanner.Create(
        new(Ready().Topology().Documents, [new(id.ToString(), "AuthorizationFailed", "no right")]), Want(), facts: null, checks);

    private static Func<CheckList<ExpressRouteGatewayLayout>, Plan> Blind(TestEstate estate, ExpressRouteGatewayRequest request) => checks => ExpressRouteGatewayPlanner.Create(
        new(estate.Topology().Documents, [new($"{Gw}/connections", "AuthorizationFailed", "no right")]), request, facts: null, checks);

    private static TestEstate Linked(int count, string sku, bool isFast = false)
    {
        var estate = Built(sku, sku == "ErGwScale" ? p => Units(p, 10, 20) : null).LocationOf("net", "northeurope");
        for (var at = 0; at < count; at++)
        {
            Connections.CircuitConnectionEstate.Linked(estate, Id("connections", $"c{at}"), Id("expressRouteCircuits", $"er{at}"), p => p["expressRouteGatewayBypass"] = isFast);
        }

        return estate;
    }

    private static ExpressRouteGatewayRequest Named(string name) => new(Net, Id("virtualNetworkGateways", name), new("ErGw1Az"));

    private static ExpressRouteGatewayRequest Prefix(string prefix) => Want(with: s => s with { SubnetPrefix = IPPrefix.Parse(prefix) });

    private static ExpressRouteGatewayRequest Scale(int least, int most) => Want("ErGwScale", s => s with { MinScaleUnit = least, MaxScaleUnit = most });

    private static TestEstate Hub() => Plain().VNet("hub", "10.9.0.0/16");

    private static TestEstate Peered(int count)
    {
        var estate = Ready();
        for (var at = 0; at < count; at++)
        {
            estate.Half("net", $"other{at}");
        }

        return estate;
    }
}
