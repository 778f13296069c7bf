using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Support;
using AzNetHelper.Vpn;

namespace AzNetHelper.Commands;

/// <summary>Makes a VPN gateway with all that it needs, or brings one to other settings.</summary>
[Cmdlet(VerbsCommon.New, "VpnGateway", SupportsShouldProcess = true)]
[OutputType(typeof(VpnGatewayResult), typeof(ArmOperation), typeof(Plan), typeof(ChangeResult))]
public sealed class NewVpnGatewayCommand : ChangeCommand
{
    private VpnGatewayGround _ground = null!;

    public NewVpnGatewayCommand() => Timeout = 5400;

    [Parameter(Mandatory = true, Position = 0)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VNetCompleter))]
    public string VNet { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = null!;

    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VpnSkuCompleter))]
    public string Sku { get; set; } = null!;

    [Parameter]
    [ValidateRange(1, 2)]
    public int? Generation { get; set; }

    [Parameter]
    public SwitchParameter ActiveActive { get; set; }

    [Parameter]
    public SwitchParameter EnableBgp { get; set; }

    [Parameter]
    public long? Asn { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public IPAddress[]? BgpPeeringAddress { get; set; }

    [Parameter]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    public string[]? PublicIpAddress { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Zone { get; set; }

    [Parameter]
    public IPPrefix? GatewaySubnetPrefix { get; set; }

    [Parameter]
    public SwitchParameter ExtendAddressSpace { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ResourceGroupName { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Location { get; set; }

    [Parameter]
    [Tags]
    [ValidateNotNull]
    public Hashtable? Tag { get; set; }

    [Parameter]
    public SwitchParameter NoWait { get; set; }

    [Parameter]
    public SwitchParameter UndoBillable { get; set; }

    protected override bool UndoesBillable => UndoBillable;

    protected override RunOptions Options => new() { NotAwaited = NoWait ? [_ground.Request.Gateway] : [] };

    protected override async Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop)
    {
        var names = new VpnGatewayNames(VNet, Name, new(Sku)
        {
            Generation = Generation,
            ActiveActive = this.Choice(nameof(ActiveActive)),
            EnableBgp = this.Choice(nameof(EnableBgp)),
            Asn = Asn,
            BgpPeeringAddresses = [.. BgpPeeringAddress ?? []],
            Zones = Zone is null ? null : [.. Zone],
            SubnetPrefix = GatewaySubnetPrefix,
            ExtendAddressSpace = ExtendAddressSpace,
            Location = Location,
            Tags = TagsAttribute.Read(Tag),
            NoWait = NoWait,
        })
        {
            ResourceGroup = ResourceGroupName,
            PublicAddresses = [.. PublicIpAddress ?? []],
        };
        if (await VpnGatewayGround.ReadAsync(arm, names, SubscriptionIds, steps, stop) is not { } ground)
        {
            return null;
        }

        _ground = ground;
        return await ground.PlanAsync(arm, steps, stop);
    }

    // All of it is one group. What is not waited for is told as the operation that goes on.
    protected override IEnumerable<object> Results(ChangeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return group.Results.Select(r => r.Outcome == ChangeOutcome.UnderWay ? r.Operation : null).FirstOrDefault(o => o is not null) is { } operation
            ? [operation] : [VpnGatewayResult.From(_ground, group.Results)];
    }
}
