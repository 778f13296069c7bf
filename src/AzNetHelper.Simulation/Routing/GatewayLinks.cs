using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>The links of every VPN gateway, read from connections, sites and devices.</summary>
internal sealed class GatewayLinks(Cloud cloud, DateTimeOffset now)
{
    private readonly Negotiation _pairs = new(cloud, (_, _) => true);

    public IEnumerable<GatewayLink> All() => cloud.Estate.OfKind(ResourceKind.Connection).Where(c => Negotiation.IsTunnel(c.Value))
        .Select(c => Of(c.Key, c.Value)).OfType<GatewayLink>();

    private GatewayLink? Of(ResourceId id, JsonObject connection)
    {
        var properties = connection.Object("properties");
        if (Id(properties, "virtualNetworkGateway1") is not { } gateway || cloud.Estate.Find(gateway) is not { } own)
        {
            return null;
        }

        var link = new GatewayLink(id, gateway, null, null)
        {
            IsLive = cloud.Tunnels.IsLive(id, connection, now, _pairs) && GatewayShape.IsServing(own),
            WantsBgp = Speaks(own, properties),
            LocalAddresses = properties.Objects("gatewayCustomBgpIpAddresses").Select(c => c.Text("customBgpIpAddress")).OfType<string>()
                .ToArray() is { Length: > 0 } custom ? custom : GatewayShape.BgpAddresses(own),
        };
        return Negotiation.Is(connection, "Vnet2Vnet") ? ToGateway(link, own, id, connection) : ToSite(link, own, properties);
    }

    private GatewayLink? ToGateway(GatewayLink link, JsonObject own, ResourceId id, JsonObject connection)
    {
        if (Id(connection.Object("properties"), "virtualNetworkGateway2") is not { } far || cloud.Estate.Find(far) is not { } there)
        {
            return null;
        }

        var other = _pairs.OtherHalf(id, connection);
        var live = link.IsLive && other is not null && GatewayShape.IsRouteBased(own) && GatewayShape.IsRouteBased(there);
        return link with
        {
            Far = far,
            OtherHalf = other?.Key,
            IsLive = live,
            Neighbors = GatewayShape.BgpAddresses(there),
            FarAsn = GatewayShape.Asn(there),
            IsBgp = live && link.WantsBgp && Speaks(there, other?.Value.Object("properties"))
                && GatewayShape.Asn(own) != GatewayShape.Asn(there),
        };
    }

    private GatewayLink? ToSite(GatewayLink link, JsonObject own, JsonObject? properties)
    {
        if (Id(properties, "localNetworkGateway2") is not { } id || cloud.Estate.Find(id) is not { } site)
        {
            return null;
        }

        var bgp = site.Object("properties").Object("bgpSettings");
        var device = cloud.DeviceOf(site);
        var peer = bgp.Text("bgpPeeringAddress");
        var asn = bgp.Number("asn") ?? 0;
        var speaks = link is { IsLive: true, WantsBgp: true } && peer is { Length: > 0 } && device is { IsSilent: false, Asn: not null }
            && device.Asn == asn && (device.BgpAddress is null || Json.Same(device.BgpAddress, peer)) && asn != GatewayShape.Asn(own);
        if (GatewayShape.IsLinkLocal(peer) && !properties.Objects("gatewayCustomBgpIpAddresses").Any())
        {
            var fitting = GatewayShape.LinkLocalAddresses(own, peer!);
            speaks &= fitting.Count > 0;
            link = link with { LocalAddresses = fitting.Count > 0 ? fitting : link.LocalAddresses };
        }

        return link with
        {
            Site = site,
            Neighbors = peer is { Length: > 0 } ? [peer] : [],
            FarAsn = asn,
            IsBgp = speaks,
            Announced = speaks ? PeeringLinks.Parse(device!.Announces) : [],
        };
    }

    // A Basic gateway and a policy-based one know no BGP (azure-network-rules 4.2, 4.3).
    private static bool Speaks(JsonObject gateway, JsonObject? connection) => (connection.Flag("enableBgp") ?? false)
        && !GatewayShape.IsBasic(gateway) && !GatewayShape.IsPolicyBased(gateway);

    private static ResourceId? Id(JsonObject? properties, string member) =>
        ResourceId.TryParse(properties.Reference(member), out var id) ? id : null;
}
