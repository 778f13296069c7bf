using System.Collections.Immutable;
using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Vpn;

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

    /// <summary><c>IKEv2</c> or <c>IKEv1</c>; null where it is not told.</summary>
    public string? Protocol { get; init; }

    /// <summary><c>Default</c>, <c>InitiatorOnly</c> or <c>ResponderOnly</c>; null where it is not told.</summary>
    public string? Mode { get; init; }

    /// <summary>Seconds until a silent peer counts as gone; 0 for Azure's default of 45.</summary>
    public int DpdTimeoutSeconds { get; init; }

    /// <summary>The weight of the circuit among those of a gateway: of two that announce the same, packets take the heavier one.</summary>
    public int RoutingWeight { get; init; }

    /// <summary>True where packets from a circuit pass the gateway by (FastPath).</summary>
    public bool BypassesGateway { get; init; }

    /// <summary>The custom policy; null for Azure's default proposals.</summary>
    public IpsecPolicy? IpsecPolicy { get; init; }

    public bool UsePolicyBasedTrafficSelectors { get; init; }

    /// <summary>Custom traffic selectors; empty for those that follow from the address spaces.</summary>
    public ImmutableArray<TrafficSelector> TrafficSelectors { get; init; } = [];

    /// <summary>The addresses of link-local BGP sessions of this connection, one an instance of the gateway.</summary>
    public ImmutableArray<CustomBgpAddress> CustomBgpAddresses { get; init; } = [];

    /// <summary>The state of each tunnel, by the gateway's public address; empty where it is not told.</summary>
    public ImmutableArray<TunnelStatus> Tunnels { get; init; } = [];

    /// <summary>Bytes that came in through it since it is up; null when nobody said.</summary>
    public long? IngressBytes { get; init; }

    /// <summary>Bytes that went out through it since it is up; null when nobody said.</summary>
    public long? EgressBytes { get; init; }

    /// <summary>True where certificates take the place of a shared key.</summary>
    public bool UsesCertificates { get; init; }

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

/// <summary>A pair of custom traffic selectors of a connection; as text <c>10.1.0.0/16,10.2.0.0/16=192.168.0.0/16</c>.</summary>
/// <param name="Local">At the gateway.</param>
/// <param name="Remote">At the other end.</param>
public sealed record TrafficSelector(ImmutableArray<IPPrefix> Local, ImmutableArray<IPPrefix> Remote)
{
    /// <summary>Reads the text.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static TrafficSelector Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('=') is [var local, var remote] ? new(Prefixes(local), Prefixes(remote))
            : throw new FormatException($"'{text}' is no pair of traffic selectors: prefixes at the gateway, '=', prefixes at the other end.");

        static ImmutableArray<IPPrefix> Prefixes(string list) =>
            [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(IPPrefix.Parse)];
    }

    public override string ToString() => $"{string.Join(',', Local)}={string.Join(',', Remote)}";
}

/// <summary>A link-local address that an instance of the gateway uses for the BGP session of one connection.</summary>
/// <param name="Configuration">The instance: an IP configuration of the gateway.</param>
/// <param name="Address">In 169.254.21.0 to 169.254.22.255.</param>
public sealed record CustomBgpAddress(ResourceId Configuration, IPAddress Address);

/// <summary>The state of one tunnel of a connection.</summary>
/// <param name="Name">As Azure names it: the gateway's public address, or the connection and that.</param>
/// <param name="Status">Whether it is up.</param>
public sealed record TunnelStatus(string Name, ConnectionStatus Status)
{
    public long? IngressBytes { get; init; }

    public long? EgressBytes { get; init; }

    /// <summary>When it came up last, as Azure tells it; null when nobody said.</summary>
    public string? EstablishedAt { get; init; }
}
