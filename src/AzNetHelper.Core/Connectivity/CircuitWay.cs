using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;

namespace AzNetHelper.Connectivity;

/// <summary>ExpressRoute, as New-ExpressRouteGateway and New-ExpressRouteConnection make it; what a circuit takes that is not there is a provider's part.</summary>
internal static class CircuitWay
{
    public static OptionDraft Draft(ConnectivityScene scene)
    {
        var draft = new OptionDraft(scene, ConnectivityKind.ExpressRoute);
        return scene.Destination switch
        {
            SiteEnd site => ToSite(draft, site),
            ClientsEnd when ClientWay.IsOffice(scene) => ToSite(draft, ClientWay.Office(scene)),
            ClientsEnd => draft.Refuse("JoinsOthers",
                "It joins a site: single devices have none. Give -ClientCount where they sit in one office."),
            NetworkEnd => draft.Refuse("NotBetweenVNets",
                "VNets on one circuit do not reach each other unless both gateways allow it, and Microsoft advises against the detour: peer them."),
            _ => draft.JoinsOthers(),
        };
    }

    /// <summary>What an ExpressRoute gateway and its circuits to the destination carry; null where neither is known.</summary>
    public static int? Limit(ConnectivityScene scene, VirtualNetworkGateway gateway)
    {
        var circuits = scene.Topology.Circuits.Where(c => IsLinked(scene, gateway, c)
            && (scene.Destination is not SiteEnd { Site: { } site } || scene.Topology.Circuits.All(t => t.Id != site) || c.Id == site));
        return Smaller(circuits.Max(c => c.BandwidthMbps), GatewayCapacity.Megabits(gateway));
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
            draft.Refuse("UsesRemoteGateway",
                $"{network.Name} uses the gateway of {use.RemoteVNet.Name}, so it can have none of its own: connect that one with the circuit.");
        }

        if (own is null && scene.VpnGatewayOf(network.Id) is { IsBasic: true } basic)
        {
            draft.Refuse("BasicGateway", $"{basic.Name} is Basic, and no ExpressRoute gateway goes beside it.");
        }

        var circuits = Known(scene, site).ToArray();
        var fitting = circuits.Where(c => Fault(scene, network, own, c) is null).ToArray();
        if (circuits.Length > 0 && fitting.Length == 0)
        {
            draft.Obstacles.AddRange(circuits.Select(c => Fault(scene, network, own, c)!));
        }

