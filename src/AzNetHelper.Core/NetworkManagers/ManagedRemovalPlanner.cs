using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.NetworkManagers;

/// <summary>
/// Plans to take spokes out of what Virtual Network Manager peers with a hub: the named members; and where a configuration of this module
/// has nobody left, it out of the goal state of every region, then it and its group. What others made stays. Pure.
/// </summary>
internal static class ManagedRemovalPlanner
{
    private const int MostNamed = 10;

    /// <summary>Makes the plan.</summary>
    /// <param name="topology">The hub and the spokes, with everything that a path over them may lead through.</param>
    /// <param name="manager">The manager, as read.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="pairs">The same removal planned as peerings, for who loses what.</param>
    public static Plan Create(Topology topology, ManagerState manager, ManagedSpokesRemoval request, Plan pairs)
    {
        var layout = new ManagedRemovalLayout(topology, manager, request);
        var (spokes, leaving, ending) = (layout.Spokes, layout.Leaving, layout.Ending);
        var members = leaving.Select(m => Leave(m, pairs)).ToImmutableArray();
        ImmutableArray<string> afterMembers = [.. members.Select(m => m.Key)];
        var commits = Commits(manager, ending, afterMembers).ToImmutableArray();
        ImmutableArray<string> afterCommits = [.. afterMembers, .. commits.Select(one => one.Key)];
        var deleted = ending.Select(c => Delete(c.Id, c.Document,
            $"Delete connectivity configuration '{c.Id.Name}', which has no member left", [.. GroupsOf(c)], afterCommits)).ToImmutableArray();
        ImmutableArray<string> afterAll = [.. afterMembers, .. deleted.Select(d => d.Key)];
        return new(string.Create(CultureInfo.InvariantCulture,
            $"Let {manager.Id.Name} take {spokes.Length} {(spokes.Length == 1 ? "spoke" : "spokes")} off hub {request.Hub.Name}"))
        {
            Changes =
            [
                .. members, .. commits, .. deleted,
                .. layout.Unused.Select(g => Delete(g.Id, g.Document,
                    $"Delete network group '{g.Id.Name}', which has no member left", [g.Id], afterAll)),
            ],
            Problems = [.. pairs.Problems, .. NotThere(manager, request, layout)],
            Notices =
            [
                .. pairs.Notices,
                .. ManagerRules.Recommitted(manager, request.Hub, commits.Where(c => ManagerDeployment.ConfigurationsIn(JsonBody.Parse(c.After!)).Length > 0).Select(c => c.Resource.Name))
                    .Where(f => ending.All(e => e.Id != f.Resource)).Select(f => f.ToNotice("OtherConfigurationChanged")),
                .. HasWork(layout) ? layout.Missing.Select(s => new PlanNotice("ManagedSpokeNotFound", NoticeSeverity.Information,
                    $"{s.Name} is in no network group that {manager.Id.Name} peers with {request.Hub.Name}: nothing is removed.", s)) : [],
                .. layout.Idle.Except(ending).Select(c => Kept(c, layout, request.Hub)),
                .. leaving.IsEmpty ? [] : Staying(topology, request, spokes),
            ],
            CreatedAt = topology.ReadAt ?? default,
            Origins = [ManagerOrigins.Of(request with { Spokes = spokes })],
        };
    }

    private static bool HasWork(ManagedRemovalLayout layout) => !layout.Leaving.IsEmpty || !layout.Ending.IsEmpty || !layout.Unused.IsEmpty;

