using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Tests.Reading;
using AzNetHelper.Tests.Vpn;
using Xunit;
using static AzNetHelper.Tests.Vpn.TwoGateways;

namespace AzNetHelper.Tests.ExpressRoute.Connections;

/// <summary>A link that says it is down has failed; one of which nobody says anything is left as it is.</summary>
public sealed class CircuitConnectionWaitTests
{
    [Theory]
    [InlineData("Connected", "Succeeded", ConnectionStatus.Connected, false, false)]
    [InlineData("Unknown", "Succeeded", ConnectionStatus.Unknown, false, true)]
    [InlineData(null, "Succeeded", null, false, true)]
    [InlineData("NotConnected", "Succeeded", ConnectionStatus.NotConnected, true, false)]
    [InlineData("Connecting", "Succeeded", ConnectionStatus.Connecting, true, false)]
    [InlineData("Unknown", "Failed", ConnectionStatus.Unknown, true, false)]
    public async Task Only_a_link_that_says_that_it_is_down_has_failed(string? status, string state, ConnectionStatus? told, bool fails, bool warns)
    {
        var estate = new TwoGateways().Set(ToSite, "connectionType", "ExpressRoute").Set(ToSite, "connectionStatus", status).Set(ToSite, "provisioningState", state);
        estate.Of(ToSite).Remove("localNetworkGateway2");
        var log = new StepLog();
        var change = new Change(ToSite, ChangeKind.Create, "Connect") { After = "{}" };
        var (results, found) = await CircuitConnectionWait.ForAsync(new ConnectionArm(estate), [new(change, ChangeOutcome.Done, TimeSpan.Zero)], TimeSpan.FromMinutes(2), log.Writer,
            TestContext.Current.CancellationToken);

        var result = Assert.Single(results);
        Assert.Equal((told, fails), (found, result.Outcome == ChangeOutcome.Failed));
        Assert.Equal(fails ? "ConnectionNotConnected" : null, result.Error?.Id);
        var warnings = log.Read().OfType<NoticeStep>().Where(n => n.Id == "ConnectionStatusUnknown").ToArray();
        Assert.Equal(warns, warnings.Length == 1);
        Assert.All(warnings, w => Assert.Contains("Test-ExpressRouteCircuit", w.Message, StringComparison.Ordinal));
    }
}
