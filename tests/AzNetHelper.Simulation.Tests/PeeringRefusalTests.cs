namespace AzNetHelper.Simulation.Tests;

public sealed class PeeringRefusalTests
{
    [Fact]
    public async Task Overlapping_networks_are_refused_with_both_prefixes()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16 192.168.0.0/24"), ("b", "10.0.128.0/17 172.16.0.0/16"));
        var reply = await bed.HalfAsync("a", "b");

        Assert.Equal((400, "VnetAddressSpacesOverlap"), (reply.Status, reply.Code));
        Assert.EndsWith(
            "Overlapping address prefixes: 10.0.0.0/16, 10.0.128.0/17", reply.Message, StringComparison.Ordinal);
        Assert.Empty(reply.Body!["error"]!["details"]!.AsArray());
    }

    [Theory]
    [InlineData("hub", "s2")]
    [InlineData("s2", "hub")]
    public async Task A_network_that_overlaps_a_peer_of_its_peer_is_refused_from_either_end(string from, string to)
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("hub", "10.0.0.0/16"), ("s1", "10.1.0.0/16"), ("s2", "10.1.8.0/24"));
        await bed.HalfAsync("hub", "s1");
        var reply = await bed.HalfAsync(from, to);

        Assert.Equal((400, "VnetAddressSpaceOverlapsWithAlreadyPeeredVnet"), (reply.Status, reply.Code));
        Assert.Contains($"with address space of virtual network {TestBed.Network("s1")} already peered", reply.Message,
            StringComparison.Ordinal);
        Assert.Contains("Overlapping address prefixes: 10.1.8.0/24.", reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_remote_must_be_an_id_of_a_network_that_exists()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"));
        foreach (var (id, status, code, detail) in new[]
        {
            ("", 400, "LinkedInvalidPropertyId", ""), ("vnet2", 400, "LinkedInvalidPropertyId", ""),
            ($"{ArmClient.Net}/publicIPAddresses/x", 400, "InvalidRequestFormat", "InvalidJsonReferenceFormat"),
            (TestBed.Network("nowhere"), 400, "InvalidGlobalResourceReference", ""),
            (TestBed.Network("b").Replace("/rg1/", "/rg9/"), 404, "ResourceGroupNotFound", ""),
            (TestBed.Network("b").Replace("0001/", "0009/"), 404, "SubscriptionNotFound", ""),
        })
        {
            var reply = await bed.PutAsync(TestBed.Half("a", "b"), $$$$"""{"properties":{"remoteVirtualNetwork":{"id":"{{{{id}}}}"}}}""");
            Assert.Equal((status, code, detail), (reply.Status, reply.Code, reply.DetailCode));
        }
    }

    [Fact]
    public async Task One_peering_to_a_network_and_one_network_to_a_peering()
    {
        using var bed = await TestBed.CreateAsync(new() { PeeringLimit = 2 });
        await bed.NetworksAsync(("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"), ("c", "10.2.0.0/16"), ("d", "10.3.0.0/16"));
        await bed.HalfAsync("a", "b");
        var second = await bed.PutAsync($"{TestBed.Network("a")}/virtualNetworkPeerings/again", TestBed.HalfBody("b"));
        Assert.Equal((400, "AnotherPeeringAlreadyReferencesRemoteVnet"), (second.Status, second.Code));
        var moved = await bed.PutAsync(TestBed.Half("a", "b"), TestBed.HalfBody("c"));
        Assert.Equal((400, "ChangingRemoteVirtualNetworkNotAllowed"), (moved.Status, moved.Code));
        Assert.Equal(201, (await bed.HalfAsync("a", "c")).Status);
        var third = await bed.HalfAsync("a", "d");
        Assert.Equal((400, "VnetPeeringCountLimitReached"), (third.Status, third.Code));
    }

    [Theory]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a b")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_bad_name_is_refused(string name)
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"));
        var reply = await bed.PutAsync(
            $"{TestBed.Network("a")}/virtualNetworkPeerings/{Uri.EscapeDataString(name)}", TestBed.HalfBody("b"));

        Assert.Equal((400, "InvalidResourceName"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task A_network_that_failed_blocks_its_peerings()
    {
        using var bed = await TestBed.CreateAsync();
        bed.Simulation.Faults.Add(
            "PUT", "*/virtualNetworks/b", new Fault.OperationFails("InternalServerError"), nth: 1);
        await bed.NetworksAsync(("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"));
        var reply = await bed.HalfAsync("a", "b");
        Assert.Equal((400, "ReferencedResourceNotProvisioned"), (reply.Status, reply.Code));
        Assert.Contains("Resource is in Failed state", reply.Message, StringComparison.Ordinal);

        await bed.PutAsync(TestBed.Network("b"), TestBed.NetworkBody("10.1.0.0/16"));
        Assert.Equal(201, (await bed.HalfAsync("a", "b")).Status);
    }

    [Fact]
    public async Task A_peered_network_may_grow_not_into_its_peer_and_not_with_an_old_version()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"));
        await bed.PairAsync("a", "b");
        var into = await bed.PutAsync(TestBed.Network("a"), TestBed.NetworkBody("10.0.0.0/16 10.1.128.0/17"));
        Assert.Equal((400, "VnetAddressSpacesOverlap"), (into.Status, into.Code));
        var old =
            await bed.PutAsync(TestBed.Network("a"), TestBed.NetworkBody("10.0.0.0/16 10.8.0.0/16"), "2020-11-01");
        Assert.Equal((400, "MinimumApiVersionNotSpecifiedForAddressSpaceUpdateInPeeredVnet"), (old.Status, old.Code));
        Assert.Equal(
            200, (await bed.PutAsync(TestBed.Network("a"), TestBed.NetworkBody("10.0.0.0/16"), "2020-11-01")).Status);
    }
}
