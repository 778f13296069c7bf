using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;
using Xunit;

namespace AzNetHelper.Tests.Networks;

public sealed class TopologyImportTests
{
    private static readonly ResourceId V1 = Sample.NetworkId("v1");
    private static readonly ResourceId V2 = Sample.NetworkId("v2");

    public static TheoryData<string> Wrappings { get; } = new(
        "BODY", "[BODY]", """{"value":[BODY]}""", """{"value":[BODY],"nextLink":"https://x"}""",
        """{"totalRecords":1,"count":1,"data":[BODY],"facets":[],"resultTruncated":"false"}""",
        """{"count":1,"data":[BODY],"skip_token":null,"total_records":1}""",
        """[{"value":[BODY]},{"value":[]}]""", """{"newVNet":BODY}""", "\n\t [ [ BODY ] ] \r\n",
        """{"format":"AzNetHelper topology","version":1,"resources":[BODY]}""",
        """{"resources":[BODY],"gaps":[],"version":1,"format":"AzNetHelper topology"}""");

    [Theory]
    [MemberData(nameof(Wrappings))]
    public void A_resource_is_found_whatever_wraps_it(string wrapping)
    {
        var body = Sample.Network(V1).ToJsonString();
        var topology = TopologyImport.Read(Sample.Source(wrapping.Replace("BODY", body, StringComparison.Ordinal)));
        Assert.Equal(V1, Assert.Single(topology.VirtualNetworks).Id);
        Assert.Equal(body, Encoding.UTF8.GetString(topology.Document(V1)!.Json.Span).Trim());
    }

