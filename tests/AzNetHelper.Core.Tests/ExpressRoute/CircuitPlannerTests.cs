using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;
using Xunit;
using static AzNetHelper.Tests.ExpressRoute.CircuitScenes;

namespace AzNetHelper.Tests.ExpressRoute;

/// <summary>What plans of circuits and private peerings write, and what they leave alone.</summary>
public sealed class CircuitPlannerTests
{
    [Fact]
    public void A_circuit_is_ordered_as_the_recorded_request_is()
    {
        var plan = CircuitPlanner.Create(Ground(Plain(), Settings("equinix", "silicon valley", 500)));
        Assert.Empty(plan.Problems);
        var change = Assert.Single(plan.Changes);
        Assert.Equal(Impact.StartsBilling, change.Impact.Kind);

        // The list's own spelling.
        var wanted = JsonNode.Parse("""
            { "location": "westeurope", "sku": { "name": "Standard_MeteredData", "tier": "Standard", "family": "MeteredData" },
              "properties": { "serviceProviderProperties": { "serviceProviderName": "Equinix", "peeringLocation": "Silicon Valley", "bandwidthInMbps": 500 } } }
            """);
        Assert.True(JsonNode.DeepEquals(wanted, JsonNode.Parse(change.After!)), change.After);
    }

    [Fact]
    public void A_new_Local_circuit_is_Unlimited_and_another_one_Metered()
    {
        Assert.Contains("Local_UnlimitedData", CircuitPlanner.Create(Ground(Plain(), Settings(tier: "Local", mbps: 1000))).Changes[0].After, StringComparison.Ordinal);
        Assert.Contains("Premium_MeteredData", CircuitPlanner.Create(Ground(Plain(), Settings(tier: "Premium"))).Changes[0].After, StringComparison.Ordinal);

        // What leaves Local stays Unlimited.
        var left = CircuitPlanner.Create(Ground(Built(tier: "Local", family: "UnlimitedData"), Settings()));
        Assert.Empty(left.Problems);
        Assert.Contains("Standard_UnlimitedData", left.Changes[0].After, StringComparison.Ordinal);
        Assert.Equal(Impact.Irreversible, left.Changes[0].Impact.Kind);
    }

    [Fact]
    public void A_circuit_that_is_as_wanted_is_left_alone_however_far_the_provider_is() => Assert.All(
        new[] { "NotProvisioned", "Provisioning", "Provisioned" }, state =>
        {
            var plan = CircuitPlanner.Create(Ground(Built(p => p["serviceProviderProvisioningState"] = state), Settings()));
            Assert.True(plan is { IsEmpty: true, CanApply: true });
        });

    [Fact]
    public void Raising_sends_the_bandwidth_alone_and_with_a_key_the_peerings_with_its_slot()
    {
        var bare = Assert.Single(CircuitPlanner.Create(Ground(Built(), Settings(mbps: 500))).Changes);
        Assert.Equal("""{"properties":{"serviceProviderProperties":{"bandwidthInMbps":500}}}""", bare.After);
        Assert.Equal(Impact.Irreversible, bare.Impact.Kind);

        var ground = Ground(Built(null, "Standard", "MeteredData", Private()), Settings(mbps: 500) with { Key = PeeringKey.Given });
        var keyed = CircuitPlanner.Create(ground);
        Assert.Empty(keyed.Problems);
        var slot = Assert.Single(SecretSlot.In(keyed));
        Assert.Equal("AzurePrivatePeering/sharedKey", slot.Name);
        var peering = JsonBody.At(JsonBody.Parse(keyed.Changes[0].After!), "properties.peerings")![0]!["properties"]!.AsObject();
        Assert.Equal((100, 65010, "192.168.15.16/30"), ((int)peering["vlanId"]!, (int)peering["peerASN"]!, (string?)peering["primaryPeerAddressPrefix"]));
        Assert.False(peering.ContainsKey("gatewayManagerEtag"));

        // Without a key, told that there is none: what is there is sent on as it is.
        var none = CircuitPlanner.Create(ground with { Request = ground.Request with { Settings = Settings(mbps: 500) with { Key = PeeringKey.None } } });
        Assert.Empty(none.Problems);
        Assert.Empty(SecretSlot.In(none));
    }

