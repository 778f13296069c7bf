using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.ExpressRoute;

/// <summary>What Azure tells of a circuit, of its links and of what is connected with it. Each part is told, or says why it is not.</summary>
/// <param name="Circuit">The circuit, read by a GET: peerings and authorizations stand in it.</param>
public sealed record CircuitEvidence(ExpressRouteCircuit Circuit)
{
    /// <summary>A peering each, with its links.</summary>
    public ImmutableArray<PeeringEvidence> Peerings { get; init; } = [];

    /// <summary>The connections of gateways that name the circuit, with what these gateways know.</summary>
    public Told<ImmutableArray<GatewayEvidence>> Gateways { get; init; }

    /// <summary>Why there may be more of them, in a clause; null where every gateway that the caller sees was asked.</summary>
    public string? UnreadGateways { get; init; }

    /// <summary>Links to other circuits, so that sites reach each other (Global Reach).</summary>
    public ImmutableArray<CircuitConnection> GlobalReach { get; init; } = [];

    /// <summary>How long after the first reading the byte counters were read again; null where they were read once.</summary>
    public TimeSpan? Sampled { get; init; }

    /// <summary>The peering that carries VNets; null where there is none.</summary>
    public PeeringEvidence? Private => Peerings.FirstOrDefault(p => p.Peering.IsPrivate);
}

/// <summary>A peering with what Microsoft's two routers tell of it.</summary>
public sealed record PeeringEvidence(CircuitPeering Peering)
{
    public LinkEvidence Primary { get; init; } = new(CircuitLink.Primary);

    public LinkEvidence Secondary { get; init; } = new(CircuitLink.Secondary);

    /// <summary>The byte counters of both links, since the peering is there.</summary>
    public Told<CircuitTraffic> Traffic { get; init; }

    /// <summary>The same, a while later; unknown where nobody asked twice.</summary>
    public Told<CircuitTraffic> LaterTraffic { get; init; }

    /// <summary>
    /// The provider, as the peering tells it, where that wrote the peering and so runs the routers (a layer 3 service); null where
    /// the customer did, or nobody says who.
    /// </summary>
    public string? WrittenByProvider => Peering.LastModifiedBy is { Length: > 0 } by && !CircuitCase.Is(by, "Customer") ? by : null;

    /// <summary>Both links.</summary>
    public ImmutableArray<LinkEvidence> Links => [Primary, Secondary];

    /// <summary>The prefix of a link; null where it has none.</summary>
    public IPPrefix? PrefixOf(CircuitLink link, bool isIPv6) => (link, isIPv6) switch
    {
        (CircuitLink.Primary, false) => Peering.PrimaryPrefix,
        (CircuitLink.Primary, true) => Peering.PrimaryPrefixIPv6,
        (_, false) => Peering.SecondaryPrefix,
        _ => Peering.SecondaryPrefixIPv6,
    };
}

/// <summary>What one of Microsoft's routers tells of a peering.</summary>
public sealed record LinkEvidence(CircuitLink Link)
{
    /// <summary>Who answers on the link's addresses. A row each for the customer's router and for Microsoft's, where both are known.</summary>
    public Told<ImmutableArray<ArpEntry>> Arp { get; init; }

    /// <summary>The BGP sessions of the router: the customer's, and those of the gateways.</summary>
    public Told<ImmutableArray<BgpNeighbor>> Neighbors { get; init; }

    /// <summary>The routes of the router: from on-premises and from the VNets alike.</summary>
    public Told<ImmutableArray<CircuitRoute>> Routes { get; init; }
}

/// <summary>Whose address a row of an ARP table is about.</summary>
public enum ArpSide
{
    OnPremises,
    Microsoft,

    /// <summary>The row says neither.</summary>
    Unknown,
}

/// <summary>A row of an ARP table.</summary>
/// <param name="Side">Whose address it is.</param>
/// <param name="Address">As it is told.</param>
public sealed record ArpEntry(ArpSide Side, string Address)
{
    /// <summary>The hardware address; null while it is not known, which the service calls Incomplete.</summary>
    public string? HardwareAddress { get; init; }

    /// <summary>Minutes since it was heard last; null where it is not told.</summary>
    public long? Age { get; init; }
}

/// <summary>A BGP session of one of Microsoft's routers, as the summary of its route table tells it.</summary>
/// <param name="Address">The address of the other end.</param>
public sealed record BgpNeighbor(string Address)
{
    public long? Asn { get; init; }

