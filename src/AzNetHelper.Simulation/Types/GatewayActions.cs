using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// What is asked of a gateway beside its document: its routes, BGP peers and clients (POSTs that change nothing; answered as recorded with 202,
/// the body null and a Location), the devices that the service knows, and the gateway's connections.
/// </summary>
internal sealed class GatewayActions(Cloud cloud)
{
    private readonly ClientActions _clients = new(cloud);

    public Answer? Find(Exchange exchange, ResourceId group, string[] rest)
    {
        if (rest is not [var type, var name, var what] || !Json.Same(type, "virtualNetworkGateways"))
        {
            return null;
        }

        var id = cloud.Estate.Canonical(
            ResourceId.ForResource(group.SubscriptionId, group.ResourceGroup!, ResourceKind.Gateway.Type, name));
        return what.ToUpperInvariant() switch
        {
            "GETLEARNEDROUTES" => Ask(exchange, id, "POST", "getLearnedRoutes/action",
                Question("GetVirtualNetworkGatewayLearnedRoutesOperation", q => q.Learned())),
            "GETADVERTISEDROUTES" => Ask(exchange, id, "POST", "getAdvertisedRoutes/action", Advertised),
            "GETBGPPEERSTATUS" => Ask(exchange, id, "POST", "getBgpPeerStatus/action",
                Question("GetVirtualNetworkGatewayBgpPeerStatusOperation", q => q.Peers(exchange.Query.GetValueOrDefault("peer")))),
            "GETVPNCLIENTCONNECTIONHEALTH" => Ask(exchange, id, "POST", "getVpnClientConnectionHealth/action",
                Question("GetVirtualNetworkGatewayVpnClientConnectionHealthOperation", q => q.Clients())),
            "SUPPORTEDVPNDEVICES" => Ask(exchange, id, "POST", "supportedvpndevices/action",
                (_, _, _) => Answer.Of(200, JsonValue.Create(DeviceScripts.List()))),
            "CONNECTIONS" => Ask(exchange, id, "GET", "connections/read", Connections),
            _ => _clients.Find(what) is { } found ? Ask(exchange, id, "POST", found.Right, found.Answer) : null,
        };
    }

    private Answer Ask(Exchange exchange, ResourceId id, string method, string action,
        Func<Exchange, ResourceId, JsonObject, Answer> answer)
    {
        if (exchange.Verb != method)
        {
            return Answer.Refusing(FrontDoorErrors.MethodNotAllowed.With(exchange.Verb, exchange.Uri.AbsolutePath));
        }

        if (cloud.Estate.Find(id) is not { } gateway)
        {
            return Answer.Refusing(FrontDoorErrors.ResourceNotFound.With($"{id.Type}/{id.Name}", id.ResourceGroup));
        }

        return (cloud.Guards.Check(exchange, id, ResourceKind.Gateway.Type, action)
            ?? (method is "GET" ? null : cloud.Operations.Busy(exchange, id))) is { } refused
            ? Answer.Refusing(refused)
            : answer(exchange, id, gateway);
    }

    private Answer Advertised(Exchange exchange, ResourceId id, JsonObject gateway) =>
        exchange.Query.GetValueOrDefault("peer") is { Length: > 0 } peer
            ? Question("GetVirtualNetworkGatewayAdvertisedRoutesOperation", q => q.Advertised(peer))(exchange, id, gateway)
            : Answer.Refusing(VpnErrors.PeerMissing.With(id));

    // What is told is what holds when the operation has ended.
    private Func<Exchange, ResourceId, JsonObject, Answer> Question(string name, Func<GatewayQuestions, IEnumerable<JsonObject>> rows) =>
        (exchange, id, gateway) =>
        {
            var operation = cloud.Operations.Start(exchange,
                new(name, id, gateway.Text("location") ?? "global", cloud.Options.Times.GatewayRoutes)
                {
                    Asks = true,
                    Complete = () => { },
                    Abandon = _ => { },
                    Output = () => new JsonObject
                    {
                        ["value"] = new JsonArray(
                            [.. rows(new(cloud, id, cloud.Options.Time.GetUtcNow())).Select(r => (JsonNode)r)]),
                    },
                });
            return Accepted.Question(exchange, operation);
        };

    private Answer Connections(Exchange exchange, ResourceId id, JsonObject gateway) => Pages.Of(exchange,
        [.. ConnectionsOf(id).Select(c => Cloud.ShowListed(c, ResourceKind.Connection, exchange.ApiVersion!))], cloud.Options.PageSize);

    private IEnumerable<JsonObject> ConnectionsOf(ResourceId gateway) => cloud.Estate
        .OfKind(ResourceKind.Connection).Where(r =>
            Json.Same(r.Value.Object("properties").Reference("virtualNetworkGateway1"), gateway.ToString()))
        .Select(r => r.Value);
}
