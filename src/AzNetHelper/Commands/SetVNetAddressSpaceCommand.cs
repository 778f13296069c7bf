using System.Collections.Immutable;
using System.Management.Automation;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Changes the address space of a virtual network, and syncs its peerings.</summary>
[Cmdlet(VerbsCommon.Set, "VNetAddressSpace", SupportsShouldProcess = true, DefaultParameterSetName = EditSet)]
[OutputType(typeof(AddressSpaceResult), typeof(Plan), typeof(ChangeResult))]
public sealed class SetVNetAddressSpaceCommand : ChangeCommand
{
    private const string EditSet = "Edit";
    private const string ReplaceSet = "Replace";
    private readonly List<ChangeResult> _results = [];
    private PeeringGround _ground = null!;

    [Parameter(Mandatory = true, Position = 0)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VNetCompleter))]
    public string VNet { get; set; } = null!;

    [Parameter(ParameterSetName = EditSet)]
    [ValidateNotNullOrEmpty]
    public IPPrefix[]? Add { get; set; }

    [Parameter(ParameterSetName = EditSet)]
    [ValidateNotNullOrEmpty]
    public IPPrefix[]? Remove { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = ReplaceSet)]
    [ValidateNotNullOrEmpty]
    public IPPrefix[] Prefix { get; set; } = null!;

    [Parameter]
    public SwitchParameter AllowUnsynced { get; set; }

    [Parameter]
    [ValidateRange(1, RunOptions.DefaultThrottleLimit)]
    public int ThrottleLimit { get; set; } = RunOptions.DefaultThrottleLimit;

    protected override RunOptions Options => new() { ThrottleLimit = ThrottleLimit };

    protected override async Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (ParameterSetName == EditSet && Add is null && Remove is null)
        {
            steps.Fail(new("AddressSpaceNotGiven", FailureKind.InvalidArgument,
                "Say what is to change: -Add, -Remove, both, or -Prefix for the whole address space.", VNet));
            return null;
        }

        var ground = await PeeringGround.ReadWithPeersAsync(arm, [VNet], SubscriptionIds, pointing: false, steps, stop);
        if (ground is null)
        {
            return null;
        }

        _ground = ground;
        var request = new AddressSpaceRequest(ground.Networks[0])
        {
            Add = [.. Add ?? []],
            Remove = [.. Remove ?? []],
            Prefix = ParameterSetName == ReplaceSet ? [.. Prefix] : null,
            AllowUnsynced = AllowUnsynced,
        };
        return await PeeringFactsReader.PlanAsync(arm, ground.Topology,
            facts => AddressSpacePlanner.Create(ground.Topology, request, facts), steps, stop, [request.Network]);
    }

    // One object for the VNet, when all of its peerings have ended.
    protected override IEnumerable<object> Results(ChangeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        _results.AddRange(group.Results);
        return _results.Count < group.Plan.Changes.Length ? []
            : [AddressSpaceResult.From(_ground.Topology, _ground.Networks[0],
                [.. group.Plan.Changes.Select(c => _results.Single(r => r.Change.Key == c.Key))])];
    }
}
