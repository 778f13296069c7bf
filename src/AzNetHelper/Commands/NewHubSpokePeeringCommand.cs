using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Peers a hub with its spokes.</summary>
[Cmdlet(VerbsCommon.New, "HubSpokePeering", SupportsShouldProcess = true)]
[OutputType(typeof(HubSpokeResult), typeof(Plan), typeof(ChangeResult))]
public sealed class NewHubSpokePeeringCommand : ChangeCommand
{
    private readonly List<string> _spokes = [];
    private PeeringGround _ground = null!;

    [Parameter(Mandatory = true, Position = 0)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VNetCompleter))]
    public string Hub { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VNetCompleter))]
    public string[] Spoke { get; set; } = null!;

    [Parameter]
    public SwitchParameter UseHubGateway { get; set; }

    [Parameter]
    public SwitchParameter AllowForwardedTraffic { get; set; }

    [Parameter]
    public SwitchParameter AllowForwardedTrafficToHub { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string HubPeeringNameFormat { get; set; } = PeeringNames.DefaultFormat;

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string SpokePeeringNameFormat { get; set; } = PeeringNames.DefaultFormat;

    [Parameter]
    [ValidateRange(1, RunOptions.DefaultThrottleLimit)]
    public int ThrottleLimit { get; set; } = RunOptions.DefaultThrottleLimit;

    protected override RunOptions Options => new() { ThrottleLimit = ThrottleLimit };

    protected override void ProcessRecord() => _spokes.AddRange(Spoke);

    protected override async Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop)
    {
        if (_spokes.Count == 0)
        {
            return null;
        }

        var ground = await PeeringGround.ReadAsync(arm, [Hub, .. _spokes], SubscriptionIds, steps, stop);
        if (ground is null)
        {
            return null;
        }

        _ground = ground;
        var request = new HubSpokeRequest(ground.Networks[0], [.. ground.Networks[1..].Distinct()])
        {
            UseHubGateway = this.Choice(nameof(UseHubGateway)),
            AllowForwardedTraffic = this.Choice(nameof(AllowForwardedTraffic)),
            AllowForwardedTrafficToHub = this.Choice(nameof(AllowForwardedTrafficToHub)),
            HubPeeringNameFormat = HubPeeringNameFormat,
            SpokePeeringNameFormat = SpokePeeringNameFormat,
        };
        return await PeeringFactsReader.PlanAsync(
            arm, ground.Topology, facts => HubSpokePlanner.Create(ground.Topology, request, facts), steps, stop);
    }

    protected override IEnumerable<object> Results(ChangeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return [HubSpokeResult.From(_ground.Topology, _ground.Networks[0], group.Results)];
    }
}
