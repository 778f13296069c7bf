using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation;

/// <summary>
/// The URLs that are polled. They are signed: one that does not come back verbatim is refused, as is one that was never
/// given out.
/// </summary>
internal sealed class StatusEndpoint(OperationBook operations)
{
    /// <summary>
    /// …/operations/{id}: always 200; a failed operation says so in the body (recorded).
    /// </summary>
    public Answer Status(Exchange exchange, string id)
    {
        if (Operation(exchange, id, o => o.StatusUrl, out var operation) is { } refusal)
        {
            return Answer.Refusing(refusal);
        }

        var body = new JsonObject { ["status"] = operation.State.ToString() };
        // Recorded of one action that answers nothing: setvpnclientipsecparameters.
        if (operation is { TellsProperties: true, State: OperationState.Succeeded })
        {
            body["properties"] = operation.Output?.Invoke() ?? new JsonObject();
        }

        if (operation.Error is { } error)
        {
            body["error"] = (error with { ByFrontDoor = false }).ToErrorObject();
        }

        var answer = Answer.Of(200, body);
        return operation.State == OperationState.InProgress
            ? answer.WithRetryAfter(operation.Time.AfterPoll(operation.Polls++))
            : answer;
    }

    /// <summary>A status or a result of a service's operation: which of both, the URL tells.</summary>
    public Answer OfService(Exchange exchange, string id) => Guid.TryParse(id, out var guid)
        && operations.Find(guid) is { } found && string.Equals(exchange.Uri.PathAndQuery, found.ResultUrl, StringComparison.Ordinal)
            ? Result(exchange, id) : Status(exchange, id);

    /// <summary>
    /// …/operationResults/{id}: 202 while it runs, then what the synchronous call would have answered.
    /// </summary>
    public Answer Result(Exchange exchange, string id)
    {
        if (Operation(exchange, id, o => o.ResultUrl, out var operation) is { } refusal)
        {
            return Answer.Refusing(refusal);
        }

        return operation.State switch
        {
            OperationState.InProgress => Links(
                new(202, operation.Asks ? Json.ToBytes(null) : null), exchange, operation)
                .WithRetryAfter(operation.Time.AfterPoll(operation.Polls++)),
            OperationState.Succeeded when operation is { Output: { } output, Asks: true } => Answer.Of(200, output())
                .With("Location", exchange.Root + operation.ResultUrl),
            OperationState.Succeeded when operation.Output is { } output => Links(Answer.Of(200, output()), exchange, operation),
            OperationState.Succeeded when operation.RepeatsNotice =>
                Links(new(204), exchange, operation).With("Azure-AsyncNotification", "Enabled"),
            OperationState.Succeeded => Links(new(204), exchange, operation),
            _ => Answer.Refusing(
                operation.Error! with { Status = operation.Error.Status < 400 ? 409 : operation.Error.Status }),
        };
    }

    /// <summary>
    /// …/operationresults/{job}: 202 with Location, at the end 200 without body (recorded).
    /// </summary>
    public Answer Job(Exchange exchange, string job)
    {
        if (operations.FindJob(job) is not { } operation)
        {
            return Answer.Refusing(FrontDoorErrors.OperationNotFound.With(job));
        }

        if (!string.Equals(exchange.Uri.PathAndQuery, operation.ResultUrl, StringComparison.Ordinal))
        {
            return Answer.Refusing(FrontDoorErrors.InvalidStatusUrl.With(exchange.Uri.AbsolutePath));
        }

        return operation.State switch
        {
            OperationState.InProgress => Accepted.Job(exchange, operation),
            OperationState.Succeeded => new(200),
            _ => Answer.Refusing(operation.Error! with { Status = 409 }),
        };
    }

    private ArmError? Operation(Exchange exchange, string id, Func<Operation, string> url, out Operation operation)
    {
        operation = null!;
        if (!Guid.TryParse(id, out var guid) || operations.Find(guid) is not { } found)
        {
            return FrontDoorErrors.OperationNotFound.With(id);
        }

        operation = found;
        return string.Equals(exchange.Uri.PathAndQuery, url(found), StringComparison.Ordinal)
            ? null
            : FrontDoorErrors.InvalidStatusUrl.With(exchange.Uri.AbsolutePath);
    }

    private static Answer Links(Answer answer, Exchange exchange, Operation operation) => answer
        .With("Location", exchange.Root + operation.ResultUrl)
        .With("Azure-AsyncOperation", exchange.Root + operation.StatusUrl);
}
