using System.Collections.Immutable;
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

    /// <summary>The VNet whose GatewaySubnet it sits in; null when it cannot be told.</summary>
    public ResourceId? VirtualNetwork { get; init; }

    public ProvisioningState ProvisioningState { get; init; }

    public bool ActiveActive { get; init; }

    public bool EnableBgp { get; init; }

    /// <summary>The autonomous system number; 65515 when absent.</summary>
    public long Asn { get; init; } = 65515;

    /// <summary>Client pools of point-to-site.</summary>
    public ImmutableArray<IPPrefix> ClientPool { get; init; } = [];

    /// <summary>
    /// Whether an ExpressRoute gateway lets other VNets of its circuit through; null when absent, which means no.
    /// </summary>
    public bool? AllowRemoteVNetTraffic { get; init; }

    /// <summary>A Basic VPN gateway knows neither BGP nor gateway transit.</summary>
    public bool IsBasic => Kind == GatewayKind.Vpn && string.Equals(Sku, "Basic", StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Id.ToString();
}

/// <summary>What a gateway speaks.</summary>
public enum GatewayKind
{
    Vpn,
    ExpressRoute,

    /// <summary>A kind that this module does not model.</summary>
    Other,
}
