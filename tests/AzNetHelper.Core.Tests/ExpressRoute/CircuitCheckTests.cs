using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.ExpressRoute.Checks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Reachability;
using AzNetHelper.Vpn;
using Xunit;
using static AzNetHelper.Tests.ExpressRoute.CircuitScenes;
using static AzNetHelper.Tests.Reachability.TestEstate;

namespace AzNetHelper.Tests.ExpressRoute;

/// <summary>Every check by its id: it finds the fault, it does not find it in what is nearly the same, and it alone finds it.</summary>
public sealed class CircuitCheckTests
{
    private const string List = "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Network/expressRouteCircuits";

    public static TheoryData<string> Ids() => [.. CircuitCheck.All.Select(c => c.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_check_finds_the_fault_and_nothing_in_its_neighbour(string id)
    {
        var check = CircuitCheck.All.Single(c => c.Id == id);
        var (fault, near) = Cases(id);

        var plan = fault(CircuitCheck.Whole);
        Assert.Equal(check.Outcome == CheckOutcome.Tells ? 0 : 1, plan.Problems.Select(p => p.CheckId).Where(p => p == id).Distinct().Count());
        Assert.Equal(check.Outcome != CheckOutcome.Tells ? 0 : 1, plan.Notices.Select(n => n.Id).Where(n => n == id).Distinct().Count());
        Assert.All(plan.Problems, p => Assert.True(p.Message.Length > 20 && p.Resource is not null, p.Message));
        Assert.DoesNotContain(id, Told(fault(CircuitCheck.Whole.Without(id))));
        Assert.DoesNotContain(id, Told(near(CircuitCheck.Whole)));
        Assert.Empty(near(CircuitCheck.Whole).Problems);
    }

    [Fact]
    public void The_registry_has_each_id_once_with_a_question_and_a_source()
    {
        Assert.Equal(CircuitCheck.All.Length, CircuitCheck.All.Select(c => c.Id).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(CircuitCheck.All, c => Assert.True(c.Asks.Length > 10 && c.Source.Length > 3, c.Id));
        Assert.Throws<ArgumentException>(() => CircuitCheck.Whole.Without("NoSuchCheck"));
    }

    [Theory]
    [InlineData("Equinx", "Amsterdam", "Did you mean 'Equinix'?")]
    [InlineData("Nobody", "London", "In London there are, among others, 'KPN'.")]
    [InlineData("Equinix", "West Europe", "A peering location is a city, not a region of Azure.")]
    [InlineData("Equinix", "London", "There you find, among others, 'KPN'.")]
    [InlineData("Equinix", "amsterdan", "Did you mean 'Amsterdam'?")]
    public void Who_errs_in_a_name_is_told_what_there_is(string provider, string location, string says) =>
        Assert.Contains(says, Assert.Single(Order(Plain(), Settings(provider, location))(CircuitCheck.Whole).Problems).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Provisioned", "deprovision")]
    [InlineData("Provisioning", "deprovision")]
    [InlineData("Deprovisioning", "still taking")]
    public void A_circuit_stays_while_its_provider_has_it(string state, string says)
    {
        var problem = Assert.Single(Remove(Built(p => p["serviceProviderProvisioningState"] = state))(CircuitCheck.Whole).Problems);
        Assert.Equal("CircuitNotDeprovisioned", problem.CheckId);
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Told(Plan plan) => plan.Problems.Select(p => p.CheckId).Concat(plan.Notices.Select(n => n.Id));

    private static TestEstate Many(int count, Func<int, string> region) => Enumerable.Range(0, count).Aggregate(Plain(), (estate, i) =>
    {
        var json = Circuit();
        json["location"] = region(i);
        return estate.Other(Id("expressRouteCircuits", $"other{i}"), json);
    });

    private static TestEstate Tagged(string owner)
    {
        var json = Circuit();
        json["tags"] = new JsonObject { ["owner"] = owner, ["policy"] = "added" };
        return Plain().Other(Er, json);
    }

    private static CircuitSettings Tags() => Settings() with { Tags = Settings().Tags.SetItem("owner", "net") };

    private static TestEstate Peered(Action<JsonObject>? change = null) => Built(null, "Standard", "MeteredData", Private(change));

    private static JsonArray Authorizations(bool used) => [new JsonObject
    {
        ["name"] = "a1",
        ["properties"] = new JsonObject { ["authorizationUseStatus"] = used ? "InUse" : "Available", ["connectionResourceUri"] = used ? "/subscriptions/x" : string.Empty },
    }];

    private static PrivatePeeringRequest Key(PrivatePeeringRequest request, string text = "A1B2C3")
    {
        using var key = ConnectionKey.Secure(text);
        return new PrivatePeeringGround(Plain().Topology(), request with { Key = PeeringKey.Given }).With(key).Request;
    }

    private static (Func<CheckList<CircuitScene>, Plan> Fault, Func<CheckList<CircuitScene>, Plan> Near) Cases(string id) => id switch
    {
        "CircuitNotRead" => (Order(Plain(), Settings(), gaps: Gap(Er.ToString())), Order(Plain(), Settings(), gaps: Gap(Id("expressRouteCircuits", "other").ToString()))),
        "LocationNeeded" => (Order(Plain(), Settings(), group: null), Order(Plain(), Settings() with { Location = "West Europe" }, group: null)),
        "ProviderNotOffered" => (Order(Plain(), Settings("Equinx")), Order(Plain(), Settings("equinix"))),
        "PeeringLocationNotOffered" => (Order(Plain(), Settings(location: "London")), Order(Plain(), Settings(location: "silicon valley"))),
        "BandwidthNotOffered" => (Order(Plain(), Settings(mbps: 100)), Order(Plain(), Settings(mbps: 500))),
        "CircuitSkuUnknown" => (Order(Plain(), Settings(tier: "Basic")), Order(Plain(), Settings(tier: "premium"))),
        "LocalIsUnlimited" => (Order(Plain(), Settings(tier: "Local", mbps: 1000, family: "Metered")), Order(Plain(), Settings(tier: "Local", mbps: 1000))),
        "CircuitsOfSubscription" => (Order(Many(50, i => $"region{i}"), Settings()), Order(Many(49, i => $"region{i}"), Settings())),
        "CircuitsOfRegion" => (Order(Many(10, _ => "West Europe"), Settings()), Order(Many(9, _ => "westeurope"), Settings())),
        "ProvidersUnknown" => (Order(Plain(), Settings("Equinx"), new(null, "It may not be read.")), Order(Plain(), Settings())),
        "CircuitsUnread" => (Order(Plain(), Settings(), gaps: Gap(List)), Order(Built(), Settings(), gaps: Gap(List))),
        "CircuitLimits" => (Order(Plain(), Settings()), Order(Built(), Settings())),
        "CircuitReach" => (Order(Plain(), Settings(tier: "Local", mbps: 1000)), Order(Plain(), Settings(tier: "Premium"))),
        "LocalBandwidth" => (Order(Plain(), Settings(tier: "Local", mbps: 500)), Order(Plain(), Settings(tier: "Local", mbps: 1000))),
        "ProviderNext" => (Order(Plain(), Settings()), Order(Built(), Settings())),
        "CircuitState" => (Order(Built(p => p["provisioningState"] = "Deleting"), Settings()), Order(Built(p => p["provisioningState"] = "Failed"), Settings())),
        "CircuitOnPort" => (Order(Built(p =>
        {
            p.Remove("serviceProviderProperties");
            p["bandwidthInGbps"] = 10;
            p["expressRoutePort"] = new JsonObject { ["id"] = Id("expressRoutePorts", "port").ToString() };
        }), Settings()), Order(Built(), Settings())),
        "ProviderFixed" => (Order(Built(), Settings("KPN")), Order(Built(), Settings("EQUINIX", "amsterdam"))),
        "BandwidthLowered" => (Order(Built(), Settings(mbps: 50)), Order(Built(), Settings(mbps: 500))),
        "TierLowered" => (Order(Built(tier: "Premium"), Settings()), Order(Built(), Settings(tier: "Premium"))),
        "FamilyLowered" => (Order(Built(family: "UnlimitedData"), Settings(family: "Metered")), Order(Built(), Settings(family: "Unlimited"))),
        "LocationFixed" => (Order(Built(), Settings() with { Location = "northeurope" }), Order(Built(), Settings() with { Location = "West Europe" })),
        "CircuitKeyHidden" => (Order(Peered(), Settings(mbps: 500)), Order(Peered(p => p["sharedKey"] = "shown"), Settings(mbps: 500))),
        "CircuitKeyUnused" => (Order(Peered(), Settings() with { Key = PeeringKey.Given }), Order(Peered(), Settings(mbps: 500) with { Key = PeeringKey.Given })),
        "CircuitTagsUnchanged" => (Order(Tagged("others"), Tags()), Order(Tagged("net"), Tags())),
        "CircuitNotFound" => (Remove(Plain()), Remove(Built())),
        "CircuitNotDeprovisioned" => (Remove(Built(p => p["serviceProviderProvisioningState"] = "Provisioned")), Remove(Built())),
        "CircuitHasConnections" => (Remove(Built().Connected()), Remove(Built().Connected(circuit: Id("expressRouteCircuits", "other").ToString()))),
        "AuthorizationInUse" => (Remove(Built(p => p["authorizations"] = Authorizations(used: true))), Remove(Built(p => p["authorizations"] = Authorizations(used: false)))),
        "CircuitHasGlobalReach" => (Remove(Peered(p => p["connections"] = new JsonArray(new JsonObject { ["name"] = "reach" }))), Remove(Peered())),
        "CircuitConnectionsUnread" => (Remove(Built(), Gap(ResourceTypes.Connection)), Remove(Built())),
        "GoesWithCircuit" => (Remove(Peered()), Remove(Built())),
        "PeeringCircuitNotFound" => (Peer(Plain()), Peer(Built())),
        "PeeringCircuitState" => (Peer(Built(p => p["circuitProvisioningState"] = "Disabled")), Peer(Built(p => p["circuitProvisioningState"] = "enabled"))),
        "PeeringOfProvider" => (Peer(Peered(p => p["lastModifiedBy"] = "Provider"), Want(vlan: 200) with { Key = PeeringKey.None }),
            Peer(Peered(), Want(vlan: 200) with { Key = PeeringKey.None })),
        "PeerAsnReserved" => (Peer(Built(), Want(asn: 65517)), Peer(Built(), Want(asn: 65521))),
        "VlanOutOfRange" => (Peer(Built(), Want(vlan: 4095)), Peer(Built(), Want(vlan: 4094))),
        "VlanTaken" => (Peer(Built(null, "Standard", "MeteredData", OfMicrosoft(100))), Peer(Built(null, "Standard", "MeteredData", OfMicrosoft(101)))),
        "PeeringKeyUnfit" => (Peer(Built(), Key(Want(), new string('x', 81))), Peer(Built(), Key(Want(), new string('x', 80)))),
        "PeeringKeyHidden" => (Peer(Peered(), Want(vlan: 200)), Peer(Peered(), Key(Want(vlan: 200)))),
        "PeeringKeyKept" => (Peer(Peered(), Key(Want())), Peer(Peered(), Key(Want()) with { ReplacesKey = true })),
        "PeeringKeyDoubt" => (Peer(Built(), Key(Want(), new string('x', 26))), Peer(Built(), Key(Want(), new string('x', 25)))),
        "PeeringDisabled" => (Peer(Peered(p => p["state"] = "Disabled"), Key(Want())), Peer(Peered())),
        "PeeringWaitsForProvider" => (Peer(Built()), Peer(Built(p => p["serviceProviderProvisioningState"] = "Provisioned"))),
        "PeeringInUse" => (Peer(Peered().Connected(), Key(Want(vlan: 200))), Peer(Peered().Connected())),
        "LinksNeeded" => (Peer(Built(), Want(null, null)), Peer(Peered(), Want(null, null))),
        "LinksIncomplete" => (Peer(Built(), Want(secondary: null)), Peer(Built())),
        "LinksTwice" => (Peer(Built(), Want(from: "192.168.15.16/29")), Peer(Built(), Want(null, null, "192.168.15.16/29"))),
        "LinkFamily" => (Peer(Built(), Want(null, null, "fd00::/125")), Peer(Built(), Want() with { IPv6 = Wish(null, null, "fd00::/125") })),
        "LinkLength" => (Peer(Built(), Want("192.168.15.16/31")), Peer(Built(), Want("192.168.15.12/30"))),
        "LinkBlockTooSmall" => (Peer(Built(), Want(null, null, "192.168.15.16/30")), Peer(Built(), Want(null, null, "192.168.15.16/29"))),
        "LinksSame" => (Peer(Built(), Want("192.168.15.20/30")), Peer(Built())),
        "LinkBlockFull" => (Peer(Built(), Want(null, null, "10.0.0.0/29")), Peer(Built(), Want(null, null, "10.0.0.0/15"))),
        "LinkUnusable" => (Peer(Built(), Want("169.254.0.0/30")), Peer(Built(), Want("169.253.0.0/30"))),
        "LinkOverlaps" => (Peer(Built(), Want("10.0.0.0/30")), Peer(Built(), Want("10.1.0.0/30"))),
        "LinkInSite" => (Peer(Built().Site("192.168.0.0/16")), Peer(Built().Site("192.168.16.0/20", "0.0.0.0/0"))),
        "LinkAddresses" => (Peer(Built()), Peer(Peered())),
        "EstateUnread" => (Peer(Built(), Want(), Gap(ResourceTypes.LocalNetworkGateway)), Peer(Built())),
        _ => throw new ArgumentOutOfRangeException(nameof(id), id, "This check has no case."),
    };
}