    // Where an api-version shows the keys: they are in no plan, and the write still sends what Azure showed.
    [Fact]
    public async Task Keys_that_Azure_shows_are_sent_on_and_stand_in_no_plan()
    {
        var reach = new JsonObject { ["name"] = "reach", ["properties"] = new JsonObject { ["addressPrefix"] = "10.9.0.0/29", ["authorizationKey"] = "reach-key" } };
        var ofMicrosoft = OfMicrosoft();
        ofMicrosoft["properties"]!["sharedKey"] = "public-key";
        var estate = Built(null, "Standard", "MeteredData", ofMicrosoft, Private(p =>
        {
            p["sharedKey"] = "private-key";
            p["connections"] = new JsonArray(reach);
        }));
        var plan = CircuitPlanner.Create(Ground(estate, Settings(mbps: 500) with { Key = PeeringKey.Given }));
        Assert.Empty(plan.Problems);
        var change = Assert.Single(plan.Changes);
        Assert.All(new[] { "reach-key", "public-key", "private-key" }, k => Assert.DoesNotContain(k, $"{change.Before} {change.After}", StringComparison.Ordinal));
        Assert.Equal(PeeringKeys.Slot(PeeringKeys.PrivateOf(Er)), Assert.Single(SecretSlot.In(plan)).Text);

        using var given = ConnectionKey.Secure("A1B2C3");
        Assert.Equal([PeeringKeys.Slot(PeeringKeys.PrivateOf(Er))], Secrets.ForPeering(plan, given).Keys);
        var found = JsonBody.Parse(estate.Topology().Document(Er)!.Json)!;
        var write = await WriteRequest.ForAsync(null!, change, new(found, null), StepWriter.Nowhere, TestContext.Current.CancellationToken);
        var sent = JsonBody.Parse(write.Body)!;
        var peerings = JsonBody.At(sent, "properties.peerings")!.AsArray();
        Assert.Equal("public-key", (string?)peerings[0]!["properties"]!["sharedKey"]);
        Assert.True(SecretSlots.IsSlot((string?)peerings[1]!["properties"]!["sharedKey"]));
        Assert.Equal("reach-key", (string?)peerings[1]!["properties"]!["connections"]![0]!["properties"]!["authorizationKey"]);
        Assert.Equal(500, (int)JsonBody.At(sent, "properties.serviceProviderProperties.bandwidthInMbps")!);
    }

    [Fact]
    public void A_key_of_a_saved_plan_is_looked_at_as_one_on_the_command_line_is()
    {
        var plan = PrivatePeeringPlanner.Create(Built().Topology(), Want() with { Key = PeeringKey.Given });
        foreach (var (key, may) in new[] { (string.Empty, false), ("a b", false), ("A1B2C3", true) })
        {
            var told = System.Threading.Channels.Channel.CreateUnbounded<Step>();
            using var given = ConnectionKey.Secure(key);
            using var secrets = Secrets.For(plan, new Dictionary<string, System.Security.SecureString> { ["AzurePrivatePeering/sharedKey"] = given }, new(told.Writer));
            Assert.Equal(may, secrets is not null);
            Assert.Equal(may ? null : "PeeringKeyUnfit", told.Reader.TryRead(out var step) ? ((FailureStep)step).Failure.Id : null);
        }
    }

    [Theory]
    [InlineData("", false, false)]
    [InlineData("a", true, false)]
    [InlineData("A1B2C3D4E5A1B2C3D4E5A1B2C", true, false)]
    [InlineData("A1B2C3D4E5A1B2C3D4E5A1B2C3", true, true)]
    [InlineData("a-b", true, true)]
    [InlineData("a b", false, true)]
    [InlineData("a\tb", false, true)]
    [InlineData("\u00e9", false, true)]
    public void Keys_that_routers_take_and_those_that_Azure_may_not(string text, bool may, bool isDoubted)
    {
        using var key = ConnectionKey.Secure(text);
        Assert.Equal(may, PeeringKeyRules.Problem(key) is null);
        Assert.Equal(isDoubted, PeeringKeyRules.Doubt(key) is not null);
    }

    [Theory]
    [InlineData(80, true)]
    [InlineData(81, false)]
    public void A_key_has_at_most_what_routers_hold(int length, bool may)
    {
        using var key = ConnectionKey.Secure(new string('x', length));
        Assert.Equal(may, PeeringKeyRules.Problem(key) is null);
        Assert.DoesNotContain("xxx", $"{PeeringKeyRules.Problem(key)} {PeeringKeyRules.Doubt(key)}", StringComparison.Ordinal);
    }

