using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>
/// Plans to take back exactly what a run made, and what the runs made that it went on from: the last first. What was there
/// before (changed, adopted, deleted and made again) is left as it is now, and told; but a subnet that was given a route table
/// of this run lets go of it, because a table in use cannot be deleted (InUseRouteTableCannotBeDeleted), and a change that says
/// how it is taken back (<see cref="Change.TakenBackBy"/>) is, where nobody has written the same members since.
/// </summary>
public static class UndoPlanner
{
    // They cost from the hour they are made, take half an hour or more to make, and a public address is not given back.
    private static readonly ImmutableArray<string> Billable =
    [
        ResourceTypes.VirtualNetworkGateway, ResourceTypes.PublicIPAddress,
        "Microsoft.Network/publicIPPrefixes", "Microsoft.Network/expressRouteCircuits", "Microsoft.Network/expressRoutePorts",
        "Microsoft.Network/expressRouteGateways", "Microsoft.Network/vpnGateways", "Microsoft.Network/virtualHubs",
        "Microsoft.Network/natGateways", "Microsoft.Network/azureFirewalls", "Microsoft.Network/bastionHosts",
    ];

    /// <summary>Makes the plan; its notices tell what stays.</summary>
    /// <param name="report">What the run did.</param>
    /// <param name="journal">The journal that the run was given (<see cref="RunOptions.Journal"/>).</param>
    /// <param name="billable">True to take back gateways, circuits and public addresses too.</param>
    public static Plan Create(RunReport report, RunJournal journal, bool billable = false)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(journal);
        var plan = report.Plan;
        // Of several steps the last that was made tells how the resource is now.
        var taken = report.Results.Where(r => r.Accepted || r.Outcome is ChangeOutcome.Done or ChangeOutcome.Unchanged).Select(r => r.Change.Key)
            .ToHashSet(StringComparer.Ordinal);
        var made = plan.Changes.Where(c => c.Kind != ChangeKind.Action && journal.HasMade(c.Resource))
            .GroupBy(c => c.Resource).Select(g => g.LastOrDefault(c => taken.Contains(c.Key)) ?? g.Last()).ToImmutableArray();
        var below = made.ToDictionary(c => c.Resource, c => Below(plan, c));
        var kept = billable ? [] : made.Where(IsBillable).Select(c => c.Resource).ToHashSet();
        var needed = made.Where(c => !kept.Contains(c.Resource) && kept.Any(k => below[k].Contains(c.Resource)))
            .Select(c => c.Resource).ToHashSet();
        var gone = made.Where(c => !kept.Contains(c.Resource) && !needed.Contains(c.Resource)).Reverse().ToImmutableArray();
        var freed = report.Results.Where(r => r.Accepted || r.Outcome == ChangeOutcome.Done).Select(r => r.Change)
            .Where(c => GivenTable(c) is { } table && gone.Any(g => g.Resource == table)).ToImmutableArray();
        var turned = report.Results.Where(r => r.Change.TakenBackBy is not null && !journal.HasMade(r.Resource)
            && (r.Accepted || r.Outcome == ChangeOutcome.Done)).Select(r => r.Change).Reverse()

