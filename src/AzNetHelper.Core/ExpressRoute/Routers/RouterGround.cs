using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute.Routers;

/// <summary>
/// Reads what the configurations of routers rest on: the circuits by a GET each, the networks around them, and, with
/// <see cref="SurveyDepth.CircuitRoutes"/>, what on-premises announces now.
/// </summary>
public static class RouterGround
{
    /// <summary>Reads it. Null when a circuit does not exist, or may not be read: told as a failure.</summary>
    /// <param name="arm">The connection to Azure.</param>
    /// <param name="circuits">The circuits.</param>
    /// <param name="survey">Where networks and connections are looked for.</param>
    /// <param name="steps">Where failures, warnings and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<Topology?> ReadAsync(
        IArm arm, ImmutableArray<ResourceId> circuits, TopologyScope survey, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(survey);
        ArgumentNullException.ThrowIfNull(steps);
        var harvest = new Harvest(arm, steps, NetworkReader.DefaultThrottleLimit);
        var missing = await harvest.GetAsync(circuits, "circuits", _ => false, cancellationToken).ConfigureAwait(false);
        foreach (var id in missing)
        {
            steps.Fail(new("CircuitNotFound", FailureKind.ObjectNotFound, $"The circuit {id} does not exist.", id));
        }

        if (!missing.IsEmpty)
        {
            return null;
        }

        var around = await TopologyReader.ReadAsync(arm, survey with { Depth = SurveyDepth.Ways }, steps, cancellationToken).ConfigureAwait(false);
        if (survey.Depth.HasFlag(SurveyDepth.CircuitRoutes))
        {
            await new CircuitRouteReader(arm, harvest, survey.RouterPatience)
                .ReadAsync(harvest.Values<ExpressRouteCircuit>(), cancellationToken).ConfigureAwait(false);
        }

        harvest.Ended();
        return around.With(harvest.Documents).WithExtras(harvest.Extras, harvest.Gaps);
    }
}
