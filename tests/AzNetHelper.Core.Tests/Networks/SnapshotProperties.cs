using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;
using CsCheck;
using Xunit;

namespace AzNetHelper.Tests.Networks;

/// <summary>Random documents, with members that nobody knows, through export and import.</summary>
public sealed class SnapshotProperties
{
    // Names that the importer looks at are the most interesting strangers.
    private static readonly Gen<string> Name = Gen.OneOf(
        Pick("id", "name", "type", "value", "data", "format", "resources", "properties", "resourceGroup", "subscriptionId",
            "kind", "sku", "tags", "zones", "error", "peeringState", "subnets", "x/y~z", "", "ü€😀", "quote\"back\\slash"),
        Gen.String[Gen.Char[' ', '\u07ff'], 1, 6]);

    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.Long.Select(n => n.ToString(CultureInfo.InvariantCulture)),
        Pick("0", "-0", "1.10", "1E5", "1e-7", "0.30000000000000004", "123456789012345678901234567890", "1e400"));

    private static readonly Gen<JsonNode?> Value = Gen.Recursive<JsonNode?>((depth, inner) => depth > 3 ? Leaf() : Gen.Frequency(
        (3, Leaf()), (1, inner.Array[0, 3].Select(a => (JsonNode?)new JsonArray([.. a.Select(i => i?.DeepClone())]))), (2, Object(inner))));

    private static readonly Gen<JsonObject> Network = Gen.Select(Gen.Int[0, 5], Gen.Select(Name, Value).Array[0, 4], Gen.Select(Name, Value).Array[0, 4])
        .Select((number, members, properties) =>
        {
            var body = Sample.Network(Sample.NetworkId($"v{number}"));
            Lay(members, body, "id", "properties", "resourceGroup", "tags", "location");
            Lay(properties, body["properties"]!.AsObject(), "subnets", "virtualNetworkPeerings", "addressSpace", "resourceGroup");
            return body;
        });

    [Fact]
    public void Nothing_is_lost_on_the_way_through_a_file() => Network.Array[0, 5].Sample(networks =>
    {
        var before = TopologyImport.Read(Sample.Source(new JsonArray([.. networks.Select(n => (JsonNode)n.DeepClone())])));
        var export = Sample.Export(before);
        var after = TopologyImport.Read(Sample.Source(export));
        var expected = networks.GroupBy(n => (string)n["id"]!).ToDictionary(g => ResourceId.Parse(g.Key), g => Text(g.Last()));
        return after.Documents.Count() == expected.Count
            && after.Documents.All(d => Text(JsonNode.Parse(d.Json.Span)) == expected[d.Id])
            && Sample.Export(after) == export;
    });

    [Fact]
    public void Taking_a_network_apart_and_importing_the_parts_makes_it_whole() =>
        Gen.Select(Network, Gen.Bool.Array[4], Gen.Int).Sample((body, apart, seed) =>
        {
            var id = ResourceId.Parse((string)body["id"]!);
            JsonObject[] children =
            [
                Sample.Subnet(id, "a", "10.0.1.0/24"), Sample.Subnet(id, "b", "10.0.2.0/24"),
                Sample.Peering(id, "p", Sample.NetworkId("far")), Sample.Peering(id, "q", Sample.NetworkId("away")),
            ];
            var items = new List<JsonNode> { body };
            for (var i = 0; i < children.Length; i++)
            {
                if (apart[i])
                {
                    items.Add(children[i]);
                }
                else
                {
                    body["properties"]![i < 2 ? "subnets" : "virtualNetworkPeerings"]!.AsArray().Add(children[i]);
                }
            }

            var shuffled = items.Select(n => n.DeepClone()).ToArray();
            new Random(seed).Shuffle(shuffled);
            var topology = TopologyImport.Read(shuffled.Select(s => Sample.Source(s)), StepWriter.Nowhere);
            var network = topology.VirtualNetworks.Single();
            return network.Subnets.Select(s => s.Name).SequenceEqual(["a", "b"])
                && network.Peerings.Select(p => p.Name).SequenceEqual(["p", "q"])
                && topology.Documents.Count() == 1 && topology.Gaps.IsEmpty;
        });

    [Fact]
    public void No_damage_to_a_file_is_worse_than_a_clear_fault() =>
        Gen.Select(Network, Gen.Int[0, 5000], Gen.Byte).Sample((body, at, with) =>
        {
            var bytes = Sample.Bytes(body);
            bytes[at % bytes.Length] = with;
            try
            {
                TopologyImport.Read(new TopologySource("a.json", bytes));
            }
            catch (TopologyFileException e)
            {
                Assert.StartsWith("a.json: ", e.Message, StringComparison.Ordinal);
            }
        }, iter: 5000);

    private static Gen<string> Pick(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static Gen<JsonNode?> Leaf() => Gen.OneOf(
        Gen.Bool.Select(b => (JsonNode?)JsonValue.Create(b)), Gen.Const((JsonNode?)null), Gen.String.Select(s => (JsonNode?)JsonValue.Create(Sound(s))),
        Number.Select(n => JsonNode.Parse(n)));

    private static Gen<JsonNode?> Object(Gen<JsonNode?> inner) => Gen.Select(Name, inner).Array[0, 3].Select(members =>
    {
        var made = new JsonObject();
        Lay(members, made);
        return (JsonNode?)made;
    });

    private static void Lay((string Name, JsonNode? Value)[] members, JsonObject on, params string[] except)
    {
        foreach (var (name, value) in members.Where(m => !except.Contains(m.Name)))
        {
            on[name] = value?.DeepClone();
        }
    }

    private static string Sound(string text) => new([.. text.Where(c => !char.IsSurrogate(c))]);

    // An independent order: what is compared is what the JSON says, digits of numbers included.
    private static string Text(JsonNode? node) => node switch
    {
        JsonObject o => $"{{{string.Join(',', o.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{JsonValue.Create(m.Key).ToJsonString()}:{Text(m.Value)}"))}}}",
        JsonArray a => $"[{string.Join(',', a.Select(Text))}]",
        null => "null",
        _ => node.ToJsonString(),
    };
}
