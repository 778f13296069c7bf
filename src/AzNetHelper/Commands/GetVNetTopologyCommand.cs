using System.Management.Automation;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Reads the networks of the session.</summary>
[Cmdlet(VerbsCommon.Get, "VNetTopology")]
[OutputType(typeof(Topology))]
public sealed class GetVNetTopologyCommand : QuestionCommand
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SubscriptionCompleter))]
    public string[]? SubscriptionId { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? ResourceGroupName { get; set; }

    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Asks each circuit's routers what on-premises announces; that takes minutes.</summary>
    [Parameter]
    public SwitchParameter IncludeCircuitRoute { get; set; }

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop) =>
        steps.Result(await TopologyReader.ReadAsync(Open(steps), Scope(), steps, stop));

    private TopologyScope Scope() => Survey with
    {
        SubscriptionIds = SubscriptionId is null ? SubscriptionIds : [.. SubscriptionId],
        ResourceGroups = [.. ResourceGroupName ?? []],
        VNetNames = [.. Name ?? []],
        Depth = IncludeCircuitRoute ? SurveyDepth.All | SurveyDepth.CircuitRoutes : SurveyDepth.All,
    };
}
