using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation.Tests.Replay;

/// <summary>One recorded exchange.</summary>
internal sealed record TraceRow(JsonObject Json)
{
    public string Source => (string)Json["source"]!;

    /// <summary>The recording that it is from; each began with a state of its own.</summary>
    public string Recording => Source.Split('#')[0];

    public string Place => Source.Split('#')[^1];

    public bool FromCli => Source.Contains("azure-cli", StringComparison.Ordinal);

    public string Method => (string)Json["method"]!;

    public string Path => (string)Json["path"]!;

    public string ApiVersion => (string)Json["apiVersion"]!;

    public JsonNode? RequestBody => Json["requestBody"];

    public int Status => (int)Json["status"]!;

    public JsonObject Headers => Json["headers"]!.AsObject();

    public JsonNode? ResponseBody => Json["responseBody"];

    public int Repeats => (int?)Json["repeats"] ?? 1;

    public override string ToString() => $"{Place} {Method} {Path}";
}

internal static class Traces
{
    public static ImmutableArray<TraceRow> Read(string name) =>
        [.. File.ReadLines(System.IO.Path.Combine(Folder(), name)).Where(l => l.Length > 0)
            .Select(l => new TraceRow(JsonNode.Parse(l)!.AsObject()))];

    private static string Folder([CallerFilePath] string here = "") => System.IO.Path.GetFullPath(
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "..", "..", "data", "traces"));
}
