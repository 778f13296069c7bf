using System.Collections.Immutable;
using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Placement;
using AzNetHelper.Reading;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Answers whether a service fits into a subnet, why not, and what would make it fit.</summary>
[Cmdlet(VerbsDiagnostic.Test, "VNetServicePlacement")]
[OutputType(typeof(ServicePlacement), typeof(bool))]
public sealed class TestVNetServicePlacementCommand : SubnetQuestionCommand
{
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string Service { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 1)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public string[] Subnet { get; set; } = null!;

    [Parameter]
    [ServiceScale]
    [ValidateNotNullOrEmpty]
    public string[]? Scale { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    // Of gateways a VNet has one of each kind.
    protected override ReadDepth Depth => ServiceCatalogue.Find(Service)?.Gateway is null ? base.Depth : base.Depth | ReadDepth.Gateways;

    protected override async Task AskAsync(StepWriter steps, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (ServiceWords.Read(Service, Scale, steps) is not var (service, scale)
            || await FindAsync(Subnet, ResourceTypes.Subnet, steps, stop) is not var (topology, named))
        {
            return;
        }

        var offered = new Dictionary<string, ImmutableHashSet<string>?>(StringComparer.OrdinalIgnoreCase);
        var today = DateOnly.FromDateTime((NeedsSession ? Open(steps).Time : TimeProvider.System).GetUtcNow().UtcDateTime);
        foreach (var subnet in named)
        {
            var network = topology.VirtualNetwork(subnet.Parent!)!;
            var region = $"{network.SubscriptionId} {network.Location}";
            if (NeedsSession && service.Delegation == DelegationRule.Required && !offered.ContainsKey(region))
            {
                offered[region] = await new PlacementReader(Open(steps), steps).DelegationsAsync(network, stop);
            }

            var answer = ServicePlacement.Of(topology, subnet, new(service, today)
            {
                Scale = scale, Usage = Usages.GetValueOrDefault(subnet), Offered = offered.GetValueOrDefault(region),
            });
            steps.Result(Quiet ? answer.Fits : answer);
        }
    }
}
