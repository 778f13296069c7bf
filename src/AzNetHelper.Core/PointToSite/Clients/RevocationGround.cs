using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.PointToSite;

/// <summary>Client certificates that are to be revoked at gateways, or restored.</summary>
/// <param name="Revokes">True to revoke.</param>
/// <param name="Clients">Which.</param>
public sealed record RevocationRequest(bool Revokes, ImmutableArray<RevocationTarget> Clients);

/// <summary>What a revocation rests on, as it was read.</summary>
/// <param name="Topology">The gateways.</param>
/// <param name="Gateways">Those that were named, in their order.</param>
/// <param name="Request">What is to be.</param>
public sealed record RevocationGround(Topology Topology, ImmutableArray<ResourceId> Gateways, RevocationRequest Request)
{
    /// <summary>Who is connected to each gateway that told.</summary>
    public ImmutableDictionary<ResourceId, ImmutableArray<P2SSession>> Sessions { get; init; } =
        ImmutableDictionary<ResourceId, ImmutableArray<P2SSession>>.Empty;

    /// <summary>Why the others did not tell.</summary>
    public ImmutableDictionary<ResourceId, string> Untold { get; init; } = ImmutableDictionary<ResourceId, string>.Empty;

    /// <summary>Finds and reads gateways. Null when one cannot be used: each is told as a failure. One that may not be read is a gap.</summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<RevocationGround?> ReadAsync(
        IArm arm, IReadOnlyList<string> gateways, RevocationRequest request, IReadOnlyCollection<string> subscriptionIds, StepWriter steps,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(steps);
        var found = await NetworkResolver.ResolveAsync(
            arm, gateways, ResourceTypes.VirtualNetworkGateway, subscriptionIds, steps, cancellationToken).ConfigureAwait(false);
        var harvest = new Harvest(arm, steps, NetworkReader.DefaultThrottleLimit);
        await harvest.GetAsync(found.Ids, "gateways", e => e.Status == 403, cancellationToken).ConfigureAwait(false);
        harvest.Ended();
        var topology = harvest.ToTopology(arm.Time.GetUtcNow());
        ResourceId[] ids = [.. found.Ids.Distinct()];
        Failure[] failures =
        [
            .. found.Failures,
            .. ids.Where(id => topology.GapOf(id) is null)
                .Select(id => GatewayFailure.Of(id, topology.Gateways.FirstOrDefault(g => g.Id == id), [])).OfType<Failure>(),
        ];
        foreach (var failure in failures)
        {
            steps.Fail(failure);
        }

        var ground = new RevocationGround(topology, [.. ids], request);
        return failures.Length > 0 ? null
            : request.Revokes ? await ground.WithSessionsAsync(arm, cancellationToken).ConfigureAwait(false) : ground;
    }

    /// <summary>Makes the plan.</summary>
    public Plan Plan() => RevocationPlanner.Create(this);

    // Only where something is to be revoked: who is connected is no reason to wait otherwise.
    private async Task<RevocationGround> WithSessionsAsync(IArm arm, CancellationToken stop)
    {
        var (told, untold) = (Sessions.ToBuilder(), Untold.ToBuilder());
        foreach (var gateway in Topology.Gateways.Where(g => g is { Clients: { } clients, ClientPool.IsEmpty: false }
            && Request.Clients.Any(c => ClientStates.RevocationOf(clients, c.Thumbprint.Value) is null)))
        {
            var (sessions, why) = await SessionReader.AskAsync(arm, gateway.Id, stop).ConfigureAwait(false);
            if (sessions is { } rows)
            {
                told[gateway.Id] = rows;
            }
            else
            {
                untold[gateway.Id] = why!;
            }
        }

        return this with { Sessions = told.ToImmutable(), Untold = untold.ToImmutable() };
    }
}
