using Xunit;

namespace AzNetHelper.Tests.Build;

public sealed class StagedModuleTests
{
    private static readonly string s_dependencies = Path.Combine(Repository.Module, "dependencies");

    [Fact]
    public void Holds_the_module_its_help_and_its_licences_and_nothing_else()
    {
        string[] expected =
        [
            "AzNetHelper.Core.dll", "AzNetHelper.Format.ps1xml", "AzNetHelper.Simulation.dll", "AzNetHelper.dll",
            "AzNetHelper.psd1", "LICENSE", "THIRD-PARTY-NOTICES",
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "module", "devices")).Select(f => $"devices/{Path.GetFileName(f)}"),
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "module", "routers")).Select(f => $"routers/{Path.GetFileName(f)}"),
            "en-US/AzNetHelper.dll-Help.xml", "en-US/about_AzNetHelper.help.txt", "en-US/about_AzNetHelper_Corrections.help.txt",
        ];

        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            FilesBelow(Repository.Module).Where(f => !f.StartsWith("dependencies/", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_adapter_has_every_file_that_it_names_and_no_other()
    {
        const string Names = "AzNetHelper.Azure.deps.json";
        var promised = ShippedFile.ReadAll(Path.Combine(s_dependencies, Names)).Select(f => f.Path).Append(Names);

        Assert.Equal(promised.Order(StringComparer.Ordinal), FilesBelow(s_dependencies));
    }

    // A second Core would make every type of the port exist twice.
    [Fact]
    public void The_adapter_brings_no_assembly_of_the_module() =>
        Assert.Equal(
            ["AzNetHelper.Azure.deps.json", "AzNetHelper.Azure.dll"],
            FilesBelow(s_dependencies).Where(f => Path.GetFileName(f).StartsWith("AzNetHelper", StringComparison.Ordinal)));

    [Fact]
    public void Is_the_one_version_there_is()
    {
        var versions = Directory.EnumerateDirectories(Path.GetDirectoryName(Repository.Module)!).Select(Path.GetFileName);

        Assert.Equal([Repository.Version], versions);
    }

    [Theory]
    [InlineData("AzNetHelper", "AzNetHelper.dll", "")]
    [InlineData("AzNetHelper.Core", "AzNetHelper.Core.dll", "")]
    [InlineData("AzNetHelper.Simulation", "AzNetHelper.Simulation.dll", "")]
    [InlineData("AzNetHelper.Azure", "AzNetHelper.Azure.dll", "dependencies")]
    public void Is_what_was_built_last(string project, string file, string folder) =>
        Assert.Equal(
            File.ReadAllBytes(Repository.Built(project, "net8.0", file)),
            File.ReadAllBytes(Path.Combine(Repository.Module, folder, file)));

    [Fact]
    public void Every_third_party_file_is_named_with_its_version_and_licence()
    {
        var notices = File.ReadAllText(Path.Combine(Repository.Module, "THIRD-PARTY-NOTICES"));
        var shipped = ShippedFile.ReadAll(Path.Combine(s_dependencies, "AzNetHelper.Azure.deps.json"))
            .Where(f => !f.Package.StartsWith("AzNetHelper", StringComparison.Ordinal))
            .GroupBy(f => (f.Package, f.Version))
            .ToArray();

        Assert.NotEmpty(shipped);
        Assert.All(shipped, package =>
        {
            var files = string.Join(", ", package.Select(f => Path.GetFileName(f.Path)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
            Assert.Contains($"{package.Key.Package} {package.Key.Version}\n    Files:   {files}\n    Licence: ", notices, StringComparison.Ordinal);
        });
    }

    internal static IEnumerable<string> FilesBelow(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
}
