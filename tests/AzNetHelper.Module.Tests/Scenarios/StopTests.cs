using System.Management.Automation;
using AzNetHelper.Tests.Infrastructure;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>A run over thirty spokes that ends before its time: the person is told, nothing is lost, a second run finishes.</summary>
public sealed class StopTests : IDisposable
{
    private const int Count = 30;

    private static readonly string s_put = $"New-HubSpokePeering vnet-hub {HubEstate.Spokes(Count)}";

    private readonly Rehearsal _rehearsal = new(Count, withTestCmdlets: true);

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public async Task Ctrl_C_tells_what_was_done_and_what_was_not()
    {
        var run = await _rehearsal.Engine.StopAsync(s_put, () => _rehearsal.WritesArriveAsync(6))
            .WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        Assert.IsType<PipelineStoppedException>(run.Ended);
        AssertAccount();
        AssertFinishedBySecondRun();
    }

    [Fact]
    public void Select_First_stops_the_run_and_gets_its_object()
    {
        var run = _rehearsal.Run($"{s_put} | Select-TestFirst");

        Assert.Equal("Connected", $"{Assert.Single(run.Output).Properties["State"].Value}");
        Assert.Empty(run.Errors);
        AssertAccount();
        AssertFinishedBySecondRun();
    }

    [Fact]
    public void A_consumer_that_breaks_off_stops_the_run()
    {
        var run = _rehearsal.Run($"foreach ($once in 1) {{ {s_put} | ForEach-Object {{ $_; break }} }}");

        Assert.Empty(run.Errors);
        AssertAccount();
        AssertFinishedBySecondRun();
    }

    [Fact]
    public void ErrorAction_Stop_comes_after_the_others_were_finished_and_loses_no_failure()
    {
        _rehearsal.RunWell("""
            Add-Fault PUT '*/spoke-07/*' ([AzNetHelper.Simulation.Fault+Answers]::new(400, 'Refused7', 'Seven.'))
            Add-Fault PUT '*/spoke-19/*' ([AzNetHelper.Simulation.Fault+Answers]::new(400, 'Refused19', 'Nineteen.'))
            """);

        var run = _rehearsal.Engine.RunStrict($"{s_put} -ErrorAction Stop");

        Assert.StartsWith("Refused", run.TerminatingId, StringComparison.Ordinal);
        Assert.Equal(Count, run.Output.Count);
        Assert.All(["Seven.", "Nineteen."], text => Assert.Contains(text, run.Everything, StringComparison.Ordinal));
        Assert.Equal(Count - 2, run.Output.Count(o => $"{o.Properties["State"].Value}" == "Connected"));
        _rehearsal.RunWell("$simulation.Faults.Clear()");
        AssertFinishedBySecondRun();
    }

    // Each of the sixty halves has its line; what is said to be done was taken, and the rest was not sent, or refused.
    private void AssertAccount()
    {
        var told = string.Join('\n', _rehearsal.Engine.Host.Lines).Split('\n')
            .Where(l => l.Contains(": Create peering ", StringComparison.Ordinal)).Select(l => l.Trim()).ToList();
        Assert.Equal(2 * Count, told.Count);
        Assert.Contains(_rehearsal.Engine.Host.Lines, l => l.Contains("New-HubSpokePeering was stopped", StringComparison.Ordinal));
        var taken = _rehearsal.WritesTaken.Count;
        var done = told.Count(l => l.StartsWith("done:", StringComparison.Ordinal));
        var open = told.Count(l => l.Contains("unknown", StringComparison.Ordinal));
        Assert.InRange(done, 1, taken);
        Assert.InRange(taken, done, done + open);
        string[] untouched = ["not started:", "not written:", "skipped:"];
        Assert.Equal(2 * Count - done - open, told.Count(l => untouched.Any(u => l.StartsWith(u, StringComparison.Ordinal))));
        Assert.True(taken < 2 * Count);
    }

    private void AssertFinishedBySecondRun()
    {
        Assert.All(_rehearsal.RunWell(s_put).Output, o => Assert.Equal("Connected", $"{o.Properties["State"].Value}"));
        Assert.Equal([$"{Count}"], _rehearsal.RunWell("(Get-VNetPeering | Where-Object IsHealthy).Count").Texts);
        _rehearsal.ForgetRequests();
        Assert.Equal(Count, _rehearsal.RunWell(s_put).Output.Count);
        Assert.Empty(_rehearsal.Writes);
    }
}
