using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// The effective routes of a network interface: a POST that changes nothing, answered as the questions to gateways are. The service
/// answers only while the interface's machine runs; there are no machines here, so every interface is answered for.
/// </summary>
internal sealed class InterfaceActions(Cloud cloud)
{
    private const string Name = "effectiveRouteTable";

    public Answer? Find(Exchange exchange, ResourceId group, string[] rest)
    {
        if (rest is not [var type, var name, var what] || !Json.Same(type, "networkInterfaces") || !Json.Same(what, Name))
        {
            return null;
        }

        var id = cloud.Estate.Canonical(
            ResourceId.ForResource(group.SubscriptionId, group.ResourceGroup!, ResourceKind.Interface.Type, name));
        if (exchange.Verb is not "POST")
        {
            return Answer.Refusing(FrontDoorErrors.MethodNotAllowed.With(exchange.Verb, exchange.Uri.AbsolutePath));
        }

        if (cloud.Estate.Find(id) is not { } document)
        {
            return Answer.Refusing(FrontDoorErrors.ResourceNotFound.With($"{id.Type}/{id.Name}", id.ResourceGroup));
        }

        return (cloud.Guards.Check(exchange, id, ResourceKind.Interface.Type, $"{Name}/action") ?? cloud.Operations.Busy(exchange, id))
            is { } refused ? Answer.Refusing(refused) : Ask(exchange, id, document);
    }

    private Answer Ask(Exchange exchange, ResourceId id, JsonObject document) => Accepted.Question(exchange,
        cloud.Operations.Start(exchange, new("GetEffectiveRouteTableOperation", id, document.Text("location") ?? "global",
            cloud.Options.Times.GatewayRoutes)
        {
            Asks = true,
            Complete = () => { },
            Abandon = _ => { },
            Output = () => new JsonObject { ["value"] = new JsonArray([.. Rows(id).Select(r => (JsonNode)Show(r))]) },
        }));

    private IReadOnlyList<EffectiveRoute> Rows(ResourceId id) => cloud.Estate.Find(id).Object("properties").Objects("ipConfigurations")
        .Select(c => c.Object("properties").Reference("subnet")).OfType<string>().FirstOrDefault() is { } subnet
        && ResourceId.TryParse(subnet, out var found) ? new EffectiveRoutes(cloud, cloud.Options.Time.GetUtcNow()).Of(found) : [];

    private static JsonObject Show(EffectiveRoute route)
    {
        var shown = new JsonObject();
        if (route.Name is not null)
        {
            shown["name"] = route.Name;
        }

        shown["source"] = route.Source;
        shown["state"] = route.IsActive ? "Active" : "Invalid";
        shown["addressPrefix"] = new JsonArray(route.Prefix.ToString());
        shown["nextHopType"] = route.NextHopType;
        shown["nextHopIpAddress"] = route.NextHops.ToJsonArray();
        return shown;
    }
}
