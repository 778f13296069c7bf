using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.Reading;

/// <summary>
/// Surveys networks: one paged Resource Graph query per kind where that is allowed, else lists per subscription side by
/// side, then a GET for what these lack. What cannot be read is a gap and a warning, never silence.
/// </summary>
public sealed class TopologyReader
{
    private static readonly ImmutableArray<string> OtherTypes =
        [ResourceTypes.VirtualNetworkGateway, ResourceTypes.RouteTable, ResourceTypes.PublicIPAddress];

    private readonly IArm _arm;
    private readonly TopologyScope _scope;
    private readonly StepWriter _steps;
    private readonly Harvest _harvest;
    private bool _graphRefused;

    private TopologyReader(IArm arm, TopologyScope scope, StepWriter steps)
    {
        _arm = arm;
        _scope = scope;
        _steps = steps;
        _harvest = new(arm, steps, scope.ThrottleLimit);
    }

    /// <summary>Reads the networks in a scope.</summary>
    /// <exception cref="ArmException">Nothing can be read: no answer, or the sign-in is not accepted.</exception>
    public static Task<Topology> ReadAsync(
        IArm arm, TopologyScope scope, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(steps);
        return new TopologyReader(arm, scope, steps).ReadAsync(cancellationToken);
    }

    private async Task<Topology> ReadAsync(CancellationToken stop)
    {
        var readAt = _arm.Time.GetUtcNow();
        _harvest.Progress("subscriptions", 0, 0);
        var subscriptions = await Subscriptions.SelectAsync(_arm, _scope.SubscriptionIds, _harvest.Gap, stop)
            .ConfigureAwait(false);
        await ReadKindAsync(ResourceTypes.VirtualNetwork, subscriptions, stop).ConfigureAwait(false);
        var found = _harvest.Networks.Select(n => n.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (!_graphRefused && !_scope.VNetNames.All(found.Contains))
        {
            // Resource Graph is behind by seconds to minutes: what it does not know may have been made just now.
            await ListKindAsync(ResourceTypes.VirtualNetwork, subscriptions, stop).ConfigureAwait(false);
        }

        if (_scope.VNetNames.IsEmpty)
        {
            foreach (var type in OtherTypes)
            {
                await ReadKindAsync(type, subscriptions, stop).ConfigureAwait(false);
            }
        }

        if (_scope.ReadsPeers)
        {
            await ReadMissingAsync(_harvest.Networks.SelectMany(Shape.PeersOf), "peered networks", stop)
                .ConfigureAwait(false);
        }

        var networks = _harvest.Networks;
        await ReadMissingAsync(networks.SelectMany(Shape.GatewaysIn), "gateways", stop).ConfigureAwait(false);
        await ReadMissingAsync(networks.SelectMany(Shape.RouteTablesOf), "route tables", stop).ConfigureAwait(false);
        await ReadMissingAsync(
            _harvest.Documents.Where(d => d.Id.IsType(ResourceTypes.VirtualNetworkGateway))
                .SelectMany(d => Shape.PublicAddressesOf(d)),
            "public addresses", stop).ConfigureAwait(false);
        if (_scope.Depth.HasFlag(SurveyDepth.Ways))
        {
            var ways = new WaysReader(_arm, _harvest, _scope) { GraphRefused = _graphRefused };
            await ways.ReadAsync(subscriptions, stop).ConfigureAwait(false);
        }

        if (_scope.Depth.HasFlag(SurveyDepth.ConnectedGroups))
        {
            await new ConnectedGroupsReader(_arm, _harvest) { GraphRefused = _graphRefused }.ReadAsync(stop).ConfigureAwait(false);
        }

        if (_scope.Depth.HasFlag(SurveyDepth.CircuitRoutes))
        {
            await new CircuitRouteReader(_arm, _harvest, _scope.RouterPatience)
                .ReadAsync(_harvest.Values<ExpressRouteCircuit>(), stop).ConfigureAwait(false);
        }

        _harvest.Ended();
        return _harvest.ToTopology(readAt);
    }

    private async Task ReadKindAsync(string type, IReadOnlyCollection<string> subscriptions, CancellationToken stop)
    {
        var what = What(type);
        _harvest.Progress(what, 0, 0);
        if (!_graphRefused)
        {
            try
            {
                await ReadGraphAsync(type, what, subscriptions, stop).ConfigureAwait(false);
                return;
            }
            catch (ArmException e) when (Harvest.LeavesGap(e))
            {
                _graphRefused = true;
                _steps.Notice(NoticeSeverity.Information, "ResourceGraphNotUsed",
                    $"Resource Graph did not answer ({e.Code}); each subscription is listed instead, which takes "
                    + "longer.");
            }
        }

        await ListKindAsync(type, subscriptions, stop).ConfigureAwait(false);
    }

    private Task ListKindAsync(string type, IReadOnlyCollection<string> subscriptions, CancellationToken stop)
    {
        var isNetworks = Is(type, ResourceTypes.VirtualNetwork);
        var paths = Is(type, ResourceTypes.VirtualNetworkGateway) ? GatewayLists() : Lists(type, subscriptions);
        return _harvest.ListAsync(paths, What(type),
            keeps: id => !isNetworks || _scope.VNetNames.IsEmpty
                || _scope.VNetNames.Contains(id.Name, StringComparer.OrdinalIgnoreCase),

            // A group that the user named is in some of the subscriptions only.
            isNothing: e => e.Status == 404 && !_scope.ResourceGroups.IsEmpty && e.Is("ResourceGroupNotFound"), stop);
    }

    private async Task ReadGraphAsync(
        string type, string what, IReadOnlyCollection<string> subscriptions, CancellationToken stop)
    {
        IReadOnlyCollection<string> names = Is(type, ResourceTypes.VirtualNetwork) ? _scope.VNetNames : [];
        var query = ResourceGraph.Whole(type, _scope.ResourceGroups, names);
        var rows = 0;
        await foreach (var page in ResourceGraph.PagesAsync(_arm, query, subscriptions, stop).ConfigureAwait(false))
        {
            foreach (var row in page.Rows)
            {
                stop.ThrowIfCancellationRequested();
                _harvest.Add(row, $"Resource Graph, {what}");
            }

            rows += page.Rows.Count;
            _harvest.Progress($"{what}: {rows} read", rows, (int)Math.Min(page.Total, int.MaxValue));
        }
    }

    private IEnumerable<string> Lists(string type, IReadOnlyCollection<string> subscriptions) =>
        from subscription in subscriptions
        from folder in _scope.ResourceGroups.IsEmpty
            ? [ResourceId.ForSubscription(subscription)]
            : _scope.ResourceGroups.Select(g => ResourceId.ForGroup(subscription, g))
        select $"{folder}/providers/{type}";

    // Gateways have no list per subscription: the groups that hold one are known from the GatewaySubnets.
    private IEnumerable<string> GatewayLists() => _harvest.Networks.SelectMany(Shape.GatewaysIn).Select(g => g.Group)
        .OfType<ResourceId>().Distinct().Order().Select(g => $"{g}/providers/{ResourceTypes.VirtualNetworkGateway}");

    private Task ReadMissingAsync(IEnumerable<ResourceId> ids, string what, CancellationToken stop) =>
        _harvest.GetAsync(ids.Where(i => !_harvest.Has(i)), what, Harvest.LeavesGap, stop);

    private static string What(string type) => type[(type.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static bool Is(string type, string other) => string.Equals(type, other, StringComparison.OrdinalIgnoreCase);
}
