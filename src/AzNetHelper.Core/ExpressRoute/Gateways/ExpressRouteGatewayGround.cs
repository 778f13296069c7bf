using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;

namespace AzNetHelper.ExpressRoute;

/// <summary>What a plan for an ExpressRoute gateway rests on, as it was read.</summary>
/// <param name="Topology">The VNet, what it is peered with, and the gateways in these.</param>
/// <param name="Request">What is wanted, by ids.</param>
public sealed record ExpressRouteGatewayGround(Topology Topology, ExpressRouteGatewayRequest Request)
{
    /// <summary>Finds and reads what is named. Null when a name means nothing, or several things: each is told as a failure.</summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<ExpressRouteGatewayGround?> ReadAsync(
        IArm arm, ExpressRouteGatewayNames names, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken cancellationToken)
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

        if (!found.Succeeded || Ids(found.Found[0].Id, names, steps) is not { } request
            || !await GatewayGroundReader.AreGroupsThereAsync(arm, request.Network, [request.Gateway], steps, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var reading = await NetworkReader.ReadNetworksAsync(arm, [request.Network], ReadDepth.All, steps, cancellationToken).ConfigureAwait(false);
        var topology = await GatewayGroundReader.WithAsync(arm, reading.Topology, [request.Gateway], steps, cancellationToken).ConfigureAwait(false);
        return new(await WithConnectionsAsync(arm, topology, request.Gateway, steps, cancellationToken).ConfigureAwait(false), request);
    }

    /// <summary>Makes the plan; where the address space is to grow, what that rests on is read first.</summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public Task<Plan> PlanAsync(IArm arm, StepWriter steps, CancellationToken cancellationToken) => PeeringFactsReader.PlanAsync(
        arm, Topology, facts => ExpressRouteGatewayPlanner.Create(Topology, Request, facts), steps, cancellationToken,
        Request.Settings.ExtendAddressSpace ? [Request.Network] : null);

    // A smaller gateway has to do for what hangs on it.
    private static async Task<Topology> WithConnectionsAsync(IArm arm, Topology topology, ResourceId gateway, StepWriter steps, CancellationToken stop)
    {
        if (topology.Document(gateway) is null)
        {
            return topology;
        }

        var harvest = new Harvest(arm, steps, NetworkReader.DefaultThrottleLimit);
        await harvest.ListAsync([$"{gateway}/connections"], "connections", keeps: id => id.IsType(ResourceTypes.Connection), isNothing: e => e.Status == 404, stop)
            .ConfigureAwait(false);
        harvest.Ended();
        var read = harvest.ToTopology(topology.ReadAt ?? arm.Time.GetUtcNow());
        return topology.With(read.Documents).WithExtras([], read.Gaps);
    }

    private static ExpressRouteGatewayRequest? Ids(ResourceId network, ExpressRouteGatewayNames names, StepWriter steps)
    {
        var group = names.ResourceGroup ?? network.ResourceGroup!;
        var wrong = !ResourceId.IsSegment(names.Name) ? names.Name : !ResourceId.IsSegment(group) ? group : null;
        if (wrong is null)
        {
            return new(network, ResourceId.ForResource(network.SubscriptionId, group, ResourceTypes.VirtualNetworkGateway, names.Name), names.Settings);
        }

        steps.Fail(new("InvalidResourceName", FailureKind.InvalidArgument, $"'{wrong}' is no name of a resource.", wrong));
        return null;
    }
}
