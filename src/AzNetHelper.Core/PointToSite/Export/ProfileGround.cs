using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;

namespace AzNetHelper.PointToSite;

/// <summary>The gateway that profiles are for, and what its clients reach.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Reaches">What its clients reach, by what was read around it.</param>
public sealed record ProfileGround(VirtualNetworkGateway Gateway, ImmutableArray<ClientReach> Reaches)
{
    /// <summary>When that was read.</summary>
    public DateTimeOffset ReadAt { get; init; }

    /// <summary>Finds and reads a gateway and what is around it. Null where it has no profiles to give: told as a failure.</summary>
    /// <param name="arm">The connection.</param>
    /// <param name="reference">An id, <c>group/name</c>, or a name.</param>
    /// <param name="subscriptionIds">Where names are looked for; empty for everywhere.</param>
    /// <param name="steps">Where failures, warnings and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<ProfileGround?> ReadAsync(
        IArm arm, string reference, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (await VpnGround.ReadAsync(arm, [reference], subscriptionIds, steps, cancellationToken).ConfigureAwait(false) is not { } ground)
        {
            return null;
        }

        var id = ground.Gateways[0];
        if (ground.Gateway(id) is not { } gateway)
        {
            steps.Fail(new("GatewayNotRead", FailureKind.PermissionDenied, $"{id} may not be read, and a profile rests on its configuration.", id));
            return null;
        }

        if (ClientPackageReader.Obstacle(gateway) is { } obstacle)
        {
            steps.Fail(obstacle);
            return null;
        }

        return new(gateway, ClientReach.Of(ground.Topology, gateway)) { ReadAt = ground.Topology.ReadAt ?? arm.Time.GetUtcNow() };
    }
}
