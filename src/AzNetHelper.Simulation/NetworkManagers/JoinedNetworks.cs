using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// Connected groups while they fill: the members of one network group of one configuration, of one region unless they are joined across
/// regions. VNets come in the order of their ids; one that finds no room stays out.
/// </summary>
internal sealed class JoinedNetworks(Cloud cloud)
{
    private readonly Dictionary<(ResourceId Configuration, ResourceId Group, string Region), List<ResourceId>> _groups = [];
    private readonly Dictionary<ResourceId, int> _groupsOf = [];

    /// <summary>Takes a VNet in; null when it is in, else why it is not.</summary>
    public string? Add(DeployedConfiguration configuration, AppliedGroup group, ResourceId network, string region)
    {
        var key = (configuration.Id, group.Id, configuration.JoinsRegions(group) ? string.Empty : region);
        var members = _groups.TryGetValue(key, out var known) ? known : _groups[key] = [];
        var options = cloud.Options;
        var of = _groupsOf.GetValueOrDefault(network);
        if (of >= options.ConnectedGroupsPerNetwork)
        {
            return $"Virtual network {network} is in {of} connected groups already, which is the limit, and not in that of {group.Id}.";
        }

        if (members.Count >= options.ConnectedGroupLimit)
        {
            return $"Virtual network {network} is not joined with the others of {group.Id}: "
                + $"a connected group has {options.ConnectedGroupLimit} virtual networks at most.";
        }

        if (configuration.RefusesOverlaps && members.Find(m => Overlaps(m, network)) is { } other)
        {
            return $"Virtual network {network} is not joined with the others of {group.Id}: its address space overlaps that of {other}.";
        }

        members.Add(network);
        _groupsOf[network] = of + 1;
        return null;
    }

    private bool Overlaps(ResourceId one, ResourceId other) => !Overlap.Between(Space(one), Space(other)).IsEmpty;

    private IReadOnlyList<IPPrefix> Space(ResourceId network) =>
        PeeringLinks.Parse(cloud.Estate.Find(network).Object("properties").Object("addressSpace").Texts("addressPrefixes"));
}
