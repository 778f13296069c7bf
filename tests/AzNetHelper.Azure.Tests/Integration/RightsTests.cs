using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Rights;
using AzNetHelper.Simulation;
using static AzNetHelper.Tests.Integration.Documents;
using LockLevel = AzNetHelper.Simulation.LockLevel;

namespace AzNetHelper.Tests.Integration;

/// <summary>The check of rights over the real adapter: what it asks, and what it finds.</summary>
public sealed class RightsTests
{
    private const string PeerAction = "Microsoft.Network/virtualNetworks/peer/action";
    private static readonly ResourceId Hub = Net(1, "hub");

    [Theory]
    [InlineData("owner", 101, 2)]
    [InlineData("network", 101 + 201, 2)]
    [InlineData("unread", 101 + 201, 2 + 101 + 201)]
    public async Task Two_hundred_spokes_in_a_hundred_groups_are_asked_about_once(string role, int permissionRequests, int lockRequests)
    {
        const int Count = 200;

        // Half of the spokes share a group; the others have one each, in another subscription.
        ResourceId[] spokes = [.. Enumerable.Range(1, Count).Select(i => i % 2 == 0
            ? Net(1, $"s{i}")
            : ResourceId.ForResource(Group(2).SubscriptionId, $"rg{i}", ResourceTypes.VirtualNetwork, $"s{i}"))];
        var documents = new Documents().VNet(Hub, "10.0.0.0/16");
        foreach (var (spoke, i) in spokes.Select((s, i) => (s, i)))
        {
            documents.VNet(spoke, string.Create(CultureInfo.InvariantCulture, $"10.{i + 1}.0.0/16"));
        }

        await Bed.RunAsync(documents.ToTopology(), async bed =>
        {
            var plan = Plan(await bed.GroundAsync([Hub, .. spokes]), spokes);
            bed.Simulation.Guards = Guards(role, [Hub, .. spokes]);
            bed.Simulation.Log.Clear();
            var from = bed.Clock.GetUtcNow();
            var done = await RightsCheck.RunAsync(bed.Arm, plan, Bed.Stop);

            // What was throttled is sent again: it counts once.
            LoggedRequest[] asked = [.. bed.Simulation.Log.All.Where(r => r.Status != 429)];
            var (permissions, locks) = (Asked(asked, "permissions"), Asked(asked, "locks"));
            Bed.Print(string.Create(CultureInfo.InvariantCulture,
                $"{role}: {permissions} for permissions, {locks} for locks, {(bed.Clock.GetUtcNow() - from).TotalSeconds:F0} s waited"));
            Assert.True(done.CanApply, string.Join('\n', done.Problems.Take(3)));
            Assert.Equal(role == "unread" ? ["RightsNotChecked"] : [], done.Notices.Select(n => n.Id));
            Assert.Equal((permissionRequests, lockRequests), (permissions, locks));
            Assert.Equal(asked.Length, permissions + locks);
        });
    }

    [Fact]
    public async Task Repair_of_a_pair_that_is_disconnected_on_both_sides_needs_delete()
    {
        var spoke = Net(2, "spoke");
        var documents = new Documents().VNet(Hub, "10.0.0.0/16").VNet(spoke, "10.1.0.0/16")
            .Half(Hub, spoke, "Disconnected").Half(spoke, Hub, "Disconnected");
        await Bed.RunAsync(documents.ToTopology(), async bed =>
        {
            var plan = Plan(await bed.GroundAsync([Hub, spoke]), [spoke]);
            var required = RequiredRights.Of(plan, new Topology([]));
            Assert.Contains(required, r => r.Action == $"{ResourceTypes.Peering}/delete");
            foreach (var left in required)
            {
                Grant(bed, required.Where(r => r != left));
                var problem = Assert.Single((await RightsCheck.RunAsync(bed.Arm, plan, Bed.Stop)).Problems);
                Assert.Equal(("MissingPermission", left.Scope), (problem.CheckId, problem.Resource));
                Assert.Contains($"'{left.Action}' on {left.Scope}", problem.Message, StringComparison.Ordinal);
            }

            bed.Simulation.Log.Clear();
            Grant(bed, required);
            var done = await RightsCheck.RunAsync(bed.Arm, plan, Bed.Stop);
            Bed.AssertSucceeded(await bed.ApplyAsync(done));
            Assert.Empty(done.Notices);
            Assert.DoesNotContain(bed.Simulation.Log.All, r => r.Status == 403);
        });
    }

