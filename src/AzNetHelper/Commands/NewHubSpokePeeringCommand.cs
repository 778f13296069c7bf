using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Peers a hub with its spokes.</summary>
[Cmdlet(VerbsCommon.New, "HubSpokePeering", SupportsShouldProcess = true, DefaultParameterSetName = Peerings)]
[OutputType(typeof(HubSpokeResult), typeof(Plan), typeof(ChangeResult))]
public sealed class NewHubSpokePeeringCommand : HubSpokeCommand
{
    private const string Peerings = nameof(Peerings);
    private const string Managed = nameof(NetworkManager);

    [Parameter]
    public SwitchParameter UseHubGateway { get; set; }

    [Parameter(ParameterSetName = Peerings)]
    public SwitchParameter AllowForwardedTraffic { get; set; }

    [Parameter(ParameterSetName = Peerings)]
    public SwitchParameter AllowForwardedTrafficToHub { get; set; }

    [Parameter(ParameterSetName = Peerings)]
    [ValidateNotNullOrEmpty]
    public string HubPeeringNameFormat { get; set; } = PeeringNames.DefaultFormat;

    [Parameter(ParameterSetName = Peerings)]
    [ValidateNotNullOrEmpty]
    public string SpokePeeringNameFormat { get; set; } = PeeringNames.DefaultFormat;

    [Parameter(Mandatory = true, ParameterSetName = Managed)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NetworkManagerCompleter))]
    public string NetworkManager { get; set; } = null!;

    [Parameter(ParameterSetName = Managed)]
    [ValidateNotNullOrEmpty]
    public string? NetworkGroup { get; set; }

    [Parameter(ParameterSetName = Managed)]
    [ValidateNotNullOrEmpty]
    public string? ConfigurationName { get; set; }

    [Parameter(ParameterSetName = Managed)]
    public SwitchParameter DirectConnectivity { get; set; }

    [Parameter(ParameterSetName = Managed)]
    public SwitchParameter GlobalMesh { get; set; }

    protected override string? Manager => NetworkManager;

    protected override ReadDepth Around => ReadDepth.Gateways | ReadDepth.PeerSpaces;

    protected override Task<Plan> PlanPeeringsAsync(IArm arm, PeeringGround ground, StepWriter steps, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(ground);
        var request = new HubSpokeRequest(ground.Networks[0], [.. ground.Networks[1..].Distinct()])
        {
            UseHubGateway = this.Choice(nameof(UseHubGateway)),
            AllowForwardedTraffic = this.Choice(nameof(AllowForwardedTraffic)),
            AllowForwardedTrafficToHub = this.Choice(nameof(AllowForwardedTrafficToHub)),
            HubPeeringNameFormat = HubPeeringNameFormat,
            SpokePeeringNameFormat = SpokePeeringNameFormat,
        };
        return PeeringFactsReader.PlanAsync(
            arm, ground.Topology, facts => HubSpokePlanner.Create(ground.Topology, request, facts), steps, stop);
    }

    protected override Task<ManagedSpokesGround?> ManagedAsync(IArm arm, ManagedNames names, StepWriter steps, CancellationToken stop) =>
        ManagedSpokesGround.ReadAsync(arm, names, request => request with
        {
            NetworkGroup = NetworkGroup,
            ConfigurationName = ConfigurationName,
            UseHubGateway = this.Choice(nameof(UseHubGateway)),
            DirectConnectivity = this.Choice(nameof(DirectConnectivity)),
            GlobalMesh = this.Choice(nameof(GlobalMesh)),
        }, SubscriptionIds, steps, stop);
}
