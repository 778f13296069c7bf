using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.Reading;

/// <summary>Looks up which resources there are, by type and name.</summary>
internal sealed class ResourceDirectory(IArm arm, ImmutableArray<string> wantedSubscriptions, StepWriter steps)
{
    private readonly Harvest _harvest = new(arm, steps, NetworkReader.DefaultThrottleLimit);
    private readonly Dictionary<string, ImmutableArray<ResourceId>> _listed = new(StringComparer.OrdinalIgnoreCase);
    private ImmutableArray<string> _subscriptions;
    private bool _graphRefused;

    /// <summary>What could not be asked, so that something may be missing.</summary>
    public IReadOnlyCollection<TopologyGap> Gaps => _harvest.Gaps;

    /// <summary>The resources that the references may mean: by name, and the subnets of VNets that are named.</summary>
    public async Task<IReadOnlyCollection<ResourceId>> CandidatesAsync(
        IReadOnlyCollection<ResourceReference> references, ImmutableArray<string> types, CancellationToken stop)
    {
        var found = new HashSet<ResourceId>();
        foreach (var type in types.Where(t => !IsSubnet(t)))
        {
            string[] names = [.. references.Where(r => r.Segments.Length <= 2).Select(r => r.Segments[^1])];
            found.UnionWith(await FindAsync(type, names, stop).ConfigureAwait(false));
        }

        if (types.Any(IsSubnet))
        {
            ResourceReference[] paths = [.. references.Where(r => r.Segments.Length >= 2)];
            var parents = await FindAsync(ResourceTypes.VirtualNetwork, [.. paths.Select(r => r.Segments[^2])], stop)
                .ConfigureAwait(false);
            var named = parents.Where(p => paths.Any(
                r => ResourceReference.Parse(string.Join('/', r.Segments[..^1])).Names(p)));
            await _harvest.GetAsync(named.Where(p => !_harvest.Has(p)), "virtual networks", IsGap, stop)
                .ConfigureAwait(false);
            found.UnionWith(_harvest.Networks.SelectMany(n => n.Subnets).Select(s => s.Id));
        }

        _harvest.Ended();
        return found;
    }

    /// <summary>
    /// Every resource of the types as Azure Resource Manager lists it, with the VNets that hold subnets; Resource Graph
    /// may be minutes behind it, both ways. A candidate that no list holds counts only where a GET does not answer 404:
    /// its list may not be readable.
    /// </summary>
    public async Task<IReadOnlyCollection<ResourceId>> ListedAsync(
        ImmutableArray<string> types, IEnumerable<ResourceId> candidates, CancellationToken stop)
    {
        var listed = new HashSet<ResourceId>();
        foreach (var type in types.Select(t => IsSubnet(t) ? ResourceTypes.VirtualNetwork : t)
            .Distinct(StringComparer.OrdinalIgnoreCase))
        {
            listed.UnionWith(await ListAsync(type, stop).ConfigureAwait(false));
        }

        if (types.Any(IsSubnet))
        {
            listed.UnionWith(_harvest.Networks.SelectMany(n => n.Subnets).Select(s => s.Id));
        }

        ResourceId[] doubtful = [.. candidates.Where(c => !listed.Contains(c) && !IsSubnet(c.Type))];
        var gone = await _harvest.GetAsync(doubtful, "resources", IsGap, stop).ConfigureAwait(false);
        listed.UnionWith(doubtful.Except(gone));
        _harvest.Ended();
        return listed;
    }

    /// <summary>Every gateway that there is.</summary>
    public async Task<IReadOnlyCollection<ResourceId>> GatewaysAsync(CancellationToken stop)
    {
        var gateways = await FindAsync(ResourceTypes.VirtualNetworkGateway, names: null, stop).ConfigureAwait(false);
        _harvest.Ended();
        return gateways;
    }

    /// <summary>
    /// The gateways that circuits may be connected with. Resource Graph tells kinds; without it every gateway is one that may be.
    /// </summary>
    public async Task<IReadOnlyCollection<ResourceId>> CircuitGatewaysAsync(CancellationToken stop)
    {
        await SelectAsync(stop).ConfigureAwait(false);
        try
        {
            var found = new List<ResourceId>();
            var query = ResourceGraph.Whole(ResourceTypes.VirtualNetworkGateway, groups: [], names: []);
            await foreach (var row in ResourceGraph.QueryAsync(arm, query, _subscriptions, stop).ConfigureAwait(false))
            {
                using var json = JsonTape.Read(row);
                var kind = json.Root.Object("properties").Enumeration("gatewayType", GatewayKind.ExpressRoute, GatewayKind.Other);
                if (kind == GatewayKind.ExpressRoute && ResourceId.TryParse(json.Root.Text("id"), out var id))
                {
                    found.Add(id);
                }
            }

            return found;
        }
        catch (ArmException e) when (Harvest.LeavesGap(e))
        {
            _graphRefused = true;
            return await GatewaysAsync(stop).ConfigureAwait(false);
        }
    }

