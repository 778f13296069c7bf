using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>A hub and a spoke that are to be peered.</summary>
internal sealed record SpokeLink(ResourceId Hub, ResourceId Spoke)
{
    public bool UsesHubGateway { get; init; }

    /// <summary>The network manager that wants it first, and the region in which it was committed: there a failure is told.</summary>
    public required ResourceId Manager { get; init; }

    public required string Region { get; init; }
}

/// <summary>A configuration that acts on a VNet, with the groups by which it does.</summary>
internal sealed record EffectiveConfiguration(DeployedConfiguration Configuration, ImmutableArray<ResourceId> Groups);

/// <summary>What of a region's deployment could not be done.</summary>
internal sealed record DeploymentProblem(ResourceId Manager, string Region, string Message);

/// <summary>
/// What the deployed configurations and the members of their groups make of the estate: which VNets are peered, and which are joined.
/// A spoke is reached by what is deployed in its own region, wherever the hub is (concept-network-groups).
/// </summary>
internal sealed class GoalState
{
    private readonly Dictionary<ResourceId, List<EffectiveConfiguration>> _effective = [];
    private readonly Dictionary<(ResourceId, ResourceId), SpokeLink> _links = [];
    private readonly Dictionary<ResourceId, HashSet<ResourceId>> _areas = [];
    private readonly List<DeploymentProblem> _problems = [];

    public static GoalState Empty { get; } = new();

    public IEnumerable<SpokeLink> Links => _links.Values;

    /// <summary>The VNets of each configuration that takes other peerings between them away.</summary>
    public IEnumerable<IReadOnlySet<ResourceId>> Areas => _areas.Values;

    public IReadOnlyList<DeploymentProblem> Problems => _problems;

    public IEnumerable<EffectiveConfiguration> EffectiveOn(ResourceId network) => _effective.GetValueOrDefault(network) ?? [];

    /// <summary>True for a pair that is wanted, from either end.</summary>
    public bool Wants(ResourceId one, ResourceId other) => _links.ContainsKey((one, other)) || _links.ContainsKey((other, one));

    public static GoalState Of(Cloud cloud, Func<ResourceId, string, ImmutableArray<DeployedConfiguration>> active)
    {
        var goal = new GoalState();
        var groups = Members(cloud);
        var joined = new JoinedNetworks(cloud);
        foreach (var (network, memberOf) in groups)
        {
            var region = Documents.NormalLocation(cloud.Estate.Find(network).Text("location")) ?? string.Empty;
            foreach (var manager in memberOf.Select(g => g.Parent!).Distinct().Order())
            {
                var scope = ScopeOf(cloud, manager);
                foreach (var configuration in scope.Holds(network) ? active(manager, region) : [])
                {
                    goal.Apply(configuration, network, region, memberOf, scope, joined, cloud);
                }
            }
        }

        return goal;
    }

    /// <summary>A network manager that only its parts were loaded of has everything in its scope.</summary>
    private static Scope ScopeOf(Cloud cloud, ResourceId manager) =>
        new(cloud.Estate.Find(manager) is { } document ? ManagerScope.Of(document.Object("properties")) : null);

    // VNets with the groups that they are in.
    private static SortedDictionary<ResourceId, HashSet<ResourceId>> Members(Cloud cloud)
    {
        var found = new SortedDictionary<ResourceId, HashSet<ResourceId>>();
        foreach (var (id, member) in cloud.Estate.OfKind(ResourceKind.StaticMember))
        {
            if (ResourceId.TryParse(member.Object("properties").Text("resourceId"), out var network)
                && network.IsType(ResourceKind.Network.Type) && cloud.Estate.Find(network) is not null)
            {
                var of = found.TryGetValue(network, out var known) ? known : found[cloud.Estate.Canonical(network)] = [];
                of.Add(id.Parent!);
            }
        }

        return found;
    }

    private void Apply(DeployedConfiguration configuration, ResourceId network, string region, HashSet<ResourceId> memberOf, Scope scope,
        JoinedNetworks joined, Cloud cloud)
    {
        var applied = configuration.Groups.Where(g => memberOf.Contains(g.Id)).ToArray();
        if (applied.Length == 0)
        {
            return;
        }

        var acting = new List<ResourceId>();
        foreach (var group in applied)
        {
            if (!configuration.Joins(group) || joined.Add(configuration, group, network, region) is not { } refusal)
            {
                acting.Add(group.Id);
            }
            else
            {
                _problems.Add(new(configuration.Id.Parent!, region, refusal));
            }
        }

        if (acting.Count > 0)
        {
            (_effective.TryGetValue(network, out var known) ? known : _effective[network] = []).Add(new(configuration, [.. acting]));
        }

        if (configuration.ReplacesPeerings)
        {
            var area = _areas.TryGetValue(configuration.Id, out var set) ? set : _areas[configuration.Id] = [];
            area.UnionWith(configuration.Hub is { } center && !configuration.IsMesh ? [network, center] : [network]);
        }

        if (!configuration.IsMesh && configuration.Hub is { } hub && hub != network && scope.Holds(hub))
        {
            Link(configuration, cloud.Estate.Canonical(hub), network, region, applied.Any(g => g.UsesHubGateway), cloud);
        }
    }

    private void Link(DeployedConfiguration configuration, ResourceId hub, ResourceId spoke, string region, bool usesGateway, Cloud cloud)
    {
        var manager = configuration.Id.Parent!;
        if (cloud.Estate.Find(hub) is null)
        {
            _problems.Add(new(manager, region, $"The hub {hub} of configuration {configuration.Id} was not found."));
        }
        else if (_links.TryGetValue((hub, spoke), out var known))
        {
            _links[(hub, spoke)] = known with { UsesHubGateway = known.UsesHubGateway || usesGateway };
        }
        else if (!_links.ContainsKey((spoke, hub)))
        {
            _links.Add((hub, spoke), new(hub, spoke) { UsesHubGateway = usesGateway, Manager = manager, Region = region });
        }
    }

    private sealed record Scope(ManagerScope? Declared)
    {
        public bool Holds(ResourceId resource) => Declared?.Holds(resource) ?? true;
    }
}
