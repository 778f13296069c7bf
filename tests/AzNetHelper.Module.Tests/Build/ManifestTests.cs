using System.Collections;
using System.Management.Automation.Language;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Xunit;

namespace AzNetHelper.Tests.Build;

public sealed class ManifestTests
{
    [Fact]
    public void Exports_the_cmdlets_that_the_assembly_has()
    {
        Assert.Equal(Exported("CmdletsToExport"), CmdletsOf(Path.Combine(Repository.Module, "AzNetHelper.dll")));
    }

    [Fact]
    public void Exports_the_cmdlets_that_have_a_help_source()
    {
        var sources = Directory.EnumerateFiles(Repository.HelpSources, "*-*.md").Select(f => Path.GetFileNameWithoutExtension(f)!);

        Assert.Equal(Exported("CmdletsToExport"), sources.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("FunctionsToExport")]
    [InlineData("AliasesToExport")]
    [InlineData("VariablesToExport")]
    public void Says_that_there_is_nothing_else_so_that_nothing_is_searched(string member) => Assert.Empty(Exported(member));

    private static IEnumerable<string> Exported(string member)
    {
        var manifest = Parser.ParseFile(Repository.Manifest, out _, out var errors);
        Assert.Empty(errors);
        var table = (HashtableAst)manifest.Find(n => n is HashtableAst, searchNestedScriptBlocks: false)!;
        var values = (Hashtable)table.SafeGetValue();
        return ((IEnumerable)values[member]!).Cast<string>().Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> CmdletsOf(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        return [.. metadata.CustomAttributes
            .Select(metadata.GetCustomAttribute)
            .Where(a => AttributeName(metadata, a) == "CmdletAttribute")
            .Select(a => CmdletName(metadata.GetBlobReader(a.Value)))
            .Order(StringComparer.Ordinal)];
    }

    private static string? AttributeName(MetadataReader metadata, CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
        && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } type
            ? metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type).Name)
            : null;

    // ECMA-335 II.23.3: a prolog of two bytes, then the arguments of the constructor: verb and noun.
    private static string CmdletName(BlobReader value)
    {
        value.ReadUInt16();
        return $"{value.ReadSerializedString()}-{value.ReadSerializedString()}";
    }
}
