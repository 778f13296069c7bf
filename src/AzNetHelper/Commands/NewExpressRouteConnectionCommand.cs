using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using System.Security;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Hosting;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Connects an ExpressRoute gateway with a circuit, and waits until the link is up.</summary>
[Cmdlet(VerbsCommon.New, "ExpressRouteConnection", SupportsShouldProcess = true)]
[OutputType(typeof(ExpressRouteConnectionResult), typeof(Plan), typeof(ChangeResult))]
public sealed class NewExpressRouteConnectionCommand : ChangeCommand
{
    private ExpressRouteConnectionGround _ground = null!;
    private ConnectionStatus? _status;

    [Parameter(Mandatory = true, Position = 0)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VpnGatewayCompleter))]
    public string Gateway { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 1)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CircuitCompleter))]
    public string Circuit { get; set; } = null!;

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ResourceGroupName { get; set; }

    [Parameter]
    [ValidateNotNull]
    public SecureString? AuthorizationKey { get; set; }

    [Parameter]
    public int? RoutingWeight { get; set; }

    [Parameter]
    public SwitchParameter FastPath { get; set; }

    [Parameter]
    public SwitchParameter AllowEgressChange { get; set; }

    [Parameter]
    [Tags]
    [ValidateNotNull]
    public Hashtable? Tag { get; set; }

    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>The session of the tenant of -Circuit.</summary>
    [Parameter]
    [ValidateNotNull]
    public AzNetSession? Session2 { get; set; }

    protected override AzNetSession? OtherTenant => Session2;

    protected override async Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop)
    {
        var (gateway, circuit) = (Gateway, Circuit);
        if (Second is { } second)
        {
            if (await SecondSession.FindAsync(arm, [Gateway], ResourceTypes.VirtualNetworkGateway, SubscriptionIds, steps, stop) is not [var near]
                || await second.FindAsync([Circuit], ResourceTypes.ExpressRouteCircuit, steps, stop) is not [var far])
            {
                return null;
            }

            arm = await second.JoinAsync([near.SubscriptionId], [far.SubscriptionId], steps, stop);
            (gateway, circuit) = (near.ToString(), far.ToString());
        }

        if (await ExpressRouteConnectionGround.ReadAsync(arm, gateway, circuit, Request, SubscriptionIds, steps, stop) is not { } ground)
        {
            return null;
        }

        _ground = ground;
        return ground.Plan();
    }

    protected override IReadOnlyDictionary<string, SecureString> GivenSecrets(Plan plan) =>
        AuthorizationKey is null ? base.GivenSecrets(plan) : Secrets.ForAuthorization(plan, AuthorizationKey);

    protected override async Task<RunReport> ApplyAsync(
        IArm arm, Plan plan, RunOptions options, StepWriter steps, CancellationToken stop)
    {
        // What is told of a connection says whether it came up, so it is held back until that is known.
        using var held = new HeldResults(options);
        var report = await base.ApplyAsync(arm, plan, held.Options, steps, stop);
        held.Results = report.Results;
        if (!NoWait)
        {
            (held.Results, _status) = await CircuitConnectionWait.ForAsync(arm, held.Results, options.Timeout - report.Elapsed, steps, stop);
        }

        return report with { Results = held.Results };
    }

    protected override IEnumerable<object> Results(ChangeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return [ExpressRouteConnectionResult.From(_ground, group.Results, _status)];
    }

    private ExpressRouteConnectionRequest Request(ResourceId gateway, ResourceId circuit) => new(gateway, circuit)
    {
        Name = Name,
        ResourceGroupName = ResourceGroupName,
        HasKey = AuthorizationKey is not null,
        RoutingWeight = RoutingWeight,
        FastPath = this.Choice(nameof(FastPath)),
        AllowEgressChange = AllowEgressChange,
        Tags = TagsAttribute.Read(Tag),
    };
}
