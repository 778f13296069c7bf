using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;

namespace AzNetHelper.PointToSite;

/// <summary>What a plan for point-to-site rests on, as it was read.</summary>
/// <param name="Topology">The gateway, its networks, its connections and what is at their ends.</param>
/// <param name="Request">What is wanted, by the gateway's id.</param>
/// <param name="Clients">Who is connected, where that is asked.</param>
public sealed record P2SConfigurationGround(Topology Topology, P2SConfigurationRequest Request, ConnectedClients Clients)
{
    /// <summary>Finds and reads a gateway. Null when the name means nothing, or several things: each is told as a failure.</summary>
    /// <param name="arm">The connection.</param>
    /// <param name="gateway">An id, <c>group/name</c>, or a name.</param>
    /// <param name="subscriptionIds">Where names are looked for; empty for everywhere.</param>
    /// <param name="wish">What is wanted, by the gateway's id.</param>
    /// <param name="given">The secret of each RADIUS server; null for none. One that the gateway has already is not written again.</param>
    /// <param name="steps">Where failures, warnings and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<P2SConfigurationGround?> ReadAsync(
        IArm arm, string gateway, IReadOnlyCollection<string> subscriptionIds, Func<ResourceId, P2SConfigurationRequest> wish,
        Func<int, System.Security.SecureString?>? given, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(wish);
        ArgumentNullException.ThrowIfNull(steps);
        if (await VpnGround.ReadAsync(arm, [gateway], subscriptionIds, steps, cancellationToken).ConfigureAwait(false) is not { } ground)
        {
            return null;
        }

        var request = wish(ground.Gateways[0]);
        var there = ground.Gateway(request.Gateway);
        request = given is null || there is null ? request
            : await WithoutKnownSecretsAsync(arm, request, there, given, cancellationToken).ConfigureAwait(false);
        var topology = there is { ActiveActive: true } && request.AddressPool is not null
            ? await WithAddressesAsync(arm, ground.Topology, there, steps, cancellationToken).ConfigureAwait(false) : ground.Topology;
        var layout = new P2SConfigurationLayout(topology, request, ConnectedClients.NotAsked);
        if (there is not { Kind: GatewayKind.Vpn } || !(layout.CutsOff || (layout.HasRadiusChange && !layout.IsNew)))
        {
            return new(topology, request, ConnectedClients.NotAsked);
        }

        var (count, why) = await ClientCount.AskAsync(arm, request.Gateway, cancellationToken).ConfigureAwait(false);
        return new(topology, request, new(count ?? there.Clients?.Connected, why));
    }

    /// <summary>Point-to-site as Get-P2SConfiguration shows it, as it was read back in a run; null for a gateway that is not there.</summary>
    public P2SConfigurationReport? Report(ImmutableArray<ChangeResult> results) =>
        AfterRun.Of(Topology, results).Gateways.FirstOrDefault(g => g.Id == Request.Gateway) is { } gateway
            ? new P2SConfigurationReports(Request.KnownSets, Topology.ReadAt ?? default, new P2SConfigurationQuestion().Soon).Of(gateway) : null;

    /// <summary>Makes the plan.</summary>
    public Plan Plan() => P2SConfigurationPlanner.Create(Topology, Request, Clients);

    // Whether a secret changes can be said only by whoever may read it; else it is written.
    private static async Task<P2SConfigurationRequest> WithoutKnownSecretsAsync(IArm arm, P2SConfigurationRequest request, VirtualNetworkGateway gateway,
        Func<int, System.Security.SecureString?> given, CancellationToken stop)
    {
        if (request.RadiusServers is not { } servers || gateway.Clients is not { RadiusServers.IsEmpty: false } clients
            || !servers.Any(s => s.GivesSecret && clients.RadiusServers.Any(r => r.Address.Equals(s.Address, StringComparison.OrdinalIgnoreCase))))
        {
            return request;
        }

        try
        {
            var known = await RadiusSecrets.ReadAsync(arm, gateway.Id, stop).ConfigureAwait(false);
            return request with
            {
                RadiusServers = [.. servers.Select((s, at) => s with
                {
                    GivesSecret = s.GivesSecret && !(given(at) is { } secret && known.Holds(s.Address, secret)),
                })],
            };
        }
        catch (ArmException e) when (Harvest.LeavesGap(e))
        {
            return request;
        }
    }

    private static async Task<Topology> WithAddressesAsync(
        IArm arm, Topology topology, VirtualNetworkGateway gateway, StepWriter steps, CancellationToken stop)
    {
        var harvest = new Harvest(arm, steps, NetworkReader.DefaultThrottleLimit);
        IEnumerable<ResourceId> ids = [.. gateway.Addresses.Select(a => a.PublicAddress).OfType<ResourceId>(), .. GatewayRemoval.DefaultAddresses(gateway.Id)];
        await harvest.GetAsync(ids.Distinct().Where(id => topology.Document(id) is null), "addresses", e => e.Status == 403, stop).ConfigureAwait(false);
        harvest.Ended();
        var read = harvest.ToTopology(topology.ReadAt ?? arm.Time.GetUtcNow());
        return new(topology.Documents.Concat(read.Documents), topology.Gaps.Concat(read.Gaps)) { ReadAt = topology.ReadAt };
    }
}
