using System.Collections.Immutable;
using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>An on-premises site as Azure knows it: the address of its device and the prefixes behind it.</summary>
public sealed record LocalNetworkGateway(ResourceId Id, string Location)
{
    public string Name => Id.Name;

    /// <summary>The prefixes behind the device, as static routes.</summary>
    public ImmutableArray<IPPrefix> AddressSpace { get; init; } = [];

    /// <summary>The device's public address; null when it is given by name.</summary>
    public IPAddress? GatewayAddress { get; init; }

    /// <summary>The device's name; null when it is given by address.</summary>
    public string? Fqdn { get; init; }

    /// <summary>The device's autonomous system number; null without BGP.</summary>
    public long? Asn { get; init; }

    /// <summary>The address of the device's BGP session; null without BGP.</summary>
    public IPAddress? BgpPeeringAddress { get; init; }

    public ProvisioningState ProvisioningState { get; init; }

    public override string ToString() => Id.ToString();
}
