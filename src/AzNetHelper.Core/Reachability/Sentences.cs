using AzNetHelper.Reachability.Walk;

namespace AzNetHelper.Reachability;

/// <summary>What is wrong, in a sentence that names the resource and says what would help where no fix can.</summary>
internal static class Sentences
{
    public static string Of(Fault fault, string destination)
    {
        var here = fault.Network.Name;
        var at = Names.Short(fault.At);
        var what = fault.Resource is null ? string.Empty : Names.Short(fault.Resource);
        return fault.Id switch
        {
            ReasonId.NoRoute when fault.Flag is not null =>
                $"The peering '{what}' carries IPv6 only ({fault.Flag}), so {here} has no IPv4 route to {destination}.",
            ReasonId.NoRoute when fault.Network.IsType(Arm.ResourceTypes.LocalNetworkGateway)
                || fault.Network.IsType(Arm.ResourceTypes.ExpressRouteCircuit) =>
                $"The site '{here}' has no live connection over which it learned of {destination}.",
            ReasonId.NoRoute =>
                $"{here} has no route to {destination}: nothing joins them. Peering is not transitive, and a gateway serves only its "
                + "own VNet and those that are set to use it.",
            ReasonId.RouteTable =>
                $"Route table '{fault.Resource!.Name}' keeps {at} from {destination}: {fault.Detail}.",
            ReasonId.PeeringIncomplete =>
                $"The peering '{what}' is only half there: the other half, in {Missing(fault)}, is missing or not "
                + "connected.",
            ReasonId.PeeringDisconnected =>
                $"The peering '{what}' is Disconnected: its other half was deleted, and this half has to be written "
                + "again.",
            ReasonId.StaleAddressSpace =>
                $"The peering '{what}' does not hold the current address space of {fault.Detail}, or holds more than "
                + "it: sync it.",
            ReasonId.SubnetNotPeered =>
                $"The peering '{what}' joins listed subnets only, and {at} or the subnet in {fault.Detail} is not "
                + "among them.",
            ReasonId.AccessDisabled =>
                $"The peering '{what}' does not allow access to {fault.Detail}: blocked by default (explicit security "
                + "rules may differ).",
            ReasonId.ForwardedTrafficRefused =>
                $"The peering '{what}' does not accept from {fault.Detail} what was sent elsewhere: "
                + "allowForwardedTraffic is off.",
            ReasonId.AddressOverlap =>
                $"The addresses of {destination} are also those of {what}, and packets from {here} end there. Nothing "
                + "but re-addressing, a subnet peering, NAT or a private link helps.",
            ReasonId.ApplianceUnreachable =>
                $"A route of {at} leads to an appliance at {fault.Detail}, which is neither in {here} nor in a VNet "
                + "that is directly and completely peered with it.",
            ReasonId.NoGateway =>
                $"A route of {at} leads to a virtual network gateway, and {here} neither has one nor uses a peer's.",
            ReasonId.GatewayHopUnsupported =>
                $"A route of {at} leads to a virtual network gateway, which for {here} means {fault.Detail}: only a "
                + "VPN gateway can be a next hop.",
            ReasonId.NotBehindGateway =>
                $"The gateway '{what}' does not know {destination}: it is neither its own VNet nor one that uses it.",
            ReasonId.RoutingLoop => $"The packet comes back to '{what}' and would go round for ever.",
            ReasonId.IpForwardingOff =>
                $"The network interface '{what}' at {fault.Detail} does not forward: enableIPForwarding is off.",
            ReasonId.AsymmetricPath when fault.IsDoubt =>
                $"'{what}' is passed in one direction only. Whether it lets through what it saw one way of is not known.",
            ReasonId.AsymmetricPath =>
                $"The firewall '{what}' is passed in one direction only: it is stateful and drops what it saw one way of.",
            ReasonId.NoCommonAddressFamily => $"{here} and {destination} have no address family in common.",
            ReasonId.UnknownAppliance =>
                $"A route of {at} leads to an appliance at {fault.Detail}. What stands there was not read.",
            ReasonId.TransitWithoutBgp =>
                $"A connection between '{fault.Detail}' and '{what}' has no BGP: whether prefixes behind one end are known "
                + $"at the other, {destination} among them, is set by hand and not to be read from Azure.",
            ReasonId.OnPremisesTransit =>
                $"{at} hands packets for {destination} to the on-premises site '{what}'. Where that sends them is not known.",
            ReasonId.VNetNotRead => $"{here} is joined to '{what}', which was not read.",
            ReasonId.ClassicVNet => $"{here} is joined to '{what}', a classic virtual network, which cannot be read.",
            ReasonId.VirtualWan => $"{here} is connected to a Virtual WAN hub, whose routes were not read.",
            ReasonId.ConnectedGroupNotRead when fault.Resource == fault.Network =>
                $"Whether {here} is in a connected group of Virtual Network Manager could not be read: the right "
                + "Microsoft.Network/virtualNetworks/listNetworkManagerEffectiveConnectivityConfigurations/action is missing, or "
                + "the question failed.",
            ReasonId.ConnectedGroupNotRead =>
                $"{here} is managed by Virtual Network Manager (peering '{what}'); whether it is in a connected group "
                + "was not read.",
            ReasonId.RouteServerPeers =>
                $"{here} uses the Route Server of '{what}', whose peers' routes were not read.",
            ReasonId.ConnectionsNotRead =>
                $"{here} and {destination} use different gateways. Whether connections join these was not read.",
            ReasonId.GatewayNotRead => $"The gateway '{what}' of {here} was not read.",
            ReasonId.RouteTableNotRead => $"The route table '{fault.Resource!.Name}' of {at} was not read.",
            ReasonId.CircuitRoutesNotRead =>
                $"What on-premises announces over the circuit '{what}' is not known, so nothing is known to lie behind it.",
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault.Id, "A reason without a sentence."),
        };
    }

    private static string Missing(Fault fault) => fault.Detail ?? "the other VNet";
}
