using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Networks;

namespace AzNetHelper.Tests.Reachability;

/// <summary>
/// Makes an estate on which something happens as small as it can be while it still happens: no document, and no item
/// of a list in one, can be left out any more.
/// </summary>
internal static class EstateShrinker
{
    /// <param name="documents">What a file holds.</param>
    /// <param name="happens">Whether it still happens; what throws because an end is gone does not.</param>
    public static JsonArray Smallest(JsonArray documents, Func<Topology, bool> happens)
    {
        var best = documents.DeepClone().AsArray();
        for (var smaller = true; smaller;)
        {
            smaller = false;
            foreach (var path in Lists(best, []).OrderBy(p => p.Count).ToList())
            {
                for (var i = At(best, path)?.Count - 1 ?? -1; i >= 0; i--)
                {
                    var candidate = best.DeepClone().AsArray();
                    At(candidate, path)!.RemoveAt(i);
                    if (Happens(candidate, happens))
                    {
                        (best, smaller) = (candidate, true);
                    }
                }

                if (smaller)
                {
                    // The paths below are no longer what they were.
                    break;
                }
            }
        }

        return best;
    }

    /// <summary>The documents as a topology.</summary>
    public static Topology Read(JsonArray documents) =>
        TopologyImport.Read(new TopologySource("estate", JsonSerializer.SerializeToUtf8Bytes(documents)));

    private static bool Happens(JsonArray documents, Func<Topology, bool> happens)
    {
        try
        {
            return happens(Read(documents));
        }
        catch (Exception e) when (e is InvalidOperationException or TopologyFileException or NullReferenceException
            or AzNetHelper.Reachability.EndpointException)
        {
            return false;
        }
    }

    private static IEnumerable<List<object>> Lists(JsonNode? node, List<object> at)
    {
        if (node is JsonArray array)
        {
            yield return at;
        }

        var children = node switch
        {
            JsonArray a => a.Select((n, i) => ((object)i, n)),
            JsonObject o => o.Select(m => ((object)m.Key, m.Value)),
            _ => [],
        };
        foreach (var (key, child) in children)
        {
            foreach (var list in Lists(child, [.. at, key]))
            {
                yield return list;
            }
        }
    }

    private static JsonArray? At(JsonNode root, List<object> path) => path.Aggregate((JsonNode?)root, (node, key) =>
        (node, key) switch
        {
            (JsonArray a, int i) when i < a.Count => a[i],
            (JsonObject o, string name) => o[name],
            _ => null,
        }) as JsonArray;
}
