using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// What a gateway tells its clients to send through the tunnel: its VNet, the VNets that use it, what its connections have learned
/// over BGP, the custom routes, and the other clients (azure-network-rules 2.3 j).
/// </summary>
internal sealed class ClientRoutes(Cloud cloud, ResourceId id, JsonObject gateway, DateTimeOffset now)
{
    public IEnumerable<IPPrefix> All()
    {
        var exchange = new RouteExchange(cloud, now);
        var users = GatewayShape.Network(gateway) is { } network
            ? new BorrowedGateways(cloud).UsersOf(network).SelectMany(u => u.Prefixes) : [];
        return GatewayShape.Prefixes(cloud, gateway).Concat(users)
            .Concat(exchange.LinksOf(id).SelectMany(l => exchange.Received(l)).Select(r => r.Prefix))
            .Concat(PeeringLinks.Parse(gateway.Object("properties").Object("customRoutes").Texts("addressPrefixes")))
            .Concat(GatewayShape.ClientPool(gateway)).Distinct();
    }
}
