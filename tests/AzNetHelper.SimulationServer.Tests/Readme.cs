using AzNetHelper.Tests.Build;

namespace AzNetHelper.SimulationServer.Tests;

/// <summary>What a reader of a README types.</summary>
internal static class Readme
{
    /// <summary>The README of the repository.</summary>
    public static string Root { get; } = Path.Combine(Repository.Root, "README.md");

    /// <summary>The README beside the server's source.</summary>
    public static string Server { get; } =
        Path.Combine(Repository.Root, "src", "AzNetHelper.SimulationServer", "README.md");

    /// <summary>The only fenced block of a language that holds a text.</summary>
    public static string Block(string file, string language, string holding) => Assert.Single(
        File.ReadAllText(file).ReplaceLineEndings("\n").Split($"```{language}\n").Skip(1)
            .Select(b => b[..b.IndexOf("```", StringComparison.Ordinal)]),
        b => b.Contains(holding, StringComparison.Ordinal));
}
