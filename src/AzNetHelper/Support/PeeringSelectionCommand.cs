using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Support;

/// <summary>
/// The base of cmdlets that mend peerings that are there: all of some VNets, those of some VNets with others, or those that
/// Get-VNetPeering has found.
/// </summary>
public abstract class PeeringSelectionCommand : ChangeCommand
{
    protected const string NamesSet = "Names";
    private const string PeeringSet = "Peering";
    private readonly List<PeeringPair> _pairs = [];
    private PeeringGround _ground = null!;

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NamesSet)]
    [Alias("Hub")]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VNetCompleter))]
    public string[] VNet { get; set; } = null!;

    [Parameter(Position = 1, ParameterSetName = NamesSet)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VNetCompleter))]
    public string[]? RemoteVNet { get; set; }

    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = PeeringSet)]
    public PeeringPair[] Peering { get; set; } = null!;

    [Parameter]
    [ValidateRange(1, RunOptions.DefaultThrottleLimit)]
    public int ThrottleLimit { get; set; } = RunOptions.DefaultThrottleLimit;

    protected override RunOptions Options => new() { ThrottleLimit = ThrottleLimit };

    /// <summary>True to look for halves that only the other end has.</summary>
    protected abstract bool LooksForPointing { get; }

    /// <summary>Makes the plan; pure.</summary>
    protected abstract Plan Plan(Topology topology, PeeringSelection selection, PeeringFacts facts);

    protected override void ProcessRecord()
    {
        if (ParameterSetName == PeeringSet)
        {
            _pairs.AddRange(Peering);
        }
    }

    protected override async Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(arm);
        string[] references = ParameterSetName == PeeringSet
            ? [.. _pairs.SelectMany(p => new[] { p.VNetId.ToString(), p.RemoteVNetId.ToString() })] : [.. VNet, .. RemoteVNet ?? []];
        if (references.Length == 0)
        {
            return null;
        }

        var pointing = LooksForPointing && ParameterSetName == NamesSet && RemoteVNet is null;
        var ground = await PeeringGround.ReadWithPeersAsync(arm, references, SubscriptionIds, pointing, steps, stop);
        if (ground is null)
        {
            return null;
        }

        _ground = ground;
        return await PeeringFactsReader.PlanAsync(
            arm, ground.Topology, facts => Plan(ground.Topology, Selection(ground), facts), steps, stop);
    }

    protected override IEnumerable<object> Results(ChangeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return [PeeringResult.From(_ground.Topology, group.Results)];
    }

    private PeeringSelection Selection(PeeringGround ground)
    {
        if (ParameterSetName == PeeringSet)
        {
            return new([]) { Found = [.. ground.Networks.Chunk(2).Select(ends => new PeeringEnds(ends[0], ends[1]))] };
        }

        var (networks, remotes) = (ground.Networks[..VNet.Length], ground.Networks[VNet.Length..]);
        return remotes.IsEmpty ? new([.. networks.Distinct()])
            : new([]) { Named = [.. networks.SelectMany(n => remotes.Select(r => new PeeringEnds(n, r))).Distinct()] };
    }
}
