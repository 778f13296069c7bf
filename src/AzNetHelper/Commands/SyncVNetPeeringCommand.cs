using System.Management.Automation;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Brings peerings up to date with address spaces that have changed.</summary>
[Cmdlet(VerbsData.Sync, "VNetPeering", SupportsShouldProcess = true, DefaultParameterSetName = NamesSet)]
[OutputType(typeof(PeeringResult), typeof(Plan), typeof(ChangeResult))]
public sealed class SyncVNetPeeringCommand : PeeringSelectionCommand
{
    // A half that waits for its counterpart has nothing to be synced with.
    protected override bool LooksForPointing => false;

    protected override Plan Plan(Topology topology, PeeringSelection selection, PeeringFacts facts) =>
        SyncPlanner.Create(topology, selection, facts);
}
