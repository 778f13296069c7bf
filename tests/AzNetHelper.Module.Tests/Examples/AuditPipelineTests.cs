using System.Management.Automation.Language;
using AzNetHelper.Tests.Build;
using YamlDotNet.RepresentationModel;

namespace AzNetHelper.Tests.Examples;

/// <summary>The YAML of the nightly audit against its script, which runs against the server of the simulation, in its tests.</summary>
public sealed class AuditPipelineTests
{
    private static readonly YamlMappingNode[] s_steps = Load();

    [Fact]
    public void The_script_gets_its_mandatory_parameters_and_none_that_it_has_not()
    {
        var inputs = Inputs(s_steps.Single(s => Text(s, "task") == "AzurePowerShell@5"));
        var script = Parser.ParseFile(Path.Combine(Repository.Root, Text(inputs, "ScriptPath")!), out _, out var errors);
        Assert.Empty(errors);
        var given = Parser.ParseInput($"x {Text(inputs, "ScriptArguments")}", out _, out errors)
            .FindAll(a => a is CommandParameterAst, searchNestedScriptBlocks: false).Cast<CommandParameterAst>().Select(p => p.ParameterName).ToList();
        Assert.Empty(errors);
        var known = script.ParamBlock.Parameters.ToDictionary(p => p.Name.VariablePath.UserPath,
            p => p.Attributes.Any(a => a.Extent.Text.Contains("Mandatory", StringComparison.Ordinal)), StringComparer.Ordinal);
        Assert.Empty(given.Except(known.Keys));
        Assert.Empty(known.Where(k => k.Value).Select(k => k.Key).Except(given));
    }

    [Fact]
    public void What_the_script_writes_is_published_also_when_it_has_failed()
    {
        var tests = s_steps.Single(s => Text(s, "task") == "PublishTestResults@2");
        var kept = s_steps.Single(s => Text(s, "publish") is not null);
        var script = File.ReadAllText(Path.Combine(Repository.Root, "examples", "pipeline-audit.ps1"));

        Assert.Equal("JUnit", Text(Inputs(tests), "testResultsFormat"));
        Assert.Contains($"\"$Folder/{Text(Inputs(tests), "testResultsFiles")!.Split('/')[^1]}\"", script, StringComparison.Ordinal);
        Assert.Equal("CodeAnalysisLogs", Text(kept, "artifact"));
        Assert.All(new[] { tests, kept }, s => Assert.Equal("succeededOrFailed()", Text(s, "condition")));
    }

    private static YamlMappingNode[] Load()
    {
        var stream = new YamlStream();
        using var text = File.OpenText(Path.Combine(Repository.Root, "examples", "azure-pipelines-audit.yml"));
        stream.Load(text);
        return [.. ((YamlSequenceNode)((YamlMappingNode)stream.Documents.Single().RootNode).Children["steps"]).Children.Cast<YamlMappingNode>()];
    }

    private static YamlMappingNode Inputs(YamlMappingNode step) => (YamlMappingNode)step.Children["inputs"];

    private static string? Text(YamlMappingNode node, string name) => (node.Children.TryGetValue(name, out var child) ? child as YamlScalarNode : null)?.Value;
}
