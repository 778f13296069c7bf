using System.Management.Automation;
using System.Management.Automation.Host;
using AzNetHelper.Tests.Infrastructure;

namespace AzNetHelper.Tests.Support;

public sealed class ChangeCommandTests : IDisposable
{
    private readonly Engine _engine = new(withTestCmdlets: true);

    public ChangeCommandTests() => _engine.Run("""
        function New-Change([string]$Name, [string]$Group = $Name, [string]$Impact = 'None', [string]$Kind = 'Create') {
            $id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/$Name"
            $change = [AzNetHelper.Planning.Change]::new([AzNetHelper.Arm.ResourceId]::Parse($id), $Kind, "$Kind $Name")
            $change.Key = $Name
            $change.Group = $Group
            if ($Impact -ne 'None') { $change.Impact = [AzNetHelper.Planning.ImpactStatement]::new($Impact, "$Name is affected") }
            $change
        }
        $log = [AzNetHelper.TestCmdlets.RunLog]::new()
        $session = New-TestSession -Arm ([AzNetHelper.TestCmdlets.ScriptedArm]::new())
        $PSDefaultParameterValues['*-TestChange:Session'] = $session
        $PSDefaultParameterValues['*-TestChange:Log'] = $log
        """);

    private IEnumerable<string> Writes => _engine.Run("$log.Writes").Texts;

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Inputs_of_the_pipeline_make_one_plan_and_one_object_a_group()
    {
        var run = _engine.Run("(New-Change a spoke1), (New-Change b spoke1), (New-Change c spoke2) | Invoke-TestChange");

        Assert.Null(run.Ended);
        Assert.Equal(["a", "b", "c"], Writes);
        Assert.Equal(["GroupOutcome { Group = spoke1, Done = 2, Failed = 0 }", "GroupOutcome { Group = spoke2, Done = 1, Failed = 0 }"], run.Texts);
        Assert.Empty(_engine.Host.Questions);
    }

    [Fact]
    public void PlanOnly_returns_the_plan_and_writes_nothing()
    {
        var run = _engine.Run("""
            $plan = New-Change a -Impact Interrupts | Invoke-TestChange -PlanOnly
            $plan.GetType().Name
            $plan.Changes.Count
            """);

        Assert.Equal(["Plan", "1"], run.Texts);
        Assert.Empty(Writes);
        Assert.Empty(_engine.Host.Questions);
    }

    [Fact]
    public void WhatIf_prints_every_change_with_its_impact_and_writes_nothing()
    {
        var run = _engine.Run("""
            (New-Change a), (New-Change same -Kind NoChange), (New-Change b -Impact CutsOff) | Invoke-TestChange -WhatIf
            $WhatIfPreference = $true
            New-Change c | Invoke-TestChange -Force
            """);

        Assert.Null(run.Ended);
        Assert.Empty(run.Output);
        Assert.Empty(Writes);
        Assert.Equal(
            ["What if: Create a", "What if: Create b [CutsOff: b is affected]", "What if: Create c"], run.Host);
        Assert.Empty(_engine.Host.Questions);
    }

