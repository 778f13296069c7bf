using System.Management.Automation;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Makes peerings whole that are torn, half made, stale, or contradict themselves.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "VNetPeering", SupportsShouldProcess = true, DefaultParameterSetName = NamesSet)]
[OutputType(typeof(PeeringResult), typeof(Plan), typeof(ChangeResult))]
public sealed class RepairVNetPeeringCommand : PeeringSelectionCommand
{
    [Parameter]
    public SwitchParameter EndGatewayUse { get; set; }

    [Parameter]
    public SwitchParameter UseLentGateway { get; set; }

    protected override bool LooksForPointing => true;

    protected override Plan Plan(Topology topology, PeeringSelection selection, PeeringFacts facts) =>
        RepairPlanner.Create(topology, new(selection) { EndGatewayUse = EndGatewayUse, UseLentGateway = UseLentGateway }, facts);
}
