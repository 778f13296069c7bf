using System.Collections;
using System.Management.Automation;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Makes an ExpressRoute gateway with all that it needs, or brings one to other settings.</summary>
[Cmdlet(VerbsCommon.New, "ExpressRouteGateway", SupportsShouldProcess = true)]
[OutputType(typeof(ExpressRouteGatewayResult), typeof(ArmOperation), typeof(Plan), typeof(ChangeResult))]
public sealed class NewExpressRouteGatewayCommand : ChangeCommand
{
    private ExpressRouteGatewayGround _ground = null!;

    // To ErGwScale it may take two hours (scalable-gateway).
    public NewExpressRouteGatewayCommand() => Timeout = 9000;

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
    [ArgumentCompleter(typeof(ExpressRouteSkuCompleter))]
    public string Sku { get; set; } = null!;

    [Parameter]
    public int? MinScaleUnit { get; set; }

    [Parameter]
    public int? MaxScaleUnit { get; set; }

    [Parameter]
    public SwitchParameter AllowRemoteVNetTraffic { get; set; }

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
        var names = new ExpressRouteGatewayNames(VNet, Name, new(Sku)
        {
            MinScaleUnit = MinScaleUnit,
            MaxScaleUnit = MaxScaleUnit,
            AllowRemoteVNetTraffic = this.Choice(nameof(AllowRemoteVNetTraffic)),
            SubnetPrefix = GatewaySubnetPrefix,
            ExtendAddressSpace = ExtendAddressSpace,
            Location = Location,
            Tags = TagsAttribute.Read(Tag),
            NoWait = NoWait,
        })
        {
            ResourceGroup = ResourceGroupName,
        };
        if (await ExpressRouteGatewayGround.ReadAsync(arm, names, SubscriptionIds, steps, stop) is not { } ground)
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
            ? [operation] : [ExpressRouteGatewayResult.From(_ground, group.Results)];
    }
}
