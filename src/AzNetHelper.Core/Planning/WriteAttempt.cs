using AzNetHelper.Arm;
using AzNetHelper.Steps;

namespace AzNetHelper.Planning;

/// <summary>
/// Sees one change through: reads, compares, writes, waits; on a conflict it waits and begins again with the reading,
/// so that the content decides. That is also how a write whose answer was lost is found to have taken place, or not.
/// </summary>
internal sealed class WriteAttempt(IArm arm, RunClock clock, StepWriter steps, Change change)
{
    // Lost answers and 5xx that leave no trace: a service that keeps failing is reported, not hammered until the
    // deadline.
    private const int MostUnclear = 5;

    private readonly long _begun = clock.Now;
    private int _sent;
    private int _unclear;
    private bool _wasUnclear;
    private bool _mayHaveWritten;
    private bool _accepted;
    private ArmException? _last;

    public async Task<ChangeResult> RunAsync()
    {
        for (var tries = 0; ; tries++)
        {
            var reading = true;
            try
            {
                var found = await FoundResource.ReadAsync(arm, change.Resource, ReadToken);
                if (found.IsAsWanted(change) && !found.IsInTransit)
                {
                    return End(_wasUnclear ? ChangeOutcome.Done : ChangeOutcome.Unchanged) with
                    {
                        Document = found.Body?.ToJsonString(),
                    };
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
                if (!endsByItself)
                {
                    if (found.Drift(change) is { IsEmpty: false } drift)
                    {
                        return Fail(new("PlanDrifted", FailureKind.InvalidOperation,
                            $"{change.Resource} is not as the plan found it: {string.Join("; ", drift)}. "
                            + "Nothing was written. Make the plan again.", change.Resource));
                    }

                    reading = false;
                    return await WriteAsync(found);
                }
            }
            catch (ArmException e)
            {
                _last = e;
                var conflict = ConflictRules.Of(e);
                if (conflict == Conflict.None || (reading && conflict == Conflict.Unclear))
                {
                    return End(reading && _mayHaveWritten ? ChangeOutcome.Unknown : ChangeOutcome.Failed) with
                    {
                        Error = Failure.From(e, change.Resource),
                    };
                }

                if (conflict == Conflict.Unclear && change.Kind == ChangeKind.Action)
                {
                    // A reset leaves nothing to read that would tell whether it took place: a second one is a person's
                    // choice.
                    return End(ChangeOutcome.Unknown) with { Error = Failure.From(e, change.Resource) };
                }

                if (conflict == Conflict.Unclear)
                {
                    (_mayHaveWritten, _wasUnclear) = (true, true);
                    _unclear++;
                }
            }
            catch (OperationCanceledException)
            {
                return Interrupted();
            }

            try
            {
                await clock.PauseAsync(tries, _last?.RetryAfter, clock.Starting);
            }
            catch (OperationCanceledException) when (!_mayHaveWritten)
            {
                return Interrupted();
            }
            catch (OperationCanceledException)
            {
                // One last read tells whether the write took place.
            }
        }
    }

    private CancellationToken ReadToken => _mayHaveWritten ? clock.Finishing : clock.Starting;

    private async Task<ChangeResult> WriteAsync(FoundResource found)
    {
        var write = Compose(found);
        _sent++;
        ArmOperation? operation = null;
        try
        {
            operation = await arm.SendAsync(write, clock.Finishing);
            _accepted = true;
            var answer = await arm.WaitAsync(operation, clock.Finishing);
            return End(ChangeOutcome.Done) with { Document = FoundResource.Parse(answer, change.Resource)?.ToJsonString() };
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

    // What is there is written with If-Match, taken by the GET just before. For what is not there If-None-Match: *
    // would say "only if it still is not", but it is not sent: the resource provider contract asks for 412 then
    // (github.com/Azure/azure-resource-manager-rpc, resource-api-reference), yet no document and no recording shows
    // that Microsoft.Network heeds it, and a header that may be ignored, or refused, is no protection. What protects is
    // the GET just before; between it and the PUT there is a window of one request, in which a resource that another
    // one makes under the same name is overwritten with what the plan wants. README.md says so.
    private ArmWrite Compose(FoundResource found)
    {
        var id = change.Resource;
        var write = new ArmWrite(ArmVerb.Put, id.ToString(), ResourceTypes.ApiVersion(id))
        {
            IfMatch = found.ETag,
            Query = change.Query,
        };
        switch (change.Kind)
        {
            case ChangeKind.Delete:
                return write with { Verb = ArmVerb.Delete };
            case ChangeKind.Action:
                return write with
                {
                    Verb = ArmVerb.Post,
                    Path = $"{id}/{change.Action}",
                    IfMatch = null,
                    Body = change.After is null ? default : JsonBody.WriteUtf8(JsonBody.Parse(change.After)),
                };
        }

        var request = BodyRules.Compose(id.Type, found.Body, JsonBody.Parse(change.After!));
        if (!request.Dropped.IsEmpty && _sent == 0)
        {
            steps.Notice(NoticeSeverity.Warning, "MemberDropped",
                $"{id} holds members that api-version {write.ApiVersion} does not have; writing it may reset them: "
                + $"{string.Join(", ", request.Dropped)}.", id);
        }

        return write with { Body = JsonBody.WriteUtf8(request.Body) };
    }

    // Not sent, or sent and refused: it is known that nothing was written.
    private ChangeResult Interrupted() =>
        End(_mayHaveWritten ? ChangeOutcome.Unknown : _sent > 0 ? ChangeOutcome.Failed : ChangeOutcome.NotStarted) with
        {
            Error = clock.Interruption(change.Resource, _last?.Message ?? string.Empty),
        };

    private ChangeResult Fail(Failure failure) => End(ChangeOutcome.Failed) with { Error = failure };

    private ChangeResult End(ChangeOutcome outcome) =>
        new(change, outcome, clock.Since(_begun)) { Attempts = _sent, Accepted = _accepted };
}
