using System.Management.Automation;
using AzNetHelper.Certificates;
using AzNetHelper.PointToSite;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Shows point-to-site of VPN gateways: settings, roots, revocations, who is connected, what certificates of a set are worth.</summary>
[Cmdlet(VerbsCommon.Get, "P2SConfiguration")]
[OutputType(typeof(P2SConfigurationReport))]
public sealed class GetP2SConfigurationCommand : QuestionCommand
{
    private readonly List<string> _gateways = [];

    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VpnGatewayCompleter))]
    public string[]? Gateway { get; set; }

    [Parameter]
    public SwitchParameter Sessions { get; set; }

    [Parameter]
    [CertificateSet]
    [ValidateNotNullOrEmpty]
    public P2SCertificateSet[]? CertificateSet { get; set; }

    [Parameter]
    [ValidateRange(0, 3650)]
    public int ExpiringWithinDays { get; set; } = 30;

    protected override void ProcessRecord() => _gateways.AddRange(Gateway ?? []);

    protected override void EndProcessing()
    {
        if (_gateways.Count > 0 || !MyInvocation.ExpectingInput)
        {
            base.EndProcessing();
        }
    }

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        var question = new P2SConfigurationQuestion
        {
            Gateways = [.. _gateways],
            Sessions = Sessions,
            Sets = [.. CertificateSet ?? []],
            Soon = TimeSpan.FromDays(ExpiringWithinDays),
        };
        foreach (var report in await P2SConfigurationReader.ReadAsync(Open(steps), question, SubscriptionIds, steps, stop))
        {
            steps.Result(report);
        }
    }
}
