using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Reachability;
using AzNetHelper.Vpn;
using Xunit;
using static AzNetHelper.Tests.Reachability.TestEstate;
using static AzNetHelper.Tests.Vpn.Gateways.GatewayEstate;

namespace AzNetHelper.Tests.Vpn.Gateways;

/// <summary>What is written for a VPN gateway: no more than what is missing or asked for.</summary>
public sealed class VpnGatewayPlannerTests
{
    private static readonly ResourceId Pip = Id("publicIPAddresses", "gw-pip");

    [Fact]
    public void Everything_that_is_missing_is_made_and_the_gateway_last()
    {
        var plan = Plain().Plan(Want());

        Assert.Empty(plan.Problems);
        Assert.Equal(["GatewaySubnet", "gw-pip", "gw"], plan.Changes.Select(c => c.Resource.Name));
        Assert.All(plan.Changes, c => Assert.Equal((ChangeKind.Create, Gw.ToString()), (c.Kind, c.Group)));
        Assert.Equal([Impact.None, Impact.StartsBilling, Impact.StartsBilling], plan.Changes.Select(c => c.Impact.Kind));
        Assert.Equal(plan.Changes[..2].Select(c => c.Key), plan.Changes[2].DependsOn);
        Assert.Equal("""{"location":"westeurope","sku":{"name":"Standard","tier":"Regional"},"properties":{"publicIPAllocationMethod":"Static","publicIPAddressVersion":"IPv4"},"zones":["1","2","3"],"tags":{"created-by":"AzNetHelper"}}""",
            plan.Body(Pip).ToJsonString());
        var gateway = plan.Body(Gw)["properties"]!;
        Assert.Equal("Vpn RouteBased Generation1 VpnGw1AZ", $"{gateway["gatewayType"]} {gateway["vpnType"]} {gateway["vpnGatewayGeneration"]} {gateway["sku"]!["name"]}");
        Assert.Null(gateway["bgpSettings"]);
        Assert.Single(gateway["ipConfigurations"]!.AsArray());
        Assert.StartsWith("New-VpnGateway -Name 'gw'", Assert.Single(plan.Origins).CommandLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.0/16", "VpnGw1AZ", "10.0.1.0/27")]
    [InlineData("10.0.0.0/24 172.16.0.0/28", "Basic", "172.16.0.0/28")]
    [InlineData("10.0.0.0/24 172.16.0.0/26", "VpnGw1AZ", "172.16.0.0/27")]
    public void The_subnet_goes_where_the_network_has_room(string space, string sku, string prefix)
    {
        var plan = Plain(space.Split(' ')).Plan(Want(sku));
        Assert.Equal(prefix, (string?)plan.Changes[0].After is { } after ? (string?)JsonBody.At(JsonBody.Parse(after), "properties.addressPrefix") : null);
        Assert.Empty(plan.Problems);
    }

    [Fact]
    public void The_address_space_grows_only_when_that_is_asked_for_and_its_peers_are_synced()
    {
        var estate = Plain("10.0.0.0/24").VNet("spoke", "10.1.0.0/16").Peer("net", "spoke");
        var refused = estate.Plan(Want());
        Assert.Equal("GatewaySubnetRoom", Assert.Single(refused.Problems).CheckId);
        Assert.Contains("-ExtendAddressSpace 10.0.1.0/27", refused.Problems[0].Message.Replace("With ", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);

        var plan = estate.Plan(Want(with: s => s with { ExtendAddressSpace = true }));
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Equal(["net", "spoke-net", "GatewaySubnet", "gw-pip", "gw"], plan.Changes.Select(c => c.Resource.Name));
        Assert.Contains(plan.Changes[0].Key, plan.Changes[2].DependsOn);
        Assert.All(plan.Changes, c => Assert.Equal(Gw.ToString(), c.Group));
    }

    [Fact]
    public void Two_instances_have_two_addresses_and_their_own_bgp_addresses()
    {
        var plan = Ready().Plan(Want("VpnGw2AZ", s => s with
        {
            ActiveActive = true, Asn = 65010, BgpPeeringAddresses = [IPAddress.Parse("169.254.21.5"), IPAddress.Parse("169.254.22.5")],
        }));

        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Equal(["gw-pip", "gw-pip-2", "gw"], plan.Changes.Select(c => c.Resource.Name));
        var p = plan.Body(Gw)["properties"]!;
        Assert.True((bool)p["enableBgp"]! && (bool)p["activeActive"]!);
        Assert.Equal("Generation2", (string?)p["vpnGatewayGeneration"]);
        Assert.Equal(65010, (int)p["bgpSettings"]!["asn"]!);
        Assert.Equal(["default 169.254.21.5", "activeActive 169.254.22.5"], p["bgpSettings"]!["bgpPeeringAddresses"]!.AsArray()
            .Select(a => $"{ResourceId.Parse((string)a!["ipconfigurationId"]!).Name} {a["customBgpIpAddresses"]![0]}"));
    }

    [Theory]
    [InlineData("VpnGw1AZ", null, "1 2 3", "1 2 3")]
    [InlineData("VpnGw1AZ", null, "", "")]
    [InlineData("VpnGw1AZ", "2", "1 2 3", "2")]
    [InlineData("Basic", null, "1 2 3", "")]
    public void Addresses_have_the_zones_that_the_region_has(string sku, string? given, string region, string zones)
    {
        var plan = Ready().Plan(Want(sku, s => s with { Zones = given is null ? null : [given] }), new([.. region.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Equal(zones, string.Join(' ', plan.Body(Pip)["zones"]?.AsArray().Select(z => (string?)z) ?? []));
    }

    [Fact]
    public void What_an_interrupted_run_has_left_is_taken()
    {
        var plan = Ready().Address("gw-pip").Plan(Want());
        Assert.Equal("gw", Assert.Single(plan.Changes).Resource.Name);
        Assert.Contains(plan.RestsOn, g => g.Resource == Pip);

        var failed = Built(change: p => p["provisioningState"] = "Failed").Plan(Want());
        Assert.Equal(ChangeKind.Update, Assert.Single(failed.Changes).Kind);
        Assert.Equal(Impact.StartsBilling, failed.Changes[0].Impact.Kind);
        var busy = Built(change: p => p["provisioningState"] = "Updating");
        Assert.True(busy.Plan(Want()).Changes.Single().Writes);
        Assert.False(busy.Plan(Want(with: s => s with { NoWait = true })).Changes.Single().Writes);
    }

    [Theory]
    [InlineData("Succeeded", true)]
    [InlineData("Failed", true)]
    [InlineData("Canceled", true)]
    [InlineData("Updating", true)]
    [InlineData("Creating", true)]
    [InlineData("Deleting", false)]
    [InlineData("SomethingNew", false)]
    public void Only_what_is_built_is_kept(string state, bool possible)
    {
        foreach (var noWait in new[] { false, true })
        {
            var plan = Built(change: p => p["provisioningState"] = state).Plan(Want(with: s => s with { NoWait = noWait }));
            Assert.Equal(possible ? [] : ["GatewayState"], plan.Problems.Select(p => p.CheckId));
            Assert.Equal(state == "Succeeded" || (noWait && state is "Updating" or "Creating"), plan.CanApply && plan.IsEmpty);
        }
    }

    [Fact]
    public void A_gateway_that_is_as_wanted_is_left()
    {
        var plan = Built("VpnGw2AZ").Plan(Want("vpngw2az", s => s with { Generation = 1, ActiveActive = false, Asn = 65515, EnableBgp = false }, "gw-pip"));
        Assert.True(plan is { IsEmpty: true, CanApply: true }, string.Join(' ', plan.Problems));
        Assert.Equal(ChangeKind.NoChange, Assert.Single(plan.Changes).Kind);
    }

    [Theory]
    [InlineData("VpnGw1AZ", "VpnGw2AZ", true)]
    [InlineData("VpnGw1", "VpnGw1AZ", true)]
    [InlineData("VpnGw1AZ", "Basic", false)]
    [InlineData("Basic", "VpnGw1AZ", false)]
    [InlineData("Standard", "VpnGw1AZ", false)]
    [InlineData("VpnGw3AZ", "VpnGw5AZ", false)]
    public void A_resize_stays_in_the_generation(string sku, string wanted, bool possible)
    {
        var plan = Built(sku).Plan(Want(wanted));
        Assert.Equal(possible, plan.CanApply);
        Assert.Equal(possible ? [] : ["SkuNotInGeneration"], plan.Problems.Select(p => p.CheckId));
        var change = Assert.Single(plan.Changes);
        Assert.Equal((ChangeKind.Update, Impact.Interrupts), (change.Kind, change.Impact.Kind));
        Assert.Equal($$"""{"properties":{"sku":{"name":"{{wanted}}","tier":"{{wanted}}" } } }""".Replace(" ", string.Empty, StringComparison.Ordinal), change.After);
    }

    [Fact]
    public void Only_what_was_asked_for_is_changed()
    {
        var plan = Built(change: p => p["enableBgp"] = true).Plan(Want(with: s => s with { Asn = 65010 }));
        var change = Assert.Single(plan.Changes);
        Assert.Equal("""{"properties":{"bgpSettings":{"asn":65010}}}""", change.After);
        Assert.Equal("""{"properties":{"bgpSettings":{"asn":65515}}}""", change.Before);
        Assert.Equal(Impact.Interrupts, change.Impact.Kind);
    }

    [Fact]
    public void Peering_addresses_are_split_by_instances_and_the_rest_of_their_list_stays()
    {
        var estate = Built(instances: 3, change: p =>
        {
            p["bgpSettings"]!["bgpPeeringAddresses"]![0]!["customBgpIpAddresses"] = Texts("169.254.21.1", "169.254.21.2");
            p["bgpSettings"]!["bgpPeeringAddresses"]![2]!["customBgpIpAddresses"] = Texts("169.254.22.99");
            p["bgpSettings"]!["bgpPeeringAddresses"]![2]!["tunnelIpAddresses"] = Texts("203.0.113.9");
        });
        var same = estate.Plan(Addresses("169.254.21.2", "169.254.21.1", "169.254.22.1", "169.254.22.2"));
        Assert.True(same.CanApply, string.Join(' ', same.Problems));
        Assert.Equal(Impact.Interrupts, same.Changes.Single().Impact.Kind);
        Assert.Equal(["default 169.254.21.1,169.254.21.2", "activeActive 169.254.22.1,169.254.22.2", "third 169.254.22.99"], Custom(same));

        var other = estate.Plan(Addresses("169.254.21.2", "169.254.22.2")).Changes.Single();
        Assert.Equal(Impact.CutsOff, other.Impact.Kind);
        Assert.Contains("169.254.21.1:", other.Impact.Statement, StringComparison.Ordinal);
        Assert.DoesNotContain("169.254.22.99", other.Impact.Statement, StringComparison.Ordinal);
        Assert.Equal("BgpAddressCount", estate.Plan(Addresses("169.254.21.2")).Problems.Single().CheckId);

        static VpnGatewayRequest Addresses(params string[] given) =>
            Want(with: s => s with { EnableBgp = false, BgpPeeringAddresses = [.. given.Select(IPAddress.Parse)] });

        static IEnumerable<string> Custom(Plan plan) => plan.Body(Gw)["properties"]!["bgpSettings"]!["bgpPeeringAddresses"]!.AsArray()
            .Select(a => $"{ResourceId.Parse((string)a!["ipconfigurationId"]!).Name} {string.Join(',', a["customBgpIpAddresses"]!.AsArray())}");
    }

    [Fact]
    public void What_a_configuration_has_beside_stays_when_another_comes_or_goes()
    {
        var two = Built(instances: 2, change: p =>
        {
            p["ipConfigurations"]![0]!["properties"]!["privateIPAllocationMethod"] = "Static";
            p["ipConfigurations"]![0]!["properties"]!["notInTheSchema"] = true;
            p["bgpSettings"]!["bgpPeeringAddresses"]![1]!["customBgpIpAddresses"] = Texts("169.254.22.7");
        });
        var down = two.Plan(Want(with: s => s with { ActiveActive = false })).Changes.Single(c => c.Resource == Gw);
        var one = Assert.Single(JsonBody.Parse(down.After!)["properties"]!["ipConfigurations"]!.AsArray())!;
        Assert.Equal("Static", (string?)one["properties"]!["privateIPAllocationMethod"]);
        Assert.Null(one["properties"]!["notInTheSchema"]);
        Assert.Equal(2, JsonBody.Parse(down.Before!)["properties"]!["ipConfigurations"]!.AsArray().Count);
        Assert.Equal(Impact.CutsOff, down.Impact.Kind);
        Assert.Contains("169.254.22.7", down.Impact.Statement, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_number_differs_from_those_of_the_other_ends_and_they_are_named()
    {
        var estate = Speaking("fargw", 65020);
        var plan = estate.Plan(Want(with: s => s with { Asn = 65010 }));
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Empty(plan.Notices);
        Assert.EndsWith("until they know it: the device of site (connection c-site), fargw (connection c-far).", plan.Changes.Single().Impact.Statement,
            StringComparison.Ordinal);
        Assert.Equal("site", estate.Plan(Want(with: s => s with { Asn = 65030 })).Problems.Single(p => p.CheckId == "AsnEqual").Resource!.Name);
        Assert.Empty(estate.Plan(Want(with: s => s with { Asn = 65030, EnableBgp = false })).Problems);
        Assert.Contains("c-site, c-far", estate.Plan(Want(with: s => s with { EnableBgp = false })).Notices.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_instance_comes_with_an_address_and_goes_without_touching_the_first()
    {
        var up = Ready().With(Gw, Gateway("VpnGw1AZ")).Address("gw-pip", user: "default").Plan(Want(with: s => s with { ActiveActive = true }));
        Assert.True(up.CanApply, string.Join(' ', up.Problems));
        Assert.Equal(["gw-pip-2", "gw"], up.Changes.Select(c => c.Resource.Name));
        Assert.Equal(["default", "activeActive"], up.Body(Gw)["properties"]!["ipConfigurations"]!.AsArray().Select(c => (string?)c!["name"]));

        var down = Built(instances: 2).Plan(Want(with: s => s with { ActiveActive = false }));
        Assert.True(down.CanApply, string.Join(' ', down.Problems));
        Assert.Equal(["default"], down.Body(Gw)["properties"]!["ipConfigurations"]!.AsArray().Select(c => (string?)c!["name"]));

        // Its address is billed until it is deleted, which can be only after the gateway has let it go.
        Assert.Equal(["gw", "gw-pip-2"], down.Changes.Select(c => c.Resource.Name));
        Assert.Equal((ChangeKind.Delete, Impact.Irreversible), (down.Changes[1].Kind, down.Changes[1].Impact.Kind));
        Assert.Equal([down.Changes[0].Key], down.Changes[1].DependsOn);

        // The same after a run that was ended between the two; not without the switch, nor what somebody uses or has made.
        var left = Ready().With(Gw, Gateway("VpnGw1AZ")).Address("gw-pip", user: "default").Address("gw-pip-2");
        Assert.Equal(["gw-pip-2"], left.Plan(Want(with: s => s with { ActiveActive = false })).Changes.Where(c => c.Writes).Select(c => c.Resource.Name));
        Assert.True(left.Plan(Want()).IsEmpty);
        Assert.True(Built().Plan(Want(with: s => s with { ActiveActive = false })).IsEmpty);
        Assert.Equal(["gw", "gw-pip", "gw-pip-2"], VpnGatewayRemover.Create(left.Topology(), new(Gw), new([])).Changes.Select(c => c.Resource.Name));
        var notWaited = Built(instances: 2).Plan(Want(with: s => s with { ActiveActive = false, NoWait = true }));
        Assert.Equal((1, "AddressStays"), (notWaited.Changes.Length, notWaited.Notices.Single().Id));

        // The third configuration, which clients need beside two instances, stays as it is.
        Assert.True(Built(instances: 3).Plan(Want()).IsEmpty);
        Assert.Equal(["ThirdAddressNeeded"], Built(instances: 3).Plan(Want(with: s => s with { ActiveActive = false })).Problems.Select(p => p.CheckId));
    }

    [Fact]
    public void Tags_are_of_what_is_made_and_an_own_mark_is_kept()
    {
        var plan = Ready().Plan(Want(with: s => s with { Tags = s.Tags.Add("created-by", "me").Add("owner", "net") }));
        Assert.Equal("""{"created-by":"me","owner":"net"}""", plan.Body(Pip)["tags"]!.ToJsonString());
        Assert.Equal("""{"created-by":"me","owner":"net"}""", plan.Body(Gw)["tags"]!.ToJsonString());
        Assert.Equal("""{"owner":"net"}""", Ready().Plan(Want(with: s => s with { Tags = s.Tags.Add("owner", "net") })).Body(Gw)["tags"]!.ToJsonString());
    }

    [Fact]
    public void The_old_advice_has_the_numbers_and_the_command()
    {
        var hub = Plain().VNet("hub", "10.9.0.0/16").Subnet("hub", "GatewaySubnet", "10.9.0.0/27").Gateway("hubgw", "hub");
        var peered = hub.Peer("hub", "net").Plan(Want()).Notices.Single(n => n.Id == "OneGatewayIsEnough").Message;
        Assert.Contains("1 gateway (730 billed hours a month) instead of 2 gateways (1460 billed hours a month)", peered, StringComparison.Ordinal);
        Assert.Contains($"New-HubSpokePeering -Hub '{VNetId("hub")}' -Spoke '{Net}' -UseHubGateway", peered, StringComparison.Ordinal);
        Assert.Contains("(VpnGw1AZ, 30 tunnels)", peered, StringComparison.Ordinal);

        var apart = Plain().VNet("hub", "10.9.0.0/16").Gateway("hubgw", "hub").Plan(Want()).Notices.Single(n => n.Id == "OneGatewayIsEnough").Message;
        Assert.Contains("can be peered with hub", apart, StringComparison.Ordinal);
        Assert.Empty(Plain().VNet("hub", "10.0.0.0/15").Gateway("hubgw", "hub").Plan(Want()).Notices);
    }

    [Theory]
    [InlineData(3, null, true)]
    [InlineData(3, 0, false)]
    [InlineData(0, 2, true)]
    [InlineData(null, null, false)]
    public void Clients_are_those_that_the_gateway_tells_and_else_those_of_its_document(int? document, int? told, bool refused)
    {
        var estate = Built(change: p => p["vpnClientConfiguration"] = new JsonObject
        {
            ["vpnClientAddressPool"] = Space("172.16.0.0/24"),
            ["vpnClientConnectionHealth"] = document is null ? null : new JsonObject { ["vpnClientConnectionsCount"] = document },
        });
        var plan = VpnGatewayRemover.Create(estate.Topology(), new(Gw) { AllowLoss = true }, new([]) { Clients = told, ClientsUnread = told is null ? "no right" : null });
        Assert.Equal(refused ? ["ClientsConnected"] : [], plan.Problems.Select(p => p.CheckId));
        Assert.Equal(document is null && told is null, plan.Notices.Any(n => n.Id == "ClientsUnknown" && n.Message.Contains("no right", StringComparison.Ordinal)));
    }

    [Fact]
    public void Only_addresses_of_our_own_go_with_the_gateway_and_after_it()
    {
        var two = Ready().With(Gw, Gateway("VpnGw1AZ", instances: 2)).Address("gw-pip", user: "default").Address("gw-pip-2", user: "activeActive", made: false);
        var plan = VpnGatewayRemover.Create(two.Topology(), new(Gw), new([]));
        Assert.Equal(["gw", "gw-pip"], plan.Changes.Select(c => c.Resource.Name));
        Assert.Equal([plan.Changes[0].Key], plan.Changes[1].DependsOn);
        Assert.All(plan.Changes, c => Assert.Equal((ChangeKind.Delete, Impact.Irreversible), (c.Kind, c.Impact.Kind)));
        Assert.Equal(["gw"], VpnGatewayRemover.Create(two.Topology(), new(Gw) { KeepPublicAddresses = true }, new([])).Changes.Select(c => c.Resource.Name));

        // A run that was ended between the two.
        var left = VpnGatewayRemover.Create(Ready().Address("gw-pip").Topology(), new(Gw), new([]));
        Assert.True(left.CanApply);
        Assert.Equal(["gw-pip"], left.Changes.Select(c => c.Resource.Name));
    }
}
