using System.Collections;
using System.Management.Automation;
using System.Security;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Hosting;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Support;
using AzNetHelper.Vpn;

namespace AzNetHelper.Commands;

/// <summary>Applies plans, made a moment ago or saved long before.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "VNetPlan", SupportsShouldProcess = true, DefaultParameterSetName = PlanSet)]
[OutputType(typeof(ChangeResult), typeof(Plan))]
public sealed class InvokeVNetPlanCommand : ChangeCommand
{
    private const string PlanSet = "Plan";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private readonly List<Plan> _plans = [];
    private Dictionary<string, SecureString> _given = [];
    private AzNetSession _session = null!;
    private bool _wasRemade;
    private bool _isBroken;

    // Null is what the answer of a pair without a fix holds: it is not an error that nothing is to be done.
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PlanSet)]
    [AllowNull]
    [PlanObject]
    public Plan? Plan { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = null!;

    // Not from the pipeline: a file there would be turned into an empty plan before anything looks at its path.
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = null!;

    [Parameter]
    public SwitchParameter Replan { get; set; }

    [Parameter]
    public IDictionary? Secret { get; set; }

    [Parameter]
    [ValidateRange(1, RunOptions.DefaultThrottleLimit)]
    public int ThrottleLimit { get; set; } = RunOptions.DefaultThrottleLimit;

    /// <summary>The session of the second tenant of a plan that writes in two.</summary>
    [Parameter]
    [ValidateNotNull]
    public AzNetSession? Session2 { get; set; }

    protected override AzNetSession? OtherTenant => Session2;

    // Whoever gives a number means all writes of the plan.
    protected override RunOptions Options => MyInvocation.BoundParameters.ContainsKey(nameof(ThrottleLimit))
        ? new() { ThrottleLimit = ThrottleLimit, SoloLimit = ThrottleLimit } : new();

    protected override void BeginProcessing() => _given = PlanCheck.Read(this, Secret);

    protected override void ProcessRecord()
    {
        if (ParameterSetName != PlanSet)
        {
            Load(ParameterSetName == LiteralPathSet);
        }
        else if (Plan is null)
        {
            this.Warn("There is no plan to apply: what made it found nothing that could be done.");
        }
        else
        {
            _plans.Add(Plan);
        }
    }

    // Some of the files alone is not what was asked for.
    protected override void EndProcessing()
    {
        if (!_isBroken)
        {
            _session = this.RequireSession(Session);
            base.EndProcessing();
        }
    }

    protected override async Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop)
    {
        if (_plans.Count == 0)
        {
            return null;
        }

        var plan = Planning.Plan.Of(_plans);
        if (PlanOnly && !Replan)
        {
            return plan;
        }

        if (Second is { } second)
        {
            arm = await second.JoinAsync([], plan.SecondTenant?.SubscriptionIds ?? [], steps, stop);
        }

        var check = new PlanCheck(_session, Options, steps) { Second = Session2 };
        var checkedPlan = await check.CheckAsync(arm, plan, Replan, withRights: !PlanOnly, stop);
        _wasRemade = check.WasRemade;
        return checkedPlan;
    }

    protected override IReadOnlyDictionary<string, SecureString> GivenSecrets(Plan plan) => _given;

    // They were checked before the plan was compared with the live state.
    protected override Task<Plan> CheckRightsAsync(IArm arm, Plan plan, CancellationToken stop) => Task.FromResult(plan);

    protected override async Task<RunReport> ApplyAsync(IArm arm, Plan plan, RunOptions options, StepWriter steps, CancellationToken stop)
    {
        var report = await ManagedRun.CarryOutAsync(arm, plan, options, steps,
            (own, ends) => SharedKeyRun.CarryOutAsync(arm, plan, own, steps, ends), stop);
        if (report.Succeeded)
        {
            CircuitProvisioning.TellKeys(report.Results, steps);
        }

        return report;
    }

    // What is applied is not what was reviewed.
    protected override string? Question(Plan plan) => !_wasRemade ? null
        : $"The plan was made again, because what it rests on has changed since.{Environment.NewLine}{PlanText.Of(plan)}"
            + $"{Environment.NewLine}Do you want to apply the new plan?";

    private void Load(bool literal)
    {
        foreach (var file in (literal ? LiteralPath : Path).SelectMany(path => Files(path, literal)))
        {
            try
            {
                _plans.Add(PlanFiles.Load(file));
            }
            catch (TopologyFileException e)
            {
                _isBroken = true;
                this.WriteFailure(e.ToFailure());
            }
        }
    }

    private string[] Files(string path, bool literal)
    {
        var files = this.ResolveFiles([path], literal).ToArray();
        _isBroken |= files.Length == 0;
        return files;
    }
}
