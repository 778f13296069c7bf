using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Routing.Checks;

/// <summary>Rules about spokes that are routed through a hub.</summary>
internal static class HubSpokeChecks
{
    public const string ReachabilityLost = nameof(ReachabilityLost);

    public static IEnumerable<Finding> NotFound(RoutingScene scene) => scene.Hub is not { } hub ? []
        : hub.Asked.Append(hub.Request.Hub).Where(id => scene.Topology.VirtualNetwork(id) is null).Distinct()
            .Select(id => new Finding(id, scene.Topology.GapOf(id) is { } gap ? $"The virtual network {id} could not be read: {gap.Message}"
                : $"There is no virtual network {id}, or you may not read it.", string.Empty) { Kind = FailureKind.ObjectNotFound });

    public static IEnumerable<Finding> SameVNet(RoutingScene scene) => scene.Hub is { } hub && hub.Asked.Contains(hub.Request.Hub)
        ? [new(hub.Request.Hub, $"{hub.Request.Hub.Name} cannot be a spoke of itself.", string.Empty) { Kind = FailureKind.InvalidArgument }] : [];

    public static IEnumerable<Finding> NotPeered(RoutingScene scene) =>
        from spoke in Spokes(scene)
        where scene.Hub!.Hub is not null && !scene.Hub.IsPeered(spoke)
        select new Finding(spoke.Id, $"{spoke.Name} is not peered with {scene.Hub!.Request.Hub.Name}, or not Connected at both ends. "
            + $"Peer them first: New-HubSpokePeering -Hub '{scene.Hub.Request.Hub}' -Spoke '{spoke.Id}'.", string.Empty);

    public static IEnumerable<Finding> Unfit(RoutingScene scene) =>
        from peer in scene.Hub?.Unfit ?? []
        select new Finding(peer, $"{peer.Name} is peered with {scene.Hub!.Request.Hub.Name} and is left out: "
            + (scene.Topology.VirtualNetwork(peer) is null ? "it could not be read, or is no virtual network of Azure Resource Manager."
                : "its peering is not Connected at both ends, or belongs to a Virtual WAN hub."), string.Empty) { Tells = NoticeSeverity.Warning };

    public static IEnumerable<Finding> Overlap(RoutingScene scene)
    {
        var spokes = Spokes(scene).ToArray();
        return from i in Enumerable.Range(0, spokes.Length)
               from j in Enumerable.Range(i + 1, spokes.Length - i - 1)
               let common = Addressing.Overlap.Between(spokes[i].AddressSpace, spokes[j].AddressSpace)
               where !common.IsEmpty
               select new Finding(spokes[j].Id, $"{spokes[i].Name} and {spokes[j].Name} overlap ({string.Join("; ", common)}): "
                   + "no route can lead to both.", string.Empty);
    }

    public static IEnumerable<Finding> Nobody(RoutingScene scene)
    {
        if (scene.Hub is not { Hub: not null, Wishes.IsEmpty: true, Hop.Route: not null } hub)
        {
            yield break;
        }

        var few = hub.Spokes.Length < 2 && hub.Request.AddressPrefixes.IsDefaultOrEmpty;
        yield return new(hub.Request.Hub, "There is nothing to route: " + (few
            ? $"{hub.Request.Hub.Name} has {(hub.Spokes.Length == 0 ? "no" : "one")} connected spoke here. Name spokes, or prefixes with -AddressPrefix."
            : "the spokes have no subnets that take routes."), string.Empty) { Tells = NoticeSeverity.Warning };
    }

    public static IEnumerable<Finding> HopNotFound(RoutingScene scene) =>
        scene.Hub is { Hub: not null, Request.NextHop: HubHop.ResourceHop { Resource: var id } } && HopFinder.AddressesOf(scene.Topology, id) is null
            ? [new(id, $"There is no next hop {id}, or you may not read it.", string.Empty) { Kind = FailureKind.ObjectNotFound }] : [];

