using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>
/// Tags that were given for what is there already. They change by PATCH alone (a PUT would have to know those that a policy adds), so they
/// stay as they are, and that is told.
/// </summary>
internal static class KeptTags
{
    /// <param name="topology">Holds the document of what is there.</param>
    /// <param name="there">Its id.</param>
    /// <param name="name">What it is called in a sentence.</param>
    /// <param name="wanted">The tags that were given.</param>
    public static IEnumerable<Finding> Of(Topology topology, ResourceId there, string name, IEnumerable<KeyValuePair<string, string>> wanted)
    {
        var has = topology.Document(there) is { } document ? JsonBody.Parse(document.Json)?["tags"] as JsonObject : null;
        var missing = wanted.Where(t => (has?.FirstOrDefault(h => string.Equals(h.Key, t.Key, StringComparison.OrdinalIgnoreCase)).Value
            as JsonValue)?.ToString() != t.Value).ToArray();
        return missing.Length == 0 ? [] : [new(there, $"{name} is there already, and its tags stay as they are: -Tag is for what is made. To set them: "
            + $"Update-AzTag -Operation Merge -ResourceId '{there}' -Tag @{{ {string.Join("; ", missing.Select(t => $"{Quoted(t.Key)} = {Quoted(t.Value)}"))} }}",
            string.Empty) { Tells = NoticeSeverity.Warning }];

        static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }
}
