using System.Management.Automation;
using AzNetHelper.Steps;
using AzNetHelper.Support;
using AzNetHelper.Vpn;

namespace AzNetHelper.Commands;

/// <summary>Waits until connections of VPN gateways are up, all side by side.</summary>
[Cmdlet(VerbsLifecycle.Wait, "VpnGatewayConnection")]
[OutputType(typeof(ConnectionReport))]
public sealed class WaitVpnGatewayConnectionCommand : QuestionCommand
{
    private readonly List<string> _connections = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public string[] Connection { get; set; } = null!;

    /// <summary>Seconds.</summary>
    [Parameter]
    [Alias("TimeoutSec")]
    [ValidateRange(0, 604800)]
    public int Timeout { get; set; } = 600;

    protected override void ProcessRecord() => _connections.AddRange(Connection);

    protected override void EndProcessing()
    {
        if (_connections.Count > 0)
        {
            base.EndProcessing();
        }
    }

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        var arm = Open(steps);
        if (await ConnectionSearch.FindAsync(arm, _connections, [], SubscriptionIds, steps, stop) is not { } found)
        {
            return;
        }

        var timeout = TimeSpan.FromSeconds(Timeout);
        var begun = arm.Time.GetTimestamp();
        var reports = await ConnectionWatch.WaitAsync(arm, found, timeout, steps, stop);
        var waited = arm.Time.GetElapsedTime(begun) is var passed && passed < timeout ? passed : timeout;
        foreach (var report in reports)
        {
            steps.Result(report);
            if (!report.IsConnected)
            {
                steps.Fail(ConnectionWatch.NotConnected(report, waited));
            }
        }
    }
}
