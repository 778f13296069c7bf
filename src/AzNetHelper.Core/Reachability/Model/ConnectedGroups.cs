using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;

namespace AzNetHelper.Reachability.Model;

/// <summary>Another VNet of a group, with the prefixes that the group routes to it.</summary>
internal sealed record GroupMember(NetworkNode Network, ImmutableArray<IPPrefix> Prefixes);

/// <summary>
/// Virtual Network Manager's connected groups: every member reaches every other one without a peering, save for
/// prefixes that overlap another member's (connectivity configuration, "connected group").
/// </summary>
internal sealed class ConnectedGroups
{
    private readonly Estate _estate;
    private readonly HashSet<string> _gaps;
    private readonly ILookup<ResourceId, Lazy<ImmutableArray<GroupMember>>> _groups;

    public ConnectedGroups(Estate estate)
    {
        _estate = estate;
        _gaps = estate.Topology.Gaps.Select(g => g.Scope)
            .Where(s => s.EndsWith($"/{ConnectedGroupsReader.Action}", StringComparison.OrdinalIgnoreCase)).Select(ScopeOf)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        _groups = (from ids in estate.Topology.ConnectedGroups
                   let members = new Lazy<ImmutableArray<GroupMember>>(() => Members(estate, ids))
                   from id in ids
                   select (id, members)).ToLookup(g => g.id, g => g.members);
    }

    /// <summary>True when it is known which groups the VNet is in.</summary>
    public bool IsKnown(ResourceId network) =>
        _groups.Contains(network) || _estate.Topology.ConnectedGroupsRead.Contains(network);

    /// <summary>
    /// True when the groups of a VNet could not be read. A gap names the VNet, or the subscription where nobody was asked
    /// further.
    /// </summary>
    public bool HasGap(ResourceId network) => _gaps.Count > 0 && (_gaps.Contains(network.ToString())
        || _gaps.Contains(ResourceId.ForSubscription(network.SubscriptionId).ToString()));

    // The VNet, or the subscription: what stands before the action, and before a provider that has no name behind it.
    private static string ScopeOf(string gap)
    {
        var scope = gap[..gap.LastIndexOf('/')];
        var provider = scope.IndexOf("/providers/", StringComparison.OrdinalIgnoreCase);
        return provider >= 0 && !scope.Contains("/resourceGroups/", StringComparison.OrdinalIgnoreCase) ? scope[..provider] : scope;
    }

    /// <summary>The other members of the VNet's groups.</summary>
    public IEnumerable<GroupMember> Of(NetworkNode node) =>
        _groups[node.Id].SelectMany(g => g.Value).Where(m => m.Network.Id != node.Id);

    private static ImmutableArray<GroupMember> Members(Estate estate, ImmutableArray<ResourceId> ids)
    {
        var members = ids.Select(estate.Node).OfType<NetworkNode>().ToArray();
        return [.. members.Select(m => new GroupMember(m, Undisputed(m, members)))];
    }

    private static ImmutableArray<IPPrefix> Undisputed(NetworkNode member, NetworkNode[] members) =>
    [
        .. member.Network.AddressSpace.Where(p => !members.Any(other => other.Id != member.Id
            && other.Network.AddressSpace.Any(p.Overlaps))),
    ];
}
