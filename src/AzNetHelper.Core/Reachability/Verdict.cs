namespace AzNetHelper.Reachability;

/// <summary>What routing says about two endpoints, both ways together.</summary>
public enum Verdict
{
    /// <summary>Something on the way, there or back, drops the packets.</summary>
    Blocked,

    /// <summary>The topology does not hold what the answer rests on.</summary>
    Unknown,

    /// <summary>Of two VNets, some pairs of subnets reach each other and some do not.</summary>
    Partial,

    /// <summary>Packets arrive there and back.</summary>
    Reachable,
}

/// <summary>What the reachable paths lead through.</summary>
[Flags]
public enum PathKinds
{
    None = 0,

    /// <summary>At least one path leads through nothing but the VNet itself or a peering.</summary>
    Direct = 1,
    Appliance = 2,
    VpnGateway = 4,
    ExpressRoute = 8,
    ConnectedGroup = 16,
}

/// <summary>Which of the two directions: from the source (there), or from the destination (back).</summary>
[Flags]
public enum Directions
{
    None = 0,
    There = 1,
    Back = 2,
    Both = There | Back,
}

/// <summary>Where a fault lies, seen from the question.</summary>
public enum FaultSide
{
    Source,
    Destination,

    /// <summary>In a network between the two.</summary>
    Transit,
}

/// <summary>The next hop that a route names, or what a gateway does with a packet.</summary>
public enum HopType
{
    /// <summary>No route holds the address.</summary>
    NoRoute,
    VnetLocal,
    Peering,
    ConnectedGroup,
    VirtualAppliance,
    VirtualNetworkGateway,

    /// <summary>A gateway hands the packet to its point-to-site clients.</summary>
    ClientPool,

    /// <summary>Over a connection, from a gateway to another one or from a site to a gateway.</summary>
    Connection,

    /// <summary>Over a connection, from a gateway to an on-premises site.</summary>
    Site,
    Internet,
    None,
}

/// <summary>Who put a route there. At equal length a user's beats a gateway's, and that the system's.</summary>
public enum RouteOrigin
{
    System,
    Gateway,
    User,
}

/// <summary>Why packets do not arrive, or why that is not known. Names are stable: scripts may compare them.</summary>
public enum ReasonId
{
    // Blocked.
    NoRoute,
    RouteTable,
    PeeringIncomplete,
    PeeringDisconnected,
    StaleAddressSpace,
    SubnetNotPeered,
    AccessDisabled,
    ForwardedTrafficRefused,
    AddressOverlap,
    ApplianceUnreachable,
    NoGateway,
    GatewayHopUnsupported,
    NotBehindGateway,
    RoutingLoop,
    IpForwardingOff,
    NoCommonAddressFamily,

    /// <summary>
    /// The appliances passed there and back differ: Blocked by an Azure Firewall, which is stateful; Unknown by any
    /// other.
    /// </summary>
    AsymmetricPath,

    // Unknown.
    UnknownAppliance,
    TransitWithoutBgp,
    OnPremisesTransit,
    VNetNotRead,
    ClassicVNet,
    VirtualWan,
    ConnectedGroupNotRead,
    RouteServerPeers,
    ConnectionsNotRead,
    GatewayNotRead,
    RouteTableNotRead,
    CircuitRoutesNotRead,
}
