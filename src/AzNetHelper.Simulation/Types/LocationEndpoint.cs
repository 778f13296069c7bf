using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// The regions of a subscription with their zones: GET /subscriptions/{s}/locations. One that the networks are in and the table of
/// regions does not know is listed without zones.
/// </summary>
internal sealed class LocationEndpoint(Cloud cloud)
{
    public Answer List(Exchange exchange, string subscription)
    {
        var scope = ResourceId.ForSubscription(subscription);
        return !exchange.IsRead ? Answer.Refusing(FrontDoorErrors.MethodNotAllowed.With(exchange.Verb, exchange.Uri.AbsolutePath))
            : cloud.Guards.CheckPermission("Microsoft.Resources/subscriptions/locations/read", scope) is { } denied
                ? Answer.Refusing(denied)
            : Answer.Of(200, new JsonObject { ["value"] = new JsonArray([.. Regions().Select(r => (JsonNode)Show(scope, r))]) });
    }

    private IEnumerable<Region> Regions() => Region.All.Concat(cloud.Estate.Resources.Select(r => r.Value.Text("location"))
        .OfType<string>().Select(l => Documents.NormalLocation(l)!).Where(l => l is not "global" && Region.Find(l) is null)
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(l => new Region(l, l, "Other", null, [])));

    private JsonObject Show(ResourceId subscription, Region region)
    {
        var shown = new JsonObject
        {
            ["id"] = $"{subscription}/locations/{region.Name}",
            ["name"] = region.Name,
            ["type"] = "Region",
            ["displayName"] = region.DisplayName,
            ["regionalDisplayName"] = $"({region.Group}) {region.DisplayName}",
            ["metadata"] = new JsonObject
            {
                ["regionType"] = "Physical",
                ["regionCategory"] = region.Zones.IsEmpty ? "Other" : "Recommended",
                ["geographyGroup"] = region.Group,
                ["pairedRegion"] = region.Pair is null ? new JsonArray() : new JsonArray((JsonNode)new JsonObject
                {
                    ["name"] = region.Pair,
                    ["id"] = $"{subscription}/locations/{region.Pair}",
                }),
            },
        };

        // Which of the physical zones a logical one is differs from subscription to subscription.
        if (!region.Zones.IsEmpty)
        {
            var turn = subscription.SubscriptionId.Sum(c => c) % region.Zones.Length;
            shown["availabilityZoneMappings"] = new JsonArray([.. region.Zones.Select((zone, i) => (JsonNode)new JsonObject
            {
                ["logicalZone"] = zone,
                ["physicalZone"] = $"{region.Name}-az{region.Zones[(i + turn) % region.Zones.Length]}",
            })]);
        }

        return shown;
    }
}
