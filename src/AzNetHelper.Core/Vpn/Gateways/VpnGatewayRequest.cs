using System.Collections.Immutable;
using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Vpn;

/// <summary>A VPN gateway that is wanted.</summary>
/// <param name="Network">The VNet that it sits in.</param>
/// <param name="Gateway">Its id.</param>
/// <param name="Settings">What it is to be like.</param>
public sealed record VpnGatewayRequest(ResourceId Network, ResourceId Gateway, VpnGatewaySettings Settings)
{
    /// <summary>Its public addresses, one an instance; those that do not exist are made. Empty for new ones.</summary>
    public ImmutableArray<ResourceId> PublicAddresses { get; init; } = [];
}

/// <summary>What a VPN gateway is to be like. What is null leaves what exists as it is, or is chosen for what is made.</summary>
/// <param name="Sku">One of <see cref="VpnSku.Names"/>.</param>
public sealed record VpnGatewaySettings(string Sku)
{
    /// <summary>1 or 2; null for the newest that has the SKU.</summary>
    public int? Generation { get; init; }

    /// <summary>Two instances that both carry traffic, each with a public address of its own.</summary>
    public bool? ActiveActive { get; init; }

    public long? Asn { get; init; }

    /// <summary>Whether it speaks BGP; null for yes where an ASN or peering addresses are given.</summary>
    public bool? EnableBgp { get; init; }

    /// <summary>Link-local addresses for BGP, one an instance; empty for none of one's own.</summary>
    public ImmutableArray<IPAddress> BgpPeeringAddresses { get; init; } = [];

    /// <summary>Zones of the addresses that are made; null for all that the region has.</summary>
    public ImmutableArray<string>? Zones { get; init; }

    /// <summary>The prefix of GatewaySubnet where that is made; null for free space of the VNet.</summary>
    public IPPrefix? SubnetPrefix { get; init; }

    /// <summary>True to add a prefix to the VNet's address space where it has no room for GatewaySubnet.</summary>
    public bool ExtendAddressSpace { get; init; }

    /// <summary>The region, where somebody gave one; a gateway is in the region of its VNet.</summary>
    public string? Location { get; init; }

    /// <summary>Tags of the gateway and the addresses where they are made.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>True when the building of the gateway is not waited for.</summary>
    public bool NoWait { get; init; }

    /// <summary>True where the ASN of a gateway that is there changes, or whether it speaks BGP: that concerns its connections.</summary>
    internal bool ChangesBgpOf(Networks.VirtualNetworkGateway gateway) =>
        (Asn is { } asn && asn != gateway.Asn) || (Bgp is { } speaks && speaks != gateway.EnableBgp);

    /// <summary>Whether BGP is asked for, or for its end; null for neither.</summary>
    internal bool? Bgp => EnableBgp ?? (Asn is not null || !BgpPeeringAddresses.IsDefaultOrEmpty ? true : null);
}

/// <summary>What people type to have a VPN gateway.</summary>
/// <param name="VNet">The id or name of the VNet.</param>
/// <param name="Name">The name of the gateway.</param>
/// <param name="Settings">What it is to be like.</param>
public sealed record VpnGatewayNames(string VNet, string Name, VpnGatewaySettings Settings)
{
    /// <summary>The group of the gateway and of the addresses that are made; null for that of the VNet.</summary>
    public string? ResourceGroup { get; init; }

    /// <summary>Names (in that group), <c>group/name</c> or ids of its addresses.</summary>
    public ImmutableArray<string> PublicAddresses { get; init; } = [];
}
