using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;
using CsCheck;
using Xunit;

namespace AzNetHelper.Tests.Networks;

/// <summary>Random VNets, read by the import in one pass and, on another path, from a JSON tree.</summary>
public sealed class ReadingProperties
{
    private static readonly Gen<string> Name = Gen.OneOf(
        Gen.Int[0, 4].Select(i => new[] { "a", "B", "snet-00", "ü", "x y" }[i]), Gen.String[Gen.Char.AlphaNumeric, 1, 5]);

    private static readonly Gen<string> Prefix = Gen.Select(Gen.UInt, Gen.Int[0, 32], Gen.Bool).Select((bits, length, isBare) =>
        isBare ? IPPrefix.FromBits((UInt128)bits << 96, 32, isIPv6: false).Network.ToString()
            : IPPrefix.FromBits((UInt128)bits << 96, length, isIPv6: false).ToString());

    private static readonly Gen<JsonObject> Network = Gen.Select(
        Gen.Int[0, 3], Gen.Select(Name, Prefix, Gen.Int[0, 63]).Array[0, 6], Gen.Select(Name, Gen.Int[0, 3], Gen.Bool).Array[0, 4], Prefix.Array[0, 3])
        .Select((number, subnets, halves, space) =>
        {
            var id = Sample.NetworkId($"v{number}");
            return Sample.Network(id, space,
                [.. subnets.DistinctBy(s => s.Item1, StringComparer.OrdinalIgnoreCase).Select(s => Subnet(id, s.Item1, s.Item2, s.Item3))],
                [.. halves.DistinctBy(h => h.Item1, StringComparer.OrdinalIgnoreCase).Select(h => Half(id, h.Item1, h.Item2, h.Item3))]);
        });

    [Fact]
    public void A_network_is_read_as_its_tree_says() => Network.Array[1, 4].Sample(networks =>
    {
        var bodies = networks.DistinctBy(n => (string?)n["id"]).ToArray();
        var imported = TopologyImport.Read(Sample.Source(new JsonArray([.. bodies.Select(b => (JsonNode)b.DeepClone())])));
        Assert.Equal(bodies.Select(b => Told(b)).Order(StringComparer.Ordinal), imported.VirtualNetworks.Select(Told).Order(StringComparer.Ordinal));

        // Alone and among others a document is the same, whether texts are shared or not.
        Assert.All(imported.Documents, d => Assert.Equal(Told(imported.VirtualNetwork(d.Id)!), Told((VirtualNetwork)ArmDocuments.Read(d)!)));
    });

    [Fact]
    public void A_damaged_id_or_prefix_is_a_fault_that_names_its_document() =>
        Gen.Select(Network, Gen.Int, Gen.Int[0, 3]).Sample((body, seed, kind) =>
        {
            var texts = Leaves(body["properties"]!).Where(l => kind == 0 ? l.Path.EndsWith("Prefix", StringComparison.Ordinal) || l.Path.Contains("Prefixes", StringComparison.Ordinal)
                : l.Path.EndsWith("remoteVirtualNetwork.id", StringComparison.Ordinal)).ToList();
            if (texts.Count == 0)
            {
                return;
            }

            texts[new Random(seed).Next(texts.Count)].Put(kind == 0 ? "10.0.0.0/33" : "/subscriptions/s/resourceGroups");
            var fault = Assert.Throws<TopologyFileException>(() => TopologyImport.Read(Sample.Source(new JsonArray(body))));
            Assert.StartsWith("file.json: $[0]: ", fault.Message, StringComparison.Ordinal);
            Assert.Contains((string)body["id"]!, fault.Message, StringComparison.Ordinal);
            Assert.Equal("InvalidSnapshot", fault.Id);
        });

