using System.Collections.Immutable;
using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Removes peerings, both halves of each.</summary>
[Cmdlet(VerbsCommon.Remove, "VNetPeering", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = NamesSet)]
[OutputType(typeof(PeeringResult), typeof(Plan), typeof(ChangeResult))]
public sealed class RemoveVNetPeeringCommand : ChangeCommand
{
    private const string NamesSet = "Names";
    private const string PeeringSet = "Peering";
    private readonly List<string> _references = [];
    private PeeringGround _ground = null!;

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NamesSet)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VNetCompleter))]
    public string VNet { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 1, ParameterSetName = NamesSet)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VNetCompleter))]
    public string[] RemoteVNet { get; set; } = null!;

    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = PeeringSet)]
    public PeeringPair[] Peering { get; set; } = null!;

    [Parameter]
    [ValidateRange(1, RunOptions.DefaultThrottleLimit)]
    public int ThrottleLimit { get; set; } = RunOptions.DefaultThrottleLimit;

    protected override RunOptions Options => new() { ThrottleLimit = ThrottleLimit };

    protected override void ProcessRecord() => _references.AddRange(ParameterSetName == PeeringSet
        ? Peering.SelectMany(p => new[] { p.VNetId.ToString(), p.RemoteVNetId.ToString() })
        : RemoteVNet.SelectMany(remote => new[] { VNet, remote }));

    protected override async Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop)
    {
        if (_references.Count == 0)
        {
            return null;
        }

        var ground = await PeeringGround.ReadAsync(arm, _references, SubscriptionIds, steps, stop, ReadDepth.All);
        if (ground is null)
        {
            return null;
        }

        _ground = ground;
        ImmutableArray<PeeringPair> pairs = [.. Pairs(ground)];
        return await PeeringFactsReader.PlanAsync(
            arm, ground.Topology, facts => VNetPeeringPlanner.RemoveAll(ground.Topology, pairs, facts), steps, stop);
    }

    protected override IEnumerable<object> Results(ChangeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return [PeeringResult.From(_ground.Topology, group.Results)];
    }

    private static IEnumerable<PeeringPair> Pairs(PeeringGround ground) => ground.Networks.Chunk(2)
        .Select(ends => PeeringPair.Between(ground.Topology, ends[0], ends[1])).DistinctBy(PairKey);

    // The pipeline may bring a pair from either side.
    private static (ResourceId, ResourceId) PairKey(PeeringPair pair) => pair.VNetId < pair.RemoteVNetId
        ? (pair.VNetId, pair.RemoteVNetId)
        : (pair.RemoteVNetId, pair.VNetId);
}
