using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;

namespace AzNetHelper.Connectivity;

/// <summary>ExpressRoute. The module has no command for it yet, so it is judged by the rules alone.</summary>
internal static class CircuitWay
{
    private const string ByOthers = "This module has no command for ExpressRoute yet: ";

    public static OptionDraft Draft(ConnectivityScene scene)
    {
        var draft = new OptionDraft(scene, ConnectivityKind.ExpressRoute);
        return scene.Destination switch
        {
            SiteEnd site => ToSite(draft, site),
            ClientsEnd when ClientWay.IsOffice(scene) => ToSite(draft, ClientWay.Office(scene)),
            ClientsEnd => draft.Refuse("JoinsOthers", "It joins a site: single devices have none. Give -ClientCount where they sit in one office."),
            NetworkEnd => draft.Refuse("NotBetweenVNets",
                "VNets on one circuit do not reach each other unless both gateways allow it, and Microsoft advises against the detour: peer them."),
            _ => draft.JoinsOthers(),
        };
    }

    private static OptionDraft ToSite(OptionDraft draft, SiteEnd site)
    {
        var (scene, network) = (draft.Scene, draft.Scene.Source.Network);
        var own = scene.Topology.GatewaysOf(network.Id).FirstOrDefault(g => g.Kind == GatewayKind.ExpressRoute);
        if (Overlap.Between(network.AddressSpace, site.Prefixes) is [var clash, ..])
        {
            draft.Refuse(PeeringWay.Overlap, $"{network.Name} and {site} overlap in {clash}: no route can tell them apart.");
        }
        else if (scene.Question.Overlap)
        {
            draft.Refuse(PeeringWay.Overlap, PeeringWay.OverlapSentence(scene));
        }

        if (own is null && network.Peerings.FirstOrDefault(p => p.UseRemoteGateways) is { } use)
        {
            draft.Refuse("UsesRemoteGateway", $"{network.Name} uses the gateway of {use.RemoteVNet.Name}, so it can have none of its own: connect that one with the circuit.");
        }

        if (own is null && scene.VpnGatewayOf(network.Id) is { IsBasic: true } basic)
        {
            draft.Refuse("BasicGateway", $"{basic.Name} is Basic, and no ExpressRoute gateway goes beside it.");
        }

        return draft.Obstacles.Count > 0 ? draft : Size(draft, site, own);
    }

    private static OptionDraft Size(OptionDraft draft, SiteEnd site, VirtualNetworkGateway? own)
    {
        var (scene, wanted) = (draft.Scene, draft.Scene.Question.BandwidthMbps);
        var circuits = scene.Topology.Circuits.Where(c => c.IsUsable && (site.Site is null || !scene.Topology.Circuits.Any(t => t.Id == site.Site)
            || c.Id == site.Site)).ToArray();
        var isLinked = own is not null && scene.Topology.Connections.Any(c => c.Gateway == own.Id && circuits.Any(t => t.Id == c.Circuit));
        var gateway = own is null ? ExpressRouteSku.Smallest(wanted) : ExpressRouteSku.Find(own.Sku);
        draft.LimitMbps = own is null ? ExpressRouteSku.DirectMegabits[^1] : gateway?.Megabits;
        draft.Bandwidth = string.Create(CultureInfo.InvariantCulture,
            $"circuits of {ExpressRouteSku.CircuitMegabits[0]} to {ExpressRouteSku.CircuitMegabits[^1]} Mbps, more with Direct; {own?.Sku ?? gateway!.Name} carries {gateway?.Megabits}");
        if (circuits.Length == 0)
        {
            draft.WaitsForProvider = true;
            var width = ExpressRouteSku.CircuitMegabits.FirstOrDefault(c => c >= (wanted ?? 0), ExpressRouteSku.CircuitMegabits[^1]);
            draft.Needs.Add(string.Create(CultureInfo.InvariantCulture, $"a circuit (of {width} Mbps, or a port of Direct above {ExpressRouteSku.CircuitMegabits[^1]}) that a provider brings to the site"));
        }
        else
        {
            draft.Has.Add($"circuit {string.Join(", ", circuits.Select(c => c.Name))}{(circuits.Any(c => c.Id == site.Site) ? string.Empty : ", where its provider brings it to the site")}");
        }

        draft.Has.AddRange(own is null ? [] : [$"ExpressRoute gateway {own.Name} ({own.Sku})"]);
        draft.Needs.AddRange(own is null ? [$"an ExpressRoute gateway ({gateway!.Name}) in {scene.Source.Network.Name}"] : []);
        draft.Needs.AddRange(isLinked ? [] : ["a connection of gateway and circuit"]);
        draft.Endpoint = null;
        draft.NextStep = isLinked ? "The gateway is connected with the circuit. Test-VNetTransitivity says what is missing."
            : ByOthers + "make it with az network express-route create, vnet-gateway create --gateway-type ExpressRoute and vpn-connection create, or in the portal; "
                + "Test-VNetTransitivity answers for it once it is there.";
        if (own is null)
        {
            draft.Marks.Add(OptionMarks.Of("GatewayToBuild"));
        }

        return draft;
    }
}
