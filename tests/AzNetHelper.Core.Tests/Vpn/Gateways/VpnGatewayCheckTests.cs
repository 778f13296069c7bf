using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Reachability;
using AzNetHelper.Vpn;
using AzNetHelper.Vpn.Checks;
using Xunit;
using static AzNetHelper.Tests.Reachability.TestEstate;
using static AzNetHelper.Tests.Vpn.Gateways.GatewayEstate;

namespace AzNetHelper.Tests.Vpn.Gateways;

/// <summary>Every check by its id: it finds the fault, it does not find it in what is nearly the same, and it alone finds it.</summary>
public sealed class VpnGatewayCheckTests
{
    public static TheoryData<string> Ids() => [.. VpnGatewayCheck.All.Select(c => c.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_check_finds_the_fault_and_nothing_in_its_neighbour(string id)
    {
        var check = VpnGatewayCheck.All.Single(c => c.Id == id);
        var (fault, near) = Cases(id);

        var plan = fault(VpnGatewayCheck.Whole);
        Assert.Equal(check.Outcome == CheckOutcome.Tells ? 0 : 1, plan.Problems.Select(p => p.CheckId).Where(p => p == id).Distinct().Count());
        Assert.Equal(check.Outcome != CheckOutcome.Tells ? 0 : 1, plan.Notices.Select(n => n.Id).Where(n => n == id).Distinct().Count());
        Assert.All(plan.Problems, p => Assert.True(p.Message.Length > 20 && p.Resource is not null, p.Message));
        Assert.DoesNotContain(id, Told(fault(VpnGatewayCheck.Whole.Without(id))));
        Assert.DoesNotContain(id, Told(near(VpnGatewayCheck.Whole)));
        Assert.Empty(near(VpnGatewayCheck.Whole).Problems);
    }

    [Fact]
    public void The_registry_has_each_id_once_with_a_question_and_a_source()
    {
        Assert.Equal(VpnGatewayCheck.All.Length, VpnGatewayCheck.All.Select(c => c.Id).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(VpnGatewayCheck.All, c => Assert.True(c.Asks.Length > 10 && c.Source.Length > 3, c.Id));
        Assert.Throws<ArgumentException>(() => VpnGatewayCheck.Whole.Without("NoSuchCheck"));
    }

    private static VpnGatewaySettings Tags(VpnGatewaySettings settings) => settings with { Tags = settings.Tags.SetItem("Owner", "net") };

    private static TestEstate Tagged(string owner)
    {
        var json = Gateway("VpnGw1AZ");
        json["tags"] = new JsonObject { ["owner"] = owner, ["policy"] = "added" };
        return Built().With(Gw, json);
    }

    private static IEnumerable<string> Told(Plan plan) => plan.Problems.Select(p => p.CheckId).Concat(plan.Notices.Select(n => n.Id));

    private static (Func<CheckList<VpnGatewayScene>, Plan> Fault, Func<CheckList<VpnGatewayScene>, Plan> Near) Cases(string id) => id switch
    {
        "VNetNotFound" => (New(new TestEstate(), Want()), New(Plain(), Want())),
        "VNetFailed" => (New(Failed(Plain()), Want()), New(Failed(Built()), Want())),
        "GatewayNotRead" => (Hidden(Gw), Hidden(Id("virtualNetworkGateways", "other"))),
        "InvalidResourceName" => (New(Plain(), Want(addresses: "-x")), New(Plain(), Want(addresses: "x_"))),
        "LocationDiffers" => (New(Plain(), Want(with: s => s with { Location = "northeurope" })), New(Plain(), Want(with: s => s with { Location = "West Europe" }))),
        "GatewayNameTaken" => (New(Built(change: p => p["gatewayType"] = "ExpressRoute"), Want()), New(Built(), Want())),
        "SecondGateway" => (New(Ready().Gateway("other", "net"), Want()), New(Ready().Gateway("other", "net", kind: "ExpressRoute"), Want())),
        "GatewayState" => (New(Built(change: p => p["provisioningState"] = "Deleting"), Want(with: s => s with { NoWait = true })),
            New(Built(change: p => p["provisioningState"] = "Updating"), Want(with: s => s with { NoWait = true }))),
        "PolicyBasedGateway" => (New(Built(change: p => p["vpnType"] = "PolicyBased"), Want()), New(Built(), Want())),
        "SkuUnknown" => (New(Plain(), Want("VpnGw9AZ")), New(Plain(), Want("vpngw5az"))),
        "SkuRetired" => (New(Plain(), Want("VpnGw1")), New(Built("VpnGw1"), Want("VpnGw1"))),
        "GenerationNotOffered" => (New(Plain(), Want(with: s => s with { Generation = 2 })), New(Plain(), Want("VpnGw2AZ", s => s with { Generation = 2 }))),
        "GenerationFixed" => (New(Built("VpnGw2AZ"), Want("VpnGw2AZ", s => s with { Generation = 2 })),
            New(Built("VpnGw2AZ", generation: 2), Want("VpnGw2AZ", s => s with { Generation = 2 }))),
        "SkuNotInGeneration" => (New(Built(), Want("VpnGw4AZ")), New(Built(), Want("VpnGw3AZ"))),
        "BasicGateway" => (New(Plain(), Want("Basic", s => s with { Asn = 65010 })), New(Plain(), Want("Basic"))),
        "AsnReserved" => (New(Plain(), Want(with: s => s with { Asn = 65517 })), New(Plain(), Want(with: s => s with { Asn = 65521 }))),
        "AsnEqual" => (New(Speaking("fargw", 65020), Want(with: s => s with { Asn = 65020 })), New(Speaking("fargw", 65020, bgp: false), Want(with: s => s with { Asn = 65020 }))),
        "BgpEndsUnread" => (New(Speaking(null, 65020), Want(with: s => s with { Asn = 65010 })), New(Speaking(null, 65020), Want())),
        "ConnectionsKeepBgp" => (New(Speaking("fargw", 65020), Want(with: s => s with { EnableBgp = false })),
            New(Speaking("fargw", 65020, bgp: false), Want(with: s => s with { EnableBgp = false }))),
        "BgpAddressOutOfRange" => (New(Plain(), Bgp("169.254.23.1")), New(Plain(), Bgp("169.254.22.255"))),
        "BgpAddressCount" => (New(Plain(), Two("169.254.21.1", "169.254.21.2", "169.254.22.1")),
            New(Plain(), Two("169.254.21.1", "169.254.21.2", "169.254.22.1", "169.254.22.2"))),
        "ThirdAddressNeeded" => (New(Built(instances: 3), Want(with: s => s with { ActiveActive = false })),
            New(Built(change: Clients), Want(with: s => s with { ActiveActive = true }))),
        "ClientPoolTooSmall" => (New(Built(change: p => ClientsIn(p, "172.16.0.0/29")), Want(with: s => s with { ActiveActive = true })),
            New(Built(change: p => ClientsIn(p, "172.16.0.0/28")), Want(with: s => s with { ActiveActive = true }))),
        "TagsUnchanged" => (New(Tagged("web"), Want(with: Tags)), New(Tagged("net"), Want(with: Tags))),
        "GatewaySubnetName" => (New(Ready(name: "gatewaysubnet"), Want()), New(Ready(), Want())),
        "GatewaySubnetTooSmall" => (New(Ready(prefix: "10.0.255.0/28"), Want()), New(Ready(prefix: "10.0.255.0/29"), Want("Basic"))),
        "GatewaySubnetPrefixDiffers" => (New(Ready(), Prefix("10.0.254.0/27")), New(Ready(), Prefix("10.0.255.0/27"))),
        "GatewaySubnetPrefixUnfit" => (New(Plain(), Prefix("10.0.0.0/27")), New(Plain(), Prefix("10.0.1.0/27"))),
        "GatewaySubnetRoom" => (New(Plain("10.0.0.0/24"), Want()), New(Plain("10.0.0.0/24"), Want(with: s => s with { ExtendAddressSpace = true }))),
        "GatewaySubnetSecurityGroup" => (New(Ready(p => p["networkSecurityGroup"] = new JsonObject { ["id"] = Id("networkSecurityGroups", "nsg").ToString() }), Want()),
            New(Ready(), Want())),
        "GatewaySubnetDefaultRoute" => (New(Ready(table: "rt").Table("rt", ("0.0.0.0/0", "Internet", null)), Want()),
            New(Ready(table: "rt").Table("rt", ("10.1.0.0/16", "VirtualAppliance", "10.0.0.4")), Want())),
        "GatewaySubnetPropagation" => (New(Ready(table: "rt").Table("rt", p => p["disableBgpRoutePropagation"] = true), Want()),
            New(Ready(table: "rt").Table("rt"), Want())),
        "GatewaySubnetDelegated" => (New(Ready(p => p["delegations"] = new JsonArray(new JsonObject
            {
                ["name"] = "d", ["properties"] = new JsonObject { ["serviceName"] = "Microsoft.Web/serverFarms" },
            })), Want()), New(Ready(), Want())),
        "GatewaySubnetTableUnread" => (New(Ready(table: "rt"), Want()), New(Ready(table: "rt").Table("rt"), Want())),
        "AddressCount" => (New(Plain(), Want(addresses: ["a", "b"])), New(Plain(), Want(with: s => s with { ActiveActive = true }, addresses: ["a", "b"]))),
        "AddressesFixed" => (New(Built(), Want(addresses: "other")), New(Built(), Want(addresses: "gw-pip"))),
        "AddressNotStandard" => (New(Plain().Address("a", p => p["sku"]!["name"] = "Basic"), Want(addresses: "a")), New(Plain().Address("a"), Want(addresses: "a"))),
        "AddressRegion" => (New(Plain().Address("a", p => p["location"] = "northeurope"), Want(addresses: "a")),
            New(Plain().Address("a", p => p["location"] = "West Europe"), Want(addresses: "a"))),
        "AddressInUse" => (New(Plain().Address("a", p => p["properties"]!["ipConfiguration"] = Reference("networkInterfaces/nic/ipConfigurations/c")), Want(addresses: "a")),
            New(Plain().Address("a", user: "default"), Want(addresses: "a"))),
        "AddressZones" => (New(Plain().Address("a", p => p.Remove("zones")), Want(addresses: "a")),
            New(Plain().Address("a", p => p.Remove("zones")), Want(addresses: "a"), new([]))),
        "ZoneNotInRegion" => (New(Plain(), Want(with: s => s with { Zones = ["4"] })), New(Plain(), Want(with: s => s with { Zones = ["3"] }))),
        "AddressStays" => (New(Ready().With(Gw, Gateway("VpnGw1AZ", instances: 2)).Address("gw-pip", user: "default")
                .Address("gw-pip-2", user: "activeActive", made: false), Want(with: s => s with { ActiveActive = false })),
            New(Built(instances: 2), Want(with: s => s with { ActiveActive = false }))),
        "ZoneUnused" => (New(Built(), Want(with: s => s with { Zones = ["1"] }), RegionZones.NotAsked),
            New(Built(), Want(with: s => s with { Zones = ["3", "2", "1"] }), RegionZones.NotAsked)),
        "ZonesUnknown" => (New(Plain(), Want(), new(null, "no right")), New(Plain(), Want(with: s => s with { Zones = ["1"] }), new(null, "no right"))),
        "UsesRemoteGateway" => (New(Hub().Spoke("hub", "net"), Want()), New(Hub().Peer("hub", "net"), Want())),
        "VirtualWanAttached" => (New(Plain().Half("net", "wan", name: "RemoteVnetToHubPeering_1"), Want()), New(Plain().Half("net", "wan"), Want())),
        "RouteServerNeeds" => (New(RouteServer(), Want(with: s => s with { ActiveActive = true, Asn = 65010 })), New(RouteServer(), Want(with: s => s with { ActiveActive = true }))),
        "OneGatewayIsEnough" => (New(Hub().Gateway("hubgw", "hub").Peer("hub", "net"), Want()), New(Hub().Gateway("hubgw", "hub", sku: "Basic").Peer("hub", "net"), Want())),
        "PeersCanUse" => (New(Hub().Peer("hub", "net"), Want()), New(Hub().Gateway("hubgw", "hub").Peer("hub", "net"), Want())),
        "GatewayNotFound" => (Old(Ready(), Remove()), Old(Ready().Address("gw-pip"), Remove())),
        "GatewayKind" => (Old(Built(change: p => p["gatewayType"] = "LocalGateway"), Remove()), Old(Built(), Remove())),
        "GatewayUsedByPeering" => (Old(Built().VNet("spoke", "10.1.0.0/16").Spoke("net", "spoke"), Remove()),
            Old(Built().VNet("spoke", "10.1.0.0/16").Peer("net", "spoke", h => h["allowGatewayTransit"] = true), Remove())),
        "GatewayHasConnections" => (Old(Built(), Remove(), Id("connections", "c")), Old(Built(), Remove())),
        "ClientsConnected" => (Asked(new([]) { Clients = 2 }), Old(Built(change: p => Connected(p, 0)), Remove() with { AllowLoss = true })),
        "ClientsConfigured" => (Old(Built(change: Clients), Remove()), Old(Built(change: Clients), Remove() with { AllowLoss = true })),
        "ClientsUnknown" => (Asked(new([]) { ClientsUnread = "no right" }), Asked(new([]) { Clients = 0 })),
        "NetworkUnread" => (c => VpnGatewayRemover.Create(new(Built().Topology().Documents.Where(d => d.Id != Net), []), Remove(), new([]), c), Old(Built(), Remove())),
        "PeersUnread" => (Old(Built().Half("net", "spoke", h => h["allowGatewayTransit"] = true), Remove()), Old(Built().Half("net", "spoke"), Remove())),
        "ConnectionsUnread" => (c => VpnGatewayRemover.Create(Built().Topology(), Remove(), new(null, "no right"), c), Old(Built(), Remove())),
        "AddressKept" => (Old(Ready().With(Gw, Gateway("VpnGw1AZ")).Address("gw-pip", user: "default", made: false), Remove()), Old(Built(), Remove())),
        "GatewaySubnetStays" => (Old(Built(), Remove()), Old(Plain().Address("gw-pip"), Remove())),
        _ => throw new ArgumentException($"The check {id} has no case.", nameof(id)),
    };

    private static Func<CheckList<VpnGatewayScene>, Plan> New(TestEstate estate, VpnGatewayRequest request, RegionZones? zones = null) =>
        checks => VpnGatewayPlanner.Create(estate.Topology(), request, zones ?? Three, facts: null, checks);

    private static Func<CheckList<VpnGatewayScene>, Plan> Hidden(ResourceId id) => checks => VpnGatewayPlanner.Create(
        new(Ready().Topology().Documents, [new(id.ToString(), "AuthorizationFailed", "no right")]), Want(), Three, facts: null, checks);

    private static Func<CheckList<VpnGatewayScene>, Plan> Old(TestEstate estate, VpnGatewayRemovalRequest request, params ResourceId[] connections) =>
        checks => VpnGatewayRemover.Create(estate.Topology(), request, new([.. connections]), checks);

    private static Func<CheckList<VpnGatewayScene>, Plan> Asked(GatewayUsers users) =>
        checks => VpnGatewayRemover.Create(Built(change: Clients).Topology(), Remove() with { AllowLoss = true }, users, checks);

    private static VpnGatewayRemovalRequest Remove() => new(Gw);

    private static VpnGatewayRequest Two(params string[] addresses) =>
        Want(with: s => s with { ActiveActive = true, BgpPeeringAddresses = [.. addresses.Select(IPAddress.Parse)] });

    private static VpnGatewayRequest Bgp(params string[] addresses) =>
        Want(with: s => s with { BgpPeeringAddresses = [.. addresses.Select(IPAddress.Parse)] });

    private static VpnGatewayRequest Prefix(string prefix) => Want(with: s => s with { SubnetPrefix = IPPrefix.Parse(prefix) });

    private static TestEstate Hub() => Plain().VNet("hub", "10.9.0.0/16").Subnet("hub", "GatewaySubnet", "10.9.0.0/27");

    private static TestEstate Failed(TestEstate estate) => estate.Change("net", n => n["properties"]!["provisioningState"] = "Failed");

    private static void Clients(JsonObject properties) => ClientsIn(properties, "172.16.0.0/24");

    private static void ClientsIn(JsonObject properties, string pool) =>
        properties["vpnClientConfiguration"] = new JsonObject { ["vpnClientAddressPool"] = Space(pool) };

    private static void Connected(JsonObject properties, int count)
    {
        Clients(properties);
        properties["vpnClientConfiguration"]!["vpnClientConnectionHealth"] = new JsonObject { ["vpnClientConnectionsCount"] = count };
    }

    private static JsonObject Reference(string below) => new()
    {
        ["id"] = $"/subscriptions/{Net.SubscriptionId}/resourceGroups/rg/providers/Microsoft.Network/{below}",
    };

    private static TestEstate RouteServer()
    {
        var estate = Ready().Subnet("net", "RouteServerSubnet", "10.0.250.0/26");
        estate.SubnetOf("net", "RouteServerSubnet")["ipConfigurations"] = new JsonArray(Reference("virtualHubs/rs/ipConfigurations/c"));
        return estate;
    }
}