    public static TheoryData<string> Encodings { get; } = new("utf-8", "utf-8 mark", "utf-16 mark", "utf-16be mark", "utf-16", "utf-16be");

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Text_is_read_in_every_encoding_that_PowerShell_writes(string name)
    {
        Encoding encoding = name.Split(' ')[0] switch
        {
            "utf-8" => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
            "utf-16" => Encoding.Unicode,
            _ => Encoding.BigEndianUnicode,
        };
        var body = Sample.Network(V1);
        body["tags"] = new JsonObject { ["Zone"] = "Übung €" };
        byte[] bytes = [.. name.EndsWith("mark", StringComparison.Ordinal) ? encoding.GetPreamble() : [],
            .. encoding.GetBytes(body.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))];
        Assert.Equal("Übung €", TopologyImport.Read(new TopologySource("a.json", bytes)).VirtualNetworks.Single().Tags["zone"]);
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("{\"value\":[\n  {\"id\":\n}]}", "line 3")]
    [InlineData("[1", "line 1")]
    [InlineData("{} {}", "line 1")]
    [InlineData("5", "$ is no resource")]
    [InlineData("{\"value\":[null]}", "$.value[0] is no resource")]
    [InlineData("{\"value\":[{\"id\":\"/subscriptions/s1\"},{\"name\":\"x\",\"b\":1}]}", "$.value[1] has no id")]
    [InlineData("{\"id\":\"hub\"}", "$.id 'hub' is no resource id")]
    [InlineData("{\"id\":\"\\ud800\"}", "file.json")]
    [InlineData("{\"error\":{\"code\":\"AuthorizationFailed\"}}", "$ is an error that Azure answered")]
    [InlineData("{\"data\":{\"columns\":[],\"rows\":[]}}", "resultFormat objectArray")]
    [InlineData("{\"format\":\"AzNetHelper topology\",\"version\":2,\"resources\":[]}", "Update the module")]
    [InlineData("{\"format\":\"AzNetHelper topology\",\"resources\":[]}", "$.version")]
    [InlineData("{\"format\":\"AzNetHelper topology\",\"version\":1}", "$.resources")]
    [InlineData("{\"format\":\"AzNetHelper topology\",\"version\":1,\"readAt\":\"soon\",\"resources\":[]}", "$.readAt")]
    [InlineData("{\"format\":\"AzNetHelper topology\",\"version\":1,\"resources\":[{\"a\":1}]}", "$.resources[0] has no id")]
    [InlineData("{\"value\":[{\"id\":\"/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v\",\"properties\":{\"addressSpace\":{\"addressPrefixes\":[\"10.0.0.0/88\"]}}}]}", "$.value[0]")]
    public void A_fault_names_the_file_and_the_place(string text, string place)
    {
        var fault = Assert.Throws<TopologyFileException>(() => TopologyImport.Read(Sample.Source(text)));
        Assert.StartsWith("file.json: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(place, fault.Message, StringComparison.Ordinal);
        Assert.Equal("InvalidSnapshot", fault.Id);
        Assert.Equal(FailureKind.InvalidData, fault.Kind);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_told_with_their_line() =>
        Assert.Contains("line 2", Assert.Throws<TopologyFileException>(() => TopologyImport.Read(
            new TopologySource("a.json", new byte[] { (byte)'{', (byte)'\n', (byte)'"', 0xC3, 0x28, (byte)'"' }))).Message, StringComparison.Ordinal);

    [Fact]
    public void Several_files_make_one_topology()
    {
        var topology = TopologyImport.Read(
            [Sample.Source(Sample.Network(V1), "a.json"), Sample.Source(new JsonArray(Sample.Network(V2)), "b.json")], StepWriter.Nowhere);
        Assert.Equal([V1, V2], topology.VirtualNetworks.Select(n => n.Id));
    }

    [Fact]
    public void The_same_twice_is_silent_and_of_two_that_differ_the_later_file_is_used_with_a_notice()
    {
        var (steps, read) = Steps();
        var shuffled = new JsonObject(Sample.Network(V1).Reverse().Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));
        var same = TopologyImport.Read([Sample.Source(Sample.Network(V1)), Sample.Source(shuffled)], steps);
        Assert.Empty(read());
        Assert.Single(same.VirtualNetworks);

        var newer = Sample.Network(V1, prefixes: ["10.9.0.0/16"]);
        newer["id"] = V1.ToString().ToUpperInvariant();
        var differing = TopologyImport.Read([Sample.Source(Sample.Network(V1), "old.json"), Sample.Source(newer, "new.json")], steps);
        Assert.Equal("10.9.0.0/16", differing.VirtualNetworks.Single().AddressSpace.Single().ToString());
        var notice = Assert.IsType<NoticeStep>(Assert.Single(read()));
        Assert.Equal("DuplicateResource", notice.Id);
        Assert.Equal(NoticeSeverity.Warning, notice.Severity);
        Assert.Contains("old.json", notice.Message, StringComparison.Ordinal);
        Assert.Contains("new.json", notice.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Children_of_their_own_stand_in_their_parents()
    {
        var table = ResourceId.ForResource(Sample.Subscription, "rg1", ResourceTypes.RouteTable, "rt");
        var route = Sample.Child(table.Child("routes", "r"), new JsonObject { ["addressPrefix"] = "10.0.0.0/8", ["nextHopType"] = "None" });
        var bare = Sample.Network(V1);
        bare["properties"]!.AsObject().Remove("virtualNetworkPeerings");
        bare["properties"]!["subnets"] = new JsonArray(Sample.Subnet(V1, "a", "10.0.1.0/24"), Sample.Subnet(V1, "b", "10.0.2.0/24"));
        var topology = TopologyImport.Read(
            [
                Sample.Source(new JsonObject { ["value"] = new JsonArray(Sample.Peering(V1, "to-v2", V2), route) }, "children.json"),
                Sample.Source(new JsonArray(bare, Sample.RouteTable(table)), "parents.json"),
                Sample.Source(Sample.Subnet(V1, "B", "10.0.3.0/24"), "subnet.json"),
            ], StepWriter.Nowhere);
        var network = topology.VirtualNetworks.Single();
        Assert.Equal(["a", "B"], network.Subnets.Select(s => s.Name));
        Assert.Equal("10.0.3.0/24", network.Subnets[1].Prefixes.Single().ToString());
        Assert.Equal(V2, network.Peerings.Single().RemoteVNet);
        Assert.Equal("r", topology.RouteTables.Single().Routes.Single().Name);
        Assert.Equal(2, topology.Documents.Count());
        Assert.Empty(topology.Gaps);
    }

    [Fact]
    public void A_child_without_its_parent_is_kept_and_leaves_a_gap_until_the_parent_comes()
    {
        var (steps, read) = Steps();
        var orphan = TopologyImport.Read([Sample.Source(Sample.Peering(V1, "to-v2", V2))], steps);
        var gap = Assert.Single(orphan.Gaps);
        Assert.Equal(TopologyGap.ParentNotRead, gap.Code);
        Assert.Equal(V1.ToString(), gap.Scope);
        Assert.Equal(gap, orphan.GapOf(V1));
        Assert.Equal("to-v2", Assert.Single(orphan.Documents).Id.Name);
        Assert.IsType<NoticeStep>(Assert.Single(read()));

        var whole = TopologyImport.Read(
            [Sample.Source(Sample.Export(orphan), "orphan.json"), Sample.Source(Sample.Network(V1))], steps);
        Assert.Empty(whole.Gaps);
        Assert.Equal("to-v2", whole.VirtualNetworks.Single().Peerings.Single().Name);
    }

    [Fact]
    public void Gaps_of_several_files_add_up_and_close_where_another_file_has_the_resource()
    {
        var first = new Topology([], [new(V1.ToString(), "AuthorizationFailed", "no"), new("/subscriptions/s9", "AuthorizationFailed", "no")])
        {
            ReadAt = DateTimeOffset.UnixEpoch.AddDays(2),
        };
        var second = new Topology([Sample.Document(Sample.Network(V1))]) { ReadAt = DateTimeOffset.UnixEpoch.AddDays(1) };
        var both = TopologyImport.Read(
            [Sample.Source(Sample.Export(first)), Sample.Source(Sample.Export(second))], StepWriter.Nowhere);
        Assert.Equal("/subscriptions/s9", Assert.Single(both.Gaps).Scope);

        // What rests on both is as old as the older one.
        Assert.Equal(second.ReadAt, both.ReadAt);
    }

    [Fact]
    public void Documents_without_id_are_kept_as_they_are()
    {
        const string Prefixes = """{"type":"AzNetHelper/expressRoutePrefixes","properties":{"circuit":{"id":"/x"},"addressPrefixes":["172.16.0.0/12"]}}""";
        const string Group = """{"type":"aznethelper/connectedGroup","properties":{"virtualNetworks":[{"id":"/y"}]}}""";
        var topology = TopologyImport.Read(Sample.Source($"[{Prefixes},{Sample.Network(V1).ToJsonString()},{Group},{Prefixes}]"));
        Assert.Equal([Prefixes, Group], topology.Extras.Select(e => Encoding.UTF8.GetString(e.Json.Span)));
        Assert.Equal(["AzNetHelper/expressRoutePrefixes", "aznethelper/connectedGroup"], topology.Extras.Select(e => e.Type));
        Assert.Equal(topology.Extras, topology.With([Sample.Document(Sample.Network(V2))]).Extras);
        var again = TopologyImport.Read(Sample.Source(Sample.Export(topology)));
        Assert.Equal(2, again.Extras.Length);
        Assert.Equal(Sample.Export(topology), Sample.Export(again));
    }

    [Fact]
    public void Nothing_is_a_topology_of_nothing() =>
        Assert.Empty(TopologyImport.Read(Sample.Source("""{"value":[]}""")).Documents);

    [Fact]
    public void Ten_thousand_networks_are_read_in_the_time_of_a_breath()
    {
        var body = Sample.Network(V1, subnets: [.. Enumerable.Range(0, 10).Select(i => Sample.Subnet(V1, $"s{i}", $"10.0.{i}.0/24"))])
            .ToJsonString();
        var text = new StringBuilder("{\"value\":[");
        for (var i = 0; i < 10_000; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(body.Replace("/v1", $"/net{i}", StringComparison.Ordinal));
        }

        var source = Sample.Source(text.Append("]}").ToString());
        var before = GC.GetAllocatedBytesForCurrentThread();
        var topology = TopologyImport.Read(source);
        Assert.Equal(10_000, topology.VirtualNetworks.Length);

        // A bound on work that does not depend on how busy the machine is: documents stay slices of the file.
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 4L * source.Bytes.Length, $"{allocated / source.Bytes.Length} times the file was allocated");
    }

    private static (StepWriter Steps, Func<List<Step>> Read) Steps()
    {
        var channel = Channel.CreateUnbounded<Step>();
        return (new StepWriter(channel.Writer), () =>
        {
            List<Step> steps = [];
            while (channel.Reader.TryRead(out var step))
            {
                steps.Add(step);
            }

            return steps;
        });
    }
}