    private static string Named(ImmutableArray<ResourceId> networks) => string.Join(", ", networks.Take(MostNamed).Select(n => n.Name))
        + (networks.Length > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {networks.Length - MostNamed} more") : string.Empty);

    private static IEnumerable<ResourceId> GroupsOf(ConfigurationState configuration) => configuration.Groups.Select(g => g.Group).Distinct();

    private static PlanNotice Kept(ConfigurationState configuration, ManagedRemovalLayout layout, ResourceId hub) =>
        new("ConfigurationKept", NoticeSeverity.Warning, $"Configuration {configuration.Id.Name} has no static member left and stays deployed, and "
            + $"{hub.Name} stays managed, which costs: " + (layout.StillUsedBy.GetValueOrDefault(configuration.Id, []) is { IsEmpty: false } others
                ? $"{Named(others)} belong to it still, by a policy or because Azure has not taken them off yet. "
                    + "When they are gone, run the command again."
                : "it was not made by this module, or not for this hub alone. Whoever made it takes it away."), configuration.Id);

    // One commit a region for all that end there: the goal state less these. One of that content that is under way already (an earlier run was
    // ended before it was deployed) is waited for: the change then finds everything as wanted and writes nothing. Where that commit fails they
    // stay in force, and the plan that is made anew commits by itself.
    private static IEnumerable<Change> Commits(ManagerState manager, ImmutableArray<ConfigurationState> ending, ImmutableArray<string> after)
    {
        foreach (var (region, found) in manager.Deployments)
        {
            var active = ManagerDeployment.ConfigurationsIn(found);
            var leaving = active.Where(a => ending.Any(e => e.Id == a)).ToImmutableArray();

            // Until a commit without them is deployed they are in force, and cannot be deleted.
            var isTaken = leaving.IsEmpty && ManagerDeployment.IsUnderWay(found);
            leaving = isTaken ? [.. ManagerDeployment.ActiveIn(found).Where(a => ending.Any(e => e.Id == a))] : leaving;
            if (leaving.IsEmpty)
            {
                continue;
            }

            var stay = active.Except(leaving).ToImmutableArray();
            var id = ManagerDeployment.Of(manager.Id, region);
            yield return new(id, ChangeKind.Update,
                isTaken ? $"Wait for the commit that is under way in {region} without {string.Join(", ", leaving.Select(l => $"'{l.Name}'"))}"
                    : $"Commit without {string.Join(", ", leaving.Select(l => $"'{l.Name}'"))}{ManagedSpokesPlanner.Beside(stay)} in {region}")
            {
                Group = id.ToString(),
                Before = Goal(active),
                After = Goal(stay),
                Awaits = ManagerDeployment.Ended(stay, leaving),
                TakenBackBy = Goal(active),
                EmptyGroups = [.. ending.Where(e => leaving.Contains(e.Id)).SelectMany(GroupsOf).Distinct()],
                DependsOn = after,
                Lanes = [id],
            };
        }
    }

    private static string Goal(IEnumerable<ResourceId> configurations) => JsonBody.Write(new JsonObject
    {
        ["properties"] = new JsonObject { ["configurationIds"] = ManagerDeployment.Ids(configurations) },
    });

    private static Change Leave(GroupMember member, Plan pairs)
    {
        var body = JsonBody.Write(new JsonObject { ["properties"] = new JsonObject { ["resourceId"] = member.Network.ToString() } });
        return new(member.Id, ChangeKind.Delete, $"Take {member.Network.Name} out of network group '{member.Id.Parent!.Name}'")
        {
            Group = member.Network.ToString(),
            Before = body,
            TakenBackBy = body,
            Impact = pairs.Changes.Where(c => c.Group == member.Network.ToString()).Select(c => c.Impact).FirstOrDefault(i => i.Kind != Impact.None) ?? ImpactStatement.None,
        };
    }

    private static Change Delete(
        ResourceId id, JsonObject document, string summary, ImmutableArray<ResourceId> groups, ImmutableArray<string> after) => new(id, ChangeKind.Delete, summary)
    {
        EmptyGroups = groups,
        Group = id.ToString(),
        Before = ManagerMark.Only,
        TakenBackBy = JsonBody.Write(BodyRules.Compose(id.Type, read: null, new() { ["properties"] = document["properties"]?.DeepClone() }).Body),
        DependsOn = after,
    };

    private static IEnumerable<PlanProblem> NotThere(ManagerState manager, ManagedSpokesRemoval request, ManagedRemovalLayout layout) =>
        HasWork(layout) ? [] : layout.Spokes.Select(s => new PlanProblem("ManagedSpokeNotFound",
            $"{s.Name} is in no network group that {manager.Id.Name} peers with {request.Hub.Name}, or only by a policy. Name the manager that peers them, "
            + "or leave -NetworkManager out for a peering by hand.", s) { Group = s.ToString(), Kind = FailureKind.ObjectNotFound });

    private static IEnumerable<PlanNotice> Staying(Topology topology, ManagedSpokesRemoval request, ImmutableArray<ResourceId> spokes) =>
        from spoke in spokes
        let half = topology.VirtualNetwork(request.Hub)?.PeeringTo(spoke) ?? topology.VirtualNetwork(spoke)?.PeeringTo(request.Hub)
        where half is { Owner: not PeeringOwner.VirtualNetworkManager }
        select new PlanNotice("PeeringKept", NoticeSeverity.Warning,
            $"{request.Hub.Name} and {spoke.Name} stay peered by '{half.Name}', which was made by hand. Remove-HubSpokePeering without -NetworkManager removes it.", half.Id);
}
