using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>
/// A connection of a virtual network gateway: one end of a VNet-to-VNet tunnel, a tunnel to a site, or a link to an
/// ExpressRoute circuit.
/// </summary>
public sealed record GatewayConnection(ResourceId Id, string Location)
{
    public string Name => Id.Name;

    public ConnectionKind Kind { get; init; }

    /// <summary>The gateway that the connection belongs to; null when the document names none.</summary>
    public ResourceId? Gateway { get; init; }

    /// <summary>The gateway at the other end of a VNet-to-VNet connection.</summary>
    public ResourceId? OtherGateway { get; init; }

    /// <summary>The site of a site-to-site connection.</summary>
    public ResourceId? LocalNetworkGateway { get; init; }

    /// <summary>The circuit of an ExpressRoute connection.</summary>
    public ResourceId? Circuit { get; init; }

    /// <summary>
    /// Whether the tunnel is up; null when nobody said, as in lists, which do not carry it: read the connection by
    /// itself (recorded behaviour).
    /// </summary>
    public ConnectionStatus? Status { get; init; }

    public bool EnableBgp { get; init; }

    public ProvisioningState ProvisioningState { get; init; }

    /// <summary>False when it is known that the tunnel is down.</summary>
    public bool IsLive => Status is not ConnectionStatus.NotConnected;

    public override string ToString() => Id.ToString();
}

/// <summary>What a connection joins its gateway with.</summary>
public enum ConnectionKind
{
    /// <summary>A kind that this module does not model.</summary>
    Other,

    /// <summary>The gateway of another VNet.</summary>
    Vnet2Vnet,

    /// <summary>An on-premises site.</summary>
    IPsec,

    /// <summary>A circuit.</summary>
    ExpressRoute,
    VpnClient,
}

/// <summary>The state of a tunnel.</summary>
public enum ConnectionStatus
{
    /// <summary>Azure does not know, or a state that came later than this module.</summary>
    Unknown,
    Connecting,
    Connected,
    NotConnected,
}
