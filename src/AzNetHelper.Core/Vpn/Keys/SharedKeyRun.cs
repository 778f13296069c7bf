using System.Collections.Immutable;
using System.Security;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>
/// Gives tunnels their new keys, one end after the other, and sees to it that both ends of each have one key in the end: the
/// new one, or, where the second end could not be given it, the old one.
/// </summary>
public sealed class SharedKeyRun(IArm arm, SharedKeyGround ground, RunOptions options, StepWriter steps)
{
    /// <summary>The id of the failure after which both connections have the key that they had.</summary>
    public const string PutBack = "SharedKeyPutBack";

    // A command that is stopped is waited for 45 seconds.
    private static readonly TimeSpan s_putBackTime = TimeSpan.FromSeconds(40);

    private TimeSpan PutBackTime => options.LeastPatience > s_putBackTime ? options.LeastPatience : s_putBackTime;

    /// <summary>
    /// Runs any plan, one that was made earlier too: where it gives both connections of a tunnel a new key, as
    /// Reset-VpnSharedKey does it; everything else as <see cref="PlanRunner"/> does.
    /// </summary>
    public static async Task<RunReport> CarryOutAsync(IArm arm, Plan plan, RunOptions options, StepWriter steps, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        var declined = plan.Changes.Where(c => options.Declined.Contains(c.Key)).Select(c => c.Group).ToHashSet(StringComparer.Ordinal);
        SharedKeyGround? ground;
        Failure? failure;
        try
        {
            (ground, failure) = await SharedKeyGround.UnderAsync(arm, SharedKeyPair.In(plan).Where(p => !declined.Contains(p.Group)), stop).ConfigureAwait(false);
        }
        catch (ArmException e)
        {
            // A key that cannot be read could not be put back either.
            (ground, failure) = (null, Failure.From(e, plan.Changes.First(SharedKeyWrite.Is).Resource));
        }

        if (ground is null)
        {
            var none = new RunReport(plan, [.. plan.Changes.Select(c => new ChangeResult(c, ChangeOutcome.NotStarted, TimeSpan.Zero) { Error = failure })], TimeSpan.Zero);
            none.Results.ToList().ForEach(r => options.OnResult?.Invoke(r));
            return none;
        }

        using (ground)
        {
            var run = new SharedKeyRun(arm, ground, options, steps);
            var report = await run.RunAsync(plan, stop).ConfigureAwait(false);
            try
            {
                (report, _) = await run.WaitAsync(report, stop).ConfigureAwait(false);
                return report;
            }
            finally
            {
                run.Tell(report);
            }
        }
    }

    /// <summary>Runs a plan. What became of the keys is told by <see cref="Tell"/>, when it is known whether the tunnels came up.</summary>
    /// <param name="plan">The plan, of <see cref="SharedKeyGround.Plan"/>, or with other changes too.</param>
    /// <param name="stop">Starts no further write; what was half done is put back all the same.</param>
    public async Task<RunReport> RunAsync(Plan plan, CancellationToken stop)
    {
        var report = await new PlanRunner(arm, options with { OnResult = TellOthers }, steps).RunAsync(plan, stop).ConfigureAwait(false);
        var settled = report.Results;
        foreach (var tunnel in ground.Tunnels)
        {
            settled = With(settled, await SettleAsync(tunnel, [.. settled.Where(r => IsOf(tunnel, r))]).ConfigureAwait(false));
        }

        return report with { Results = settled };
    }