    /// <summary>How long it has been in its state, as it is told; null where it is not.</summary>
    public string? UpDown { get; init; }

    /// <summary>How many prefixes it received, or, where the session is not established, its state; null where it is not told.</summary>
    public string? StateOrPrefixes { get; init; }

    /// <summary>How many prefixes it received; null where the session is not established.</summary>
    public long? Prefixes => long.TryParse(StateOrPrefixes, System.Globalization.NumberStyles.None,
        System.Globalization.CultureInfo.InvariantCulture, out var count) ? count : null;

    public bool IsEstablished => Prefixes is not null;
}

/// <summary>A route of one of Microsoft's routers.</summary>
/// <param name="Network">The prefix.</param>
/// <param name="Path">The ASNs that it came along, the nearest first.</param>
public sealed record CircuitRoute(IPPrefix Network, ImmutableArray<long> Path)
{
    /// <summary>As it is told, with whatever marks it has; empty where it is not.</summary>
    public string NextHop { get; init; } = string.Empty;
}

/// <summary>The byte counters of a peering. In is from on-premises.</summary>
public sealed record CircuitTraffic(long PrimaryIn, long PrimaryOut, long SecondaryIn, long SecondaryOut)
{
    public long In(CircuitLink link) => link == CircuitLink.Primary ? PrimaryIn : SecondaryIn;

    public long Out(CircuitLink link) => link == CircuitLink.Primary ? PrimaryOut : SecondaryOut;
}

/// <summary>A connection of a gateway with the circuit, and what the gateway knows.</summary>
/// <param name="Connection">Read by name: lists carry no status (recorded-behaviour 5.3).</param>
public sealed record GatewayEvidence(GatewayConnection Connection)
{
    public Told<VirtualNetworkGateway> Gateway { get; init; }

    /// <summary>With how many circuits the gateway is connected.</summary>
    public Told<int> Circuits { get; init; }

    /// <summary>The other ones, but for those that have no private peering and so carry nothing to it.</summary>
    public Told<ImmutableArray<OtherCircuit>> OtherCircuits { get; init; }

    /// <summary>Its VNet first, then those that use the gateway, each with what the gateway announces of it.</summary>
    public Told<ImmutableArray<NetworkSpace>> Networks { get; init; }

    /// <summary>VNets that may use the gateway and could not be read.</summary>
    public ImmutableArray<ResourceId> UnreadNetworks { get; init; } = [];

    /// <summary>The gateway's sessions with Microsoft's routers.</summary>
    public Told<ImmutableArray<Vpn.BgpPeer>> Sessions { get; init; }

    /// <summary>What it learned, from circuits and from whatever else it is connected with.</summary>
    public Told<ImmutableArray<GatewayRoute>> Learned { get; init; }

    /// <summary>What it announces to the circuit.</summary>
    public Told<ImmutableArray<GatewayRoute>> Advertised { get; init; }
}

/// <summary>Another circuit of a gateway.</summary>
/// <param name="Circuit">The circuit.</param>
/// <param name="PeerAsn">The ASN of its private peering.</param>
public sealed record OtherCircuit(ResourceId Circuit, Told<long> PeerAsn);

/// <summary>The address space of a VNet.</summary>
public sealed record NetworkSpace(ResourceId Network, ImmutableArray<IPPrefix> Prefixes);

/// <summary>A route of a gateway.</summary>
/// <param name="Network">The prefix.</param>
/// <param name="Path">The ASNs that it came along, the nearest first; empty for the gateway's own.</param>
public sealed record GatewayRoute(IPPrefix Network, ImmutableArray<long> Path)
{
    /// <summary><c>Network</c>, <c>EBgp</c>, <c>IBgp</c> ...; null where it is not told.</summary>
    public string? Origin { get; init; }

    public string? SourcePeer { get; init; }
}

/// <summary>A link of two circuits (Global Reach).</summary>
/// <param name="Name">Its name.</param>
public sealed record CircuitConnection(string Name)
{
    /// <summary>The other circuit's private peering; null where it is not told.</summary>
    public ResourceId? Peer { get; init; }

    /// <summary><c>Connected</c>, <c>Connecting</c> or <c>Disconnected</c>; null where it is not told.</summary>
    public string? Status { get; init; }
}
