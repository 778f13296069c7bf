using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>What an ExpressRoute gateway answers about its routes and BGP peers; rows as seen of a gateway in public.</summary>
internal sealed class CircuitQuestions(Cloud cloud, ResourceId id, DateTimeOffset now)
{
    // Of its own VNet, and of what came over circuits.
    private const int OwnWeight = 32768;
    private const int LearnedWeight = 32769;

    private readonly CircuitRoutes _routes = new(cloud, now);
    private readonly JsonObject? _gateway = cloud.Estate.Find(id);

    /// <summary>Its VNet and those that use it (origin Network), and what Microsoft's routers told (EBgp), at each instance.</summary>
    public IEnumerable<JsonObject> Learned() =>
        from local in CircuitGateway.Addresses(cloud, _gateway)
        from row in CircuitGateway.Originated(cloud, _gateway!)
            .Select(p => GatewayQuestions.Row(local, p.ToString(), string.Empty, local, "Network", string.Empty, OwnWeight))
            .Concat(from joint in _routes.JointsOfGateway(id)
                    from neighbor in _routes.Neighbors(joint)
                    from route in _routes.Heard(joint, neighbor.Link)
                    select GatewayQuestions.Row(local, route.Prefix.ToString(), neighbor.Address, neighbor.Address, "EBgp", Path(route), LearnedWeight))
        select row;

    /// <summary>What one of Microsoft's routers is told; null for an address that is none.</summary>
    public IEnumerable<JsonObject>? Advertised(string peer) =>
        !_routes.JointsOfGateway(id).SelectMany(_routes.Neighbors).Any(n => n.Address == peer) ? null :
            from local in CircuitGateway.Addresses(cloud, _gateway).Take(1)
            from prefix in CircuitGateway.Originated(cloud, _gateway!)
            select GatewayQuestions.Row(local, prefix.ToString(), local, string.Empty, "Igp",
                GatewayShape.DefaultAsn.ToString(CultureInfo.InvariantCulture), 0);

    /// <summary>A row for each of Microsoft's routers at each instance.</summary>
    public IEnumerable<JsonObject> Peers(string? only) =>
        from joint in _routes.JointsOfGateway(id)
        from neighbor in _routes.Neighbors(joint)
        where string.IsNullOrEmpty(only) || only == neighbor.Address
        let duration = now - joint.Since
        from local in joint.Locals
        select new JsonObject
        {
            ["localAddress"] = local,
            ["neighbor"] = neighbor.Address,
            ["asn"] = CircuitShape.MicrosoftAsn,
            ["state"] = "Connected",
            ["connectedDuration"] = duration.ToString("c", CultureInfo.InvariantCulture),
            ["routesReceived"] = _routes.Heard(joint, neighbor.Link).Count(),
            ["messagesSent"] = (long)duration.TotalMinutes + 2,
            ["messagesReceived"] = (long)duration.TotalMinutes + 2,
        };

    private static string Path(Route route) => string.Join('-', route.Path.Select(a => a.ToString(CultureInfo.InvariantCulture)));
}
