using System.Collections.Concurrent;
using AzNetHelper.Tests.PointToSite;
using AzNetHelper.Tests.Shared;

namespace AzNetHelper.Tests.Rendering;

/// <summary>A folder of the repository with scripts for Node.js, copied to where its packages are put in; a second run finds them.</summary>
internal static class NodeFolder
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string?>>> s_ready = new(StringComparer.Ordinal);

    /// <summary>The copy; skips the test where Node.js or the registry is missing.</summary>
    /// <param name="source">In the repository, for example <c>tests/interop/explorer</c>.</param>
    public static async Task<string> ReadyAsync(string source)
    {
        var folder = Path.Combine(TestFiles.Repository(), "tests", "AzNetHelper.Core.Tests", "obj", "node", source.Replace('/', '-'));
        if (await s_ready.GetOrAdd(source, s => new(() => InstallAsync(s, folder))).Value is { } problem)
        {
            ToolProcess.Missing(problem);
        }

        return folder;
    }

    public static async Task<ToolRun> RunAsync(string folder, IEnumerable<string> arguments, TimeSpan patience, params (string Name, string? Value)[] environment) =>
        await ToolProcess.RunAsync(ToolProcess.Find("node")!, arguments, folder,
            environment.ToDictionary(e => e.Name, e => e.Value, StringComparer.Ordinal), patience);

    private static async Task<string?> InstallAsync(string source, string folder)
    {
        if (ToolProcess.Find("node") is null || ToolProcess.Find("npm") is not { } npm)
        {
            return "Node.js and npm are needed: node and npm are not both on the PATH.";
        }

        var from = Path.Combine(TestFiles.Repository(), Path.Combine(source.Split('/')));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}node_modules{Path.DirectorySeparatorChar}", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        var stamp = Path.Combine(folder, "installed.json");
        var wanted = await File.ReadAllTextAsync(Path.Combine(folder, "package-lock.json"));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
        {
            return null;
        }

        var run = await ToolProcess.RunAsync(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"], folder,
            new Dictionary<string, string?>(StringComparer.Ordinal), TimeSpan.FromMinutes(5));
        if (run.ExitCode != 0)
        {
            return $"npm could not install the packages of {source}: {run.Error}";
        }

        await File.WriteAllTextAsync(stamp, wanted);
        return null;
    }
}
