using System.Globalization;
using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation.Tests.Replay;

/// <summary>
/// Compares a recorded body with ours, member by member. Generated values (guids, etags, public addresses) need not be
/// the same text, but the same ones must be equal and different ones different throughout a recording: so one etag for
/// a VNet and its children, a new one after each transition, and one resourceGuid for both halves are all checked.
/// </summary>
internal sealed class Comparison
{
    private readonly Dictionary<string, string> _oursByRecorded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _recordedByOurs = new(StringComparer.Ordinal);

    public IEnumerable<string> Differences(JsonNode? recorded, JsonNode? ours, string path = "$")
    {
        switch (recorded, ours)
        {
            case (JsonValue text, null) when text.ToString() is "null": // A literal of a body, which rows hold as text.
            case (null, null):
                return [];
            case (JsonObject left, JsonObject right):
                return left.Select(m => m.Key).Union(right.Select(m => m.Key)).SelectMany(name =>
                    !right.ContainsKey(name) ? [$"{path}.{name} is missing"]
                    : !left.ContainsKey(name) ? [$"{path}.{name} is added"]
                    : Differences(left[name], right[name], $"{path}.{name}"));
            case (JsonArray left, JsonArray right):
                return left.Count != right.Count
                    ? [$"{path} has {right.Count} items, not {left.Count}"]
                    : left.Zip(right).SelectMany((pair, i) => Differences(pair.First, pair.Second, $"{path}[{i}]"));
            case (JsonValue left, JsonValue right):
                var (l, r) = (left.ToString(), right.ToString());
                return IsBlanked(path, l) ? Guid.TryParse(r, out _) ? [] : [$"{path} is {r}, and no guid"]
                    : TranscriberRemarks.Find(l) is { } means ? means(r) ? [] : [$"{path} is {r}, not {l}"]
                    : IsTime(path) ? SameForm(l, r) ? [] : [$"{path} is {r}, of another form than {l}"]
                    : IsGenerated(path) ? Pair(l, r, path) : l == r ? [] : [$"{path} is {r}, not {l}"];
            default:
                return [$"{path} is of another kind"];
        }
    }

    public IEnumerable<string> Pair(string recorded, string ours, string path)
    {
        var fits = _oursByRecorded.TryAdd(recorded, ours) | _oursByRecorded[recorded] == ours;
        var back = _recordedByOurs.TryAdd(ours, recorded) | _recordedByOurs[ours] == recorded;
        return fits && back ? [] : [$"{path}: {ours} stands for {recorded} and for something else"];
    }

    // The recorder of PowerShell put zeros where the key was.
    private static bool IsBlanked(string path, string recorded) =>
        path.EndsWith(".authorizationKey", StringComparison.Ordinal) && recorded == Guid.Empty.ToString("D");

    private static bool IsTime(string path) => path.EndsWith("edAt", StringComparison.Ordinal) || path.EndsWith(".commitTime", StringComparison.Ordinal);

    // When something was recorded is no part of the comparison; how it is written is.
    private static bool SameForm(string recorded, string ours) => ours.Length == recorded.Length && DateTimeOffset.TryParseExact(ours,
        recorded.Contains('.') ? "o" : "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static bool IsGenerated(string path) => path.EndsWith(".etag", StringComparison.Ordinal)
        || path.EndsWith(".resourceGuid", StringComparison.Ordinal) || path.EndsWith(".serviceKey", StringComparison.Ordinal)
            || path.EndsWith(".authorizationKey", StringComparison.Ordinal) || path.EndsWith(".stag", StringComparison.Ordinal)
            || path.EndsWith(".commitId", StringComparison.Ordinal)
            || path.EndsWith("AzurePort", StringComparison.Ordinal)
            || path.Contains(".tunnelIpAddresses[", StringComparison.Ordinal);
}
