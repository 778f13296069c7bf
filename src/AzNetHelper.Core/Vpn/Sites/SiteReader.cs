using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn.Sites;

/// <summary>
/// Reads what may stand for a device already: the sites of the group, what has the names that would be given, and the
/// connections of the gateway that lie in other groups, which it alone lists; where a site may be changed, whoever else uses it.
/// </summary>
internal sealed class SiteReader(IArm arm, IReadOnlyCollection<string> subscriptionIds, StepWriter steps)
{
    private readonly Harvest _harvest = new(arm, steps, NetworkReader.DefaultThrottleLimit);

    public async Task<Topology> AddAsync(Topology topology, SiteRequest request, CancellationToken stop)
    {
        var group = request.ResourceGroupName is { } name ? ResourceId.ForGroup(request.Gateway.SubscriptionId, name) : request.Gateway.Group!;
        var listed = new HashSet<ResourceId>();
        await _harvest.ListAsync([$"{group}/providers/{ResourceTypes.LocalNetworkGateway}", $"{request.Gateway}/connections"], "sites",
            keeps: id =>
            {
                lock (listed)
                {
                    listed.Add(id);
                }

                return false;
            }, isNothing: e => e.Status == 404, stop).ConfigureAwait(false);
        await GetAsync(topology, listed, stop).ConfigureAwait(false);
        var known = With(topology);
        await UsersAsync(known, request, stop).ConfigureAwait(false);
        known = With(topology);
        var layout = SiteLayout.Of(known, request);
        await GetAsync(known, layout.SelectMany(s => new[] { s.SiteId, s.ConnectionId }), stop).ConfigureAwait(false);
        known = With(topology);

        // What these lead to: sites, and gateways with their VNets.
        await GetAsync(known, known.Connections.Where(c => c.Gateway == request.Gateway).SelectMany(c => new[] { c.LocalNetworkGateway, c.OtherGateway })
            .OfType<ResourceId>(), stop).ConfigureAwait(false);
        known = With(topology);
        await GetAsync(known, known.Gateways.Select(g => g.VirtualNetwork).OfType<ResourceId>(), stop).ConfigureAwait(false);
        await GetAsync(known, known.Gateways.Where(g => g.Id == request.Gateway).SelectMany(g => g.Addresses).Select(a => a.PublicAddress).OfType<ResourceId>(), stop)
            .ConfigureAwait(false);
        _harvest.Ended();
        return With(topology);
    }

    // No list tells who uses a site: every gateway lists its own connections, in whichever group they are (arm-protocol 1.5).
    private async Task UsersAsync(Topology known, SiteRequest request, CancellationToken stop)
    {
        if (request.Devices.Any(d => known.LocalNetworkGateways.Any(s => SiteLayout.IsOf(s, d) && !SiteLayout.Holds(s, request, d))))
        {
            var directory = new ResourceDirectory(arm, [.. subscriptionIds], StepWriter.Nowhere);
            await GetAsync(known, await directory.TunnelsAsync(stop).ConfigureAwait(false), stop).ConfigureAwait(false);
            foreach (var gap in directory.Gaps)
            {
                _harvest.Gap(gap.Scope, gap.Code, gap.Message);
            }
        }
    }

    // What is not there is free; what may not be read shows when it is written. That a list was refused says nothing of its items.
    private async Task GetAsync(Topology known, IEnumerable<ResourceId> ids, CancellationToken stop) => await _harvest.GetAsync(
        ids.Where(id => known.Document(id) is null && !_harvest.Has(id)), "sites",
        e => e.Status != 404 && Harvest.LeavesGap(e), stop).ConfigureAwait(false);

    private Topology With(Topology topology)
    {
        var read = _harvest.ToTopology(topology.ReadAt ?? arm.Time.GetUtcNow());
        return new(topology.Documents.Concat(read.Documents), topology.Gaps.Concat(read.Gaps)) { ReadAt = topology.ReadAt, Extras = topology.Extras };
    }
}
