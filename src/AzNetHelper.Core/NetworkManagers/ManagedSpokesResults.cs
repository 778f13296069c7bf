using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Peering;
using AzNetHelper.Planning;

namespace AzNetHelper.NetworkManagers;

/// <summary>What became of spokes of Virtual Network Manager, as of those that are peered by hand.</summary>
public static class ManagedSpokesResults
{
    /// <summary>The result of a spoke, whose group is named by its id; nothing for what all spokes share.</summary>
    /// <param name="ground">What was planned.</param>
    /// <param name="run">The run, which has looked at the peerings.</param>
    /// <param name="group">The name of the group.</param>
    /// <param name="results">Every result of the group.</param>
    public static IEnumerable<HubSpokeResult> Of(ManagedSpokesGround ground, ManagedRun? run, string group, ImmutableArray<ChangeResult> results)
    {
        ArgumentNullException.ThrowIfNull(ground);
        if (!ResourceId.TryParse(group, out var spoke) || !ground.Spokes.Contains(spoke))
        {
            return [];
        }

        var told = HubSpokeResult.From(run?.Topology ?? ground.Topology, ground.Hub, results);
        return [told with { Result = told.Result with { Changed = told.Changed || IsMade(ground, run, spoke) } }];
    }

    // A member that was there before gets its peering by the commit.
    private static bool IsMade(ManagedSpokesGround ground, ManagedRun? run, ResourceId spoke) =>
        run is { HasCommitted: true } && ground.Topology.VirtualNetwork(spoke)?.PeeringTo(ground.Hub)?.Id != run.Topology.VirtualNetwork(spoke)?.PeeringTo(ground.Hub)?.Id;
}
