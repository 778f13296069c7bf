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
/// has none left, it out of the goal state of every region, then it and its group. What others made stays. Pure.
/// </summary>
internal static class ManagedRemovalPlanner
{
    /// <summary>Makes the plan.</summary>
    /// <param name="topology">The hub and the spokes, with everything that a path over them may lead through.</param>
    /// <param name="manager">The manager, as read.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="pairs">The same removal planned as peerings, for who loses what.</param>
    public static Plan Create(Topology topology, ManagerState manager, ManagedSpokesRemoval request, Plan pairs)
    {
        var spokes = request.Spokes.Distinct().ToImmutableArray();
        var own = manager.Configurations.Where(c => c.Hubs.Contains(request.Hub)).ToImmutableArray();
        var groups = own.SelectMany(c => c.Groups).Select(g => manager.Group(g.Group)).OfType<GroupState>().DistinctBy(g => g.Id).ToArray();
        var leaving = groups.SelectMany(g => g.Members.Where(m => spokes.Contains(m.Network))).ToArray();
        var members = leaving.Select(m => Leave(m, pairs)).ToImmutableArray();
        var emptied = groups.Where(g => g.Members.All(leaving.Contains)).Select(g => g.Id).ToHashSet();
        var idle = leaving.Length == 0 ? [] : own.Where(c => c.Groups.All(g => emptied.Contains(g.Group))).ToArray();
        var ending = idle.Where(c => c.IsOurs && c.Hubs.Length == 1).ToArray();
        var unused = groups.Where(g => emptied.Contains(g.Id) && g.IsOurs && leaving.Length > 0
            && manager.Configurations.Except(ending).All(c => c.Groups.All(one => one.Group != g.Id))).ToArray();
        ImmutableArray<string> afterMembers = [.. members.Select(m => m.Key)];
        var commits = Commits(manager, ending, afterMembers).ToImmutableArray();
        var deleted = ending.Select(c => Delete(c.Id, c.Document, $"Delete connectivity configuration '{c.Id.Name}', which has no member left",
            [.. afterMembers, .. commits.Select(one => one.Key)])).ToImmutableArray();
        return new(string.Create(CultureInfo.InvariantCulture,
            $"Let {manager.Id.Name} take {spokes.Length} {(spokes.Length == 1 ? "spoke" : "spokes")} off hub {request.Hub.Name}"))
        {
            Changes =
            [
                .. members, .. commits, .. deleted,
                .. unused.Select(g => Delete(g.Id, g.Document, $"Delete network group '{g.Id.Name}', which has no member left", [.. afterMembers, .. deleted.Select(d => d.Key)])),
            ],
            Problems = [.. pairs.Problems, .. NotThere(manager, request, leaving)],
            Notices =
            [
                .. pairs.Notices,
                .. ManagerRules.Recommitted(manager, request.Hub, commits.Where(c => ManagerDeployment.ConfigurationsIn(JsonBody.Parse(c.After!)).Length > 0).Select(c => c.Resource.Name))
                    .Where(f => ending.All(e => e.Id != f.Resource)).Select(f => f.ToNotice("OtherConfigurationChanged")),
                .. leaving.Length == 0 ? [] : spokes.Except(leaving.Select(m => m.Network)).Select(s => new PlanNotice("ManagedSpokeNotFound", NoticeSeverity.Information,
                    $"{s.Name} is in no network group that {manager.Id.Name} peers with {request.Hub.Name}: nothing is removed.", s)),
                .. idle.Except(ending).Select(c => new PlanNotice("ConfigurationKept", NoticeSeverity.Warning, $"Configuration {c.Id.Name} has no static member left "
                    + $"and was not made by this module: it stays deployed, and {request.Hub.Name} stays managed, which costs. Whoever made it takes it away.", c.Id)),
                .. leaving.Length == 0 ? [] : Staying(topology, request, spokes),
            ],
            CreatedAt = topology.ReadAt ?? default,
            Origins = [ManagerOrigins.Of(request with { Spokes = spokes })],
        };
    }

    // One commit a region for all that end there: the goal state less these.
    private static IEnumerable<Change> Commits(ManagerState manager, ConfigurationState[] ending, ImmutableArray<string> after)
    {
        foreach (var (region, found) in manager.Deployments)
        {
            var active = ManagerDeployment.ConfigurationsIn(found);
            var leaving = active.Where(a => ending.Any(e => e.Id == a)).ToImmutableArray();
            if (leaving.IsEmpty)
            {
                continue;
            }

            var stay = active.Except(leaving).ToImmutableArray();
            var id = ManagerDeployment.Of(manager.Id, region);
            yield return new(id, ChangeKind.Update,
                $"Commit without {string.Join(", ", leaving.Select(l => $"'{l.Name}'"))}{ManagedSpokesPlanner.Beside(stay)} in {region}")
            {
                Group = id.ToString(),
                Before = Goal(active),
                After = Goal(stay),
                Awaits = ManagerDeployment.Ended(stay, leaving),
                TakenBackBy = Goal(active),
                DependsOn = after,
                Lanes = [manager.Id],
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

    private static Change Delete(ResourceId id, JsonObject document, string summary, ImmutableArray<string> after) => new(id, ChangeKind.Delete, summary)
    {
        Group = id.ToString(),
        Before = ManagerMark.Only,
        TakenBackBy = JsonBody.Write(BodyRules.Compose(id.Type, read: null, new() { ["properties"] = document["properties"]?.DeepClone() }).Body),
        DependsOn = after,
    };

    private static IEnumerable<PlanProblem> NotThere(ManagerState manager, ManagedSpokesRemoval request, GroupMember[] leaving) => leaving.Length > 0 ? [] :
        request.Spokes.Distinct().Select(s => new PlanProblem("ManagedSpokeNotFound",
            $"{s.Name} is in no network group that {manager.Id.Name} peers with {request.Hub.Name}, or only by a policy. Name the manager that peers them, "
            + "or leave -NetworkManager out for a peering by hand.", s) { Group = s.ToString(), Kind = FailureKind.ObjectNotFound });

    private static IEnumerable<PlanNotice> Staying(Topology topology, ManagedSpokesRemoval request, ImmutableArray<ResourceId> spokes) =>
        from spoke in spokes
        let half = topology.VirtualNetwork(request.Hub)?.PeeringTo(spoke) ?? topology.VirtualNetwork(spoke)?.PeeringTo(request.Hub)
        where half is { Owner: not PeeringOwner.VirtualNetworkManager }
        select new PlanNotice("PeeringKept", NoticeSeverity.Warning,
            $"{request.Hub.Name} and {spoke.Name} stay peered by '{half.Name}', which was made by hand. Remove-HubSpokePeering without -NetworkManager removes it.", half.Id);
}
