using System.Collections.Immutable;
using System.Management.Automation;
using System.Security;
using AzNetHelper.Arm;
using AzNetHelper.Hosting;
using AzNetHelper.Planning;
using AzNetHelper.Rights;
using AzNetHelper.Steps;

namespace AzNetHelper.Support;

/// <summary>
/// The base of cmdlets that change Azure: plan, show or confirm, run, tell. Inputs from the pipeline are collected in
/// ProcessRecord; everything happens in EndProcessing, so that one plan covers them all.
/// </summary>
public abstract class ChangeCommand : AzNetCommand
{
    /// <summary>Returns the plan and writes nothing.</summary>
    [Parameter]
    public SwitchParameter PlanOnly { get; set; }

    /// <summary>Does not ask before a change that interrupts, cuts off, costs or destroys.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How many seconds the run may take.</summary>
    [Parameter]
    [Alias("TimeoutSec")]
    [ValidateRange(1, 604800)]
    public int Timeout { get; set; } = 1800;

    /// <summary>The file that keeps what was sent, for a second run to go on after this one was killed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Journal { get; set; }

    /// <summary>Takes back what the run made when it ends with a failure.</summary>
    [Parameter]
    public SwitchParameter UndoOnFailure { get; set; }

    /// <summary>The session to use; the runspace's own when absent. Pass $using:session to other runspaces.</summary>
    [Parameter]
    public AzNetSession? Session { get; set; }

    // Writes in flight are waited for by the run itself, 30 seconds; then it reads back and reports.
    protected override TimeSpan StopGrace => TimeSpan.FromSeconds(45);

    /// <summary>What a cmdlet lets its user choose about the run.</summary>
    protected virtual RunOptions Options => new();

    /// <summary>True where the person said that an undo may take gateways and public addresses too.</summary>
    protected virtual bool UndoesBillable => false;

    /// <summary>The subscriptions that names are looked for in; empty for all that the session sees.</summary>
    protected ImmutableArray<string> SubscriptionIds { get; private set; } = [];

    /// <summary>The session of a second tenant that the command was given; null for none.</summary>
    protected virtual AzNetSession? OtherTenant => null;

    /// <summary>That session in use; null for none.</summary>
    private protected SecondSession? Second { get; private set; }

    /// <summary>Makes the plan; reads only. Null when none can be made: why was told as failures.</summary>
    protected abstract Task<Plan?> PlanAsync(IArm arm, StepWriter steps, CancellationToken stop);

    /// <summary>The plan with what the caller may not do, or what is locked, as problems; reads only.</summary>
    protected virtual Task<Plan> CheckRightsAsync(IArm arm, Plan plan, CancellationToken stop) =>
        RightsCheck.RunAsync(arm, plan, stop);

    /// <summary>
    /// The secrets that the person gave for slots of the plan, by the slots' names; keys of connections that are not among
    /// them are read or made when they are sent (<see cref="Secrets.ForConnections"/> for one that was given).
    /// </summary>
    protected virtual IReadOnlyDictionary<string, SecureString> GivenSecrets(Plan plan) => ImmutableDictionary<string, SecureString>.Empty;

    /// <summary>What has to be answered with yes before a plan is applied at all; null for nothing.</summary>
    protected virtual string? Question(Plan plan) => null;

    /// <summary>
    /// The objects that a group's outcome becomes, once all of its changes have one. By default the outcomes.
    /// </summary>
    protected virtual IEnumerable<object> Results(ChangeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return group.Results;
    }

    /// <summary>Runs the plan.</summary>
    protected virtual Task<RunReport> ApplyAsync(
        IArm arm, Plan plan, RunOptions options, StepWriter steps, CancellationToken stop) =>
        new PlanRunner(arm, options, steps).RunAsync(plan, stop);

    protected override void EndProcessing()
    {
        var session = this.RequireSession(Session);
        using var use = session.Use();
        using var second = OtherTenant is { } other ? SecondSession.Open(this, session, use, other) : null;
        Second = second;
        SubscriptionIds = session.SubscriptionIds;
        Plan? plan = null;
        Secrets? secrets = null;
        try
        {
            Run(async (steps, stop) =>
            {
                var made = await PlanAsync(use.Open(steps), steps, stop);

                // Both sessions as one from here on, where the plan joined them.
                var arm = use.Open(steps);

                // Who makes a plan to hand it on need not be allowed to carry it out: whoever does is checked then.
                made = made is null || PlanOnly ? made : await CheckRightsAsync(arm, made, stop);
                if (made is { CanApply: true } && !PlanOnly)
                {
                    secrets = Secrets.For(made, GivenSecrets(made), steps);
                    made = secrets is not null && await secrets.FitAsync(arm, steps, stop) ? made : null;
                }

                // Not before: what could not be checked is not applied.
                plan = made;
            });
            if (plan is not null)
            {
                Carry(session.Mark(second?.Mark(plan) ?? plan), use, secrets);
            }
        }
        finally
        {
            secrets?.Dispose();
        }
    }

