using AzNetHelper.Tests.Build;

namespace AzNetHelper.SimulationServer.Tests;

/// <summary>What a reader of the server's README types.</summary>
internal static class Readme
{
    private static string File { get; } =
        Path.Combine(Repository.Root, "src", "AzNetHelper.SimulationServer", "README.md");

    /// <summary>The only fenced block of a language that holds a text.</summary>
    public static string Block(string language, string holding = "")
    {
        var text = System.IO.File.ReadAllText(File).ReplaceLineEndings("\n");
        return Assert.Single(text.Split($"```{language}\n").Skip(1).Select(b => b[..b.IndexOf("```", StringComparison.Ordinal)]),
            b => b.Contains(holding, StringComparison.Ordinal));
    }
}
