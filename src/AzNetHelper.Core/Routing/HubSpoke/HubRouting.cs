using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Routing;

/// <summary>
/// A request laid over the networks: which spokes are meant, what the hop is, and which routes each subnet is to have. The
/// routes are symmetric by construction: whatever a spoke is sent by the hop, it sends back by it.
/// </summary>
internal sealed class HubRouting
{
    private readonly Lazy<ImmutableArray<RouteWish>> _wishes;
    private readonly Lazy<Estate> _estate;
    private readonly Lazy<HashSet<ResourceId>> _peered;
    private readonly Lazy<HashSet<ResourceId>> _users;

    public HubRouting(Topology topology, HubSpokeRouteRequest request)
    {
        (Topology, Request) = (topology, request);
        Hub = topology.VirtualNetwork(request.Hub);
        Hop = Hub is null ? FoundHop.Nothing : HopFinder.Find(topology, Hub, request.NextHop);
        var all = request.Spokes.IsDefaultOrEmpty;
        var peers = (Hub?.Peerings ?? []).Where(IsConnected).ToArray();
        Unfit = all ? [.. peers.Where(p => !IsFit(p)).Select(p => p.RemoteVNet).Distinct().Order()] : [];
        Asked = all ? [.. peers.Where(IsFit).Select(p => p.RemoteVNet).Distinct().Order()] : [.. request.Spokes.Distinct()];
        Spokes = [.. Asked.Where(a => a != request.Hub).Select(topology.VirtualNetwork).OfType<VirtualNetwork>()];
        _wishes = new(() => [.. Wish()]);
        _estate = new(() => new(topology));
        _peered = new(() => [.. from half in Hub?.Peerings ?? []
                                where IsConnected(half) && topology.VirtualNetwork(half.RemoteVNet)?.PeeringTo(half.LocalVNet) is { } back && IsConnected(back)
                                select half.RemoteVNet]);
        _users = new(() => [.. Gateways.SelectMany(g => g.Users).Select(u => u.Network.Id)]);
    }

    public Topology Topology { get; }

    public HubSpokeRouteRequest Request { get; }

    /// <summary>Null where it was not found.</summary>
    public VirtualNetwork? Hub { get; }

    /// <summary>The spokes that are meant, found or not.</summary>
    public ImmutableArray<ResourceId> Asked { get; }

    public ImmutableArray<VirtualNetwork> Spokes { get; }

    /// <summary>
    /// What the hub is peered with and was not meant by name: not read, classic, a Virtual WAN hub, or without a half that points
    /// back.
    /// </summary>
    public ImmutableArray<ResourceId> Unfit { get; }

    public FoundHop Hop { get; }

    public bool IsGateway => Request.NextHop is HubHop.GatewayHop;

    public bool IncludesGateway => Request.IncludeGatewaySubnet && !IsGateway;

    public Subnet? GatewaySubnet => Hub?.Subnets.FirstOrDefault(s => Is(s.Name, Subnet.GatewaySubnetName));

    /// <summary>The gateways of the hub, with what they have learned.</summary>
    public IReadOnlyList<GatewayNode> Gateways => [.. Estate.GatewaysOf(Request.Hub)];

    /// <summary>The networks as the reachability engine sees them.</summary>
    public Estate Estate => _estate.Value;

    /// <summary>The routes of every subnet.</summary>
    public ImmutableArray<RouteWish> Wishes => _wishes.Value;

    /// <summary>Both halves say Connected.</summary>
    public bool IsPeered(VirtualNetwork spoke) => _peered.Value.Contains(spoke.Id);

    /// <summary>True when the spoke uses the hub's gateways, so that sites reach it.</summary>
    public bool UsesGateway(VirtualNetwork spoke) => _users.Value.Contains(spoke.Id);

