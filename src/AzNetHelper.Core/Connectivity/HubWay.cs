using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Reachability;
using AzNetHelper.Routing;
using AzNetHelper.Vpn;

namespace AzNetHelper.Connectivity;

/// <summary>
/// Peerings with a hub that is there: of two VNets, with routes through what forwards in it (New-HubSpokePeering, Set-HubSpokeRoute);
/// of a VNet with a site or clients, by the use of the hub's gateway.
/// </summary>
internal static class HubWay
{
    // A hub of its own for each try: more would only be further away.
    private const int MostTried = 5;

    public static OptionDraft Draft(ConnectivityScene scene)
    {
        var draft = new OptionDraft(scene, ConnectivityKind.HubSpoke);
        if (scene.Destination is ServiceEnd)
        {
            return draft.JoinsOthers();
        }

        if (scene.Question.Overlap && scene.Destination is not ClientsEnd)
        {
            return draft.Refuse(PeeringWay.Overlap, PeeringWay.OverlapSentence(scene));
        }

        var tried = (scene.Destination is NetworkEnd other ? Between(scene, other.Network) : ToGateway(scene)).Take(MostTried).ToArray();
        return tried.FirstOrDefault(d => d.Obstacles.Count == 0) ?? tried.FirstOrDefault() ?? draft.Refuse("NoHub", None(scene));
    }

    // Whoever is peered with both already comes first, then what sees the packets, then the region.
    private static IEnumerable<OptionDraft> Between(ConnectivityScene scene, VirtualNetwork other)
    {
        var source = scene.Source.Network;
        var hubs = from network in scene.Topology.VirtualNetworks
                   where network.Id != source.Id && network.Id != other.Id
                   let hops = scene.HopsOf(network).ToArray()
                   where hops.Length > 0
                   let peered = (ConnectivityScene.ArePeered(network, source) ? 1 : 0) + (ConnectivityScene.ArePeered(network, other) ? 1 : 0)
                   orderby peered descending, hops[0].Hop == HubHop.Gateway ? 1 : 0,
                       RegionZones.IsRegion(network.Location, source.Location) ? 0 : 1, network.Id
                   select (Hub: network, hops[0].Hop, hops[0].Name, IsThere: peered == 2);
        foreach (var (hub, hop, name, isThere) in hubs)
        {
            var draft = new OptionDraft(scene, ConnectivityKind.HubSpoke) { Hub = hub.Id, Via = $"{hub.Name} ({name})", Bandwidth = $"that of {name}" };
            if (draft.Add(networks => HubSpokePlanner.Create(networks, new(hub.Id, [source.Id, other.Id])))
                && draft.Add(networks => HubSpokeRoutePlanner.Create(networks, new(hub.Id, hop) { Spokes = [source.Id, other.Id] })))
            {
                Mark(scene, draft, hub, hop, isThere);
                PeeringWay.Encrypt(draft, source, hub, other);
            }

            yield return draft;
        }
    }

    private static void Mark(ConnectivityScene scene, OptionDraft draft, VirtualNetwork hub, HubHop hop, bool isThere)
    {
        draft.Marks.Add(OptionMarks.Of("ExtraHop"));
        if (hop == HubHop.Gateway)
        {
            draft.Marks.Add(OptionMarks.Of("GatewayAsRouter"));
            draft.LimitMbps = scene.VpnGatewayOf(hub.Id) is { } gateway ? Aggregate(gateway) : null;
            draft.Bandwidth = $"what the gateway carries, shared with its tunnels and clients";
        }
        else if (isThere)
        {
            draft.Marks.Add(OptionMarks.Of("HubInPlace"));
        }
    }

