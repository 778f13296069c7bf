using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>What is asked for a report beside the connections and what they join.</summary>
[Flags]
public enum ConnectionDetails
{
    /// <summary>Documents alone.</summary>
    None = 0,

    /// <summary>The shared keys of both ends, which are compared and forgotten.</summary>
    Keys = 1,

    /// <summary>The BGP sessions of the gateways: a POST that changes nothing and takes some seconds.</summary>
    Bgp = 2,

    All = Keys | Bgp,
}

/// <summary>Reads connections and tells how they stand.</summary>
public static class ConnectionReader
{
    /// <summary>
    /// Reads each connection by name (lists carry no status, recorded-behaviour 5.3), with both of its ends, and says what most
    /// likely is wrong with it. One that does not exist is a failure, <c>ConnectionNotFound</c>; what else cannot be read is said
    /// in the evidence.
    /// </summary>
    /// <param name="arm">The connection to Azure.</param>
    /// <param name="connections">What is read; twice the same is read once.</param>
    /// <param name="steps">Where failures and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A report each, in the order given, without those that could not be read.</returns>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static Task<ImmutableArray<ConnectionReport>> ReadAsync(
        IArm arm, IReadOnlyCollection<ResourceId> connections, StepWriter steps, CancellationToken cancellationToken) =>
        ReadAsync(arm, connections, ConnectionDetails.All, steps, cancellationToken);

    /// <summary>The same with less, or more, asked for.</summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<ImmutableArray<ConnectionReport>> ReadAsync(
        IArm arm, IReadOnlyCollection<ResourceId> connections, ConnectionDetails details, StepWriter steps,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(connections);
        ArgumentNullException.ThrowIfNull(steps);
        var evidence = await new EvidenceReader(arm, steps, details).ReadAsync([.. connections.Distinct()], cancellationToken)
            .ConfigureAwait(false);
        return [.. evidence.Select(Report)];
    }

    /// <summary>The report that evidence makes. Pure.</summary>
    public static ConnectionReport Report(ConnectionEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var (here, diagnosis) = (evidence.Here, ConnectionDiagnosis.Diagnose(evidence));
        return new(here.Id)
        {
            Kind = here.Kind,
            Gateway = here.Gateway,
            Remote = here.OtherGateway ?? here.LocalNetworkGateway ?? here.Circuit,
            Status = here.Status,
            FarConnection = evidence.There?.Id,
            FarStatus = evidence.There?.Status,
            KeysEqual = evidence.KeysEqual,
            EnableBgp = here.EnableBgp,
            IngressBytes = here.IngressBytes,
            EgressBytes = here.EgressBytes,
            Tunnels = here.Tunnels,
            BgpPeers = evidence.BgpPeers,
            ProvisioningState = here.ProvisioningState,
            LastError = LastError(evidence),
            Cause = diagnosis.Cause,
            Advice = diagnosis.Advice,
            Evidence = diagnosis.Evidence,
        };
    }

    // A document tells that a write failed, not why.
    private static string? LastError(ConnectionEvidence evidence)
    {
        (string Name, ProvisioningState? State)[] parts =
        [
            ($"connection {evidence.Here.Name}", evidence.Here.ProvisioningState),
            ($"connection {evidence.There?.Name}", evidence.There?.ProvisioningState),
            ($"gateway {evidence.Gateway?.Name}", evidence.Gateway?.ProvisioningState),
            ($"gateway {evidence.OtherGateway?.Name}", evidence.OtherGateway?.ProvisioningState),
            ($"site {evidence.Site?.Name}", evidence.Site?.ProvisioningState),
        ];
        var failed = parts.Where(p => p.State is ProvisioningState.Failed or ProvisioningState.Canceled)
            .Select(p => $"The last write of the {p.Name} ended {p.State}.").ToArray();
        return failed.Length == 0 ? null : string.Join(' ', failed) + " The activity log has the reason.";
    }
}
