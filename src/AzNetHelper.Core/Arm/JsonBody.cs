using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;

namespace AzNetHelper.Arm;

/// <summary>JSON documents laid over one another and compared by content.</summary>
public static class JsonBody
{
    // Lists whose order means nothing: of names, which the service answers in another one each time (recorded-behaviour 4.5), and
    // of the endpoints of a subnet, one a service, with their regions; of the rules of a service, one a subnet or prefix.
    private static readonly HashSet<string> Unordered = new(StringComparer.Ordinal)
        { "vpnClientProtocols", "vpnAuthenticationTypes", "serviceEndpoints", "locations", "virtualNetworkRules", "ipRules" };

    // What an element of such a list is known by.
    private static readonly string[] Keys = ["service", "id", "subnet.id", "value", "ipMask", "ipAddressOrRange"];

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads an object.</summary>
    /// <exception cref="JsonException">The text is no JSON object.</exception>
    public static JsonObject Parse(string json) =>
        JsonNode.Parse(json) as JsonObject ?? throw new JsonException("A JSON object is expected.");

    /// <summary>Reads an object; null for an empty body or anything but an object.</summary>
    public static JsonObject? Parse(ReadOnlyMemory<byte> utf8) =>
        utf8.IsEmpty ? null : JsonNode.Parse(utf8.Span) as JsonObject;

    /// <summary>Compact text.</summary>
    public static string Write(JsonNode body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return body.ToJsonString(Plain);
    }

    /// <summary>Compact UTF-8.</summary>
    public static ReadOnlyMemory<byte> WriteUtf8(JsonNode body) => Encoding.UTF8.GetBytes(Write(body));

    /// <summary>
    /// The target with the patch laid over it (RFC 7396): null removes a member, objects are merged, everything else,
    /// arrays included, is replaced. Neither argument is changed.
    /// </summary>
    public static JsonObject Merge(JsonObject target, JsonObject patch)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(patch);
        var merged = (JsonObject)target.DeepClone();
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                merged.Remove(name);
            }
            else if (value is JsonObject inner)
            {
                merged[name] = Merge(merged[name] as JsonObject ?? [], inner);
            }
            else
            {
                merged[name] = value.DeepClone();
            }
        }

        return merged;
    }

    /// <summary>
    /// The paths at which <paramref name="actual"/> does not hold what <paramref name="wanted"/> says; empty when it
    /// holds all of it. Members that are not wanted do not count; a wanted null means absent. Ids are equal as ids are,
    /// and texts whatever their case (the service writes "IPSec" and "West Europe" its own way), except for tags.
    /// Prefixes are equal however they are written (fd00:0::/48 is fd00::/48).
    /// The slot of a secret (<see cref="SecretSlots"/>) stands for whatever is there: a GET shows most secrets as absent.
    /// </summary>
    public static ImmutableArray<string> Differences(JsonObject wanted, JsonObject? actual)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var paths = ImmutableArray.CreateBuilder<string>();
        Compare(wanted, actual, string.Empty, string.Empty, paths);
        return paths.ToImmutable();
    }

    /// <summary>The value at a path such as <c>properties.peeringState</c>; null when there is none.</summary>
    public static JsonNode? At(JsonNode? body, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        foreach (var name in path.Split('.'))
        {
            body = (body as JsonObject)?[name];
        }

        return body;
    }

    private static void Compare(
        JsonNode? wanted, JsonNode? actual, string name, string path, ImmutableArray<string>.Builder paths)
    {
        if (wanted is JsonObject members && (actual is JsonObject || path.Length == 0))
        {
            foreach (var (member, value) in members)
            {
                Compare(value, (actual as JsonObject)?[member], member, path.Length == 0 ? member : $"{path}.{member}", paths);
            }
        }
        else if (wanted is JsonArray items && actual is JsonArray others && items.Count == others.Count)
        {
            if (Unordered.Contains(name))
            {
                others = InOrderOf(items, others);
            }

            for (var i = 0; i < items.Count; i++)
            {
                Compare(items[i], others[i], name, $"{path}[{i}]", paths);
            }
        }
        else if (!Equal(wanted, actual, name, path))
        {
            paths.Add(path);
        }
    }

    private static JsonArray InOrderOf(JsonArray wanted, JsonArray actual)
    {
        var places = wanted.Select((item, at) => (Key: KeyOf(item), at)).ToLookup(i => i.Key, i => i.at, StringComparer.OrdinalIgnoreCase);
        return [.. actual.OrderBy(i => places[KeyOf(i)].FirstOrDefault(int.MaxValue)).Select(i => i?.DeepClone())];
    }

    /// <summary>What an element of a list without an order is known by; empty where it has nothing of that.</summary>
    internal static string KeyOf(JsonNode? item) =>
        (item is JsonObject named ? Keys.Select(k => Text(At(named, k))).FirstOrDefault(t => t is not null) : Text(item)) is not { } key ? string.Empty
        : IPPrefix.TryParse(key, out var prefix) ? prefix.ToString() : key;

    private static bool Equal(JsonNode? wanted, JsonNode? actual, string name, string path)
    {
        if (SecretSlots.IsSlot(Text(wanted)))
        {
            return true;
        }

        if (Text(wanted) is not { } left || Text(actual) is not { } right)
        {
            return JsonNode.DeepEquals(wanted, actual);
        }

        return name.Equals("id", StringComparison.OrdinalIgnoreCase)
            && ResourceId.TryParse(left, out var a) && ResourceId.TryParse(right, out var b)
            ? a == b
            : path.StartsWith("tags.", StringComparison.Ordinal) ? string.Equals(left, right, StringComparison.Ordinal)
            : string.Equals(left, right, StringComparison.OrdinalIgnoreCase)
                || (left.Contains('/', StringComparison.Ordinal) && IPPrefix.TryParse(left, out var one) && IPPrefix.TryParse(right, out var two) && one == two);
    }

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
