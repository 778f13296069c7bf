namespace AzNetHelper.Tests.Infrastructure;

/// <summary>Where the built module and its neighbours lie: found from the test's own folder upwards.</summary>
internal static class ModuleUnderTest
{
    public static string Repository { get; } = FindRepository();

    /// <summary>The manifest of the newest staged version; staging keeps one.</summary>
    public static string Manifest { get; } = Path.Combine(StageFolder(), "AzNetHelper.psd1");

    public static string Folder => Path.GetDirectoryName(Manifest)!;

    /// <summary>Cmdlets that stand on the module's bases and do what a test tells them.</summary>
    public static string TestCmdlets { get; } = BuiltBeside("AzNetHelper.TestCmdlets", "net8.0");

    /// <summary>The output of another test project in the configuration that is running.</summary>
    public static string BuiltBeside(string project, string framework) => Path.Combine(Repository, "tests", project, "bin",
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, framework, project + ".dll");

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AzNetHelper.psd1")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run from within the repository.");
    }

    private static string StageFolder() =>
        Directory.Exists(Path.Combine(Repository, "output", "AzNetHelper"))
        && Directory.GetDirectories(Path.Combine(Repository, "output", "AzNetHelper")) is [.., var newest]
            ? newest
            : throw new InvalidOperationException("The module is not staged: build the solution first.");
}
