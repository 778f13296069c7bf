using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>Members of a JSON object that may be absent; an absent object reads as one without members.</summary>
internal static class JsonMembers
{
    public static JsonElement Object(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Object ? value : default;

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static ImmutableArray<string> Texts(this JsonElement element, string name) =>
        [.. element.Items(name).Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)];

    /// <summary>A boolean; Network Manager writes its booleans as the strings True and False.</summary>
    public static bool Flag(this JsonElement element, string name, bool absent = false) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.String when bool.TryParse(value.GetString(), out var flag) => flag,
                _ => absent,
            }
            : absent;

    public static long? Number(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    public static ResourceId? Id(this JsonElement element, string name) =>
        element.Object(name).Text("id") is { Length: > 0 } text ? ResourceId.Parse(text) : null;

    /// <summary>
    /// A value of an enumeration in any case. Azure's enumerations are open: a value that came later than this module
    /// is <paramref name="unknown"/>, never the value that absence stands for.
    /// </summary>
    public static T Enumeration<T>(this JsonElement element, string name, T absent, T unknown)
        where T : struct, Enum =>
        OpenEnumeration.Read(element.Text(name), absent, unknown);
}