            // A commit deploys configurations as they are when it is made: those come first.
            .OrderBy(c => ManagerDeployment.Is(c.Resource)).ToImmutableArray();
        return new Plan($"Undo: {plan.Title}")
        {
            // Each waits for what stands before it here: of two that rest on one another by later steps the last that was made goes first.
            Changes =
            [
                .. freed.Select(LetGo),
                .. turned.Select(c => TurnBack(c, [.. turned.TakeWhile(t => t != c).Where(t => t.Resource == c.Resource || t.DependsOn.Contains(c.Key, StringComparer.Ordinal)
                    || (ManagerDeployment.Is(c.Resource) && c.DependsOn.Contains(t.Key, StringComparer.Ordinal))).Select(TurnKey)])),
                .. gone.Select(c => Delete(c, [.. gone.TakeWhile(o => o != c).Where(o => below[o.Resource].Contains(c.Resource)).Select(o => KeyOf(o.Resource)),
                    .. freed.Where(f => GivenTable(f) == c.Resource).Select(f => LetGo(f).Key),
                    .. turned.Where(t => t.DependsOn.Contains(c.Key, StringComparer.Ordinal)).Select(TurnKey)])),
            ],
            CreatedAt = plan.CreatedAt,
            Cloud = plan.Cloud,
            TenantId = plan.TenantId,
            SecondTenant = plan.SecondTenant,
            Notices = [.. Left(report, journal, kept, needed, [.. freed.Concat(turned).Select(f => f.Resource)])],
        };
    }

    // A member of a network group costs for as long as it is one, and no longer: it is taken out like everything else.
    private static bool IsBillable(Change change) =>
        (change.Impact.Kind == Impact.StartsBilling && !change.Resource.IsType(ResourceTypes.StaticMember)) || Billable.Any(type => change.Resource.IsType(type));

    /// <summary>What a change rests on: its dependencies and theirs, and what it lies in.</summary>
    private static HashSet<ResourceId> Below(Plan plan, Change change)
    {
        var byKey = plan.Changes.ToDictionary(c => c.Key, StringComparer.Ordinal);
        var found = new HashSet<ResourceId>();
        var waiting = new Queue<Change>(plan.Changes.Where(c => c.Resource == change.Resource));
        while (waiting.TryDequeue(out var next))
        {
            for (var parent = next.Resource.Parent; parent is not null; parent = parent.Parent)
            {
                found.Add(parent);
            }

            foreach (var key in next.DependsOn)
            {
                if (byKey.TryGetValue(key, out var other) && found.Add(other.Resource))
                {
                    waiting.Enqueue(other);
                }
            }
        }

        found.Remove(change.Resource);
        return found;
    }

    // Compared once more just before it is deleted: what somebody else has changed since is theirs too.
    private static Change Delete(Change made, ImmutableArray<string> after)
    {
        var place = made.Resource.Parent is { } parent ? $" in {parent.Name}" : string.Empty;
        return new(made.Resource, ChangeKind.Delete, $"Take back '{made.Resource.Name}'{place}, which this run made")
        {
            Before = made.After ?? made.Before,
            DependsOn = after,
            Lanes = made.Lanes.IsEmpty ? [made.Resource.Parent ?? made.Resource] : made.Lanes,
        };
    }

    // A subnet that had no table and was given one.
    private static ResourceId? GivenTable(Change change) => change.Kind == ChangeKind.Update && change.Resource.IsType(ResourceTypes.Subnet)
        && TableIn(change.Before) is null ? TableIn(change.After) : null;

    private static ResourceId? TableIn(string? subnet) => subnet is not null
        && JsonBody.At(JsonBody.Parse(subnet), "properties.routeTable.id") is { } id && ResourceId.TryParse((string?)id, out var table) ? table : null;

    private static Change LetGo(Change given) => given with
    {
        Key = $"letgo:{given.Resource}".ToLowerInvariant(),
        Summary = $"Take the route table {GivenTable(given)!.Name} back from subnet '{given.Resource.Name}' in {given.Resource.Parent!.Name}",
        Before = given.After,
        After = given.Before,
        DependsOn = [],
        Impact = ImpactStatement.None,
    };

    // The last first: what was shut is opened before the rule goes, and the rule before the endpoint.
    private static Change TurnBack(Change made, ImmutableArray<string> after) => made with
    {
        Kind = made.Kind == ChangeKind.Delete ? ChangeKind.Create : ChangeKind.Update,
        Key = TurnKey(made),
        Summary = $"Take back: {made.Summary}",
        Before = made.Kind == ChangeKind.Delete ? null : made.After,
        After = made.TakenBackBy,
        EmptyGroups = [],
        Expect = null,
        // Azure knows a region that failed by what was committed there, though it is not active.
        NeededWhile = ManagerDeployment.Is(made.Resource) ? ManagerDeployment.HasFailed : null,
        OnlyWhile = null,
        PassedWhen = null,
        Awaits = AwaitedBack(made),
        TakenBackBy = null,
        DependsOn = after,
        Impact = ImpactStatement.None,
    };

    // What was deployed can be deleted only when the commit without it has come to its end (DeployedConfigurationCannotBeDeleted).
    private static string? AwaitedBack(Change made)
    {
        if (!ManagerDeployment.Is(made.Resource))
        {
            return null;
        }

        var stay = ManagerDeployment.ConfigurationsIn(JsonBody.Parse(made.TakenBackBy!));
        return ManagerDeployment.Ended(stay, ManagerDeployment.ConfigurationsIn(JsonBody.Parse(made.After!)).Except(stay));
    }

    private static string TurnKey(Change made) => $"back:{made.Key}";

    private static string KeyOf(ResourceId resource) => new Change(resource, ChangeKind.Delete, string.Empty).Key;

    private static IEnumerable<PlanNotice> Left(
        RunReport report, RunJournal journal, HashSet<ResourceId> kept, HashSet<ResourceId> needed, HashSet<ResourceId> freed)
    {
        foreach (var resource in kept)
        {
            yield return Stays(resource, "was made by this run and stays: a gateway, a circuit or a public address is never "
                + "taken back unasked. It costs until you delete it.");
        }

        foreach (var resource in needed)
        {
            yield return Stays(resource, "was made by this run and stays, because what stays needs it.");
        }

        foreach (var resource in report.Results.Where(r => r.Change.Writes && (r.Accepted || r.Outcome == ChangeOutcome.Done))
            .Select(r => r.Resource).Distinct().Where(r => !journal.HasMade(r) && !freed.Contains(r)))
        {
            yield return Stays(resource, "was there before this run wrote to it, and stays as it is now: only what a run made is taken back.");
        }

        foreach (var open in journal.Open.Where(o => o.Sent.IsNew && !journal.HasMade(o.Sent.Resource)))
        {
            yield return Stays(open.Sent.Resource, "was sent, and it is not known whether it was made. Look, and delete it if it was.");
        }

        var planned = report.Plan.Changes.Select(c => c.Resource).ToHashSet();
        foreach (var resource in journal.Made.Where(r => !planned.Contains(r)))
        {
            yield return Stays(resource, "was made by an earlier run with this journal and stays, because this run's plan does not hold it.");
        }
    }

    private static PlanNotice Stays(ResourceId resource, string why) =>
        new("UndoLeft", NoticeSeverity.Warning, $"{resource} {why}", resource);
}
