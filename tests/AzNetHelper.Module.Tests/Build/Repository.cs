using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace AzNetHelper.Tests.Build;

/// <summary>The places of this repository.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Manifest => Path.Combine(Root, "AzNetHelper.psd1");

    public static string Version { get; } =
        Regex.Match(File.ReadAllText(Path.Combine(FindRoot(), "AzNetHelper.psd1")), @"ModuleVersion\s*=\s*'([^']+)'").Groups[1].Value;

    /// <summary>The module as it is imported.</summary>
    public static string Module => Path.Combine(Root, "output", "AzNetHelper", Version);

    public static string HelpSources => Path.Combine(Root, "module", "help");

    /// <summary>Debug or Release: what the tests were built as, so was all else.</summary>
    public static string Configuration { get; } =
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string Built(string project, string framework, string file) =>
        Path.Combine(Root, "src", project, "bin", Configuration, framework, file);

    // Where the source lies when the test was compiled: the tests always run beside their sources.
    private static string FindRoot([CallerFilePath] string here = "")
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AzNetHelper.psd1")) && File.Exists(Path.Combine(folder.FullName, "AzNetHelper.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No repository around {AppContext.BaseDirectory} (compiled from {here}).");
    }
}
