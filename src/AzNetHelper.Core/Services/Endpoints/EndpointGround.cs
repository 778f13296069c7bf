using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.Services.Endpoints;

/// <summary>What a plan of service endpoints rests on, as it was read.</summary>
/// <param name="Topology">The VNets of the subnets; for new endpoints also what is around these.</param>
/// <param name="Request">What is wanted, by ids.</param>
/// <param name="Facts">What regions offer, which addresses subnets are seen with, what services let in.</param>
public sealed record EndpointGround(Topology Topology, EndpointRequest Request, EndpointFacts Facts)
{
    /// <summary>Finds and reads what is named. Null when a name means nothing or several things: each is told as a failure.</summary>
    /// <param name="arm">The connection.</param>
    /// <param name="subnets">Ids, <c>vnet/subnet</c> or <c>group/vnet/subnet</c>.</param>
    /// <param name="wish">What is wanted; its subnets are those that are found.</param>
    /// <param name="subscriptionIds">Where names, and services, are looked for; empty for everywhere.</param>
    /// <param name="steps">Where failures, warnings and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<EndpointGround?> ReadAsync(IArm arm, IReadOnlyList<string> subnets, EndpointRequest wish,
        IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(wish);
        ArgumentNullException.ThrowIfNull(steps);
        var found = await NetworkResolver.ResolveAsync(arm, subnets, ResourceTypes.Subnet, subscriptionIds, steps, cancellationToken).ConfigureAwait(false);
        foreach (var failure in found.Failures)
        {
            steps.Fail(failure);
        }

        if (!found.Succeeded)
        {
            return null;
        }

        var request = wish with { Subnets = found.Ids };
        var networks = request.Subnets.Select(s => s.Parent!).Distinct();
        var reading = await NetworkReader.ReadNetworksAsync(arm, networks, request.Enables ? EgressReader.Around : ReadDepth.Networks, steps, cancellationToken)
            .ConfigureAwait(false);
        return new(reading.Topology, request,
            await FactsAsync(arm, new(reading.Topology, request, EndpointFacts.None), subscriptionIds, steps, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Makes the plan.</summary>
    public Plan Plan() => EndpointPlanner.Create(Topology, Request, Facts);

    // Nothing is asked for subnets that are as wanted.
    private static async Task<EndpointFacts> FactsAsync(
        IArm arm, EndpointScene scene, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken stop)
    {
        var changed = scene.Sites.Where(s => scene.Added(s).Any() || scene.Removed(s).Any()).ToArray();
        if (changed.Length == 0)
        {
            return EndpointFacts.None;
        }

        // What could not be read is a notice of the plan, once.
        steps.Progress("Reading networks", "services", 0, 0);
        var services = await ServiceReader.SurveyAsync(arm, subscriptionIds,
            ServiceKind.All.Where(k => scene.Request.Identifiers.Any(k.IsReachedBy)), StepWriter.Nowhere, stop).ConfigureAwait(false);
        steps.ProgressEnded("Reading networks");
        var facts = EndpointFacts.None with
        {
            Services = services.Services,
            Unread = [.. services.Gaps.Select(g => $"{g.Scope} ({g.Code}).").Distinct(StringComparer.Ordinal)],
        };
        if (!scene.Request.Enables)
        {
            return facts;
        }

        var offers = new List<RegionOffers>();
        foreach (var (subscription, location) in changed.Select(s => (s.Network.SubscriptionId, s.Network.Location)).Distinct())
        {
            offers.Add(await RegionOffers.ReadAsync(arm, subscription, location, stop).ConfigureAwait(false));
        }

        return facts with
        {
            Offers = [.. offers],
            Egress = await EgressReader.ReadAsync(arm, scene.Topology, changed.Where(s => !s.IsEmpty).Select(s => s.Id), steps, stop).ConfigureAwait(false),
        };
    }
}
