using AzNetHelper.Arm;
using AzNetHelper.NetworkManagers;
using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>
/// Sees one change through, try by try: reads, compares, writes, waits. After a refusal the next try begins again with the
/// reading, so that the content decides. That is also how a write whose answer was lost is found to have taken place, or
/// not. A try ends only when nothing of the change is under way, so that its lanes can be given to others.
/// </summary>
internal sealed class WriteAttempt(
    IArm arm, RunClock clock, RunPace pace, SiblingReads reads, RunJournal journal, StepWriter steps, Change change, bool isAwaited = true)
{
    // Lost answers and 5xx that leave no trace: a service that keeps failing is reported, not hammered until the deadline.
    private const int MostUnclear = 5;

    // A VNet has one ETag with all its halves, so each write of a neighbour makes those of the others old. Nobody is at work where that
    // shows: the next look at it may be at once, as it takes a read and its write by themselves. Somebody who writes all the time is not chased.
    private const int MostAtOnce = 16;
    private const int SoonerBy = 8;

    private readonly long _begun = clock.Now;
    private int _sent;
    private int _pauses;
    private int _stale;
    private int _unclear;
    private bool _wasUnclear;
    private bool _mayHaveWritten;
    private bool _accepted;
    private bool _throttled;
    private bool _isResumed;
    private ArmException? _last;
    private TimeSpan _pause;

    public Change Change => change;

    /// <summary>What became of the change; null while it is to be tried again.</summary>
    public ChangeResult? Result { get; private set; }

    /// <summary>Tries until the change has ended or was refused with nothing of it under way.</summary>
    public async Task<WriteAttempt> TryAsync()
    {
        while (true)
        {
            var (conflict, refusal) = (Conflict.Busy, (ArmException?)null);
            _pause = clock.PauseAfter(_pauses++, null);
            try
            {
                Result = await ResumeAsync() ?? await ReadAndWriteAsync();
                Result = Result is { Outcome: ChangeOutcome.Done or ChangeOutcome.Unchanged } ? await new Settling(arm, clock, change).AfterAsync(Result, open => _last = open) : Result;
            }
            catch (JournalException e)
            {
                Result = Fail(e.ToFailure());
            }
            catch (ArmException e)
            {
                (conflict, refusal) = (await ConflictOfAsync(e), e);
                Result = AfterError(e, conflict);
                _pause = conflict == Conflict.Stale && _stale++ < MostAtOnce
                    ? clock.PauseAfter(_pauses = 0, e.RetryAfter, SoonerBy) : clock.PauseAfter(_pauses - 1, e.RetryAfter);
            }
            catch (OperationCanceledException)
            {
                Result = Interrupted();
            }

            await KeepAsync();
            if (Result is not null)
            {
                return this;
            }

            if (!_mayHaveWritten)
            {
                pace.Refused(change, _throttled ? Conflict.None : conflict, refusal, _pause);
                return this;
            }

            // Our own write may be at work in there: the lanes stay ours. After a stop one last read tells what became of it.
            pace.Unclear(change, refusal);
            await PauseAsync();
        }
    }

    /// <summary>
    /// Waits as long as the last refusal calls for; a stop or the deadline ends that at once. Only what is still asked after
    /// the stop, because a write may have taken place, waits as it is told.
    /// </summary>
    public async Task<WriteAttempt> PauseAsync()
    {
        try
        {
            await clock.WaitAsync(_pause, _mayHaveWritten && !clock.MayStart ? clock.Finishing : clock.Starting);
        }
        catch (OperationCanceledException)
        {
            // Who goes on from here asks the clock.
        }

        return this;
    }

    /// <summary>The result when the run ends now. Not sent, or sent and refused: it is known that nothing was written.</summary>
    public ChangeResult Interrupted() =>
        End(_mayHaveWritten ? ChangeOutcome.Unknown : _sent > 0 ? ChangeOutcome.Failed : ChangeOutcome.NotStarted) with
        {
            Error = clock.Interruption(change.Resource, _last?.Message ?? string.Empty),
        };

    // What is not known to have ended stays open in the journal, for the next run to ask.
    private Task KeepAsync() => Result switch
    {
        { Outcome: ChangeOutcome.Done or ChangeOutcome.Unchanged } => journal.EndedAsync(change, WriteEnd.Done),
        { Outcome: ChangeOutcome.Failed } => journal.EndedAsync(change, WriteEnd.Failed),
        null when !_mayHaveWritten => journal.EndedAsync(change, WriteEnd.Refused),
        _ => Task.CompletedTask,
    };

    /// <summary>The end of the change, when what an earlier run left of it tells that; null to read and write.</summary>
    private async Task<ChangeResult?> ResumeAsync()
    {
        if (_isResumed)
        {
            return null;
        }

        _isResumed = true;
        if (!isAwaited && journal.OpenOn(change.Resource) is { Operation: { IsFinal: false } left })
        {
            return End(ChangeOutcome.UnderWay) with { Operation = left };
        }

        var resumed = await new ResumedWrite(arm, clock, reads, journal, steps, change).FinishAsync();
        if (resumed is not null)
        {
            // As after a lost answer: the reading decides.
            (_mayHaveWritten, _wasUnclear, _accepted) = (resumed.WasOpen, resumed.IsThis, resumed.IsThis && resumed.WasAccepted);
        }

        return resumed?.Outcome is { } outcome ? End(outcome) with
        {
            Error = resumed.Error, Operation = resumed.Operation, Document = resumed.Document,
        } : null;
    }

    /// <summary>The end of the change; null when there is something to wait for first.</summary>
    private async Task<ChangeResult?> ReadAndWriteAsync()
    {
        FoundResource found;
        try
        {
            found = await reads.ReadAsync(change.Resource, _mayHaveWritten ? clock.Finishing : clock.Starting);
        }
        catch (ArmException e) when (ConflictRules.Of(e) is Conflict.None or Conflict.Unclear)
        {
            return End(_mayHaveWritten ? ChangeOutcome.Unknown : ChangeOutcome.Failed) with { Error = Failure.From(e, change.Resource) };
        }

        if (found.IsAsWanted(change) && !found.IsInTransit)
        {
            return End(_wasUnclear ? ChangeOutcome.Done : ChangeOutcome.Unchanged) with { Document = found.Body?.ToJsonString() };
        }

        _mayHaveWritten &= found.IsInTransit;
        if (_unclear > MostUnclear && !_mayHaveWritten)
        {
            return Fail(Failure.From(_last!, change.Resource));
        }

        if (!clock.MayStart)
        {
            return Interrupted();
        }

        var endsByItself = found.IsInTransit && (found.IsAsWanted(change) || change.Kind == ChangeKind.Delete);
        if (endsByItself || found.IsDeploying)
        {
            // A commit takes the place of one that is still under way, whose content cannot be read yet: it is waited for.
            _last ??= found.IsDeploying ? new(0, "CommitUnderWay", "Another commit was still under way in that region.") : null;
            return null;
        }

        if (found.Drift(change) is { IsEmpty: false } drift)
        {
            return Fail(new("PlanDrifted", FailureKind.InvalidOperation,
                $"{change.Resource} is not as the plan found it: {string.Join("; ", drift)}. "
                + "It was not written. Make the plan again.", change.Resource));
        }

        if (await NetworkGroupMembers.InAsync(arm, change.EmptyGroups, [], clock.Starting) is { IsEmpty: false } members)
        {
            return Fail(new("PlanDrifted", FailureKind.InvalidOperation, $"{change.Resource} was not written: "
                + $"{string.Join("; ", members)}. Make the plan again.", change.Resource));
        }

        _throttled = pace.IsThrottled(change);
        return _throttled ? null : await WriteAsync(found);
    }

    private async Task<Conflict> ConflictOfAsync(ArmException e)
    {
        try
        {
            return await GatewayInTheMaking.IsBehindAsync(e, arm, change, clock.Starting) ? Conflict.Busy : ConflictRules.Of(e);
        }
        catch (OperationCanceledException)
        {
            return ConflictRules.Of(e);
        }
    }

    /// <summary>The end of a change whose write was refused, failed or was lost; null when it is to be tried again.</summary>
    private ChangeResult? AfterError(ArmException e, Conflict conflict)
    {
        _last = e;
        switch (conflict)
        {
            case Conflict.None:
                return End(ChangeOutcome.Failed) with { Error = Failure.From(e, change.Resource) };
            case Conflict.Unclear when change is { Kind: ChangeKind.Action, ActionVerb: ArmVerb.Post }:
                // A reset leaves nothing to read that would tell whether it took place: a second one is a person's choice. What
                // is put says the same the second time.
                return End(ChangeOutcome.Unknown) with { Error = Failure.From(e, change.Resource) };
            case Conflict.Unclear:
                (_mayHaveWritten, _wasUnclear) = (true, true);
                _unclear++;
                return null;
            default:
                return null;
        }
    }

    private async Task<ChangeResult> WriteAsync(FoundResource found)
    {
        var write = await WriteRequest.ForAsync(arm, change, found, _sent == 0 ? steps : StepWriter.Nowhere, clock.Starting);
        await journal.SendingAsync(change, isNew: found.Body is null);
        _sent++;
        ArmOperation? operation = null;
        try
        {
            operation = await arm.SendAsync(write, clock.Finishing);
            _accepted = true;
            await journal.AcceptedAsync(change, operation);
            pace.Accepted(change, operation);
            if (!isAwaited && !operation.IsFinal)
            {
                return End(ChangeOutcome.UnderWay) with { Operation = operation };
            }

            var body = await new OperationWatch(arm, clock, reads, change).WaitAsync(operation);
            return End(ChangeOutcome.Done) with { Document = body?.ToJsonString() };
        }
        catch (OperationCanceledException)
        {
            return End(ChangeOutcome.Unknown) with { Error = clock.Interruption(change.Resource), Operation = operation };
        }
        catch (ArmException e) when (operation is not null && (e.Status == 401 || e.Is("TokenExpiresSoon") || e.Is("SignInFailed")))
        {
            // The operation goes on without us; Wait-AzNetOperation resumes with a new token.
            return End(ChangeOutcome.Unknown) with { Error = Failure.From(e, change.Resource), Operation = operation };
        }
    }

    private ChangeResult Fail(Failure failure) => End(ChangeOutcome.Failed) with { Error = failure };

    private ChangeResult End(ChangeOutcome outcome) =>
        new(change, outcome, clock.Since(_begun)) { Attempts = _sent, Accepted = _accepted };
}
