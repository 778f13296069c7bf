using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// What network managers have committed, by region, and what acts there. A commit is a goal state: when its time has come it takes the
/// place of all that the manager had deployed in the region (concept-deployments). What was loaded counts as deployed in every region
/// until the manager commits something there.
/// </summary>
internal sealed class DeploymentBook
{
    private readonly Cloud _cloud;
    private readonly ManagedPeerings _peerings;
    private readonly SortedDictionary<ResourceId, SortedDictionary<string, RegionGoal>> _goals = [];
    private readonly SortedDictionary<ResourceId, DeployedConfiguration> _loaded = [];
    private readonly Dictionary<string, string> _failing = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _promises = new(StringComparer.Ordinal);
    private DateTimeOffset _loadedAt;
    private DateTimeOffset? _dueAt;

    public DeploymentBook(Cloud cloud)
    {
        _cloud = cloud;
        _peerings = new(cloud);
    }

    /// <summary>What acts on the estate now.</summary>
    public GoalState Goal { get; private set; } = GoalState.Empty;

    /// <summary>When something is to be done next; null for never.</summary>
    public DateTimeOffset? NextAt => _goals.Values.SelectMany(r => r.Values).Where(g => g.Last is { HasEnded: false } last
        && last.EndsAt < DateTimeOffset.MaxValue).Select(g => (DateTimeOffset?)g.Last.EndsAt).Append(_dueAt).Min();

    private bool HasWork => _loaded.Count > 0 || _peerings.Any
        || _goals.Values.Any(r => r.Values.Any(g => !g.Active.IsEmpty));

    /// <summary>Deployments in a region fail with this message from now on; null for no more.</summary>
    public void FailIn(string region, string? message)
    {
        if (message is null)
        {
            _failing.Remove(region);
        }
        else
        {
            _failing[region] = message;
        }
    }

    /// <summary>Takes loaded configurations as deployed.</summary>
    public void Adopt(IEnumerable<ResourceId> loaded, DateTimeOffset now)
    {
        foreach (var id in loaded.Where(i => i.IsType(ResourceKind.ConnectivityConfiguration.Type)))
        {
            _loaded[id] = DeployedConfiguration.Now(id, _cloud.Estate.Find(id)!);
            _loadedAt = now;
        }

        if (_loaded.Count > 0)
        {
            Goal = GoalState.Of(_cloud, Active);
            _peerings.Adopt(Goal.Links.Where(l => Find(l.Manager, l.Region) is null));
        }
    }

    public void Commit(ResourceId manager, string region, ImmutableArray<ResourceId> configurations, Exchange exchange)
    {
        var times = _cloud.Options.Times;
        var length = times.Deployment.Duration * (1 + (times.Variation * _cloud.Ids.NextFraction()));
        var ends = exchange.Planned?.State == OperationState.InProgress ? DateTimeOffset.MaxValue
            : exchange.Now + times.DeploymentStart + length;
        var last = new RegionCommit([.. configurations.Order().Select(c => DeployedConfiguration.Now(c, _cloud.Estate.Find(c)!))],
            exchange.Now, exchange.Now + times.DeploymentStart, ends) { Fails = exchange.Planned?.Error?.Message };
        var regions = _goals.TryGetValue(manager, out var known) ? known : _goals[manager] = new(StringComparer.OrdinalIgnoreCase);
        var active = Active(manager, region);
        regions[region] = new(active, last);
    }

    /// <summary>An address that was given out after a commit; it says that the commit was taken.</summary>
    public string Promise(string url)
    {
        _promises.Add(url);
        return url;
    }

    public bool IsPromised(string url) => _promises.Contains(url);

    /// <summary>Something changed: what is deployed is looked after in a while.</summary>
    public void Notice(DateTimeOffset at)
    {
        if (HasWork)
        {
            _dueAt ??= at + _cloud.Options.Times.DeploymentUpkeep;
        }
    }

