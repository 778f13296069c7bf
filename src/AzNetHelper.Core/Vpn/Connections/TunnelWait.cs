using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>Waits for the tunnels of a run, and makes of one that does not come up the failure that it is.</summary>
public static class TunnelWait
{
    /// <summary>
    /// The results of a run, those of connections that did not become Connected in time as failures
    /// (<c>ConnectionNotConnected</c>) that name the likely cause, and what was read of the connections.
    /// </summary>
    /// <param name="arm">The connection to Azure.</param>
    /// <param name="results">What became of the changes. What failed already is not waited for, nor the rest of its group.</param>
    /// <param name="timeout">How long.</param>
    /// <param name="steps">Where progress goes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<(ImmutableArray<ChangeResult> Results, ImmutableArray<ConnectionReport> Reports)> ForAsync(
        IArm arm, ImmutableArray<ChangeResult> results, TimeSpan timeout, StepWriter steps, CancellationToken cancellationToken)
    {
        var whole = results.GroupBy(r => r.Change.Group, StringComparer.Ordinal)
            .Where(g => g.All(r => r.Outcome is ChangeOutcome.Done or ChangeOutcome.Unchanged)).ToArray();
        var begun = arm.Time.GetTimestamp();
        var reports = whole.Length == 0 ? [] : await ConnectionWatch.WaitAsync(arm, [.. whole.Select(g => g.First().Resource)], timeout, steps, cancellationToken)
            .ConfigureAwait(false);
        var waited = arm.Time.GetElapsedTime(begun) is var passed && passed < timeout ? passed : timeout;
        var failures = new Dictionary<string, Failure>(StringComparer.Ordinal);
        foreach (var group in whole)
        {
            var report = reports.FirstOrDefault(r => r.Id == group.First().Resource);
            if (report?.IsConnected != true)
            {
                failures[group.Key] = Down(group.First().Resource, report, waited);
            }
        }

        return ([.. results.Select(r => failures.TryGetValue(r.Change.Group, out var failure)
            ? r with { Outcome = ChangeOutcome.Failed, Error = failure } : r)], reports);
    }

    private static Failure Down(ResourceId connection, ConnectionReport? report, TimeSpan waited)
    {
        var state = report is null ? "its status could not be read"
            : $"it says {report.Status?.ToString() ?? report.ProvisioningState.ToString()}, its other end {report.FarStatus?.ToString() ?? "nothing"}";
        var why = report is null ? string.Empty : report.Cause is ConnectionCause.None or ConnectionCause.Unknown
            ? " Why is not known." : $" The likely cause: {report.Cause}.";
        var rests = report is null or { Evidence.IsEmpty: true } ? string.Empty : $" {string.Join(' ', report.Evidence)}";
        return new("ConnectionNotConnected", FailureKind.OperationTimeout, string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"The tunnel of {connection} is not up after {waited.TotalSeconds:F0} seconds: {state}.{why}{rests} {report?.Advice}").TrimEnd(), connection)
        {
            RecommendedAction = report?.Advice,
        };
    }
}