    private void Carry(Plan plan, SessionUse use, Secrets? secrets)
    {
        this.ShowNotices(plan);

        if (PlanOnly)
        {
            WriteObject(plan);
            return;
        }

        foreach (var problem in plan.Problems)
        {
            this.WriteFailure(new(problem.CheckId, problem.Kind, problem.Message, problem.Resource));
        }

        var confirmation = new ChangeConfirmation(this, Force);
        if (plan.CanApply && confirmation.Agree(plan, Question(plan)) && confirmation.Ask(plan) is { } declined
            && !confirmation.OnlyWhatIf)
        {
            Apply(plan, use, declined, secrets);
        }
    }

    private void Apply(Plan plan, SessionUse use, ImmutableHashSet<string> declined, Secrets? secrets)
    {
        var location = Journal is null ? null : this.ResolveJournal(Journal);
        RunJournal? journal = null;
        Run(async (steps, stop) => journal = await JournalLocation.OpenAsync(location, use.OpenOwn(steps), stop));
        if (journal is null)
        {
            return;
        }

        try
        {
            var options = Options with { Timeout = Patience(plan, use), LeastPatience = use.LeastPatience, Declined = declined, Journal = journal };
            Carry(plan, use, options, ApplyFilledAsync, Results, report =>
            {
                if (UndoOnFailure && report.HasFailed)
                {
                    TakeBack(UndoPlanner.Create(report, journal, UndoesBillable), use, journal);
                }
            });
        }
        finally
        {
            journal.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        Task<RunReport> ApplyFilledAsync(IArm arm, Plan what, RunOptions how, StepWriter steps, CancellationToken stop) =>
            ApplyAsync(secrets?.Over(arm, how.Journal) ?? arm, what, how, steps, stop);
    }

    private void TakeBack(Plan undo, SessionUse use, RunJournal journal)
    {
        this.ShowNotices(undo);
        Carry(undo, use, Options with { Timeout = Patience(undo, use), LeastPatience = use.LeastPatience, Journal = journal },
            (arm, plan, options, steps, stop) => new PlanRunner(arm, options, steps).RunAsync(plan, stop),
            group => group.Results, _ => { });
    }

    private void Carry(Plan plan, SessionUse use, RunOptions options,
        Func<IArm, Plan, RunOptions, StepWriter, CancellationToken, Task<RunReport>> run,
        Func<ChangeGroup, IEnumerable<object>> results, Action<RunReport> then)
    {
        var account = new RunAccount(CommandName, plan);
        RunReport? report = null;
        try
        {
            Run(async (steps, stop) => report = await run(use.Open(steps), plan, options with
            {
                OnResult = result =>
                {
                    account.Add(result);
                    steps.Result(result);
                },
            }, steps, stop), step => ShowRun(step, account, results));
            account.Ended();
            if (report is not null)
            {
                then(report);
            }

            foreach (var failure in account.TakeFailures())
            {
                this.WriteFailure(failure);
            }
        }
        finally
        {
            // Whatever ended this early also closed the streams: what was done has to reach the person all the same.
            account.TellRest(Host.UI);
        }
    }

    // Writes on one VNet wait for each other, and a write on a peering takes 10 to 40 seconds (recordings of
    // azure-powershell and azure-cli): a hub with many spokes needs more than the default, a person's own limit counts
    // as given.
    private TimeSpan Patience(Plan plan, SessionUse use)
    {
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Timeout)))
        {
            return TimeSpan.FromSeconds(Timeout);
        }

        var longestLane = plan.Changes.Where(c => c.Writes).SelectMany(c => c.Lanes).GroupBy(lane => lane).Select(l => l.Count())
            .DefaultIfEmpty(0).Max();
        TimeSpan[] each = [TimeSpan.FromSeconds(Math.Max(Timeout, longestLane * 60)), WritePatience.Of(plan), use.LeastPatience];
        return each.Max();
    }

    private void ShowRun(Step step, RunAccount account, Func<ChangeGroup, IEnumerable<object>> results)
    {
        switch (step)
        {
            case ResultStep { Value: ChangeResult result }:
                if (account.Complete(result) is { } group)
                {
                    WriteObject(results(group), enumerateCollection: true);
                }

                break;
            case FailureStep failure:
                account.Add(failure.Failure);
                break;
            default:
                Show(step);
                break;
        }
    }
}