    // A site or clients: the VNet comes to use a hub's gateway that is connected with them, or can be. One gateway serves all.
    private static IEnumerable<OptionDraft> ToGateway(ConnectivityScene scene)
    {
        var source = scene.Source.Network;
        var lenders = from gateway in scene.Topology.Gateways
                      let hub = gateway.VirtualNetwork is { } id && id != source.Id ? scene.Topology.VirtualNetwork(id) : null
                      where hub is not null && (IsConnected(scene, gateway) || CanBeConnected(scene, gateway))
                      orderby IsConnected(scene, gateway) ? 0 : 1, ConnectivityScene.ArePeered(hub, source) ? 0 : 1,
                          RegionZones.IsRegion(hub.Location, source.Location) ? 0 : 1, gateway.Id
                      select (Hub: hub, Gateway: gateway);
        foreach (var (hub, gateway) in lenders)
        {
            var draft = new OptionDraft(scene, ConnectivityKind.HubSpoke)
            {
                Hub = hub.Id,
                Via = $"{hub.Name} ({gateway.Name})",
                Path = gateway.Kind == GatewayKind.ExpressRoute ? NetworkPath.PrivateLine : NetworkPath.Internet,
                IsEncrypted = gateway.Kind == GatewayKind.Vpn,
                Encryption = gateway.Kind == GatewayKind.Vpn ? "IPsec or TLS as far as the gateway; the peering behind it not end to end"
                    : ConnectivityTraits.Of(ConnectivityKind.ExpressRoute).Encryption,
                LimitMbps = gateway.Kind == GatewayKind.Vpn ? Throughput(scene, gateway) : CircuitWay.Limit(scene, gateway),
                Bandwidth = Bandwidth(scene, gateway),
                Endpoint = scene.Destination is ClientsEnd ? new ClientPoolEndpoint(gateway.Id) : scene.Endpoint,
            };
            draft.Has.Add($"gateway {gateway.Name} in {hub.Name}");
            if (IsConnected(scene, gateway) || Connect(draft, gateway))
            {
                draft.Add(networks => HubSpokePlanner.Create(networks, new(hub.Id, [source.Id]) { UseHubGateway = true }));
            }

            if (scene.Destination is ClientsEnd)
            {
                ClientWay.Count(draft, gateway);
            }

            yield return draft;
        }
    }

    private static bool Connect(OptionDraft draft, VirtualNetworkGateway gateway) => draft.Scene.Destination switch
    {
        SiteEnd site => SiteWay.Connect(draft, gateway.Id, site),
        _ => ClientWay.Configure(draft, gateway.Id),
    };

    private static bool CanBeConnected(ConnectivityScene scene, VirtualNetworkGateway gateway) =>
        gateway is { Kind: GatewayKind.Vpn, IsBasic: false } && scene.Destination switch
    {
        SiteEnd { Site: var site } => scene.Topology.Circuits.All(c => c.Id != site),
        ClientsEnd { Gateway: var named } => (named is null || named == gateway.Id) && gateway.ClientPool.IsEmpty,
        _ => false,
    };

    private static bool IsConnected(ConnectivityScene scene, VirtualNetworkGateway gateway) => scene.Destination switch
    {
        SiteEnd { Site: { } site } => scene.Topology.Connections.Any(c => c.Gateway == gateway.Id && c.IsLive && (c.LocalNetworkGateway == site || c.Circuit == site)),
        ClientsEnd { Gateway: { } named } => gateway.Id == named && !gateway.ClientPool.IsEmpty,
        ClientsEnd => !gateway.ClientPool.IsEmpty,
        _ => false,
    };

    // A site has one tunnel; clients and spokes share what the gateway carries.
    private static int? Throughput(ConnectivityScene scene, VirtualNetworkGateway gateway) =>
        scene.Destination is SiteEnd ? TunnelThroughput.Of(TunnelThroughput.SkuOf(gateway)) : Aggregate(gateway);

    private static int? Aggregate(VirtualNetworkGateway gateway) => TunnelThroughput.SkuOf(gateway)?.Megabits;

    private static string Bandwidth(ConnectivityScene scene, VirtualNetworkGateway gateway) =>
        gateway.Kind == GatewayKind.ExpressRoute ? $"what the circuit and {gateway.Name} ({gateway.Sku}) carry for all"
        : scene.Destination is SiteEnd ? TunnelWays.OfOneTunnel(gateway) : $"what {gateway.Name} ({gateway.Sku}) carries for all";

    private static string None(ConnectivityScene scene) => scene.Destination switch
    {
        NetworkEnd => "No other virtual network has a firewall, an appliance or a VPN gateway (not Basic) that could forward between the two.",
        ClientsEnd => "No other virtual network has a gateway that takes clients, or could.",
        _ => $"No other virtual network has a gateway that is connected with {scene.Destination}, or could be.",
    };
}
