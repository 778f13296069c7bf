using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
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
    /// <param name="around">What is read around them. For a new peering the spaces of their peers, which it may not
    /// overlap; for a removal everything that a path may lead through.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<PeeringGround?> ReadAsync(
        IArm arm, IReadOnlyList<string> references, IReadOnlyCollection<string> subscriptionIds, StepWriter steps,
        CancellationToken cancellationToken, ReadDepth around = ReadDepth.Gateways | ReadDepth.PeerSpaces)
    {
        ArgumentNullException.ThrowIfNull(references);
        ArgumentNullException.ThrowIfNull(steps);

        // A classic VNet is none of those that can be found; the plan says so together with everything else.
        var classic = references.Select(r => ResourceId.TryParse(r, out var id) && NetworkChecks.IsClassic(id) ? id : null).ToArray();
        var resolution = await NetworkResolver.ResolveAsync(
            arm, [.. references.Where((_, i) => classic[i] is null)], ResourceTypes.VirtualNetwork, subscriptionIds, steps,
            cancellationToken).ConfigureAwait(false);
        if (!resolution.Succeeded)
        {
            foreach (var failure in resolution.Failures)
            {
                steps.Fail(failure);
            }

            return null;
        }

        var reading = await NetworkReader.ReadNetworksAsync(arm, resolution.Ids, around, steps, cancellationToken)
            .ConfigureAwait(false);
        var found = new Queue<ResourceId>(resolution.Found.Select(f => f.Id));
        return new(reading.Topology, [.. classic.Select(c => c ?? found.Dequeue())]);
    }

    /// <summary>
    /// The same with the VNets at the other ends and their gateways, and, where told, those that only point at what is named:
    /// no document of the named VNets tells of them, so the session's subscriptions are surveyed.
    /// </summary>
    /// <param name="arm">The connection.</param>
    /// <param name="references">Ids, <c>group/name</c>, or names.</param>
    /// <param name="subscriptionIds">Where is looked; empty for everywhere.</param>
    /// <param name="pointing">True to look for VNets that point at these without being pointed at.</param>
    /// <param name="steps">Where failures, warnings and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<PeeringGround?> ReadWithPeersAsync(
        IArm arm, IReadOnlyList<string> references, IReadOnlyCollection<string> subscriptionIds, bool pointing, StepWriter steps,
        CancellationToken cancellationToken)
    {
        const ReadDepth Around = ReadDepth.Gateways | ReadDepth.Peers;
        var ground = await ReadAsync(arm, references, subscriptionIds, steps, cancellationToken, Around).ConfigureAwait(false);
        if (ground is null || !pointing)
        {
            return ground;
        }

        // Resource Graph may be minutes behind: what it names is read by itself, and what it does not name is not repaired.
        var survey = await TopologyReader.ReadAsync(
            arm, new() { SubscriptionIds = [.. subscriptionIds] }, steps, cancellationToken).ConfigureAwait(false);
        var found = survey.VirtualNetworks.Where(n => ground.Topology.VirtualNetwork(n.Id) is null
            && n.Peerings.Any(h => ground.Networks.Contains(h.RemoteVNet))).Select(n => n.Id).ToArray();
        var reading = await NetworkReader.ReadNetworksAsync(arm, found, Around, steps, cancellationToken).ConfigureAwait(false);
        return ground with { Topology = ground.Topology.With(reading.Topology.Documents) };
    }
}
