using AzNetHelper.Planning;

namespace AzNetHelper.Vpn;

/// <summary>What writes of VPN gateways and their addresses do to people, with the source of each sentence.</summary>
internal static class GatewayImpacts
{
    /// <summary>
    /// azure.microsoft.com/pricing/details/vpn-gateway: by the hour, from the moment that it is provisioned. The time: recorded
    /// builds took 17 to 35 minutes (recorded-behaviour 4.1), Microsoft says 45 minutes or more (vpn-gateway-howto pages).
    /// </summary>
    public static ImpactStatement Build(string sku) => new(Impact.StartsBilling,
        $"A {sku} gateway is billed for every hour until it is removed, also with no tunnel. Building it takes 20 to 45 minutes.");

    /// <summary>azure.microsoft.com/pricing/details/ip-addresses: a Standard static address by the hour.</summary>
    public static ImpactStatement Address { get; } = new(Impact.StartsBilling,
        "A Standard public address is billed for every hour until it is removed.");

    /// <summary>gateway-sku-upgrade ("approximately 45 minutes"); recorded-behaviour 4.1 (29 minutes).</summary>
    public static ImpactStatement Resize { get; } = new(Impact.Interrupts,
        "Tunnels and clients of the gateway drop while its instances are replaced one after another; 30 to 45 minutes in all. "
        + "The price by the hour is that of the new SKU. Public addresses stay.");

    /// <summary>about-active-active-gateways; vpn-gateway-activeactive-rm-powershell: the gateway is updated, 30 minutes and more.</summary>
    public static ImpactStatement Instances { get; } = new(Impact.Interrupts,
        "Tunnels and clients of the gateway drop while its instances are made again, 30 minutes or more.");

    /// <summary>vpn-gateway-bgp-overview: a session has the ASN and the addresses that it was opened with.</summary>
    public static ImpactStatement Bgp { get; } = new(Impact.Interrupts,
        "BGP sessions of the gateway end and are opened anew; the other ends need its new settings before.");

    /// <summary>vpn-gateway-delete-vnet-gateway-portal; a public address that is deleted is given to others.</summary>
    public static ImpactStatement Removal(int clientNetworks) => new(Impact.Irreversible,
        "A new gateway takes 20 to 45 minutes to build"
        + (clientNetworks > 0 ? ", and every client needs a new profile, since the configuration of point-to-site goes too." : "."));

    public static ImpactStatement AddressRemoval { get; } = new(Impact.Irreversible,
        "The address goes back to Azure and is not given again: devices and allow-lists that name it need another one.");
}
