using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute;

/// <summary>Finds the circuits that people mean: named ones, or every one of the session.</summary>
public static class CircuitSearch
{
    /// <summary>Finds circuits.</summary>
    /// <param name="arm">The connection to Azure.</param>
    /// <param name="names">Ids, <c>group/name</c> or names; empty for all.</param>
    /// <param name="subscriptionIds">Where they are looked for; empty for everywhere.</param>
    /// <param name="steps">Where failures and warnings go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The ids, each once; null when a reference means nothing or several things, which is told.</returns>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<ImmutableArray<ResourceId>?> FindAsync(
        IArm arm, IReadOnlyList<string> names, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(subscriptionIds);
        ArgumentNullException.ThrowIfNull(steps);
        if (names.Count == 0)
        {
            var all = await new ResourceDirectory(arm, [.. subscriptionIds], steps).CircuitsAsync(cancellationToken).ConfigureAwait(false);
            return [.. all.Distinct().Order()];
        }

        var found = await NetworkResolver.ResolveAsync(arm, names, ResourceTypes.ExpressRouteCircuit, subscriptionIds, steps, cancellationToken)
            .ConfigureAwait(false);
        foreach (var failure in found.Failures)
        {
            steps.Fail(failure);
        }

        return found.Succeeded ? [.. found.Ids.Distinct()] : null;
    }
}
