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
    private const string Activity = "Waiting for the provider";

    /// <summary>How often the state is asked: a provider takes hours.</summary>
    public static TimeSpan Pace { get; } = TimeSpan.FromSeconds(30);

    /// <summary>True when the provider is done.</summary>
    public static bool IsProvisioned(ExpressRouteCircuitResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return IsDone(result.ProviderState);
    }

    /// <summary>True while the provider has not begun, so that the service key is still to be handed over.</summary>
    public static bool IsUntouched(ExpressRouteCircuitResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return IsUntouched(result.ProviderState);
    }

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
    /// The service key of a circuit that its provider has not begun with, read by itself: what a run reads back has slots in the place of
    /// secrets. Null, and told, where there is none yet, or it cannot be read.
    /// </summary>
    public static async Task<string?> ServiceKeyAsync(IArm arm, ResourceId circuit, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(circuit);
        ArgumentNullException.ThrowIfNull(steps);
        var why = "Azure does not tell it yet";
        try
        {
            var answer = await arm.GetAsync(circuit.ToString(), ResourceTypes.NetworkApiVersion, cancellationToken).ConfigureAwait(false);
            if (KeyIn(JsonBody.Parse(answer.Body)) is { } key)
            {
                return key;
            }
        }
        catch (ArmException e)
        {
            why = e.Message;
        }

        steps.Notice(NoticeSeverity.Warning, "ServiceKeyNotRead",
            $"The circuit {circuit.Name} is there, and its service key could not be read ({why}). Run the command again: it shows the key.", circuit);
        return null;
    }

    /// <summary>Tells of the circuits that a run has made without showing their keys, and what shows them.</summary>
    public static void TellKeys(IEnumerable<ChangeResult> results, StepWriter steps)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(steps);
        foreach (var circuit in results.Where(r => r is { Kind: ChangeKind.Create, Outcome: ChangeOutcome.Done } && r.Resource.IsType(ResourceTypes.ExpressRouteCircuit))
            .Select(r => r.Resource))
        {
            steps.Notice(NoticeSeverity.Warning, "ServiceKeyNotShown", $"The circuit {circuit.Name} is made, and its provider needs the service key, which a plan does not "
                + $"show. {CircuitOrigins.NewCircuit} with the values of the circuit shows it.", circuit);
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
        var start = arm.Time.GetTimestamp();
        try
        {
            while (true)
            {
                var (there, failed) = await AskAsync(arm, circuit, cancellationToken).ConfigureAwait(false);
                if (IsDone(there?.ProviderState))
                {
                    return there;
                }

                if ((failed is null || PassesBy(failed)) && !IsGoing(there?.ProviderState) && arm.Time.GetElapsedTime(start) + Pace <= patience)
                {
                    steps.Progress(Activity, there is null ? $"{circuit.Name}: Azure did not answer, and is asked again"
                        : $"{circuit.Name}: {there.ServiceProvider} has it {there.ProviderState}", 0, 0);
                    await Task.Delay(Pace, arm.Time, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                steps.Fail(there is not null ? Ended(there) : Failure.From(failed!, circuit));
                return null;
            }
        }
        finally
        {
            steps.ProgressEnded(Activity);
        }
    }

    /// <summary>True while the provider takes the circuit out of service: nothing makes it Provisioned from there but a new order.</summary>
    internal static bool IsGoing(string? state) => CircuitSku.Is(state, "Deprovisioning");

    private static async Task<(ExpressRouteCircuit? There, ArmException? Failed)> AskAsync(IArm arm, ResourceId circuit, CancellationToken stop)
    {
        try
        {
            var answer = await arm.GetAsync(circuit.ToString(), ResourceTypes.NetworkApiVersion, stop).ConfigureAwait(false);
            return ((ExpressRouteCircuit)ArmDocuments.Read(new ResourceDocument(circuit, answer.Body))!, null);
        }
        catch (ArmException e)
        {
            return (null, e);
        }
    }

    // Within a day a network fails, and a service is busy: that ends no wait. A circuit that is gone does, a right, or a sign-in.
    private static bool PassesBy(ArmException e) => e.Is("NoAnswer") || e.Status is 408 or 429 or >= 500;

    private static Failure Ended(ExpressRouteCircuit there) => IsGoing(there.ProviderState)
        ? new("CircuitDeprovisioning", FailureKind.InvalidOperation, $"{there.ServiceProvider} is taking {there.Name} out of service ({there.ProviderState}), so it does not "
            + $"become Provisioned. Ask {there.ServiceProvider} who ordered that. When it is NotProvisioned again, hand over the service key anew, or remove the circuit "
            + $"({CircuitOrigins.RemoveCircuit}): it is billed until then.", there.Id)
        : new("CircuitNotProvisioned", FailureKind.OperationTimeout,
            $"{there.Name} is {there.ProviderState} at {there.ServiceProvider} when the time is up; the circuit itself is made. "
            + (IsUntouched(there.ProviderState) ? "The provider has not begun: hand over the service key, if you have not. " : string.Empty)
            + "Run the command again with -Wait to go on waiting.", there.Id);

    // While the circuit is made it is a guid of zeros (recorded-behaviour 6.1).
    private static string? KeyIn(JsonObject? body) => JsonBody.At(body, "properties.serviceKey") is JsonValue value
        && value.TryGetValue<string>(out var key) && key.Length > 0 && key != Guid.Empty.ToString() ? key : null;
}
