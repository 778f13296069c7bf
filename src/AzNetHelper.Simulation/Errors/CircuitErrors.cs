using static AzNetHelper.Simulation.Evidence;

namespace AzNetHelper.Simulation;

/// <summary>What is refused about circuits, their peerings, authorizations and connections, and about ExpressRoute gateways.</summary>
internal static class CircuitErrors
{
    /// <summary>The deletion of a circuit that its provider holds fails while it runs (oracle-quickstart/oci-azure-interconnect#8).</summary>
    public static ErrorTemplate NotDeprovisioned { get; } = new(409, "ConflictError", Quoted,
        "The specified dedicated circuit is not in Deprovisioned state. Please initiate the deprovisioning process with your service provider.");

    public static ErrorTemplate InUse { get; } = new(400, "ExpressRouteCircuitCannotBeDeleted", Chosen,
        "Circuit {0} cannot be deleted because connection {1} uses it.");

    public static ErrorTemplate InvalidSku { get; } = new(400, "InvalidExpressRouteCircuitSku", Chosen,
        "The SKU of circuit {0} is not valid: {1}.");

    public static ErrorTemplate NoProvider { get; } = new(400, "ExpressRouteCircuitProviderNotSpecified", Chosen,
        "Circuit {0} needs either serviceProviderProperties or expressRoutePort.");

    public static ErrorTemplate UnknownProvider { get; } = new(400, "ExpressRouteServiceProviderNotFound", Chosen,
        "{0} of circuit {1} is no ExpressRoute service provider.");

    public static ErrorTemplate UnknownLocation { get; } = new(400, "ExpressRoutePeeringLocationNotFound", Chosen,
        "Service provider {0} of circuit {1} is not at peering location {2}. It is at: {3}.");

    public static ErrorTemplate UnknownBandwidth { get; } = new(400, "ExpressRouteBandwidthNotAvailable", Chosen,
        "Circuit {0} cannot be created as requested bandwidth {1} is not offered by service provider {2}. It offers, in Mbps: {3}.");

    public static ErrorTemplate TooManyInSubscription { get; } = new(400, "ExpressRouteCircuitCountLimitReached", Chosen,
        "Subscription {0} has {1} circuits of at most {2}; {3} cannot be added.");

    public static ErrorTemplate TooManyInRegion { get; } = new(400, "ExpressRouteCircuitCountPerRegionLimitReached", Chosen,
        "Subscription {0} has {1} circuits of at most {2} in {3}; {4} cannot be added.");

    public static ErrorTemplate CannotChange { get; } = new(400, "ExpressRouteCircuitPropertyCannotChange", Chosen,
        "{0} of circuit {1} cannot be changed from {2} to {3}: {4}.");

    public static ErrorTemplate UnknownLink { get; } = new(400, "InvalidDevicePath", Chosen,
        "{0} is no link of {1}. Use primary or secondary.");

    public static ErrorTemplate InvalidPeering { get; } = new(400, "InvalidExpressRouteCircuitPeering", Chosen,
        "Peering {0} is not valid: {1}.");

    public static ErrorTemplate NoMicrosoftConfig { get; } = new(400, "MicrosoftPeeringConfigNotSpecified", TextKnown,
        "Microsoft Peering Config is not specified for Express Route Bgp Peering {0}.");

    public static ErrorTemplate PeeringInUse { get; } = new(400, "ExpressRouteCircuitPeeringCannotBeDeleted", Chosen,
        "Peering {0} cannot be deleted because connection {1} uses it.");

    public static ErrorTemplate NotProvisioned { get; } = new(400, "ExpressRouteCircuitNotProvisioned", Chosen,
        "Connection {0} cannot be made: circuit {1} is {2} by its service provider.");

    public static ErrorTemplate NoPrivatePeering { get; } = new(400, "ExpressRouteCircuitHasNoPrivatePeering", Chosen,
        "Connection {0} cannot be made: circuit {1} has no private peering.");

    public static ErrorTemplate KeyNeeded { get; } = new(400, "ExpressRouteCircuitAuthorizationRequired", Chosen,
        "Connection {0} needs an authorization of circuit {1}, which is in another subscription.");

    public static ErrorTemplate WrongKey { get; } = new(400, "ExpressRouteCircuitAuthorizationNotFound", Chosen,
        "The authorization key of connection {0} is none of circuit {1}.");

    public static ErrorTemplate KeyInUse { get; } = new(400, "ExpressRouteCircuitAuthorizationInUse", Chosen,
        "The authorization key of connection {0} is used by connection {1} already.");

    public static ErrorTemplate TooManyLinks { get; } = new(400, "ExpressRouteCircuitLinkLimitReached", Chosen,
        "Circuit {0} has {1} connections of at most {2}; {3} cannot be added.");

    public static ErrorTemplate TooManyCircuits { get; } = new(400, "ExpressRouteGatewayCircuitLimitReached", Chosen,
        "Gateway {0} has {1} circuits of at most {2}; {3} cannot be added.");

    public static ErrorTemplate TooManyOfLocation { get; } = new(400, "ExpressRoutePeeringLocationCircuitLimitReached", Chosen,
        "Gateway {0} has {1} circuits of at most {2} at peering location {3}; {4} cannot be added.");

    public static ErrorTemplate SecondConnection { get; } = new(400, "ExpressRouteCircuitAlreadyConnected", Chosen,
        "Gateway {0} is connected with circuit {1} already, by {2}.");

    public static ErrorTemplate OutOfReach { get; } = new(400, "ExpressRouteCircuitOutOfReach", Chosen,
        "Connection {0} cannot be made: circuit {1} of tier {2} at {3} does not reach region {4}.");

    public static ErrorTemplate NoFastPath { get; } = new(400, "ExpressRouteGatewayBypassNotSupported", Chosen,
        "Connection {0} cannot bypass gateway {1}, whose SKU {2} does not know FastPath.");

    public static ErrorTemplate InvalidWeight { get; } = new(400, "InvalidRoutingWeight", Chosen,
        "The routing weight of connection {0} is {1} and may be 0 to {2}.");

    public static ErrorTemplate ResizeNotAllowed { get; } = new(400, "ExpressRouteGatewaySkuChangeNotAllowed", Chosen,
        "Gateway {0} cannot be resized from {1} to {2}: only upwards, and only among the sizes with zones or among those without.");

    public static ErrorTemplate InvalidGateway { get; } = new(400, "InvalidExpressRouteGateway", Chosen,
        "Gateway {0} is not valid: {1}.");
}
