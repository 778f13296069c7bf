using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;

namespace AzNetHelper.ExpressRoute;

/// <summary>Waits until a connection says Connected, and makes of one that says that it is not the failure that it is.</summary>
public static class CircuitConnectionWait
{
    private const string Activity = "Waiting for the link with the circuit";

    /// <summary>
    /// The results of a run, those of a connection that says at the end that it is not Connected as failures (<c>ConnectionNotConnected</c>),
    /// and what it said at the end; null where it was not waited for. One of which Azure says nothing is told as a warning.
    /// </summary>
    /// <param name="arm">The connection to Azure.</param>
    /// <param name="results">What became of the changes. Where one failed, nothing is waited for.</param>
    /// <param name="timeout">How long.</param>
    /// <param name="steps">Where progress goes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<(ImmutableArray<ChangeResult> Results, ConnectionStatus? Status)> ForAsync(
        IArm arm, ImmutableArray<ChangeResult> results, TimeSpan timeout, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        if (results.FirstOrDefault(r => r.Resource.IsType(ResourceTypes.Connection)) is not { } made
            || results.Any(r => r.Outcome is not (ChangeOutcome.Done or ChangeOutcome.Unchanged)))
        {
            return (results, null);
        }

        var begun = arm.Time.GetTimestamp();
        var reports = await ConnectionWatch.WaitAsync(arm, [made.Resource], timeout, steps, cancellationToken, Activity).ConfigureAwait(false);
        if (reports is [{ IsConnected: true }])
        {
            return (results, ConnectionStatus.Connected);
        }

        var report = reports is [var one] ? one : null;
        var status = report?.Status;
        var waited = arm.Time.GetElapsedTime(begun) is var passed && passed < timeout ? passed : timeout;
        var advice = $"See what is wrong on which link: Test-ExpressRouteCircuit -Circuit '{CircuitOf(made)}'";

        // That nobody says how it is, is no proof that it is down: recordings have Unknown alone (recorded-behaviour 5.2).
        if (status is null or ConnectionStatus.Unknown
            && report?.ProvisioningState is not (ProvisioningState.Failed or ProvisioningState.Canceled))
        {
            steps.Notice(NoticeSeverity.Warning, "ConnectionStatusUnknown", string.Create(CultureInfo.InvariantCulture,
                $"The connection {made.Resource} is made, and Azure does not say after {waited.TotalSeconds:F0} seconds whether it is up. {advice}"), made.Resource);
            return (results, status);
        }

        var failure = new Failure("ConnectionNotConnected", FailureKind.OperationTimeout, string.Create(CultureInfo.InvariantCulture,
            $"The connection {made.Resource} says {status?.ToString() ?? "no status"} after {waited.TotalSeconds:F0} seconds, not Connected. {advice}"), made.Resource)
        {
            RecommendedAction = advice,
        };
        return ([.. results.Select(r => r.Resource == made.Resource ? r with { Outcome = ChangeOutcome.Failed, Error = failure } : r)], status);
    }

    private static string? CircuitOf(ChangeResult made) => (string?)JsonBody.At(
        (made.Document ?? made.Change.After) is { } document ? JsonBody.Parse(document) : null, "properties.peer.id");
}
