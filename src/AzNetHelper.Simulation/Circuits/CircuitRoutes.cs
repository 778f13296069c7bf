using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>A connection of a gateway to a circuit that packets get through.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Gateway">Its gateway.</param>
/// <param name="Circuit">Its circuit.</param>
/// <param name="Index">Which of the gateway's circuits it is, from 0.</param>
/// <param name="Since">Since when.</param>
internal sealed record CircuitJoint(ResourceId Connection, ResourceId Gateway, ResourceId Circuit, int Index, DateTimeOffset Since)
{
    /// <summary>The addresses that the gateway speaks from.</summary>
    public IReadOnlyList<string> Locals { get; init; } = [];

    /// <summary>Of several circuits that announce the same the heavier one is taken.</summary>
    public long Weight { get; init; }
}

/// <summary>A route with where packets go next.</summary>
internal sealed record RouteTo(Route Route, string NextHop);

/// <summary>
/// What circuits and ExpressRoute gateways have learned: prefixes of customers, and of other VNets of the same circuit where both
/// gateways take them (azure-network-rules 2.3 e). Between circuits nothing passes.
/// </summary>
internal sealed class CircuitRoutes
{
    private static readonly CircuitLink[] Links = [CircuitLink.Primary, CircuitLink.Secondary];

    private readonly Cloud _cloud;
    private readonly DateTimeOffset _now;
    private readonly ImmutableArray<CircuitJoint> _joints;

    public CircuitRoutes(Cloud cloud, DateTimeOffset now)
    {
        (_cloud, _now) = (cloud, now);
        _joints = [.. cloud.Estate.OfKind(ResourceKind.Connection).Where(c => CircuitShape.Is(c.Value))
            .Select(c => (c.Key, c.Value, Gateway: CircuitShape.GatewayOf(c.Value))).Where(c => c.Gateway is not null)
            .GroupBy(c => c.Gateway!).SelectMany(g => g.Select((c, i) => Joint(c.Key, c.Value, g.Key, i))).OfType<CircuitJoint>()];
    }

    public IEnumerable<CircuitJoint> JointsOf(ResourceId circuit) => _joints.Where(j => j.Circuit == circuit);

    public IEnumerable<CircuitJoint> JointsOfGateway(ResourceId gateway) => _joints.Where(j => j.Gateway == gateway);

    /// <summary>Both of Microsoft's routers, as a gateway sees them over one connection.</summary>
    public IEnumerable<(CircuitLink Link, string Address)> Neighbors(CircuitJoint joint) =>
        Links.Select(l => (l, CircuitGateway.Neighbor(_cloud, _cloud.Estate.Find(joint.Gateway), joint.Index, l)));

    /// <summary>What Microsoft's router of a link has learned.</summary>
    public IEnumerable<RouteTo> At(ResourceId circuit, JsonObject peering, CircuitLink link)
    {
        var name = peering.Text("name")!;
        var gateways = Json.Same(name, CircuitShape.PrivatePeering) ? JointsOf(circuit) : [];
        return FromCustomer(circuit, peering, link).Concat(
            from joint in gateways
            from prefix in CircuitGateway.Originated(_cloud, _cloud.Estate.Find(joint.Gateway)!)
            from local in joint.Locals
            select new RouteTo(new(prefix, [GatewayShape.DefaultAsn]), local)).OrderBy(r => r.Route.Prefix);
    }

    /// <summary>What a gateway hears from Microsoft's router of a link: customers' prefixes, and those of other VNets.</summary>
    public IEnumerable<Route> Heard(CircuitJoint joint, CircuitLink link)
    {
        var circuit = _cloud.Estate.Find(joint.Circuit);
        var own = CircuitGateway.Originated(_cloud, _cloud.Estate.Find(joint.Gateway)!).ToHashSet();
        return CircuitShape.Peering(circuit, CircuitShape.PrivatePeering) is not { } peering ? [] :
            FromCustomer(joint.Circuit, peering, link).Select(r => r.Route with { Path = [CircuitShape.MicrosoftAsn, .. r.Route.Path] })
            .Concat(from other in JointsOf(joint.Circuit)
                    where other.Gateway != joint.Gateway && Takes(joint) && Takes(other)
                    from prefix in CircuitGateway.Originated(_cloud, _cloud.Estate.Find(other.Gateway)!)
                    select new Route(prefix, [CircuitShape.MicrosoftAsn, CircuitShape.MicrosoftAsn]))
            .Where(r => !own.Contains(r.Prefix)).DistinctBy(r => r.Prefix);
    }

    /// <summary>Every prefix that a gateway has learned over its circuits, with Microsoft's routers that lead there.</summary>
    public IEnumerable<(IPPrefix Prefix, ImmutableArray<string> NextHops)> Learned(ResourceId gateway) =>
        from heard in from joint in JointsOfGateway(gateway)
                      from neighbor in Neighbors(joint)
                      from route in Heard(joint, neighbor.Link)
                      select (Route: route, neighbor.Address, joint.Weight)
        group heard by heard.Route.Prefix into prefix
        let heaviest = prefix.Max(h => h.Weight)
        select (prefix.Key, (ImmutableArray<string>)[.. prefix.Where(h => h.Weight == heaviest).Select(h => h.Address).Distinct(StringComparer.Ordinal)]);

    private IEnumerable<RouteTo> FromCustomer(ResourceId circuit, JsonObject peering, CircuitLink link)
    {
        var name = peering.Text("name")!;
        return _cloud.Circuits.Router(circuit, name, link) is not { } router ? [] :
            from isIPv6 in (bool[])[false, true]
            where _cloud.Circuits.Session(circuit, name, link, isIPv6)?.IsUp(_now) ?? false
            let hop = CircuitShape.Customer(CircuitShape.Prefix(peering, link, isIPv6)!.Value)
            from prefix in CircuitBook.Announced(router, isIPv6)
            select new RouteTo(new(prefix, [router.Asn, .. router.Path]), hop);
    }

    private bool Takes(CircuitJoint joint) => CircuitGateway.TakesRemoteNetworks(_cloud.Estate.Find(joint.Gateway));

    private CircuitJoint? Joint(ResourceId id, JsonObject connection, ResourceId gateway, int index) =>
        _cloud.Circuits.Connections.LiveSince(id) is { } since && CircuitShape.CircuitOf(connection) is { } circuit
            ? new(id, gateway, circuit, index, since)
            {
                Locals = CircuitGateway.Addresses(_cloud, _cloud.Estate.Find(gateway)),
                Weight = connection.Object("properties").Number("routingWeight") ?? 0,
            }
            : null;
}
