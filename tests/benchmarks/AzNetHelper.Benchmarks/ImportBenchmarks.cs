using System.Text.Json;
using AzNetHelper.Networks;
using BenchmarkDotNet.Attributes;

namespace AzNetHelper.Benchmarks;

/// <summary>From the bytes of a snapshot to a topology, against what System.Text.Json needs to read the same bytes.</summary>
[MemoryDiagnoser]
public class ImportBenchmarks
{
    private byte[] _bytes = [];

    [Params(1_000, 10_000)]
    public int Networks { get; set; }

    [Params(SnapshotForm.Export, SnapshotForm.AzureCli)]
    public SnapshotForm Form { get; set; }

    [GlobalSetup]
    public void Make() => _bytes = SnapshotForms.Write(Networks, Form);

    [Benchmark(Baseline = true)]
    public JsonValueKind ParseJson()
    {
        using var document = JsonDocument.Parse(_bytes);
        return document.RootElement.ValueKind;
    }

    /// <summary>Every token, nothing kept: less cannot be read.</summary>
    [Benchmark]
    public int WalkTokens()
    {
        var reader = new Utf8JsonReader(_bytes);
        var tokens = 0;
        while (reader.Read())
        {
            tokens++;
        }

        return tokens;
    }

    [Benchmark]
    public Topology Import() => TopologyImport.Read(new TopologySource("snapshot.json", _bytes));
}
