using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering;

/// <summary>What a peering plan rests on: the VNets that people named, read by a GET each, with their gateways.</summary>
/// <param name="Topology">What was read.</param>
/// <param name="Networks">The VNets, one a reference, in the order of the references.</param>
public sealed record PeeringGround(Topology Topology, ImmutableArray<ResourceId> Networks)
{
    /// <summary>Finds and reads VNets. Null when a reference means nothing or several things: each is told as a failure.</summary>
    /// <param name="arm">The connection.</param>
    /// <param name="references">Ids, <c>group/name</c>, or names.</param>
    /// <param name="subscriptionIds">Where names are looked for; empty for everywhere.</param>
    /// <param name="steps">Where failures, warnings and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<PeeringGround?> ReadAsync(
        IArm arm, IReadOnlyList<string> references, IReadOnlyCollection<string> subscriptionIds, StepWriter steps,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var resolution = await NetworkResolver.ResolveAsync(
            arm, references, ResourceTypes.VirtualNetwork, subscriptionIds, steps, cancellationToken).ConfigureAwait(false);
        if (!resolution.Succeeded)
        {
            foreach (var failure in resolution.Failures)
            {
                steps.Fail(failure);
            }

            return null;
        }

        var reading = await NetworkReader.ReadNetworksAsync(
            arm, resolution.Ids, ReadDepth.Gateways, steps, cancellationToken).ConfigureAwait(false);
        return new(reading.Topology, [.. resolution.Found.Select(f => f.Id)]);
    }
}
