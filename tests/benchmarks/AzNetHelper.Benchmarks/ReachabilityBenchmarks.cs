using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;
using BenchmarkDotNet.Attributes;

namespace AzNetHelper.Benchmarks;

/// <summary>All pairs, and one question, on estates of hubs and spokes with firewalls and gateways.</summary>
[MemoryDiagnoser]
public class ReachabilityBenchmarks
{
    private Topology _topology = Topology.Empty;
    private Endpoint _source = null!;
    private Endpoint _destination = null!;
    private ReachabilityEngine _warm = null!;

    [Params(100, 1_000, 5_000)]
    public int Networks { get; set; }

    [GlobalSetup]
    public void Make()
    {
        _topology = RoutedEstate.Make(Networks, subnets: 20);
        var last = _topology.VirtualNetworks.Length - 1;
        (_source, _destination) = (new VNetEndpoint(_topology.VirtualNetworks[last].Id), new VNetEndpoint(_topology.VirtualNetworks[last / 2].Id));
        _warm = new(_topology);
        _warm.Ask(_source, _destination);
    }

    /// <summary>Everything: routes, what gateways learn, and the verdict of every pair.</summary>
    [Benchmark]
    public int AllPairs() => new ReachabilityEngine(_topology).Matrix().Count(p => p.Verdict == Verdict.Reachable);

    /// <summary>One question after load, the first of its engine.</summary>
    [Benchmark]
    public Verdict OneQuestion() => new ReachabilityEngine(_topology).Ask(_source, _destination).Verdict;

    /// <summary>A further question.</summary>
    [Benchmark]
    public Verdict NextQuestion() => _warm.Ask(_source, _destination).Verdict;
}