    [Fact]
    public async Task Roles_are_found_wherever_they_are_given_and_page_by_page()
    {
        var spoke = Net(2, "spoke");
        var documents = new Documents().VNet(Hub, "10.0.0.0/16").VNet(spoke, "10.1.0.0/16");
        await Bed.RunAsync(documents.ToTopology(), async bed =>
        {
            var plan = Plan(await bed.GroundAsync([Hub, spoke]), [spoke]);
            RoleGrant everywhere = new(ResourceId.ForSubscription(Hub.SubscriptionId), ["Microsoft.Authorization/*/read", "*/read"]);
            RoleGrant group = new(Hub.Group!, ["Microsoft.Network/*"]) { NotActions = ["*/peer/action"] };
            RoleGrant network = new(Hub, [PeerAction]);
            RoleGrant other = new(ResourceId.ForSubscription(spoke.SubscriptionId), ["*"]);

            bed.Simulation.Guards = new() { Roles = [everywhere, group, network, other] };
            Assert.Empty((await RightsCheck.RunAsync(bed.Arm, plan, Bed.Stop)).Problems);

            bed.Simulation.Guards = new() { Roles = [everywhere, group, other] };
            var problem = Assert.Single((await RightsCheck.RunAsync(bed.Arm, plan, Bed.Stop)).Problems);
            Assert.Contains($"'{PeerAction}' on {Hub}", problem.Message, StringComparison.Ordinal);
        }, new() { PageSize = 1 });
    }

    [Theory]
    [InlineData(LockLevel.ReadOnly, true)]
    [InlineData(LockLevel.CanNotDelete, false)]
    public async Task A_lock_is_found_at_every_level_by_who_may_read_it_there(LockLevel level, bool blocks)
    {
        var spoke = Net(2, "spoke");
        var documents = new Documents().VNet(Hub, "10.0.0.0/16").VNet(spoke, "10.1.0.0/16");
        await Bed.RunAsync(documents.ToTopology(), async bed =>
        {
            var plan = Plan(await bed.GroundAsync([Hub, spoke]), [spoke]);
            var subscription = ResourceId.ForSubscription(spoke.SubscriptionId);
            foreach (var scope in new[] { subscription, spoke.Group!, spoke })
            {
                foreach (var reader in new[] { subscription, spoke.Group!, spoke })
                {
                    bed.Simulation.Guards = new()
                    {
                        Locks = [new(scope, level) { Name = "keep" }],
                        Roles = [new(reader, ["*"]), new(Hub, ["*"])],
                    };
                    var done = await RightsCheck.RunAsync(bed.Arm, plan, Bed.Stop);
                    Assert.Empty(done.Notices);
                    Assert.Equal(blocks ? [("ScopeLocked", "spoke-to-hub")] : [], done.Problems.Select(p => (p.CheckId, p.Resource.Name)));
                    Assert.All(done.Problems, p => Assert.Contains($"'keep' ({level}) on {scope} ", p.Message, StringComparison.Ordinal));
                }
            }
        });
    }

