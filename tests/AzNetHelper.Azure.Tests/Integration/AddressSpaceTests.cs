using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>A peered VNet gets another address space, and every half that points at it learns of it.</summary>
public sealed class AddressSpaceTests
{
    private static readonly ResourceId Hub = Net(1, "hub");
    private static readonly ResourceId S1 = Net(1, "s1");
    private static readonly ResourceId S2 = Net(2, "s2");

    [Theory]
    [InlineData("172.20.0.0/16", "", "10.0.0.0/16 192.168.0.0/24 172.20.0.0/16")]
    [InlineData("172.20.0.0/16 fd00:1::/48", "192.168.0.0/24", "10.0.0.0/16 172.20.0.0/16 fd00:1::/48")]
    [InlineData("10.0.0.0/15", "10.0.0.0/16", "192.168.0.0/24 10.0.0.0/15")]
    [InlineData("", "192.168.0.0/24", "10.0.0.0/16")]
    public async Task The_network_is_written_once_as_read_and_then_each_half_that_points_at_it(string add, string remove, string wanted)
    {
        var estate = new Documents().VNet(Hub, "10.0.0.0/16", "192.168.0.0/24").Gateway(Hub).VNet(S1, "10.2.0.0/16").VNet(S2, "10.3.0.0/16")
            .Half(Hub, S1, "Connected", "allowGatewayTransit").Half(S1, Hub, "Connected", "useRemoteGateways", "doNotVerifyRemoteGateways")
            .Half(Hub, S2).Half(S2, Hub, "Connected", "allowForwardedTraffic");
        IfMatches? sentIfMatch = null;
        await Bed.RunAsync(estate.ToTopology(), async bed =>
        {
            var before = bed.Simulation.Snapshot();
            var plan = await bed.ResizeAsync(Edit(add, remove));
            Assert.All(plan.Changes, c => Assert.Equal(Impact.None, c.Impact.Kind));
            var report = await bed.ApplyAsync(plan);
            Bed.AssertSucceeded(report);

            var writes = bed.Simulation.Log.Writes.Where(w => w.Status is >= 200 and < 300).ToArray();
            Assert.Equal(Hub, ResourceId.Parse(writes[0].Path));
            Assert.Equal(["hub", "s1-hub", "s2-hub"], writes.Select(w => w.Path.Split('/')[^1]).Order());
            Assert.Equal(bed.Simulation.Log.Writes.Length, sentIfMatch!.All.Count);
            Assert.All(sentIfMatch.All, Assert.NotEmpty);
            var sent = JsonNode.Parse(writes[0].Body.Span)!;
            Assert.False(sent["properties"]!.AsObject().ContainsKey("virtualNetworkPeerings"));
            Assert.Equal(["s1", "GatewaySubnet"], sent["properties"]!["subnets"]!.AsArray().Select(s => (string)s!["name"]!));

            var after = bed.Simulation.Snapshot();
            var expected = wanted.Split(' ').Select(IPPrefix.Parse).ToArray();
            Assert.Equal(expected, after.VirtualNetwork(Hub)!.AddressSpace);
            Assert.All(PeeringPair.All(after), p => Assert.True(p.IsHealthy, p.ToString()));
            Assert.All([S1, S2], s => Assert.Equal(expected, after.VirtualNetwork(s)!.PeeringTo(Hub)!.RemoteAddressSpace!));
            Assert.Equal(Facts.Of(PlanProjection.Apply(before, plan)), Facts.Of(after));
            Assert.Equal(Life.Foreign(before, Hub), Life.Foreign(after, Hub));
            var result = AddressSpaceResult.From(before, Hub, report.Results);
            Assert.True(result is { Changed: true, IsInSync: true, Error: null, Peerings.Length: 2 }, result.ToString());
            Assert.Equal(expected, result.AddressSpace);

            bed.Simulation.Log.Clear();
            Assert.True((await bed.ResizeAsync(Edit(add, remove))).IsEmpty);
            Bed.AssertSucceeded(await bed.ApplyAsync(plan));
            Assert.Empty(bed.Simulation.Log.Writes);
        }, via: s => sentIfMatch = new(s.CreateHandler()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_run_that_was_interrupted_is_finished_by_the_same_request(int done)
    {
        await Bed.RunAsync(SyncTests.Star().ToTopology(), async bed =>
        {
            bed.Simulation.Faults.Add("PUT", "*/virtualNetworks/*", new Fault.Answers(403, "AuthorizationFailed"), nth: done + 1);
            var request = Edit("172.20.0.0/16", "");
            var before = bed.Simulation.Snapshot();
            var report = await bed.ApplyAsync(await bed.ResizeAsync(request));
            Assert.False(report.Succeeded);
            var result = AddressSpaceResult.From(before, Hub, report.Results);
            Assert.Equal("AuthorizationFailed", result.Error?.Id);

            // What is said is what is there: nothing was written, or one half is stale now.
            var now = bed.Simulation.Snapshot();
            Assert.Equal(done == 0, result.IsInSync);
            Assert.All(result.Peerings, p =>
            {
                var pair = PeeringPair.Between(now, p.Pair.VNetId, p.Pair.RemoteVNetId);
                Assert.Equal((pair.SyncLevel, pair.RemoteSyncLevel), (p.Pair.SyncLevel, p.Pair.RemoteSyncLevel));
            });

            bed.Simulation.Faults.Clear();
            bed.Simulation.Log.Clear();
            var rest = await bed.ResizeAsync(request);
            Assert.Equal(done == 0 ? 3 : 1, rest.WriteCount);
            Bed.AssertSucceeded(await bed.ApplyAsync(rest));
            Assert.All(PeeringPair.All(bed.Simulation.Snapshot()), p => Assert.True(p.IsInSync, p.ToString()));
        });
    }

    [Fact]
    public async Task Own_halves_that_are_stale_are_synced_too()
    {
        await Bed.RunAsync(SyncTests.Star().Grow(S1, "172.16.0.0/16").Settle().ToTopology(), async bed =>
        {
            var plan = await bed.ResizeAsync(Edit("172.20.0.0/16", ""));
            Assert.Equal(["hub", "hub-s1", "s1-hub", "s2-hub"], plan.Changes.Where(c => c.Writes).Select(c => c.Resource.Name).Order());
            Bed.AssertSucceeded(await bed.ApplyAsync(plan));
            Assert.All(PeeringPair.All(bed.Simulation.Snapshot()), p => Assert.True(p.IsInSync, p.ToString()));
        });
    }

    [Fact]
    public async Task A_200_that_leaves_a_half_stale_is_a_failure()
    {
        await Bed.RunAsync(SyncTests.Star().ToTopology(), async bed =>
        {
            var report = await bed.ApplyAsync(await bed.ResizeAsync(Edit("172.20.0.0/16", "")));
            var result = AddressSpaceResult.From(bed.Simulation.Snapshot(), Hub, report.Results);
            Assert.Equal((false, "NotAsWanted"), (result.IsInSync, result.Error?.Id));
        }, via: s => new DeafToSync(s.CreateHandler()));
    }

    [Fact]
    public async Task Somebody_else_who_changes_the_address_space_first_is_not_overruled()
    {
        await Bed.RunAsync(SyncTests.Star().ToTopology(), async bed =>
        {
            var plan = await bed.ResizeAsync(Edit("172.20.0.0/16", ""));
            Bed.AssertSucceeded(await bed.ApplyAsync(await bed.ResizeAsync(Edit("172.30.0.0/16", ""))));
            bed.Simulation.Log.Clear();
            var report = await bed.ApplyAsync(plan);
            Assert.Equal("PlanDrifted", report.Results[0].Error?.Id);
            Assert.Empty(bed.Simulation.Log.Writes);
        });
    }

    [Theory]
    [InlineData("owned")]
    [InlineData("unread")]
    [InlineData("denied")]
    [InlineData("locked")]
    public async Task What_cannot_be_synced_is_listed_with_its_owners_command_and_stops_the_run(string how)
    {
        var estate = how == "owned" ? SyncTests.Owned(SyncTests.Star(), S2, 0, "ANM_x") : SyncTests.Star();
        await Bed.RunAsync(estate.ToTopology(), async bed =>
        {
            bed.Simulation.Guards = how switch
            {
                "unread" => new() { Denials = [new($"{ResourceTypes.VirtualNetwork}/read", S2)] },
                "denied" => new()
                {
                    Roles = [new(ResourceId.ForSubscription(Hub.SubscriptionId), ["*"]), new(ResourceId.ForSubscription(S2.SubscriptionId), ["*/read", "*/peer/action"])],
                },
                "locked" => new() { Locks = [new(S2, LockLevel.ReadOnly) { Name = "keep" }] },
                _ => new(),
            };
            var stopped = await bed.ResizeAsync(Edit("172.20.0.0/16", ""));
            var problem = Assert.Single(stopped.Problems);
            Assert.Equal("PeeringNotSyncable", problem.CheckId);
            Assert.Contains(how == "owned" ? "post-commit" : $"Sync-VNetPeering -VNet '{S2}' -RemoteVNet '{Hub}'", problem.Message, StringComparison.Ordinal);
            Assert.Contains("-AllowUnsynced", problem.Message, StringComparison.Ordinal);
            Assert.Empty(bed.Simulation.Log.Writes);

            var plan = await bed.ResizeAsync(Edit("172.20.0.0/16", "") with { AllowUnsynced = true });
            Assert.Contains(plan.Notices, n => n.Id == "PeeringNotSyncable");
            Bed.AssertSucceeded(await bed.ApplyAsync(plan));
            bed.Simulation.Guards = new();
            var after = bed.Simulation.Snapshot();
            Assert.True(PeeringPair.Between(after, Hub, S1).IsInSync);
            Assert.Equal(PeeringSyncLevel.LocalNotInSync, after.VirtualNetwork(S2)!.PeeringTo(Hub)!.SyncLevel);

            // What its owner is told to run mends it.
            if (how != "owned")
            {
                Bed.AssertSucceeded(await bed.ApplyAsync(await bed.SyncAsync(Life.Pair(S2, Hub))));
                Assert.True(PeeringPair.Between(bed.Simulation.Snapshot(), Hub, S2).IsInSync);
            }
        });
    }

    [Fact]
    public async Task Peerings_that_carry_nothing_are_told_and_left()
    {
        var s3 = Net(1, "s3");
        await Bed.RunAsync(SyncTests.Star().VNet(s3, "10.3.0.0/16").Half(Hub, s3, "Initiated").Settle().ToTopology(), async bed =>
        {
            var plan = await bed.ResizeAsync(Edit("172.20.0.0/16", ""));
            Assert.Contains("s3", Assert.Single(plan.Notices, n => n.Id == "PeeringNotConnected").Message, StringComparison.Ordinal);
            Bed.AssertSucceeded(await bed.ApplyAsync(plan));
            Bed.AssertSucceeded(await bed.ApplyAsync(await bed.RepairAsync(new(new(Hub)))));
            Assert.All(PeeringPair.All(bed.Simulation.Snapshot()), p => Assert.True(p.IsHealthy, p.ToString()));
        });
    }

    [Fact]
    public async Task All_that_stands_in_the_way_is_told_at_once()
    {
        await Bed.RunAsync(SyncTests.Star().ToTopology(), async bed =>
        {
            var plan = await bed.ResizeAsync(new(Hub) { Prefix = [IPPrefix.Parse("10.1.0.0/17"), IPPrefix.Parse("224.0.0.0/8"), IPPrefix.Parse("10.1.0.0/18")] });
            Assert.Equal(["AddressPrefixesOverlap", "AddressPrefixNotAllowed", "AddressSpaceOverlap", "SubnetOutsideSpace"],
                plan.Problems.Select(p => p.CheckId).Distinct().Order(StringComparer.OrdinalIgnoreCase));
            Assert.Contains("s1 (10.0.0.0/24)", plan.Problems.Single(p => p.CheckId == "SubnetOutsideSpace").Message, StringComparison.Ordinal);

            var v6 = await bed.ResizeAsync(new(Hub) { Prefix = [IPPrefix.Parse("fd00::/48")] });
            Assert.Contains(v6.Problems, p => p.Message.Contains("no IPv4 prefix", StringComparison.Ordinal));
            var both = await bed.ResizeAsync(Edit("172.20.0.0/16", "172.20.0.0/16"));
            Assert.Equal("PrefixContradiction", Assert.Single(both.Problems).CheckId);
            Assert.Equal("VNetNotFound", Assert.Single((await bed.ResizeAsync(new(Net(1, "gone")) { Add = [IPPrefix.Parse("172.20.0.0/16")] })).Problems).CheckId);
            var absent = await bed.ResizeAsync(Edit("", "172.20.0.0/16"));
            Assert.Equal((true, "PrefixNotFound"), (absent.IsEmpty, Assert.Single(absent.Notices).Id));

            // s1 and s2 are not peered, but both with the hub.
            var third = await bed.ResizeAsync(new(S1) { Add = [IPPrefix.Parse("10.2.8.0/24")] });
            Assert.Contains("overlap with s2, which hub is peered with too", Assert.Single(third.Problems).Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Sites_behind_the_gateway_that_a_spoke_uses_are_compared()
    {
        var estate = CheckCases.WithSite(CheckCases.Lent(), "192.168.0.0/16", bgp: true);
        await Bed.RunAsync(estate.ToTopology(), async bed =>
        {
            var inside = await bed.ResizeAsync(new(CheckCases.S1) { Add = [IPPrefix.Parse("192.168.4.0/24")] });
            Assert.True(inside.CanApply);
            Assert.Contains("is a part of 192.168.0.0/16 of the site office", Assert.Single(inside.Notices, n => n.Id == "OnPremisesOverlap").Message, StringComparison.Ordinal);
            Assert.Contains("BGP", Assert.Single(inside.Notices, n => n.Id == "OnPremisesUnread").Message, StringComparison.Ordinal);
            var covers = await bed.ResizeAsync(new(CheckCases.S1) { Add = [IPPrefix.Parse("192.168.0.0/15")] });
            Assert.Equal("OnPremisesOverlap", Assert.Single(covers.Problems).CheckId);
            var beside = await bed.ResizeAsync(new(CheckCases.S1) { Add = [IPPrefix.Parse("172.20.0.0/16")] });
            Assert.DoesNotContain(beside.Notices, n => n.Id == "OnPremisesOverlap");
        });
    }

    [Fact]
    public async Task A_saved_plan_is_made_again()
    {
        await Bed.RunAsync(SyncTests.Star().ToTopology(), async bed =>
        {
            foreach (var request in new[] { Edit("172.20.0.0/16", "10.9.0.0/16"), new(Hub) { Prefix = [IPPrefix.Parse("10.0.0.0/17")], AllowUnsynced = true } })
            {
                var plan = await bed.ResizeAsync(request);
                var again = await new PlanMaker(bed.Arm, [], Steps.StepWriter.Nowhere).MakeAsync(plan, Bed.Stop);
                Assert.Equal(plan.Changes.Select(c => (c.Key, c.After)), again!.Changes.Select(c => (c.Key, c.After)));
                Assert.Equal(plan.Origins, again.Origins);
            }
        });
    }

    private static AddressSpaceRequest Edit(string add, string remove) => new(Hub) { Add = [.. Prefixes(add)], Remove = [.. Prefixes(remove)] };

    private static IEnumerable<IPPrefix> Prefixes(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPPrefix.Parse);
}
