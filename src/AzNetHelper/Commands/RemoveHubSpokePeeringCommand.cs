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
public sealed class RemoveHubSpokePeeringCommand : ChangeCommand
{
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
    public SwitchParameter AllowLoss { get; set; }

    [Parameter]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NetworkManagerCompleter))]
    public string? NetworkManager { get; set; }

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

        if (NetworkManager is not null)
        {
            _managed = await ManagedAsync(arm, steps, stop);
            return _managed?.Plan;
        }

        var ground = await PeeringGround.ReadAsync(arm, [Hub, .. _spokes], SubscriptionIds, steps, stop, ReadDepth.All);
        if (ground is null)
        {
            return null;
        }

        _ground = ground;
        var request = new HubSpokeRemoval(ground.Networks[0], [.. ground.Networks[1..].Distinct()]) { AllowLoss = AllowLoss };
        return await PeeringFactsReader.PlanAsync(arm, ground.Topology,
            facts => HubSpokeRemover.Create(ground.Topology, request, facts), steps, stop, ground.Networks);
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
        ManagedSpokesGround.ReadRemovalAsync(arm, new(NetworkManager!, Hub, _spokes), AllowLoss, SubscriptionIds, steps, stop);
}