    /// <summary>Does what is due at this time.</summary>
    public void Act(DateTimeOffset at)
    {
        if (_dueAt <= at)
        {
            _dueAt = null;
        }

        var ended = new List<(ResourceId Manager, string Region, RegionGoal Goal)>();
        foreach (var (manager, regions) in _goals)
        {
            foreach (var (region, goal) in regions.Where(r => !r.Value.Last.HasEnded && r.Value.Last.EndsAt <= at).ToArray())
            {
                var failure = goal.Last.Fails ?? _failing.GetValueOrDefault(region) ?? string.Empty;
                var last = goal.Last with { HasEnded = true, ErrorMessage = failure };
                regions[region] = new(failure.Length > 0 ? goal.Active : last.Configurations, last);
                if (failure.Length == 0)
                {
                    _peerings.MakeAll(manager, region);
                    ended.Add((manager, region, regions[region]));
                }
            }
        }

        var problems = Look();
        foreach (var (manager, region, goal) in ended)
        {
            // What could be done is done; the first of what could not is told.
            if (problems.FirstOrDefault(p => p.Manager == manager && Json.Same(p.Region, region)) is { } problem)
            {
                _goals[manager][region] = goal with { Last = goal.Last with { ErrorMessage = problem.Message } };
            }
        }
    }

    /// <summary>A resource has gone: what of it, or below it, was deployed is taken back.</summary>
    public void Forget(ResourceId gone)
    {
        foreach (var id in _loaded.Keys.Where(i => i.IsWithin(gone)).ToArray())
        {
            _loaded.Remove(id);
        }

        _goals.Remove(gone);
        foreach (var regions in _goals.Values)
        {
            foreach (var (region, goal) in regions.ToArray())
            {
                regions[region] = new(goal.Active.RemoveAll(c => c.Id.IsWithin(gone)), goal.Last.Without(gone));
            }
        }

        Look();
    }

    /// <summary>What acts in a region.</summary>
    public ImmutableArray<DeployedConfiguration> Active(ResourceId manager, string region) => Find(manager, region) is { } goal
        ? goal.Active : [.. _loaded.Values.Where(c => c.Id.Parent == manager)];

    /// <summary>Where a network manager has something deployed, of these regions or, where none are named, of all.</summary>
    public IEnumerable<string> RegionsOf(ResourceId manager, ImmutableArray<string> wanted)
    {
        var known = _goals.TryGetValue(manager, out var regions) ? regions.Keys.ToArray() : [];
        var all = wanted.IsEmpty
            ? known.Concat(_loaded.Keys.Any(c => c.Parent == manager) ? _cloud.Estate.Regions() : [])
            : wanted;
        return all.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal);
    }

    /// <summary>The regions in which a configuration is deployed, or on its way.</summary>
    public ImmutableArray<string> RegionsOf(ResourceId configuration) =>
        [.. RegionsOf(configuration.Parent!, []).Where(r => Active(configuration.Parent!, r).Any(c => c.Id == configuration)
            || (Find(configuration.Parent!, r) is { Last: { HasEnded: false } last } && last.Configurations.Any(c => c.Id == configuration)))];

    /// <summary>The last commits of a network manager.</summary>
    public IEnumerable<RegionDeployment> Of(ResourceId manager, ImmutableArray<string> wanted, DateTimeOffset now)
    {
        foreach (var region in RegionsOf(manager, wanted))
        {
            if (Find(manager, region) is { Last: var last })
            {
                yield return new(manager, region, [.. last.Configurations.Select(c => c.Id)], last.StateAt(now), last.ErrorMessage, last.At);
            }
            else if (Active(manager, region) is [_, ..] loaded)
            {
                yield return new(manager, region, [.. loaded.Select(c => c.Id)], DeploymentState.Deployed, string.Empty, _loadedAt);
            }
        }
    }

    /// <summary>The last commits of all network managers.</summary>
    public IEnumerable<RegionDeployment> All(DateTimeOffset now) =>
        _goals.Keys.Concat(_loaded.Keys.Select(c => c.Parent!)).Distinct().Order().SelectMany(m => Of(m, [], now));

    private RegionGoal? Find(ResourceId manager, string region) =>
        _goals.TryGetValue(manager, out var regions) ? regions.GetValueOrDefault(region) : null;

    // Whatever is deployed of something that is no longer there acts no more.
    private List<DeploymentProblem> Look()
    {
        Goal = GoalState.Of(_cloud, (manager, region) => [.. Active(manager, region).Where(c => _cloud.Estate.Find(c.Id) is not null)]);
        return [.. Goal.Problems, .. _peerings.Apply(Goal)];
    }

    private sealed record RegionGoal(ImmutableArray<DeployedConfiguration> Active, RegionCommit Last);
}