    [Fact]
    public void IPv6_that_was_switched_off_stays_off_until_it_is_asked_for()
    {
        var there = Built(null, "Standard", "MeteredData", Private(p => p["ipv6PeeringConfig"] = new JsonObject
        {
            ["primaryPeerAddressPrefix"] = "fd00::/126", ["secondaryPeerAddressPrefix"] = "fd00::4/126", ["state"] = "Disabled",
        })).Topology();
        Assert.True(PrivatePeeringPlanner.Create(there, Want()) is { IsEmpty: true, CanApply: true });
        var moved = Assert.Single(PrivatePeeringPlanner.Create(there, Want(vlan: 200) with { Key = PeeringKey.None }).Changes);
        Assert.DoesNotContain("ipv6", moved.After, StringComparison.Ordinal);
        Assert.DoesNotContain("fd00", moved.Summary, StringComparison.Ordinal);

        var asked = Assert.Single(PrivatePeeringPlanner.Create(there, Want() with { Key = PeeringKey.None, IPv6 = Wish("fd00::/126", "fd00::4/126") }).Changes);
        Assert.Equal("Enabled", (string?)JsonBody.At(JsonBody.Parse(asked.After!), "properties.ipv6PeeringConfig.state"));
    }

    [Fact]
    public void A_peering_that_is_off_is_switched_on_with_its_key_or_not_at_all()
    {
        var off = Built(null, "Standard", "MeteredData", Private(p => p["state"] = "Disabled")).Topology();
        Assert.Equal(["PeeringKeyHidden"], PrivatePeeringPlanner.Create(off, Want()).Problems.Select(p => p.CheckId));

        var plan = PrivatePeeringPlanner.Create(off, Want() with { Key = PeeringKey.Given });
        Assert.Empty(plan.Problems);
        var change = Assert.Single(plan.Changes);
        Assert.Equal((ChangeKind.Update, Impact.Interrupts), (change.Kind, change.Impact.Kind));
        Assert.Equal(("Disabled", "Enabled"), ((string?)JsonBody.At(JsonBody.Parse(change.Before!), "properties.state"),
            (string?)JsonBody.At(JsonBody.Parse(change.After!), "properties.state")));
        Assert.Single(SecretSlot.In(plan));
    }

    [Fact]
    public void Where_nobody_knows_what_is_offered_nothing_is_refused_for_it()
    {
        var plan = CircuitPlanner.Create(Ground(Plain(), Settings(mbps: 123), new(null, "It may not be read.")));
        Assert.Empty(plan.Problems);
        Assert.Contains(plan.Notices, n => n.Id == "ProvidersUnknown");
    }

    [Fact]
    public void Bodies_hold_only_members_that_the_schema_knows()
    {
        foreach (var change in (Change[])
        [
            .. CircuitPlanner.Create(Ground(Plain(), Settings())).Changes,
            .. PrivatePeeringPlanner.Create(Built().Topology(), Want() with { Key = PeeringKey.Given, IPv6 = Wish(null, null, "fd00::/125") }).Changes,
        ])
        {
            Assert.Empty(BodyRules.Compose(change.Resource.Type, null, JsonBody.Parse(change.After!)).Dropped);
        }
    }

