using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.Support;

/// <summary>The base of cmdlets that peer a hub with spokes, or take them off it: by peerings of their own, or by Virtual Network Manager.</summary>
public abstract class HubSpokeCommand : ChangeCommand
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
    [ValidateRange(1, RunOptions.DefaultThrottleLimit)]
    public int ThrottleLimit { get; set; } = RunOptions.DefaultThrottleLimit;

    protected override RunOptions Options => new() { ThrottleLimit = ThrottleLimit };

    /// <summary>The manager that does the work; null where peerings are written.</summary>
    protected abstract string? Manager { get; }

    /// <summary>What is read around the networks for a plan of peerings.</summary>
    protected abstract ReadDepth Around { get; }

    protected override void ProcessRecord() => _spokes.AddRange(Spoke);

    protected override async Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop)
    {
        if (_spokes.Count == 0)
        {
            return null;
        }

        if (Manager is not null)
        {
            _managed = await ManagedAsync(arm, steps, stop);
            return _managed?.Plan;
        }

        var ground = await PeeringGround.ReadAsync(arm, [Hub, .. _spokes], SubscriptionIds, steps, stop, Around);
        if (ground is null)
        {
            return null;
        }

        _ground = ground;
        return await PlanPeeringsAsync(arm, ground, steps, stop);
    }

    /// <summary>Plans peerings.</summary>
    protected abstract Task<Plan> PlanPeeringsAsync(IArm arm, PeeringGround ground, StepWriter steps, CancellationToken stop);

    /// <summary>Reads and plans what the manager is to do; null where that cannot be told.</summary>
    protected abstract Task<ManagedSpokesGround?> ManagedAsync(IArm arm, ManagedNames names, StepWriter steps, CancellationToken stop);

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
        ManagedAsync(arm, new(Manager!, Hub, _spokes), steps, stop);
}
