using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Planning;

/// <summary>Something that is awaited and is not so yet.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Wanted">What is awaited.</param>
/// <param name="Found">What is there; null for nothing.</param>
internal sealed record AwaitedMember(string Path, string Wanted, string? Found)
{
    // Ends of rules and endpoints that do not change any more by themselves (arm-protocol 1.10 and 2.3).
    private static readonly ImmutableArray<string> Ends = ["Failed", "Canceled", "NetworkSourceDeleted"];

    /// <summary>True where it has ended, and not as awaited.</summary>
    public bool HasFailed => Found is not null && Ends.Contains(Found, StringComparer.OrdinalIgnoreCase);

    /// <summary>True where the rule, or what it stands in, is not there.</summary>
    public bool IsAbsent { get; init; }

    public override string ToString() => IsAbsent ? $"{Path} is not there" : $"{Path} is {Found ?? "not told"}, not {Wanted}";
}

/// <summary>
/// What a change awaits, held against what is there. Of a list only the items that are awaited count, each found by what it is known by
/// (its id, its service): what others add to the list, or take from it, is theirs.
/// </summary>
/// <param name="awaited">The members (<see cref="Change.Awaits"/>).</param>
internal sealed class AwaitedState(JsonObject awaited)
{
    private static readonly ImmutableArray<string> States = ["state", "provisioningState"];

    /// <summary>What is not as awaited; empty when all is.</summary>
    public ImmutableArray<AwaitedMember> Open(JsonObject? found)
    {
        var open = ImmutableArray.CreateBuilder<AwaitedMember>();
        if (found is null)
        {
            open.Add(new("it", string.Empty, null) { IsAbsent = true });
        }
        else
        {
            Compare(awaited, found, string.Empty, open);
        }

        return open.ToImmutable();
    }

    private static void Compare(JsonObject wanted, JsonObject? found, string path, ImmutableArray<AwaitedMember>.Builder open)
    {
        foreach (var (name, value) in wanted)
        {
            var (at, there) = (path.Length == 0 ? name : $"{path}.{name}", found?[name]);
            if (value is JsonObject inner)
            {
                Compare(inner, there as JsonObject, at, open);
            }
            else if (value is JsonArray items)
            {
                CompareItems(items, there as JsonArray ?? [], at, open);
            }
            else if (!JsonBody.Differences(new() { [name] = value?.DeepClone() }, new() { [name] = there?.DeepClone() }).IsEmpty)
            {
                open.Add(new(at, Show(value) ?? "absent", Show(there)));
            }
        }
    }

    private static void CompareItems(JsonArray wanted, JsonArray found, string path, ImmutableArray<AwaitedMember>.Builder open)
    {
        // What says no state is awaited by nobody: it stands there for the list's sake.
        foreach (var item in wanted.OfType<JsonObject>().Where(i => States.Any(i.ContainsKey)))
        {
            var key = JsonBody.KeyOf(item);
            var at = $"{path}[{(ResourceId.TryParse(key, out var id) ? $"{id.Parent?.Name}/{id.Name}" : key)}]";
            if (found.OfType<JsonObject>().FirstOrDefault(f => string.Equals(JsonBody.KeyOf(f), key, StringComparison.OrdinalIgnoreCase)) is { } there)
            {
                Compare(new(States.Where(item.ContainsKey).Select(s => KeyValuePair.Create(s, item[s]?.DeepClone()))), there, at, open);
            }
            else
            {
                open.Add(new(at, string.Empty, null) { IsAbsent = true });
            }
        }
    }

    private static string? Show(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : node?.ToJsonString();
}
