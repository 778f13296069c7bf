using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>What a plan for a VPN gateway rests on, as it was read.</summary>
/// <param name="Topology">The VNet, what it is peered with, the gateways in these, and the addresses.</param>
/// <param name="Request">What is wanted, by ids.</param>
/// <param name="Zones">The zones of the region.</param>
public sealed record VpnGatewayGround(Topology Topology, VpnGatewayRequest Request, RegionZones Zones)
{
    private const int MostElsewhere = 5;

    /// <summary>Finds and reads what is named. Null when a name means nothing, or several things: each is told as a failure.</summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<VpnGatewayGround?> ReadAsync(
        IArm arm, VpnGatewayNames names, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(steps);
        var found = await NetworkResolver.ResolveAsync(
            arm, [names.VNet], ResourceTypes.VirtualNetwork, subscriptionIds, steps, cancellationToken).ConfigureAwait(false);
        foreach (var failure in found.Failures)
        {
            steps.Fail(failure);
        }

        if (!found.Succeeded || VpnGatewayIds.Of(found.Found[0].Id, names, steps) is not { } request)
        {
            return null;
        }

        return await GatewayGroundReader.AreGroupsThereAsync(arm, request.Network, request.PublicAddresses.Prepend(request.Gateway), steps, cancellationToken).ConfigureAwait(false)
            ? await AroundAsync(arm, request, subscriptionIds, steps, cancellationToken).ConfigureAwait(false) : null;
    }

    /// <summary>Makes the plan; where the address space is to grow, what that rests on is read first.</summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public Task<Plan> PlanAsync(IArm arm, StepWriter steps, CancellationToken cancellationToken) => PeeringFactsReader.PlanAsync(
        arm, Topology, facts => VpnGatewayPlanner.Create(Topology, Request, Zones, facts), steps, cancellationToken,
        Request.Settings.ExtendAddressSpace ? [Request.Network] : null);

    private static async Task<VpnGatewayGround> AroundAsync(
        IArm arm, VpnGatewayRequest request, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken stop)
    {
        var reading = await NetworkReader.ReadNetworksAsync(arm, [request.Network], ReadDepth.All, steps, stop).ConfigureAwait(false);
        var topology = await GatewayGroundReader.WithAsync(arm, reading.Topology, [request.Gateway], steps, stop).ConfigureAwait(false);
        var gateway = topology.Gateways.FirstOrDefault(g => g.Id == request.Gateway);
        if (gateway is { Kind: GatewayKind.Vpn } && request.Settings.ChangesBgpOf(gateway))
        {
            topology = await WithEndsAsync(arm, topology, gateway.Id, steps, stop).ConfigureAwait(false);
        }

        IEnumerable<ResourceId> made = gateway is null || request.Settings.ActiveActive is not null
            ? GatewayRemoval.DefaultAddresses(request.Gateway) : [];
        topology = await GatewayGroundReader.WithAsync(arm, topology,
            [.. gateway?.Addresses.Select(a => a.PublicAddress).OfType<ResourceId>() ?? [], .. request.PublicAddresses, .. made], steps, stop)
            .ConfigureAwait(false);
        if (topology.VirtualNetwork(request.Network) is not { } network)
        {
            return new(topology, request, RegionZones.NotAsked);
        }

        // The addresses of an AZ gateway must fit the zones; others have none, and one that is there has its own.
        var zones = request.Settings.Sku.EndsWith("AZ", StringComparison.OrdinalIgnoreCase) && gateway is null
            ? await RegionZones.ReadAsync(arm, network.SubscriptionId, network.Location, stop).ConfigureAwait(false) : RegionZones.NotAsked;
        return new(await ElsewhereAsync(arm, topology, request, subscriptionIds, steps, stop).ConfigureAwait(false), request, zones);
    }

    // The gateway's own list has its connections in whatever group they are (arm-protocol 1.4). What may not be read is a gap.
    private static async Task<Topology> WithEndsAsync(IArm arm, Topology topology, ResourceId gateway, StepWriter steps, CancellationToken stop)
    {
        var harvest = new Harvest(arm, steps, NetworkReader.DefaultThrottleLimit);
        await harvest.ListAsync([$"{gateway}/connections"], "connections", id => id.IsType(ResourceTypes.Connection), _ => false, stop).ConfigureAwait(false);
        var far = harvest.Values<GatewayConnection>().Where(c => c.EnableBgp)
            .SelectMany(c => (ResourceId?[])[c.LocalNetworkGateway, c.Gateway, c.OtherGateway]).OfType<ResourceId>().Where(id => topology.Document(id) is null);
        await harvest.GetAsync(far, "ends of connections", Harvest.LeavesGap, stop).ConfigureAwait(false);
        harvest.Ended();
        var read = harvest.ToTopology(topology.ReadAt ?? arm.Time.GetUtcNow());
        return new(topology.Documents.Concat(read.Documents), topology.Gaps.Concat(read.Gaps)) { ReadAt = topology.ReadAt };
    }

    // Gateways that could be used instead, for the advice: found by Resource Graph, so nothing rests on them, and silent where
    // that is not allowed.
    private static async Task<Topology> ElsewhereAsync(
        IArm arm, Topology topology, VpnGatewayRequest request, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken stop)
    {
        if (topology.Gateways.Any(g => g.Kind == GatewayKind.Vpn))
        {
            return topology;
        }

        var harvest = new Harvest(arm, StepWriter.Nowhere, NetworkReader.DefaultThrottleLimit);
        try
        {
            var subscriptions = await Subscriptions.SelectAsync(arm, [.. subscriptionIds], static (_, _, _) => { }, stop).ConfigureAwait(false);
            var query = ResourceGraph.Whole([ResourceTypes.VirtualNetworkGateway]);
            await foreach (var row in ResourceGraph.QueryAsync(arm, query, subscriptions, stop).ConfigureAwait(false))
            {
                harvest.Add(row, ResourceTypes.VirtualNetworkGateway);
            }

            var region = topology.VirtualNetwork(request.Network)!.Location;
            var networks = harvest.Values<VirtualNetworkGateway>()
                .Where(g => g is { Kind: GatewayKind.Vpn, IsBasic: false, VirtualNetwork: not null })
                .OrderBy(g => RegionZones.IsRegion(g.Location, region) ? 0 : 1).ThenBy(g => g.Id)
                .Select(g => g.VirtualNetwork!).Where(n => topology.Document(n) is null).Distinct().Take(MostElsewhere).ToArray();
            await harvest.GetAsync(networks, "networks of other gateways", Harvest.LeavesGap, stop).ConfigureAwait(false);
        }
        catch (ArmException e) when (Harvest.LeavesGap(e))
        {
            return topology;
        }

        harvest.Ended();
        var read = harvest.ToTopology(topology.ReadAt ?? arm.Time.GetUtcNow());
        return new(read.Documents.Concat(topology.Documents), topology.Gaps) { ReadAt = topology.ReadAt };
    }
}
