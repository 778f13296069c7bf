using AzNetHelper.Arm;
using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>Waits for the end of a write that an earlier run sent, as its journal tells.</summary>
internal sealed class ResumedWrite(IArm arm, RunClock clock, Change change)
{
    /// <summary>What became of the change, as far as the operation alone tells it; null where the reading decides.</summary>
    /// <param name="open">What was sent.</param>
    /// <param name="isThis">The change would send the same.</param>
    public async Task<ChangeResult?> FinishAsync(OpenWrite open, bool isThis)
    {
        var isAction = open.Sent.Kind == ChangeKind.Action;
        if (open.Operation is not { } operation)
        {
            // Nothing that can be read tells whether a reset took place: a second one is a person's choice.
            return isAction && isThis ? End(ChangeOutcome.Unknown) with
            {
                Error = new("ActionUnclear", FailureKind.InvalidOperation,
                    $"An earlier run was ended while it sent '{change.Summary}', so it is not known whether it took place. "
                    + "Look at the resource, and run the command without the journal to send it again.", change.Resource),
            } : null;
        }

        try
        {
            var body = await new OperationWatch(arm, clock, change).WaitAsync(operation);
            return isAction && isThis ? End(ChangeOutcome.Done) with { Document = body?.ToJsonString() } : null;
        }
        catch (OperationCanceledException)
        {
            return End(ChangeOutcome.Unknown) with { Error = clock.Interruption(change.Resource), Operation = operation };
        }
        catch (ArmException e) when (e.Status == 401 || e.Is("TokenExpiresSoon") || e.Is("SignInFailed"))
        {
            return End(ChangeOutcome.Unknown) with { Error = Failure.From(e, change.Resource), Operation = operation };
        }
        catch (ArmException e) when (ConflictRules.Of(e) is Conflict.Unclear)
        {
            return isAction && isThis ? End(ChangeOutcome.Unknown) with { Error = Failure.From(e, change.Resource) } : null;
        }
        catch (ArmException e)
        {
            // A plan that only keeps the resource did not know; one that writes it, writes it again.
            return change.Writes ? null : End(ChangeOutcome.Failed) with { Error = Failure.From(e, change.Resource) };
        }
    }

    private ChangeResult End(ChangeOutcome outcome) => new(change, outcome, TimeSpan.Zero);
}
