using System.Collections.Immutable;
using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Vpn;

namespace AzNetHelper.Devices;

/// <summary>What a device must be told of a site-to-site connection, whatever the device.</summary>
/// <param name="Connection">The connection.</param>
public sealed record TunnelDesign(ResourceId Connection)
{
    public required ResourceId Gateway { get; init; }

    public required ResourceId Site { get; init; }

    /// <summary>The device's public address; null where Azure knows it by name.</summary>
    public IPAddress? DeviceAddress { get; init; }

    /// <summary>The device's name; null where Azure knows it by address.</summary>
    public string? DeviceFqdn { get; init; }

    /// <summary>1 or 2.</summary>
    public int IkeVersion { get; init; } = 2;

    /// <summary>False when the connection is InitiatorOnly: the device waits.</summary>
    public bool Initiates { get; init; } = true;

    /// <summary>True when nobody opens the tunnel unless the device does.</summary>
    public bool MustInitiate { get; init; }

    /// <summary>The connection's own policy; null for Azure's defaults.</summary>
    public IpsecPolicy? Policy { get; init; }

    public ImmutableArray<IkeProposal> Ike { get; init; } = [];

    public ImmutableArray<IpsecProposal> Ipsec { get; init; } = [];

    public int SALifeTimeSeconds { get; init; }

    public int SADataSizeKilobytes { get; init; }

    public int DpdTimeoutSeconds { get; init; }

    /// <summary>A tunnel for each instance of the gateway.</summary>
    public ImmutableArray<TunnelEnd> Tunnels { get; init; } = [];

    /// <summary>What lies behind the gateway: IPv4, without prefixes inside of others.</summary>
    public ImmutableArray<IPPrefix> AzurePrefixes { get; init; } = [];

    /// <summary>What lies behind the device: IPv4.</summary>
    public ImmutableArray<IPPrefix> SitePrefixes { get; init; } = [];

    /// <summary>Pairs of selectors as the device sees them; empty for any to any.</summary>
    public ImmutableArray<SelectorPair> Selectors { get; init; } = [];

    /// <summary>The session's ends; null without BGP.</summary>
    public BgpDesign? Bgp { get; init; }
}

/// <summary>One instance of the gateway.</summary>
/// <param name="Address">Its public address.</param>
/// <param name="BgpAddress">The address of its BGP sessions; null without BGP.</param>
public sealed record TunnelEnd(IPAddress Address, IPAddress? BgpAddress);

/// <summary>A pair of traffic selectors.</summary>
/// <param name="Local">The device's prefix.</param>
/// <param name="Remote">Azure's prefix.</param>
public sealed record SelectorPair(IPPrefix Local, IPPrefix Remote);

/// <summary>The BGP sessions between a device and a gateway.</summary>
/// <param name="DeviceAsn">The device's autonomous system.</param>
/// <param name="DeviceAddress">The address of the device's end.</param>
/// <param name="GatewayAsn">The gateway's autonomous system.</param>
/// <param name="IsLinkLocal">True where the gateway's ends are APIPA addresses: it then waits for the device.</param>
public sealed record BgpDesign(long DeviceAsn, IPAddress DeviceAddress, long GatewayAsn, bool IsLinkLocal);
