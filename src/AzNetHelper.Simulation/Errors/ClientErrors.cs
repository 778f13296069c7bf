using static AzNetHelper.Simulation.Evidence;

namespace AzNetHelper.Simulation;

/// <summary>What is refused about the point-to-site clients of VPN gateways (arm-protocol 5.4, azure-network-rules 5).</summary>
internal static class ClientErrors
{
    public static ErrorTemplate PoolMissing { get; } = new(400, "VpnClientAddressPoolNotSpecified", Quoted,
        "Vpn client addresspool is not specified for gateway {0}");

    public static ErrorTemplate PoolOverlaps { get; } = new(400, "VpnClientAddressPoolOverlapsVirtualNetwork", TextKnown,
        "The virtual network gateway's VPN client address pool overlaps with the virtual network's address space. The overlapping "
        + "address space prefixes are {0} and {1}.");

    public static ErrorTemplate PoolInvalid { get; } = new(400, "VpnClientAddressPoolInvalid", Chosen,
        "'{0}' in the VPN client address pool of gateway {1} is no address prefix.");

    public static ErrorTemplate PoolTooSmall { get; } = new(400, "VpnClientAddressPoolTooSmall", Chosen,
        "The VPN client address pool {0} of gateway {1} is too small: it must be a /{2} or larger.");

    public static ErrorTemplate CertificateInvalid { get; } = new(400, "VpnClientRootCertificateDataInvalid", CodeKnown,
        "Data for certificate {0} is invalid.");

    public static ErrorTemplate CertificateKeyNotSupported { get; } = new(400, "VpnClientRootCertificateKeyNotSupported", Chosen,
        "Certificate {0} has a key of kind {1}, which is not supported with IKEv2. Use an RSA certificate.");

    public static ErrorTemplate TooManyRoots { get; } = new(400, "VpnClientRootCertificateCountLimitReached", Chosen,
        "Gateway {0} has {1} root certificates of at most {2}.");

    public static ErrorTemplate TooManyRevocations { get; } = new(400, "VpnClientRevokedCertificateCountLimitReached", Chosen,
        "Gateway {0} has {1} revoked certificates of at most {2}.");

    public static ErrorTemplate DuplicateName { get; } = new(400, "DuplicateResourceName", Chosen,
        "Gateway {0} has two {1} with the name {2}.");

    public static ErrorTemplate ThumbprintInvalid { get; } = new(400, "VpnClientRevokedCertificateThumbprintInvalid", Chosen,
        "The thumbprint '{0}' of revoked certificate {1} is not valid: it has 40 hexadecimal digits.");

    public static ErrorTemplate UnknownValue { get; } = new(400, "InvalidVpnClientConfiguration", Chosen,
        "'{0}' in {1} of gateway {2} is none of {3}.");

    public static ErrorTemplate PolicyBased { get; } = new(400, "PolicyBasedGatewayHasNoVpnClients", Chosen,
        "Gateway {0} is policy-based and has no point-to-site.");

    public static ErrorTemplate BasicCannot { get; } = new(400, "BasicSkuVpnClientNotSupported", Chosen,
        "Gateway {0} has SKU Basic, whose clients have the protocol SSTP and certificates only.");

    public static ErrorTemplate SstpRetired { get; } = new(400, "VpnClientProtocolRetired", Chosen,
        "SSTP can no longer be enabled. Gateway {0} did not have it.");

    public static ErrorTemplate ProtocolsNotTogether { get; } = new(400, "VpnClientProtocolsNotSupportedTogether", Chosen,
        "Gateway {0} cannot have the protocols {1} together.");

    public static ErrorTemplate AuthenticationNotSupported { get; } = new(400, "VpnClientAuthenticationNotSupported", Chosen,
        "Gateway {0} cannot have the authentication types {1} with the protocols {2}.");

    public static ErrorTemplate AadIncomplete { get; } = new(400, "VpnClientAadConfigurationIncomplete", Chosen,
        "Gateway {0} authenticates with AAD and has no {1}.");

    public static ErrorTemplate RadiusMissing { get; } = new(400, "VpnClientRadiusServerNotSpecified", Chosen,
        "Gateway {0} authenticates with RADIUS and has no RADIUS server.");

    public static ErrorTemplate NoClients { get; } = new(400, "VpnClientConfigurationNotSpecified", Chosen,
        "Gateway {0} has no point-to-site configuration.");

    public static ErrorTemplate NoSignIn { get; } = new(400, "VpnClientAuthenticationNotSpecified", Chosen,
        "Gateway {0} has neither a root certificate nor another way for clients to sign in.");

    public static ErrorTemplate NoPackage { get; } = new(400, "VpnProfilePackageNotGenerated", Chosen,
        "No client package was generated for gateway {0} yet.");

    public static ErrorTemplate InvalidPolicy { get; } = new(400, "InvalidVpnClientIpsecParameters", Chosen,
        "{0} of the client IPsec parameters is {1}, which is not valid.");
}
