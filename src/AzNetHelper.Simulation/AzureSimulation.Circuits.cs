using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Simulation;

// What stands outside Azure at both sides of a circuit.
public sealed partial class AzureSimulation
{
    private ImmutableArray<ExtraDocument> _extras = [];

    /// <summary>
    /// Says what the provider does to a circuit, and when, by the simulation's clock: counted from when the circuit gets its service
    /// key, or from now where it has one. What was declared before is replaced; the circuit need not be there yet.
    /// </summary>
    public void SetCircuitProvider(ResourceId circuit, ProviderScript script)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        ArgumentNullException.ThrowIfNull(script);
        lock (_gate)
        {
            var now = Options.Time.GetUtcNow();
            _cloud.CatchUp(now);
            _cloud.Circuits.Provisioning.Declare(circuit, script, now);
            _cloud.Circuits.Refresh(now);
        }
    }

    /// <summary>Says what a provider does to the circuits that are ordered from it from now on.</summary>
    public void SetCircuitProvider(string provider, ProviderScript script)
    {
        ArgumentException.ThrowIfNullOrEmpty(provider);
        ArgumentNullException.ThrowIfNull(script);
        lock (_gate)
        {
            _cloud.Circuits.Provisioning.Declare(provider, script);
        }
    }

    /// <summary>The provider takes a circuit back: it is Deprovisioning at once, and NotProvisioned after a while.</summary>
    public void DeprovisionCircuit(ResourceId circuit, TimeSpan after = default)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        lock (_gate)
        {
            var now = Options.Time.GetUtcNow();
            _cloud.CatchUp(now);
            _cloud.Circuits.Provisioning.Begin(circuit, ProviderScript.Back(TimeSpan.Zero, after), now);
            _cloud.Circuits.Refresh(now);
        }
    }

    /// <summary>
    /// Says what stands at the customer's end of a circuit's link, or of both; null takes away what was declared, and nobody answers
    /// there. Sessions begin anew where that changes what they hang on.
    /// </summary>
    public void SetCircuitRouter(ResourceId circuit, CircuitLink link, CustomerRouter? router)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        lock (_gate)
        {
            var now = Options.Time.GetUtcNow();
            _cloud.CatchUp(now);
            _cloud.Circuits.Declare(circuit, link, router?.Peering ?? CircuitShape.PrivatePeering, router);
            _cloud.Circuits.Refresh(now);
        }
    }

    // What Azure does not hold: of one circuit or group what was loaded last counts, as documents do.
    private void Keep(ImmutableArray<ExtraDocument> extras) => _extras = extras.IsEmpty ? _extras : extras;
}
