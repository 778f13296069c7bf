using System.Text.Json;
using System.Text.Json.Serialization;
using AzNetHelper.Networks;
using AzNetHelper.Rendering;
using AzNetHelper.Tests.PointToSite;
using AzNetHelper.Tests.Shared;
using Xunit;

namespace AzNetHelper.Tests.Rendering;

/// <summary>
/// Every case as a file of each format, read by programs that are not ours: tests/interop/pictures/read.mjs, and graphviz. Written and read
/// once for all tests of a run.
/// </summary>
public sealed class PictureReaders : IAsyncDisposable
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };
    private static readonly string s_source = Path.Combine(TestFiles.Repository(), "tests", "interop", "pictures");

    // In obj, which is not of the repository; a second run finds what the first has installed.
    private static readonly string s_packages = Path.Combine(TestFiles.Repository(), "tests", "AzNetHelper.Core.Tests", "obj", "pictures");

    private const string Split = "split-";

    private readonly string _folder = Directory.CreateTempSubdirectory("aznethelper-pictures-").FullName;
    private readonly Lazy<Task<Dictionary<string, ReadPicture>>> _read;
    private readonly Lazy<Task> _graphs;

    public PictureReaders() => (_read, _graphs) = (new(ReadAsync), new(DrawAsync));

    internal static IReadOnlyDictionary<string, (Picture Picture, Topology Topology)> Cases => s_cases.Value;

    private static readonly Lazy<Dictionary<string, (Picture Picture, Topology Topology)>> s_cases = new(() =>
    {
        var large = new SnapshotEstate(520, 520, subnets: 1).ToTopology();
        return new(PictureCases.All, StringComparer.Ordinal) { ["large"] = (PictureBuilder.Of(large), large) };
    });

    internal async Task<ReadPicture> OfAsync(string name) => (await _read.Value)[name];

    /// <summary>What Mermaid has found in the files of a picture that is too large for one; the map is the first.</summary>
    internal async Task<ReadDiagram[]> SplitAsync(string name) => (await _read.Value)[Split + name].Split!;

    /// <summary>What graphviz has drawn of a case, as SVG.</summary>
    internal async Task<string> GraphAsync(string name)
    {
        await _graphs.Value;
        return await File.ReadAllTextAsync(Path.Combine(_folder, name, "picture.dot.svg"));
    }

    private async Task<Dictionary<string, ReadPicture>> ReadAsync()
    {
        if (await InstallAsync() is { } problem)
        {
            ToolProcess.Missing(problem);
        }

        foreach (var (name, (picture, topology)) in Cases)
        {
            await SaveAsync(name, "picture.mmd", w => MermaidPicture.Write(picture, w));
            await SaveAsync(name, "picture.drawio", w => DrawIoPicture.Write(PictureLayout.Of(picture), w));
            await SaveAsync(name, "picture.md", w => MarkdownPicture.Write(picture, topology, w));
        }

        foreach (var (name, picture) in LargePictures.All)
        {
            foreach (var file in MermaidPicture.Files(picture, "map.mmd", CancellationToken.None).All)
            {
                await SaveAsync(Path.Combine(Split + name, "split"), file.Name, w => w.Write(file.Text));
            }
        }

        var run = await ToolProcess.RunAsync(ToolProcess.Find("node")!, ["read.mjs", _folder], s_packages,
            new Dictionary<string, string?>(StringComparer.Ordinal), TimeSpan.FromMinutes(5));
        return JsonSerializer.Deserialize<Dictionary<string, ReadPicture>>(run.Succeeded(), s_json)!;
    }

    private async Task DrawAsync()
    {
        if (ToolProcess.Find("dot") is not { } dot)
        {
            ToolProcess.Missing("graphviz is needed: dot is not on the PATH.");
            return;
        }

        // One at a time: graphviz 2.43 frees clusters twice where it draws several files.
        foreach (var (name, (picture, _)) in Cases)
        {
            await SaveAsync(name, "picture.dot", w => DotPicture.Write(picture, w));
            var run = await ToolProcess.RunAsync(dot, ["-Tsvg", "-O", "picture.dot"], Path.Combine(_folder, name),
                new Dictionary<string, string?>(StringComparer.Ordinal), TimeSpan.FromMinutes(1));
            run.Succeeded();
            Assert.Equal(string.Empty, run.Error);
        }
    }

    private async Task SaveAsync(string name, string file, Action<TextWriter> write)
    {
        Directory.CreateDirectory(Path.Combine(_folder, name));
        using var text = new StringWriter(System.Globalization.CultureInfo.CurrentCulture);
        write(text);
        await File.WriteAllTextAsync(Path.Combine(_folder, name, file), text.ToString());
    }

    // Why the scripts cannot run; null when they can.
    private static async Task<string?> InstallAsync()
    {
        if (ToolProcess.Find("node") is null || ToolProcess.Find("npm") is not { } npm)
        {
            return "Node.js and npm are needed: node and npm are not both on the PATH.";
        }

        Directory.CreateDirectory(s_packages);
        File.Copy(Path.Combine(s_source, "read.mjs"), Path.Combine(s_packages, "read.mjs"), overwrite: true);
        var stamp = Path.Combine(s_packages, "installed.json");
        var wanted = await File.ReadAllTextAsync(Path.Combine(s_source, "package-lock.json"));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
        {
            return null;
        }

        File.Copy(Path.Combine(s_source, "package.json"), Path.Combine(s_packages, "package.json"), overwrite: true);
        await File.WriteAllTextAsync(Path.Combine(s_packages, "package-lock.json"), wanted);
        var run = await ToolProcess.RunAsync(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"], s_packages,
            new Dictionary<string, string?>(StringComparer.Ordinal), TimeSpan.FromMinutes(5));
        if (run.ExitCode != 0)
        {
            return $"npm could not install the packages of tests/interop/pictures: {run.Error}";
        }

        await File.WriteAllTextAsync(stamp, wanted);
        return null;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>What the readers have found in one case.</summary>
internal sealed record ReadPicture(string? Error, ReadDiagram? Mermaid, ReadPage[]? Drawio, ReadReport? Markdown, ReadDiagram[]? Split);

internal sealed record ReadDiagram(ReadNode[] Nodes, ReadEdge[] Edges, ReadFrame[] Frames, string Title, string? Heading, int Size, string? Error);

internal sealed record ReadNode(string Id, string Text, string[] Elements, string[] Classes);

internal sealed record ReadEdge(string Id, string From, string To, string Text, string[] Elements, string Stroke, string Type, string[] Style, int Points);

internal sealed record ReadFrame(string Id, string Text, string[] Elements, string[] Nodes);

internal sealed record ReadPage(string Name, ReadVertex[] Vertices, ReadEdge[] Edges);

internal sealed record ReadVertex(
    string Id, string? Parent, string? Kind, string? Name, string Text, string[] Elements, double X, double Y, double Width, double Height);

internal sealed record ReadReport(ReadTable[] Tables, string[] Html, string[] Links, ReadDiagram[] Diagrams, string[] Headings, int Listed, string[] Signs);

internal sealed record ReadTable(string Heading, string[] Columns, string[][] Rows);
