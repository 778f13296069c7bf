using AzNetHelper.Tests.Build;
using Xunit;

namespace AzNetHelper.Tests.Architecture;

public sealed class ArchitectureTests
{
    [Fact]
    public void Every_project_keeps_the_dependency_rule()
    {
        var projects = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => ProjectFacts.Read(file, Assembly(Path.GetFileNameWithoutExtension(file))))
            .ToArray();

        Assert.True(projects.Length >= 6, $"{projects.Length} projects were found.");
        Assert.Empty(projects.SelectMany(DependencyRule.Violations));
    }

    [Fact]
    public void Assemblies_are_really_read()
    {
        Assert.Contains("AzNetHelper.Core", ProjectFacts.ReadAssembly(Assembly("AzNetHelper.Simulation")));
        Assert.Contains("System.Management.Automation", ProjectFacts.ReadAssembly(Assembly("AzNetHelper.Console")));
    }

    [Theory]
    [InlineData("AzNetHelper.Core", "AzNetHelper.Simulation", "may not reference")]
    [InlineData("AzNetHelper.Core", "System.Management.Automation", "PowerShell")]
    [InlineData("AzNetHelper.Core", "Newtonsoft.Json", ".NET alone")]
    [InlineData("AzNetHelper.Simulation", "AzNetHelper.Azure", "may not reference")]
    [InlineData("AzNetHelper.Azure", "AzNetHelper.Simulation", "may not reference")]
    [InlineData("AzNetHelper.Azure", "System.Management.Automation", "PowerShell")]
    [InlineData("AzNetHelper", "AzNetHelper.Azure", "may not reference")]
    [InlineData("AzNetHelper", "Azure.Core", "Azure SDK")]
    [InlineData("AzNetHelper", "Microsoft.Identity.Client", "Azure SDK")]
    [InlineData("AzNetHelper.Console", "AzNetHelper.Core", "may not reference")]
    [InlineData("AzNetHelper.SimulationServer", "AzNetHelper", "may not reference")]
    [InlineData("AzNetHelper.SimulationServer", "Azure.Identity", "Azure SDK")]
    [InlineData("AzNetHelper.Surprise", "System.Runtime", "no place")]
    public void A_reference_against_the_rule_is_found_wherever_it_shows(string project, string reference, string reason)
    {
        ProjectFacts[] shows =
        [
            new(project) { Assemblies = [reference] },
            new(project) { Projects = reference.StartsWith("AzNetHelper", StringComparison.Ordinal) ? [reference] : [], Packages = [reference] },
        ];

        Assert.All(shows, facts => Assert.Contains(DependencyRule.Violations(facts), v => v.Contains(reason, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_project_file_against_the_rule_is_found()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "AzNetHelper.Core.csproj");
        File.WriteAllText(file, """
            <Project>
              <ItemGroup>
                <ProjectReference Include="..\AzNetHelper.Azure\AzNetHelper.Azure.csproj" />
                <ProjectReference Include="../AzNetHelper/AzNetHelper.csproj" ReferenceOutputAssembly="false" />
              </ItemGroup>
            </Project>
            """);
        try
        {
            Assert.Equal(
                ["AzNetHelper.Core may not reference AzNetHelper.Azure."],
                DependencyRule.Violations(ProjectFacts.Read(file, Assembly("AzNetHelper.Core"))));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    private static string Assembly(string project) =>
        new[] { "net8.0", "net10.0" }.Select(f => Repository.Built(project, f, project + ".dll")).First(File.Exists);
}
