using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// What is asked about circuits beside their documents: who offers them, their counters, and ARP and route tables of their links
/// (POSTs that change nothing; answered as recorded with 202, the body null and a Location).
/// </summary>
internal sealed class CircuitActions(Cloud cloud)
{
    private const string Providers = "expressRouteServiceProviders";

    private static readonly (string Name, string Operation, Func<CircuitTables, JsonObject, CircuitLink, IEnumerable<JsonObject>> Rows)[] Tables =
    [
        ("arpTables", "GetExpressRouteCircuitArpTableOperation", (t, p, l) => t.Arp(p, l)),
        ("routeTables", "GetExpressRouteCircuitRouteTableOperation", (t, p, l) => t.Routes(p, l)),
        ("routeTablesSummary", "GetExpressRouteCircuitRouteTableSummaryOperation", (t, p, l) => t.Summary(p, l)),
    ];

    /// <summary>…/providers/Microsoft.Network/expressRouteServiceProviders of a subscription.</summary>
    public Answer? OfSubscription(Exchange exchange, ResourceId subscription, string[] rest) =>
        rest is not [var type] || !Json.Same(type, Providers) ? null
        : !exchange.IsRead ? NotAllowed(exchange)
        : cloud.Guards.CheckPermission($"Microsoft.Network/{Providers}/read", subscription) is { } denied ? Answer.Refusing(denied)
        : Pages.Of(exchange, [.. cloud.Options.CircuitProviders.Select(p => Show(subscription, p))], cloud.Options.PageSize);

    public Answer? Find(Exchange exchange, ResourceId group, string[] rest)
    {
        if (rest is not [var type, var name, .. var what] || !Json.Same(type, "expressRouteCircuits"))
        {
            return null;
        }

        var id = cloud.Estate.Canonical(
            ResourceId.ForResource(group.SubscriptionId, group.ResourceGroup!, ResourceKind.Circuit.Type, name));
        return what switch
        {
            [var stats] when Json.Same(stats, "stats") => Counters(exchange, id, peering: null),
            [var peerings, var peering, var stats] when IsPeerings(peerings) && Json.Same(stats, "stats") =>
                Counters(exchange, id, peering),
            [var peerings, var peering, var table, var link] when IsPeerings(peerings)
                && Array.Find(Tables, t => Json.Same(t.Name, table)) is { Name: not null } found => Table(exchange, id, peering, link, found),
            _ => null,
        };
    }

    private static bool IsPeerings(string word) => Json.Same(word, "peerings");

    private Answer Counters(Exchange exchange, ResourceId id, string? peering)
    {
        var of = peering is null ? id : cloud.Estate.Canonical(id.Child("peerings", peering));
        if (!exchange.IsRead)
        {
            return NotAllowed(exchange);
        }

        if (Missing(id, of) is { } missing)
        {
            return missing;
        }

        var tables = new CircuitTables(cloud, id, exchange.Now);
        return cloud.Guards.CheckPermission($"{(peering is null ? ResourceKind.Circuit : ResourceKind.CircuitPeering).Type}/stats/read", of) is { } denied
            ? Answer.Refusing(denied)
            : Answer.Of(200, peering is null ? tables.Stats([.. CircuitShape.Peerings(cloud.Estate.Find(id))]) : tables.Stats(cloud.Estate.Find(of)!));
    }

    // What is told is what holds when the operation has ended. The rights are those of the published list of operations: read.
    private Answer Table(Exchange exchange, ResourceId id, string peering, string path,
        (string Name, string Operation, Func<CircuitTables, JsonObject, CircuitLink, IEnumerable<JsonObject>> Rows) table)
    {
        var of = cloud.Estate.Canonical(id.Child("peerings", peering));
        if (exchange.Verb is not "POST")
        {
            return NotAllowed(exchange);
        }

        if (Missing(id, of) is { } missing)
        {
            return missing;
        }

        CircuitLink? link = Json.Same(path, "primary") ? CircuitLink.Primary : Json.Same(path, "secondary") ? CircuitLink.Secondary : null;
        var refused = cloud.Guards.Check(exchange, of, ResourceKind.CircuitPeering.Type, $"{table.Name}/read", $"{table.Name}/action")
            ?? (link is null ? CircuitErrors.UnknownLink.With(path, of) : null);
        return refused is not null ? Answer.Refusing(refused) : Accepted.Question(exchange, cloud.Operations.Start(exchange,
            new(table.Operation, of, cloud.Estate.Find(id).Text("location") ?? "global", cloud.Options.Times.CircuitTable)
            {
                Asks = true,
                Complete = () => { },
                Abandon = _ => { },
                Output = () => new JsonObject { ["value"] = new JsonArray([.. Rows()]) },
            }));

        IEnumerable<JsonNode> Rows() => cloud.Estate.Find(of) is { } found
            ? table.Rows(new(cloud, id, cloud.Options.Time.GetUtcNow()), found, link!.Value) : [];
    }

    private Answer? Missing(ResourceId id, ResourceId of) =>
        cloud.Estate.Find(id) is null ? Answer.Refusing(FrontDoorErrors.ResourceNotFound.With($"{id.Type}/{id.Name}", id.ResourceGroup))
        : cloud.Estate.Find(of) is null ? Answer.Refusing(NetworkErrors.NotFound.With(of))
        : null;

    // An id without group and name, as clients print it.
    private static JsonObject Show(ResourceId subscription, CircuitProvider provider) => new()
    {
        ["name"] = provider.Name,
        ["id"] = $"{subscription}/resourceGroups//providers/Microsoft.Network/{Providers}/",
        ["type"] = $"Microsoft.Network/{Providers}",
        ["properties"] = new JsonObject
        {
            ["provisioningState"] = "Succeeded",
            ["peeringLocations"] = provider.PeeringLocations.ToJsonArray(),
            ["bandwidthsOffered"] = new JsonArray([.. provider.Bandwidths.Select(b => (JsonNode)new JsonObject
            {
                ["offerName"] = CircuitProvider.Offer(b),
                ["valueInMbps"] = b,
            })]),
        },
    };

    private static Answer NotAllowed(Exchange exchange) =>
        Answer.Refusing(FrontDoorErrors.MethodNotAllowed.With(exchange.Verb, exchange.Uri.AbsolutePath));
}
