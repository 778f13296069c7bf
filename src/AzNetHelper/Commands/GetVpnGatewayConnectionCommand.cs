using System.Management.Automation;
using AzNetHelper.Steps;
using AzNetHelper.Support;
using AzNetHelper.Vpn;

namespace AzNetHelper.Commands;

/// <summary>Shows connections of VPN gateways: how they stand at both ends, and why they do not.</summary>
[Cmdlet(VerbsCommon.Get, "VpnGatewayConnection")]
[OutputType(typeof(ConnectionReport))]
public sealed class GetVpnGatewayConnectionCommand : QuestionCommand
{
    private readonly List<string> _connections = [];

    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Name")]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public string[]? Connection { get; set; }

    [Parameter]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VpnGatewayCompleter))]
    public string[]? Gateway { get; set; }

    /// <summary>Does not read the shared keys, so that nothing says whether they are equal.</summary>
    [Parameter]
    public SwitchParameter SkipKeys { get; set; }

    protected override void ProcessRecord() => _connections.AddRange(Connection ?? []);

    protected override void EndProcessing()
    {
        if (_connections.Count > 0 || !MyInvocation.ExpectingInput)
        {
            base.EndProcessing();
        }
    }

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        var arm = Open(steps);
        if (await ConnectionSearch.FindAsync(arm, _connections, Gateway ?? [], SubscriptionIds, steps, stop) is not { } found)
        {
            return;
        }

        var details = SkipKeys ? ConnectionDetails.Bgp : ConnectionDetails.All;
        foreach (var report in await ConnectionReader.ReadAsync(arm, found, details, steps, stop))
        {
            steps.Result(report);
        }
    }
}
