using System.Management.Automation;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>What goes wrong on the way to Azure or inside it: retried where that can help, told where it can not.</summary>
public sealed class FaultTests : IDisposable
{
    private const string Put = "New-HubSpokePeering vnet-hub spoke-01, spoke-02, spoke-03";

    private readonly Rehearsal _rehearsal = new(spokes: 3);

    public void Dispose() => _rehearsal.Dispose();

    [Theory]
    [InlineData("DropsAfter]::new()", 2)]
    [InlineData("DropsBefore]::new()", 1)]
    [InlineData("Answers]::new(429, 'TooManyRequests', 'Slow down.')", 3)]
    [InlineData("Answers]::new(429, 'RetryableError', 'A retryable error occurred.')", 4)]
    [InlineData("Answers]::new(409, 'AnotherOperationInProgress', 'Another operation is in progress.')", 5)]
    [InlineData("Answers]::new(503, 'ServerUnavailable', 'Try again later.')", 6)]
    [InlineData("Answers]::new(412, 'PreconditionFailed', 'The etag does not match.')", 1)]
    [InlineData("OperationIsCanceled]::new()", 2)]
    public void One_trouble_on_the_way_is_overcome(string fault, int nth)
    {
        _rehearsal.RunWell($"Add-Fault PUT '*/virtualNetworkPeerings/*' ([AzNetHelper.Simulation.Fault+{fault}) {nth}");

        var run = _rehearsal.RunWell(Put);

        Assert.Equal(3, run.Output.Count);
        Assert.All(run.Output, o => Assert.Equal("Connected True", $"{o.Properties["State"].Value} {o.Properties["Changed"].Value}"));
        Assert.Equal(6, _rehearsal.Writes.Select(w => w.Split(' ')[1]).Distinct().Count());
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_write_whose_answer_was_lost_is_not_sent_twice()
    {
        _rehearsal.RunWell("Add-Fault PUT '*/spoke-02/*' ([AzNetHelper.Simulation.Fault+DropsAfter]::new())");

        _rehearsal.RunWell(Put);

        Assert.Single(_rehearsal.Writes, w => w.StartsWith("PUT spoke-02/", StringComparison.Ordinal));
    }

    [Fact]
    public void An_operation_that_fails_is_told_with_Azure_s_code_and_the_others_are_finished()
    {
        _rehearsal.RunWell("Add-Fault PUT '*/spoke-02/*' ([AzNetHelper.Simulation.Fault+OperationFails]::new('InternalServerError', 'It broke.'))");

        var run = _rehearsal.Run(Put);

        Assert.Null(run.Ended);
        Assert.Equal(3, run.Output.Count);
        Assert.Equal(["spoke-02"], run.Output.Where(o => o.Properties["Error"].Value is not null).Select(o => (string)o.Properties["Spoke"].Value));
        var error = Assert.Single(run.Errors);
        Assert.StartsWith("InternalServerError,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("It broke.", error.ToString(), StringComparison.Ordinal);
        _rehearsal.RunWell("$simulation.Faults.Clear()");
        Assert.Equal(["spoke-02"], Changed(_rehearsal.RunWell(Put).Output));
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("Answers]::new(409, 'AnotherOperationInProgress', 'Busy.')")]
    [InlineData("OperationNeverEnds]::new()")]
    public void What_does_not_end_is_given_up_at_the_deadline(string fault)
    {
        _rehearsal.RunWell($"Add-Fault PUT '*/spoke-02/*' ([AzNetHelper.Simulation.Fault+{fault})");

        var run = _rehearsal.Run($"{Put} -Timeout 3000");

        Assert.Null(run.Ended);
        Assert.Equal(3, run.Output.Count);
        Assert.All(run.Output, o => Assert.Equal($"{o.Properties["State"].Value}" != "Connected", o.Properties["Error"].Value is not null));
        Assert.Null(run.Output.Single(o => (string)o.Properties["Spoke"].Value == "spoke-01").Properties["Error"].Value);
        Assert.NotNull(run.Output.Single(o => (string)o.Properties["Spoke"].Value == "spoke-02").Properties["Error"].Value);
        Assert.All(run.Errors, e => Assert.Equal(ErrorCategory.OperationTimeout, e.CategoryInfo.Category));
        Assert.Contains(run.Errors, e => $"{e.TargetObject}".EndsWith("/spoke-02-to-vnet-hub", StringComparison.Ordinal));
    }

    [Fact]
    public void A_spoke_that_was_busy_is_finished_by_a_second_run()
    {
        _rehearsal.RunWell("Add-Fault PUT '*/spoke-03/*' ([AzNetHelper.Simulation.Fault+Answers]::new(409, 'AnotherOperationInProgress', 'Busy.'))");
        _rehearsal.Run($"{Put} -Timeout 3000");
        _rehearsal.RunWell("$simulation.Faults.Clear()");

        Assert.Equal(["spoke-03"], Changed(_rehearsal.RunWell(Put).Output));
        AssertNothingIsLeft();
    }

    [Fact]
    public void Reads_that_Azure_throttles_are_asked_again()
    {
        _rehearsal.RunWell("Add-Fault GET * ([AzNetHelper.Simulation.Fault+Answers]::new(429, 'TooManyRequests', 'Slow down.')) 2");

        Assert.Equal(3, _rehearsal.RunWell(Put).Output.Count);
        AssertNothingIsLeft();
    }

    private static IEnumerable<string> Changed(IEnumerable<PSObject> results) =>
        results.Where(o => o.Properties["Changed"].Value is true).Select(o => (string)o.Properties["Spoke"].Value);

    private void AssertNothingIsLeft()
    {
        _rehearsal.ForgetRequests();
        Assert.Empty(Changed(_rehearsal.RunWell(Put).Output));
        Assert.Empty(_rehearsal.Writes);
    }
}