    [Fact]
    public void A_peering_is_made_as_the_recorded_request_is()
    {
        var plan = PrivatePeeringPlanner.Create(Built().Topology(), Want("102.0.0.0/30", "103.0.0.0/30", asn: 10001, vlan: 101));
        Assert.Empty(plan.Problems);
        Assert.Equal(Er.Child("peerings", "AzurePrivatePeering"), plan.Changes[0].Resource);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""
            { "properties": { "peeringType": "AzurePrivatePeering", "peerASN": 10001, "primaryPeerAddressPrefix": "102.0.0.0/30",
              "secondaryPeerAddressPrefix": "103.0.0.0/30", "vlanId": 101 } }
            """), JsonNode.Parse(plan.Changes[0].After!)), plan.Changes[0].After);
    }

    [Fact]
    public void Links_are_taken_around_what_others_hold_and_found_again_afterwards()
    {
        // 10.0.0.0/16 is a VNet; the site has the whole block, so that the links are cut out of it.
        var estate = Built().Site("10.0.0.0/8").Other(AzNetHelper.Tests.Reachability.TestEstate.Id("expressRouteCircuits", "other"),
            Circuit(null, "Standard", "MeteredData", Private(p => p["primaryPeerAddressPrefix"] = "10.1.0.0/30")));
        var request = Want(null, null, "10.0.0.0/15");
        var first = PrivatePeeringPlanner.Create(estate.Topology(), request);
        Assert.Empty(first.Problems);
        Assert.Contains(first.Notices, n => n.Id == "LinkInSite");
        var body = JsonBody.Parse(first.Changes[0].After!)["properties"]!;
        Assert.Equal(("10.1.0.8/30", "10.1.0.12/30"), ((string?)body["primaryPeerAddressPrefix"], (string?)body["secondaryPeerAddressPrefix"]));

        var again = PrivatePeeringPlanner.Create(Built(null, "Standard", "MeteredData", Private(p =>
        {
            p["primaryPeerAddressPrefix"] = "10.1.0.8/30";
            p["secondaryPeerAddressPrefix"] = "10.1.0.12/30";
        })).Topology(), request);
        Assert.True(again is { IsEmpty: true, CanApply: true });
    }

    [Fact]
    public void A_peering_that_is_there_changes_by_what_is_given_and_keeps_its_key_or_is_refused()
    {
        var there = Built(null, "Standard", "MeteredData", Private()).Topology();
        Assert.True(PrivatePeeringPlanner.Create(there, Want(null, null)) is { IsEmpty: true, CanApply: true });
        Assert.Equal(["PeeringKeyHidden"], PrivatePeeringPlanner.Create(there, Want(vlan: 200)).Problems.Select(p => p.CheckId));

        var changed = Assert.Single(PrivatePeeringPlanner.Create(there, Want(vlan: 200) with { Key = PeeringKey.Given }).Changes);
        Assert.Equal(Impact.CutsOff, changed.Impact.Kind);
        Assert.Contains("VLAN 100 to 200", changed.Summary, StringComparison.Ordinal);
        Assert.Contains("secret:", changed.After, StringComparison.Ordinal);

        var six = Assert.Single(PrivatePeeringPlanner.Create(there, Want() with { Key = PeeringKey.None, IPv6 = Wish("fd00::/126", "fd00::4/126") }).Changes);
        Assert.Contains("fd00::4/126", six.After, StringComparison.Ordinal);

        var key = Assert.Single(PrivatePeeringPlanner.Create(there, Want() with { Key = PeeringKey.Given, ReplacesKey = true }).Changes);
        Assert.Equal("Write the MD5 key of the private peering of 'er'", key.Summary);
    }

    [Theory]
    [InlineData(12076L, false)]
    [InlineData(65514L, true)]
    [InlineData(65515L, false)]
    [InlineData(65520L, false)]
    [InlineData(65521L, true)]
    [InlineData(65535L, false)]
    [InlineData(23456L, false)]
    [InlineData(0L, false)]
    [InlineData(4200000000L, true)]
    [InlineData(4294967294L, true)]
    [InlineData(4294967295L, false)]
    [InlineData(4294967296L, false)]
    [InlineData(64512L, true)]
    [InlineData(1L, true)]
    public void Numbers_that_a_router_may_have(long number, bool may) => Assert.Equal(may, CircuitAsn.Problem(number) is null);

    [Fact]
    public void Origins_tell_a_key_by_its_slot_alone()
    {
        var plan = PrivatePeeringPlanner.Create(Built().Topology(), Want() with { Key = PeeringKey.Given });
        Assert.Contains($"-SharedKey 'secret:{Er}/peerings/AzurePrivatePeering#/properties/sharedKey'", plan.Origins[0].CommandLine, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_tells_the_service_key_in_its_property_alone()
    {
        const string Key = "00000005-0000-0000-0000-0000000000b1";
        var result = ExpressRouteCircuitResult.From(Ground(Built(), Settings()), [], Key);
        Assert.Equal(Key, result.ServiceKey);
        Assert.DoesNotContain(Key, result.ToString(), StringComparison.Ordinal);
        var later = ExpressRouteCircuitResult.From(Ground(Built(p => p["serviceProviderProvisioningState"] = "Provisioning"), Settings()), [], Key);
        Assert.Null(later.ServiceKey);
    }
}
