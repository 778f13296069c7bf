using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Services;
using AzNetHelper.Steps;

namespace AzNetHelper.Placement;

/// <summary>Asks Azure what documents of VNets do not say: how many addresses are taken, which delegations a region offers.</summary>
public sealed class PlacementReader(IArm arm, StepWriter steps)
{
    /// <summary>The right to read how full the subnets of a VNet are.</summary>
    public const string UsagesRight = ResourceTypes.VirtualNetwork + "/usages/read";

    /// <summary>The right to read what subnets of a region can be delegated to.</summary>
    public const string DelegationsRight = "Microsoft.Network/locations/availableDelegations/read";

    /// <summary>How full the subnets of VNets are; of a VNet that does not tell, nothing, with a notice.</summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public async Task<ImmutableDictionary<ResourceId, SubnetUsage>> UsagesAsync(
        IEnumerable<ResourceId> networks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(networks);
        var found = new ConcurrentDictionary<ResourceId, SubnetUsage>();
        await Parallel.ForEachAsync(networks.Distinct(), new ParallelOptions
        {
            MaxDegreeOfParallelism = NetworkReader.DefaultThrottleLimit, CancellationToken = cancellationToken,
        }, async (network, stop) =>
        {
            try
            {
                await foreach (var page in arm.ListAsync($"{network}/usages", ResourceTypes.NetworkApiVersion, stop).ConfigureAwait(false))
                {
                    Read(page.Body, found);
                }
            }
            catch (ArmException e) when (IsSilence(e))
            {
                steps.Notice(NoticeSeverity.Information, "UsagesNotRead",
                    $"How full the subnets of {network.Name} are was not told ({e.Code}): it is counted by what they list.", network);
            }
        }).ConfigureAwait(false);
        return found.ToImmutableDictionary();
    }

    /// <summary>What subnets of a region can be delegated to; null where that may not be read, with a notice.</summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public async Task<ImmutableHashSet<string>?> DelegationsAsync(VirtualNetwork network, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        var region = RegionPairs.Name(network.Location);
        var names = ImmutableHashSet.CreateBuilder<string>(StringComparer.OrdinalIgnoreCase);
        try
        {
            var path = $"/subscriptions/{network.SubscriptionId}/providers/Microsoft.Network/locations/{region}/availableDelegations";
            await foreach (var page in arm.ListAsync(path, ResourceTypes.NetworkApiVersion, cancellationToken).ConfigureAwait(false))
            {
                using var json = JsonDocument.Parse(page.Body);
                names.UnionWith(json.RootElement.Items("value").Select(d => d.Text("serviceName") ?? d.Object("properties").Text("serviceName"))
                    .OfType<string>());
            }

            return names.ToImmutable();
        }
        catch (ArmException e) when (IsSilence(e))
        {
            steps.Notice(NoticeSeverity.Information, "DelegationsNotRead",
                $"Which delegations {network.Location} offers was not told ({e.Code}): the table of this module counts.", network.Id);
            return null;
        }
    }

    // virtual-networks/list-usage: an item a subnet, whose id is the subnet's.
    private static void Read(ReadOnlyMemory<byte> page, ConcurrentDictionary<ResourceId, SubnetUsage> found)
    {
        using var json = JsonDocument.Parse(page);
        foreach (var item in json.RootElement.Items("value"))
        {
            if (ResourceId.TryParse(item.Text("id"), out var id) && id.IsType(ResourceTypes.Subnet)
                && Count(item, "currentValue") is { } used && Count(item, "limit") is { } limit)
            {
                found[id] = new((long)used, (long)limit);
            }
        }
    }

    // Written as numbers with a fraction (double in the schema).
    private static double? Count(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.GetDouble() is >= 0 and var number
            ? number : null;

    // Not allowed, not there, or not known to this endpoint: nothing rests on it.
    private static bool IsSilence(ArmException error) => error.Status is 403 or 404 or 400 or 405;
}
