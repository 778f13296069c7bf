using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>
/// Waits until tunnels are up. Nothing tells when they are but reading each connection by name, so that is what it does: often
/// at first, then less so, and at the end a whole report of each. Waiting ends early for one where it cannot help: deleted
/// meanwhile, its last write failed, or its two keys differ and still do a minute later (a reset writes one end after the other).
/// A missing far side, or another policy, may be put right by another run: it is waited for.
/// </summary>
public static class ConnectionWatch
{
    private const string Tunnels = "Waiting for tunnels";
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SecondLook = TimeSpan.FromMinutes(1);

    /// <summary>Waits until every connection, and of a VNet-to-VNet pair both of its ends, says Connected, or until the deadline, or until waiting cannot help.</summary>
    /// <param name="arm">The connection to Azure; its clock is the one that counts.</param>
    /// <param name="connections">What is waited for.</param>
    /// <param name="timeout">How long; zero reads once.</param>
    /// <param name="steps">Where failures and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="activity">What the progress says is waited for.</param>
    /// <returns>
    /// A report each (<see cref="ConnectionReport.IsConnected"/>) as they stand at the end, without those that could not be read.
    /// </returns>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<ImmutableArray<ConnectionReport>> WaitAsync(
        IArm arm, IReadOnlyCollection<ResourceId> connections, TimeSpan timeout, StepWriter steps, CancellationToken cancellationToken,
        string activity = Tunnels)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(connections);
        ArgumentNullException.ThrowIfNull(steps);
        var begun = arm.Time.GetTimestamp();
        var found = await ConnectionReader.ReadAsync(arm, connections, ConnectionDetails.Keys, steps, cancellationToken).ConfigureAwait(false);
        var ends = found.SelectMany(Ends).Distinct().ToArray();
        var open = StillOpen(found);
        var down = open.SelectMany(Ends).Distinct().ToArray();
        var pause = FirstPause;
        var lookedAgain = false;
        while (down.Length > 0 && timeout - arm.Time.GetElapsedTime(begun) is var left && left > TimeSpan.Zero)
        {
            steps.Progress(activity, string.Join(", ", open.Take(3).Select(Says)), ends.Length - down.Length, ends.Length);
            await Task.Delay(pause < left ? pause : left, arm.Time, cancellationToken).ConfigureAwait(false);
            pause = pause * 1.5 is var longer && longer < LongestPause ? longer : LongestPause;
            var read = await FoundResource.ReadAllAsync(arm, down, Reading.NetworkReader.DefaultThrottleLimit, (_, _) => { }, cancellationToken)
                .ConfigureAwait(false);
            open = [.. open.Where(r => !Ends(r).Any(e => read.TryGetValue(e, out var end) && IsOver(end)))];
            down = [.. down.Where(id => !IsConnected(read[id]) && open.SelectMany(Ends).Contains(id))];
            if (!lookedAgain && arm.Time.GetElapsedTime(begun) >= SecondLook && open.Any(r => r.KeysEqual == false))
            {
                lookedAgain = true;
                var still = (await AgainAsync(ConnectionDetails.Keys, open.Where(r => r.KeysEqual == false)).ConfigureAwait(false))
                    .Where(r => r is { IsConnected: false, KeysEqual: false }).Select(r => r.Id).ToArray();
                open = [.. open.Where(r => !still.Contains(r.Id))];
                down = [.. down.Intersect(open.SelectMany(Ends))];
            }

            // A half that was made since, or a tunnel that fell meanwhile, shows in a whole reading alone.
            if (down.Length == 0)
            {
                open = StillOpen(await AgainAsync(ConnectionDetails.None, open).ConfigureAwait(false));
                down = [.. open.SelectMany(Ends).Distinct()];
            }
        }

        steps.ProgressEnded(activity);
        return await ConnectionReader.ReadAsync(arm, found.Select(r => r.Id).ToArray(), steps, cancellationToken).ConfigureAwait(false);

        // Failures are told once, by the last reading.
        Task<ImmutableArray<ConnectionReport>> AgainAsync(ConnectionDetails details, IEnumerable<ConnectionReport> reports) =>
            ConnectionReader.ReadAsync(arm, [.. reports.Select(r => r.Id)], details, StepWriter.Nowhere, cancellationToken);
    }

    /// <summary>The failure that a connection is which did not come up: <c>ConnectionNotConnected</c>, with cause and advice.</summary>
    public static Failure NotConnected(ConnectionReport report, TimeSpan waited)
    {
        ArgumentNullException.ThrowIfNull(report);
        var status = report.FarStatus is { } far && far != report.Status ? $"{Says(report.Status)} here and {Says(far)} at the other end" : Says(report.Status);
        return new("ConnectionNotConnected", FailureKind.OperationTimeout, string.Create(CultureInfo.InvariantCulture,
            $"{report.Name} is {status} after {waited.TotalSeconds:F0} seconds. Likely cause: {report.Cause}. {string.Join(' ', report.Evidence)} {report.Advice}"),
            report.Id) { RecommendedAction = report.Advice };

        static string Says(ConnectionStatus? status) => status?.ToString() ?? "without a status";
    }

    private static IEnumerable<ResourceId> Ends(ConnectionReport report) => new[] { report.Id, report.FarConnection }.OfType<ResourceId>();

    private static ImmutableArray<ConnectionReport> StillOpen(ImmutableArray<ConnectionReport> reports) =>
        [.. reports.Where(r => !r.IsConnected && r.ProvisioningState is not (ProvisioningState.Failed or ProvisioningState.Canceled))];

    // What is certain already is told while there is time to put it right.
    private static string Says(ConnectionReport report) => report.Cause is ConnectionCause.KeyMismatch or ConnectionCause.PolicyMismatch or ConnectionCause.FarSideMissing
        ? $"{report.Name} ({report.Cause})" : report.Name;

    private static bool IsOver(FoundResource found) => found.Body is null || (!IsConnected(found)
        && (string?)JsonBody.At(found.Body, "properties.provisioningState") is nameof(ProvisioningState.Failed) or nameof(ProvisioningState.Canceled));

    private static bool IsConnected(FoundResource found) => string.Equals(
        (string?)JsonBody.At(found.Body, "properties.connectionStatus"), nameof(ConnectionStatus.Connected), StringComparison.OrdinalIgnoreCase);
}