    [Fact]
    public void A_problem_is_an_error_with_the_check_s_id_and_nothing_is_written()
    {
        var run = _engine.Run("""
            $id = (New-Change a).Resource
            New-Change a | Invoke-TestChange -Problem ([AzNetHelper.Planning.PlanProblem]::new('AddressSpaceOverlap', 'a overlaps b.', $id))
            """);

        var error = Assert.Single(run.Errors);
        Assert.StartsWith("AddressSpaceOverlap,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.EndsWith("/a", error.TargetObject.ToString(), StringComparison.Ordinal);
        Assert.Empty(Writes);
    }

    [Fact]
    public void Only_a_change_with_an_impact_is_asked_for()
    {
        _engine.Host.WillAnswer("Y");

        _engine.Run("(New-Change a), (New-Change b -Impact Interrupts) | Invoke-TestChange");

        Assert.Contains("Interrupts: b is affected", Assert.Single(_engine.Host.Questions), StringComparison.Ordinal);
        Assert.Equal(["a", "b"], Writes);
    }

    [Theory]
    [InlineData("Invoke-TestChange -Force")]
    [InlineData("Invoke-TestChange -Confirm:$false")]
    [InlineData("Remove-TestChange -Force")]
    [InlineData("Remove-TestChange -Confirm:$false")]
    public void Force_and_an_explicit_no_to_confirm_ask_nothing(string command)
    {
        var run = _engine.Run($"New-Change a -Impact Irreversible | {command}");

        Assert.Null(run.Ended);
        Assert.Equal(["a"], Writes);
        Assert.Empty(_engine.Host.Questions);
    }

    [Theory]
    [InlineData("Remove-TestChange")]
    [InlineData("Invoke-TestChange -Confirm")]
    [InlineData("Invoke-TestChange -Confirm -Force")]
    public void What_ShouldProcess_has_asked_is_not_asked_twice(string command)
    {
        _engine.Host.WillAnswer("Y");

        var run = _engine.Run($"New-Change a -Impact Irreversible | {command}");

        Assert.Null(run.Ended);
        Assert.Single(_engine.Host.Questions);
        Assert.Equal(["a"], Writes);
    }

    [Fact]
    public void A_declined_half_declines_its_pair_and_leaves_others_alone()
    {
        _engine.Host.WillAnswer("Y", "N", "Y");

        var run = _engine.Run("(New-Change a pair1), (New-Change b pair1), (New-Change c pair2) | Remove-TestChange");

        Assert.Equal(["c"], Writes);
        Assert.Equal(["GroupOutcome { Group = pair1, Done = 0, Failed = 0 }", "GroupOutcome { Group = pair2, Done = 1, Failed = 0 }"], run.Texts);
    }

    [Fact]
    public void Yes_to_all_is_asked_once_and_no_to_all_writes_nothing()
    {
        _engine.Host.WillAnswer("A");
        _engine.Run("(New-Change a -Impact CutsOff), (New-Change b -Impact CutsOff) | Invoke-TestChange");
        Assert.Single(_engine.Host.Questions);
        Assert.Equal(["a", "b"], Writes);

        _engine.Host.WillAnswer("L");
        _engine.Run("(New-Change c -Impact CutsOff), (New-Change d -Impact CutsOff) | Invoke-TestChange");
        Assert.Equal(2, _engine.Host.Questions.Count);
        Assert.Equal(["a", "b"], Writes);
    }

    public static TheoryData<string> Refusals => ["PSInvalidOperation", "Host", "NotImplemented"];

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Where_nobody_can_be_asked_it_is_an_error_before_the_first_write(string refusal)
    {
        _engine.Host.Refusal = refusal switch
        {
            "Host" => new HostException("No prompt."),
            "NotImplemented" => new NotImplementedException(),
            _ => new PSInvalidOperationException("NonInteractive"),
        };

        var run = _engine.RunStrict("(New-Change a), (New-Change b -Impact StartsBilling) | Invoke-TestChange");

        Assert.Equal("ConfirmationRequired", run.TerminatingId);
        Assert.Contains("-Force", run.Terminating!.ToString(), StringComparison.Ordinal);
        Assert.Empty(Writes);
    }

    [Fact]
    public void Failures_are_written_when_the_run_has_ended_so_nothing_is_lost()
    {
        var run = _engine.Run("""
            try {
                (New-Change a), (New-Change b), (New-Change c), (New-Change d) |
                    Invoke-TestChange -Fail @{ a = 'ScopeLocked'; c = 'OutOfBudget' } -ErrorAction Stop
            } catch { "caught $($_.FullyQualifiedErrorId)" }
            """);

        Assert.Equal(["a", "b", "c", "d"], Writes);
        Assert.Equal(5, run.Output.Count);
        Assert.Equal("caught ScopeLocked,AzNetHelper.TestCmdlets.InvokeTestChangeCommand", run.Texts[^1]);
        // The first failure ended the command; the second one reaches the person through the host.
        Assert.Contains(run.Host, line => line.Contains("Create c failed.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_failure_does_not_stop_the_others()
    {
        var run = _engine.Run("(New-Change a), (New-Change b) | Invoke-TestChange -Fail @{ a = 'ScopeLocked' }");

        Assert.StartsWith("ScopeLocked,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], Writes);
        Assert.Empty(run.Host);
    }

    [Fact]
    public async Task Ctrl_C_starts_no_further_write_and_gives_the_account()
    {
        dynamic log = _engine.Run("$log.HaltAt = 'b'; $log").Output[0].BaseObject;

        var run = await _engine.StopAsync(
            "(New-Change a), (New-Change b), (New-Change c) | Invoke-TestChange", () => (Task)log.Halted);

        Assert.IsType<PipelineStoppedException>(run.Ended);
        Assert.Equal(["a"], Writes);
        var account = Assert.Single(run.Host, line => line.Contains("was stopped", StringComparison.Ordinal));
        Assert.Contains("done: Create a", account, StringComparison.Ordinal);
        Assert.Contains("not started: Create b", account, StringComparison.Ordinal);
        Assert.Contains("not started: Create c", account, StringComparison.Ordinal);
    }

    [Fact]
    public void Select_First_in_the_middle_starts_no_further_write_and_gives_the_account()
    {
        _engine.Run("$log.HaltAt = 'b'");

        var run = _engine.Run("(New-Change a), (New-Change b), (New-Change c) | Invoke-TestChange | Select-TestFirst");

        Assert.Null(run.Ended);
        Assert.Single(run.Output);
        Assert.Equal(["a"], Writes);
        Assert.Contains("not started: Create c", Assert.Single(run.Host), StringComparison.Ordinal);
    }

    [Fact]
    public void The_timeout_is_in_seconds_and_has_its_common_alias()
    {
        var run = _engine.Run("""
            New-Change a | Invoke-TestChange -TimeoutSec 90 | Out-Null
            $log.Options.Timeout.TotalSeconds
            New-Change b | Invoke-TestChange | Out-Null
            $log.Options.Timeout.TotalSeconds
            """);

        Assert.Equal(["90", "1800"], run.Texts);
    }
}
