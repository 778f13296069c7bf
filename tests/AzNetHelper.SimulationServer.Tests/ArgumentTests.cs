using AzNetHelper.Simulation;

namespace AzNetHelper.SimulationServer.Tests;

public sealed class ArgumentTests
{
    [Theory]
    [InlineData("--bogus", "no option --bogus")]
    [InlineData("extra", "no option extra")]
    [InlineData("--port", "needs a value")]
    [InlineData("--port 0", "--port takes a port from 1 to 65535; '0'")]
    [InlineData("--port 65536", "'65536'")]
    [InlineData("--port -1", "'-1'")]
    [InlineData("--port 1e3", "'1e3'")]
    [InlineData("--time-scale 0", "a number above 0")]
    [InlineData("--time-scale -2", "'-2'")]
    [InlineData("--time-scale NaN", "'NaN'")]
    [InlineData("--time-scale 1,5", "'1,5'")]
    [InlineData("--time-scale 100001", "up to 100000")]
    [InlineData("--page-size 0", "from 1 to 1000")]
    [InlineData("--estate", "needs a value")]
    [InlineData("--lock-rule Both", "both, local or none; 'Both'")]
    public async Task A_wrong_command_line_says_what_is_wrong_and_ends_with_2(string line, string message)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();

        Assert.Equal(2, await Entry.RunAsync(line.Split(' '), output, errors));
        Assert.Contains(message, errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("--time-scale <n>", errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    [Fact]
    public void Options_are_read_in_any_order_and_have_defaults()
    {
        Assert.True(ServerArguments.TryParse(
            ["--time-scale", "0.5", "--port", "8443", "--estate", "a b.json", "--page-size", "7", "--lock-rule", "local"], out var given, out _));
        Assert.True(ServerArguments.TryParse([], out var none, out _));

        Assert.Equal(
            new ServerArguments { TimeScale = 0.5, Port = 8443, Estate = "a b.json", PageSize = 7, LockRule = LockRule.LocalOnly }, given);
        Assert.Equal(new ServerArguments { TimeScale = 1, Port = 0, PageSize = 100, LockRule = LockRule.BothVNets }, none);
    }

    [Fact]
    public async Task Help_goes_to_standard_output()
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();

        Assert.Equal(0, await Entry.RunAsync(["--help"], output, errors));
        Assert.Contains("--estate <file>", output.ToString(), StringComparison.Ordinal);
        Assert.Empty(errors.ToString());
    }

    [Theory]
    [InlineData(null, "no-such-file.json")]
    [InlineData("not json", "estate.json")]
    [InlineData("""{"id":"/nothing"}""", "estate.json")]
    public async Task An_estate_that_cannot_be_read_is_named_and_ends_with_2(string? content, string named)
    {
        var folder = Directory.CreateTempSubdirectory("aznet");
        try
        {
            var file = Path.Combine(folder.FullName, named);
            if (content is not null)
            {
                await File.WriteAllTextAsync(file, content);
            }

            using var output = new StringWriter();
            using var errors = new StringWriter();

            Assert.Equal(2, await Entry.RunAsync(["--estate", file], output, errors));
            Assert.Contains(named, errors.ToString(), StringComparison.Ordinal);
            Assert.Empty(output.ToString());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
