using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Networks;
using Xunit;

namespace AzNetHelper.Tests.Networks;

/// <summary>Large files are read while they are walked over; what comes of it is what the walk over the whole says.</summary>
public sealed class SnapshotFlowTests
{
    private const string Own = """{"type":"AzNetHelper/connectedGroups","groups":[]}""";

    public static TheoryData<string, int> Usual { get; } = new(
        from form in new[]
        {
            "[LIST]", """{"value":[LIST]}""", """{"value":[LIST],"nextLink":"https://x"}""", """{"count":1,"d\u0061ta":[LIST],"skip_token":null}""",
            """{"format":"AzNetHelper topology","version":1,"readAt":"2026-01-02T03:04:05Z","gaps":[{"scope":"s","code":"c","message":"m"}],"resources":[LIST, OWN]}""",
        }
        from atOnce in new[] { 1, 40, 1 << 14 }
        select (form, atOnce));

    public static TheoryData<string> Unusual { get; } = new(
        "NETWORK", "[[LIST]]", """[{"value":[LIST]},{"value":[]}]""", """{"newVNet":NETWORK}""", """{"value":[LIST],"value":[]}""",
        """{"value":[LIST],"data":[LIST]}""", """{"value":[LIST],"value":3}""", """{"resources":[LIST],"version":1,"format":"AzNetHelper topology"}""",
        """{"format":"AzNetHelper topology","version":99,"resources":[LIST]}""", """{"format":"AzNetHelper topology","version":1,"resources":[LIST],"format":"x"}""",
        """{"id":"/subscriptions/s1","value":[LIST]}""", """{"value":[LIST, {"name":"x","b":1}]}""", "[LIST, null]", "[LIST", "[LIST]]", "5", "",
        """[LIST, {"id":"no id"}]""", """[LIST, {"id":"\ud800"}]""");

    [Theory]
    [MemberData(nameof(Usual))]
    public void A_usual_file_is_read_as_by_the_walk_over_the_whole(string form, int atOnce)
    {
        var source = Source(form);
        var flow = SnapshotFlow.Read(source, new SharedTexts(), atOnce);
        using var file = SnapshotFile.Read(source, new SharedTexts());
        Assert.NotNull(flow);
        Assert.Equal(file.ReadAt, flow.ReadAt);
        Assert.Equal(file.Gaps, flow.Gaps);
        var whole = FoundDocument.All(file, new SharedTexts());
        Assert.Equal(whole.Select(e => Told(e!.Value)), flow.Entries.Select(Told));
        Assert.True(whole.Length > 4);
    }

    [Theory]
    [MemberData(nameof(Unusual))]
    public void What_is_unusual_or_wrong_is_left_to_the_walk_over_the_whole(string form)
    {
        Assert.Null(SnapshotFlow.Read(Source(form), new SharedTexts(), 1));
        Assert.Null(SnapshotFlow.Read(Source(form), new SharedTexts(), 1 << 14));
    }

    // The size from which a file is read so: an import of it is what the same file is without its size.
    [Fact]
    public void A_large_file_makes_the_same_topology()
    {
        var plain = Source("[LIST]");
        byte[] wide = [.. Enumerable.Repeat((byte)' ', 1 << 20), .. plain.Bytes.Span];
        var (small, large) = (TopologyImport.Read(plain), TopologyImport.Read(plain with { Bytes = wide }));
        Assert.Equal(Sample.Export(small), Sample.Export(large));
        var fault = Assert.Throws<TopologyFileException>(() => TopologyImport.Read(plain with { Bytes = wide.AsMemory(0, wide.Length - 1) }));
        Assert.Contains("is not JSON", fault.Message, StringComparison.Ordinal);
    }

    private static TopologySource Source(string form)
    {
        // Of the Azure CLI, of Resource Graph, and as a GET answers; one of them twice, one that cannot be read.
        var network = Sample.Network(Sample.NetworkId("v1")).ToJsonString();
        var row = Sample.Network(Sample.NetworkId("v2"));
        row["resourceGroup"] = Sample.NetworkId("v2").ResourceGroup;
        var flattened = $$"""{"id":"{{Sample.NetworkId("v3")}}","name":"v3","resourceGroup":"{{Sample.NetworkId("v3").ResourceGroup}}","addressSpace":{"addressPrefixes":["10.3.0.0/16"]},"subnets":[]}""";
        var faulty = new JsonObject
        {
            ["id"] = Sample.NetworkId("v4").ToString(),
            ["properties"] = new JsonObject { ["addressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray("no prefix") } },
        };
        var list = form.Contains("resources", StringComparison.Ordinal) || form == "[LIST]"
            ? $"{network},\n{row.ToJsonString()} , {flattened},{network}, {Sample.Network(Sample.NetworkId("v5")).ToJsonString()}"
            : $"{network},\n{row.ToJsonString()} , {flattened},{network}, {faulty.ToJsonString()}";
        return new("a.json", Encoding.UTF8.GetBytes(form.Replace("LIST", list, StringComparison.Ordinal).Replace("OWN", Own, StringComparison.Ordinal)
            .Replace("NETWORK", network, StringComparison.Ordinal)));
    }

    private static string Told(SnapshotEntry entry)
    {
        if (entry.Document is not { } found)
        {
            return $"{entry.Path} {entry.Extra!.Type} {Encoding.UTF8.GetString(entry.Extra.Json.Span)}";
        }

        var value = "";
        try
        {
            value = $"{found.Read(new SharedTexts()).Value}";
        }
        catch (InvalidTopologyException e)
        {
            value = e.Message;
        }

        return $"{entry.Path} {found.Path} {Encoding.UTF8.GetString(found.Document.Json.Span)} {value}";
    }
}
