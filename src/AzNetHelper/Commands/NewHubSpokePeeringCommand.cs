using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Peers a hub with its spokes.</summary>
[Cmdlet(VerbsCommon.New, "HubSpokePeering", SupportsShouldProcess = true, DefaultParameterSetName = Peerings)]
[OutputType(typeof(HubSpokeResult), typeof(Plan), typeof(ChangeResult))]
public sealed class NewHubSpokePeeringCommand : ChangeCommand
{
    private const string Peerings = nameof(Peerings);
    private const string Managed = nameof(NetworkManager);

    private readonly List<string> _spokes = [];
    private PeeringGround _ground = null!;
    private ManagedSpokesGround? _managed;
    private ManagedRun? _run;

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

        if (ParameterSetName == Managed)
        {
            _managed = await ManagedAsync(arm, steps, stop);
            return _managed?.Plan;
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
        return _managed is not null ? ManagedSpokesResults.Of(_managed, _run, group.Name, group.Results)
            : [HubSpokeResult.From(_ground.Topology, _ground.Networks[0], group.Results)];
    }

    protected override Task<RunReport> ApplyAsync(IArm arm, Plan plan, RunOptions options, StepWriter steps, CancellationToken stop)
    {
        _run = _managed is null ? null
            : new(arm, options, steps, _managed, async again => (await ManagedAsync(arm, StepWriter.Nowhere, again))?.Plan);
        return _run?.RunAsync(plan, stop) ?? base.ApplyAsync(arm, plan, options, steps, stop);
    }

    private Task<ManagedSpokesGround?> ManagedAsync(IArm arm, StepWriter steps, CancellationToken stop) =>
        ManagedSpokesGround.ReadAsync(arm, new(NetworkManager, Hub, _spokes), request => request with
        {
            NetworkGroup = NetworkGroup,
            ConfigurationName = ConfigurationName,
            UseHubGateway = this.Choice(nameof(UseHubGateway)),
            DirectConnectivity = this.Choice(nameof(DirectConnectivity)),
            GlobalMesh = this.Choice(nameof(GlobalMesh)),
        }, SubscriptionIds, steps, stop);
}
