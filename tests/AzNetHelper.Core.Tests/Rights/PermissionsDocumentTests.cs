using AzNetHelper.Rights;
using Xunit;

namespace AzNetHelper.Tests.Rights;

/// <summary>
/// The documents say what the table says. AZNETHELPER_REWRITE=1 in the environment of a run writes them anew; look at the
/// difference before you commit it.
/// </summary>
public sealed class PermissionsDocumentTests
{
    private const string Begin = "Required permissions, checked before the first write (custom roles: docs/permissions.md):\n\n";

    private static readonly bool s_rewrite = Environment.GetEnvironmentVariable("AZNETHELPER_REWRITE") == "1";

    [Fact]
    public void The_page_is_what_the_table_gives() => AssertFile(["docs", "permissions.md"], PermissionsDocument.Page());

    public static TheoryData<string> Cmdlets => [.. CmdletRights.All.Select(c => c.Cmdlet)];

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Help_lists_what_the_table_gives(string cmdlet)
    {
        string[] place = ["module", "help", $"{cmdlet}.md"];
        var text = Read(place);
        var begin = text.IndexOf("Required permissions", StringComparison.Ordinal);
        Assert.True(begin >= 0, $"{cmdlet} has no 'Required permissions'.");

        // Up to the next section or paragraph that is no list.
        var end = text.IndexOf("\n## ", begin, StringComparison.Ordinal);
        var wanted = Begin + PermissionsDocument.List(CmdletRights.All.Single(c => c.Cmdlet == cmdlet));
        AssertFile(place, $"{text[..begin]}{wanted}{text[end..]}");
    }

    [Fact]
    public void Every_changing_cmdlet_is_in_the_table()
    {
        var changing = Directory.EnumerateFiles(Path.Combine(Root(), "module", "help"), "*-*.md")
            .Where(f => File.ReadAllText(f).Contains("### -PlanOnly", StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(
            CmdletRights.All.Select(c => c.Cmdlet).Append("Invoke-VNetPlan").Order(StringComparer.Ordinal),
            changing.Order(StringComparer.Ordinal));
    }

    private static void AssertFile(string[] place, string wanted)
    {
        if (s_rewrite)
        {
            File.WriteAllText(Path.Combine([Root(), .. place]), wanted);
        }

        Assert.Equal(wanted, Read(place));
    }

    private static string Read(string[] place) =>
        Path.Combine([Root(), .. place]) is var file && File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : string.Empty;

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "AzNetHelper.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
