using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.NetworkManagers;

/// <summary>
/// Who leaves a hub, and what ends with that. A configuration of this module ends when nobody is left in its groups, whoever took the
/// last one out: a run that was interrupted has emptied them, and is finished by the same command. Whom a policy puts into a group is
/// no static member: Resource Graph shows those, and the peerings of the hub show them where they are deployed.
/// </summary>
internal sealed class ManagedRemovalLayout
{
    private readonly Topology _topology;
    private readonly ManagerState _manager;
    private readonly ResourceId _hub;

    public ManagedRemovalLayout(Topology topology, ManagerState manager, ManagedSpokesRemoval request)
    {
        (_topology, _manager, _hub) = (topology, manager, request.Hub);
        Spokes = [.. request.Spokes.Distinct()];
        var own = manager.Configurations.Where(c => c.Hubs.Contains(_hub)).ToImmutableArray();
        var groups = own.SelectMany(c => c.Groups).Select(g => manager.Group(g.Group)).OfType<GroupState>()
            .DistinctBy(g => g.Id).ToArray();
        Leaving = [.. groups.SelectMany(g => g.Members.Where(m => Spokes.Contains(m.Network)))];
        Missing = [.. Spokes.Except(Leaving.Select(m => m.Network))];

        // Where all who are named leave a group now, what nobody named is in is nobody's business here.
        Idle = [.. own.Where(c => c.Groups.All(g => manager.Group(g.Group) is { } one && IsEmptied(one)) && IsTouched(c))];
        Ending = [.. Idle.Where(c => c.IsOurs && c.Hubs.Length == 1)];
        StillUsedBy = Ending.ToImmutableDictionary(c => c.Id, c => OthersIn(c, own.Except(Ending)));
        Ending = [.. Ending.Where(c => StillUsedBy[c.Id].IsEmpty)];

        // The last step of an interrupted run leaves a group that no configuration names.
        var orphan = manager.Group(ManagerNames.Group(manager, _hub, ManagerNames.Configuration(manager, _hub, null), null));
        Unused =
        [
            .. groups.Concat(Missing.IsEmpty || orphan is null ? [] : [orphan]).DistinctBy(g => g.Id)
                .Where(g => g.IsOurs && IsEmptied(g) && manager.InGroup(g.Id).All(Spokes.Contains)
                    && (!Missing.IsEmpty || g.Members.Length > 0)
                    && manager.Configurations.Except(Ending).All(c => c.Groups.All(one => one.Group != g.Id))),
        ];
    }

    public ImmutableArray<ResourceId> Spokes { get; }

    /// <summary>The memberships that end.</summary>
    public ImmutableArray<GroupMember> Leaving { get; }

    /// <summary>The named spokes that are in no group of the hub's.</summary>
    public ImmutableArray<ResourceId> Missing { get; }

    /// <summary>The hub's configurations in which no static member is left.</summary>
    public ImmutableArray<ConfigurationState> Idle { get; }

    /// <summary>Those of them that go.</summary>
    public ImmutableArray<ConfigurationState> Ending { get; }

    /// <summary>Of those of this module: who is there still, without being a static member.</summary>
    public ImmutableDictionary<ResourceId, ImmutableArray<ResourceId>> StillUsedBy { get; }

    /// <summary>The groups that go.</summary>
    public ImmutableArray<GroupState> Unused { get; }

    private bool IsEmptied(GroupState group) => group.Members.All(m => Spokes.Contains(m.Network));

    private bool IsTouched(ConfigurationState configuration) => !Missing.IsEmpty
        || configuration.Groups.Any(g => Leaving.Any(m => m.Id.Parent == g.Group));

    // The halves do not say whose they are: those that another configuration explains are not this one's.
    private ImmutableArray<ResourceId> OthersIn(ConfigurationState ending, IEnumerable<ConfigurationState> staying)
    {
        var explained = staying.SelectMany(c => c.Groups)
            .SelectMany(g => _manager.InGroup(g.Group).Concat(_manager.Group(g.Group)?.Members.Select(m => m.Network) ?? []))
            .Concat(_manager.Effective.GetValueOrDefault(_hub, []).SelectMany(c => c.Hubs)).ToHashSet();
        return
        [
            .. ending.Groups.SelectMany(g => _manager.InGroup(g.Group))
                .Concat(from half in _topology.VirtualNetwork(_hub)?.Peerings ?? []
                        where half.Owner == PeeringOwner.VirtualNetworkManager && !explained.Contains(half.RemoteVNet)
                        select half.RemoteVNet)
                .Except(Spokes).Order(),
        ];
    }
}
