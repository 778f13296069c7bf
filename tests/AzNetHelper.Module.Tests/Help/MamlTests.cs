using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Xml.Linq;
using AzNetHelper.HelpBuilder;
using Xunit;

namespace AzNetHelper.Tests.Help;

/// <summary>The sample's help, as the engine reads it.</summary>
public sealed class MamlTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("AzNetHelper help ");
    private readonly XDocument _maml;
    private readonly Engine _engine;

    public MamlTests()
    {
        var page = new HelpPageReader("x.md").Read(SamplePage.Text);
        var simple = page with { Name = "Get-HelpSample", Parameters = [new("Quick", 1, ["Fast."]), new("Timeout", 1, ["Seconds."])] };
        _maml = MamlWriter.Write([(CmdletReader.Read(typeof(SampleCommand)), page), (CmdletReader.Read(typeof(SimpleSampleCommand)), simple)]);
        // A module like any other, whose assembly is this one: help is found beside the manifest, by the assembly's name.
        var assembly = typeof(SampleCommand).Assembly.Location;
        var manifest = Path.Combine(_folder.FullName, "Sample.psd1");
        File.Copy(assembly, Path.Combine(_folder.FullName, Path.GetFileName(assembly)));
        File.WriteAllText(manifest, $"@{{ ModuleVersion = '1.0'; RootModule = '{Path.GetFileName(assembly)}'; CmdletsToExport = @('Set-HelpSample', 'Get-HelpSample') }}");
        _maml.Save(Path.Combine(_folder.CreateSubdirectory("en-US").FullName, Path.GetFileName(assembly) + "-Help.xml"));
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([manifest]);
        _engine = new(state);
    }

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Says_of_every_parameter_what_the_engine_says() => Assert.Empty(HelpComparison.Differences(Command(), Help()));

    [Fact]
    public void A_default_set_without_parameters_of_its_own_is_a_form_too() =>
        Assert.Empty(HelpComparison.Differences(Command("Get-HelpSample"), new(_maml.Root!.Elements().Last())));

    [Theory]
    [InlineData("required", "false")]
    [InlineData("position", "named")]
    [InlineData("pipelineInput", "False")]
    [InlineData("aliases", "Nom")]
    public void A_wrong_attribute_would_be_found(string attribute, string wrong)
    {
        var help = Help();
        var parameter = help.Descendants().First(e => e.Name.LocalName == "parameter" && e.Value.StartsWith("Name", StringComparison.Ordinal));
        parameter.SetAttributeValue(attribute, wrong);

        Assert.Contains(HelpComparison.Differences(Command(), help), d => d.Contains($"-Name: {attribute}", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_parameter_would_be_found()
    {
        var help = Help();
        help.Descendants().First(e => e.Name.LocalName == "parameter").Remove();

        Assert.NotEmpty(HelpComparison.Differences(Command(), help));
    }

    [Fact]
    public void Get_Help_shows_synopsis_parameters_defaults_and_examples()
    {
        string Shown(string member) => _engine.Text($"$help = Get-Help -Name Set-HelpSample -Full; {member}");

        Assert.Equal("Sets a sample, for tests.", Shown("$help.Synopsis"));
        Assert.Equal("90", Shown("($help.parameters.parameter | Where-Object name -eq Timeout).defaultValue"));
        Assert.Equal("near", Shown("($help.parameters.parameter | Where-Object name -eq Place).defaultValue"));
        Assert.Equal("true", Shown("($help.parameters.parameter | Where-Object name -eq Name).globbing"));
        Assert.Equal("Example 1: By name\nExample 2: By id", Shown("$help.examples.example | ForEach-Object title"));
        Assert.Equal("Set-HelpSample -Id b", Shown("$help.examples.example[1].code"));
    }

    private CommandInfo Command(string name = "Set-HelpSample") =>
        (CommandInfo)_engine.Run("Get-Command", ("Name", name))[0].BaseObject;

    private XElement Help() => new(_maml.Root!.Elements().First());
}
