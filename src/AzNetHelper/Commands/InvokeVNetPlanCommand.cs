using System.Management.Automation;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Support;

namespace AzNetHelper.Commands;

/// <summary>Applies plans.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "VNetPlan", SupportsShouldProcess = true)]
[OutputType(typeof(ChangeResult), typeof(Plan))]
public sealed class InvokeVNetPlanCommand : ChangeCommand
{
    private readonly List<Plan> _plans = [];

    // Null is what the answer of a pair without a fix holds: it is not an error that nothing is to be done.
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [PlanObject]
    public Plan? Plan { get; set; }

    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    protected override RunOptions Options => new() { ThrottleLimit = ThrottleLimit };

    protected override void ProcessRecord()
    {
        if (Plan is null)
        {
            WriteWarning("There is no plan to apply: what made it found nothing that could be done.");
            return;
        }

        _plans.Add(Plan);
    }

    protected override Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop) =>
        Task.FromResult(_plans.Count == 0 ? null : Planning.Plan.Of(_plans));
}
