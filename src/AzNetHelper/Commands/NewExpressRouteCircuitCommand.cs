using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using System.Security;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Orders an ExpressRoute circuit, gives one more, and waits for its provider.</summary>
[Cmdlet(VerbsCommon.New, "ExpressRouteCircuit", SupportsShouldProcess = true)]
[OutputType(typeof(ExpressRouteCircuitResult), typeof(Plan), typeof(ChangeResult))]
public sealed class NewExpressRouteCircuitCommand : ChangeCommand
{
    // A provider takes hours, mostly of working days.
    private const int DayOfSeconds = 86400;

    private CircuitGround _ground = null!;

    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string ResourceGroupName { get; set; } = null!;

    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceProviderCompleter))]
    public string Provider { get; set; } = null!;

    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PeeringLocationCompleter))]
    public string PeeringLocation { get; set; } = null!;

    [Parameter(Mandatory = true)]
    [ValidateRange(1, int.MaxValue)]
    [ArgumentCompleter(typeof(CircuitBandwidthCompleter))]
    public int BandwidthInMbps { get; set; }

    [Parameter(Mandatory = true)]
    [ValidateSet(CircuitSku.Local, CircuitSku.Standard, CircuitSku.Premium)]
    public string Sku { get; set; } = null!;

    [Parameter]
    [ValidateSet(CircuitSku.Metered, CircuitSku.Unlimited)]
    public string? Family { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Location { get; set; }

    [Parameter]
    [Tags]
    [ValidateNotNull]
    public Hashtable? Tag { get; set; }

    [Parameter]
    [ValidateNotNull]
    public SecureString? SharedKey { get; set; }

    [Parameter]
    public SwitchParameter NoSharedKey { get; set; }

    [Parameter]
    public SwitchParameter Wait { get; set; }

    [Parameter]
    public SwitchParameter UndoBillable { get; set; }

    protected override bool UndoesBillable => UndoBillable;

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        this.RefuseTwoKeys(SharedKey, NoSharedKey);
        if (Wait && !MyInvocation.BoundParameters.ContainsKey(nameof(Timeout)))
        {
            Timeout = DayOfSeconds;
        }
    }

    protected override async Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop)
    {
        var settings = new CircuitSettings(Provider, PeeringLocation, BandwidthInMbps, Sku)
        {
            Family = Family,
            Location = Location,
            Tags = TagsAttribute.Read(Tag),
            Key = PeeringKeyChoice.Of(SharedKey, NoSharedKey),
        };
        if (await CircuitGround.ReadAsync(arm, Name, ResourceGroupName, settings, SubscriptionIds, steps, stop) is not { } ground)
        {
            return null;
        }

        _ground = ground;
        return ground.Plan();
    }

    protected override IReadOnlyDictionary<string, SecureString> GivenSecrets(Plan plan) => PeeringKeyChoice.Secrets(plan, SharedKey);

    // The result comes with the service key, which the run itself does not know: see ApplyAsync.
    protected override IEnumerable<object> Results(ChangeGroup group) => [];

    // The key is shown at once: who waits for the provider has to hand it over before.
    protected override async Task<RunReport> ApplyAsync(IArm arm, Plan plan, RunOptions options, StepWriter steps, CancellationToken stop)
    {
        var start = arm.Time.GetTimestamp();
        var report = await base.ApplyAsync(arm, plan, options, steps, stop);
        var id = _ground.Request.Circuit;
        var result = ExpressRouteCircuitResult.From(_ground, [.. report.Results], serviceKey: null);
        if (report.Succeeded && CircuitProvisioning.IsUntouched(result) && !stop.IsCancellationRequested)
        {
            result = result with { ServiceKey = await CircuitProvisioning.ServiceKeyAsync(arm, id, steps, stop) };
        }

        steps.Result(result);
        if (Wait && report.Succeeded && !CircuitProvisioning.IsProvisioned(result))
        {
            var patience = options.Timeout - arm.Time.GetElapsedTime(start);
            if (await CircuitProvisioning.WaitAsync(arm, id, patience, steps, stop) is { } circuit)
            {
                steps.Result(result.Now(circuit));
            }
        }

        return report;
    }
}