    /// <summary>Subnets of a spoke where machines are, and whether the routes of their service keep ours out.</summary>
    public IEnumerable<(Subnet Subnet, TableOwner? Owner)> Ends(VirtualNetwork spoke) =>
        from subnet in spoke.Subnets
        where !RoutingLimits.ReservedSubnets.Contains(subnet.Name)
        select (subnet, TableOwners.All.FirstOrDefault(o => o.Sign == OwnerSign.Delegation && subnet.Delegations.Any(d => Is(d, o.Text))));

    /// <summary>
    /// What is on-premises or a client behind the hub's gateway: the longer routes of a spoke's own, so that its answers take
    /// the way that the questions came. A default route that is learned is none of this: it would take the Internet along.
    /// </summary>
    public ImmutableArray<IPPrefix> Sites => !IncludesGateway ? [] : [.. Gateways.SelectMany(g => g.Announced)
        .Where(p => !p.IsDefault && !Topology.VirtualNetworks.Any(n => IsNear(n) && n.AddressSpace.Any(p.Overlaps))).Distinct().Order()];

    /// <summary>The prefixes of another spoke that a spoke routes: those asked for, and its own ones where they would lose.</summary>
    public IEnumerable<IPPrefix> PrefixesTo(VirtualNetwork spoke, VirtualNetwork other)
    {
        if (Request.AddressPrefixes.IsDefaultOrEmpty)
        {
            return other.AddressSpace;
        }

        // A shorter user route loses to a peering or a connected group that leads there directly (routing overview, choosing a
        // route): where one does, its own prefixes are routed.
        var direct = Ways.Direct(Topology, spoke).Where(w => w.Network == other.Id && w.Network != Request.Hub).Select(w => w.Prefix).ToArray();
        var own = other.AddressSpace.Where(p => direct.Any(d => d.Overlaps(p))).Concat(direct);
        return own.Where(p => Request.AddressPrefixes.Any(a => a.Contains(p) && a != p)).Distinct();
    }

    private bool IsNear(VirtualNetwork network) => network.Id == Request.Hub || Spokes.Any(s => s.Id == network.Id);

    private IEnumerable<RouteWish> Wish()
    {
        foreach (var spoke in Spokes.Where(IsPeered))
        {
            var others = Spokes.Where(s => s.Id != spoke.Id && IsPeered(s)).ToArray();
            var prefixes = others.SelectMany(o => PrefixesTo(spoke, o)).Concat(Given(spoke))
                .Concat(UsesGateway(spoke) ? Sites.Where(p => !spoke.AddressSpace.Any(p.Overlaps)) : []).Distinct().Order();
            var wanted = prefixes.Select(p => (Prefix: p, Hop: Hop.For(p))).Where(w => w.Hop is not null).ToArray();
            foreach (var (subnet, _) in Ends(spoke).Where(e => e.Owner is null))
            {
                foreach (var (prefix, hop) in wanted)
                {
                    yield return new(subnet.Id, prefix, hop!);
                }
            }
        }

        // Exact: a shorter route would lose to the peering there as well.
        if (IncludesGateway && GatewaySubnet is { } gateway)
        {
            foreach (var prefix in Spokes.Where(s => IsPeered(s) && UsesGateway(s)).SelectMany(s => s.AddressSpace).Distinct().Order())
            {
                if (Hop.For(prefix) is { } hop)
                {
                    yield return new(gateway.Id, prefix, hop);
                }
            }
        }
    }

    private bool IsFit(PeeringHalf half) => half.Owner != PeeringOwner.VirtualWan
        && Topology.VirtualNetwork(half.RemoteVNet)?.PeeringTo(half.LocalVNet) is { State: PeeringState.Connected };

    // A prefix that is the spoke's own, or lies in it, would lead its own traffic out: that is meant for the others.
    private IEnumerable<IPPrefix> Given(VirtualNetwork spoke) => Request.AddressPrefixes.IsDefaultOrEmpty ? []
        : Request.AddressPrefixes.Where(p => !spoke.AddressSpace.Any(own => own.Contains(p)));

    private static bool IsConnected(PeeringHalf half) => half.State == PeeringState.Connected;

    private static bool Is(string text, string other) => string.Equals(text, other, StringComparison.OrdinalIgnoreCase);
}
