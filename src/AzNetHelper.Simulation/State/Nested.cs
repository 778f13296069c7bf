using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// The parts of a document that are resources themselves: subnets, ip configurations, certificates, front ends, rules. They carry the
/// etag of the whole, and its state while it is written (recorded of gateways).
/// </summary>
internal static class Nested
{
    /// <summary>The parts of a document; references to other resources are none.</summary>
    public static IEnumerable<JsonObject> Of(JsonObject document)
    {
        var id = document.Text("id");
        return (document.Object("properties") ?? []).Concat(ClientShape.Of(document) ?? []).Select(m => m.Value).OfType<JsonArray>()
            .SelectMany(a => a.OfType<JsonObject>()).Where(c => c.Object("properties") is not null
                && (id is null || c.Text("id") is not { } own || own.StartsWith(id, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>A part as the service returns it.</summary>
    /// <param name="owner">The resource.</param>
    /// <param name="member">The member that holds it, for example <c>ipConfigurations</c>.</param>
    /// <param name="before">The resource's properties as they were.</param>
    /// <param name="sent">The part as it was sent.</param>
    /// <param name="body">The body of its properties in the member table.</param>
    public static JsonObject Build(ResourceId owner, string member, JsonObject? before, JsonObject sent, string body)
    {
        var name = sent.Text("name") is { Length: > 0 } given ? given : "default";
        var old = before.Objects(member).FirstOrDefault(b => Json.Same(b.Text("name"), name));
        var properties = Documents.Replace(old.Object("properties"), sent.Object("properties") ?? [], body);
        properties["provisioningState"] = "Updating";
        properties.Arrange("provisioningState");
        foreach (var reference in (string[])["subnet", "publicIPAddress"])
        {
            if (properties.Reference(reference) is { } target)
            {
                properties[reference] = Json.ToReference(target);
            }
        }

        var made = new JsonObject
        {
            ["name"] = name,
            ["id"] = $"{owner}/{member}/{name}",
            ["etag"] = null,
            ["properties"] = properties,
            ["type"] = $"{owner.Type}/{member}",
        };
        if (sent["zones"] is { } zones)
        {
            made["zones"] = zones.DeepClone();
        }

        return made;
    }

    /// <summary>Builds every part that was sent in a member; an absent member becomes an empty list.</summary>
    public static void BuildAll(
        ResourceId owner, string member, JsonObject? before, JsonObject sent, JsonObject made, string body) =>
        made[member] = new JsonArray(
            [.. sent.Objects(member).Select(s => (JsonNode)Build(owner, member, before, s, body))]);

    /// <summary>A state for a resource and its parts.</summary>
    public static void SetStates(JsonObject? document, string state)
    {
        document.SetState(state);
        foreach (var part in document is null ? [] : Of(document).Where(p => p.State() is not null))
        {
            part.SetState(state);
        }
    }
}
