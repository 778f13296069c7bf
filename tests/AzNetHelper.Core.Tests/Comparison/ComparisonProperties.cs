using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Comparison;
using AzNetHelper.Networks;
using AzNetHelper.Tests.Networks;
using CsCheck;
using Xunit;

namespace AzNetHelper.Tests.Comparison;

/// <summary>Estates and edits at random; what was edited is what is told.</summary>
public sealed class ComparisonProperties
{
    private static readonly Gen<int> Seed = Gen.Int[0, int.MaxValue];

    [Fact]
    public void Nothing_differs_from_itself_in_any_order() => Seed.Sample(seed =>
    {
        var bodies = Estate(seed);
        var shuffled = bodies.Select(b => Shuffled(b, new(seed))).ToArray();
        new Random(seed).Shuffle(shuffled);
        var result = TopologyComparison.Compare(Of(bodies), Of(shuffled), all: true);
        Assert.True(result.IsSame, string.Join('\n', result.Differences));
    });

    [Fact]
    public void Edits_are_told_exactly() => Gen.Select(Seed, Gen.Int[1, 6]).Sample((seed, count) =>
    {
        var before = Estate(seed);
        var after = before.Select(b => (JsonObject)b.DeepClone()).ToList();
        var random = new Random(seed);
        var expected = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var edit in Enumerable.Range(0, count))
        {
            expected.Add(Edit(after, expected, random, edit));
        }

        expected.Remove(string.Empty);
        var result = TopologyComparison.Compare(Of(before), Of([.. after])).Differences;
        Assert.Equal(expected.Order(StringComparer.Ordinal), result.Select(Told).Order(StringComparer.Ordinal));

        // Seen from the other side the same, the other way round.
        var back = TopologyComparison.Compare(Of([.. after]), Of(before)).Differences;
        Assert.Equal(result.Select(d => (d.Resource, d.Member, d.Before, d.After)), back.Select(d => (d.Resource, d.Member, d.After, d.Before)));
    });

    // A twin that knows nothing of matching: every leaf of every document by its path, children by name.
    [Fact]
    public void A_difference_is_told_when_and_only_when_the_leaves_differ() => Gen.Select(Seed, Seed).Sample((one, other) =>
    {
        var (left, right) = (Estate(one % 40), Estate(other % 40));
        var (a, b) = (Leaves(left), Leaves(right));
        Assert.Equal(a.SetEquals(b), TopologyComparison.Compare(Of(left), Of(right)).Differences.IsEmpty);
    });

    private static string Told(TopologyDifference d) => $"{d.Resource} {d.Kind} {d.Member}";

    private static string Edit(List<JsonObject> bodies, HashSet<string> done, Random random, int number)
    {
        var body = bodies[random.Next(bodies.Count)];
        var id = (string)body["id"]!;
        var properties = body["properties"]!.AsObject();
        var children = properties["subnets"]!.AsArray();

        // One edit a resource, so that each is told by itself.
        if (done.Any(d => d.StartsWith(id, StringComparison.OrdinalIgnoreCase)))
        {
            return string.Empty;
        }

        switch (random.Next(6))
        {
            case 0:
                body["properties"]!["addressSpace"]!["addressPrefixes"]!.AsArray().Add(string.Create(CultureInfo.InvariantCulture, $"172.16.{number}.0/24"));
                return $"{id} Changed properties.addressSpace.addressPrefixes";
            case 1:
                properties["unknown"] = new JsonObject { ["deep"] = number };
                return $"{id} Changed properties.unknown";
            case 2 when children.Count > 0:
                children.RemoveAt(random.Next(children.Count) is var at ? at : 0);
                return $"{id}/subnets/{Missing(bodies, body, children)} Removed ";
            case 3:
                children.Add(Sample.Subnet(ResourceId.Parse(id), "added", "10.0.9.0/24"));
                return $"{id}/subnets/added Added ";
            case 4 when children.Count > 0:
                var child = children[random.Next(children.Count)]!;
                child["properties"]!["addressPrefix"] = "192.168.0.0/24";
                return $"{id}/subnets/{child["name"]} Changed properties.addressPrefix";
            case 5 when bodies.Count > 1:
                bodies.Remove(body);
                return $"{id} Removed ";
            default:
                body["etag"] = "W/\"noise\"";
                return string.Empty;
        }
    }

    // Subnets are numbered without gaps.
    private static string Missing(List<JsonObject> bodies, JsonObject body, JsonArray children)
    {
        _ = bodies;
        var names = children.Select(c => (string)c!["name"]!).ToHashSet(StringComparer.Ordinal);
        var total = (int)body["properties"]!["count"]!;
        return Enumerable.Range(0, total).Select(i => $"s{i}").First(n => !names.Contains(n));
    }

    private static JsonObject[] Estate(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, random.Next(1, 5)).Select(n =>
        {
            var id = Sample.NetworkId($"v{n}");
            var count = random.Next(0, 4);
            var body = Sample.Network(id, [.. Enumerable.Range(0, random.Next(1, 3)).Select(p => $"10.{n * 10 + p}.0.0/16")],
                [.. Enumerable.Range(0, count).Select(s => Sample.Subnet(id, $"s{s}", $"10.{n * 10}.{s}.0/24"))],
                [.. Enumerable.Range(0, random.Next(0, 2)).Select(p => Sample.Peering(id, $"p{p}", Sample.NetworkId("far"), random.Next(2) == 0 ? "Connected" : "Initiated"))]);
            body["properties"]!["count"] = count;
            return body;
        })];
    }

    private static JsonObject Shuffled(JsonObject body, Random random)
    {
        var copy = (JsonObject)body.DeepClone();
        foreach (var list in new[] { "subnets", "virtualNetworkPeerings" })
        {
            Shuffle(copy["properties"]![list]!.AsArray(), random);
        }

        Shuffle(copy["properties"]!["addressSpace"]!["addressPrefixes"]!.AsArray(), random);
        var members = copy.Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())).ToArray();
        random.Shuffle(members);
        return new(members);
    }

    private static void Shuffle(JsonArray items, Random random)
    {
        var all = items.Select(i => i!.DeepClone()).ToArray();
        random.Shuffle(all);
        items.Clear();
        Array.ForEach(all, items.Add);
    }

    private static HashSet<string> Leaves(JsonObject[] bodies) => [.. bodies.SelectMany(b => Leaves(b, string.Empty))];

    private static IEnumerable<string> Leaves(JsonNode? node, string path) => node switch
    {
        JsonObject o => o.SelectMany(m => Leaves(m.Value, $"{path}/{m.Key}")).Select(l => o["id"] is { } id ? $"{id} {l}" : l),
        JsonArray a => a.SelectMany(i => Leaves(i, $"{path}[]")),
        null => [],
        _ => [$"{path}={node.ToJsonString()}"],
    };

    private static Topology Of(JsonObject[] bodies) =>
        new(bodies.Select(b => new ResourceDocument(ResourceId.Parse((string)b["id"]!), JsonBody.WriteUtf8(b))));
}
