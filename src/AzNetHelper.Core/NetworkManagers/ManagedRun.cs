using System.Collections.Concurrent;
using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.NetworkManagers;

/// <summary>
/// Runs a plan of Virtual Network Manager and looks at what came of it: a region that says Deployed is not yet a peering, so both halves
/// of every spoke are read until they are there, with the gateway as wanted, or gone. Where somebody else has committed in between, the
/// plan is made again of what he left (<see cref="RemadeRun"/>): a commit names what is active then, and drops nobody's.
/// </summary>
/// <param name="arm">The connection.</param>
/// <param name="options">How it is run.</param>
/// <param name="steps">Where failures and progress go.</param>
/// <param name="ground">What was planned.</param>
/// <param name="remake">Makes the plan again; null where it cannot be made, which was told.</param>
public sealed class ManagedRun(IArm arm, RunOptions options, StepWriter steps, ManagedSpokesGround ground, Func<CancellationToken, Task<Plan?>> remake)
{
    private const string Activity = "Wait for peerings";

    /// <summary>How long after the last write the peerings are waited for: a deployment takes a few minutes (concept-deployments).</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(10);

    /// <summary>The networks as they were read in the end; those of the plan before.</summary>
    public Topology Topology { get; private set; } = ground.Topology;

    /// <summary>True when a commit was written.</summary>
    public bool HasCommitted { get; private set; }

    /// <summary>Runs the plan; each spoke's results are told when its peering was looked at.</summary>
    public async Task<RunReport> RunAsync(Plan plan, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var begun = arm.Time.GetTimestamp();
        var spokes = ground.Spokes.Select(s => s.ToString()).ToHashSet(StringComparer.Ordinal);
        var held = new ConcurrentBag<ChangeResult>();
        var report = await new RemadeRun(arm, options with
        {
            OnResult = result =>
            {
                if (spokes.Contains(result.Change.Group))
                {
                    held.Add(result);
                }
                else
                {
                    options.OnResult?.Invoke(result);
                }
            },
        }, steps, remake).RunAsync(plan, stop);
        HasCommitted = report.Results.Any(r => ManagerDeployment.Is(r.Resource) && (r.Accepted || r.Outcome == ChangeOutcome.Done));
        var left = options.Timeout - arm.Time.GetElapsedTime(begun);
        var wrong = await LookAsync(report, left < Patience ? left : Patience, stop);
        var final = held.Select(r => (Result: r, Final: Judge(r, wrong))).ToDictionary(p => p.Result.Change.Key, p => p.Final, StringComparer.Ordinal);
        foreach (var result in plan.Changes.Where(c => final.ContainsKey(c.Key)).Select(c => final[c.Key]))
        {
            options.OnResult?.Invoke(result);
        }

        return report with { Results = [.. report.Results.Select(r => final.GetValueOrDefault(r.Change.Key, r))], Elapsed = arm.Time.GetElapsedTime(begun) };
    }

    private static ChangeResult Judge(ChangeResult result, Dictionary<ResourceId, Failure> wrong) =>
        result.Outcome is ChangeOutcome.Done or ChangeOutcome.Unchanged && wrong.TryGetValue(ResourceId.Parse(result.Change.Group), out var why)
            ? result with { Outcome = ChangeOutcome.Failed, Error = why } : result;

