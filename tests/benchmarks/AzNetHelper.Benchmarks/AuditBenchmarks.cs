using System.Text.Json;
using AzNetHelper.Addressing;
using AzNetHelper.AddressSpaces;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using BenchmarkDotNet.Attributes;

namespace AzNetHelper.Benchmarks;

/// <summary>
/// Findings of an estate: hubs of a hundred spokes with twenty subnets each, every tenth spoke with a range that is in use
/// twice; and room in it.
/// </summary>
[MemoryDiagnoser]
public class AuditBenchmarks
{
    private const int SpokesOfHub = 100;
    private const int SubnetsOfNetwork = 20;
    private Topology _topology = Topology.Empty;

    [Params(100, 1_000, 5_000)]
    public int Networks { get; set; }

    [GlobalSetup]
    public void Make() => _topology = new(Enumerable.Range(0, Networks).Select(Network));

    [Benchmark]
    public int Examine() => AddressSpaceAudit.Examine(_topology).Length;

    [Benchmark]
    public int FindTwenty() => AddressSpaceFinder.Find(_topology, new() { Lengths = [20], Count = 20 }).Found.Length;

    private ResourceDocument Network(int at)
    {
        var (hub, isHub) = (at - (at % SpokesOfHub), at % SpokesOfHub == 0);

        // Every tenth one takes the range of its neighbour.
        var block = Space(at % 10 == 9 ? at - 1 : at);
        int[] peers = isHub ? [.. Enumerable.Range(hub + 1, SpokesOfHub - 1).Where(s => s < Networks)] : [hub];
        return new(Id(at), JsonSerializer.SerializeToUtf8Bytes(new
        {
            location = "westeurope",
            properties = new
            {
                addressSpace = new { addressPrefixes = new[] { block.ToString() } },
                subnets = Enumerable.Range(0, SubnetsOfNetwork).Select(s => new
                {
                    name = $"snet-{s}", properties = new { addressPrefix = Part(block, s).ToString() },
                }),
                virtualNetworkPeerings = peers.Select(p => new
                {
                    name = $"to-{p}", properties = new { remoteVirtualNetwork = new { id = Id(p).ToString() }, peeringState = "Connected" },
                }),
            },
        }));
    }

    // A /21 each: 8,192 of them are in 10.0.0.0/8.
    private static IPPrefix Space(int at) => IPPrefix.FromBits((UInt128)(0x0a000000u | ((uint)at << 11)) << 96, 21, isIPv6: false);

    private static IPPrefix Part(IPPrefix space, int at) => IPPrefix.FromBits(space.Bits | ((UInt128)(uint)(at << 6) << 96), 26, isIPv6: false);

    private static ResourceId Id(int at) => ResourceId.ForResource(
        "11111111-1111-1111-1111-111111111111", "rg", ResourceTypes.VirtualNetwork, $"vnet-{at:00000}");
}