    [Fact]
    public void A_document_that_cannot_be_read_does_no_harm_where_a_later_one_takes_its_place()
    {
        var id = Sample.NetworkId("v1");
        var broken = Sample.Network(id, ["10.0.0.0/88"]);
        Assert.Throws<TopologyFileException>(() => TopologyImport.Read(Sample.Source(new JsonArray(broken.DeepClone()))));
        var topology = TopologyImport.Read(Sample.Source(new JsonArray(broken, Sample.Network(id))));
        Assert.Equal("10.0.0.0/16", topology.VirtualNetworks.Single().AddressSpace.Single().ToString());
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData(" ")]
    [InlineData("a?")]
    public void A_child_whose_name_cannot_be_a_name_is_a_fault(string name)
    {
        var network = Sample.NetworkId("v1");
        var subnet = Sample.Subnet(network, "a", "10.0.0.0/24");
        subnet["id"] = null;
        subnet["name"] = name;
        var fault = Assert.Throws<TopologyFileException>(() => TopologyImport.Read(Sample.Source(Sample.Network(network, subnets: [subnet]))));
        Assert.Contains($"'{name}', the name of a child in subnets", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_child_apart_is_a_fault_where_its_parent_holds_half_a_character()
    {
        var network = Sample.NetworkId("v1");
        var text = Sample.Network(network, subnets: [Sample.Subnet(network, "NAME", "10.0.0.0/24")]).ToJsonString().Replace("/NAME", "/\\ud800", StringComparison.Ordinal);
        var fault = Assert.Throws<TopologyFileException>(() => TopologyImport.Read(
            [Sample.Source(text, "parent.json"), Sample.Source(Sample.Subnet(network, "b", "10.0.1.0/24"), "child.json")], StepWriter.Nowhere));
        Assert.StartsWith("parent.json: $: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_fault_of_a_file_is_told_however_many_are_read_side_by_side()
    {
        var items = new JsonArray([.. Enumerable.Range(0, 200).Select(i => (JsonNode)Sample.Network(Sample.NetworkId($"v{i}")))]);
        items[120]!["id"] = "nonsense";
        items[70]!["id"] = "hub";
        Assert.Contains("$[70].id 'hub'", Assert.Throws<TopologyFileException>(() => TopologyImport.Read(Sample.Source(items))).Message, StringComparison.Ordinal);
    }

    private static JsonObject Subnet(ResourceId network, string name, string prefix, int flags)
    {
        var body = Sample.Subnet(network, name, prefix, (flags & 1) == 0 ? null : $"{Sample.NetworkId("t").Group}/providers/Microsoft.Network/routeTables/t{flags & 3}",
            (flags & 4) == 0 ? null : $"{Sample.NetworkId("t").Group}/providers/Microsoft.Network/networkInterfaces/n{flags}/ipConfigurations/c");
        var properties = body["properties"]!.AsObject();
        if ((flags & 8) != 0)
        {
            properties.Remove("addressPrefix");
            properties["addressPrefixes"] = new JsonArray(prefix, "fd00:0::/64");
        }

        if ((flags & 16) != 0)
        {
            // The same child, told in another case, or by its name alone.
            body["id"] = (flags & 32) == 0 ? ((string)body["id"]!).ToUpperInvariant() : null;
        }

        if ((flags & 32) != 0)
        {
            properties["delegations"] = new JsonArray(new JsonObject { ["properties"] = new JsonObject { ["serviceName"] = "Microsoft.Sql/managedInstances" } }, new JsonObject());
        }

        return body;
    }

    private static JsonObject Half(ResourceId network, string name, int remote, bool flag)
    {
        var body = Sample.Peering(network, name, Sample.NetworkId($"v{remote}"), flag ? "connected" : "Disconnected");
        body["properties"]!["allowForwardedTraffic"] = flag ? JsonValue.Create("True") : JsonValue.Create(false);
        body["properties"]!["remoteAddressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray("10.1.0.0/16") };
        return body;
    }

    private static string Told(VirtualNetwork network) => Lines([
        network.Id.ToString(), .. network.AddressSpace.Select(p => p.ToString()),
        .. network.Subnets.Select(s => Lines([s.Id.ToString().ToUpperInvariant(), s.Name.ToUpperInvariant(), s.RouteTable?.ToString() ?? "-",
            .. s.Prefixes.Select(p => p.ToString()), .. s.IPConfigurations.Select(c => c.ToString()), .. s.Delegations])),
        .. network.Peerings.Select(h => Lines([h.Id.ToString(), h.RemoteVNet.ToString(), h.State.ToString(),
            h.AllowForwardedTraffic.ToString(CultureInfo.InvariantCulture), .. h.RemoteAddressSpace!.Value.Select(p => p.ToString())])),
    ]);

    private static string Told(JsonObject body)
    {
        var p = body["properties"]!;
        return Lines([
            (string)body["id"]!, .. p["addressSpace"]!["addressPrefixes"]!.AsArray().Select(a => Canonical((string)a!)),
            .. p["subnets"]!.AsArray().OrderBy(s => (string)s!["name"]!, StringComparer.OrdinalIgnoreCase).Select(s => Lines([
                $"{body["id"]}/subnets/{s!["name"]}".ToUpperInvariant(), ((string)s["name"]!).ToUpperInvariant(), (string?)s["properties"]!["routeTable"]?["id"] ?? "-",
                .. (s["properties"]!["addressPrefixes"]?.AsArray().Select(a => Canonical((string)a!)) ?? [Canonical((string)s["properties"]!["addressPrefix"]!)]),
                .. s["properties"]!["ipConfigurations"]?.AsArray().Select(c => (string)c!["id"]!) ?? [],
                .. s["properties"]!["delegations"] is null ? Array.Empty<string>() : ["Microsoft.Sql/managedInstances"]])),
            .. p["virtualNetworkPeerings"]!.AsArray().OrderBy(h => (string)h!["name"]!, StringComparer.OrdinalIgnoreCase).Select(h => Lines([
                (string)h!["id"]!, (string)h["properties"]!["remoteVirtualNetwork"]!["id"]!,
                (string)h["properties"]!["peeringState"]! == "connected" ? "Connected" : "Disconnected",
                h["properties"]!["allowForwardedTraffic"]!.ToString() == "True" ? "True" : "False", "10.1.0.0/16"])),
        ]);
    }

    private static string Canonical(string prefix) => IPPrefix.Parse(prefix).ToString();

    private static string Lines(IEnumerable<string> parts) => string.Join("\n  ", parts);

    private static IEnumerable<(string Path, Action<string> Put)> Leaves(JsonNode node, string path = "") => node switch
    {
        JsonObject o => o.ToList().SelectMany(m => m.Value is JsonValue ? [($"{path}.{m.Key}", t => o[m.Key] = t)] : m.Value is null ? [] : Leaves(m.Value, $"{path}.{m.Key}")),
        JsonArray a => Enumerable.Range(0, a.Count).SelectMany(i => a[i] is JsonValue ? [(path, t => a[i] = t)] : Leaves(a[i]!, path)),
        _ => [],
    };
}
