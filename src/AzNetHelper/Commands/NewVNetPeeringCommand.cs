using System.Collections.Immutable;
using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Peers two VNets, both halves.</summary>
[Cmdlet(VerbsCommon.New, "VNetPeering", SupportsShouldProcess = true)]
[OutputType(typeof(PeeringResult), typeof(Plan), typeof(ChangeResult))]
public sealed class NewVNetPeeringCommand : ChangeCommand
{
    private readonly List<string> _remotes = [];
    private PeeringGround _ground = null!;

    [Parameter(Mandatory = true, Position = 0)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VNetCompleter))]
    public string VNet { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VNetCompleter))]
    public string[] RemoteVNet { get; set; } = null!;

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RemoteName { get; set; }

    [Parameter]
    public SwitchParameter AllowForwardedTraffic { get; set; }

    [Parameter]
    public SwitchParameter RemoteAllowForwardedTraffic { get; set; }

    [Parameter]
    public SwitchParameter AllowGatewayTransit { get; set; }

    [Parameter]
    public SwitchParameter UseRemoteGateways { get; set; }

    [Parameter]
    [ValidateRange(1, RunOptions.DefaultThrottleLimit)]
    public int ThrottleLimit { get; set; } = RunOptions.DefaultThrottleLimit;

    protected override RunOptions Options => new() { ThrottleLimit = ThrottleLimit };

    protected override void ProcessRecord() => _remotes.AddRange(RemoteVNet);

    protected override void EndProcessing()
    {
        if ((Name ?? RemoteName) is { } name && _remotes.Distinct(StringComparer.OrdinalIgnoreCase).Skip(1).Any())
        {
            throw this.RefuseArgument("OneNameForSeveral",
                "-Name and -RemoteName name the halves of one peering; several virtual networks were given.", name);
        }

        base.EndProcessing();
    }

    protected override async Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop)
    {
        var ground = await PeeringGround.ReadAsync(arm, [VNet, .. _remotes], SubscriptionIds, steps, stop);
        if (ground is null)
        {
            return null;
        }

        _ground = ground;
        ImmutableArray<NewPeeringRequest> requests =
            [.. ground.Networks[1..].Distinct().Select(remote => Request(ground.Networks[0], remote))];
        return await PeeringFactsReader.PlanAsync(
            arm, ground.Topology, facts => VNetPeeringPlanner.CreateAll(ground.Topology, requests, facts), steps, stop);
    }

    protected override IEnumerable<object> Results(ChangeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return [PeeringResult.From(_ground.Topology, group.Results)];
    }

    private NewPeeringRequest Request(ResourceId local, ResourceId remote) => new(local, remote)
    {
        // Lending and borrowing are one agreement: whoever asks for one side's flag means the pair.
        LocalHalf = new()
        {
            Name = Name,
            AllowForwardedTraffic = this.Choice(nameof(AllowForwardedTraffic)),
            AllowGatewayTransit = this.Choice(nameof(AllowGatewayTransit)),
            UseRemoteGateways = this.Choice(nameof(UseRemoteGateways)),
        },
        RemoteHalf = new()
        {
            Name = RemoteName,
            AllowForwardedTraffic = this.Choice(nameof(RemoteAllowForwardedTraffic)),
            AllowGatewayTransit = this.Choice(nameof(UseRemoteGateways)) is true ? true : null,
        },
    };
}