    // Of a resource the hub decides; of an address what the hub holds.
    public static IEnumerable<Finding> HopNotInHub(RoutingScene scene)
    {
        if (scene.Hub is not { Hub: { } network, Request.NextHop: var hop } hub)
        {
            yield break;
        }

        if (hop is HubHop.ResourceHop { Resource: var id } && HopFinder.AddressesOf(scene.Topology, id) is not null && !hub.Hop.Addresses.Any())
        {
            yield return new(id, $"{id.Name} has no private address in {network.Name}. A next hop must lie in the hub itself.", string.Empty);
        }
        else if (hop is HubHop.AddressHop { Address: var address } && !network.AddressSpace.Any(p => p.Contains(address)))
        {
            yield return new(network.Id, $"{address} is no address of {network.Name} ({string.Join(", ", network.AddressSpace)}). A next hop must "
                + "lie in the hub itself.", string.Empty) { Kind = FailureKind.InvalidArgument };
        }
    }

    public static IEnumerable<Finding> HopInNoSubnet(RoutingScene scene) =>
        from address in scene.Hub?.Hop.Addresses ?? []
        let network = scene.Hub!.Hub
        let subnet = SubnetOf(network, address)
        where network.AddressSpace.Any(p => p.Contains(address)) && (subnet is null || Is(subnet.Name, Subnet.GatewaySubnetName))
        select new Finding(network.Id, subnet is null ? $"{address} lies in no subnet of {network.Name}, so nothing can stand there."
            : $"{address} lies in {network.Name}/{subnet.Name}. For the VPN gateway, give -NextHop {HubHop.GatewayWord}.", string.Empty)
        {
            Kind = FailureKind.InvalidArgument,
        };

    public static IEnumerable<Finding> HopUnknown(RoutingScene scene) =>
        scene.Hub is { IsGateway: false, Hub: { } network, Hop: { Resource: null } found } && found.Addresses.FirstOrDefault() is { } address
            && SubnetOf(network, address) is not null
            ? [new(network.Id, $"Nothing that forwards is known at {address}: no firewall, no load balancer, no network interface that could be "
                + "read. What is sent there arrives only if something is.", string.Empty) { Tells = NoticeSeverity.Warning }] : [];

    public static IEnumerable<Finding> GatewayHop(RoutingScene scene)
    {
        if (scene.Hub is not { IsGateway: true, Hub: { } network } hub)
        {
            yield break;
        }

        var attachments = hub.Estate.Attachments;
        var why = attachments.HasRouteServer(network.Id) ? "it has a Route Server"
            : hub.Gateways.FirstOrDefault(g => g.Gateway.Kind == GatewayKind.ExpressRoute) is { } express
                ? $"it has an ExpressRoute gateway ({express.Gateway.Name})"
            : hub.Gateways.FirstOrDefault(g => g.IsVpn) is not { } vpn ? "it has no VPN gateway"
            : vpn.Gateway.IsBasic ? $"its gateway {vpn.Gateway.Name} has the SKU Basic, which other VNets cannot use"
            : null;
        if (why is not null)
        {
            yield return new(network.Id, $"The gateway of {network.Name} cannot be a next hop: {why}. A route to a virtual network gateway means its "
                + "VPN gateway, and only where that is the one that the VNet uses. Use an appliance.", string.Empty);
        }

        foreach (var spoke in Spokes(scene).Where(s => attachments.IsOnVirtualWan(s.Id)))
        {
            yield return new(spoke.Id, $"{spoke.Name} is attached to a Virtual WAN hub, whose router is its gateway. A route to a virtual network "
                + "gateway leads there.", string.Empty);
        }
    }

    public static IEnumerable<Finding> NoGatewaySubnet(RoutingScene scene)
    {
        if (scene.Hub is not { Request.IncludeGatewaySubnet: true, Hub: { } network } hub)
        {
            yield break;
        }

        if (hub.IsGateway)
        {
            yield return new(network.Id, "-IncludeGatewaySubnet is for an appliance: the gateway is no hop for itself.", string.Empty)
            {
                Kind = FailureKind.InvalidArgument,
            };
        }
        else if (hub.GatewaySubnet is null || hub.Gateways.Count == 0)
        {
            yield return new(network.Id, $"{network.Name} has no gateway whose traffic could pass the appliance (-IncludeGatewaySubnet).", string.Empty);
        }
    }

