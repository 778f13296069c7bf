using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>A route that a gateway has learned, as getLearnedRoutes tells it.</summary>
/// <param name="Network">The prefix, for example <c>0.0.0.0/0</c>.</param>
public sealed record LearnedRoute(string Network)
{
    /// <summary>The BGP peer that announced it.</summary>
    public string SourcePeer { get; init; } = "192.0.2.1";

    public string NextHop { get; init; } = "192.0.2.1";

    /// <summary><c>EBgp</c>, <c>IBgp</c> or <c>Network</c>.</summary>
    public string Origin { get; init; } = "EBgp";

    public string AsPath { get; init; } = "65010";
}

/// <summary>
/// What is asked of a gateway beside its document: the routes that it has learned (a POST that changes nothing; answered as
/// recorded with 202, the body null and a Location) and its connections.
/// </summary>
internal sealed class GatewayActions(Cloud cloud)
{
    private const int Weight = 32768;

    public Answer? Find(Exchange exchange, ResourceId group, string[] rest)
    {
        if (rest is not [var type, var name, var what] || !Json.Same(type, "virtualNetworkGateways"))
        {
            return null;
        }

        var id = ResourceId.ForResource(group.SubscriptionId, group.ResourceGroup!, ResourceKind.Gateway.Type, name);
        return Json.Same(what, "getLearnedRoutes") ? Ask(exchange, cloud.Estate.Canonical(id), "POST", "getLearnedRoutes/action", LearnedRoutes)
            : Json.Same(what, "connections") ? Ask(exchange, cloud.Estate.Canonical(id), "GET", "connections/read", Connections)
            : null;
    }

    private Answer Ask(Exchange exchange, ResourceId id, string method, string action, Func<Exchange, ResourceId, JsonObject, Answer> answer)
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

    private Answer LearnedRoutes(Exchange exchange, ResourceId id, JsonObject gateway)
    {
        var operation = cloud.Operations.Start(exchange,
            new("GetVirtualNetworkGatewayLearnedRoutesOperation", id, gateway.Text("location") ?? "global",
                cloud.Options.Times.GatewayRoutes)
            {
                Asks = true,
                Complete = () => { },
                Abandon = _ => { },
                Output = () => new JsonObject { ["value"] = new JsonArray([.. Rows(id).Select(r => (JsonNode)r)]) },
            });
        return Accepted.Question(exchange, operation);
    }

    private Answer Connections(Exchange exchange, ResourceId id, JsonObject gateway) => Pages.Of(exchange,
        [.. ConnectionsOf(id).Select(c => Cloud.ShowListed(c, ResourceKind.Connection, exchange.ApiVersion!))], cloud.Options.PageSize);

    private IEnumerable<JsonObject> ConnectionsOf(ResourceId gateway) => cloud.Estate
        .OfKind(ResourceKind.Connection).Where(r => Json.Same(r.Value.Object("properties").Reference("virtualNetworkGateway1"), gateway.ToString()))
        .Select(r => r.Value);

    // Its own VNet, and what was seeded; origin and members as facts and the published examples have them.
    private IEnumerable<JsonObject> Rows(ResourceId id)
    {
        var gateway = cloud.Estate.Find(id);
        var local = gateway.Object("properties").Object("bgpSettings").Text("bgpPeeringAddress")?.Split(',')[0] ?? string.Empty;
        foreach (var network in gateway is null ? [] : GatewayTransitRules.Subnets(gateway).Select(s => s.Parent!).Distinct())
        {
            foreach (var prefix in cloud.Estate.Find(network).Object("properties").Object("addressSpace").Texts("addressPrefixes"))
            {
                yield return Row(local, prefix, new(prefix) { SourcePeer = local, NextHop = string.Empty, Origin = "Network", AsPath = string.Empty });
            }
        }

        foreach (var route in cloud.LearnedRoutes.GetValueOrDefault(id, []))
        {
            yield return Row(local, route.Network, route);
        }
    }

    private static JsonObject Row(string local, string network, LearnedRoute route)
    {
        var row = new JsonObject { ["localAddress"] = local, ["network"] = network };
        if (route.NextHop.Length > 0)
        {
            row["nextHop"] = route.NextHop;
        }

        row["sourcePeer"] = route.SourcePeer;
        row["origin"] = route.Origin;
        row["asPath"] = route.AsPath;
        row["weight"] = Weight;
        return row;
    }
}
