using System.Management.Automation.Language;
using AzNetHelper.HelpBuilder;
using AzNetHelper.Tests.Build;

namespace AzNetHelper.Tests.Examples;

/// <summary>A piece of PowerShell that a reader may copy.</summary>
internal sealed record ExampleScript(string Source, string Title, string Code)
{
    public override string ToString() => $"{Source}: {Title}";
}

/// <summary>The scripts of the help, of README.md, of examples/ and of tests/pester.</summary>
internal static class ExampleScripts
{
    public static IReadOnlyList<ExampleScript> OfHelp { get; } =
    [
        .. Directory.GetFiles(Repository.HelpSources, "*-*.md").Order(StringComparer.Ordinal).SelectMany(file =>
            new HelpPageReader(file).Read(File.ReadAllText(file)).Examples
                .Select(e => new ExampleScript(Path.GetFileNameWithoutExtension(file), e.Title, e.Code))),
    ];

    public static IReadOnlyList<ExampleScript> OfReadme { get; } =
        [.. Blocks(Path.Combine(Repository.Root, "README.md")).Select((code, i) => new ExampleScript("README.md", $"block {i + 1}", code))];

    public static IReadOnlyList<ExampleScript> Files { get; } =
    [
        .. new[] { "examples", "tests/pester" }.SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.ps1"))
            .Order(StringComparer.Ordinal).Select(f => new ExampleScript(Path.GetRelativePath(Repository.Root, f), "file", File.ReadAllText(f))),
    ];

    /// <summary>The commands that a script calls by name, in functions and script blocks too.</summary>
    public static IEnumerable<CommandAst> Commands(string code)
    {
        var script = Parser.ParseInput(code, out _, out var errors);
        Assert.Empty(errors);
        return script.FindAll(a => a is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>()
            .Where(c => c.GetCommandName() is not null);
    }

    private static IEnumerable<string> Blocks(string file)
    {
        List<string>? block = null;
        foreach (var line in File.ReadLines(file))
        {
            if (block is null)
            {
                block = line.StartsWith("```powershell", StringComparison.Ordinal) ? [] : null;
            }
            else if (line.StartsWith("```", StringComparison.Ordinal))
            {
                yield return string.Join('\n', block);
                block = null;
            }
            else
            {
                block.Add(line);
            }
        }
    }
}