    // What is not as wanted, by spoke.
    private async Task<Dictionary<ResourceId, Failure>> LookAsync(RunReport report, TimeSpan patience, CancellationToken stop)
    {
        // Where a region was not committed, waiting for its peerings is of no use.
        var refused = report.Results.Where(r => ManagerDeployment.Is(r.Resource) && r.Outcome is not (ChangeOutcome.Done or ChangeOutcome.Unchanged))
            .ToDictionary(r => r.Resource.Name, r => r, StringComparer.Ordinal);
        var settled = report.Results.Where(r => r.Outcome is ChangeOutcome.Done or ChangeOutcome.Unchanged).Select(r => r.Change.Group).ToHashSet(StringComparer.Ordinal);
        var open = ground.Spokes.Where(s => settled.Contains(s.ToString())).ToImmutableArray();
        var wrong = new Dictionary<ResourceId, Failure>();
        if (open.IsEmpty)
        {
            return wrong;
        }

        using var clock = new RunClock(arm.Time, options with { Timeout = patience > options.LeastPatience ? patience : options.LeastPatience }, stop);
        for (var tries = 0; ; tries++)
        {
            try
            {
                var found = await FoundResource.ReadAllAsync(arm, [ground.Hub, .. open], options.ThrottleLimit, (_, _) => { }, clock.Finishing);
                Topology = Topology.With(found.Where(f => f.Value.Body is not null)
                    .Select(f => new ResourceDocument(f.Key, JsonBody.WriteUtf8(f.Value.Body!))), found.Where(f => f.Value.Body is null).Select(f => f.Key));
            }
            catch (Exception e) when (e is ArmException or OperationCanceledException)
            {
                // A read that fails is made again as long as there is time; then what was seen last is told.
                steps.Notice(NoticeSeverity.Detail, "PeeringsUnread", $"The peerings of {ground.Hub.Name} could not be read: {e.Message}", ground.Hub);
            }

            wrong = open.Select(s => (Spoke: s, Why: Unlike(s))).Where(s => s.Why is not null)
                .ToDictionary(s => s.Spoke, s => Told(s.Spoke, s.Why!, refused));
            steps.Progress(Activity, ground.Hub.Name, open.Length - wrong.Count, open.Length);
            if (wrong.Keys.All(s => RegionsOf(s).Any(refused.ContainsKey)) || !clock.MayStart)
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

    private IEnumerable<string> RegionsOf(ResourceId spoke) => new[] { ground.Hub, spoke }.Select(n => Topology.VirtualNetwork(n)).OfType<VirtualNetwork>()
        .Select(n => ManagerDeployment.Region(n.Location));

    private Failure Told(ResourceId spoke, string why, Dictionary<string, ChangeResult> refused) =>
        RegionsOf(spoke).Select(r => refused.GetValueOrDefault(r)).FirstOrDefault(r => r is not null) is { } region
            ? new("NotDeployed", FailureKind.InvalidOperation, $"{spoke.Name} and {ground.Hub.Name}: {why}, because nothing was deployed in {region.Resource.Name}"
                + $"{(region.Error is { } error ? $": {error.Message}" : ".")}", spoke)
            : new(ground.Removes ? "PeeringStays" : "PeeringNotMade", FailureKind.OperationTimeout,
                $"{spoke.Name} and {ground.Hub.Name}: {why}, though Virtual Network Manager says Deployed. Run the command again to look once more; "
                + "Get-VNetPeering shows both halves.", spoke);

    // Null when the peering is as wanted. One that was made by hand is not Virtual Network Manager's to change.
    private string? Unlike(ResourceId spoke)
    {
        var (hubHalf, spokeHalf) = (Topology.VirtualNetwork(ground.Hub)?.PeeringTo(spoke), Topology.VirtualNetwork(spoke)?.PeeringTo(ground.Hub));
        PeeringHalf?[] halves = [hubHalf, spokeHalf];
        if (ground.Removes)
        {
            return halves.FirstOrDefault(h => h is { Owner: PeeringOwner.VirtualNetworkManager }) is { } stays ? $"'{stays.Name}' is still there" : null;
        }

        return hubHalf is null ? "the hub has no peering with it"
            : spokeHalf is null ? "it has no peering with the hub"
            : halves.OfType<PeeringHalf>().FirstOrDefault(h => h.State != PeeringState.Connected) is { } waiting ? $"'{waiting.Name}' is {waiting.State}"
            : halves.Any(h => h!.Owner != PeeringOwner.VirtualNetworkManager) || hubHalf.AllowGatewayTransit == ground.UsesHubGateway
                && spokeHalf.UseRemoteGateways == ground.UsesHubGateway ? null
            : ground.UsesHubGateway ? "its peering does not use the hub's gateway" : "its peering still uses the hub's gateway";
    }
}
