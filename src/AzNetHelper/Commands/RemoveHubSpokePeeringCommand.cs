using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Takes spokes off a hub.</summary>
[Cmdlet(VerbsCommon.Remove, "HubSpokePeering", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(HubSpokeResult), typeof(Plan), typeof(ChangeResult))]
public sealed class RemoveHubSpokePeeringCommand : HubSpokeCommand
{
    [Parameter]
    public SwitchParameter AllowLoss { get; set; }

    [Parameter]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NetworkManagerCompleter))]
    public string? NetworkManager { get; set; }

    protected override string? Manager => NetworkManager;

    protected override ReadDepth Around => ReadDepth.All;

    protected override Task<Plan> PlanPeeringsAsync(IArm arm, PeeringGround ground, StepWriter steps, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(ground);
        var request = new HubSpokeRemoval(ground.Networks[0], [.. ground.Networks[1..].Distinct()]) { AllowLoss = AllowLoss };
        return PeeringFactsReader.PlanAsync(arm, ground.Topology,
            facts => HubSpokeRemover.Create(ground.Topology, request, facts), steps, stop, ground.Networks);
    }

    protected override Task<ManagedSpokesGround?> ManagedAsync(IArm arm, ManagedNames names, StepWriter steps, CancellationToken stop) =>
        ManagedSpokesGround.ReadRemovalAsync(arm, names, AllowLoss, SubscriptionIds, steps, stop);
}
