using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Planning;
using Xunit;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.Peering;

public sealed class HubSpokePlannerTests
{
    [Fact]
    public void Both_halves_are_made_for_every_spoke_the_hubs_first()
    {
        var plan = Plan(Three());

        Assert.Equal(
            ["Create hub-to-s1", "Create s1-to-hub", "Create hub-to-s2", "Create s2-to-hub"],
            plan.Changes.Select(c => $"{c.Kind} {c.Resource.Name}"));
        Assert.Equal([Net("s1").ToString(), Net("s2").ToString()], plan.Changes.Select(c => c.Group).Distinct());
        Assert.Equal([plan.Changes[0].Key], plan.Changes[1].DependsOn);
        Assert.Empty(plan.Changes[2].DependsOn);
        Assert.All(plan.Changes, c => Assert.Equal((Impact.None, 2), (c.Impact.Kind, c.Lanes.Length)));
        Assert.Equal($$$"""
            {"properties":{"remoteVirtualNetwork":{"id":"{{{Net("s1")}}}"},"allowVirtualNetworkAccess":true,"allowForwardedTraffic":false,"allowGatewayTransit":false,"useRemoteGateways":false} }
            """.Replace("} }", "}}", StringComparison.Ordinal), plan.Changes[0].After);
        Assert.Equal("""{"properties":{"peeringState":"Connected","peeringSyncLevel":"FullyInSync"}}""", plan.Changes[0].Expect);
    }

