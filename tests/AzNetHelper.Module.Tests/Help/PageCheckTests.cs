using AzNetHelper.HelpBuilder;
using Xunit;

namespace AzNetHelper.Tests.Help;

public sealed class PageCheckTests
{
    private static readonly CmdletShape s_cmdlet = CmdletReader.Read(typeof(SampleCommand));

    [Fact]
    public void A_page_that_says_all_passes() => Assert.Empty(Check(SamplePage.Text));

    [Theory]
    [InlineData("# Set-HelpSample", "# Set-Other", "HELP010")]
    [InlineData("Sets a sample, for `tests`.", "", "HELP011")]
    [InlineData("### -Id", "### -Ids", "HELP013", "HELP014")]
    [InlineData("### -Id", "### -Hidden", "HELP013", "HELP014")]
    [InlineData("### -Timeout\n\nSeconds.\n", "", "HELP013")]
    [InlineData("### -Timeout\n", "### -WhatIf\n\nText.\n\n### -Timeout\n", "HELP015")]
    [InlineData("### -Timeout\n", "### -Id\n\nText.\n\n### -Timeout\n", "HELP016")]
    [InlineData("\nSeconds.\n", "", "HELP017")]
    [InlineData("### By id\n\n```powershell\nSet-HelpSample -Id b\n```\n", "", "HELP018")]
    public void What_is_missing_or_too_much_is_found(string found, string instead, params string[] codes)
    {
        var text = SamplePage.Text.ReplaceLineEndings("\n");
        Assert.Contains(found, text, StringComparison.Ordinal);

        Assert.Equal(codes, Check(text.Replace(found, instead, StringComparison.Ordinal)).Select(e => e.Code));
    }

    [Fact]
    public void A_cmdlet_without_a_source_and_a_source_without_a_cmdlet_are_found()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "README.md"), "free text");
            File.WriteAllText(Path.Combine(folder.FullName, "Get-Gone.md"), SamplePage.Text);

            var (commands, errors) = HelpSources.Match([s_cmdlet], folder.FullName);

            Assert.Empty(commands);
            Assert.Equal(["HELP020", "HELP021"], errors.Select(e => e.Code));
            Assert.Equal(Path.Combine(folder.FullName, "Set-HelpSample.md"), errors[0].File);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static HelpError[] Check(string text)
    {
        var reader = new HelpPageReader("x.md");
        var page = reader.Read(text);
        Assert.Empty(reader.Errors);
        return [.. PageCheck.Check(page, s_cmdlet)];
    }
}
