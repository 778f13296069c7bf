using System.Management.Automation;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Placement;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Makes a subnet that a service can be deployed into.</summary>
[Cmdlet(VerbsCommon.New, "VNetServiceSubnet", SupportsShouldProcess = true)]
[OutputType(typeof(ServiceSubnetResult), typeof(Plan), typeof(ChangeResult))]
public sealed class NewVNetServiceSubnetCommand : ChangeCommand
{
    private ServiceSubnetGround _ground = null!;

    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string Service { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 1)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VNetCompleter))]
    public string VNet { get; set; } = null!;

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    [Parameter]
    [ServiceScale]
    [ValidateNotNullOrEmpty]
    public string[]? Scale { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DelegationCompleter))]
    public string? Delegation { get; set; }

    [Parameter]
    public IPPrefix? Prefix { get; set; }

    [Parameter]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SecurityGroupCompleter))]
    public string? NetworkSecurityGroup { get; set; }

    [Parameter]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RouteTableCompleter))]
    public string? RouteTable { get; set; }

    [Parameter]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NatGatewayCompleter))]
    public string? NatGateway { get; set; }

    [Parameter]
    public bool DefaultOutboundAccess { get; set; }

    [Parameter]
    public SwitchParameter ExtendAddressSpace { get; set; }

    protected override async Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop)
    {
        var names = new ServiceSubnetNames(Service, VNet)
        {
            Name = Name,
            Scale = Scale is null ? null : [.. Scale],
            Delegation = Delegation,
            Prefix = Prefix,
            NetworkSecurityGroup = NetworkSecurityGroup,
            RouteTable = RouteTable,
            NatGateway = NatGateway,
            DefaultOutboundAccess = MyInvocation.BoundParameters.ContainsKey(nameof(DefaultOutboundAccess)) ? DefaultOutboundAccess : null,
            ExtendAddressSpace = ExtendAddressSpace,
        };
        if (await ServiceSubnetGround.ReadAsync(arm, names, SubscriptionIds, steps, stop) is not { } ground)
        {
            return null;
        }

        _ground = ground;
        return await ground.PlanAsync(arm, steps, stop);
    }

    // The subnet and what the address space needs are one group.
    protected override IEnumerable<object> Results(ChangeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return [ServiceSubnetResult.From(_ground, group.Results)];
    }
}
