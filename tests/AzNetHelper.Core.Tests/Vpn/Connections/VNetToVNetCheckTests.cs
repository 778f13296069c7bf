using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Reachability;
using AzNetHelper.Vpn;
using AzNetHelper.Vpn.TunnelChecks;
using Xunit;
using static AzNetHelper.Tests.Reachability.TestEstate;

namespace AzNetHelper.Tests.Vpn.Connections;

/// <summary>Every check by its id: it finds the fault, it does not find it in what is nearly the same, and it alone finds it.</summary>
public sealed class VNetToVNetCheckTests
{
    private static readonly ResourceId s_one = Id("virtualNetworkGateways", "g1");
    private static readonly ResourceId s_other = Id("virtualNetworkGateways", "g2");
    private static readonly ResourceId s_third = Id("virtualNetworkGateways", "g3");

    public static TheoryData<string> Ids() => [.. VNetToVNetCheck.All.Select(c => c.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_check_finds_the_fault_and_nothing_in_its_neighbour(string id)
    {
        var check = VNetToVNetCheck.All.Single(c => c.Id == id);
        var (fault, near) = Cases(id);

        var plan = fault(VNetToVNetCheck.Whole);
        Assert.Equal(check.Outcome == CheckOutcome.Tells ? 0 : 1, plan.Problems.Select(p => p.CheckId).Where(p => p == id).Distinct().Count());
        Assert.Equal(check.Outcome != CheckOutcome.Tells ? 0 : 1, plan.Notices.Select(n => n.Id).Where(n => n == id).Distinct().Count());
        Assert.Equal(check.Outcome == CheckOutcome.Tells, plan.CanApply);
        Assert.All(plan.Problems, p => Assert.True(p.Message.Length > 20 && p.Resource is not null, p.Message));
        Assert.DoesNotContain(id, Told(fault(VNetToVNetCheck.Whole.Without(id))));
        Assert.DoesNotContain(id, Told(near(VNetToVNetCheck.Whole)));
        Assert.Empty(near(VNetToVNetCheck.Whole).Problems);
    }

    [Fact]
    public void Default_takes_away_the_one_policy_that_is_there()
    {
        var plan = On(OnePolicy(), Request() with { IpsecPolicy = IpsecPolicy.Default })(VNetToVNetCheck.Whole);
        Assert.Empty(plan.Problems);
        var change = Assert.Single(plan.Changes, c => c.Writes);
        Assert.Equal("[]", JsonBody.At(JsonBody.Parse(change.After!), "properties.ipsecPolicies")!.ToJsonString());
        Assert.Equal(Impact.Interrupts, change.Impact.Kind);
    }

    [Fact]
    public void The_registry_has_each_id_once_with_a_question_and_a_source()
    {
        Assert.Equal(VNetToVNetCheck.All.Length, VNetToVNetCheck.All.Select(c => c.Id).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(VNetToVNetCheck.All, c => Assert.True(c.Asks.Length > 10 && c.Source.Length > 3, c.Id));
        Assert.Throws<ArgumentException>(() => VNetToVNetCheck.Whole.Without("NoSuchCheck"));
    }

    // What comes to reach each other: with the other end's VNet, its users, pools and peers always, with what is beyond by BGP.
    [Theory]
    [InlineData("network", "10.1.4.0/24", false, true)]
    [InlineData("user", "10.1.4.0/24", false, true)]
    [InlineData("peer", "10.1.4.0/24", false, true)]
    [InlineData("pool", "10.1.4.0/24", false, true)]
    [InlineData("site", "10.1.4.0/24", false, true)]
    [InlineData("far", "10.1.4.0/24", false, true)]
    [InlineData("farsite", "10.1.4.0/24", false, false)]
    [InlineData("farsite", "10.1.4.0/24", true, true)]
    [InlineData("site", "172.16.0.0/16", true, false)]
    [InlineData("site", "0.0.0.0/0", true, false)]
    public void Overlaps_are_found_wherever_the_tunnel_leads(string what, string prefix, bool bgp, bool isFound)
    {
        var estate = Two();
        _ = what switch
        {
            "network" => estate.Change("b", n => n["properties"]!["addressSpace"]!["addressPrefixes"]!.AsArray().Add((JsonNode)prefix)),
            "user" => estate.VNet("spoke", prefix).Spoke("b", "spoke"),
            "peer" => estate.VNet("spoke", prefix).Peer("b", "spoke"),
            "pool" => estate,
            "site" => Site(estate, "g2", "site", prefix, "203.0.113.9", bgp),
            "far" => Third(estate, prefix, bgp: false),
            _ => Site(Third(estate, "10.3.0.0/16", bgp), "g3", "site", prefix, "203.0.113.9", bgp),
        };

        var plan = VNetToVNetPlanner.Create((what == "pool" ? Pool(prefix) : estate).Topology(), [Request() with { EnableBgp = bgp }]);

        Assert.Equal(isFound, plan.Problems.Any(p => p.CheckId == "AddressSpaceOverlap"));
        Assert.Equal(isFound, !plan.CanApply);
    }

    [Fact]
    public void One_network_or_device_behind_both_is_redundancy()
    {
        // A triangle by BGP, and one device that both gateways have a tunnel to.
        var estate = Third(Two(), "10.3.0.0/16", bgp: true);
        Half(estate, "g1", "g3", bgp: true);
        Half(estate, "g3", "g1", bgp: true);
        Site(estate, "g1", "site1", "172.16.0.0/16", "203.0.113.9", bgp: true);
        Site(estate, "g2", "site2", "172.16.0.0/16", "203.0.113.9", bgp: true);

        Assert.Empty(VNetToVNetPlanner.Create(estate.Topology(), [Request() with { EnableBgp = true }]).Problems);

        Site(estate, "g2", "site3", "172.16.0.0/16", "203.0.113.10", bgp: true);
        Assert.NotEmpty(VNetToVNetPlanner.Create(estate.Topology(), [Request() with { EnableBgp = true }]).Problems);
    }

    [Fact]
    public void Two_networks_that_are_joined_with_one_by_the_same_call_are_compared()
    {
        var estate = Gateway(Two().VNet("c", "10.2.128.0/17"), "g3", "c", 65003);

        var plan = VNetToVNetPlanner.Create(estate.Topology(), [Request(), new(s_one, s_third)]);

        Assert.All(plan.Problems, p => Assert.Equal("AddressSpaceOverlap", p.CheckId));
        Assert.NotEmpty(plan.Problems);
        Assert.Empty(VNetToVNetPlanner.Create(estate.Topology(), [new(s_one, s_third)]).Problems);
    }

    [Fact]
    public void A_tunnel_that_is_there_is_not_asked_about_what_nobody_changes()
    {
        var estate = Site(Two(), "g2", "site", "10.1.4.0/24", "203.0.113.9", bgp: false);
        Half(estate, "g1", "g2");
        Half(estate, "g2", "g1");

        var plan = VNetToVNetPlanner.Create(estate.Topology(), [Request()]);

        Assert.True(plan.CanApply && plan.IsEmpty, string.Join(' ', plan.Problems));
    }

    private static IEnumerable<string> Told(Plan plan) => plan.Problems.Select(p => p.CheckId).Concat(plan.Notices.Select(n => n.Id));

    private static (Func<CheckList<TunnelScene>, Plan> Fault, Func<CheckList<TunnelScene>, Plan> Near) Cases(string id) => id switch
    {
        "GatewayUnread" => (On(Gateway(new TestEstate().VNet("a", "10.1.0.0/16"), "g1", "a", 65001)), On(Two())),
        "SameGateway" => (On(Two(), new VNetToVNetRequest(s_one, s_one)), On(Two())),
        "NotVpnGateway" => (On(Two(second: p => p["gatewayType"] = "ExpressRoute")), On(Two())),
        "SameVNet" => (On(Gateway(Gateway(new TestEstate().VNet("a", "10.1.0.0/16"), "g1", "a", 65001), "g2", "a", 65002)), On(Two())),
        "OtherCloud" => (On(Two(regions: ("westeurope", "chinaeast2"))), On(Two(regions: ("westeurope", "West US")))),
        "PolicyBasedGateway" => (On(Two(second: p => p["vpnType"] = "PolicyBased")), On(Two(second: p => p["vpnType"] = "routebased"))),
        "GatewayFailed" => (On(Two(first: p => p["provisioningState"] = "Failed")), On(Complete(Two(first: p => p["provisioningState"] = "Failed")))),
        "GatewayUpdating" => (On(Two(first: p => p["provisioningState"] = "Updating")), On(Two())),
        "GatewaySkuRetired" => (On(Two(second: p => p["sku"]!["name"] = "VpnGw2")), On(Two(second: p => p["sku"]!["name"] = "VpnGw2AZ"))),
        "TunnelLimit" => (On(Many(30)), On(Many(29))),
        "SeveralConnections" => (On(Twice()), On(Twice(), Request() with { Name1 = "second" })),
        "ConnectionNameTaken" => (On(Site(Two(), "g1", "x", "172.16.0.0/16", "203.0.113.9", false), Request() with { Name1 = "g1-x" }),
            On(Site(Two(), "g1", "x", "172.16.0.0/16", "203.0.113.9", false), Request() with { Name1 = "g1-y" })),
        "InvalidResourceName" => (On(Two(), Request() with { Name2 = "-x" }), On(Two(), Request() with { Name2 = "x_" })),
        "ConnectionsUnread" => (c => Create(new(Two().Topology().Documents, [new($"{s_one}/connections", "AuthorizationFailed", "No.")]), Request(), c),
            c => Create(new(Two().Topology().Documents, [new($"{s_third}/connections", "AuthorizationFailed", "No.")]), Request(), c)),
        "BgpNotSupported" => (On(Two(second: p => p["sku"]!["name"] = "Basic"), Bgp()), On(Two(second: p => p["sku"]!["name"] = "Basic"))),
        "AsnEqual" => (On(Two(second: p => p["bgpSettings"] = new JsonObject { ["asn"] = 65001 }), Bgp()), On(Two(second: p => p["bgpSettings"] = new JsonObject { ["asn"] = 65001 }))),
        "AsnInvalid" => (On(Two(second: p => p["bgpSettings"] = new JsonObject { ["asn"] = 65517 }), Bgp()), On(Two(), Bgp())),
        "GatewayBgpOff" => (On(Two(second: p => p["enableBgp"] = false), Bgp()), On(Two(second: p => p["enableBgp"] = false))),
        "BgpOneSided" => (On(OneSided()), On(OneSided(), Bgp())),
        "TransitMissing" => (On(Site(Two(), "g2", "s", "172.16.0.0/16", "203.0.113.9", true)), On(Site(Two(), "g2", "s", "172.16.0.0/16", "203.0.113.9", true), Bgp())),
        "PolicyNotSupported" => (On(Two(first: p => p["sku"]!["name"] = "Basic"), Policy()), On(Two(), Policy())),
        "IpsecPolicyInvalid" => (On(Two(), Request() with { IpsecPolicy = Good() with { PfsGroup = string.Empty } }), On(Two(), Policy())),
        "PoliciesDiffer" => (On(OnePolicy()), On(OnePolicy(), Policy())),
        "AddressSpaceOverlap" => (On(Two().Change("b", n => n["properties"]!["addressSpace"]!["addressPrefixes"]!.AsArray().Add((JsonNode)"10.1.128.0/17"))),
            On(Two().Change("b", n => n["properties"]!["addressSpace"]!["addressPrefixes"]!.AsArray().Add((JsonNode)"10.3.0.0/17")))),
        "AlsoPeered" => (On(Two().Peer("a", "b")), On(Two().Half("a", "b", h => h["peeringState"] = "Disconnected"))),
        "EgressCharged" => (On(Two(regions: ("westeurope", "northeurope"))), On(Two(regions: ("westeurope", "West Europe")))),
        "RoutingWeightIgnored" => (On(Two(), Request() with { RoutingWeight = 10 }), On(Two(), Request() with { RoutingWeight = 0 })),
        _ => throw new ArgumentException($"The check {id} has no case.", nameof(id)),
    };

    private static Func<CheckList<TunnelScene>, Plan> On(TestEstate estate, VNetToVNetRequest? request = null) => checks => Create(estate.Topology(), request ?? Request(), checks);

    private static Plan Create(Topology topology, VNetToVNetRequest request, CheckList<TunnelScene> checks) => VNetToVNetPlanner.Create(topology, [request], checks);

    private static VNetToVNetRequest Request() => new(s_one, s_other);

    private static VNetToVNetRequest Bgp() => Request() with { EnableBgp = true };

    private static VNetToVNetRequest Policy() => Request() with { IpsecPolicy = Good() };

    private static IpsecPolicy Good() => new()
    {
        IkeEncryption = "AES256", IkeIntegrity = "SHA384", DhGroup = "ECP384", IpsecEncryption = "GCMAES256", IpsecIntegrity = "GCMAES256", PfsGroup = "ECP384",
    };

    private static TestEstate Two(Action<JsonObject>? first = null, Action<JsonObject>? second = null, (string, string)? regions = null) =>
        Gateways(first, second, 2, regions).VNet("a", "10.1.0.0/16").VNet("b", "10.2.0.0/16");

    private static TestEstate Gateways(Action<JsonObject>? first, Action<JsonObject>? second, int only, (string One, string Other)? regions = null)
    {
        var estate = Gateway(new TestEstate(), "g1", "a", 65001, first, regions?.One);
        return only == 1 ? estate : Gateway(estate, "g2", "b", 65002, second, regions?.Other);
    }

    private static TestEstate Pool(string prefix) => Gateway(Gateways(null, null, 1), "g2", "b", 65002,
        p => p["vpnClientConfiguration"] = new JsonObject { ["vpnClientAddressPool"] = Space(prefix) }).VNet("a", "10.1.0.0/16").VNet("b", "10.2.0.0/16");

    private static TestEstate Gateway(TestEstate estate, string name, string network, long asn, Action<JsonObject>? change = null, string? region = null)
    {
        var properties = new JsonObject
        {
            ["gatewayType"] = "Vpn", ["vpnType"] = "RouteBased", ["sku"] = new JsonObject { ["name"] = "VpnGw1AZ" }, ["provisioningState"] = "Succeeded",
            ["bgpSettings"] = new JsonObject { ["asn"] = asn },
            ["ipConfigurations"] = new JsonArray(new JsonObject
            {
                ["properties"] = new JsonObject { ["subnet"] = new JsonObject { ["id"] = VNetId(network).Child("subnets", "GatewaySubnet").ToString() } },
            }),
        };
        change?.Invoke(properties);
        return estate.Other(Id("virtualNetworkGateways", name), new() { ["location"] = region ?? "westeurope", ["properties"] = properties });
    }

    private static TestEstate Third(TestEstate estate, string prefix, bool bgp)
    {
        Gateway(estate.VNet("c", prefix), "g3", "c", 65003);
        Half(estate, "g2", "g3", bgp: bgp);
        return Half(estate, "g3", "g2", bgp: bgp);
    }

    private static TestEstate Half(TestEstate estate, string from, string to, string? name = null, bool bgp = false, IpsecPolicy? policy = null)
    {
        var properties = new JsonObject
        {
            ["connectionType"] = "Vnet2Vnet", ["enableBgp"] = bgp, ["provisioningState"] = "Succeeded", ["connectionStatus"] = "Connected",
            ["ipsecPolicies"] = policy is null ? [] : new JsonArray(policy.ToJson()),
            ["virtualNetworkGateway1"] = new JsonObject { ["id"] = Id("virtualNetworkGateways", from).ToString() },
            ["virtualNetworkGateway2"] = new JsonObject { ["id"] = Id("virtualNetworkGateways", to).ToString() },
        };
        return estate.Other(Id("connections", name ?? $"{from}-to-{to}"), new() { ["location"] = "westeurope", ["properties"] = properties });
    }

    private static TestEstate Site(TestEstate estate, string gateway, string name, string prefix, string address, bool bgp)
    {
        estate.Other(Id("localNetworkGateways", name), new()
        {
            ["location"] = "westeurope",
            ["properties"] = new JsonObject { ["gatewayIpAddress"] = address, ["localNetworkAddressSpace"] = Space(prefix), ["provisioningState"] = "Succeeded" },
        });
        return estate.Other(Id("connections", $"{gateway}-{name}"), new()
        {
            ["location"] = "westeurope",
            ["properties"] = new JsonObject
            {
                ["connectionType"] = "IPsec", ["enableBgp"] = bgp, ["provisioningState"] = "Succeeded",
                ["virtualNetworkGateway1"] = new JsonObject { ["id"] = Id("virtualNetworkGateways", gateway).ToString() },
                ["localNetworkGateway2"] = new JsonObject { ["id"] = Id("localNetworkGateways", name).ToString() },
            },
        });
    }

    private static TestEstate Many(int connections)
    {
        var estate = Two();
        for (var i = 0; i < connections; i++)
        {
            Site(estate, "g1", $"s{i}", $"172.16.{i}.0/24", $"203.0.113.{i}", bgp: false);
        }

        return estate;
    }

    private static TestEstate Complete(TestEstate estate)
    {
        Half(estate, "g1", "g2");
        return Half(estate, "g2", "g1");
    }

    private static TestEstate Twice()
    {
        var estate = Complete(Two());
        return Half(estate, "g1", "g2", "second");
    }

    private static TestEstate OneSided()
    {
        var estate = Half(Two(), "g1", "g2", bgp: true);
        return Half(estate, "g2", "g1");
    }

    private static TestEstate OnePolicy()
    {
        var estate = Half(Two(), "g1", "g2", policy: Good());
        return Half(estate, "g2", "g1");
    }
}
