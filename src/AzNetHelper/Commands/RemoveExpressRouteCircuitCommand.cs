using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Removes ExpressRoute circuits that their provider has deprovisioned and that nobody uses.</summary>
[Cmdlet(VerbsCommon.Remove, "ExpressRouteCircuit", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ExpressRouteCircuitRemovalResult), typeof(Plan), typeof(ChangeResult))]
public sealed class RemoveExpressRouteCircuitCommand : ChangeCommand
{
    private readonly List<string> _circuits = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ResourceReference]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CircuitCompleter))]
    public string[] Circuit { get; set; } = null!;

    protected override void ProcessRecord() => _circuits.AddRange(Circuit);

    protected override async Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop)
    {
        var plans = new Dictionary<ResourceId, Plan>();
        foreach (var circuit in _circuits)
        {
            if (await CircuitRemovalGround.ReadAsync(arm, circuit, SubscriptionIds, steps, stop) is not { } ground)
            {
                return null;
            }

            plans.TryAdd(ground.Circuit, ground.Plan());
        }

        return plans.Count == 0 ? null : Plan.Of([.. plans.Values]);
    }

    protected override IEnumerable<object> Results(ChangeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return [ExpressRouteCircuitRemovalResult.From(ResourceId.Parse(group.Name), group.Results)];
    }
}
