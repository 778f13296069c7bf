using AzNetHelper.Tests.Build;
using AzNetHelper.Tests.Shared;

namespace AzNetHelper.SimulationServer.Tests;

/// <summary>The scripts of tests/interop/js with the packages of their lock file, once for all tests of a run.</summary>
public sealed class NodePackages
{
    private static readonly string Source = Path.Combine(Repository.Root, "tests", "interop", "js");

    // In obj, which is not of the repository; a second run finds what the first has installed.
    private static readonly string Folder =
        Path.Combine(Repository.Root, "tests", "AzNetHelper.SimulationServer.Tests", "obj", "js");

    private readonly Lazy<Task<string?>> _problem = new(InstallAsync);

    /// <summary>Runs a script as <c>node script.mjs</c>; its output when it ended well.</summary>
    internal async Task<string> RunAsync(ServerBed bed, string script, params (string, string?)[] environment)
    {
        if (await _problem.Value is { } problem)
        {
            ToolProcess.Missing(problem);
        }

        var run = await ToolProcess.RunAsync(ToolProcess.Find("node")!, [script], Folder,
            bed.Environment([("NODE_EXTRA_CA_CERTS", bed.Server["CA_FILE"]), .. environment]), TimeSpan.FromMinutes(3));
        return run.Succeeded();
    }

    /// <summary>Runs a text as a script.</summary>
    internal async Task<string> RunTextAsync(ServerBed bed, string text, params (string, string?)[] environment)
    {
        if (await _problem.Value is null)
        {
            await File.WriteAllTextAsync(Path.Combine(Folder, "text.mjs"), text);
        }

        return await RunAsync(bed, "text.mjs", environment);
    }

    // Why the scripts cannot run; null when they can.
    private static async Task<string?> InstallAsync()
    {
        if (ToolProcess.Find("node") is null || ToolProcess.Find("npm") is not { } npm)
        {
            return "Node.js and npm are needed: node and npm are not both on the PATH.";
        }

        Directory.CreateDirectory(Folder);
        foreach (var script in Directory.GetFiles(Source, "*.mjs"))
        {
            File.Copy(script, Path.Combine(Folder, Path.GetFileName(script)), overwrite: true);
        }

        var stamp = Path.Combine(Folder, "installed.json");
        var wanted = await File.ReadAllTextAsync(Path.Combine(Source, "package-lock.json"));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
        {
            return null;
        }

        File.Copy(Path.Combine(Source, "package.json"), Path.Combine(Folder, "package.json"), overwrite: true);
        await File.WriteAllTextAsync(Path.Combine(Folder, "package-lock.json"), wanted);
        var run = await ToolProcess.RunAsync(npm,
            ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"], Folder,
            new Dictionary<string, string?>(StringComparer.Ordinal), TimeSpan.FromMinutes(5));
        if (run.ExitCode != 0)
        {
            return $"npm could not install the packages of tests/interop/js: {run.Error}";
        }

        await File.WriteAllTextAsync(stamp, wanted);
        return null;
    }
}
