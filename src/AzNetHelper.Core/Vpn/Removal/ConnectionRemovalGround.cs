using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>What a removal of connections rests on, as it was read, each by a GET.</summary>
/// <param name="Topology">The connections with their gateways, sites and VNets, and whoever else uses the sites.</param>
/// <param name="Request">What is to go, by ids.</param>
public sealed record ConnectionRemovalGround(Topology Topology, ConnectionRemovalRequest Request)
{
    /// <summary>Finds and reads what is named. Null when a name means nothing or several things: each is told as a failure.</summary>
    /// <param name="arm">The connection to Azure.</param>
    /// <param name="connections">Ids or names.</param>
    /// <param name="keepSite">Whether local network gateways stay.</param>
    /// <param name="subscriptionIds">Where names are looked for; empty for everywhere.</param>
    /// <param name="steps">Where failures, warnings and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<ConnectionRemovalGround?> ReadAsync(
        IArm arm, IReadOnlyList<string> connections, bool keepSite, IReadOnlyCollection<string> subscriptionIds, StepWriter steps,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(steps);
        if (await ConnectionSearch.FindAsync(arm, connections, [], subscriptionIds, steps, cancellationToken).ConfigureAwait(false) is not { } ids)
        {
            if (!keepSite)
            {
                var missing = await SiteLeft.MissingAsync(arm, connections, subscriptionIds, cancellationToken).ConfigureAwait(false);
                await SiteLeft.TellAsync(arm, missing, subscriptionIds, steps, cancellationToken).ConfigureAwait(false);
            }

            return null;
        }

        var harvest = new Harvest(arm, steps, NetworkReader.DefaultThrottleLimit);
        var gone = await harvest.GetAsync(ids, "connections", e => e.Status != 404 && Harvest.LeavesGap(e), cancellationToken).ConfigureAwait(false);
        if (!keepSite)
        {
            await SiteLeft.TellAsync(arm, gone.Select(g => g.ToString()), subscriptionIds, steps, cancellationToken).ConfigureAwait(false);
        }

        var named = harvest.ToTopology(arm.Time.GetUtcNow());
        var request = new ConnectionRemovalRequest(ids) { KeepLocalNetworkGateway = keepSite };

        // A gateway that was deleted under its connection is no reason to keep that.
        var gateways = named.Connections.Select(c => c.Gateway).OfType<ResourceId>().Distinct().ToImmutableArray();
        var around = await AroundAsync(arm, gateways, steps, cancellationToken).ConfigureAwait(false);
        var known = new Topology(around.Documents.Concat(named.Documents), around.Gaps.Concat(named.Gaps)) { ReadAt = named.ReadAt, Extras = around.Extras };
        return new(await BesideAsync(arm, known, request, subscriptionIds, steps, cancellationToken).ConfigureAwait(false), request);
    }

    /// <summary>The same, with local network gateways removed also where this module has not made them.</summary>
    public ConnectionRemovalGround RemovingAnySite(bool removes) =>
        this with { Request = Request with { RemoveLocalNetworkGateway = removes } };

    /// <summary>The plan.</summary>
    public Plan Plan() => ConnectionRemovalPlanner.Create(Topology, Request);

    private static async Task<Topology> AroundAsync(IArm arm, ImmutableArray<ResourceId> gateways, StepWriter steps, CancellationToken stop)
    {
        var harvest = new Harvest(arm, StepWriter.Nowhere, NetworkReader.DefaultThrottleLimit);
        var gone = await harvest.GetAsync(gateways, "gateways", Harvest.LeavesGap, stop).ConfigureAwait(false);
        var there = gateways.Except(gone).Where(harvest.Has).ToImmutableArray();
        return there.IsEmpty ? Topology.Empty
            : (await VpnGround.OfAsync(arm, there, steps, stop).ConfigureAwait(false))?.Topology ?? Topology.Empty;
    }

    // The other half may lie in any group, and so may others that use a site: each gateway lists its own.
    private static async Task<Topology> BesideAsync(
        IArm arm, Topology known, ConnectionRemovalRequest request, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken stop)
    {
        var named = known.Connections.Where(c => request.Connections.Contains(c.Id)).ToArray();
        var harvest = new Harvest(arm, steps, NetworkReader.DefaultThrottleLimit);
        var directory = new ResourceDirectory(arm, [.. subscriptionIds], StepWriter.Nowhere);
        var far = named.Select(c => c.OtherGateway).OfType<ResourceId>();
        var listed = await directory.TunnelsAsync(far, stop).ConfigureAwait(false);
        var users = named.Any(c => c.Kind == ConnectionKind.IPsec) && !request.KeepLocalNetworkGateway
            ? await directory.TunnelsAsync(stop).ConfigureAwait(false) : [];
        await harvest.GetAsync(listed.Concat(users).Concat(named.Select(c => c.LocalNetworkGateway).OfType<ResourceId>()).Where(id => known.Document(id) is null),
            "connections", e => e.Status != 404 && Harvest.LeavesGap(e), stop).ConfigureAwait(false);
        harvest.Ended();
        var read = harvest.ToTopology(known.ReadAt ?? arm.Time.GetUtcNow());
        return new(known.Documents.Concat(read.Documents), known.Gaps.Concat(read.Gaps)) { ReadAt = known.ReadAt, Extras = known.Extras };
    }
}
