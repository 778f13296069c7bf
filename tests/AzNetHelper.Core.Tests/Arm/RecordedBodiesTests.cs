#if NET10_0_OR_GREATER
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using Xunit;

namespace AzNetHelper.Tests.Arm;

/// <summary>Whatever the real service answered can be sent back without a member that it would refuse.</summary>
public sealed class RecordedBodiesTests
{
    public static TheoryData<string> Traces =>
        [.. Directory.GetFiles(Path.Combine(Root(), "tests", "data", "traces"), "*.jsonl").Select(f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(Traces))]
    public void Recorded_answer_becomes_a_body_that_the_schema_allows(string trace)
    {
        foreach (var line in File.ReadLines(Path.Combine(Root(), "tests", "data", "traces", trace)))
        {
            var row = JsonNode.Parse(line)!;
            if (row["responseBody"] is not JsonObject read || !ResourceId.TryParse((string?)row["path"], out var id)
                || id.Names.Length != id.TypeNames.Length || !BodyRules.Knows(id.Type) || read["properties"] is null)
            {
                continue;
            }

            var body = BodyRules.Compose(id.Type, read, []);
            Assert.Empty(BicepSchema.Faults(id.Type, ResourceTypes.NetworkApiVersion, body.Body));
            Assert.Empty(body.Dropped.Where(d => !d.Contains("enableVmProtection", StringComparison.Ordinal)));
        }
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "AzNetHelper.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder;
    }
}
#endif