        return draft.Obstacles.Count > 0 ? draft : Size(draft, site, own, [.. fitting.OrderByDescending(c => c.BandwidthMbps)]);
    }

    // A circuit leads to the site that was asked for where it is that site, or where routes that it brought hold its prefixes.
    private static IEnumerable<ExpressRouteCircuit> Known(ConnectivityScene scene, SiteEnd site) => scene.Topology.Circuits.Where(c => c.IsUsable
        && (c.Id == site.Site || scene.Topology.ExpressRoutePrefixes.GetValueOrDefault(c.Id, [])
            .Any(held => !held.IsDefault && site.Prefixes.Any(held.Contains))));

    private static OptionReason? Fault(ConnectivityScene scene, VirtualNetwork network, VirtualNetworkGateway? own, ExpressRouteCircuit circuit)
    {
        if (NetworkChecks.CloudOf(circuit.Location) is { } there && NetworkChecks.CloudOf(network.Location) is { } here && here != there)
        {
            return new("OtherCloud", $"Circuit {circuit.Name} is in {there} and {network.Name} in {here}.");
        }

        if (CircuitReach.Of(circuit.Tier, circuit.PeeringLocation, network.Location) == CircuitScope.Outside)
        {
            return new("RegionOutOfReach", $"Circuit {circuit.Name} ({circuit.Tier}) ends in {circuit.PeeringLocation} and does not reach {network.Location}: make it Premium, or take another one.");
        }

        var links = scene.Topology.Connections.Where(c => c.Circuit == circuit.Id).Select(c => c.Gateway).Distinct().Count();
        return CircuitLinks.MostOf(circuit.Tier, circuit.BandwidthMbps) is { } most && links >= most
            && (own is null || !IsLinked(scene, own, circuit)) ? new("TooManyCircuitLinks", string.Create(CultureInfo.InvariantCulture,
                $"Circuit {circuit.Name} ({circuit.Tier}) is linked with {links} gateways, and takes {most}: free one, or make it Premium or wider.")) : null;
    }

    private static OptionDraft Size(OptionDraft draft, SiteEnd site, VirtualNetworkGateway? own, ImmutableArray<ExpressRouteCircuit> circuits)
    {
        var (scene, wanted) = (draft.Scene, draft.Scene.Question.BandwidthMbps);
        var linked = own is null ? [] : circuits.Where(c => IsLinked(scene, own, c)).ToArray();
        var isLinked = linked.Length > 0;
        var made = ExpressRouteSku.Smallest(wanted);
        var carries = own is not null ? GatewayCapacity.Megabits(own) : Units(made, wanted) * ExpressRouteSku.MegabitsOfUnit ?? made.Megabits;
        draft.LimitMbps = Smaller((isLinked ? linked : [.. circuits]).Max(c => c.BandwidthMbps), carries);
        draft.Bandwidth = Bandwidth(circuits, own is null ? made.Name : own.Sku ?? own.Name, carries);
        if (circuits.IsEmpty)
        {
            draft.WaitsForProvider = true;
            draft.Needs.Add(Circuit(scene, wanted));
        }
        else
        {
            draft.Has.Add($"circuit {string.Join(", ", circuits.Select(c => c.Name))}");
            draft.Needs.AddRange(circuits.Where(c => !isLinked && CircuitReach.Of(c.Tier, c.PeeringLocation, scene.Source.Network.Location) == CircuitScope.Unknown
                && (c.HasTier("Local") || c.HasTier("Standard"))).Take(1).Select(c => Reach(scene, c)));
        }

        draft.Has.AddRange(own is null ? [] : [$"ExpressRoute gateway {own.Name}{(own.Sku is null ? string.Empty : $" ({own.Sku})")}"]);
        if ((own?.Id ?? Gateway(draft, scene.Source.Network, made)) is not { } id
            || (!isLinked && !circuits.IsEmpty && !draft.Add(networks => ExpressRouteConnectionPlanner.Create(networks, new(id, circuits[0].Id)))))
        {
            return draft;
        }

        draft.Needs.AddRange(isLinked || !circuits.IsEmpty ? [] : ["a connection of gateway and circuit"]);
        draft.SetUp = $"{(circuits.IsEmpty ? "days to weeks for the provider, then " : string.Empty)}"
            + (own is null ? "45 minutes for the gateway" : "minutes");
        draft.Endpoint = null;
        draft.IsWhole = !circuits.IsEmpty;
        draft.NextStep = isLinked ? "The gateway is connected with the circuit. Test-VNetTransitivity says what is missing."
            : circuits.IsEmpty ? "Order the circuit with New-ExpressRouteCircuit, hand its service key to the provider, and give it its private peering with New-ExpressRoutePrivatePeering. "
                + $"Then: New-ExpressRouteConnection -Gateway '{id}' -Circuit <circuit>"
            : null;
        return draft;
    }

    // Where no subnet of its size fits, the command is told to add a prefix.
    private static ResourceId? Gateway(OptionDraft draft, VirtualNetwork network, ExpressRouteSku sku)
    {
        var id = TunnelWays.NewId(draft.Scene.Topology, network, "ergw");
        var settings = new ExpressRouteGatewaySettings(sku.Name) { MinScaleUnit = Units(sku, draft.Scene.Question.BandwidthMbps) };
        return draft.Add(networks => ExpressRouteGatewayPlanner.Create(networks, new(network.Id, id, settings with { ExtendAddressSpace = LacksRoom(networks) }))) ? id : null;

        bool LacksRoom(Topology networks) =>
            ExpressRouteGatewayPlanner.Create(networks, new(network.Id, id, settings)).Problems.Any(p => p.CheckId == "GatewaySubnetRoom");
    }

    // As many scale units as carry it; null for a SKU that has none.
    private static int? Units(ExpressRouteSku sku, int? megabits) => sku.Name != ExpressRouteScale.Sku ? null
        : Math.Clamp(((megabits ?? 0) + ExpressRouteSku.MegabitsOfUnit - 1) / ExpressRouteSku.MegabitsOfUnit, 1, ExpressRouteSku.MostUnits);

    private static string Bandwidth(ImmutableArray<ExpressRouteCircuit> circuits, string gateway, int? carries)
    {
        var of = circuits.Where(c => c.BandwidthMbps is not null)
            .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Name} has {c.BandwidthMbps} Mbps")).ToArray();
        var line = of.Length > 0 ? string.Join(", ", of) : string.Create(CultureInfo.InvariantCulture,
            $"circuits of {CircuitBandwidth.OfProviders[0]} to {CircuitBandwidth.OfProviders[^1]} Mbps, more with Direct");
        return string.Create(CultureInfo.InvariantCulture, $"{line}; {gateway} carries {(object?)carries ?? "what its SKU does"}");
    }

    private static string Circuit(ConnectivityScene scene, int? wanted)
    {
        var width = CircuitBandwidth.OfProviders.FirstOrDefault(c => c >= (wanted ?? 0), CircuitBandwidth.OfProviders[^1]);
        var others = scene.Topology.Circuits.Where(c => c.IsUsable).Select(c => c.Name).ToArray();
        return string.Create(CultureInfo.InvariantCulture,
            $"a circuit (of {width} Mbps, or a port of Direct above {CircuitBandwidth.OfProviders[^1]}) that a provider brings to the site")
            + (others.Length == 0 ? string.Empty : $"; {string.Join(", ", others)} will do if it leads there, which is not known here");
    }

    // Of a location or a region that no table has: it is told, not judged.
    private static string Reach(ConnectivityScene scene, ExpressRouteCircuit circuit) => circuit.HasTier("Local")
        ? $"{scene.Source.Network.Location} among the one or two regions that the Local circuit {circuit.Name} reaches, else another tier"
        : $"{scene.Source.Network.Location} in the geopolitical region of circuit {circuit.Name} ({circuit.Tier}), else tier Premium";

    private static bool IsLinked(ConnectivityScene scene, VirtualNetworkGateway gateway, ExpressRouteCircuit circuit) =>
        scene.Topology.Connections.Any(c => c.Gateway == gateway.Id && c.Circuit == circuit.Id);

    private static int? Smaller(int? one, int? other) => one is { } a && other is { } b ? Math.Min(a, b) : one ?? other;
}
