using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation;

/// <summary>First answers of long-running operations, in the forms that were recorded.</summary>
internal static class Accepted
{
    /// <summary>201 or 200 with the resource, Azure-AsyncOperation and no Location.</summary>
    public static Answer Put(Exchange exchange, Operation operation, bool existed, JsonObject body, bool notify) =>
        Notify(new Answer(existed ? 200 : 201, Json.ToBytes(body)) { OperationId = operation.Id }
            .With("Azure-AsyncOperation", exchange.Root + operation.StatusUrl)
            .WithRetryAfter(operation.Time.RetryAfter), notify);

    /// <summary>202 without body, both headers.</summary>
    public static Answer Delete(Exchange exchange, Operation operation, bool notify) =>
        Notify(new Answer(202) { OperationId = operation.Id }
            .With("Location", exchange.Root + operation.ResultUrl)
            .With("Azure-AsyncOperation", exchange.Root + operation.StatusUrl)
            .WithRetryAfter(operation.Time.RetryAfter), notify);

    /// <summary>202 with what is being done, both headers: writes of database servers and their rules.</summary>
    public static Answer Write(Exchange exchange, Operation operation, JsonObject body) =>
        new Answer(202, Json.ToBytes(body)) { OperationId = operation.Id }
            .With("Location", exchange.Root + operation.ResultUrl)
            .With("Azure-AsyncOperation", exchange.Root + operation.StatusUrl)
            .WithRetryAfter(operation.Time.RetryAfter);

    /// <summary>202 with the body null and Location only: POSTs that ask a gateway (recorded).</summary>
    public static Answer Question(Exchange exchange, Operation operation) =>
        new Answer(202, Json.ToBytes(null)) { OperationId = operation.Id }
            .With("Location", exchange.Root + operation.ResultUrl)
            .WithRetryAfter(operation.Time.RetryAfter);

    /// <summary>200 without body, Azure-AsyncOperation only: a key that is written (recorded).</summary>
    public static Answer KeyPut(Exchange exchange, Operation operation) => new Answer(200) { OperationId = operation.Id }
        .With("Azure-AsyncOperation", exchange.Root + operation.StatusUrl)
        .WithRetryAfter(operation.Time.RetryAfter);

    /// <summary>202 without body, both headers: POSTs that do something and answer nothing (recorded).</summary>
    public static Answer Action(Exchange exchange, Operation operation) => Delete(exchange, operation, notify: false);

    /// <summary>202 without body, Location only: ARM's own jobs.</summary>
    public static Answer Job(Exchange exchange, Operation operation) => new Answer(202)
        .With("Location", exchange.Root + operation.ResultUrl)
        .WithRetryAfter(operation.Time.RetryAfter);

    private static Answer Notify(Answer answer, bool notify) =>
        notify ? answer.With("Azure-AsyncNotification", "Enabled") : answer;
}
