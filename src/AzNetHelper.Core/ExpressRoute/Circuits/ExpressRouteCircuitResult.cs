using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute;

/// <summary>What became of a circuit that was wanted, as read back at the end.</summary>
/// <param name="CircuitId">The circuit.</param>
public sealed record ExpressRouteCircuitResult(ResourceId CircuitId)
{
    public string Circuit => CircuitId.Name;

    public string? Provider { get; init; }

    public string? PeeringLocation { get; init; }

    public int? BandwidthInMbps { get; init; }

    /// <summary><c>Local</c>, <c>Standard</c> or <c>Premium</c>; null while there is no circuit.</summary>
    public string? Sku { get; init; }

    /// <summary><c>Metered</c> or <c>Unlimited</c>.</summary>
    public string? Family { get; init; }

    /// <summary><c>Enabled</c> once it exists at Microsoft's side.</summary>
    public string? CircuitState { get; init; }

    /// <summary><c>NotProvisioned</c>, <c>Provisioning</c> or <c>Provisioned</c>: how far the provider is.</summary>
    public string? ProviderState { get; init; }

    /// <summary>
    /// What to hand to the provider, as long as that has not begun; null afterwards. It stands here and nowhere else: in no plan, no
    /// journal, no log and no export.
    /// </summary>
    public string? ServiceKey { get; init; }

    /// <summary>Who has to do what now.</summary>
    public string? NextStep { get; init; }

    /// <summary>True when something of it was written.</summary>
    public bool Changed { get; init; }

    /// <summary>The time that the writes took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The first failure; null when all is as wanted.</summary>
    public Failure? Error { get; init; }

    /// <summary>Lets the result be given where a circuit is asked for.</summary>
    public ResourceId Id => CircuitId;

    /// <summary>The result of a run of a plan of <see cref="CircuitPlanner"/>.</summary>
    /// <param name="ground">What the plan rested on.</param>
    /// <param name="results">What the run did.</param>
    /// <param name="serviceKey">The key, where it is to be handed on; null for none.</param>
    public static ExpressRouteCircuitResult From(CircuitGround ground, ImmutableArray<ChangeResult> results, string? serviceKey)
    {
        ArgumentNullException.ThrowIfNull(ground);
        var circuit = AfterRun.Of(ground.Topology, results).Circuits.FirstOrDefault(c => c.Id == ground.Request.Circuit);
        var failed = results.Where(r => r.Error is not null).ToArray();
        return Of(ground.Request.Circuit, circuit, serviceKey) with
        {
            Changed = results.Any(r => r.Change.Writes && (r.Accepted || r.Outcome is ChangeOutcome.Done or ChangeOutcome.Unknown)),
            Elapsed = results.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.Elapsed),
            Error = failed.FirstOrDefault()?.Error,
        };
    }

    /// <summary>The same, with the circuit as it is some time after: without the key, which was shown before.</summary>
    public ExpressRouteCircuitResult Now(ExpressRouteCircuit circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        return Of(CircuitId, circuit, serviceKey: null) with { Changed = Changed, Elapsed = Elapsed };
    }

    internal static ExpressRouteCircuitResult Of(ResourceId id, ExpressRouteCircuit? circuit, string? serviceKey) => new(id)
    {
        Provider = circuit?.ServiceProvider,
        PeeringLocation = circuit?.PeeringLocation,
        BandwidthInMbps = circuit?.BandwidthMbps,
        Sku = circuit?.Tier,
        Family = CircuitSku.FamilyOf(circuit?.Family) ?? circuit?.Family,
        CircuitState = circuit?.CircuitState,
        ProviderState = circuit?.ProviderState,
        ServiceKey = CircuitProvisioning.IsUntouched(circuit?.ProviderState) ? serviceKey : null,
        NextStep = circuit is null ? null : CircuitProvisioning.NextStep(circuit),
    };

    public override string ToString() => Error is null
        ? string.Create(CultureInfo.InvariantCulture, $"{Circuit}: {Provider} in {PeeringLocation}, {BandwidthInMbps} Mbps, {ProviderState}")
        : $"{Circuit}: {Error.Message}";
}

/// <summary>What became of a circuit that was to go.</summary>
/// <param name="CircuitId">The circuit.</param>
public sealed record ExpressRouteCircuitRemovalResult(ResourceId CircuitId)
{
    public string Circuit => CircuitId.Name;

    /// <summary>True when it is gone.</summary>
    public bool Removed { get; init; }

    /// <summary>The time that the removal took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Why it is still there; null when it is gone.</summary>
    public Failure? Error { get; init; }

    /// <summary>The result of a run of a plan of <see cref="CircuitRemover"/>.</summary>
    public static ExpressRouteCircuitRemovalResult From(ResourceId circuit, ImmutableArray<ChangeResult> results) => new(circuit)
    {
        Removed = results.Any(r => r.Kind == ChangeKind.Delete && r.Outcome is ChangeOutcome.Done or ChangeOutcome.Unchanged),
        Elapsed = results.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.Elapsed),
        Error = results.FirstOrDefault(r => r.Error is not null)?.Error,
    };

    public override string ToString() => Error is null ? $"{Circuit}: removed" : $"{Circuit}: {Error.Message}";
}
