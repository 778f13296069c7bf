using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute;

/// <summary>
/// The provider's part of a circuit: NotProvisioned, Provisioning, Provisioned (expressroute-workflows; azure-network-rules 6). These are
/// states, no errors: a circuit may stay in one for days.
/// </summary>
public static class CircuitProvisioning
{
    /// <summary>How often the state is asked: a provider takes hours.</summary>
    public static TimeSpan Pace { get; } = TimeSpan.FromSeconds(30);

    /// <summary>True when the provider is done.</summary>
    public static bool IsProvisioned(ExpressRouteCircuitResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return IsDone(result.ProviderState);
    }

    /// <summary>True while the provider has not begun, so that the service key is still to be handed over.</summary>
    internal static bool IsUntouched(string? state) => CircuitSku.Is(state, "NotProvisioned");

    internal static bool IsDone(string? state) => CircuitSku.Is(state, "Provisioned");

    internal static string? NextStep(ExpressRouteCircuit circuit) => circuit.ProviderState?.ToUpperInvariant() switch
    {
        "NOTPROVISIONED" => $"You: hand the service key to {circuit.ServiceProvider}. New-ExpressRoutePrivatePeering may come before or after.",
        "PROVISIONING" => $"{circuit.ServiceProvider}: provisions the circuit. Run the command again with -Wait to wait for it.",
        "PROVISIONED" when circuit.PrivatePeering is null => $"You: New-ExpressRoutePrivatePeering '{circuit.Name}', unless {circuit.ServiceProvider} makes the peering (layer 3).",
        "PROVISIONED" => "You: link a gateway (New-ExpressRouteConnection).",
        "DEPROVISIONING" => $"{circuit.ServiceProvider}: takes the circuit out of service.",
        _ => null,
    };

    /// <summary>
    /// The service key, read by itself: what a run reads back has slots in the place of secrets. Null where there is none yet, or it may
    /// not be read.
    /// </summary>
    public static async Task<string?> ServiceKeyAsync(IArm arm, ResourceId circuit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(circuit);
        try
        {
            var answer = await arm.GetAsync(circuit.ToString(), ResourceTypes.NetworkApiVersion, cancellationToken).ConfigureAwait(false);
            return KeyIn(JsonBody.Parse(answer.Body));
        }
        catch (ArmException)
        {
            return null;
        }
    }

    /// <summary>Waits until the provider has done its part, or somebody stops it; what it is waiting for is told as progress.</summary>
    /// <returns>The circuit as it is then; null where that is told as a failure.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static async Task<ExpressRouteCircuit?> WaitAsync(
        IArm arm, ResourceId circuit, TimeSpan patience, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(circuit);
        ArgumentNullException.ThrowIfNull(steps);
        const string Activity = "Waiting for the provider";
        var start = arm.Time.GetTimestamp();
        try
        {
            while (true)
            {
                var answer = await arm.GetAsync(circuit.ToString(), ResourceTypes.NetworkApiVersion, cancellationToken).ConfigureAwait(false);
                var there = (ExpressRouteCircuit)ArmDocuments.Read(new ResourceDocument(circuit, answer.Body))!;
                if (IsDone(there.ProviderState))
                {
                    return there;
                }

                steps.Progress(Activity, $"{circuit.Name}: {there.ServiceProvider} has it {there.ProviderState}", 0, 0);
                if (arm.Time.GetElapsedTime(start) + Pace > patience)
                {
                    steps.Fail(new("CircuitNotProvisioned", FailureKind.OperationTimeout,
                        $"{circuit.Name} is {there.ProviderState} at {there.ServiceProvider} when the time is up; the circuit itself is made. "
                        + (IsUntouched(there.ProviderState) ? "The provider has not begun: hand over the service key, if you have not. " : string.Empty)
                        + "Run the command again with -Wait to go on waiting.", circuit));
                    return null;
                }

                await Task.Delay(Pace, arm.Time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ArmException e)
        {
            steps.Fail(Failure.From(e, circuit));
            return null;
        }
        finally
        {
            steps.ProgressEnded(Activity);
        }
    }

    // While the circuit is made it is a guid of zeros (recorded-behaviour 6.1).
    private static string? KeyIn(JsonObject? body) => JsonBody.At(body, "properties.serviceKey") is JsonValue value
        && value.TryGetValue<string>(out var key) && key.Length > 0 && key != Guid.Empty.ToString() ? key : null;
}
