using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>The providers' side of circuits: who does what, when, as declared.</summary>
internal sealed class Provisioning(Cloud cloud)
{
    private readonly Dictionary<ResourceId, ProviderScript> _byCircuit = [];
    private readonly Dictionary<string, ProviderScript> _byProvider = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(ResourceId Circuit, ProviderScript Script)> _begun = [];
    private readonly List<(DateTimeOffset At, ResourceId Circuit, string State)> _due = [];

    /// <summary>Says what a provider does to one circuit; where that has its service key already, it begins now.</summary>
    public void Declare(ResourceId circuit, ProviderScript script, DateTimeOffset now)
    {
        _byCircuit[circuit] = script;
        _due.RemoveAll(d => d.Circuit == circuit);
        if (cloud.Estate.Find(circuit) is { } document && HasKey(document))
        {
            Begin(circuit, script, now);
        }
    }

    /// <summary>Says what a provider does to the circuits that are ordered from it from now on.</summary>
    public void Declare(string provider, ProviderScript script) => _byProvider[provider] = script;

    /// <summary>A circuit has got its service key: the provider begins when the operation has ended.</summary>
    public void HasBegun(ResourceId circuit, JsonObject document) => _begun.Add((circuit,
        _byCircuit.GetValueOrDefault(circuit)
        ?? _byProvider.GetValueOrDefault(document.Object("properties").Object("serviceProviderProperties").Text("serviceProviderName") ?? string.Empty)
        ?? cloud.Options.ProviderScript));

    /// <summary>The provider does something to a circuit from now on.</summary>
    public void Begin(ResourceId circuit, ProviderScript script, DateTimeOffset now)
    {
        _due.RemoveAll(d => d.Circuit == circuit);
        _due.AddRange(script.Steps.Select(s => (now + s.After, circuit, s.State)));
    }

    /// <summary>Begins what was waiting for the end of an operation.</summary>
    public void BeginWaiting(DateTimeOffset now)
    {
        foreach (var (circuit, script) in _begun)
        {
            Begin(circuit, script, now);
        }

        _begun.Clear();
    }

    /// <summary>The time of the next step that is due by now; null when none is.</summary>
    public DateTimeOffset? Next(DateTimeOffset now) => _due.Where(d => d.At <= now).Select(d => (DateTimeOffset?)d.At).Min();

    /// <summary>Takes the steps that are due, in the order of their times.</summary>
    public void Take(DateTimeOffset now)
    {
        foreach (var step in _due.Where(d => d.At <= now).OrderBy(d => d.At).ToArray())
        {
            _due.Remove(step);
            if (cloud.Estate.Find(step.Circuit) is { } circuit
                && !Json.Same(CircuitShape.ProviderState(circuit), step.State))
            {
                circuit.Properties()["serviceProviderProvisioningState"] = step.State;
                cloud.Touch(step.Circuit);
            }
        }
    }

    private static bool HasKey(JsonObject circuit) =>
        Guid.TryParse(circuit.Object("properties").Text("serviceKey"), out var key) ? key != Guid.Empty : circuit.State() is null or "Succeeded";
}
