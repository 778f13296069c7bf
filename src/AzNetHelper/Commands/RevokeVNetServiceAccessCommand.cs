using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Services;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Lets subnets in at services no more.</summary>
[Cmdlet(VerbsSecurity.Revoke, "VNetServiceAccess", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ServiceAccessResult), typeof(Plan), typeof(ChangeResult))]
public sealed class RevokeVNetServiceAccessCommand : ChangeCommand
{
    private readonly List<string> _resources = [];
    private AccessRemovalGround _ground = null!;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SecuredServiceCompleter))]
    public string[] Resource { get; set; } = null!;

    [Parameter(Position = 1)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public string[] Subnet { get; set; } = [];

    [Parameter]
    public SwitchParameter AllowOthers { get; set; }

    [Parameter]
    public SwitchParameter RemoveEndpoint { get; set; }

    protected override void ProcessRecord() => _resources.AddRange(Resource);

    protected override async Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop)
    {
        if (Subnet.Length == 0 && (!AllowOthers || RemoveEndpoint))
        {
            steps.Fail(new("SubnetNeeded", FailureKind.InvalidArgument,
                "Give the subnets that are to get in no more with -Subnet. Without it -AllowOthers alone lets everybody in, and keeps every rule.", string.Join(", ", _resources)));
            return null;
        }

        if (_resources.Count == 0 || await AccessRemovalGround.ReadAsync(arm, _resources, Subnet, (services, subnets) => new(services, subnets)
        {
            AllowOthers = AllowOthers,
            RemoveEndpoint = RemoveEndpoint,
            AllowLoss = Force,
        }, SubscriptionIds, steps, stop) is not { } ground)
        {
            return null;
        }

        _ground = ground;
        return ground.Plan();
    }

    protected override IEnumerable<object> Results(ChangeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return ServiceAccessResult.From(_ground, group.Results);
    }
}
