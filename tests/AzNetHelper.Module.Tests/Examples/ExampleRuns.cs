using AzNetHelper.Tests.Infrastructure;

namespace AzNetHelper.Tests.Examples;

/// <summary>
/// The examples of the help, run under strict mode and in other cultures. Tests of one class run one after the other: they are dealt out
/// to several.
/// </summary>
internal static class ExampleRuns
{
    private const int Parts = 4;

    // Turkish has German's numbers and, beside them, letters that no other culture changes the case of so; every third example runs
    // with German all the same. Without a culture of its own runs whatever else is tested of cmdlets.
    public static TheoryData<string, string> Of(int part) => [.. ExampleScripts.OfHelp.Where(ExampleTests.CanRun)
        .Select((e, i) => (Title: e.ToString(), Culture: i % 3 == 0 ? "de-DE" : "tr-TR"))
        .Where((_, i) => i % Parts == part)];

    public static void Run(string title, string culture)
    {
        var example = ExampleScripts.OfHelp.Single(e => e.ToString() == title);
        var folder = Directory.CreateTempSubdirectory("aznet examples ");
        try
        {
            using var engine = new Engine();
            engine.Set("folder", folder.FullName);
            engine.Set("culture", culture);

            // To Out-Default, as at a prompt: the views take part.
            var run = engine.RunStrict($$"""
                Set-StrictMode -Version Latest
                [cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = $culture
                $null = $ExecutionContext.SessionState.Path.SetLocation($folder)
                & { {{example.Code}}
                } | Out-Default
                [cultureinfo]::CurrentCulture.Name
                """);

            Assert.True(run.Ended is null, $"{example}: {run.Ended}");
            Assert.Empty(run.Errors);
            Assert.Equal([culture], run.Texts);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

public sealed class FirstExamplesTests
{
    public static TheoryData<string, string> Examples => ExampleRuns.Of(0);

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_of_the_help_runs_without_an_error(string title, string culture) => ExampleRuns.Run(title, culture);
}

public sealed class SecondExamplesTests
{
    public static TheoryData<string, string> Examples => ExampleRuns.Of(1);

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_of_the_help_runs_without_an_error(string title, string culture) => ExampleRuns.Run(title, culture);
}

public sealed class ThirdExamplesTests
{
    public static TheoryData<string, string> Examples => ExampleRuns.Of(2);

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_of_the_help_runs_without_an_error(string title, string culture) => ExampleRuns.Run(title, culture);
}

public sealed class FourthExamplesTests
{
    public static TheoryData<string, string> Examples => ExampleRuns.Of(3);

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_of_the_help_runs_without_an_error(string title, string culture) => ExampleRuns.Run(title, culture);
}
