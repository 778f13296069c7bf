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
        var arm = new ConnectionArm(ConnectionReaderTests.Broken("keys"));
        var report = await WaitAsync(arm, 120);
        Assert.Equal((false, ConnectionCause.KeyMismatch), (report.IsConnected, report.Cause));
        Assert.InRange(arm.Clock.Passed.TotalSeconds, 120, 121);
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
