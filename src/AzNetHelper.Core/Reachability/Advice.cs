namespace AzNetHelper.Reachability;

/// <summary>What a person can do about each reason where no fix is offered.</summary>
internal static class Advice
{
    public static string For(ReasonId id) => id switch
    {
        ReasonId.NoRoute => "Peer the two directly, or lead both through what joins them: a hub's firewall or VPN gateway "
            + "(Set-HubSpokeRoute), or a connection whose gateways exchange routes by BGP.",
        ReasonId.RouteTable => "Ask whoever put that route there; then change or remove it, or add a longer one for the destination.",
        ReasonId.PeeringIncomplete => "Make the other half: Repair-VNetPeering, or New-VNetPeering by whoever may write the other side.",
        ReasonId.PeeringDisconnected => "Repair-VNetPeering writes both halves again.",
        ReasonId.StaleAddressSpace => "Sync-VNetPeering brings the prefixes of today to the half.",
        ReasonId.SubnetNotPeered => "Add the subnet to the lists of both halves, or peer the VNets completely.",
        ReasonId.AccessDisabled => "Allow access on that half, if whoever switched it off agrees: New-VNetPeering turns it on again.",
        ReasonId.ForwardedTrafficRefused => "Set allowForwardedTraffic on that half: New-VNetPeering -AllowForwardedTraffic.",
        ReasonId.AddressOverlap => "Re-address one of the two (Find-VNetAddressSpace finds a free range), peer single subnets that do not "
            + "overlap, translate addresses, or publish what is needed by a private link.",
        ReasonId.ApplianceUnreachable => "Let the route name an appliance in this VNet or in one that is directly peered with it.",
        ReasonId.NoGateway => "Use a peer's gateway (New-HubSpokePeering -UseHubGateway), or let the route lead elsewhere.",
        ReasonId.GatewayHopUnsupported => "Let the route lead to an appliance: only a VPN gateway can be a next hop, and not beside an "
            + "ExpressRoute gateway or a Route Server.",
        ReasonId.NotBehindGateway => "Let the destination use this gateway (New-HubSpokePeering -UseHubGateway), or let connections "
            + "exchange routes by BGP.",
        ReasonId.RoutingLoop => "Look at the routes of the places named: one of them has to lead on instead of back.",
        ReasonId.IpForwardingOff => "Set enableIPForwarding on the network interface, and forwarding in its operating system.",
        ReasonId.NoCommonAddressFamily => "Give both ends prefixes of one family: IPv4, or IPv6 on both.",
        ReasonId.AsymmetricPath => "Make the routes there and back lead past the same appliance, on GatewaySubnet too (Set-HubSpokeRoute "
            + "-IncludeGatewaySubnet).",
        ReasonId.UnknownAppliance => "Read with a right to see what stands at that address, or look whether the route's address is right.",
        ReasonId.TransitWithoutBgp => "Switch BGP on at both ends of the connection, or look at the prefixes that were set by hand.",
        ReasonId.OnPremisesTransit => "Ask whoever runs the site where its routers send this.",
        ReasonId.VNetNotRead => "Read the networks with a right to see that VNet, or from a session of its tenant.",
        ReasonId.ClassicVNet => "A classic VNet cannot be read: move it to Azure Resource Manager.",
        ReasonId.VirtualWan => "Look at the effective routes of the Virtual WAN hub.",
        ReasonId.ConnectedGroupNotRead => "Read the networks with the right named above.",
        ReasonId.RouteServerPeers => "Look at what the peers of the Route Server announce.",
        ReasonId.ConnectionsNotRead => "Read the networks with a right to see connections and local network gateways.",
        ReasonId.GatewayNotRead => "Read the networks with a right to see the gateway.",
        ReasonId.RouteTableNotRead => "Read the networks with a right to see the route table.",
        ReasonId.CircuitRoutesNotRead => "Read the networks with Get-VNetTopology -IncludeCircuitRoute and a right to ask for the routes of "
            + "the circuit's private peering, or tell what lies behind it in a document of type AzNetHelper/expressRoutePrefixes.",
        _ => throw new ArgumentOutOfRangeException(nameof(id), id, "A reason without advice."),
    };
}
