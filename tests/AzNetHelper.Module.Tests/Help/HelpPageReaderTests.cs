using AzNetHelper.HelpBuilder;
using Xunit;

namespace AzNetHelper.Tests.Help;

public sealed class HelpPageReaderTests
{
    [Fact]
    public void A_page_is_read_whole()
    {
        var reader = new HelpPageReader("x.md");

        var page = reader.Read(SamplePage.Text);

        Assert.Empty(reader.Errors);
        Assert.Equal("Set-HelpSample", page.Name);
        Assert.Equal("Sets a sample, for tests.", page.Synopsis);
        Assert.Equal(
            ["First paragraph that goes on, with weight and a link (https://example.org/a).", "- one", "- two"],
            page.Description);
        Assert.Equal(["Name", "Id", "Colour", "Place", "Force", "Timeout"], page.Parameters.Select(p => p.Name));
        Assert.Equal(["The names."], page.Parameters[0].Text);
        Assert.Equal("Set-HelpSample -Name a -Place far\n# Comment, no heading", page.Examples[0].Code);
        Assert.Equal(["What it does."], page.Examples[0].Remarks);
        Assert.Equal([new TypeNote("System.String", "a name.")], page.Inputs);
        Assert.Equal(["A note."], page.Notes);
        Assert.Equal([new HelpLink("Get-HelpSample", ""), new HelpLink("Pages", "https://example.org/b")], page.Links);
    }

    [Theory]
    [InlineData("## Notes\n", "## Remarks\n", "HELP003")]
    [InlineData("## Notes\n", "## Synopsis\n", "HELP003")]
    [InlineData("### -Id\n", "### Id\n", "HELP004")]
    [InlineData("```powershell\nSet-HelpSample -Id b\n```", "Set-HelpSample -Id b", "HELP005")]
    [InlineData("```powershell\nSet-HelpSample -Id b\n```", "```\nSet-HelpSample -Id b\n```", "HELP005")]
    [InlineData("- System.String: a name.", "A name.", "HELP006")]
    [InlineData("- Get-HelpSample", "- Get this", "HELP007")]
    [InlineData("## Parameters\n", "## Parameters\n\nStray text.\n", "HELP002")]
    [InlineData("# Set-HelpSample\n", "# Set-HelpSample\n\nStray text.\n", "HELP002")]
    [InlineData("# Set-HelpSample\n", "Set-HelpSample\n", "HELP001")]
    public void What_is_against_the_form_is_an_error_with_its_line(string found, string instead, string code)
    {
        var text = SamplePage.Text.ReplaceLineEndings("\n");
        Assert.Contains(found, text, StringComparison.Ordinal);
        var reader = new HelpPageReader("x.md");

        reader.Read(text.Replace(found, instead, StringComparison.Ordinal));

        var error = reader.Errors[0];
        var changedAt = text[..text.IndexOf(found, StringComparison.Ordinal)].Count(c => c == '\n') + 1;
        Assert.Equal(code, error.Code);
        Assert.InRange(error.Line, changedAt - 3, changedAt + 2);
        Assert.StartsWith($"x.md({error.Line}): error {code}: ", error.ToString(), StringComparison.Ordinal);
    }
}
