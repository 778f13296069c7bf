using AzNetHelper.Arm;
using AzNetHelper.Steps;
using AzNetHelper.Tests.Reading;
using AzNetHelper.Vpn;
using Xunit;
using static AzNetHelper.Tests.Vpn.TwoGateways;

namespace AzNetHelper.Tests.Vpn;

/// <summary>Waiting for tunnels: both ends, until they are up or the time is over.</summary>
public sealed class ConnectionWatchTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(299)]
    public async Task A_pair_is_waited_for_until_both_ends_say_connected(int seconds)
    {
        var estate = ConnectionReaderTests.Broken("nothing");
        estate.Set(AtoB, "connectionStatus", "Connected");
        var arm = new ConnectionArm(estate)
        {
            Happens = passed => estate.Set(BtoA, "connectionStatus", passed >= TimeSpan.FromSeconds(seconds) ? "Connected" : "Connecting"),
        };
        var report = await WaitAsync(arm, 300);
        Assert.True(report.IsConnected, report.ToString());
        Assert.InRange(arm.Clock.Passed.TotalSeconds, seconds, seconds + 31);
    }

    [Fact]
    public async Task At_the_deadline_the_cause_is_told()
    {
        var arm = new ConnectionArm(ConnectionReaderTests.Broken("policy"));
        var report = await WaitAsync(arm, 120);
        Assert.Equal((false, ConnectionCause.PolicyMismatch), (report.IsConnected, report.Cause));
        Assert.InRange(arm.Clock.Passed.TotalSeconds, 120, 121);
    }

    [Fact]
    public async Task Keys_that_differ_are_told_at_once_and_not_waited_for_when_they_still_differ()
    {
        var log = new StepLog();
        var arm = new ConnectionArm(ConnectionReaderTests.Broken("keys"));
        var report = Assert.Single(await ConnectionWatch.WaitAsync(arm, [AtoB], TimeSpan.FromMinutes(10), log.Writer, TestContext.Current.CancellationToken));
        Assert.Equal(ConnectionCause.KeyMismatch, report.Cause);
        Assert.InRange(arm.Clock.Passed.TotalSeconds, 60, 91);
        Assert.Contains(log.Read().OfType<ProgressStep>(), p => p.ToString().Contains("a-to-b (KeyMismatch)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_that_a_reset_is_writing_are_waited_for()
    {
        var estate = ConnectionReaderTests.Broken("keys");
        var arm = new ConnectionArm(estate)
        {
            Happens = passed =>
            {
                estate.Keys[BtoA] = passed >= TimeSpan.FromSeconds(20) ? estate.Keys[AtoB] : "another";
                var status = passed >= TimeSpan.FromSeconds(200) ? "Connected" : "Connecting";
                estate.Set(AtoB, "connectionStatus", status).Set(BtoA, "connectionStatus", status);
            },
        };
        Assert.True((await WaitAsync(arm, 600)).IsConnected);
    }

    [Theory]
    [InlineData("failed", ConnectionCause.Unknown)]
    [InlineData("far failed", ConnectionCause.Unknown)]
    [InlineData("far deleted", ConnectionCause.FarSideMissing)]
    public async Task What_waiting_cannot_mend_ends_it_with_the_cause(string what, ConnectionCause cause)
    {
        var estate = ConnectionReaderTests.Broken("nothing");
        var arm = new ConnectionArm(estate)
        {
            Happens = passed =>
            {
                if (passed >= TimeSpan.FromSeconds(40))
                {
                    _ = what == "far deleted" ? estate.Documents.Remove(BtoA)
                        : estate.Set(what == "failed" ? AtoB : BtoA, "provisioningState", "Failed") is not null;
                }
            },
        };
        var report = await WaitAsync(arm, 600);
        Assert.Equal(cause, report.Cause);
        Assert.Equal(what != "far deleted", report.LastError is not null);
        Assert.InRange(arm.Clock.Passed.TotalSeconds, 40, 71);
    }

    [Fact]
    public async Task A_connection_that_is_deleted_meanwhile_is_a_failure_once_and_the_others_are_waited_for()
    {
        var estate = ConnectionReaderTests.Broken("nothing").Set(ToSite, "connectionStatus", "NotConnected");
        var log = new StepLog();
        var arm = new ConnectionArm(estate)
        {
            Happens = passed =>
            {
                if (passed >= TimeSpan.FromSeconds(20))
                {
                    estate.Documents.Remove(ToSite);
                }

                var status = passed >= TimeSpan.FromSeconds(100) ? "Connected" : "Connecting";
                estate.Set(AtoB, "connectionStatus", status).Set(BtoA, "connectionStatus", status);
            },
        };
        var reports = await ConnectionWatch.WaitAsync(arm, [AtoB, ToSite], TimeSpan.FromSeconds(600), log.Writer, TestContext.Current.CancellationToken);
        Assert.True(Assert.Single(reports).IsConnected);
        Assert.Equal("ConnectionNotFound", Assert.Single(log.Read().OfType<FailureStep>()).Failure.Id);
        Assert.InRange(arm.Clock.Passed.TotalSeconds, 100, 131);
    }

    [Fact]
    public async Task A_half_that_is_made_meanwhile_is_seen()
    {
        var whole = new TwoGateways();
        var estate = ConnectionReaderTests.Broken("far half").Set(AtoB, "connectionStatus", "Connected");
        var arm = new ConnectionArm(estate)
        {
            Happens = passed =>
            {
                if (passed >= TimeSpan.FromSeconds(60))
                {
                    estate.Documents[BtoA] = whole.Documents[BtoA];
                }
            },
        };
        Assert.True((await WaitAsync(arm, 300)).IsConnected);
        Assert.InRange(arm.Clock.Passed.TotalSeconds, 60, 95);
    }

    [Fact]
    public async Task No_time_reads_once_and_what_is_not_there_is_a_failure_once()
    {
        var log = new StepLog();
        var arm = new ConnectionArm(ConnectionReaderTests.Broken("nothing"));
        var reports = await ConnectionWatch.WaitAsync(arm, [AtoB, ResourceId.Parse(AtoB + "x")], TimeSpan.Zero, log.Writer,
            TestContext.Current.CancellationToken);
        Assert.False(Assert.Single(reports).IsConnected);
        Assert.Equal("ConnectionNotFound", Assert.Single(log.Read().OfType<FailureStep>()).Failure.Id);
        Assert.Equal(TimeSpan.Zero, arm.Clock.Passed);
    }

    private static async Task<ConnectionReport> WaitAsync(ConnectionArm arm, int seconds) => Assert.Single(await ConnectionWatch.WaitAsync(
        arm, [AtoB], TimeSpan.FromSeconds(seconds), StepWriter.Nowhere, TestContext.Current.CancellationToken));
}
