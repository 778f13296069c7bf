using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>Reads what plans of gateways of either kind rest on beside the VNets.</summary>
internal static class GatewayGroundReader
{
    /// <summary>
    /// False where a group that something is to be made in does not exist: told as a failure. That of the VNet is there, since the
    /// VNet is.
    /// </summary>
    public static async Task<bool> AreGroupsThereAsync(
        IArm arm, ResourceId network, IEnumerable<ResourceId> made, StepWriter steps, CancellationToken stop)
    {
        foreach (var group in made.Select(r => r.Group!).Distinct().Where(g => g != network.Group))
        {
            try
            {
                await arm.GetAsync(group.ToString(), ResourceTypes.ResourcesApiVersion, stop).ConfigureAwait(false);
            }
            catch (ArmException e) when (e.Status == 404)
            {
                steps.Fail(new("ResourceGroupNotFound", FailureKind.ObjectNotFound,
                    $"There is no resource group {group.ResourceGroup} in the subscription {group.SubscriptionId}. "
                    + "Make it first, or name another one.", group));
                return false;
            }
            catch (ArmException e) when (e.Status == 403)
            {
                // Whoever may not read a group may still be allowed to make resources in it: Azure says.
            }
        }

        return true;
    }

    /// <summary>The topology with these: what does not exist is to be made; what may not be read is told when Azure is asked to write it.</summary>
    public static async Task<Topology> WithAsync(
        IArm arm, Topology topology, IEnumerable<ResourceId> ids, StepWriter steps, CancellationToken stop)
    {
        var harvest = new Harvest(arm, steps, NetworkReader.DefaultThrottleLimit);
        await harvest.GetAsync(ids.Where(id => topology.Document(id) is null), "gateways and addresses", e => e.Status == 403, stop).ConfigureAwait(false);
        harvest.Ended();
        var read = harvest.ToTopology(topology.ReadAt ?? arm.Time.GetUtcNow());
        return new(topology.Documents.Concat(read.Documents), topology.Gaps.Concat(read.Gaps)) { ReadAt = topology.ReadAt };
    }
}
