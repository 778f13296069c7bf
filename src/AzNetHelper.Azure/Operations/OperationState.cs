using System.Text.Json;

namespace AzNetHelper.Azure;

internal enum OperationPhase
{
    Running,
    Succeeded,
    Failed,
}

/// <summary>
/// What a body says about an operation: a status body's <c>status</c>, or a resource's provisioningState.
/// </summary>
internal readonly record struct OperationState(OperationPhase Phase, string Text)
{
    /// <summary>The state that a status body tells; null when it tells none.</summary>
    public static OperationState? OfStatus(JsonElement body) =>
        ErrorReader.Text(body, "status") is { } status ? new(PhaseOf(status), status)
        : ProvisioningState(body) is { } state ? new(PhaseOf(state), state)
        : null;

    /// <summary>The state of a resource; absent means Succeeded (ARM's resource provider contract).</summary>
    public static OperationState OfResource(JsonElement body) =>
        ProvisioningState(body) is { } state ? new(PhaseOf(state), state) : new(OperationPhase.Succeeded, "Succeeded");

    private static string? ProvisioningState(JsonElement body) =>
        ErrorReader.Member(body, "properties") is { } properties
            ? ErrorReader.Text(properties, "provisioningState")
            : null;

    // Every other word (InProgress, Updating, Accepted ...) means that it goes on.
    private static OperationPhase PhaseOf(string text) => text.ToUpperInvariant() switch
    {
        "SUCCEEDED" => OperationPhase.Succeeded,
        "FAILED" or "CANCELED" or "CANCELLED" => OperationPhase.Failed,
        _ => OperationPhase.Running,
    };
}
