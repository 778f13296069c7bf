using AzNetHelper.Arm;
using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>What an earlier run left of a change.</summary>
/// <param name="WasOpen">A write to the resource had no end that is known.</param>
/// <param name="IsThis">It was the same as the change's own.</param>
/// <param name="WasAccepted">The service had taken it.</param>
internal sealed record Resumption(bool WasOpen, bool IsThis, bool WasAccepted)
{
    /// <summary>What became of the change; null where the reading decides.</summary>
    public ChangeOutcome? Outcome { get; init; }

    public Failure? Error { get; init; }

    public ArmOperation? Operation { get; init; }

    public string? Document { get; init; }
}

/// <summary>Sees through what earlier runs left under way on a change's resource, as the journal tells.</summary>
internal sealed class ResumedWrite(
    IArm arm, RunClock clock, SiblingReads reads, RunJournal journal, StepWriter steps, Change change)
{
    /// <summary>Null when nothing was left.</summary>
    public async Task<Resumption?> FinishAsync()
    {
        if (journal.HasActed(change))
        {
            return new(false, true, true) { Outcome = ChangeOutcome.Unchanged };
        }

        if (journal.OpenOn(change.Resource) is not { } open)
        {
            return null;
        }

        steps.Notice(NoticeSeverity.Detail, "JournalResumed", $"Goes on with {open.Sent.Kind} {change.Resource}, which an earlier run "
            + $"{(open.Operation is null ? "was sending" : "left under way")}.", change.Resource);
        var isThis = string.Equals(open.Sent.Content, JournalContent.Of(change), StringComparison.Ordinal);
        var left = new Resumption(true, isThis, open.Operation is not null);

        // What is put is put again.
        var isAction = isThis && change is { Kind: ChangeKind.Action, ActionVerb: ArmVerb.Post };
        return open.Operation is { } operation ? await WaitAsync(left, operation, isAction)
            : isAction ? Unclear(left) : left;
    }

    private async Task<Resumption> WaitAsync(Resumption left, ArmOperation operation, bool isAction)
    {
        try
        {
            var body = await new OperationWatch(arm, clock, reads, change).WaitAsync(operation);
            return isAction ? left with { Outcome = ChangeOutcome.Done, Document = body?.ToJsonString() } : left;
        }
        catch (OperationCanceledException)
        {
            return left with { Outcome = ChangeOutcome.Unknown, Error = clock.Interruption(change.Resource), Operation = operation };
        }
        catch (ArmException e) when (e.Status == 401 || e.Is("TokenExpiresSoon") || e.Is("SignInFailed"))
        {
            return left with { Outcome = ChangeOutcome.Unknown, Error = Failure.From(e, change.Resource), Operation = operation };
        }
        catch (ArmException e) when (ConflictRules.Of(e) is Conflict.Unclear)
        {
            return isAction ? left with { Outcome = ChangeOutcome.Unknown, Error = Failure.From(e, change.Resource) } : left;
        }
        catch (ArmException e)
        {
            // A plan that only keeps the resource did not know; one that writes it, writes it again.
            return change.Writes ? left : left with { Outcome = ChangeOutcome.Failed, Error = Failure.From(e, change.Resource) };
        }
    }

    // Nothing that can be read tells whether a reset took place: a second one is a person's choice.
    private Resumption Unclear(Resumption left) => left with
    {
        Outcome = ChangeOutcome.Unknown,
        Error = new("ActionUnclear", FailureKind.InvalidOperation,
            $"An earlier run was ended while it sent '{change.Summary}', so it is not known whether it took place. "
            + "Look at the resource, and run the command without the journal to send it again.", change.Resource),
    };
}
