using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Xml.Linq;
using AzNetHelper.Tests.Build;
using Xunit;

namespace AzNetHelper.Tests.Help;

/// <summary>The help of the module as it is imported from output/.</summary>
public sealed class StagedHelpTests : IDisposable
{
    private readonly Engine _engine;
    private readonly CommandInfo[] _commands;

    public StagedHelpTests()
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([Path.Combine(Repository.Module, "AzNetHelper.psd1")]);
        _engine = new(state);
        _commands = [.. _engine.Run("Get-Command", ("Module", "AzNetHelper")).Select(c => (CommandInfo)c.BaseObject)];
        Assert.NotEmpty(_commands);
    }

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Says_of_every_parameter_what_the_engine_says()
    {
        var help = XDocument.Load(Path.Combine(Repository.Module, "en-US", "AzNetHelper.dll-Help.xml")).Root!.Elements()
            .ToDictionary(c => HelpComparison.Children(HelpComparison.Children(c, "details").Single(), "name").Single().Value, StringComparer.Ordinal);

        Assert.Equal(_commands.Select(c => c.Name).Order(StringComparer.Ordinal), help.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(_commands.SelectMany(c => HelpComparison.Differences(c, help[c.Name])));
    }

    [Fact]
    public void Get_Help_shows_a_synopsis_and_two_examples_of_every_cmdlet() => Assert.All(_commands, command =>
    {
        var synopsis = _engine.Text($"(Get-Help -Name {command.Name}).Synopsis");

        // Without a help file the engine shows the syntax in its place.
        Assert.NotEmpty(synopsis);
        Assert.DoesNotContain(command.Name, synopsis, StringComparison.Ordinal);
        Assert.True(Examples(command).Length >= 2, command.Name);
    });

    [Fact]
    public void Every_example_parses_and_calls_its_cmdlet_with_parameters_that_exist() => Assert.All(_commands, command =>
    {
        foreach (var example in Examples(command))
        {
            var script = Parser.ParseInput(example, out _, out var errors);
            Assert.Empty(errors);
            var calls = script.FindAll(n => n is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>()
                .Where(c => string.Equals(c.GetCommandName(), command.Name, StringComparison.OrdinalIgnoreCase))
                .ToArray();
            Assert.NotEmpty(calls);
            Assert.All(
                calls.SelectMany(c => c.CommandElements).OfType<CommandParameterAst>(),
                p => Assert.NotNull(command.ResolveParameter(p.ParameterName)));
        }
    });

    [Fact]
    public void The_topic_about_the_module_is_found() =>
        Assert.Contains("SHORT DESCRIPTION", _engine.Text("Get-Help about_AzNetHelper"), StringComparison.Ordinal);

    [Fact]
    public void The_topic_about_what_no_longer_holds_is_found() =>
        Assert.Contains("POSTGRESQL", _engine.Text("Get-Help about_AzNetHelper_Corrections"), StringComparison.Ordinal);

    private string[] Examples(CommandInfo command) =>
        _engine.Text($"(Get-Help -Name {command.Name} -Full).examples.example | ForEach-Object {{ [string] $_.code + [char] 0 }}")
            .Split('\0', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
