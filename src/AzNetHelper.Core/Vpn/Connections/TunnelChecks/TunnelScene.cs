using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn.TunnelChecks;

/// <summary>A tunnel that is asked for, with its changes.</summary>
internal sealed record PlannedTunnel(TunnelPair Pair, ImmutableArray<Change> Changes)
{
    public VirtualNetworkGateway One => Pair.First.Near;

    public VirtualNetworkGateway Other => Pair.Second.Near;

    public string Group => Pair.Group;

    public bool Writes => Changes.Any(c => c.Writes);

    /// <summary>True when routes come to lead where none did: a half is made, or BGP is switched on.</summary>
    public bool OpensWays => Pair.IsMade || (Pair.Bgp && Pair.Halves.Any(h => h.Existing?.EnableBgp == false));

    public IEnumerable<VirtualNetworkGateway> Gateways => [One, Other];
}

/// <summary>Everything that the checks of VNet-to-VNet connections look at.</summary>
internal sealed record TunnelScene(Topology Topology, ImmutableArray<VNetToVNetRequest> Requests)
{
    public ImmutableArray<PlannedTunnel> Tunnels { get; private init; } = [];

    public DateTimeOffset Now => Topology.ReadAt ?? default;

    public TunnelSpaces Spaces { get; } = new(Topology);

    public static TunnelScene Of(Topology topology, ImmutableArray<VNetToVNetRequest> requests) => new(topology, requests)
    {
        Tunnels = [.. requests.Where(r => r.Gateway1 != r.Gateway2).Select(r => TunnelPair.Of(topology, r)).OfType<TunnelPair>()
            .Select(p => new PlannedTunnel(p, [.. new HalfChange(topology, p).All()]))],
    };

    public VirtualNetworkGateway? Gateway(ResourceId id) => Topology.Gateways.FirstOrDefault(g => g.Id == id);
}