    /// <summary>The circuits that there are.</summary>
    public async Task<IReadOnlyCollection<ResourceId>> CircuitsAsync(CancellationToken stop)
    {
        var circuits = await FindAsync(ResourceTypes.ExpressRouteCircuit, names: null, stop).ConfigureAwait(false);
        _harvest.Ended();
        return circuits;
    }

    /// <summary>The tunnels of every gateway that there is, as the gateways list them. A gateway takes long to make: Resource
    /// Graph knows it.</summary>
    public async Task<ImmutableArray<ResourceId>> TunnelsAsync(CancellationToken stop)
    {
        var gateways = await FindAsync(ResourceTypes.VirtualNetworkGateway, names: null, stop).ConfigureAwait(false);
        return await TunnelsAsync(gateways, stop).ConfigureAwait(false);
    }

    /// <summary>The tunnels of gateways, as these list them: links to circuits are none.</summary>
    public async Task<ImmutableArray<ResourceId>> TunnelsAsync(IEnumerable<ResourceId> gateways, CancellationToken stop)
    {
        var connections = await ConnectionsAsync(gateways, stop).ConfigureAwait(false);
        _harvest.Ended();
        return [.. _harvest.Values<GatewayConnection>().Where(c => c.Kind != ConnectionKind.ExpressRoute).Select(c => c.Id)
            .Intersect(connections).Order()];
    }

    private async Task<ImmutableArray<ResourceId>> ConnectionsAsync(IEnumerable<ResourceId> gateways, CancellationToken stop)
    {
        await _harvest.ListAsync(gateways.Distinct().Order().Select(g => $"{g}/connections"), "connections",
            keeps: id => id.IsType(ResourceTypes.Connection), isNothing: e => e.Status == 404, stop).ConfigureAwait(false);
        return [.. _harvest.Documents.Select(d => d.Id).Where(id => id.IsType(ResourceTypes.Connection))];
    }

    private async Task<IReadOnlyCollection<ResourceId>> FindAsync(
        string type, IReadOnlyCollection<string>? names, CancellationToken stop)
    {
        if (names is { Count: 0 })
        {
            return [];
        }

        await SelectAsync(stop).ConfigureAwait(false);
        if (!_graphRefused)
        {
            try
            {
                return await AskGraphAsync(type, names ?? [], stop).ConfigureAwait(false);
            }
            catch (ArmException e) when (Harvest.LeavesGap(e))
            {
                _graphRefused = true;
            }
        }

        return await ListAsync(type, stop).ConfigureAwait(false);
    }

    private async Task<IReadOnlyCollection<ResourceId>> AskGraphAsync(
        string type, IReadOnlyCollection<string> names, CancellationToken stop)
    {
        var found = new List<ResourceId>();
        var query = ResourceGraph.Ids(type, groups: [], [.. names.Distinct(StringComparer.OrdinalIgnoreCase)]);
        await foreach (var row in ResourceGraph.QueryAsync(arm, query, _subscriptions, stop).ConfigureAwait(false))
        {
            if (ResourceId.TryParse(JsonSlices.Text(JsonSlices.Members(row).GetValueOrDefault("id")), out var id))
            {
                found.Add(id);
            }
        }

        return found;
    }

    private async Task<IReadOnlyCollection<ResourceId>> ListAsync(string type, CancellationToken stop)
    {
        if (_listed.TryGetValue(type, out var known))
        {
            return known;
        }

        // Nor have connections; their gateways list them, in whichever group they are (arm-protocol 1.4, 1.5).
        if (string.Equals(type, ResourceTypes.Connection, StringComparison.OrdinalIgnoreCase))
        {
            return _listed[type] = await ConnectionsAsync(
                await ListAsync(ResourceTypes.VirtualNetworkGateway, stop).ConfigureAwait(false), stop).ConfigureAwait(false);
        }

        // A bare name is no subnet's: nothing was asked before.
        await SelectAsync(stop).ConfigureAwait(false);

        // Gateways have no list per subscription; what sits in the GatewaySubnets tells them.
        var ofGateways = string.Equals(type, ResourceTypes.VirtualNetworkGateway, StringComparison.OrdinalIgnoreCase);
        var listed = ofGateways ? ResourceTypes.VirtualNetwork : type;
        await _harvest.ListAsync(
            _subscriptions.Select(s => $"{ResourceId.ForSubscription(s)}/providers/{listed}"), listed,
            keeps: _ => true, isNothing: _ => false, stop).ConfigureAwait(false);
        return _listed[type] = ofGateways
            ? [.. _harvest.Networks.SelectMany(Shape.GatewaysIn).Distinct()]
            : [.. _harvest.Documents.Select(d => d.Id).Where(id => id.IsType(type))];
    }

    private async Task SelectAsync(CancellationToken stop)
    {
        if (_subscriptions.IsDefault)
        {
            _subscriptions = await Subscriptions.SelectAsync(arm, wantedSubscriptions, _harvest.Gap, stop).ConfigureAwait(false);
        }
    }

    // What Resource Graph tells of may be gone: that is no gap.
    private static bool IsGap(ArmException error) => error.Status != 404 && Harvest.LeavesGap(error);

    private static bool IsSubnet(string type) =>
        string.Equals(type, ResourceTypes.Subnet, StringComparison.OrdinalIgnoreCase);
}
