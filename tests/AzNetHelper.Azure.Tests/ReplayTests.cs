using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using static AzNetHelper.Tests.Arms;

namespace AzNetHelper.Tests;

/// <summary>
/// The client's side of what the real service recorded: every write of a recording is made, its recorded answers are
/// given, and the requests that follow must be the recorded ones.
/// </summary>
public sealed class ReplayTests
{
    public static TheoryData<string, int> Recordings => new()
    {
        { "peering-sync.jsonl", 11 },
        { "peering-gateway-transit.jsonl", 6 },
        { "connection-sharedkey.jsonl", 2 },
        { "vnet-gateway-p2s.jsonl", 4 },
        { "expressroute-peering-auth.jsonl", 8 },
        { "local-network-gateway.jsonl", 1 },
        { "connection-vnet2vnet.jsonl", 1 },
        { "subnets.jsonl", 1 },
        { "network-manager-connectivity.jsonl", 8 },
    };

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task Every_recorded_write_is_seen_through_as_recorded(string file, int atLeast)
    {
        var rows = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "traces", file))
            .Select(line => new Row(JsonNode.Parse(line)!.AsObject())).SelectMany(r => Enumerable.Repeat(r, r.Repeats))
                .ToList();
        var replayed = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Verb is { } verb && Ending(rows, i) is { } script)
            {
                await ReplayAsync(verb, script);
                replayed++;
            }
        }

        Assert.True(replayed >= atLeast, $"{file}: {replayed} writes replayed");
    }

    private static async Task ReplayAsync(ArmVerb verb, List<Row> script)
    {
        var answers = new Queue<Row>(script);
        var server = new ScriptedServer((sent, _) =>
        {
            Assert.True(answers.TryDequeue(out var row), $"Not recorded: {sent}");
            Assert.Equal((row.Method, row.Path.ToUpperInvariant()),
                (sent.Method, Uri.UnescapeDataString(sent.Path).ToUpperInvariant()));
            return row.Answer();
        });
        var arm = Open(server);
        var first = script[0];
        var write = new ArmWrite(verb, first.Path, first.ApiVersion)
        {
            Body = first.Body is null ? default : Utf8(first.Body),
            Query = first.Query,
        };
        var answer = await arm.WaitAsync(await arm.SendAsync(write, Stop), Stop);
        Assert.Empty(answers);
        var last = script[^1];
        Assert.Equal(verb == ArmVerb.Delete ? 204 : last.Status, answer.Status);
        Assert.True(JsonNode.DeepEquals(Parse(verb == ArmVerb.Delete ? "" : last.Answered), Parse(Text(answer.Body))),
            $"{write}");
        Assert.Equal(last.Header("ETag"), answer.ETag);
    }

    /// <summary>
    /// A write and what the recorded client read until it was done. Null where the recording breaks off. Other clients'
    /// reads of the finished resource are not part of it: one read for a PUT, none for the rest.
    /// </summary>
    private static List<Row>? Ending(List<Row> rows, int at)
    {
        var first = rows[at];
        List<Row> script = [first];
        var (status, result) = (PathOf(first.Header("Azure-AsyncOperation")), PathOf(first.Header("Location")));
        if (status is null && result is null)
        {
            return script;
        }

        var following = rows.Skip(at + 1).Where(r => r.Method == "GET").ToList();
        var polls = following.Where(r => r.Path == status).ToList();
        script.AddRange(polls);
        if (status is not null
            && (polls.Count == 0 || !polls[^1].Answered.Contains("Succeeded", StringComparison.Ordinal)))
        {
            return null;
        }

        if (first.Method is "PUT" or "PATCH")
        {
            var readBack = following.FirstOrDefault(r =>
                string.Equals(r.Path, first.Path, StringComparison.OrdinalIgnoreCase) && r.Status == 200);
            return readBack is null ? null : [.. script, readBack];
        }

        var results = following.Where(r => r.Path == result).ToList();
        if (results.Count == 0)
        {
            // The Azure CLI does not read the result of a DELETE; the service's answer to it is known from the others.
            return first.Method == "DELETE" ? [.. script, Row.NoContent(result!)] : null;
        }

        // The recorder shows the end of a resource group twice.
        var end = results.FindIndex(r => r.Status != 202);
        return end < 0 ? null : [.. script, .. results.Take(end + 1)];
    }

    private static string? PathOf(string? url) => url?["https://management.azure.com".Length..].Split('?')[0];

    private static JsonNode? Parse(string text) => text.Length == 0 ? null : JsonNode.Parse(text);

    private sealed class Row(JsonObject row)
    {
        public string Method => (string)row["method"]!;

        public ArmVerb? Verb => Method == "GET" ? null : Enum.Parse<ArmVerb>(Method, ignoreCase: true);

        public string Path => ((string)row["path"]!).Split('?')[0];

        public string? Query => ((string)row["path"]!).Split('?') is [_, var query] ? query : null;

        public string ApiVersion => (string?)row["apiVersion"] ?? "1";

        public string? Body => row["requestBody"]?.ToJsonString();

        public int Status => (int)row["status"]!;

        public int Repeats => (int?)row["repeats"] ?? 1;

        // The transcripts write a body of the four letters null, and one that is a JSON string, as text in quotes.
        public string Answered => row["responseBody"] switch
        {
            null => "",
            JsonValue value when value.GetValueKind() == JsonValueKind.String => (string)value!,
            var body => body.ToJsonString(),
        };

        public static Row NoContent(string path) =>
            new(new() { ["method"] = "GET", ["path"] = path, ["status"] = 204 });

        public string? Header(string name) => (string?)row["headers"]?.AsObject()
            .FirstOrDefault(h => string.Equals(h.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

        public HttpResponseMessage Answer()
        {
            var headers = row["headers"]?.AsObject().Select(h => (h.Key, h.Value!.ToString())) ?? [];
            return ScriptedServer.Answer(Status, Answered.Length == 0 ? null : Answered,
                [.. headers.Where(h => h.Key != "Content-Length")]);
        }
    }
}
