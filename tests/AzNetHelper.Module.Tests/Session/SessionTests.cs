using AzNetHelper.Tests.Infrastructure;

namespace AzNetHelper.Tests.Session;

public sealed class SessionTests
{
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

        Assert.Equal("NoSession", run.TerminatingId);
        Assert.Contains("Connect-AzNetSession", run.Terminating!.ToString(), StringComparison.Ordinal);
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