    /// <summary>Waits until the tunnels between gateways are Connected again.</summary>
    /// <returns>The report with what did not come up as failures, and what was read of the connections.</returns>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public async Task<(RunReport Report, ImmutableArray<ConnectionReport> Reports)> WaitAsync(RunReport report, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(report);
        var between = report.Results.Where(r => ground.Tunnels.Any(t => t.Second is not null && IsOf(t, r))).ToImmutableArray();
        var (waited, reports) = await TunnelWait.ForAsync(arm, between, options.Timeout - report.Elapsed, steps, stop).ConfigureAwait(false);
        return (report with { Results = With(report.Results, waited) }, reports);
    }

    /// <summary>Tells what became of the keys.</summary>
    public void Tell(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        foreach (var result in report.Results.Where(r => ground.Tunnels.Any(t => IsOf(t, r))))
        {
            options.OnResult?.Invoke(result);
        }
    }

    private void TellOthers(ChangeResult result)
    {
        if (!ground.Tunnels.Any(t => IsOf(t, result)))
        {
            options.OnResult?.Invoke(result);
        }
    }

    private static bool IsOf(SharedKeyTunnel tunnel, ChangeResult result) => string.Equals(tunnel.Group, result.Change.Group, StringComparison.Ordinal);

    private static ImmutableArray<ChangeResult> With(ImmutableArray<ChangeResult> results, ImmutableArray<ChangeResult> newer) =>
        [.. results.Select(r => newer.FirstOrDefault(n => string.Equals(n.Change.Key, r.Change.Key, StringComparison.Ordinal)) ?? r)];

    private async Task<ImmutableArray<ChangeResult>> SettleAsync(SharedKeyTunnel tunnel, ImmutableArray<ChangeResult> results)
    {
        if (tunnel.Second is null || results.All(r => !MayHaveWritten(r)))
        {
            return results;
        }

        // What the service says decides, whatever became of the requests.
        using var patience = new CancellationTokenSource(PutBackTime, arm.Time);
        try
        {
            using var first = await ConnectionKey.ReadAsync(arm, tunnel.First, patience.Token).ConfigureAwait(false);
            using var second = await ConnectionKey.ReadAsync(arm, tunnel.Second, patience.Token).ConfigureAwait(false);
            var isOne = first is not null && second is not null && ConnectionKey.Same(first, second);
            var isNew = isOne && !ConnectionKey.Same(first!, tunnel.FirstKey);
            return results.All(Succeeded) ? isOne ? results : Told(results, Torn(tunnel, "somebody else changed one of them meanwhile"))
                : isNew ? [.. results.Select(r => Succeeded(r) ? r : r with { Outcome = ChangeOutcome.Done, Error = null })]
                : isOne || !tunnel.IsConsistent ? results
                : await PutBackAsync(tunnel, [first, second], results, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ArmException or OperationCanceledException)
        {
            return results.All(Succeeded) ? results : Told(results, Torn(tunnel, e.Message));
        }
    }

    private async Task<ImmutableArray<ChangeResult>> PutBackAsync(
        SharedKeyTunnel tunnel, SecureString?[] present, ImmutableArray<ChangeResult> results, CancellationToken stop)
    {
        var changed = tunnel.Ends.Zip(present).Where(e => e.Second is null || !ConnectionKey.Same(e.First.Key, e.Second)).Select(e => e.First.Connection).ToArray();
        var names = string.Join(" and ", changed.Select(c => c.Name));
        var undo = new Plan($"Put the key of {names} back") { Changes = [.. changed.Select(SharedKeyWrite.Back)] };
        using var secrets = Secrets.For(undo, changed.ToDictionary(SecretSlots.OfPreviousKey, _ => tunnel.FirstKey, StringComparer.Ordinal), steps);

        // The journal is told, so that the next run gives the new key anew. One that cannot be written keeps nobody from this.
        var journal = options.Journal is { Broken: null } kept ? kept : null;
        var report = await new PlanRunner(secrets!.Over(arm), new() { Timeout = PutBackTime, Journal = journal }, steps).RunAsync(undo, stop).ConfigureAwait(false);
        var why = results.Select(r => r.Error?.Message).FirstOrDefault(m => m is not null) ?? "the run was ended";
        var failed = results.FirstOrDefault(r => !Succeeded(r))?.Resource ?? tunnel.Second!;
        return Told(results, report.Succeeded
            ? new(PutBack, FailureKind.InvalidOperation, $"{failed} could not be given the new key, so {names} got the previous one back: "
                + $"both have the key that they had. {why}", failed)
            : Torn(tunnel, $"{why} Putting it back failed too: {report.Results[0].Error?.Message}"));
    }

    private static Failure Torn(SharedKeyTunnel tunnel, string why) => new("SharedKeysDiffer", FailureKind.InvalidOperation,
        $"The connections {tunnel.First} and {tunnel.Second} may have different keys now, and their tunnel cannot come up then: {why}. Run Reset-VpnSharedKey again: it "
        + "gives both one key.", tunnel.First);

    private static ImmutableArray<ChangeResult> Told(ImmutableArray<ChangeResult> results, Failure failure) =>
        [.. results.Select(r => r.Change.Writes ? r with { Outcome = ChangeOutcome.Failed, Error = failure } : r)];

    private static bool Succeeded(ChangeResult result) => result.Outcome is ChangeOutcome.Done or ChangeOutcome.Unchanged;

    private static bool MayHaveWritten(ChangeResult result) =>
        result.Change.Writes && (result.Accepted || result.Outcome is ChangeOutcome.Done or ChangeOutcome.Unknown or ChangeOutcome.Unchanged);
}
