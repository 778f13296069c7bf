using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.ExpressRoute;

/// <summary>
/// The secrets within a circuit's document: the MD5 keys of its peerings and the keys of their links of Global Reach. They stand in no
/// plan. What the service shows of them is sent on by the write, which reads the circuit just before.
/// </summary>
internal static class CircuitSecrets
{
    private const string PeeringKey = "sharedKey";
    private const string LinkKey = "authorizationKey";

    /// <summary>A peering as a circuit's body holds one, without what is the service's own and without secrets.</summary>
    public static JsonObject Without(JsonObject peering)
    {
        var body = BodyRules.Compose(ResourceTypes.CircuitPeering, peering, []).Body;
        Properties(body)?.Remove(PeeringKey);
        foreach (var link in Links(body))
        {
            Properties(link)?.Remove(LinkKey);
        }

        return body;
    }

    /// <summary>The body of a circuit that is there, with the secrets that the service showed and the body has not.</summary>
    public static JsonObject Restore(JsonObject read, JsonObject body)
    {
        var filled = (JsonObject)body.DeepClone();
        foreach (var peering in Parts(filled, "peerings"))
        {
            if (Named(Parts(read, "peerings"), peering) is not { } shown)
            {
                continue;
            }

            Keep(PeeringKey, shown, peering);
            foreach (var link in Links(peering))
            {
                if (Named(Links(shown), link) is { } other)
                {
                    Keep(LinkKey, other, link);
                }
            }
        }

        return filled;
    }

    private static void Keep(string member, JsonObject from, JsonObject to)
    {
        if (Properties(to) is { } properties && !properties.ContainsKey(member)
            && Properties(from)?[member] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0)
        {
            properties[member] = text;
        }
    }

    private static JsonObject? Properties(JsonObject part) => part["properties"] as JsonObject;

    private static IEnumerable<JsonObject> Links(JsonObject peering) => Parts(peering, "connections");

    private static IEnumerable<JsonObject> Parts(JsonObject owner, string list) => (Properties(owner)?[list] as JsonArray ?? []).OfType<JsonObject>();

    private static JsonObject? Named(IEnumerable<JsonObject> parts, JsonObject part) => parts.FirstOrDefault(p => CircuitSku.Is((string?)p["name"], (string?)part["name"]));
}
