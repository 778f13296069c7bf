using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Services;
using AzNetHelper.Steps;

namespace AzNetHelper.NetworkManagers;

/// <summary>
/// Looks at what came of a run: a region that says Deployed is not yet a peering, so both halves of every spoke are read until they are
/// there, with the gateway as wanted, or gone. The hub shows its half of each, and whether it is connected: it is read each time, and a
/// spoke only when its own half is what is left to see.
/// </summary>
internal sealed class ManagedLook(IArm arm, RunOptions options, StepWriter steps, ManagedSpokesGround ground)
{
    private const string Activity = "Wait for peerings";

    // Of a thousand spokes: a read more than the budget of reads gives back would be refused (arm-protocol 5).
    private const int MostReads = 32;

    private readonly HashSet<ResourceId> _right = [];

    /// <summary>The networks as they were read in the end; those of the plan before.</summary>
    public Topology Topology { get; private set; } = ground.Topology;

    /// <summary>What is not as wanted, by spoke.</summary>
    public async Task<Dictionary<ResourceId, Failure>> RunAsync(RunReport report, TimeSpan patience, CancellationToken stop)
    {
        // Where a region was not committed, waiting for its peerings is of no use; who leaves a group loses his without a commit.
        var refused = report.Results.Where(r => ManagerDeployment.Is(r.Resource) && !IsMade(r))
            .GroupBy(r => r.Resource.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        var settled = report.Results.Where(IsMade).Select(r => r.Change.Group).ToHashSet(StringComparer.Ordinal);
        var open = ground.Spokes.Where(s => settled.Contains(s.ToString())).ToImmutableArray();
        var wrong = new Dictionary<ResourceId, Failure>();
        if (open.IsEmpty)
        {
            return wrong;
        }

        using var clock = new RunClock(arm.Time, options with { Timeout = patience > options.LeastPatience ? patience : options.LeastPatience }, stop);
        for (var tries = 0; ; tries++)
        {
            await LookAsync(open, clock.Finishing);
            wrong = open.Where(s => !_right.Contains(s)).ToDictionary(s => s, s => Told(s, refused));
            steps.Progress(Activity, ground.Hub.Name, open.Length - wrong.Count, open.Length);
            if (wrong.Count == 0 || (!ground.Removes && wrong.Keys.All(s => RegionsOf(s).Any(refused.ContainsKey))) || !clock.MayStart)
            {
                break;
            }

            try
            {
                await clock.WaitAsync(clock.PauseAfter(tries, null), clock.Starting);
            }
            catch (OperationCanceledException)
            {
                // One more look tells what there is.
            }
        }

        steps.ProgressEnded(Activity);
        return wrong;
    }

    /// <summary>The result when the peering of its spoke is not as wanted.</summary>
    public static ChangeResult Judge(ChangeResult result, Dictionary<ResourceId, Failure> wrong) =>
        IsMade(result) && wrong.TryGetValue(ResourceId.Parse(result.Change.Group), out var why)
            ? result with { Outcome = ChangeOutcome.Failed, Error = why } : result;

    private static bool IsMade(ChangeResult result) => result.Outcome is ChangeOutcome.Done or ChangeOutcome.Unchanged;

    private async Task LookAsync(ImmutableArray<ResourceId> open, CancellationToken stop)
    {
        var isHubRead = (await ReadAsync([ground.Hub], stop)).Count > 0;
        var read = await ReadAsync([.. open.Where(s => !_right.Contains(s)
            && (Topology.VirtualNetwork(s) is null || (isHubRead && UnlikeAtHub(s) is null)))], stop);
        _right.UnionWith(read.Where(s => isHubRead && UnlikeAtHub(s) is null && UnlikeAtSpoke(s) is null));
    }

    // A read that fails is made again as long as there is time; it takes no other with it.
    private async Task<HashSet<ResourceId>> ReadAsync(ResourceId[] networks, CancellationToken stop)
    {
        using var free = new SemaphoreSlim(Math.Min(options.ThrottleLimit, MostReads));
        Exception? failed = null;
        var found = await Task.WhenAll(networks.Select<ResourceId, Task<(ResourceId Id, FoundResource? Found)>>(async id =>
        {
            try
            {
                await free.WaitAsync(stop);
                try
                {
                    return (id, await FoundResource.ReadAsync(arm, id, stop));
                }
                finally
                {
                    free.Release();
                }
            }
            catch (Exception e) when (e is ArmException or OperationCanceledException)
            {
                failed = e;
                return (id, null);
            }
        }));
        if (failed is not null)
        {
            steps.Notice(NoticeSeverity.Detail, "PeeringsUnread", $"Peerings of {ground.Hub.Name} could not be read: {failed.Message}", ground.Hub);
        }

        var read = found.Where(f => f.Found is not null).ToArray();
        Topology = Topology.With(read.Where(f => f.Found!.Body is not null).Select(f => new ResourceDocument(f.Id, JsonBody.WriteUtf8(f.Found!.Body!))),
            read.Where(f => f.Found!.Body is null).Select(f => f.Id));
        return [.. read.Select(f => f.Id)];
    }

    private IEnumerable<string> RegionsOf(ResourceId spoke) => new[] { ground.Hub, spoke }.Select(n => Topology.VirtualNetwork(n)).OfType<VirtualNetwork>()
        .Select(n => RegionPairs.Name(n.Location));

    private Failure Told(ResourceId spoke, Dictionary<string, ChangeResult> refused)
    {
        var why = UnlikeAtHub(spoke) ?? UnlikeAtSpoke(spoke) ?? "its peering could not be read";
        var pair = $"{spoke.Name} and {ground.Hub.Name}: {why}";
        if (ground.Removes)
        {
            return new("PeeringStays", FailureKind.OperationTimeout, $"{pair}, though the spoke is out of the network group. Virtual Network Manager takes it "
                + "away by itself, which takes some minutes; Get-VNetPeering shows both halves.", spoke);
        }

        if (RegionsOf(spoke).Select(r => refused.GetValueOrDefault(r)).FirstOrDefault(r => r is not null) is not { } region)
        {
            return new("PeeringNotMade", FailureKind.OperationTimeout,
                $"{pair}, though Virtual Network Manager says Deployed. Run the command again to look once more; Get-VNetPeering shows both halves.", spoke);
        }

        var reason = region.Error is { } error ? $": {error.Message}" : ".";
        return region.Outcome is ChangeOutcome.Unknown or ChangeOutcome.UnderWay

            // It was sent: it may come into force, and cost, when nobody looks any more.
            ? new("DeploymentUnknown", FailureKind.OperationTimeout,
                $"{pair}, and it is not known what becomes of the deployment in {region.Resource.Name}, which may come into force yet{reason} "
                + "Run the command again to see.", spoke)
            : new("NotDeployed", FailureKind.InvalidOperation, $"{pair}, because nothing was deployed in {region.Resource.Name}{reason}", spoke);
    }

    // Null when the half is as wanted. One that was made by hand is not Virtual Network Manager's to change.
    private string? UnlikeAtHub(ResourceId spoke)
    {
        var half = Topology.VirtualNetwork(ground.Hub)?.PeeringTo(spoke);
        return ground.Removes ? Stays(half)
            : half is null ? "the hub has no peering with it"
            : half.State != PeeringState.Connected ? $"'{half.Name}' is {half.State}"
            : half.Owner == PeeringOwner.VirtualNetworkManager && ground.UsesHubGateway && !half.AllowGatewayTransit ? "its peering does not use the hub's gateway"
            : null;
    }

    // Whether the hub's half lends its gateway to one that does not use it is Azure's own.
    private string? UnlikeAtSpoke(ResourceId spoke)
    {
        var half = Topology.VirtualNetwork(spoke)?.PeeringTo(ground.Hub);
        return ground.Removes ? Stays(half)
            : half is null ? "it has no peering with the hub"
            : half.State != PeeringState.Connected ? $"'{half.Name}' is {half.State}"
            : half.Owner != PeeringOwner.VirtualNetworkManager
                || Topology.VirtualNetwork(ground.Hub)?.PeeringTo(spoke)?.Owner != PeeringOwner.VirtualNetworkManager
                || half.UseRemoteGateways == ground.UsesHubGateway ? null
            : ground.UsesHubGateway ? "its peering does not use the hub's gateway" : "its peering still uses the hub's gateway";
    }

    private static string? Stays(PeeringHalf? half) => half is { Owner: PeeringOwner.VirtualNetworkManager } ? $"'{half.Name}' is still there" : null;
}
