using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Vpn;

namespace AzNetHelper.Audit.Rules;

/// <summary>VPN gateways whose SKU, address or protocol Azure retires.</summary>
internal static class GatewayRules
{
    public static IEnumerable<Found> RetiredSku(AuditScene scene) =>
        from gateway in scene.Topology.Gateways
        where gateway.Kind == GatewayKind.Vpn && VpnSku.SuccessorOf(gateway.Sku) is not null
        let addresses = AddressesOf(scene, gateway).ToArray()
        let basic = Array.Find(addresses, IsBasic)
        let successor = VpnSku.IsResizedToSuccessor(gateway.Sku) ? VpnSku.SuccessorOf(gateway.Sku) : null
        select new Found(gateway.Id, $"{gateway.Name} has the SKU {gateway.Sku}, which is retired; such a gateway takes no change until it has moved.",
            basic is not null ? Remedy.Advice($"First its public address {basic.Name} moves from Basic to Standard (Configuration, Migrate in the portal), "
                + "then the SKU.")
            : successor is null ? Remedy.Advice($"Microsoft moves it to an AZ SKU, if GatewaySubnet is a /{GatewaySubnetRules.LongestPrefix} or wider; or make it again.")
            // A write with an address without zones was seen to be refused (VmssVpnGatewayPublicIpsMustHaveZonesConfigured).
            : addresses.Length == 0 || addresses.Any(a => a.Zones.IsEmpty)
                ? Remedy.Advice($"Move it to {successor} (Configuration, Migrate in the portal): its public address has no zones, so that a plain change of the SKU is refused.")
            : Remedy.Update("vnet-gateway", gateway.Id, $"--sku {successor}"),
            Of(gateway));

    public static IEnumerable<Found> BasicSku(AuditScene scene) =>
        from gateway in scene.Topology.Gateways
        where gateway.IsBasic
        select new Found(gateway.Id, $"{gateway.Name} has the SKU Basic: no BGP, no gateway transit, no IKEv2 or OpenVPN for clients, no custom IPsec policy.",
            Remedy.Advice("A Basic gateway cannot be resized: make it again as VpnGw1AZ, with a Standard public address."), Of(gateway));

    public static IEnumerable<Found> BasicAddress(AuditScene scene)
    {
        foreach (var address in scene.Topology.PublicIPAddresses.Where(IsBasic))
        {
            var properties = scene.Properties(address.Id);
            var holder = properties.Id("ipConfiguration")?.Parent;
            var what = holder is null ? "is attached to nothing" : $"is used by {holder.Name}";
            yield return new(address.Id, $"The public address {address.Name} has the SKU Basic, which is retired; it {what}.",
                holder is null ? Upgrade(address, properties.Text("publicIPAllocationMethod"))
                : holder.IsType(ResourceTypes.VirtualNetworkGateway)
                    ? Remedy.Advice($"Move it together with {holder.Name}: Configuration, Migrate of the gateway in the portal; it is down for up to ten minutes.")
                : Remedy.Advice($"Take it off {holder.Name}, make it static and Standard (az network public-ip update), and attach it again."),
                scene.NetworkOf(holder));
        }
    }

    public static IEnumerable<Found> Sstp(AuditScene scene)
    {
        foreach (var gateway in scene.Topology.Gateways.Where(g => g.Kind == GatewayKind.Vpn))
        {
            var protocols = scene.Properties(gateway.Id).Object("vpnClientConfiguration").Texts("vpnClientProtocols");
            if (!protocols.Contains("SSTP", StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            // OpenVPN goes with every way of authentication (point-to-site-about); Basic has SSTP alone.
            var rest = protocols.Where(p => !p.Equals("SSTP", StringComparison.OrdinalIgnoreCase)).DefaultIfEmpty("OpenVPN");
            yield return new(gateway.Id, $"{gateway.Name} still takes SSTP from its clients, which stops working on 2027-03-31.",
                gateway.IsBasic ? Remedy.Advice("Basic knows no other protocol: make the gateway again as VpnGw1AZ, and hand out new profiles.")
                    : Remedy.Update("vnet-gateway", gateway.Id, $"--client-protocol {string.Join(' ', rest)}"), Of(gateway));
        }
    }

    public static IEnumerable<Doubt> UnreadGateways(AuditScene scene)
    {
        ResourceId[] unread = [.. scene.Topology.VirtualNetworks.SelectMany(Reading.Shape.GatewaysIn).Where(g => scene.Gateway(g) is null).Distinct().Order()];
        return unread.Length == 0 ? [] : [Doubt.Missing($"The gateways {Names.Several(unread)} were not read.")];
    }

    public static IEnumerable<Doubt> UnreadAddresses(AuditScene scene)
    {
        ResourceId[] unread = [.. scene.Topology.Gateways.SelectMany(g => AddressIdsOf(scene, g)).Where(a => scene.Topology.Document(a) is null).Distinct().Order()];
        return unread.Length == 0 ? [] : [Doubt.Missing($"The public addresses {Names.Several(unread)} were not read.")];
    }

    private static Remedy Upgrade(PublicIPAddress address, string? allocation) => Remedy.Cli(
    [
        .. string.Equals(allocation, "Static", StringComparison.OrdinalIgnoreCase) ? []
            : (string[])[Remedy.UpdateOf("public-ip", address.Id, "--allocation-method Static")],
        Remedy.UpdateOf("public-ip", address.Id, "--sku Standard"),
    ]);

    private static ImmutableArray<ResourceId> Of(VirtualNetworkGateway gateway) => gateway.VirtualNetwork is { } network ? [network] : [];

    private static bool IsBasic(PublicIPAddress address) => string.Equals(address.Sku, "Basic", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<PublicIPAddress> AddressesOf(AuditScene scene, VirtualNetworkGateway gateway)
    {
        var ids = AddressIdsOf(scene, gateway).ToHashSet();
        return scene.Topology.PublicIPAddresses.Where(a => ids.Contains(a.Id));
    }

    private static IEnumerable<ResourceId> AddressIdsOf(AuditScene scene, VirtualNetworkGateway gateway) =>
        scene.Properties(gateway.Id).Items("ipConfigurations").Select(c => c.Object("properties").Id("publicIPAddress")).OfType<ResourceId>();
}
