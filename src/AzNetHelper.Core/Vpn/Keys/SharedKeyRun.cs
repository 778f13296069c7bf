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
    // A command that is stopped is waited for 45 seconds.
    private static readonly TimeSpan s_putBackTime = TimeSpan.FromSeconds(40);

    /// <summary>Runs a plan of <see cref="SharedKeyGround.Plan"/>.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="waits">Whether it is waited until the tunnels between gateways are Connected again.</param>
    /// <param name="stop">Starts no further write; what was half done is put back all the same.</param>
    /// <returns>The report, with what was read of the connections where it was waited for them.</returns>
    public async Task<(RunReport Report, ImmutableArray<ConnectionReport> Reports)> RunAsync(Plan plan, bool waits, CancellationToken stop)
    {
        var report = await new PlanRunner(arm, options with { OnResult = null }, steps).RunAsync(plan, stop).ConfigureAwait(false);
        var settled = ImmutableArray.CreateBuilder<ChangeResult>();
        foreach (var group in report.Results.GroupBy(r => r.Change.Group, StringComparer.Ordinal))
        {
            settled.AddRange(await SettleAsync(ground.Tunnels.First(t => t.Group == group.Key), [.. group]).ConfigureAwait(false));
        }

        if (!waits)
        {
            return (report with { Results = settled.ToImmutable() }, []);
        }

        var between = settled.Where(r => ground.Tunnels.Any(t => t.Group == r.Change.Group && t.Second is not null)).ToImmutableArray();
        var (waited, reports) = await TunnelWait.ForAsync(arm, between, options.Timeout - report.Elapsed, steps, stop).ConfigureAwait(false);
        return (report with { Results = [.. settled.Except(between), .. waited] }, reports);
    }

    private async Task<ImmutableArray<ChangeResult>> SettleAsync(SharedKeyTunnel tunnel, ImmutableArray<ChangeResult> results)
    {
        if (tunnel.Second is null || results.All(r => !MayHaveWritten(r)))
        {
            return results;
        }

        // What the service says decides, whatever became of the requests.
        using var patience = new CancellationTokenSource(s_putBackTime, arm.Time);
        try
        {
            using var first = await ConnectionKey.ReadAsync(arm, tunnel.First, patience.Token).ConfigureAwait(false);
            using var second = await ConnectionKey.ReadAsync(arm, tunnel.Second, patience.Token).ConfigureAwait(false);
            var isOne = first is not null && second is not null && ConnectionKey.Same(first, second);
            var isNew = isOne && !ConnectionKey.Same(first!, tunnel.FirstKey);
            return results.All(Succeeded) ? isOne ? results : Told(results, Torn(tunnel, "somebody else changed one of them meanwhile"))
                : isNew ? [.. results.Select(r => Succeeded(r) ? r : r with { Outcome = ChangeOutcome.Done, Error = null })]
                : isOne || !tunnel.IsConsistent ? results
                : await PutBackAsync(tunnel, results, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ArmException or OperationCanceledException)
        {
            return results.All(Succeeded) ? results : Told(results, Torn(tunnel, e.Message));
        }
    }

    private async Task<ImmutableArray<ChangeResult>> PutBackAsync(SharedKeyTunnel tunnel, ImmutableArray<ChangeResult> results, CancellationToken stop)
    {
        var undo = new Plan($"Put the key of {tunnel.First.Name} back") { Changes = [SharedKeyWrite.Of(tunnel.First, tunnel) with { Before = null }] };
        using var secrets = Secrets.For(undo, Secrets.ForConnections(undo, tunnel.FirstKey), steps);
        var report = await new PlanRunner(secrets!.Over(arm), new() { Timeout = s_putBackTime }, steps).RunAsync(undo, stop).ConfigureAwait(false);
        var why = results.Select(r => r.Error?.Message).FirstOrDefault(m => m is not null) ?? "the run was ended";
        return Told(results, report.Succeeded
            ? new("SharedKeyPutBack", FailureKind.InvalidOperation, $"{tunnel.Second} could not be given the new key, so {tunnel.First.Name} has its previous one again: "
                + $"both have the key that they had. {why}", tunnel.Second!)
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
