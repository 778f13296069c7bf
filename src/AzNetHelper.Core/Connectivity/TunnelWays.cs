using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Vpn;

namespace AzNetHelper.Connectivity;

/// <summary>A tunnel between VPN gateways, and what tunnels of every kind need: a gateway.</summary>
internal static class TunnelWays
{
    /// <summary>A VNet-to-VNet connection, as New-VNetToVNetConnection makes it.</summary>
    public static OptionDraft VNetToVNet(ConnectivityScene scene)
    {
        var draft = new OptionDraft(scene, ConnectivityKind.VNetToVNet);
        if (scene.Destination is not NetworkEnd { Network: var other })
        {
            return draft.JoinsOthers();
        }

        if (scene.Question.Overlap)
        {
            return draft.Refuse(PeeringWay.Overlap, PeeringWay.OverlapSentence(scene));
        }

        var sku = TunnelThroughput.Smallest(scene.Question.BandwidthMbps, clients: null, ofTunnel: true);
        if (Gateway(draft, scene.Source.Network, sku) is { } one && Gateway(draft, other, sku) is { } two)
        {
            draft.Add(networks => VNetToVNetPlanner.Create(networks, [new(one, two)]));
            Limit(draft, [one, two]);
            draft.Marks.Add(OptionMarks.Of("Tunnel"));
            if (ConnectivityScene.ArePeered(scene.Source.Network, other))
            {
                draft.Advice.Add("The two are peered as well: packets take the peering, and the tunnel carries nothing.");
            }
        }

        return draft;
    }

    /// <summary>The VPN gateway of a VNet, or the plan of one; null where there can be none, which is an obstacle then.</summary>
    public static ResourceId? Gateway(OptionDraft draft, VirtualNetwork network, VpnSku sku)
    {
        if (draft.Scene.VpnGatewayOf(network.Id) is { } there)
        {
            draft.Has.Add($"VPN gateway {there.Name} ({there.Sku}) in {network.Name}");
            return there.Id;
        }

        var id = NewId(draft.Scene.Topology, network);
        return draft.Add(networks => VpnGatewayPlanner.Create(networks,
            new(network.Id, id, new(sku.Name) { ExtendAddressSpace = LacksRoom(networks, network, id, sku) }), RegionZones.NotAsked)) ? id : null;
    }

    /// <summary>What the weakest of some gateways carries in one tunnel.</summary>
    public static void Limit(OptionDraft draft, ReadOnlySpan<ResourceId> gateways)
    {
        foreach (var id in gateways)
        {
            if (draft.Networks.Gateways.FirstOrDefault(g => g.Id == id) is { } gateway && TunnelThroughput.Of(TunnelThroughput.SkuOf(gateway)) is { } megabits
                && !(draft.LimitMbps < megabits))
            {
                draft.LimitMbps = megabits;
                draft.Bandwidth = OfOneTunnel(gateway);
            }
        }
    }

    public static string OfOneTunnel(VirtualNetworkGateway gateway) =>
        $"one tunnel of {gateway.Name} ({gateway.Sku}), measured with GCMAES256; all tunnels share what the gateway carries";

    /// <summary>True where there is no subnet for a gateway, nor room for one.</summary>
    public static bool LacksRoom(Topology topology, VirtualNetwork network) =>
        LacksRoom(topology, network, NewId(topology, network), TunnelThroughput.Smallest(megabits: null, clients: null, ofTunnel: false));

    // Where no subnet of its size fits, the command is told to add a prefix.
    private static bool LacksRoom(Topology networks, VirtualNetwork network, ResourceId id, VpnSku sku) =>
        VpnGatewayPlanner.Create(networks, new(network.Id, id, new(sku.Name)), RegionZones.NotAsked).Problems.Any(p => p.CheckId == "GatewaySubnetRoom");

    /// <summary>A name that nothing has yet, for a gateway that is made.</summary>
    public static ResourceId NewId(Topology topology, VirtualNetwork network, string kind = "vpngw")
    {
        var name = Fit($"{kind}-{network.Name}", NetworkName.MaxLength);
        for (var at = 1; ; at++)
        {
            var suffix = at == 1 ? string.Empty : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"-{at}");
            var id = ResourceId.ForResource(network.SubscriptionId, network.ResourceGroup, ResourceTypes.VirtualNetworkGateway,
                Fit(name, NetworkName.MaxLength - suffix.Length) + suffix);
            if (topology.Document(id) is null)
            {
                return id;
            }
        }
    }

    private static string Fit(string name, int length) => (name.Length <= length ? name : name[..length]).TrimEnd('-', '.');
}
