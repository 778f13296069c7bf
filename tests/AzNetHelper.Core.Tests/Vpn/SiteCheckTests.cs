using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Networks;
using AzNetHelper.Vpn;
using Xunit;
using static AzNetHelper.Tests.Vpn.TwoGateways;

namespace AzNetHelper.Tests.Vpn;

/// <summary>Each check of sites both ways: what it finds, and that it finds nothing in the plain case.</summary>
public sealed class SiteCheckTests
{
    private const string Device = "203.0.113.50";

    // Ids with an estate and a request that they find fault with.
    private static readonly Dictionary<string, (Action<TwoGateways> Estate, Func<SiteRequest, SiteRequest> Request)> s_cases = new(StringComparer.Ordinal)
    {
        ["NotAVpnGateway"] = (e => e.Set(GatewayA, "gatewayType", "ExpressRoute"), Same),
        ["GatewayNotReady"] = (e => e.Set(GatewayA, "provisioningState", "Failed"), Same),
        ["GatewayRetired"] = (e => Sku(e, "VpnGw1"), Same),
        ["TunnelLimit"] = (e => Tunnels(e, 28), Same),
        ["PolicyNotPossible"] = (Basic, r => r with { IpsecPolicy = Good }),
        ["PolicyInvalid"] = (_ => { }, r => r with { IpsecPolicy = Good with { DhGroup = "DHGroup5" } }),
        ["ProtocolNotPossible"] = (Basic, r => r with { Protocol = "IKEv1" }),
        ["ProtocolFixed"] = (_ => { }, r => OfOffice(r) with { Protocol = "IKEv1" }),
        ["SelectorsWithoutPolicy"] = (_ => { }, r => r with { UsePolicyBasedTrafficSelectors = true }),
        ["SelectorsUnused"] = (_ => { }, r => r with { TrafficSelectors = [TrafficSelector.Parse("10.1.0.0/16=192.168.0.0/16")] }),
        ["DpdTimeout"] = (_ => { }, r => r with { DpdTimeoutSeconds = 8 }),
        ["SharedKeyInvalid"] = (_ => { }, r => r with { KeyProblem = SharedKey.Problem("a b") }),
        ["SharedKeyDiffers"] = (_ => { }, r => OfOffice(r) with { OtherKeys = [ToSite] }),
        ["InvalidResourceName"] = (_ => { }, r => r with { Name = "a/b" }),
        ["SiteNameTaken"] = (_ => { }, r => r with { Name = "office" }),
        ["ConnectionNameTaken"] = (e => Rename(e, "gw-a-to-new"), r => r with { Name = "new" }),
        ["DeviceAddressInvalid"] = (_ => { }, r => r with { Devices = [new("localhost")] }),
        ["DeviceTwice"] = (_ => { }, r => r with { Devices = [Speaking(1), Speaking(2) with { Address = "203.0.113.61" }], AddressPrefixes = null }),
        ["DeviceIsGateway"] = (_ => { }, r => r with { Devices = [new("20.0.0.1")] }),
        ["DevicePrivate"] = (_ => { }, r => r with { Devices = [new("172.17.0.9")] }),
        ["DeviceNames"] = (e => Named(e, "one.contoso.com"), r => r with { Devices = [new("two.contoso.com")] }),
        ["ClientsOfSite"] = (e => Pool(e, "172.30.0.0/24"), Same),
        ["Adopted"] = (_ => { }, OfOffice),
        ["SiteShared"] = (e => Other(e), r => OfOffice(r)),
        ["SiteUsersUnknown"] = (e => e.Gaps.Add(new($"{GatewayB}/connections", "AuthorizationFailed", "No.")), OfOffice),
        ["SeveralNeedBgp"] = (_ => { }, r => r with { Devices = [new("203.0.113.51"), new("203.0.113.52")] }),
        ["SeveralWithPrefixes"] = (_ => { }, r => r with { Devices = [Speaking(1), Speaking(2)] }),
        ["BgpNotPossible"] = (Basic, r => r with { Devices = [Speaking(1)] }),
        ["GatewayBgpOff"] = (e => e.Set(GatewayA, "enableBgp", false), r => r with { Devices = [Speaking(1)] }),
        ["BgpIncomplete"] = (_ => { }, r => r with { Devices = [new(Device) { Asn = 65050 }] }),
        ["AsnInvalid"] = (_ => { }, r => r with { Devices = [Speaking(1) with { Asn = 23456 }] }),
        ["AsnEqual"] = (e => e.Of(GatewayA)["bgpSettings"]!.AsObject()["asn"] = 65050, r => r with { Devices = [Speaking(1)] }),
        ["PeerIsDevice"] = (_ => { }, r => r with { Devices = [Speaking(1) with { BgpPeerAddress = IPAddress.Parse("203.0.113.61") }] }),
        ["PeerInNetwork"] = (_ => { }, r => r with { Devices = [Speaking(1) with { BgpPeerAddress = IPAddress.Parse("10.1.4.4") }] }),
        ["PeerInPrefixes"] = (_ => { }, r => r with { Devices = [Speaking(1)], AddressPrefixes = [IPPrefix.Parse("172.16.255.1/32")] }),
        ["PeerTaken"] = (e => e.Set(SiteId, "bgpSettings", new JsonObject { ["asn"] = 65051, ["bgpPeeringAddress"] = "172.16.255.1" }),
            r => r with { Devices = [Speaking(1)] }),
        ["LinkLocalAddress"] = (_ => { }, r => r with { Devices = [Speaking(1) with { BgpPeerAddress = IPAddress.Parse("169.254.21.2") }] }),
        ["DeviceMustStart"] = (e => LinkLocal(e, "169.254.21.1"), r => r with { Devices = [Speaking(1) with { BgpPeerAddress = IPAddress.Parse("169.254.21.2") }] }),
        ["PrefixesMissing"] = (_ => { }, r => r with { AddressPrefixes = null }),
        ["IPv6NotPossible"] = (Basic, r => r with { AddressPrefixes = [IPPrefix.Parse("fd00:7::/48")] }),
        ["PrefixesNested"] = (_ => { }, r => r with { AddressPrefixes = [IPPrefix.Parse("172.16.0.0/16"), IPPrefix.Parse("172.16.8.0/24")] }),
        ["OverlapsNetwork"] = (_ => { }, r => r with { AddressPrefixes = [IPPrefix.Parse("10.1.5.0/24")] }),
        ["OverlapsUser"] = (User, r => r with { AddressPrefixes = [IPPrefix.Parse("10.5.0.0/24")] }),
        ["OverlapsSite"] = (_ => { }, r => r with { AddressPrefixes = [IPPrefix.Parse("192.168.4.0/24")] }),
        ["OverlapsFarNetwork"] = (_ => { }, r => r with { AddressPrefixes = [IPPrefix.Parse("10.2.0.0/24")] }),
        ["OverlapsClients"] = (e => Pool(e, "172.16.4.0/24"), Same),
        ["TunnelsUnknown"] = (e => e.Gaps.Add(new($"{GatewayA}/connections", "AuthorizationFailed", "No.")), Same),
        ["OverlapUnknown"] = (e => e.Documents.Remove(NetB), Same),
        ["DefaultRoute"] = (_ => { }, r => r with { AddressPrefixes = [IPPrefix.Parse("0.0.0.0/0")] }),
    };

