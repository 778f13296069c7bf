using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// A row of a table. What its id tells is told without making it: a query of ten thousand networks in pages looks at every row
/// for each page, and shows a thousand.
/// </summary>
internal sealed class KqlRow(Func<JsonObject> make)
{
    private readonly ResourceId? _id;
    private readonly string? _type;
    private JsonObject? _made;

    /// <param name="id">The resource's id.</param>
    /// <param name="type">Its type, in lower case.</param>
    /// <param name="make">Makes the row, for the caller to change.</param>
    public KqlRow(ResourceId id, string type, Func<JsonObject> make)
        : this(make) => (_id, _type) = (id, type);

    /// <summary>The row with all its columns; it is the caller's.</summary>
    public JsonObject Made => _made ??= make();

    /// <summary>What a column, or a member of a dynamic one, says: properties.enableIPForwarding.</summary>
    public string? Text(string path) => (_id, path) switch
    {
        ({ } id, "id") => id.ToString(),
        ({ } id, "name") => id.Name,
        ({ } id, "subscriptionId") => id.SubscriptionId,
        ({ } id, "resourceGroup") => Lower(id.ResourceGroup),
        ({ }, "type") => _type,
        _ => At(Made, path),
    };

    /// <summary>The row after a step that changes it.</summary>
    public KqlRow With(Func<JsonObject, JsonObject> change) => new(() => change(Made));

    private static string? At(JsonObject row, string path)
    {
        JsonNode? node = row;
        foreach (var name in path.Split('.'))
        {
            node = (node as JsonObject)?[name];
        }

        return node is not JsonValue value ? null
            : value.TryGetValue<bool>(out var flag) ? (flag ? "true" : "false")
            : value.TryGetValue<string>(out var text) ? text : null;
    }

#pragma warning disable CA1308 // Resource Graph writes types and groups in lower case.
    public static string? Lower(string? text) => text?.ToLowerInvariant();
#pragma warning restore CA1308
}
