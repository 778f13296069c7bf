using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Support;
using AzNetHelper.Vpn;

namespace AzNetHelper.Commands;

/// <summary>Removes VPN gateways that nobody uses, with the public addresses that this module has made for them.</summary>
[Cmdlet(VerbsCommon.Remove, "VpnGateway", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(VpnGatewayRemovalResult), typeof(Plan), typeof(ChangeResult))]
public sealed class RemoveVpnGatewayCommand : ChangeCommand
{
    private readonly List<string> _gateways = [];
    private readonly Dictionary<string, VpnGatewayRemovalGround> _grounds = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    public string[] Gateway { get; set; } = null!;

    [Parameter]
    public SwitchParameter KeepPublicIpAddress { get; set; }

    [Parameter]
    public SwitchParameter AllowLoss { get; set; }

    protected override void ProcessRecord() => _gateways.AddRange(Gateway);

    protected override async Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop)
    {
        var plans = new List<Plan>();
        foreach (var gateway in _gateways)
        {
            var ground = await VpnGatewayRemovalGround.ReadAsync(arm, gateway, SubscriptionIds,
                id => new(id) { KeepPublicAddresses = KeepPublicIpAddress, AllowLoss = AllowLoss }, steps, stop);
            if (ground is null)
            {
                return null;
            }

            if (_grounds.TryAdd(ground.Request.Gateway.ToString(), ground))
            {
                plans.Add(ground.Plan());
            }
        }

        return plans.Count == 0 ? null : Plan.Of(plans);
    }

    protected override IEnumerable<object> Results(ChangeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return [VpnGatewayRemovalResult.From(_grounds[group.Name], group.Results)];
    }
}
