using System.Collections.Immutable;
using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>A virtual network gateway.</summary>
public sealed record VirtualNetworkGateway(ResourceId Id, string Location)
{
    public string Name => Id.Name;

    public GatewayKind Kind { get; init; }

    /// <summary><c>RouteBased</c> or <c>PolicyBased</c>.</summary>
    public string? VpnType { get; init; }

    /// <summary>The SKU's name, for example <c>VpnGw1AZ</c>.</summary>
    public string? Sku { get; init; }

    /// <summary>How many scale units a gateway of ErGwScale has now; null where it is not told, or has none.</summary>
    public int? ScaleUnits { get; init; }

    /// <summary>The least and the most scale units of ErGwScale, equal where it does not scale by itself; null where it is not told.</summary>
    public (int Least, int Most)? ScaleBounds { get; init; }

    /// <summary>The VNet whose GatewaySubnet it sits in; null when it cannot be told.</summary>
    public ResourceId? VirtualNetwork { get; init; }

    public ProvisioningState ProvisioningState { get; init; }

    public bool ActiveActive { get; init; }

    public bool EnableBgp { get; init; }

    /// <summary>The autonomous system number; 65515 when absent.</summary>
    public long Asn { get; init; } = 65515;

    /// <summary>1 or 2; null where it is not told.</summary>
    public int? Generation { get; init; }

    /// <summary>Its instances and their public addresses: one, two when active-active, one more for point-to-site then.</summary>
    public ImmutableArray<GatewayAddress> Addresses { get; init; } = [];

    /// <summary>Client pools of point-to-site.</summary>
    public ImmutableArray<IPPrefix> ClientPool { get; init; } = [];

    /// <summary>Point-to-site; null where the gateway has none, not even an empty one.</summary>
    public ClientConfiguration? Clients { get; init; }

    /// <summary>Prefixes that clients are told beside those of its VNet and of what it is joined with.</summary>
    public ImmutableArray<IPPrefix> CustomRoutes { get; init; } = [];

    /// <summary>
    /// Whether an ExpressRoute gateway lets other VNets of its circuit through; null when absent, which means no.
    /// </summary>
    public bool? AllowRemoteVNetTraffic { get; init; }

    /// <summary>A Basic VPN gateway knows neither BGP nor gateway transit.</summary>
    public bool IsBasic => Kind == GatewayKind.Vpn && string.Equals(Sku, "Basic", StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Id.ToString();
}

/// <summary>One IP configuration of a gateway.</summary>
/// <param name="Configuration">Its id.</param>
public sealed record GatewayAddress(ResourceId Configuration)
{
    /// <summary>The subnet; null where it is not told.</summary>
    public ResourceId? Subnet { get; init; }

    /// <summary>The public address; null where there is none.</summary>
    public ResourceId? PublicAddress { get; init; }

    /// <summary>The addresses that tunnels end at, once the gateway is built.</summary>
    public ImmutableArray<IPAddress> TunnelAddresses { get; init; } = [];

    /// <summary>The addresses of BGP sessions in GatewaySubnet, once the gateway is built.</summary>
    public ImmutableArray<IPAddress> BgpAddresses { get; init; } = [];

    /// <summary>Link-local addresses of BGP sessions that were given to it.</summary>
    public ImmutableArray<IPAddress> CustomBgpAddresses { get; init; } = [];
}

/// <summary>What a gateway speaks.</summary>
public enum GatewayKind
{
    Vpn,
    ExpressRoute,

    /// <summary>A kind that this module does not model.</summary>
    Other,
}
