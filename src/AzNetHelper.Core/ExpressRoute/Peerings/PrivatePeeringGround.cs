using System.Security;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute;

/// <summary>What a plan for a private peering rests on, as it was read.</summary>
/// <param name="Topology">The circuit by a GET; by Resource Graph who else holds addresses: VNets, sites, other circuits, gateways.</param>
/// <param name="Request">What is wanted.</param>
public sealed record PrivatePeeringGround(Topology Topology, PrivatePeeringRequest Request)
{
    // Who holds addresses, and who uses the circuit.
    private static readonly string[] Types =
    [
        ResourceTypes.VirtualNetwork, ResourceTypes.LocalNetworkGateway, ResourceTypes.ExpressRouteCircuit, ResourceTypes.VirtualNetworkGateway,
        ResourceTypes.Connection,
    ];

    /// <summary>Finds the circuit and reads around it. Null when the name means nothing, or several things: told as a failure.</summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<PrivatePeeringGround?> ReadAsync(
        IArm arm, string circuit, Func<ResourceId, PrivatePeeringRequest> wish, IReadOnlyCollection<string> subscriptionIds, StepWriter steps,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(wish);
        ArgumentNullException.ThrowIfNull(steps);
        var found = await NetworkResolver.ResolveAsync(arm, [circuit], ResourceTypes.ExpressRouteCircuit, subscriptionIds, steps, cancellationToken)
            .ConfigureAwait(false);
        foreach (var failure in found.Failures)
        {
            steps.Fail(failure);
        }

        if (!found.Succeeded)
        {
            return null;
        }

        var request = wish(found.Found[0].Id);
        var harvest = new Harvest(arm, steps, NetworkReader.DefaultThrottleLimit);
        await SurveyAsync(arm, harvest, subscriptionIds, cancellationToken).ConfigureAwait(false);
        harvest.Remove(request.Circuit);
        await harvest.GetAsync([request.Circuit], "circuits", e => e.Status == 403, cancellationToken).ConfigureAwait(false);
        harvest.Ended();
        return new(harvest.ToTopology(arm.Time.GetUtcNow()), request);
    }

    /// <summary>The same with what is to be said of a key that was given.</summary>
    public PrivatePeeringGround With(SecureString? key) => key is null ? this
        : this with { Request = Request with { KeyProblem = PeeringKeyRules.Problem(key), KeyDoubt = PeeringKeyRules.Doubt(key) } };

    /// <summary>Makes the plan.</summary>
    public Plan Plan() => PrivatePeeringPlanner.Create(Topology, Request);

    private static async Task SurveyAsync(IArm arm, Harvest harvest, IReadOnlyCollection<string> subscriptionIds, CancellationToken stop)
    {
        var subscriptions = await Subscriptions.SelectAsync(arm, [.. subscriptionIds], static (_, _, _) => { }, stop).ConfigureAwait(false);
        try
        {
            await foreach (var row in ResourceGraph.QueryAsync(arm, ResourceGraph.Whole(Types), subscriptions, stop).ConfigureAwait(false))
            {
                harvest.Add(row, "Resource Graph");
            }
        }
        catch (ArmException e) when (Harvest.LeavesGap(e))
        {
            // Sites and gateways have no list over a subscription (arm-protocol 1.4 and 1.6): what they hold is a gap.
            harvest.Gap(ResourceTypes.LocalNetworkGateway, e);
            await harvest.ListAsync(subscriptions.SelectMany(s => new[] { ResourceTypes.VirtualNetwork, ResourceTypes.ExpressRouteCircuit }
                .Select(t => $"/subscriptions/{s}/providers/{t}")), "networks and circuits", _ => true, x => x.Status == 404, stop).ConfigureAwait(false);
        }
    }
}