    public static TheoryData<string> Ids => [.. SiteCheck.All.Select(c => c.Id)];

    [Fact]
    public void The_plain_case_has_no_problem_and_nothing_to_be_told()
    {
        var plan = SiteConnectionPlanner.Create(Topology(new()), Plain);
        Assert.Empty(plan.Problems);
        Assert.Empty(plan.Notices);
        Assert.Equal(2, plan.WriteCount);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_check_finds_its_case_and_is_silent_when_it_is_off(string id)
    {
        var estate = new TwoGateways();
        s_cases[id].Estate(estate);
        var topology = Topology(estate);
        var request = s_cases[id].Request(Plain);
        var plan = SiteConnectionPlanner.Create(topology, request);
        var check = SiteCheck.All.Single(c => c.Id == id);
        var told = check.Outcome == CheckOutcome.Refuses ? plan.Problems.Select(p => (p.CheckId, p.Message)) : plan.Notices.Select(n => (CheckId: n.Id, n.Message));
        var (_, message) = Assert.Single(told, t => t.CheckId == id);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
        var off = SiteConnectionPlanner.Create(topology, request, without: id);
        Assert.DoesNotContain(off.Problems, p => p.CheckId == id);
        Assert.DoesNotContain(off.Notices, n => n.Id == id);

        // One clear error: what else is refused follows from the same.
        Assert.True(plan.Problems.Length <= 2, string.Join(' ', plan.Problems));
    }

    [Theory]
    [InlineData("vpn.contoso.com", true)]
    [InlineData("vpn.contoso.com.", true)]
    [InlineData("vpn.contoso.com..", false)]
    [InlineData("8.8.8.8", true)]
    [InlineData("8.8.8.8.", false)]
    [InlineData("contoso", false)]
    [InlineData("256.1.1.1", false)]
    [InlineData("010.1.1.1", false)]
    [InlineData("1.2.3", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("169.254.1.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("-a.contoso.com", false)]
    [InlineData("a b.contoso.com", false)]
    [InlineData("https://vpn.contoso.com", false)]
    public void Devices_are_addresses_or_full_names(string text, bool good)
    {
        var plan = SiteConnectionPlanner.Create(Topology(new()), Plain with { Devices = [new(text)] });
        Assert.Equal(!good, plan.Problems.Any(p => p.CheckId == "DeviceAddressInvalid"));
    }

    [Fact]
    public void The_dot_that_ends_a_name_is_not_sent()
    {
        var plan = SiteConnectionPlanner.Create(Topology(new()), Plain with { Devices = [new("vpn.contoso.com.")] });
        Assert.Equal("vpn.contoso.com", (string?)JsonBody.At(JsonBody.Parse(plan.Changes[0].After!), "properties.fqdn"));
    }

    [Fact]
    public void A_policy_based_gateway_takes_one_tunnel_which_speaks_IKEv1()
    {
        var estate = new TwoGateways();
        Basic(estate);
        estate.Set(GatewayA, "vpnType", "PolicyBased");
        Assert.Contains(SiteConnectionPlanner.Create(Topology(estate), Plain).Problems, p => p.CheckId == "TunnelLimit");
        foreach (var id in new[] { AtoB, BtoA, ToSite })
        {
            estate.Documents.Remove(id);
        }

        var plan = SiteConnectionPlanner.Create(Topology(estate), Plain);
        Assert.Empty(plan.Problems);
        Assert.Equal("IKEv1", (string?)JsonBody.At(JsonBody.Parse(plan.Changes[^1].After!), "properties.connectionProtocol"));
    }

    [Theory]
    [InlineData("169.254.21.1", null)]
    [InlineData("169.254.30.1", "169.254.21.0/24 or 169.254.22.0/24")]
    [InlineData("169.254.22.9", "has no address 169.254.22.9")]
    public void Addresses_of_link_local_sessions_are_the_gateways_own(string address, string? says)
    {
        var estate = new TwoGateways();
        LinkLocal(estate, "169.254.21.1", "169.254.22.1");
        var device = Speaking(1) with { BgpPeerAddress = IPAddress.Parse("169.254.21.2"), GatewayBgpAddresses = [IPAddress.Parse(address)] };
        var plan = SiteConnectionPlanner.Create(Topology(estate), Plain with { Devices = [device] });
        var problem = plan.Problems.FirstOrDefault(p => p.CheckId == "LinkLocalAddress");
        Assert.Equal(says is null, problem is null);
        Assert.True(says is null || problem!.Message.Contains(says, StringComparison.Ordinal), problem?.Message);
        if (says is null)
        {
            var addresses = JsonBody.At(JsonBody.Parse(plan.Changes[^1].After!), "properties.gatewayCustomBgpIpAddresses")!.AsArray();
            Assert.Equal(address, (string?)Assert.Single(addresses)!["customBgpIpAddress"]);
        }
    }

    [Theory]
    [InlineData("plant", null, "-Name has")]
    [InlineData("office", "net", "-Tag has")]
    [InlineData("plant", "net", "-Name and -Tag have")]
    [InlineData("office", "web", null)]
    [InlineData(null, null, null)]
    public void What_has_no_effect_on_something_that_is_there_is_said(string? name, string? tag, string? says)
    {
        var estate = new TwoGateways();
        foreach (var id in new[] { SiteId, ToSite })
        {
            estate.Documents[id]["tags"] = new JsonObject { ["team"] = "web" };
        }

        var request = OfOffice(Plain) with { Name = name, AddressPrefixes = null };
        request = tag is null ? request : request with { Tags = request.Tags.Add("team", tag) };
        var told = SiteConnectionPlanner.Create(Topology(estate), request).Notices.Where(n => n.Id == "Adopted").ToArray();
        Assert.Equal(says is null ? 0 : 1, told.Length);
        Assert.All(told, t => Assert.StartsWith($"{says} no effect", t.Message, StringComparison.Ordinal));
        Assert.All(told, t => Assert.Contains("office, joined by a-to-office", t.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Default_takes_a_policy_away_and_is_nothing_where_there_is_none(bool has)
    {
        var estate = new TwoGateways();
        if (has)
        {
            estate.Set(ToSite, "ipsecPolicies", new JsonArray(Good.ToJson()));
        }

        var policy = IpsecPolicyText.Parse("default");
        Assert.Equal(policy, IpsecPolicyText.Parse(policy.ToText()));
        var change = SiteConnectionPlanner.Create(Topology(estate), OfOffice(Plain) with { AddressPrefixes = null, IpsecPolicy = policy }).Changes[1];
        Assert.Equal((ToSite, has ? ChangeKind.Update : ChangeKind.NoChange), (change.Resource, change.Kind));
        Assert.Equal(has ? Impact.Interrupts : Impact.None, change.Impact.Kind);
        Assert.Equal("[]", JsonBody.At(JsonBody.Parse(change.After!), "properties.ipsecPolicies")!.ToJsonString());
    }

    [Fact]
    public void No_plan_holds_a_key()
    {
        var plan = SiteConnectionPlanner.Create(Topology(new()), Plain);
        Assert.True(SecretSlots.IsSlot((string?)JsonBody.At(JsonBody.Parse(plan.Changes[^1].After!), "properties.sharedKey")));
    }

    internal static Topology Topology(TwoGateways estate) => new(estate.Documents.Values.Select(Sample.Document), estate.Gaps)
    {
        ReadAt = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero),
    };

    private static IpsecPolicy Good => new()
    {
        IkeEncryption = "AES256", IkeIntegrity = "SHA384", DhGroup = "ECP384",
        IpsecEncryption = "GCMAES256", IpsecIntegrity = "GCMAES256", PfsGroup = "ECP384",
    };

    private static SiteRequest Plain { get; } = new(GatewayA, [new(Device)]) { Name = "plant", AddressPrefixes = [IPPrefix.Parse("172.16.0.0/16")] };

    private static SiteRequest Same(SiteRequest request) => request;

    private static SiteRequest OfOffice(SiteRequest request) => request with { Devices = [new("203.0.113.1")] };

    private static SiteDevice Speaking(int number) => new($"203.0.113.6{number}") { Asn = 65050, BgpPeerAddress = IPAddress.Parse($"172.16.255.{number}") };

    private static void Basic(TwoGateways estate) => Sku(estate, "Basic");

    private static void Sku(TwoGateways estate, string name) => estate.Of(GatewayA)["sku"]!.AsObject()["name"] = name;

    private static void Tunnels(TwoGateways estate, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Copy(estate, ToSite, $"more-{i}");
        }
    }

    private static void Copy(TwoGateways estate, ResourceId of, string name, Action<JsonObject>? change = null)
    {
        var id = ResourceId.ForResource(of.SubscriptionId, of.ResourceGroup!, of.Type, name);
        var copy = estate.Documents[of].DeepClone().AsObject();
        (copy["id"], copy["name"]) = (id.ToString(), name);
        change?.Invoke(copy["properties"]!.AsObject());
        estate.Documents[id] = copy;
    }

    private static void Rename(TwoGateways estate, string name)
    {
        Copy(estate, AtoB, name);
        estate.Documents.Remove(AtoB);
    }

    private static void Other(TwoGateways estate) =>
        Copy(estate, ToSite, "b-to-office", p => p["virtualNetworkGateway1"] = new JsonObject { ["id"] = GatewayB.ToString() });

    private static void Named(TwoGateways estate, string name)
    {
        estate.Of(SiteId).Remove("gatewayIpAddress");
        estate.Set(SiteId, "fqdn", name);
    }

    private static void Pool(TwoGateways estate, string prefix) => estate.Set(GatewayA, "vpnClientConfiguration",
        new JsonObject { ["vpnClientAddressPool"] = new JsonObject { ["addressPrefixes"] = new JsonArray(prefix) } });

    private static void LinkLocal(TwoGateways estate, params string[] addresses) =>
        estate.Of(GatewayA)["bgpSettings"]!["bgpPeeringAddresses"]![0]!["customBgpIpAddresses"] = new JsonArray([.. addresses.Select(a => (JsonNode)a)]);

    private static void User(TwoGateways estate)
    {
        var user = Sample.NetworkId("user");
        var half = Sample.Peering(user, "user-a", NetA);
        half["properties"]!["useRemoteGateways"] = true;
        estate.Documents[user] = Sample.Network(user, ["10.5.0.0/16"], peerings: [half]);
        estate.Of(NetA)["virtualNetworkPeerings"]!.AsArray().Add((JsonNode)Sample.Peering(NetA, "a-user", user));
    }
}
