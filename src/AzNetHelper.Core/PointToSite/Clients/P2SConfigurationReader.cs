using System.Collections.Concurrent;
using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Certificates;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.PointToSite;

/// <summary>What is asked about point-to-site.</summary>
public sealed record P2SConfigurationQuestion
{
    /// <summary>Ids, <c>group/name</c>, or names of gateways; empty for all that have point-to-site.</summary>
    public ImmutableArray<string> Gateways { get; init; } = [];

    /// <summary>True to ask each gateway who is connected.</summary>
    public bool Sessions { get; init; }

    /// <summary>Sets whose client certificates are held against each gateway.</summary>
    public ImmutableArray<P2SCertificateSet> Sets { get; init; } = [];

    /// <summary>What ends within this time is told.</summary>
    public TimeSpan Soon { get; init; } = TimeSpan.FromDays(30);
}

/// <summary>Reads point-to-site of gateways.</summary>
public static class P2SConfigurationReader
{
    private const string Activity = "Asking who is connected";

    /// <summary>Reads. Gateways that were named and are none, or cannot be read, are failures.</summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<ImmutableArray<P2SConfigurationReport>> ReadAsync(
        IArm arm, P2SConfigurationQuestion question, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(steps);
        var gateways = await GatewaysAsync(arm, question, subscriptionIds, steps, cancellationToken).ConfigureAwait(false);
        var asked = gateways.Where(g => question.Sessions && !g.ClientPool.IsEmpty).ToImmutableArray();
        var sessions = await SessionsAsync(arm, asked, steps, cancellationToken).ConfigureAwait(false);
        var reports = new P2SConfigurationReports(question.Sets, arm.Time.GetUtcNow(), question.Soon);
        return [.. gateways.Select(g => reports.Of(g, sessions.TryGetValue(g.Id, out var told) ? told : null))];
    }

    private static async Task<ImmutableArray<VirtualNetworkGateway>> GatewaysAsync(
        IArm arm, P2SConfigurationQuestion question, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken stop)
    {
        var harvest = new Harvest(arm, steps, NetworkReader.DefaultThrottleLimit);
        if (question.Gateways.IsEmpty)
        {
            var all = await new ResourceDirectory(arm, [.. subscriptionIds], steps).GatewaysAsync(stop).ConfigureAwait(false);
            await harvest.GetAsync(all, "gateways", e => e.Status != 404 && Harvest.LeavesGap(e), stop).ConfigureAwait(false);
            harvest.Ended();
            return [.. harvest.Values<VirtualNetworkGateway>().Where(g => g.Kind == GatewayKind.Vpn && !g.ClientPool.IsEmpty).OrderBy(g => g.Id)];
        }

        var found = await NetworkResolver.ResolveAsync(
            arm, question.Gateways, ResourceTypes.VirtualNetworkGateway, subscriptionIds, steps, stop).ConfigureAwait(false);
        foreach (var failure in found.Failures)
        {
            steps.Fail(failure);
        }

        await harvest.GetAsync(found.Ids, "gateways", e => e.Status != 404 && Harvest.LeavesGap(e), stop).ConfigureAwait(false);
        harvest.Ended();
        var read = harvest.Values<VirtualNetworkGateway>().ToDictionary(g => g.Id);
        var named = ImmutableArray.CreateBuilder<VirtualNetworkGateway>();
        foreach (var id in found.Ids.Distinct())
        {
            if (GatewayFailure.Of(id, read.GetValueOrDefault(id), harvest.Gaps) is { } failure)
            {
                steps.Fail(failure);
            }
            else
            {
                named.Add(read[id]);
            }
        }

        return named.ToImmutable();
    }

    private static async Task<IReadOnlyDictionary<ResourceId, ImmutableArray<P2SSession>>> SessionsAsync(
        IArm arm, ImmutableArray<VirtualNetworkGateway> gateways, StepWriter steps, CancellationToken cancellationToken)
    {
        var told = new ConcurrentDictionary<ResourceId, ImmutableArray<P2SSession>>();
        var done = 0;
        await Parallel.ForEachAsync(gateways, new ParallelOptions
        {
            MaxDegreeOfParallelism = NetworkReader.DefaultThrottleLimit, CancellationToken = cancellationToken,
        }, async (gateway, stop) =>
        {
            var (sessions, why) = await SessionReader.AskAsync(arm, gateway.Id, stop).ConfigureAwait(false);
            if (sessions is { } rows)
            {
                told[gateway.Id] = rows;
            }
            else
            {
                steps.Notice(NoticeSeverity.Warning, "SessionsNotRead", $"Who is connected to {gateway.Name} is not known: {why}", gateway.Id);
            }

            steps.Progress(Activity, gateway.Name, Interlocked.Increment(ref done), gateways.Length);
        }).ConfigureAwait(false);
        steps.ProgressEnded(Activity);
        return told;
    }
}
