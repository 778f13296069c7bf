using AzNetHelper.Networks;

namespace AzNetHelper.Simulation;

/// <summary>How the simulation behaves.</summary>
public sealed record SimulationOptions
{
    /// <summary>The clock of everything that takes time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The seed of every generated id, etag and guid.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>Azure Resource Manager in little: state, rules and faults behind an HttpMessageHandler.</summary>
public sealed class AzureSimulation(SimulationOptions options)
{
    public SimulationOptions Options { get; } = options;

    /// <summary>A handler over this state; any number of them may be used side by side.</summary>
    public HttpMessageHandler CreateHandler() => throw new NotSupportedException();

    /// <summary>Puts networks into the state, as they are; what is there stays.</summary>
    public void Load(Topology topology) => throw new NotSupportedException();
}