    public static IEnumerable<Finding> GatewayUnused(RoutingScene scene) =>
        scene.Hub is { IncludesGateway: true, Hub: { } network } hub && hub.Gateways.Count > 0 && !Spokes(scene).Any(hub.UsesGateway)
            ? [new(network.Id, $"No spoke uses the gateway of {network.Name}, so nothing is routed on its GatewaySubnet "
                + "(New-HubSpokePeering -UseHubGateway lets them use it).", string.Empty) { Tells = NoticeSeverity.Warning }] : [];

    // What was not read, or comes by BGP from a device that the topology has no prefixes of, takes one way only through the appliance.
    public static IEnumerable<Finding> SitesUnknown(RoutingScene scene) =>
        scene.Hub is { IncludesGateway: true } hub && hub.Estate is var estate
            ? from gateway in hub.Gateways
              let bgp = estate.Sites.LinksOf(gateway).Where(l => l.Bgp).Select(l => l.Site.Id.Name).Distinct(StringComparer.Ordinal).ToArray()
              let all = gateway.Announced.Any(p => p.IsDefault)
              where bgp.Length > 0 || all || estate.HasUnreadConnections(gateway)
              select new Finding(gateway.Gateway.Id, $"Not every prefix behind {gateway.Gateway.Name} is known "
                  + (bgp.Length > 0 ? $"({string.Join(", ", bgp)} tells by BGP)"
                      : all ? "(a default route leads there)" : "(its connections were not read)")
                  + ": what comes from an unknown one passes the appliance on the way in and not on the way back, which a firewall "
                  + "does not let through. Give such prefixes with -AddressPrefix.", string.Empty) { Tells = NoticeSeverity.Warning }
            : [];

    public static IEnumerable<Finding> PrefixMisses(RoutingScene scene) =>
        scene.Hub is not { Request.AddressPrefixes: { IsDefaultOrEmpty: false } given } ? [] :
        from spoke in Spokes(scene)
        let missed = spoke.AddressSpace.Where(p => !given.Any(g => g.Contains(p) || p.Contains(g))).ToArray()
        where missed.Length > 0 && Spokes(scene).Skip(1).Any()
        select new Finding(spoke.Id, $"{string.Join(", ", missed)} of {spoke.Name} lies in none of the prefixes given (-AddressPrefix), so no "
            + "route leads there.", string.Empty) { Tells = NoticeSeverity.Warning };

    public static IEnumerable<Finding> LeftOut(RoutingScene scene) =>
        from spoke in Spokes(scene)
        from end in scene.Hub!.Ends(spoke)
        where end.Owner is not null
        select new Finding(end.Subnet.Id, $"'{spoke.Name}/{end.Subnet.Name}' is left out: it is delegated to {end.Owner.Service}, "
            + "which writes its routes itself.", string.Empty) { Tells = NoticeSeverity.Warning };

    public static IEnumerable<Finding> NoHopOfFamily(RoutingScene scene) =>
        scene.Hub is { Hub: not null } hub && hub.Hop.Route is not null != hub.Hop.RouteV6 is not null
        && hub.Spokes.SelectMany(s => s.AddressSpace).Where(p => hub.Hop.For(p) is null).Distinct().Order().ToArray() is { Length: > 0 } without
            ? [new(hub.Request.Hub, $"{hub.Request.NextHop} has no address of the family of {string.Join(", ", without)}, which are not routed.",
                string.Empty) { Tells = NoticeSeverity.Warning }] : [];

    private static IEnumerable<VirtualNetwork> Spokes(RoutingScene scene) => scene.Hub?.Spokes ?? [];

    private static Subnet? SubnetOf(VirtualNetwork network, IPAddress address) =>
        network.Subnets.FirstOrDefault(s => s.Prefixes.Any((IPPrefix p) => p.Contains(address)));

    private static bool Is(string text, string other) => string.Equals(text, other, StringComparison.OrdinalIgnoreCase);
}
