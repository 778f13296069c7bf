using AzNetHelper.Tests.PointToSite;
using AzNetHelper.Tests.Reachability;
using AzNetHelper.Tests.Shared;
using Xunit;

namespace AzNetHelper.Tests.Rendering;

/// <summary>The page in a real browser (Chromium, driven by playwright-core), what it reads in Node.js, and how its script is made.</summary>
public sealed class ExplorerTests : IDisposable
{
    private const string Scripts = "tests/interop/explorer";
    private static readonly string[] s_tabs = ["drawing", "matrix", "list", "findings"];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aznet-explorer-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_browser_explores_networks_of_every_size()
    {
        if ((ToolProcess.Find("chromium") ?? ToolProcess.Find("chromium-browser") ?? ToolProcess.Find("google-chrome")) is not { } chromium)
        {
            ToolProcess.Missing("Chromium is needed: it is not on the PATH.");
            return;
        }

        var folder = await NodeFolder.ReadyAsync(Scripts);
        var written = new ExplorerPages(_folder.FullName).Write();
        var run = await NodeFolder.RunAsync(folder, ["explore.mjs", _folder.FullName], TimeSpan.FromMinutes(8), ("CHROMIUM", chromium));

        TestContext.Current.TestOutputHelper?.WriteLine($"{string.Join(", ", written)}\n{run.Out}\n{run.Error}");
        var lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.DoesNotContain(lines, l => l.StartsWith("BAD ", StringComparison.Ordinal));
        run.Succeeded();
        Assert.Equal(4, lines.Count(l => l.StartsWith("time ", StringComparison.Ordinal)));
        Assert.All(s_tabs.Concat(s_tabs[..3].Select(t => $"plan, {t}")).SelectMany(t => new[] { $"{t}, light", $"{t}, dark" }),
            t => Assert.Contains($"ok axe-core finds no serious fault: {t}", lines));
        Assert.All(new[] { "5", "50", "500", "5000", "details", "sides", "paths", "keys", "plan", "way", "hostile", "one", "states", "repaired", "light", "dark", "plan, light", "plan, dark" },
            p => Assert.Contains($"ok {p}: nothing is asked for and nothing complained of", lines));
    }

    [Fact]
    public async Task Every_answer_of_a_page_is_the_engine_s_word_for_word()
    {
        var folder = await NodeFolder.ReadyAsync(Scripts);
        var seed = Random.Shared.Next(100_000);
        TestContext.Current.TestOutputHelper?.WriteLine($"Seeds {seed} to {seed + 11}");
        new ExplorerPages(_folder.FullName).WriteAnswers([ExplorerEstate.Make(), .. Enumerable.Range(seed, 12).Select(s => RandomEstate.Make(s))]);

        var run = await NodeFolder.RunAsync(folder,
            ["answers.mjs", _folder.FullName, Path.Combine(TestFiles.Repository(), "src", "explorer", "src")], TimeSpan.FromMinutes(2));

        Assert.StartsWith("ok ", run.Succeeded(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_Core_embeds_is_what_npm_and_the_sources_make()
    {
        var folder = await NodeFolder.ReadyAsync("src/explorer");
        var made = _folder.CreateSubdirectory("made").FullName;
        (await NodeFolder.RunAsync(folder, ["build.mjs", made], TimeSpan.FromMinutes(2))).Succeeded();

        var embedded = Path.Combine(TestFiles.Repository(), "src", "AzNetHelper.Core", "Rendering", "Explorer");
        Assert.Equal(Files(embedded), Files(made));
        Assert.All(Files(made), name => Assert.True(
            File.ReadAllBytes(Path.Combine(embedded, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(made, name))),
            $"{name} is not what src/explorer makes: run npm ci --ignore-scripts and npm run build there."));

        static string[] Files(string folder) => [.. Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
    }
}
