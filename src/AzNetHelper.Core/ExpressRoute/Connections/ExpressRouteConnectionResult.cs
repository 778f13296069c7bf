using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute;

/// <summary>What became of a connection of a gateway with a circuit, as read back at the end.</summary>
/// <param name="Id">The connection.</param>
/// <param name="GatewayId">The gateway.</param>
/// <param name="CircuitId">The circuit.</param>
public sealed record ExpressRouteConnectionResult(ResourceId Id, ResourceId GatewayId, ResourceId CircuitId)
{
    public string Name => Id.Name;

    public string Gateway => GatewayId.Name;

    public string Circuit => CircuitId.Name;

    /// <summary>Whether the link is up; null where nobody asked, or it was not told.</summary>
    public ConnectionStatus? Status { get; init; }

    /// <summary>How its last write went; null while there is none.</summary>
    public ProvisioningState? ProvisioningState { get; init; }

    public int? RoutingWeight { get; init; }

    public bool FastPath { get; init; }

    /// <summary>The authorization of the circuit's owner that this command made or took; null for none.</summary>
    public ResourceId? AuthorizationId { get; init; }

    /// <summary>What the circuit announces; null where that is not known.</summary>
    public ImmutableArray<IPPrefix>? Announced { get; init; }

    /// <summary>True when something was written.</summary>
    public bool Changed { get; init; }

    /// <summary>The time that the writes took, one after another.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The first failure; null when all is as wanted.</summary>
    public Failure? Error { get; init; }

    /// <summary>The result of a whole run of a plan of <see cref="ExpressRouteConnectionPlanner"/>.</summary>
    /// <param name="ground">What it was planned on.</param>
    /// <param name="results">What became of its changes.</param>
    /// <param name="status">What the connection said at the end of the wait; null where it was not waited for.</param>
    public static ExpressRouteConnectionResult From(ExpressRouteConnectionGround ground, ImmutableArray<ChangeResult> results, ConnectionStatus? status)
    {
        ArgumentNullException.ThrowIfNull(ground);
        var layout = new CircuitConnectionLayout(ground.Topology, ground.Request, ground.Surroundings);
        var connection = AfterRun.Of(ground.Topology, results).Connections.FirstOrDefault(c => c.Id == layout.Id);
        var failed = results.Where(r => r.Error is not null).ToArray();
        return new(layout.Id, ground.Request.Gateway, ground.Request.Circuit)
        {
            Status = status ?? connection?.Status,
            ProvisioningState = connection?.ProvisioningState,
            RoutingWeight = connection?.RoutingWeight,
            FastPath = connection?.BypassesGateway ?? false,
            AuthorizationId = layout.Authorization.Id,
            Announced = layout.Announced,
            Changed = results.Any(Vpn.VpnGatewayResult.Wrote),
            Elapsed = results.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.Elapsed),
            Error = (Array.Find(failed, r => r.Outcome != ChangeOutcome.Skipped) ?? failed.FirstOrDefault())?.Error,
        };
    }

    public override string ToString() => Error is null ? $"{Name}: {Status?.ToString() ?? $"{ProvisioningState}"}" : $"{Name}: {Error.Message}";
}
