using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;

namespace AzNetHelper.PointToSite;

/// <summary>Point-to-site of a gateway after it was configured, as read back at the end.</summary>
/// <param name="GatewayId">The gateway.</param>
public sealed record P2SConfigurationResult(ResourceId GatewayId)
{
    public string Gateway => GatewayId.Name;

    public ImmutableArray<IPPrefix> AddressPool { get; init; } = [];

    public ImmutableArray<string> Protocol { get; init; } = [];

    public ImmutableArray<string> AuthenticationType { get; init; } = [];

    /// <summary>The root certificates that it trusts.</summary>
    public ImmutableArray<ClientRoot> RootCertificate { get; init; } = [];

    /// <summary>The addresses of its RADIUS servers.</summary>
    public ImmutableArray<string> RadiusServer { get; init; } = [];

    public ImmutableArray<IPPrefix> CustomRoute { get; init; } = [];

    /// <summary>How the gateway's last write went.</summary>
    public ProvisioningState? State { get; init; }

    /// <summary>True where something was written.</summary>
    public bool Changed { get; init; }

    /// <summary>The time that the writes took, one after another.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The first failure; null when all is as wanted.</summary>
    public Failure? Error { get; init; }

    /// <summary>Lets the result be given where a gateway is asked for.</summary>
    public ResourceId Id => GatewayId;

    /// <summary>The result of a whole run of a plan of <see cref="P2SConfigurationPlanner"/>.</summary>
    public static P2SConfigurationResult From(P2SConfigurationGround ground, ImmutableArray<ChangeResult> results)
    {
        ArgumentNullException.ThrowIfNull(ground);
        var gateway = AfterRun.Of(ground.Topology, results).Gateways.FirstOrDefault(g => g.Id == ground.Request.Gateway);
        var failed = results.Where(r => r.Error is not null).ToArray();
        return new(ground.Request.Gateway)
        {
            AddressPool = gateway?.ClientPool ?? [],
            Protocol = [.. (gateway?.Clients?.Protocols ?? []).Order(StringComparer.Ordinal)],
            AuthenticationType = gateway?.Clients?.SignIns ?? [],
            RootCertificate = gateway?.Clients?.Roots ?? [],
            RadiusServer = [.. (gateway?.Clients?.RadiusServers ?? []).Select(s => s.Address)],
            CustomRoute = gateway?.CustomRoutes ?? [],
            State = gateway?.ProvisioningState,
            Changed = results.Any(VpnGatewayResult.Wrote),
            Elapsed = results.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.Elapsed),

            // What is skipped tells less than why.
            Error = (Array.Find(failed, r => r.Outcome != ChangeOutcome.Skipped) ?? failed.FirstOrDefault())?.Error,
        };
    }

    public override string ToString() => Error is null ? $"{Gateway}: {string.Join(", ", AddressPool)} ({string.Join(", ", Protocol)})" : $"{Gateway}: {Error.Message}";
}
