using System.Management.Automation.Language;
using AzNetHelper.Tests.Build;
using YamlDotNet.RepresentationModel;

namespace AzNetHelper.Tests.Examples;

/// <summary>
/// The YAML of the pipeline against the scripts that it calls. That Azure Pipelines takes it can only be seen there; the
/// scripts run against the server of the simulation, in its tests.
/// </summary>
public sealed class PipelineTests
{
    private static readonly YamlMappingNode s_pipeline = Load();

    [Fact]
    public void It_plans_then_asks_then_applies()
    {
        var stages = Items(s_pipeline, "stages").ToList();

        Assert.Equal(["plan", "approve", "apply"], stages.Select(s => Text(s, "stage")));
        Assert.Equal([null, "plan", "approve"], stages.Select(s => Text(s, "dependsOn")));
        var asking = Assert.Single(Items(stages[1], "jobs"));
        Assert.Equal("server", Text(asking, "pool"));
        Assert.Equal("ManualValidation@1", Text(Assert.Single(Items(asking, "steps")), "task"));
        Assert.Equal("network-production", Text(Assert.Single(Items(stages[2], "jobs")), "environment"));

        // The output that decides whether there is anything to approve is the one that the script sets.
        var job = Assert.Single(Items(stages[0], "jobs"));
        var step = Assert.Single(Items(job, "steps"), s => Text(s, "name") is not null);
        Assert.Contains($"dependencies.plan.outputs['{Text(job, "job")}.{Text(step, "name")}.writes']", Text(stages[1], "condition"), StringComparison.Ordinal);
        Assert.Contains("variable=writes;isOutput=true", File.ReadAllText(Script("pipeline-plan.ps1")), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_script_is_there_and_gets_its_mandatory_parameters_and_none_that_it_has_not()
    {
        var calls = Steps(s_pipeline).Where(s => Child(s, "inputs") is YamlMappingNode i && Text(i, "ScriptPath") is not null)
            .Select(s => (YamlMappingNode)Child(s, "inputs")!).ToList();

        Assert.Equal(["examples/pipeline-plan.ps1", "examples/pipeline-apply.ps1"], calls.Select(c => Text(c, "ScriptPath")));
        Assert.All(calls, call =>
        {
            var script = Parser.ParseFile(Path.Combine(Repository.Root, Text(call, "ScriptPath")!), out _, out var errors);
            Assert.Empty(errors);
            var given = Parser.ParseInput($"x {Text(call, "ScriptArguments")}", out _, out errors)
                .FindAll(a => a is CommandParameterAst, searchNestedScriptBlocks: false).Cast<CommandParameterAst>()
                .Select(p => p.ParameterName).ToList();
            Assert.Empty(errors);
            var known = script.ParamBlock.Parameters.ToDictionary(p => p.Name.VariablePath.UserPath,
                p => p.Attributes.Any(a => a.Extent.Text.Contains("Mandatory", StringComparison.Ordinal)), StringComparer.Ordinal);
            Assert.Empty(given.Except(known.Keys));
            Assert.Empty(known.Where(k => k.Value).Select(k => k.Key).Except(given));
        });
    }

    [Fact]
    public void What_is_published_is_what_is_applied()
    {
        var steps = Steps(s_pipeline).ToList();
        var published = steps.Single(s => Text(s, "publish") is not null);
        var arguments = steps.Select(s => Child(s, "inputs")).OfType<YamlMappingNode>().Select(i => Text(i, "ScriptArguments")).OfType<string>().ToList();

        Assert.Contains($"-Path '{Text(published, "publish")}'", arguments[0], StringComparison.Ordinal);
        Assert.Equal(Text(published, "artifact"), Text(steps.Single(s => Text(s, "download") is not null), "artifact"));
        Assert.Contains($"-Path '$(Pipeline.Workspace)/{Text(published, "artifact")}/{Path.GetFileName(Text(published, "publish"))}'", arguments[1], StringComparison.Ordinal);
        Assert.All(steps.Where(s => Child(s, "inputs") is YamlMappingNode i && Text(i, "ScriptPath") is not null),
            s => Assert.Equal("$(System.AccessToken)", Text((YamlMappingNode)Child(s, "env")!, "SYSTEM_ACCESSTOKEN")));
    }

    private static YamlMappingNode Load()
    {
        var stream = new YamlStream();
        using var text = File.OpenText(Script("azure-pipelines.yml"));
        stream.Load(text);
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    private static string Script(string name) => Path.Combine(Repository.Root, "examples", name);

    private static YamlNode? Child(YamlMappingNode node, string name) => node.Children.TryGetValue(name, out var child) ? child : null;

    private static string? Text(YamlMappingNode node, string name) => (Child(node, name) as YamlScalarNode)?.Value;

    private static IEnumerable<YamlMappingNode> Items(YamlMappingNode node, string name) =>
        ((YamlSequenceNode)Child(node, name)!).Children.Cast<YamlMappingNode>();

    private static IEnumerable<YamlMappingNode> Steps(YamlNode node) => node switch
    {
        YamlMappingNode mapping => mapping.Children.SelectMany(c => c.Key is YamlScalarNode { Value: "steps" }
            ? ((YamlSequenceNode)c.Value).Children.Cast<YamlMappingNode>() : Steps(c.Value)),
        YamlSequenceNode sequence => sequence.Children.SelectMany(Steps),
        _ => [],
    };
}
