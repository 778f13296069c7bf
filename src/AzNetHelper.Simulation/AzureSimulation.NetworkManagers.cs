using System.Collections.Immutable;

namespace AzNetHelper.Simulation;

// What Virtual Network Manager does.
public sealed partial class AzureSimulation
{
    /// <summary>The last commit of each network manager in each region; those of loaded documents too, which count as deployed.</summary>
    public ImmutableArray<RegionDeployment> Deployments
    {
        get
        {
            lock (_gate)
            {
                var now = Options.Time.GetUtcNow();
                _cloud.CatchUp(now);
                return [.. _cloud.Deployments.All(now)];
            }
        }
    }

    /// <summary>
    /// Says that deployments of network managers in a region fail with a message from now on, and change nothing there; null takes that
    /// back.
    /// </summary>
    public void SetDeploymentFailure(string region, string? message)
    {
        ArgumentException.ThrowIfNullOrEmpty(region);
        lock (_gate)
        {
            _cloud.CatchUp(Options.Time.GetUtcNow());
            _cloud.Deployments.FailIn(Documents.NormalLocation(region)!, message);
        }
    }
}