    [Fact]
    public void Switches_land_on_the_halves_that_they_are_about()
    {
        var plan = Plan(Three().WithGateway("hub"), r => r with { UseHubGateway = true, AllowForwardedTraffic = true });

        Assert.Equal("lends its gateway", Flags(plan.Changes[0]));
        Assert.Equal("accepts forwarded traffic, uses the remote gateway", Flags(plan.Changes[1]));
        var other = Plan(Three(), r => r with { AllowForwardedTrafficToHub = true });
        Assert.Equal("accepts forwarded traffic", Flags(other.Changes[0]));
        Assert.Equal(string.Empty, Flags(other.Changes[1]));
        Assert.Contains(plan.Notices, n => n.Id == "DefaultRouteLearned" && n.Message.StartsWith("s1 learns", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_there_is_adopted_whatever_its_name()
    {
        var estate = Three();
        estate.Arm.Put(Half("hub", "old-name"), HalfBody("s1", "Initiated", "forwarded"));
        estate.Arm[Half("hub", "old-name")]["properties"]!["synced"] = JsonBody.At(estate.Arm[Net("s1")], "properties.addressSpace.addressPrefixes")!.DeepClone();
        var plan = Plan(estate);

        Assert.Equal(["NoChange old-name", "Create s1-to-hub"], plan.Changes.Take(2).Select(c => $"{c.Kind} {c.Resource.Name}"));
        Assert.Equal("accepts forwarded traffic", Flags(plan.Changes[0]));
    }

    public static TheoryData<string, string> EveryFlag()
    {
        string[] flags = ["noAccess", "forwarded", "lends", "uses"];
        var sets = Enumerable.Range(0, 16).Select(bits => flags.Where((_, i) => (bits & (1 << i)) != 0)).Select(f => string.Join(',', f)).ToArray();
        return new(from hub in sets from spoke in sets select (hub, spoke));
    }

    [Theory]
    [MemberData(nameof(EveryFlag))]
    public void Halves_with_any_flags_are_left_alone_without_a_switch(string hub, string spoke)
    {
        var estate = new Estate().With("hub", "10.0.0.0/16").With("s1", "10.1.0.0/16")
            .WithHalf("hub", "s1", "Connected", hub.Split(',')).WithHalf("s1", "hub", "Connected", spoke.Split(','));
        var plan = HubSpokePlanner.Create(estate.Topology, new(Net("hub"), [Net("s1")]));

        Assert.True(plan.IsEmpty);
        Assert.Equal(2, plan.Changes.Length);
    }

    [Fact]
    public void Explicit_value_changes_only_what_differs()
    {
        var estate = Three().WithGateway("hub")
            .WithHalf("hub", "s1", "Connected", "lends", "forwarded").WithHalf("s1", "hub", "Connected", "uses");
        var plan = Plan(estate, r => r with { UseHubGateway = true, AllowForwardedTraffic = true });

        Assert.Equal(["NoChange hub-to-s1", "Update s1-to-hub"], plan.Changes.Take(2).Select(c => $"{c.Kind} {c.Resource.Name}"));
        Assert.Equal("accepts forwarded traffic, uses the remote gateway", Flags(plan.Changes[1]));
        Assert.Equal(Impact.None, plan.Changes[1].Impact.Kind);
    }

    [Fact]
    public void Gateway_taken_away_goes_from_the_user_first_and_cuts_off()
    {
        var estate = Three().WithGateway("hub").WithHalf("hub", "s1", "Connected", "lends").WithHalf("s1", "hub", "Connected", "uses");
        var plan = Plan(estate, r => r with { Spokes = [Net("s1")], UseHubGateway = false });

        Assert.Equal(["Update s1-to-hub", "Update hub-to-s1"], plan.Changes.Select(c => $"{c.Kind} {c.Resource.Name}"));
        Assert.Equal([plan.Changes[0].Key], plan.Changes[1].DependsOn);
        Assert.All(plan.Changes, c => Assert.Equal(Impact.CutsOff, c.Impact.Kind));
        Assert.Contains("s1 loses what it reaches through the gateway of hub", plan.Changes[0].Impact.Statement, StringComparison.Ordinal);
        Assert.True(estate.Run(plan).Succeeded);
    }

    [Theory]
    [InlineData("hub", "")]
    [InlineData("s1", "")]
    [InlineData("s1", "gateway")]
    [InlineData("hub", "gateway")]
    public void Disconnected_half_is_written_again_before_the_missing_one(string survivor, string gateway)
    {
        var other = survivor == "hub" ? "s1" : "hub";
        var uses = gateway.Length > 0;
        string[] flags = !uses ? ["forwarded"] : survivor == "hub" ? ["lends", "forwarded"] : ["uses", "forwarded"];
        var estate = new Estate().With("hub", "10.0.0.0/16").With("s1", "10.1.0.0/16").WithGateway("hub")
            .WithHalf(survivor, other, "Disconnected", flags);
        var plan = HubSpokePlanner.Create(estate.Topology, new(Net("hub"), [Net("s1")]) { UseHubGateway = uses ? true : null });
        var report = estate.Run(plan);

        Assert.True(report.Succeeded, string.Join(' ', report.Results.Select(r => r.Error?.Message)));
        Assert.Equal(survivor == "s1" && uses ? 3 : 2, estate.Arm.Writes.Count);
        Assert.Equal(("Connected", "Connected"), (estate.State("hub", "s1"), estate.State("s1", "hub")));
        var after = PeeringPair.Between(estate.Topology, Net("hub"), Net("s1"));
        Assert.Equal((uses, uses), (after.AllowGatewayTransit, after.RemoteUseRemoteGateways));
        Assert.True(survivor == "hub" ? after.AllowForwardedTraffic : after.RemoteAllowForwardedTraffic);
        Assert.True(HubSpokePlanner.Create(estate.Topology, new(Net("hub"), [Net("s1")])).IsEmpty);
    }

    [Fact]
    public void Two_disconnected_halves_are_mended_with_their_flags()
    {
        var estate = Three().WithGateway("hub")
            .WithHalf("hub", "s1", "Disconnected", "lends", "noAccess").WithHalf("s1", "hub", "Disconnected", "uses", "forwarded");
        var plan = Plan(estate, r => r with { Spokes = [Net("s1")] });

        Assert.Equal(["Delete s1-to-hub", "Update hub-to-s1", "Create s1-to-hub"], plan.Changes.Select(c => $"{c.Kind} {c.Resource.Name}"));
        Assert.True(estate.Run(plan).Succeeded);
        var after = PeeringPair.Between(estate.Topology, Net("hub"), Net("s1"));
        Assert.Equal((true, false, true, true), (after.AllowGatewayTransit, after.AllowVirtualNetworkAccess, after.RemoteUseRemoteGateways, after.RemoteAllowForwardedTraffic));
    }

    [Theory]
    [InlineData("hub")]
    [InlineData("s1")]
    [InlineData("both")]
    public void Changed_address_space_is_synced(string changed)
    {
        var estate = Three().WithHalf("hub", "s1", "Connected").WithHalf("s1", "hub", "Connected");
        foreach (var net in changed == "both" ? ["hub", "s1"] : new[] { changed })
        {
            JsonBody.At(estate.Arm[Net(net)], "properties.addressSpace.addressPrefixes")!.AsArray().Add($"172.{(net == "hub" ? 16 : 17)}.0.0/16");
        }

        var plan = Plan(estate, r => r with { Spokes = [Net("s1")] });
        Assert.Equal(changed == "both" ? 2 : 1, plan.Changes.Count(c => c.Writes));
        Assert.All(plan.Changes.Where(c => c.Writes), c => Assert.Equal("syncRemoteAddressSpace=true", c.Query));
        Assert.True(estate.Run(plan).Succeeded);
        Assert.True(PeeringPair.Between(estate.Topology, Net("hub"), Net("s1")).IsInSync);
    }

    [Fact]
    public void Long_and_taken_names_get_a_hash_that_stays()
    {
        var spoke = new string('x', 78);
        var estate = new Estate().With("hub", "10.0.0.0/16").With(spoke, "10.1.0.0/16").With("s2", "10.2.0.0/16").With("s3", "10.3.0.0/16");
        estate.Arm.Put(Half("hub", "hub-to-s2"), HalfBody("s3", "Initiated"));
        estate.Arm[Half("hub", "hub-to-s2")]["properties"]!["synced"] = JsonBody.At(estate.Arm[Net("s3")], "properties.addressSpace.addressPrefixes")!.DeepClone();
        var plan = HubSpokePlanner.Create(estate.Topology, new(Net("hub"), [Net(spoke), Net("s2")]));
        var again = HubSpokePlanner.Create(estate.Topology, new(Net("hub"), [Net("s2"), Net(spoke)]));

        Assert.Equal(80, plan.Changes[0].Resource.Name.Length);
        Assert.Matches("^hub-to-s2-[0-9a-f]{8}$", plan.Changes[2].Resource.Name);
        Assert.Equal(plan.Changes.Select(c => c.Key).Order(), again.Changes.Select(c => c.Key).Order());
        Assert.True(estate.Run(plan).Succeeded);
    }

    [Fact]
    public void Names_follow_the_formats()
    {
        var plan = Plan(Three(), r => r with { HubPeeringNameFormat = "to-{remote}", SpokePeeringNameFormat = "up-{remote}-{local}" });
        Assert.Equal(["to-s1", "up-hub-s1", "to-s2", "up-hub-s2"], plan.Changes.Select(c => c.Resource.Name));
    }

    [Fact]
    public void Result_tells_both_halves_of_each_spoke()
    {
        var estate = Three().WithGateway("hub");
        var topology = estate.Topology;
        var results = new List<HubSpokeResult>();
        var plan = Plan(estate, r => r with { UseHubGateway = true, AllowForwardedTraffic = true });
        estate.Arm.Faults = (write, _) => write.Path.EndsWith("s2-to-hub", StringComparison.Ordinal) ? Fault.Refused : Fault.None;
        estate.Run(plan, new() { JitterSeed = 1, OnGroup = g => results.Add(HubSpokeResult.From(topology, Net("hub"), g)) });

        var (good, bad) = (results[0], results[1]);
        Assert.Equal(("hub", "s1", PeeringPairState.Connected, "hub-to-s1", "s1-to-hub"), (good.Hub, good.Spoke, good.State, good.HubPeering, good.SpokePeering));
        Assert.True(good is { UsesHubGateway: true, SpokeAllowForwardedTraffic: true, HubAllowForwardedTraffic: false, Changed: true, Error: null });
        Assert.Equal(PeeringSyncLevel.FullyInSync, good.SyncLevel);
        Assert.InRange(good.Elapsed.TotalSeconds, 20, 22);
        Assert.Equal((PeeringPairState.HalfMissing, "AuthorizationFailed", null), (bad.State, bad.Error!.Id, bad.SpokePeering));
        Assert.True(bad.Changed);

        results.Clear();
        estate.Arm.Faults = (_, _) => Fault.None;
        topology = estate.Topology;
        estate.Run(Plan(estate), new() { OnGroup = g => results.Add(HubSpokeResult.From(topology, Net("hub"), g)) });
        Assert.Equal([false, true], results.OrderBy(r => r.Spoke).Select(r => r.Changed));
        Assert.All(results, r => Assert.Equal(PeeringPairState.Connected, r.State));
    }

    private static Estate Three() => new Estate().With("hub", "10.0.0.0/16").With("s1", "10.1.0.0/16").With("s2", "10.2.0.0/16");

    private static Plan Plan(Estate estate, Func<HubSpokeRequest, HubSpokeRequest>? change = null)
    {
        var request = new HubSpokeRequest(Net("hub"), [Net("s1"), Net("s2")]);
        var plan = HubSpokePlanner.Create(estate.Topology, change?.Invoke(request) ?? request);
        Assert.Empty(plan.Problems);
        return plan;
    }

    private static string Flags(Change change) => change.Summary.Contains('(', StringComparison.Ordinal)
        ? change.Summary[(change.Summary.IndexOf('(', StringComparison.Ordinal) + 1)..^1] : string.Empty;
}
