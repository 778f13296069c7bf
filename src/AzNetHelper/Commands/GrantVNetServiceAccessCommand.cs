using System.Management.Automation;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Services;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Lets subnets in at services by service endpoints, and shuts others out where that is asked for.</summary>
[Cmdlet(VerbsSecurity.Grant, "VNetServiceAccess", SupportsShouldProcess = true)]
[OutputType(typeof(ServiceAccessResult), typeof(Plan), typeof(ChangeResult))]
public sealed class GrantVNetServiceAccessCommand : ChangeCommand
{
    private readonly List<string> _resources = [];
    private AccessGround _ground = null!;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SecuredServiceCompleter))]
    public string[] Resource { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 1)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public string[] Subnet { get; set; } = null!;

    [Parameter]
    public SwitchParameter DenyOthers { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public IPPrefix[]? KeepIp { get; set; }

    [Parameter]
    public SwitchParameter EnsureEndpoint { get; set; }

    protected override void ProcessRecord() => _resources.AddRange(Resource);

    protected override async Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop)
    {
        if (KeepIp is not null && !DenyOthers)
        {
            steps.Fail(new("DenyOthersNeeded", FailureKind.InvalidArgument,
                "-KeepIp says who stays when others are shut out: give -DenyOthers, too.", KeepIp[0].ToString()));
            return null;
        }

        if (_resources.Count == 0 || await AccessGround.ReadAsync(arm, _resources, Subnet, (services, subnets) => new(services, subnets)
        {
            DenyOthers = DenyOthers,
            KeepIps = [.. (KeepIp ?? []).Distinct()],
            EnsureEndpoint = EnsureEndpoint,
            AllowLoss = Force,
        }, SubscriptionIds, steps, stop) is not { } ground)
        {
            return null;
        }

        _ground = ground;
        return ground.Plan();
    }

    // An endpoint belongs to what follows on it: its own outcome is told only where it failed.
    protected override IEnumerable<object> Results(ChangeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return ServiceAccessResult.From(_ground, group.Results);
    }
}
