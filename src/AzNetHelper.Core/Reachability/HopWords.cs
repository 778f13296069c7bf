using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Reachability;

/// <summary>A hop in words, with the names of what is passed: gateway, connection, site, appliance.</summary>
/// <param name="topology">The networks, for what a hop does not carry; null where they are not known.</param>
internal sealed class HopWords(Topology? topology)
{
    public string Of(Hop hop) => hop.At.IsType(ResourceTypes.VirtualNetworkGateway) ? AtGateway(hop)
        : IsSite(hop.At) ? AtSite(hop)
        : AtSubnet(hop);

    private string AtSubnet(Hop hop)
    {
        var what = hop.NextHop switch
        {
            HopType.VnetLocal => $"keeps it in {Name(hop.Resource)}",
            HopType.Peering => $"sends it over the peering to {Name(hop.Resource)}",
            HopType.ConnectedGroup => $"sends it to {Name(hop.Resource)}, a member of its connected group",
            HopType.VirtualAppliance => hop.Resource is null
                ? "sends it to an appliance that is not known" : $"sends it to {Appliance(hop.Resource)}",
            HopType.VirtualNetworkGateway => hop.Resource is { } id && id.IsType(ResourceTypes.VirtualNetworkGateway)
                ? $"sends it to {Gateway(id)}" : "sends it to a virtual network gateway",
            HopType.Internet when hop.Origin == RouteOrigin.System => "has no route for it but Azure's own one to the internet",
            HopType.None when hop.Origin == RouteOrigin.System => "has no route for it but Azure's own one to nowhere",
            HopType.Internet => "sends it to the internet",
            HopType.None => "drops it",
            _ => "has no route for it",
        };
        return $"{(hop.At.IsType(ResourceTypes.Subnet) ? "Subnet " : string.Empty)}{Name(hop.At)} {what}{Route(hop)}";
    }

    private string AtGateway(Hop hop)
    {
        var by = hop.Route is { } prefix ? $" ({prefix})" : string.Empty;
        var what = hop.NextHop switch
        {
            HopType.VnetLocal when hop.Resource is { } to && to.IsType(ResourceTypes.Subnet) =>
                $"follows a route of {Name(to)}",
            HopType.VnetLocal => $"delivers it into {Name(hop.Resource)}",
            HopType.Peering => $"delivers it into {Name(hop.Resource)}, which uses it",
            HopType.ClientPool => "hands it to its point-to-site clients",
            HopType.Connection => $"sends it over {Connection(hop.At, hop.Resource!)} to {Gateway(hop.Resource!)}",
            HopType.Site => $"sends it over {Connection(hop.At, hop.Resource!)} to {Site(hop.Resource!)}",
            _ => "knows no way for it",
        };
        return $"{Capital(Gateway(hop.At))} {what}{by}";
    }

    private string AtSite(Hop hop) => hop.NextHop switch
    {
        HopType.Connection => $"{Capital(Site(hop.At))} sends it over {Connection(hop.Resource!, hop.At)} to {Gateway(hop.Resource!)}"
            + (hop.Route is { } prefix ? $" ({prefix})" : string.Empty),
        HopType.Site => $"It stays inside {Site(hop.At)}",
        _ => $"{Capital(Site(hop.At))} has no route for it",
    };

    private static string Route(Hop hop) => hop switch
    {
        { Route: null } => string.Empty,
        { Origin: RouteOrigin.User } => $" by the route '{hop.RouteName}' ({hop.Route}) of its route table",
        { Origin: RouteOrigin.Gateway } => $" by a route that the gateway brings ({hop.Route})",
        _ => $" ({hop.Route})",
    };

    private string Appliance(ResourceId id) =>
        id.IsType(ResourceTypes.AzureFirewall) ? $"the Azure Firewall '{id.Name}'"
        : id.IsType(ResourceTypes.LoadBalancer) ? $"the load balancer '{id.Name}'"
        : topology?.NetworkInterfaces.FirstOrDefault(n => n.Id == id)?.VirtualMachine is { } machine
            ? $"the appliance '{machine.Name}' (network interface '{id.Name}')"
        : $"the appliance with the network interface '{id.Name}'";

    private string Gateway(ResourceId id)
    {
        var gateway = topology?.Gateways.FirstOrDefault(g => g.Id == id);
        var kind = gateway?.Kind switch
        {
            GatewayKind.Vpn => "VPN gateway",
            GatewayKind.ExpressRoute => "ExpressRoute gateway",
            _ => "gateway",
        };
        return $"the {kind} '{id.Name}'" + (gateway?.VirtualNetwork is { } host ? $" in {host.Name}" : string.Empty);
    }

    private static string Site(ResourceId id) => id.IsType(ResourceTypes.LocalNetworkGateway)
        ? $"the on-premises site '{id.Name}'" : $"the on-premises side of the ExpressRoute circuit '{id.Name}'";

    /// <summary>The connection of a gateway with another gateway or a site. Gateways also meet on a circuit, or by a Route Server.</summary>
    private string Connection(ResourceId gateway, ResourceId other)
    {
        var between = topology?.Connections.Where(c => c.IsLive
            && ((c.Gateway == gateway && (c.OtherGateway == other || c.LocalNetworkGateway == other || c.Circuit == other))
                || (c.Gateway == other && c.OtherGateway == gateway))).MinBy(c => c.Gateway != gateway);
        if (between is not null)
        {
            return $"the connection '{between.Name}'";
        }

        var circuit = topology?.Connections.Where(c => c.Gateway == gateway).Select(c => c.Circuit).OfType<ResourceId>()
            .FirstOrDefault(c => topology.Connections.Any(o => o.Gateway == other && o.Circuit == c));
        return circuit is null ? "the exchange of routes with it" : $"the circuit '{circuit.Name}'";
    }

    private static bool IsSite(ResourceId id) =>
        id.IsType(ResourceTypes.LocalNetworkGateway) || id.IsType(ResourceTypes.ExpressRouteCircuit);

    private static string Name(ResourceId? id) => id is null ? "an unknown network" : Names.Short(id);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
