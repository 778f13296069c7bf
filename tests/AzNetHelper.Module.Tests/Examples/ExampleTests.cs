using System.Management.Automation;
using System.Management.Automation.Runspaces;
using AzNetHelper.Tests.Infrastructure;

namespace AzNetHelper.Tests.Examples;

/// <summary>What the help and README.md tell people to type is what the commands take; <see cref="ExampleRuns"/> run it.</summary>
public sealed class ExampleTests
{
    private static readonly Lazy<IReadOnlyDictionary<string, CommandInfo>> s_commands = new(Commands);

    public static TheoryData<string> All =>
        [.. ExampleScripts.OfHelp.Concat(ExampleScripts.OfReadme).Concat(ExampleScripts.Files).Select(e => e.ToString())];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_script_parses_and_its_commands_of_the_module_bind(string title)
    {
        var example = ExampleScripts.OfHelp.Concat(ExampleScripts.OfReadme).Concat(ExampleScripts.Files)
            .Single(e => e.ToString() == title);

        var calls = ExampleScripts.Commands(example.Code).ToList();

        Assert.Empty(calls.Where(c => s_commands.Value.ContainsKey(c.GetCommandName()))
            .Where(c => !c.CommandElements.Any(e => e is System.Management.Automation.Language.VariableExpressionAst { Splatted: true }))
            .Where(c => !MustFail(example, c))
            .SelectMany(c => ParameterCheck.Problems(c, s_commands.Value[c.GetCommandName()])));
        Assert.DoesNotContain(calls.Select(c => c.GetCommandName()), n => LooksLikeOurs(n) && !s_commands.Value.ContainsKey(n));
    }

    [Fact]
    public void Every_cmdlet_has_an_example_that_calls_it_and_most_of_them_run()
    {
        Assert.All(s_commands.Value.Keys, name => Assert.True(ExampleScripts.OfHelp.Count(e => e.Source == name
            && ExampleScripts.Commands(e.Code).Any(c => string.Equals(c.GetCommandName(), name, StringComparison.OrdinalIgnoreCase))) >= 2, name));
        Assert.True(ExampleScripts.OfHelp.Count(CanRun) * 4 > ExampleScripts.OfHelp.Count * 3,
            string.Join('\n', ExampleScripts.OfHelp.Where(e => !CanRun(e))));
    }

    [Fact]
    public void The_check_of_parameters_finds_what_is_wrong()
    {
        string[] wrong =
        [
            "New-HubSpokePeering -Hub a -Spokes b", "New-HubSpokePeering -Hub a", "Connect-AzNetSession -Rehearsal -Identity",
            "Get-VNetPeering a b c", "Test-VNetTransitivity -All -Source a", "Remove-VNetPeering",
        ];
        Assert.All(wrong, code => Assert.NotEmpty(Problems(code)));
        string[] right =
        [
            "New-HubSpokePeering a b, c -WhatIf", "'b' | New-HubSpokePeering -Hub a", "Get-VNetPeering | Remove-VNetPeering -Force",
            "Connect-AzNetSession -Rehearsal -PassThru:$true", "Wait-AzNetOperation $o -TimeoutSec 5",
        ];
        Assert.All(right, code => Assert.Empty(Problems(code)));
    }

    private static IEnumerable<string> Problems(string code) => ExampleScripts.Commands(code)
        .Where(c => s_commands.Value.ContainsKey(c.GetCommandName()))
        .SelectMany(c => ParameterCheck.Problems(c, s_commands.Value[c.GetCommandName()]));

    // Pester files also show what is refused.
    private static bool MustFail(ExampleScript example, System.Management.Automation.Language.CommandAst call) =>
        example.Source.Contains("pester", StringComparison.Ordinal)
        && call.Parent.Parent.Parent.Parent?.Extent.Text.StartsWith('{') == true
        && call.Parent.Parent.Parent.Parent.Parent?.Parent?.Extent.Text.Contains("Should -Throw", StringComparison.Ordinal) == true;

    private static bool LooksLikeOurs(string name) =>
        name.Contains("-AzNet", StringComparison.OrdinalIgnoreCase) || name.Contains("-VNet", StringComparison.OrdinalIgnoreCase)
        || name.Contains("-HubSpoke", StringComparison.OrdinalIgnoreCase);

    /// <summary>Rehearsals whose commands are the engine's own and ours; parallel runspaces would not find the module here.</summary>
    internal static bool CanRun(ExampleScript example)
    {
        var calls = ExampleScripts.Commands(example.Code).ToList();
        return example.Code.Contains("-Rehearsal", StringComparison.Ordinal)
            && !example.Code.Contains("-Parallel", StringComparison.Ordinal)
            && calls.TrueForAll(c => s_commands.Value.ContainsKey(c.GetCommandName()) || s_core.Value.Contains(c.GetCommandName()));
    }

    private static readonly Lazy<HashSet<string>> s_core = new(() =>
    {
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        return [.. shell.AddScript("(Get-Command -Module Microsoft.PowerShell.Core -CommandType Cmdlet).Name").Invoke<string>()];
    });

    private static Dictionary<string, CommandInfo> Commands()
    {
        using var engine = new Engine();
        var commands = engine.Run("Get-Command -Module AzNetHelper | ForEach-Object { $null = $_.Parameters; $null = $_.ParameterSets; $_ }")
            .Output.Select(c => (CommandInfo)c.BaseObject);
        return commands.ToDictionary(c => c.Name, StringComparer.OrdinalIgnoreCase);
    }
}
