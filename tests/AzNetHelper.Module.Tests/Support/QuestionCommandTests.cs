using System.Management.Automation;
using AzNetHelper.Tests.Infrastructure;

namespace AzNetHelper.Tests.Support;

public sealed class QuestionCommandTests : IDisposable
{
    private readonly Engine _engine = new(withTestCmdlets: true);

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Each_step_goes_to_the_stream_that_is_meant_for_it()
    {
        var run = _engine.Run("""
            $failure = [AzNetHelper.Steps.Failure]::new('ScopeLocked', 'ResourceBusy', 'The VNet is locked.', 'vnet-hub')
            $failure.RecommendedAction = 'Remove the lock.'
            $failure.Cause = [IO.IOException]::new('why')
            $exchange = [AzNetHelper.Arm.ArmExchange]::new('GET', '/subscriptions/s', 200, [timespan]::FromMilliseconds(12), 'request-1')
            Test-Question -Verbose -InformationAction SilentlyContinue -Step @(
                [AzNetHelper.Steps.ResultStep]::new('a result')
                [AzNetHelper.Steps.NoticeStep]::new('Warning', 'Drift', 'It has drifted.', $null)
                [AzNetHelper.Steps.NoticeStep]::new('Information', 'Adopted', 'It was adopted.', $null)
                [AzNetHelper.Steps.NoticeStep]::new('Detail', 'Read', 'It was read.', $null)
                [AzNetHelper.Steps.ProgressStep]::new('Reading', '1 of 4', 1, 4, $false)
                [AzNetHelper.Steps.TraceStep]::new($exchange)
                [AzNetHelper.Steps.FailureStep]::new($failure))
            """);

        Assert.Null(run.Ended);
        Assert.Equal(["a result"], run.Texts);
        Assert.Equal(["It has drifted."], run.Warnings);
        var information = Assert.Single(run.Information);
        Assert.Equal("It was adopted.", information.MessageData);
        Assert.Contains("Adopted", information.Tags);
        Assert.Equal(["It was read.", "GET /subscriptions/s 200 12 ms request-1"], run.Verbose);
        Assert.Equal(25, Assert.Single(run.Progress).PercentComplete);
        var error = Assert.Single(run.Errors);
        Assert.Equal("ScopeLocked,AzNetHelper.TestCmdlets.TestQuestionCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ResourceBusy, error.CategoryInfo.Category);
        Assert.Equal("vnet-hub", error.TargetObject);
        Assert.Equal("The VNet is locked.", error.ToString());
        Assert.Equal("Remove the lock.", error.ErrorDetails.RecommendedAction);
        Assert.IsType<IOException>(error.Exception.InnerException);
    }

    [Fact]
    public void Every_kind_of_failure_has_the_category_of_its_name()
    {
        var run = _engine.Run("""
            foreach ($kind in [Enum]::GetValues([AzNetHelper.Steps.FailureKind])) {
                $failure = [AzNetHelper.Steps.Failure]::new("Id$kind", $kind, 'message', 'target')
                Test-Question -Step ([AzNetHelper.Steps.FailureStep]::new($failure)) -ErrorAction SilentlyContinue -ErrorVariable e
                "$kind $($e[0].CategoryInfo.Category)"
            }
            """);

        Assert.Null(run.Ended);
        Assert.NotEmpty(run.Texts);
        Assert.All(run.Texts, line => Assert.Equal(line.Split(' ')[0], line.Split(' ')[1]));
    }

    [Fact]
    public void A_text_for_the_person_who_signs_in_is_seen_everywhere_and_answered()
    {
        var run = _engine.Run("""
            $answer = [Threading.Tasks.TaskCompletionSource[object]]::new()
            Test-Question -Step ([AzNetHelper.Steps.AskStep]::new('Tell', 'Enter the code ABC.', $null, $answer))
            $answer.Task.IsCompletedSuccessfully
            """);

        Assert.Equal(["True"], run.Texts);
        Assert.Equal(["Enter the code ABC."], run.Warnings);
        Assert.Contains("SignIn", Assert.Single(run.Information).Tags);
    }

    [Fact]
    public void The_use_case_runs_off_the_pipeline_thread()
    {
        var run = _engine.Run("""
            $probe = [AzNetHelper.TestCmdlets.Probe]::new()
            Test-Question -Probe $probe
            $probe.Thread -ne [Environment]::CurrentManagedThreadId
            """);

        Assert.Equal(["True"], run.Texts);
    }

    [Theory]
    [InlineData("Select-TestFirst 3", 3)]
    [InlineData("Select-TestFirst 1", 1)]
    [InlineData("ForEach-Object { if ($_ -eq 2) { break }; $_ }", 2)]
    public void A_downstream_command_that_has_enough_cancels_the_use_case(string downstream, int expected)
    {
        var run = _engine.Run($$"""
            $probe = [AzNetHelper.TestCmdlets.Probe]::new()
            $count = 0
            foreach ($once in 1) { Test-Question -Endless -Probe $probe | {{downstream}} | ForEach-Object { $count++ } }
            $count
            $probe.Ended.GetAwaiter().GetResult()
            """);

        Assert.Null(run.Ended);
        Assert.Equal([$"{expected}", "was cancelled"], run.Texts);
    }

    [Fact]
    public void ErrorAction_Stop_ends_the_command_with_the_failure_and_cancels_the_use_case()
    {
        var run = _engine.Run("""
            $probe = [AzNetHelper.TestCmdlets.Probe]::new()
            $failure = [AzNetHelper.Steps.Failure]::new('ScopeLocked', 'ResourceBusy', 'Locked.', 'vnet-hub')
            try { Test-Question -Endless -Probe $probe -ErrorAction Stop -Step ([AzNetHelper.Steps.FailureStep]::new($failure)) | Out-Null }
            catch { $_.FullyQualifiedErrorId }
            $probe.Ended.GetAwaiter().GetResult()
            """);

        Assert.Equal(["ScopeLocked,AzNetHelper.TestCmdlets.TestQuestionCommand", "was cancelled"], run.Texts);
    }

    [Theory]
    [InlineData("-Endless")]
    [InlineData("-Silent")]
    public async Task Ctrl_C_cancels_the_use_case_whether_it_talks_or_not(string how)
    {
        _engine.Run("$probe = [AzNetHelper.TestCmdlets.Probe]::new()");
        var probe = Probe();

        var run = await _engine.StopAsync($"Test-Question {how} -Probe $probe", () => probe.Started);

        Assert.IsType<PipelineStoppedException>(run.Ended);
        Assert.Equal("was cancelled", await (Task<string>)probe.Ended);
        Assert.Empty(run.Errors);
    }

    [Fact]
    public async Task A_use_case_that_does_not_hear_is_left_behind()
    {
        _engine.Run("$probe = [AzNetHelper.TestCmdlets.Probe]::new()");

        var probe = Probe();

        var run = await _engine.StopAsync("Test-Question -Deaf -Probe $probe", () => probe.Started);

        Assert.IsType<PipelineStoppedException>(run.Ended);
    }

    [Theory]
    [InlineData("[AzNetHelper.Arm.ArmException]::new(409, 'AnotherOperationInProgress', 'Busy.')", "AnotherOperationInProgress", ErrorCategory.ResourceBusy)]
    [InlineData("[AzNetHelper.Arm.ArmException]::new(403, 'AuthorizationFailed', 'No.')", "AuthorizationFailed", ErrorCategory.PermissionDenied)]
    [InlineData("[AzNetHelper.Networks.InvalidTopologyException]::new('Bad.')", "InvalidTopology", ErrorCategory.InvalidData)]
    [InlineData("[IO.IOException]::new('No space left on device')", "FileAccessFailed", ErrorCategory.WriteError)]
    [InlineData("[IO.FileNotFoundException]::new('Gone.')", "FileNotFound", ErrorCategory.ObjectNotFound)]
    public void An_expected_exception_becomes_an_error_that_lets_the_script_go_on(string exception, string id, ErrorCategory category)
    {
        var run = _engine.Run($"Test-Question -Throw ({exception}); 'went on'");

        Assert.Equal(["went on"], run.Texts);
        var error = Assert.Single(run.Errors);
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.NotNull(error.TargetObject);
    }

    [Theory]
    [InlineData("[AzNetHelper.Arm.ArmException]::new(401, 'ExpiredAuthenticationToken', 'Expired.')", "ExpiredAuthenticationToken", ErrorCategory.AuthenticationError)]
    [InlineData("[FormatException]::new('Bad argument.')", "InvalidArgument", ErrorCategory.InvalidArgument)]
    public void A_failed_sign_in_and_a_bad_argument_end_the_command(string exception, string id, ErrorCategory category)
    {
        // ErrorAction does not soften it: it is no error to go on after.
        var run = _engine.RunStrict($"Test-Question -Throw ({exception}) -ErrorAction SilentlyContinue; 'went on'");

        Assert.Empty(run.Output);
        Assert.Equal(id, run.TerminatingId);
        Assert.Equal(category, run.Terminating!.CategoryInfo.Category);
    }

    [Fact]
    public void An_exception_that_nobody_expected_is_not_hidden()
    {
        var run = _engine.Run("try { Test-Question -Throw ([InvalidCastException]::new('a bug')) } catch { $_.Exception.GetType().Name }");

        Assert.Equal(["InvalidCastException"], run.Texts);
    }

    [Fact]
    public void Without_a_session_the_error_says_which_command_to_run()
    {
        var run = _engine.RunStrict("Get-TestAnswer -Path /x");

        Assert.Equal("NoSession", run.TerminatingId);
        Assert.Contains("Connect-AzNetSession", run.Terminating!.ToString(), StringComparison.Ordinal);
        Assert.NotNull(run.Terminating.TargetObject);
    }

    [Fact]
    public void A_session_reports_its_requests_and_shows_details_only_to_who_debugs()
    {
        _engine.Run("""
            $arm = [AzNetHelper.TestCmdlets.ScriptedArm]::new().Answer('/x', '{}')
            $session = New-TestSession -Arm $arm
            """);

        var verbose = _engine.Run("Get-TestAnswer -Path /x -Session $session -Verbose");
        var debug = _engine.Run("$DebugPreference = 'Continue'; Get-TestAnswer -Path /x -Session $session");

        Assert.Equal(["GET /x 200 12 ms client-request-1"], verbose.Verbose);
        Assert.Empty(verbose.Debug);
        Assert.Contains("REDACTED", Assert.Single(debug.Debug), StringComparison.Ordinal);
    }

    private dynamic Probe() => _engine.Run("$probe").Output[0].BaseObject;
}
