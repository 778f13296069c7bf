using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Routing;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>
/// What a plan for VPN gateways rests on, each by a GET: the gateways, their VNets and what these are peered with, their
/// connections with status, and what is at the other ends: sites, other gateways and their VNets.
/// </summary>
/// <param name="Topology">What was read; what could not be is a gap in it.</param>
/// <param name="Gateways">The gateways that were named, in the order of the references.</param>
public sealed record VpnGround(Topology Topology, ImmutableArray<ResourceId> Gateways)
{
    /// <summary>Finds and reads gateways. Null when a reference means nothing or several things: each is told as a failure.</summary>
    /// <param name="arm">The connection.</param>
    /// <param name="references">Ids, <c>group/name</c>, or names.</param>
    /// <param name="subscriptionIds">Where names are looked for; empty for everywhere.</param>
    /// <param name="steps">Where failures, warnings and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<VpnGround?> ReadAsync(
        IArm arm, IReadOnlyList<string> references, IReadOnlyCollection<string> subscriptionIds, StepWriter steps,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(references);
        ArgumentNullException.ThrowIfNull(steps);
        var found = await NetworkResolver.ResolveAsync(
            arm, references, ResourceTypes.VirtualNetworkGateway, subscriptionIds, steps, cancellationToken).ConfigureAwait(false);
        foreach (var failure in found.Failures)
        {
            steps.Fail(failure);
        }

        return found.Succeeded
            ? await OfAsync(arm, [.. found.Found.Select(f => f.Id)], steps, cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <summary>
    /// Reads gateways by their ids. Null when one does not exist: told as a failure, <c>GatewayNotFound</c>.
    /// </summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<VpnGround?> OfAsync(
        IArm arm, ImmutableArray<ResourceId> gateways, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(steps);
        var harvest = new Harvest(arm, steps, NetworkReader.DefaultThrottleLimit);
        var missing = await harvest.GetAsync(gateways.Distinct(), "gateways", MayBeOthers, cancellationToken).ConfigureAwait(false);
        foreach (var id in missing)
        {
            steps.Fail(new("GatewayNotFound", FailureKind.ObjectNotFound, $"The gateway {id} does not exist.", id));
        }

        if (!missing.IsEmpty)
        {
            return null;
        }

        var named = harvest.ToTopology(arm.Time.GetUtcNow());
        var networks = await NetworkReader.ReadNetworksAsync(
            arm, named.Gateways.Select(g => g.VirtualNetwork).OfType<ResourceId>().Distinct(), ReadDepth.Gateways | ReadDepth.Peers, steps,
            cancellationToken).ConfigureAwait(false);
        var near = new Topology(networks.Topology.Documents.Concat(named.Documents), networks.Topology.Gaps.Concat(named.Gaps))
        {
            ReadAt = named.ReadAt,
        };
        return new(await new SurroundingsReader(arm, near, steps).ReadAsync([], [], [], cancellationToken).ConfigureAwait(false), gateways);
    }

    // A token of another tenant is refused with 401 (arm-protocol 5).
    private static bool MayBeOthers(ArmException error) => error.Status == 403 || error.Is("InvalidAuthenticationTokenTenant");

    /// <summary>A named gateway; null when it may not be read.</summary>
    public VirtualNetworkGateway? Gateway(ResourceId id) => Topology.Gateways.FirstOrDefault(g => g.Id == id);

    /// <summary>The connections of a gateway, whichever end names it.</summary>
    public IEnumerable<GatewayConnection> ConnectionsOf(ResourceId gateway) =>
        Topology.Connections.Where(c => c.Gateway == gateway || c.OtherGateway == gateway);
}
