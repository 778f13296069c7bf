using Xunit;

namespace AzNetHelper.Tests.Console;

public sealed class StreamTests
{
    // Commands that write to each stream, of the core alone.
    private const string Speak = """
        function Speak {
            [CmdletBinding()] param()
            $PSCmdlet.WriteVerbose('a detail')
            $PSCmdlet.WriteWarning('a warning')
            $PSCmdlet.WriteProgress([System.Management.Automation.ProgressRecord]::new(1, 'an activity', 'a status'))
            $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new(
                [System.InvalidOperationException]::new('a failure'), 'AnId', 'InvalidOperation', 'a target'))
            'a result'
        }

        """;

    [Fact]
    public async Task Results_alone_are_on_standard_output()
    {
        var run = await ConsoleProcess.RunAsync("-Command", Speak + "Speak -Verbose");

        Assert.Equal("a result", Assert.Single(run.Lines));
        Assert.Contains("VERBOSE: a detail", run.Error, StringComparison.Ordinal);
        Assert.Contains("WARNING: a warning", run.Error, StringComparison.Ordinal);
        Assert.Contains("a failure", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("an activity", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', run.Error + run.Out);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task A_terminating_error_is_told_with_its_place()
    {
        using var script = new ScriptFile("'one'\nthrow 'boom'");

        var run = await ConsoleProcess.RunAsync(script.Path);

        Assert.Equal("one", Assert.Single(run.Lines));
        Assert.Contains("script.ps1:2", run.Error, StringComparison.Ordinal);
        Assert.Contains("| boom", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_of_input_are_commands_and_an_error_does_not_end_them()
    {
        var run = await ConsoleProcess.RunAsync("function f {\n\n42\n}\nf\nthrow 'boom'\n'after'\nexit 7\n'never'\n", environment: null);

        Assert.Equal(["42", "after"], run.Lines);
        Assert.Contains("boom", run.Error, StringComparison.Ordinal);
        Assert.Equal(7, run.ExitCode);
    }

    [Theory]
    [InlineData("$Host.UI.ReadLine()")]
    [InlineData("$Host.UI.ReadLineAsSecureString()")]
    [InlineData("$Host.UI.PromptForCredential('a', 'b', 'c', 'd')")]
    [InlineData("function f { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param() $PSCmdlet.ShouldProcess('x') } f")]
    public async Task A_question_that_nobody_can_answer_is_an_error_and_no_wait(string command)
    {
        var run = await ConsoleProcess.RunAsync(input: "y\ny\n", environment: null, "-Command", command);

        Assert.Matches(@"nobody can\s+(\|\s+)?answer", run.Error);
        Assert.DoesNotContain("True", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_mandatory_parameter_is_named_and_not_asked_for()
    {
        var run = await ConsoleProcess.RunAsync(
            input: "y\n", environment: null, "-NonInteractive", "-Command", "function f { param([Parameter(Mandatory)] $Needed) } f");

        Assert.Contains("Needed", run.Error, StringComparison.Ordinal);
    }
}
