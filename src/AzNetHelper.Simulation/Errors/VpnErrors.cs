using static AzNetHelper.Simulation.Evidence;

namespace AzNetHelper.Simulation;

/// <summary>What is refused about VPN gateways, their connections and sites.</summary>
internal static class VpnErrors
{
    public static ErrorTemplate InvalidSharedKey { get; } = new(400, "InvalidSharedKey", Chosen,
        "The shared key is not valid. It must have 1 to {0} printable ASCII characters other than space, hyphen and tilde.");

    public static ErrorTemplate InvalidKeyLength { get; } = new(400, "InvalidSharedKeyLength", Chosen,
        "The length {0} of the shared key is not valid. It must be between 1 and {1}.");

    public static ErrorTemplate UnknownDevice { get; } = new(400, "VpnDeviceNotSupported", Chosen,
        "No configuration is known for vendor {0}, device family {1}, firmware version {2}.");

    public static ErrorTemplate PeerMissing { get; } = new(400, "PeerAddressRequired", Chosen,
        "The routes that gateway {0} advertises are asked for with ?peer=.");

    public static ErrorTemplate NonZonalSku { get; } = new(400, "NonAzSkusNotAllowedForVPNGateway", CodeKnown,
        "VpnGw1 to VpnGw5 without zones are no longer created. Use one of VpnGw1AZ to VpnGw5AZ.");

    public static ErrorTemplate RetiredSku { get; } = new(400, "VirtualNetworkGatewaySkuRetired", Chosen,
        "SKU {0} of gateway {1} is retired and no longer created.");

    public static ErrorTemplate FrozenSku { get; } = new(400, "VirtualNetworkGatewaySkuMustBeMigrated", Chosen,
        "Gateway {0} cannot be changed while it has the retired SKU {1}. Migrate it to the SKU with zones first.");

    public static ErrorTemplate UnknownSku { get; } = new(400, "InvalidVirtualNetworkGatewaySku", Chosen,
        "{0} is no SKU of VPN gateway {1}.");

    public static ErrorTemplate WrongGeneration { get; } =
        new(400, "VirtualNetworkGatewaySkuCannotBeCreatedForSpecifiedVmGeneration", Quoted,
        "The Virtual Network Gateway Sku {0} cannot be used when VirtualNetworkVpnGatewayGeneration is set to {1}.");

    public static ErrorTemplate ResizeNotAllowed { get; } = new(400, "VirtualNetworkGatewaySkuChangeNotAllowed", Chosen,
        "Gateway {0} cannot be resized from {1} to {2}: it is of {3}, and neither a generation nor Basic can be left or entered.");

    public static ErrorTemplate CannotChange { get; } = new(400, "PropertyChangeNotAllowed", CodeKnown,
        "{0} of {1} cannot be changed from {2} to {3}.");

    public static ErrorTemplate PolicyBasedSku { get; } = new(400, "PolicyBasedGatewayNeedsBasicSku", Chosen,
        "Gateway {0} is policy-based, which only SKU Basic can be, and not {1}.");

    public static ErrorTemplate BasicCannot { get; } = new(400, "BasicSkuFeatureNotSupported", Chosen,
        "Gateway {0} has SKU Basic, which knows neither BGP nor active-active.");

    public static ErrorTemplate BasicBesideExpressRoute { get; } = new(400, "BasicSkuCannotCoexist", Chosen,
        "VPN gateway {0} of SKU Basic cannot be beside ExpressRoute gateway {1}.");

    public static ErrorTemplate SubnetTooSmall { get; } = new(400, "GatewaySubnetTooSmall", Chosen,
        "{0} is too small: it must be a /{1} or larger for SKU {2}.");

    public static ErrorTemplate WrongInstances { get; } = new(400, "GatewayIpConfigurationsMismatch", Chosen,
        "Gateway {0} needs {1} ip configurations, each with a public address of its own, and has {2}.");

    public static ErrorTemplate ReservedAsn { get; } = new(400, "ReservedAsnNotAllowed", Chosen,
        "The autonomous system number {0} of {1} is reserved by {2}.");

    public static ErrorTemplate CustomBgpAddress { get; } = new(400, "InvalidCustomBgpIpAddress", Chosen,
        "The BGP address {0} of gateway {1} is not in 169.254.21.0 to 169.254.22.255.");

    public static ErrorTemplate AttachedToHub { get; } = new(400, "VnetAttachedToVirtualHub", Chosen,
        "Gateway {0} cannot be created because virtual network {1} is attached to a virtual hub by {2}.");

    public static ErrorTemplate WrongGateway { get; } = new(400, "ConnectionNotSupportedByGateway", Chosen,
        "Connection {0} cannot be made with gateway {1}: {2}.");

    public static ErrorTemplate ProtocolNotSupported { get; } = new(400, "ConnectionProtocolNotSupported", Chosen,
        "The gateway of connection {0} does not know {1}.");

    public static ErrorTemplate TooManyConnections { get; } = new(400, "ConnectionCountLimitReached", Chosen,
        "Gateway {0} has {1} connections of at most {2}; {3} cannot be added.");

    public static ErrorTemplate OnePolicy { get; } = new(400, "OnlyOneIpsecPolicyAllowed", Chosen,
        "Connection {0} has more than one IPsec policy.");

    public static ErrorTemplate InvalidPolicy { get; } = new(400, "InvalidIpsecPolicy", Chosen,
        "The IPsec policy of connection {0} is not valid: {1} is {2}, and may be {3}.");

    public static ErrorTemplate SelectorsNeedPolicy { get; } = new(400, "TrafficSelectorsNeedIpsecPolicy", Chosen,
        "Connection {0} uses policy-based traffic selectors, which needs a custom IPsec policy.");

    public static ErrorTemplate InvalidSelector { get; } = new(400, "InvalidTrafficSelector", Chosen,
        "A traffic selector of connection {0} is not valid: '{1}'.");

    public static ErrorTemplate InvalidDpd { get; } = new(400, "InvalidDpdTimeout", Chosen,
        "The DPD timeout of connection {0} is {1} s and may be {2} to {3} s, or 0.");

    public static ErrorTemplate InvalidSite { get; } = new(400, "InvalidLocalNetworkGateway", Chosen,
        "Local network gateway {0} is not valid: {1}.");

    public static ErrorTemplate StandardIsStatic { get; } = new(400, "StandardSkuPublicIPMustBeStatic", Chosen,
        "Public IP address {0} has SKU Standard, which must be allocated statically.");

    public static ErrorTemplate UnknownZone { get; } = new(400, "InvalidAvailabilityZone", CodeKnown,
        "The zone(s) '{0}' for resource '{1}' is not supported. The supported zones for location '{2}' are '{3}'");

    public static ErrorTemplate NoSharedKey { get; } = new(400, "ConnectionTypeHasNoSharedKey", Chosen,
        "Connection {0} is of a type that has no shared key.");
}
