using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Rights;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering;

/// <summary>
/// Asks what a plan calls for and nothing else: what the gateways have learned that it makes VNets use. Reads only: the one
/// POST (getLearnedRoutes) changes nothing.
/// </summary>
public static class PeeringFactsReader
{
    /// <summary>Makes a plan, and makes it again of what it called for.</summary>
    /// <param name="arm">The connection.</param>
    /// <param name="topology">What the plan is made of.</param>
    /// <param name="make">Makes the plan; pure.</param>
    /// <param name="steps">Where progress goes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="sitesOf">VNets of which is asked what the gateways that serve them are connected with.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<Plan> PlanAsync(
        IArm arm, Topology topology, Func<PeeringFacts, Plan> make, StepWriter steps, CancellationToken cancellationToken,
        IEnumerable<ResourceId>? sitesOf = null)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(make);
        ArgumentNullException.ThrowIfNull(steps);
        var plan = make(PeeringFacts.None);

        // A plan that cannot be applied asks nothing of gateways, unless their answer (summaries) may make it sound.
        var lenders = plan.Problems.All(p => p.CheckId == Catalogue.PrefixLimit) ? LendersIn(plan) : [];
        var syncs = SyncsIn(plan);
        var sites = plan.WriteCount > 0 ? sitesOf?.Distinct().ToArray() ?? [] : [];
        if (lenders.IsEmpty && syncs.IsEmpty && sites.Length == 0)
        {
            return plan;
        }

        var routes = new LentRoutesReader(arm, topology);
        var learned = ImmutableSortedDictionary.CreateBuilder<ResourceId, LentRoutes>();
        foreach (var lender in lenders)
        {
            steps.Progress("Asking gateways", lender.Name, learned.Count, lenders.Length);
            learned[lender] = await routes.ReadAsync(lender, cancellationToken).ConfigureAwait(false);
        }

        if (!lenders.IsEmpty)
        {
            steps.ProgressEnded("Asking gateways");
        }

        var facts = PeeringFacts.None with { Routes = learned.ToImmutable(), WriteDenied = await DeniedAsync(arm, plan, syncs, cancellationToken).ConfigureAwait(false) };
        return make(sites.Length == 0 ? facts
            : await new SitesReader(arm, topology).ReadAsync(facts, sites, cancellationToken).ConfigureAwait(false));
    }

    // A change of an address space is half done where a half that points at it may not be written: that is asked before.
    private static ImmutableArray<Change> SyncsIn(Plan plan) =>
        !plan.Changes.Any(c => c.Resource.IsType(ResourceTypes.VirtualNetwork)) ? []
        : [.. plan.Changes.Where(c => c.Writes && c.Query is not null)];

    // By the VNet at the other end: a group of these is named by both.
    private static async Task<ImmutableSortedDictionary<ResourceId, string>> DeniedAsync(
        IArm arm, Plan plan, ImmutableArray<Change> syncs, CancellationToken stop)
    {
        if (syncs.IsEmpty)
        {
            return ImmutableSortedDictionary<ResourceId, string>.Empty;
        }

        var looked = await RightsCheck.RunAsync(arm, plan with { Changes = syncs, Problems = [], Notices = [] }, stop).ConfigureAwait(false);
        return looked.Problems.Where(p => p.Group.Contains(' ', StringComparison.Ordinal))
            .Select(p => (Remote: ResourceId.Parse(p.Group.Split(' ')[1]), Why: p.Message.Split(" Nothing was written.")[0].TrimEnd('.')))
            .DistinctBy(p => p.Remote).ToImmutableSortedDictionary(p => p.Remote, p => p.Why);
    }

    // The VNets whose gateway a change makes another VNet use, and that it did not use before.
    private static ImmutableArray<ResourceId> LendersIn(Plan plan) =>
        [.. plan.Changes.Where(c => c.Writes && c.Resource.IsType(ResourceTypes.Peering) && Uses(c.After) && !Uses(c.Before))
            .Select(c => (string?)JsonBody.At(JsonBody.Parse(c.After!), "properties.remoteVirtualNetwork.id"))
            .Select(t => ResourceId.TryParse(t, out var id) ? id : null).OfType<ResourceId>().Distinct().Order()];

    private static bool Uses(string? half) =>
        half is not null && (bool?)JsonBody.At(JsonBody.Parse(half), "properties.useRemoteGateways") == true;
}
