using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using Xunit;

namespace AzNetHelper.Tests.Networks;

public sealed class TopologyExportTests
{
    private static readonly ResourceId Connection =
        ResourceId.ForResource(Sample.Subscription, "rg1", "Microsoft.Network/connections", "c1");

    [Fact]
    public void An_export_says_what_it_is_and_when_it_was_read()
    {
        var topology = new Topology([Sample.Document(Sample.Network(Sample.NetworkId("v1")))],
            [new("/subscriptions/s2", "AuthorizationFailed", "no")])
        {
            ReadAt = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(2)),
        };
        var export = JsonNode.Parse(Sample.Export(topology))!;
        Assert.Equal("AzNetHelper topology", (string?)export["format"]);
        Assert.Equal(1, (int?)export["version"]);
        Assert.Equal("2026-03-04T03:06:07.0000000Z", (string?)export["readAt"]);
        Assert.Equal("AuthorizationFailed", (string?)export["gaps"]![0]!["code"]);
        Assert.Equal("v1", (string?)export["resources"]![0]!["name"]);
    }

    [Fact]
    public void Numbers_and_texts_keep_what_they_were_written_with()
    {
        var id = Sample.NetworkId("v1");
        var export = Sample.Export(new Topology([Document(id,
            """{"a":1.10,"b":1e400,"c":123456789012345678901234567890,"d":-0,"e":"\ud800","f":"ü & <x> '","g":null}""")]));
        Assert.All(["\"a\": 1.10,", "\"b\": 1e400,", "\"c\": 123456789012345678901234567890,", "\"d\": -0,", "\"e\": \"\\ud800\"",
            "\"f\": \"ü & <x> '\"", "\"g\": null"], text => Assert.Contains(text, export, StringComparison.Ordinal));
    }

    [Fact]
    public void The_order_in_which_things_were_read_leaves_no_trace()
    {
        var one = Document(Sample.NetworkId("v1"), """{"b":[2,1],"a":{"y":1,"x":2}}""");
        var same = one with
        {
            Json = Encoding.UTF8.GetBytes($$"""{ "properties" : {"a":{"x":2, "y":1},"b":[2,1]}, "id":"{{one.Id}}" }"""),
        };
        var other = Sample.Document(Sample.Network(Sample.NetworkId("v0")));
        Assert.Equal(Sample.Export(new([one, other])), Sample.Export(new([other, same])));

        // An array's order may mean something.
        Assert.NotEqual(Sample.Export(new([one])), Sample.Export(new([Document(one.Id, """{"b":[1,2],"a":{"y":1,"x":2}}""")])));
    }

    [Fact]
    public void Lines_end_the_same_on_every_system()
    {
        var export = Sample.Export(new([Sample.Document(Sample.Network(Sample.NetworkId("v1")))]));
        Assert.DoesNotContain('\r', export);
        Assert.EndsWith("}\n", export, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"sharedKey":"abc"}""", "/properties/sharedKey")]
    [InlineData("""{"SHAREDKEY":"abc"}""", "/properties/SHAREDKEY")]
    [InlineData("""{"authorizationKey":"abc"}""", "/properties/authorizationKey")]
    [InlineData("""{"vpnClientConfiguration":{"radiusServers":[{"radiusServerSecret":"abc"}]}}""",
        "/properties/vpnClientConfiguration/radiusServers/0/radiusServerSecret")]
    [InlineData("""{"serviceKey":"abc"}""", "/properties/serviceKey")]
    [InlineData("""{"a/b~c":{"sharedKey":"abc"}}""", "/properties/a~1b~0c/sharedKey")]
    [InlineData("""{"sharedKey":{"value":"abc"}}""", "/properties/sharedKey")]
    public void A_secret_leaves_only_its_slot(string properties, string pointer)
    {
        var export = Sample.Export(new([Document(Connection, properties)]));
        Assert.DoesNotContain("abc", export, StringComparison.Ordinal);
        Assert.Contains($"\"secret:{Connection}#{pointer}\"", export, StringComparison.Ordinal);
        Assert.True(SecretSlots.IsSlot($"secret:{Connection}#{pointer}"));
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("\"00000000-0000-0000-0000-000000000000\"")]
    public void What_is_no_secret_yet_stays(string value)
    {
        var export = Sample.Export(new([Document(Connection, $$"""{"serviceKey":{{value}} }""")]));
        Assert.Contains($"\"serviceKey\": {value}", export, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_only_looks_like_a_slot_is_a_secret_and_a_slot_stays_one()
    {
        var slot = SecretSlots.Name(Connection.ToString(), "/properties/sharedKey");
        var topology = new Topology([Document(Connection, $$"""{"sharedKey":"{{slot}}","authorizationKey":"secret:mine"}""")]);
        var export = JsonNode.Parse(Sample.Export(topology))!["resources"]![0]!["properties"]!;
        Assert.Equal(slot, (string?)export["sharedKey"]);
        Assert.Equal(SecretSlots.Name(Connection.ToString(), "/properties/authorizationKey"), (string?)export["authorizationKey"]);
    }

    [Fact]
    public void No_recorded_key_is_in_an_export()
    {
        var holders = Traces.Resources().Select(r => (r.Body, Keys: Keys(r.Body).Distinct(StringComparer.Ordinal).ToList()))
            .Where(r => r.Keys.Count > 0).ToList();
        Assert.True(holders.Count >= 10, "the traces hold shared keys, authorization keys and service keys");
        Assert.All(holders, r =>
        {
            var export = Sample.Export(new([Traces.Document(r.Body)]));
            Assert.All(r.Keys, key => Assert.DoesNotContain($"\"{key}\"", export, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void A_documents_text_shows_no_member() =>
        Assert.Equal(Connection.ToString(), new ResourceDocument(Connection, "{\"sharedKey\":\"abc\"}"u8.ToArray()).ToString());

    private static ResourceDocument Document(ResourceId id, string properties) =>
        new(id, Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","properties":{{properties}} }"""));

    private static IEnumerable<string> Keys(JsonNode? node) => node switch
    {
        JsonObject value => value.SelectMany(m => m.Key is "sharedKey" or "authorizationKey" or "serviceKey" && m.Value is JsonValue text
            && text.GetValueKind() == JsonValueKind.String && (string?)text is { Length: > 0 } key && key != Guid.Empty.ToString()
            ? [key] : Keys(m.Value)),
        JsonArray list => list.SelectMany(Keys),
        _ => [],
    };
}
