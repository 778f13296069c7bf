using AzNetHelper.Tests.Infrastructure;

namespace AzNetHelper.Tests.Session;

public sealed class SessionTests
{
    // The runspace's session without handing it out.
    private const string Current =
        "[AzNetHelper.Hosting.AzNetSession].Assembly.GetType('AzNetHelper.Hosting.RunspaceSession').GetProperty('Current').GetValue($null)";

    [Fact]
    public void Each_runspace_has_its_own_session_and_may_be_given_another_s()
    {
        using var one = new Engine(withTestCmdlets: true);
        using var other = new Engine(withTestCmdlets: true);
        var session = one.Run("""
            $arm = [AzNetHelper.TestCmdlets.ScriptedArm]::new().Answer('/x', 'answered')
            New-TestSession -Arm $arm
            """).Output[0];
        other.Set("session", session);

        Assert.Equal("NoSession", other.RunStrict("Get-TestAnswer -Path /x").TerminatingId);
        Assert.Equal(["answered"], other.RunStrict("Get-TestAnswer -Path /x -Session $session").Texts);
    }

    [Fact]
    public void A_disconnected_session_is_refused_wherever_it_is_used()
    {
        using var engine = new Engine(withTestCmdlets: true);

        var run = engine.RunStrict("""
            $session = New-TestSession -Arm ([AzNetHelper.TestCmdlets.ScriptedArm]::new())
            $session | Disconnect-AzNetSession
            Get-TestAnswer -Path /x -Session $session
            """);

        Assert.Equal("SessionClosed", run.TerminatingId);
        Assert.Contains("Connect-AzNetSession", run.Terminating!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_under_way_in_another_runspace_comes_to_its_end_before_the_secrets_go()
    {
        using var one = new Engine(withTestCmdlets: true);
        using var other = new Engine(withTestCmdlets: true);
        var held = new TaskCompletionSource();
        one.Set("held", held.Task);
        var made = one.RunStrict("""
            $arm = [AzNetHelper.TestCmdlets.ScriptedArm]::new().Answer('/x', $held)
            $session = New-TestSession -Arm $arm
            $session
            $arm
            """).Output;
        one.Set("session", made[0]);
        other.Set("session", made[0]);
        var answer = Task.Run(() => other.RunStrict("Get-TestAnswer -Path /x -Session $session"));
        while (!((IEnumerable<string>)made[1].Properties["Requests"].Value).Any())
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.Null(one.RunStrict("$session | Disconnect-AzNetSession; $session | Disconnect-AzNetSession").Ended);
        Assert.Equal((false, false), (made[0].Properties["IsOpen"].Value, made[1].Properties["IsDisposed"].Value));
        Assert.Equal("SessionClosed", one.RunStrict("Get-TestAnswer -Path /x -Session $session").TerminatingId);

        held.SetResult();
        Assert.Equal(["held"], (await answer).Texts);
        Assert.Equal(true, made[1].Properties["IsDisposed"].Value);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("$null = Get-AzNetSession", true)]
    public void A_session_that_nobody_else_was_given_ends_when_it_is_replaced(string between, bool isOpen)
    {
        using var engine = new Engine();
        var run = engine.RunStrict($"Connect-AzNetSession -Rehearsal; $old = {Current}; {between}; Connect-AzNetSession -Rehearsal; $old.IsOpen");
        Assert.Equal([$"{isOpen}"], run.Texts);
    }

    [Fact]
    public void A_session_that_was_handed_out_stays_open_when_it_is_replaced()
    {
        using var engine = new Engine();
        var run = engine.RunStrict("""
            $one = Connect-AzNetSession -Rehearsal -PassThru
            $other = Connect-AzNetSession -Rehearsal -PassThru
            "$($one.IsOpen) $($other.IsOpen)"
            (Get-VNetPeering -Session $one).Count -gt 0
            """);
        Assert.Equal(["True True", "True"], run.Texts);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(" -PassThru", true)]
    public void With_its_runspace_a_session_ends_that_nobody_else_was_given(string passThru, bool isOpen)
    {
        using var engine = new Engine();
        var session = engine.RunStrict($"$null = Connect-AzNetSession -Rehearsal{passThru}; {Current}").Output[^1].BaseObject;
        Assert.Equal(true, IsOpen(session));
        engine.Dispose();
        Assert.Equal(isOpen, IsOpen(session));

        static object? IsOpen(object session) => session.GetType().GetProperty("IsOpen")!.GetValue(session);
    }

    [Fact]
    public void Without_a_session_Get_writes_nothing_and_Disconnect_does_nothing()
    {
        using var engine = new Engine();

        var run = engine.RunStrict("Get-AzNetSession; Disconnect-AzNetSession");

        Assert.Null(run.Ended);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void A_rehearsal_opens_on_the_embedded_simulation()
    {
        using var engine = new Engine();

        var run = engine.RunStrict("""
            $s = Connect-AzNetSession -Rehearsal -PassThru
            "$s $($s.IsRehearsal) $($s.Endpoint.Host) $($null -eq $s.ExpiresOn) $((Get-AzNetSession).Id -eq $s.Id)"
            """);

        Assert.Null(run.Ended);
        Assert.Equal(["Rehearsal (rehearsal) True rehearsal.invalid True True"], run.Texts);
    }

    [Fact]
    public void A_snapshot_is_a_file_or_a_topology_and_its_names_complete()
    {
        using var engine = new Engine();
        var folder = Directory.CreateTempSubdirectory("aznet");
        try
        {
            engine.Set("file", Path.Combine(folder.FullName, "estate.json"));

            var run = engine.RunStrict("""
                Connect-AzNetSession -Rehearsal
                $estate = [AzNetHelper.Simulation.SampleEstate]::Create()
                [AzNetHelper.Networks.TopologyFiles]::Save($estate, $file)
                $completer = [AzNetHelper.Support.VNetCompleter]::new()
                foreach ($snapshot in $file, $estate) {
                    Connect-AzNetSession -Rehearsal -Snapshot $snapshot
                    $completer.CompleteArgument('New-HubSpokePeering', 'Hub', 'vnet-h', $null, @{}).CompletionText
                }
                """);

            Assert.Null(run.Ended);
            Assert.Equal(["vnet-hub", "vnet-hub"], run.Texts);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_snapshot_that_is_missing_is_said_by_its_name()
    {
        using var engine = new Engine();

        var run = engine.RunStrict("Connect-AzNetSession -Rehearsal -Snapshot nowhere.json");

        Assert.Equal("FileNotFound", run.TerminatingId);
        Assert.Contains("nowhere.json", run.Terminating!.ToString(), StringComparison.Ordinal);
    }
}
