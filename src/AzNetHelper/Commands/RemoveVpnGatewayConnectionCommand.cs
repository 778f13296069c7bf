using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Support;
using AzNetHelper.Vpn;

namespace AzNetHelper.Commands;

/// <summary>Removes connections of VPN gateways, both ends of each.</summary>
[Cmdlet(VerbsCommon.Remove, "VpnGatewayConnection", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ConnectionRemovalResult), typeof(Plan), typeof(ChangeResult))]
public sealed class RemoveVpnGatewayConnectionCommand : ChangeCommand
{
    private readonly List<string> _connections = [];
    private ConnectionRemovalGround _ground = null!;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public string[] Connection { get; set; } = null!;

    [Parameter]
    public SwitchParameter KeepLocalNetworkGateway { get; set; }

    [Parameter]
    public SwitchParameter RemoveLocalNetworkGateway { get; set; }

    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    protected override RunOptions Options => new() { ThrottleLimit = ThrottleLimit, SoloLimit = ThrottleLimit };

    protected override void ProcessRecord() => _connections.AddRange(Connection);

    protected override async Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop)
    {
        if (KeepLocalNetworkGateway && RemoveLocalNetworkGateway)
        {
            steps.Fail(new("InvalidArgument", FailureKind.InvalidArgument,
                "-KeepLocalNetworkGateway and -RemoveLocalNetworkGateway exclude each other: give one of them, or none.", Connection[0]));
            return null;
        }

        if (_connections.Count == 0 || await ConnectionRemovalGround.ReadAsync(
            arm, _connections, KeepLocalNetworkGateway, SubscriptionIds, steps, stop) is not { } ground)
        {
            return null;
        }

        _ground = ground.RemovingAnySite(RemoveLocalNetworkGateway);
        return _ground.Plan();
    }

    protected override IEnumerable<object> Results(ChangeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return [ConnectionRemovalResult.From(_ground, group.Results)];
    }
}
