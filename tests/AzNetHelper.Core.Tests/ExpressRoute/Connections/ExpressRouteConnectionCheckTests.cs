using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Reachability;
using Xunit;
using static AzNetHelper.Tests.ExpressRoute.Connections.CircuitConnectionEstate;
using static AzNetHelper.Tests.Reachability.TestEstate;

namespace AzNetHelper.Tests.ExpressRoute.Connections;

/// <summary>Every check by its id: it finds the fault, it does not find it in what is nearly the same, and it alone finds it.</summary>
public sealed class ExpressRouteConnectionCheckTests
{
    public static TheoryData<string> Ids() => [.. ExpressRouteConnectionCheck.All.Select(c => c.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_check_finds_the_fault_and_nothing_in_its_neighbour(string id)
    {
        var check = ExpressRouteConnectionCheck.All.Single(c => c.Id == id);
        var (fault, near) = Cases(id);

        var plan = fault(ExpressRouteConnectionCheck.Whole);
        Assert.Equal(check.Outcome == CheckOutcome.Tells ? 0 : 1, plan.Problems.Select(p => p.CheckId).Where(p => p == id).Distinct().Count());
        Assert.Equal(check.Outcome != CheckOutcome.Tells ? 0 : 1, plan.Notices.Select(n => n.Id).Where(n => n == id).Distinct().Count());
        Assert.All(plan.Problems, p => Assert.True(p.Message.Length > 20 && p.Resource is not null, p.Message));
        Assert.DoesNotContain(id, Told(fault(ExpressRouteConnectionCheck.Whole.Without(id))));
        Assert.DoesNotContain(id, Told(near(ExpressRouteConnectionCheck.Whole)));
        Assert.Empty(near(ExpressRouteConnectionCheck.Whole).Problems);
    }

    [Fact]
    public void The_registry_has_each_id_once_with_a_question_and_a_source()
    {
        Assert.Distinct(ExpressRouteConnectionCheck.All.Select(c => c.Id), StringComparer.OrdinalIgnoreCase);
        Assert.All(ExpressRouteConnectionCheck.All, c => Assert.True(c.Asks.Length > 10 && c.Source.Length > 3, c.Id));
    }

    [Fact]
    public void What_is_advised_for_a_circuit_that_is_not_ready_helps()
    {
        var off = Assert.Single(New(Ready(c => PeeringOf(c)["state"] = "Disabled"))(ExpressRouteConnectionCheck.Whole).Problems, p => p.CheckId == "NoPrivatePeering").Message;
        Assert.Contains("switches it on", off, StringComparison.Ordinal);
        Assert.Contains("-NoSharedKey", off, StringComparison.Ordinal);
        var going = Assert.Single(New(Ready(c => c["properties"]!["serviceProviderProvisioningState"] = "Deprovisioning"))(ExpressRouteConnectionCheck.Whole).Problems,
            p => p.CheckId == "CircuitNotProvisioned").Message;
        Assert.DoesNotContain("-Wait", going, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Told(Plan plan) => plan.Problems.Select(p => p.CheckId).Concat(plan.Notices.Select(n => n.Id));

    private static (Func<CheckList<CircuitConnectionLayout>, Plan> Fault, Func<CheckList<CircuitConnectionLayout>, Plan> Near) Cases(string id) => id switch
    {
        "GatewayNotFound" => (New(new TestEstate().Other(Er, Circuit())), New(Ready())),
        "GatewayKind" => (New(Ready(gateway: p => p["gatewayType"] = "Vpn")), New(Ready())),
        "GatewayState" => (New(Ready(gateway: p => p["provisioningState"] = "Updating")), New(Ready(gateway: p => p["provisioningState"] = "Updating").Linked())),
        "CircuitNotFound" => (New(CircuitGatewayless()), Hidden(Theirs, Want(r => r with { HasKey = true }, Theirs))),
        "CircuitUnread" => (Hidden(Theirs, Want(r => r with { HasKey = true }, Theirs)), New(Ready())),
        "CircuitDisabled" => (New(Ready(c => c["properties"]!["circuitProvisioningState"] = "Disabled")), New(Ready(c => c["properties"]!["circuitProvisioningState"] = "enabled"))),
        "CircuitNotProvisioned" => (New(Ready(c => c["properties"]!["serviceProviderProvisioningState"] = "Provisioning")),
            New(Ready(c => c["properties"]!["serviceProviderProvisioningState"] = "Provisioning").Linked())),
        "NoPrivatePeering" => (New(Ready(c => PeeringOf(c)["state"] = "Disabled")), New(Ready(c => PeeringOf(c)["provisioningState"] = "Updating"))),
        "OtherCloud" => (New(Ready(c => Premium(c)["location"] = "chinaeast2")), New(Ready(c => Premium(c)["location"] = "eastus"))),
        "InvalidResourceName" => (New(Ready(), Want(r => r with { Name = "-x" })), New(Ready(), Want(r => r with { Name = "x_" }))),
        "ConnectionNameTaken" => (New(Ready().Linked(circuit: Id("expressRouteCircuits", "other"))), New(Ready().Linked())),
        "AlreadyLinked" => (New(Ready().Linked(), Want(r => r with { Name = "other" })), New(Ready().Linked(), Want(r => r with { Name = "ERGW-to-er" }))),
        "ConnectionState" => (New(Ready().Linked(change: p => p["provisioningState"] = "Deleting")), New(Ready().Linked(change: p => p["provisioningState"] = "Updating"))),
        "CircuitsOfGateway" => (New(Circuits(4, "London")), New(Circuits(3, "London"))),
        "CircuitsOfLocation" => (New(Circuits(4, "Amsterdam", "ErGw2AZ")), New(Circuits(4, "London", "ErGw2AZ"))),
        "LocationsUnknown" => (New(Lost(Circuits(3, "Amsterdam", "ErGw2AZ"), 1)), New(Lost(Circuits(2, "Amsterdam", "ErGw2AZ"), 1))),
        "LinksOfCircuit" => (New(Ready(), around: new() { Connections = Others(9), GlobalReach = 1 }), New(Ready(), around: new() { Connections = Others(9) })),
        "LinksUnknown" => (New(Ready(), around: new() { UnreadGateways = "a gateway was not read" }), New(Ready())),
        "RegionOutOfReach" => (New(Ready(c => Place(c, "Chicago"))), New(Ready(c => Place(Premium(c), "Chicago")))),
        "RegionUnknown" => (New(Ready(c => Place(c, "Atlantis"))), New(Ready(c => Place(c, "London2")))),
        "AuthorizationNeeded" => (Hidden(Theirs, Want(circuit: Theirs)), New(Ready(id: Theirs), Want(circuit: Theirs))),
        "AuthorizationUnused" => (New(Ready(), Want(r => r with { HasKey = true })), New(Ready(id: Theirs), Want(r => r with { HasKey = true }, Theirs))),
        "AuthorizationMade" => (New(Ready(id: Theirs), Want(circuit: Theirs)), New(Ready(id: Theirs), Want(r => r with { HasKey = true }, Theirs))),
        "TooManyPrefixesToSite" => (New(Wide(1001)), New(Wide(1000))),
        "ManyPrefixesToSite" => (New(Wide(800)), New(Wide(799))),
        "TooManyPrefixesFromSite" => (Told(Ready(), Many(4001)), Told(Ready(), Many(4000))),
        "OverlapsNetwork" => (Told(Ready(), "10.0.64.0/18"), Told(Ready(), "10.0.0.0/8", "10.1.0.0/16")),
        "LinkOverlapsNetwork" => (New(Ready(c => PeeringOf(c)["primaryPeerAddressPrefix"] = "10.0.9.0/30")), New(Ready(c => PeeringOf(c)["primaryPeerAddressPrefix"] = "10.1.9.0/30"))),
        "FastPathNotPossible" => (New(Scale(9), Want(r => r with { FastPath = true })), New(Scale(10), Want(r => r with { FastPath = true }))),
        "FastPathLimits" => (New(Scale(10), Want(r => r with { FastPath = true })), New(Scale(10))),
        "RoutingWeightRange" => (New(Ready(), Want(r => r with { RoutingWeight = 32001 })), New(Ready(), Want(r => r with { RoutingWeight = 32000 }))),
        "EgressChange" => (Told(Ready(), "0.0.0.0/1", "128.0.0.0/1"), Told(Ready(), "0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/3")),
        "EgressMoves" => (Told(Ready(), Want(r => r with { AllowEgressChange = true }), "0.0.0.0/0"), Told(Ready(), Want(r => r with { AllowEgressChange = true }), "0.0.0.0/1")),
        "PrefixesMove" => (Told(Ready().Vpn("172.20.0.0/16"), "172.20.0.0/16"), Told(Ready().Vpn("172.20.0.0/16"))),
        "OtherCircuits" => (Told(Circuits(1, "London"), Er, ["172.20.0.0/16"], Id("expressRouteCircuits", "er0"), ["172.16.0.0/12"]),
            Told(Circuits(1, "London"), Er, ["172.20.0.0/16"], Id("expressRouteCircuits", "er0"), ["172.20.128.0/17", "172.21.0.0/16"])),
        "RoutesUnknown" => (New(Ready()), Told(Ready())),
        "TagsUnchanged" => (New(Ready().Linked(), Want(Tagged)), New(Ready(), Want(Tagged))),
        _ => throw new ArgumentException($"The check {id} has no case.", nameof(id)),
    };

    private static Func<CheckList<CircuitConnectionLayout>, Plan> New(TestEstate estate, ExpressRouteConnectionRequest? request = null, CircuitSurroundings? around = null) =>
        checks => ExpressRouteConnectionPlanner.Create(estate.Topology(), request ?? Want(), around, checks);

    private static Func<CheckList<CircuitConnectionLayout>, Plan> Told(TestEstate estate, params string[] announced) => Told(estate, Want(), announced);

    private static Func<CheckList<CircuitConnectionLayout>, Plan> Told(TestEstate estate, ExpressRouteConnectionRequest request, params string[] announced) =>
        checks => ExpressRouteConnectionPlanner.Create(estate.Announcing(Er, announced), request, surroundings: null, checks);

    private static Func<CheckList<CircuitConnectionLayout>, Plan> Told(TestEstate estate, ResourceId one, string[] first, ResourceId two, string[] second) =>
        checks => ExpressRouteConnectionPlanner.Create(estate.Announcing((one, first), (two, second)), Want(), surroundings: null, checks);

    private static Func<CheckList<CircuitConnectionLayout>, Plan> Hidden(ResourceId circuit, ExpressRouteConnectionRequest request) => checks =>
        ExpressRouteConnectionPlanner.Create(new(CircuitGatewayless().Topology().Documents, [new(circuit.ToString(), "AuthorizationFailed", "no right")]), request, surroundings: null, checks);

    private static TestEstate CircuitGatewayless() => Gateways.CircuitGatewayEstate.Built();

    private static JsonObject Premium(JsonObject circuit)
    {
        circuit["sku"]!["tier"] = "Premium";
        return circuit;
    }

    private static void Place(JsonObject circuit, string location) => circuit["properties"]!["serviceProviderProperties"]!["peeringLocation"] = location;

    private static TestEstate Circuits(int count, string location, string sku = "ErGw1AZ")
    {
        var estate = Ready(sku: sku);
        for (var at = 0; at < count; at++)
        {
            var id = Id("expressRouteCircuits", $"er{at}");
            estate.Other(id, Circuit(c => Place(c, location))).Linked(Id("connections", $"c{at}"), id);
        }

        return estate;
    }

    // Linked with circuits that could not be read.
    private static TestEstate Lost(TestEstate estate, int count)
    {
        for (var at = 0; at < count; at++)
        {
            estate.Linked(Id("connections", $"lost{at}"), Id("expressRouteCircuits", $"lost{at}"));
        }

        return estate;
    }

    private static System.Collections.Immutable.ImmutableArray<ResourceId> Others(int count) =>
        [.. Enumerable.Range(0, count).Select(at => Id("connections", $"of-other-{at}"))];

    private static TestEstate Wide(int count) => Ready().Change("net", n => n["properties"]!["addressSpace"] = Space(
        [.. Enumerable.Range(0, count).Select(at => at == 0 ? "10.0.0.0/16" : string.Create(CultureInfo.InvariantCulture, $"10.{16 + (at / 256)}.{at % 256}.0/24"))]));

    private static string[] Many(int count) =>
        [.. Enumerable.Range(0, count).Select(at => string.Create(CultureInfo.InvariantCulture, $"172.{16 + (at / 256 / 4)}.{at / 16 % 256}.{at % 16 * 16}/28")).Distinct(), .. Rest(count)];

    // Whatever the scheme above repeats is made up for.
    private static IEnumerable<string> Rest(int count)
    {
        var had = Enumerable.Range(0, count).Select(at => (at / 256 / 4, at / 16 % 256, at % 16)).Distinct().Count();
        return Enumerable.Range(0, count - had).Select(at => string.Create(CultureInfo.InvariantCulture, $"100.64.{at / 256}.{at % 256}/32"));
    }

    private static TestEstate Scale(int units) => Ready(sku: "ErGwScale", gateway: p => Gateways.CircuitGatewayEstate.Units(p, units, units));

    private static ExpressRouteConnectionRequest Tagged(ExpressRouteConnectionRequest request) => request with { Tags = request.Tags.SetItem("owner", "net") };
}
