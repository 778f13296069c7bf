using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.AddressSpaces;

/// <summary>
/// Who holds which addresses in a topology, and what joins the holders. VNets that were not read count with the prefixes that
/// the halves pointing at them tell.
/// </summary>
internal sealed class AddressEstate
{
    private readonly Dictionary<AddressHolder, ImmutableArray<IPPrefix>> _prefixes = [];
    private readonly Dictionary<ResourceId, List<PeerLink>> _peers = [];

    public AddressEstate(Topology topology)
    {
        Topology = topology;
        Connections = topology.Connections.Where(c => c.Gateway is not null).ToLookup(c => c.Gateway!);
        GatewayHomes = topology.Gateways.Where(g => g.VirtualNetwork is not null).ToDictionary(g => g.Id, g => g.VirtualNetwork!);
        foreach (var network in topology.VirtualNetworks)
        {
            Claim(VNet(network.Id), network.AddressSpace);
        }

        foreach (var half in topology.VirtualNetworks.SelectMany(n => n.Peerings))
        {
            Join(half);
        }

        foreach (var site in topology.LocalNetworkGateways)
        {
            Claim(new(HolderKind.Site, site.Id), site.AddressSpace);
        }

        foreach (var (circuit, prefixes) in topology.ExpressRoutePrefixes)
        {
            Claim(new(HolderKind.Circuit, circuit), prefixes);
        }

        foreach (var gateway in topology.Gateways)
        {
            Claim(new(HolderKind.ClientPool, gateway.Id), gateway.ClientPool);
        }

        Hubs = [.. topology.Gateways.Where(g => g.VirtualNetwork is not null).GroupBy(g => g.VirtualNetwork!)
            .OrderBy(g => g.Key).Select(g => GatewayHub.Of(this, g.Key, [.. g]))];
    }

    public Topology Topology { get; }

    /// <summary>The connections of each gateway.</summary>
    public ILookup<ResourceId, GatewayConnection> Connections { get; }

    /// <summary>The VNet that each gateway sits in.</summary>
    public IReadOnlyDictionary<ResourceId, ResourceId> GatewayHomes { get; }

    /// <summary>The VNets with gateways.</summary>
    public ImmutableArray<GatewayHub> Hubs { get; }

    /// <summary>Everyone who holds addresses, in the order of kinds and ids.</summary>
    public IEnumerable<AddressHolder> Holders => _prefixes.Keys.OrderBy(h => h.Kind).ThenBy(h => h.Id);

    public IEnumerable<AddressClaim> ClaimsOf(AddressHolder holder) =>
        _prefixes.TryGetValue(holder, out var prefixes) ? prefixes.Select(p => new AddressClaim(holder, p)) : [];

    /// <summary>What a VNet's peerings lead to, from whichever side.</summary>
    public IReadOnlyCollection<PeerLink> PeersOf(ResourceId network) => _peers.TryGetValue(network, out var peers) ? peers : [];

    /// <summary>The VNets that a peering joins with another one.</summary>
    public IEnumerable<ResourceId> Peered => _peers.Keys.Order();

    public static AddressHolder VNet(ResourceId id) => new(HolderKind.VNet, id);

    // 0.0.0.0/0 is a way out, and nobody's address.
    private void Claim(AddressHolder holder, IEnumerable<IPPrefix> prefixes)
    {
        ImmutableArray<IPPrefix> held = [.. prefixes.Where(p => holder.Kind == HolderKind.VNet || !p.IsDefault).Distinct()];
        if (!held.IsEmpty || holder.Kind == HolderKind.VNet)
        {
            _prefixes[holder] = held;
        }
    }

    private void Join(PeeringHalf half)
    {
        Link(half.LocalVNet, half.RemoteVNet, half);
        Link(half.RemoteVNet, half.LocalVNet, half);
        if (Topology.VirtualNetwork(half.RemoteVNet) is null
            && (half.RemoteVirtualNetworkAddressSpace ?? half.RemoteAddressSpace) is { } told && half.PeerCompleteVNets)
        {
            Claim(VNet(half.RemoteVNet), told);
        }
    }

    private void Link(ResourceId network, ResourceId peer, PeeringHalf half)
    {
        if (!_peers.TryGetValue(network, out var links))
        {
            _peers[network] = links = [];
        }

        var at = links.FindIndex(l => l.Peer == peer);
        var (isWhole, isTorn) = (half.PeerCompleteVNets, half.State == PeeringState.Disconnected);
        if (at < 0)
        {
            links.Add(new(peer, isWhole, isTorn));
        }
        else
        {
            links[at] = links[at] with { IsWhole = links[at].IsWhole && isWhole, IsTorn = links[at].IsTorn || isTorn };
        }
    }
}

/// <summary>A peering, seen from one VNet.</summary>
/// <param name="Peer">The VNet at the other end.</param>
/// <param name="IsWhole">False when only some subnets are peered: then the spaces may overlap.</param>
/// <param name="IsTorn">True when a half is Disconnected.</param>
internal sealed record PeerLink(ResourceId Peer, bool IsWhole, bool IsTorn);
