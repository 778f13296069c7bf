using System.Collections.Immutable;
using AzNetHelper.Planning;

namespace AzNetHelper.Vpn;

/// <summary>What one kind of write does to people.</summary>
/// <param name="Id">The stable id of the row.</param>
/// <param name="Write">The write.</param>
/// <param name="Kind">How grave it is.</param>
/// <param name="Says">Who is affected and for how long; {sku}, {addresses} and {ends} stand for what is written.</param>
/// <param name="Source">Where that comes from.</param>
public sealed record VpnGatewayImpact(string Id, string Write, Impact Kind, string Says, string Source)
{
    internal ImpactStatement Of(string what = "") => new(Kind,
        Says.Replace("{sku}", what, StringComparison.Ordinal).Replace("{addresses}", what, StringComparison.Ordinal)
            .Replace("{ends}", what, StringComparison.Ordinal));
}

/// <summary>The table of impacts of VPN gateways and their addresses: docs/vpn-gateway.md shows it.</summary>
public static class VpnGatewayImpacts
{
    internal static VpnGatewayImpact Built { get; } = new("GatewayBuilt", "a gateway is made", Impact.StartsBilling,
        "A {sku} gateway is billed for every hour until it is removed, also with no tunnel. Building it takes 20 to 45 minutes.",
        "azure.microsoft.com/pricing/details/vpn-gateway; recorded answers of the service (17 to 35 minutes); "
        + "vpn-gateway-howto-vnet-vnet (45 minutes or more)");

    internal static VpnGatewayImpact AddressMade { get; } = new("AddressMade", "a public address is made", Impact.StartsBilling,
        "A Standard public address is billed for every hour until it is removed.", "azure.microsoft.com/pricing/details/ip-addresses");

    internal static VpnGatewayImpact Resized { get; } = new("GatewayResized", "a gateway is given another SKU", Impact.Interrupts,
        "Tunnels and clients of the gateway drop while its instances are replaced; 30 to 45 minutes in all. From then on "
        + "the price by the hour is that of the new SKU. Public addresses stay.", "gateway-sku-upgrade; recorded answers of the service (29 minutes)");

    internal static VpnGatewayImpact Instances { get; } = new("InstancesChanged", "a gateway is made active-active, or active-standby", Impact.Interrupts,
        "Tunnels and clients of the gateway drop while its instances are made again, 30 minutes or more.", "vpn-gateway-activeactive-rm-powershell");

    internal static VpnGatewayImpact Bgp { get; } = new("BgpChanged", "BGP, the ASN or peering addresses change", Impact.Interrupts,
        "BGP sessions of the gateway end and are opened anew; the other ends need its new settings before.", "vpn-gateway-bgp-overview");

    internal static VpnGatewayImpact AsnOfEnds { get; } = new("AsnChanged", "the ASN of a gateway changes that has connections with BGP", Impact.Interrupts,
        "These ends need the new number, and have no session until they know it: {ends}.", "vpn-gateway-bgp-overview");

    internal static VpnGatewayImpact PeeringAddressesRemoved { get; } = new("BgpAddressesRemoved", "an instance loses link-local BGP addresses", Impact.CutsOff,
        "The gateway has no longer {addresses}: devices and connections with BGP sessions there lose what these tell until they are given another address.",
        "vpn-gateway-bgp-overview");

    internal static VpnGatewayImpact Removed { get; } = new("GatewayRemoved", "a gateway is removed", Impact.Irreversible,
        "A new gateway takes 20 to 45 minutes to build.", "vpn-gateway-delete-vnet-gateway-portal");

    internal static VpnGatewayImpact RemovedWithClients { get; } = new("GatewayRemovedWithClients", "a gateway with a configuration of clients is removed",
        Impact.Irreversible, "A new gateway takes 20 to 45 minutes to build, and every client needs a new profile, since the "
        + "configuration of point-to-site goes too.",
        "point-to-site-about");

    internal static VpnGatewayImpact AddressRemoved { get; } = new("AddressRemoved", "a public address is removed", Impact.Irreversible,
        "The address goes back to Azure and is not given again: devices and allow-lists that name it need another one.", "public-ip-addresses");

    /// <summary>The table, every row. What is not in a row of its own has no impact.</summary>
    public static ImmutableArray<VpnGatewayImpact> All { get; } =
    [
        new("None", "a subnet is made, an address in state Failed is written again", Impact.None, string.Empty, "vpn-gateway-about-vpn-gateway-settings"),
        Built, AddressMade, Resized, Instances, Bgp, AsnOfEnds, PeeringAddressesRemoved, Removed, RemovedWithClients, AddressRemoved,
    ];
}