    // What stays behind of a removal that nobody checked is the harm that the check is there for.
    [Theory]
    [InlineData("hub", "lock", true)]
    [InlineData("s1", "lock", false)]
    [InlineData("hub", "right", true)]
    [InlineData("s1", "right", false)]
    public async Task Both_halves_can_go_or_none_goes(string held, string by, bool leavesHalf)
    {
        var (at, other) = held == "hub" ? (Hub, CheckCases.S1) : (CheckCases.S1, Hub);
        await Bed.RunAsync(CheckCases.Lent().ToTopology(), async bed =>
        {
            var topology = bed.Simulation.Snapshot();
            var plan = VNetPeeringPlanner.Remove(topology, PeeringPair.Between(topology, Hub, CheckCases.S1));
            bed.Simulation.Guards = by == "lock"
                ? new() { Locks = [new(at, LockLevel.CanNotDelete)] }
                : new()
                {
                    Roles = [new(ResourceId.ForSubscription(Hub.SubscriptionId), ["*/read"]), new(other, [$"{ResourceTypes.Peering}/delete"])],
                };
            var done = await RightsCheck.RunAsync(bed.Arm, plan, Bed.Stop);
            var problem = Assert.Single(done.Problems);
            Assert.Equal(by == "lock" ? "ScopeLocked" : "MissingPermission", problem.CheckId);
            Assert.Contains(at.ToString(), problem.Message, StringComparison.Ordinal);
            await Assert.ThrowsAnyAsync<Exception>(() => bed.ApplyAsync(done));
            Assert.Empty(bed.Simulation.Log.Writes);

            await bed.ApplyAsync(plan);
            PeeringState[] left = leavesHalf ? [PeeringState.Disconnected] : [PeeringState.Connected, PeeringState.Connected];
            Assert.Equal(left, bed.Simulation.Snapshot().VirtualNetworks.SelectMany(n => n.Peerings).Select(h => h.State));
        });
    }

    // One half is deleted and made again, the other one only written.
    [Theory]
    [InlineData(LockLevel.CanNotDelete, true, true)]
    [InlineData(LockLevel.CanNotDelete, false, false)]
    [InlineData(LockLevel.ReadOnly, true, true)]
    [InlineData(LockLevel.ReadOnly, false, true)]
    public async Task A_repair_that_has_to_delete_is_stopped_by_locks_that_stop_it(LockLevel level, bool onDeleted, bool stops)
    {
        var spoke = Net(2, "spoke");
        var documents = new Documents().VNet(Hub, "10.0.0.0/16").VNet(spoke, "10.1.0.0/16")
            .Half(Hub, spoke, "Disconnected").Half(spoke, Hub, "Disconnected");
        await Bed.RunAsync(documents.ToTopology(), async bed =>
        {
            var plan = Plan(await bed.GroundAsync([Hub, spoke]), [spoke]);
            var deleted = plan.Changes.Single(c => c.Kind == ChangeKind.Delete).Resource.Parent!;
            bed.Simulation.Guards = new() { Locks = [new(onDeleted ? deleted : deleted == Hub ? spoke : Hub, level)] };
            var done = await RightsCheck.RunAsync(bed.Arm, plan, Bed.Stop);
            Assert.All(done.Problems, p => Assert.Equal("ScopeLocked", p.CheckId));
            Assert.Equal(stops, !done.CanApply);
            var report = await bed.ApplyAsync(plan);
            Assert.Equal(stops, report.Results.Any(r => r.Error?.Id == "ScopeLocked"));
            Assert.Equal(!stops, report.Succeeded);
        });
    }

    private static GuardRules Guards(string role, ResourceId[] networks) => role switch
    {
        "owner" => new(),
        "network" => new()
        {
            Roles = [.. networks.Select(n => n.SubscriptionId).Distinct().Select(s => new RoleGrant(
                ResourceId.ForSubscription(s), ["Microsoft.Authorization/*/read"])), .. networks.Select(n => new RoleGrant(n, ["Microsoft.Network/*"]))],
        },
        _ => new() { Roles = [.. networks.Select(n => new RoleGrant(n, ["Microsoft.Network/*"]))] },
    };

    private static void Grant(Bed bed, IEnumerable<RequiredRight> rights) => bed.Simulation.Guards = new()
    {
        Roles =
        [
            .. rights.Select(r => new RoleGrant(r.Scope, [r.Action])),
            .. new[] { 1, 2 }.Select(s => new RoleGrant(ResourceId.ForSubscription(Group(s).SubscriptionId), ["Microsoft.Authorization/*/read"])),
        ],
    };

    private static Plan Plan(PeeringGround ground, ResourceId[] spokes) => HubSpokePlanner.Create(ground.Topology, new(Hub, [.. spokes]));

    private static int Asked(IEnumerable<LoggedRequest> requests, string kind) =>
        requests.Count(r => r.Path.EndsWith($"/providers/Microsoft.Authorization/{kind}", StringComparison.Ordinal));
}
