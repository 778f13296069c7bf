using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Vpn;

/// <summary>A VPN device on premises, as people name it.</summary>
/// <param name="Address">Its public IPv4 address, or its fully qualified name; the dot that ends such a name in DNS is left out.</param>
public sealed record SiteDevice(string Address)
{
    /// <summary>The address or the name as Azure takes it.</summary>
    public string Address { get; init; } = WithoutRoot(Address);

    /// <summary>Its autonomous system number; null to leave what is there, and for no BGP.</summary>
    public long? Asn { get; init; }

    /// <summary>The address of its BGP session; null to leave what is there, and for no BGP.</summary>
    public IPAddress? BgpPeerAddress { get; init; }

    /// <summary>
    /// The link-local addresses that the instances of the gateway use for its sessions; empty to take those of the gateway
    /// that fit.
    /// </summary>
    public ImmutableArray<IPAddress> GatewayBgpAddresses { get; init; } = [];

    /// <summary>The address; null where it is a name.</summary>
    public IPAddress? IPAddress => System.Net.IPAddress.TryParse(Address, out var address)
        && address.AddressFamily == AddressFamily.InterNetwork && address.ToString() == Address ? address : null;

    /// <summary>True for an address in 169.254.0.0/16, which both ends of a tunnel may use between themselves.</summary>
    public static bool IsLinkLocal(IPAddress address) => LinkLocal.Contains(address);

    // An fqdn of a local network gateway that ends in a dot is refused; an address with one is none at all.
    private static string WithoutRoot(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.EndsWith('.') && name[..^1] is var rest && !System.Net.IPAddress.TryParse(rest, out _) ? rest : name;
    }

    private static readonly IPPrefix LinkLocal = IPPrefix.Parse("169.254.0.0/16");

    public override string ToString() => Address;
}

/// <summary>A site that is to be joined with a VPN gateway. What is null stays as it is, and has Azure's default where it is made.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Devices">The device; several for redundancy, which needs BGP (azure-network-rules 4.5).</param>
public sealed record SiteRequest(ResourceId Gateway, ImmutableArray<SiteDevice> Devices)
{
    /// <summary>The name of the site, where one is made; several devices have a number behind it.</summary>
    public string? Name { get; init; }

    /// <summary>The group of what is made, in the gateway's subscription; null for the gateway's.</summary>
    public string? ResourceGroupName { get; init; }

    /// <summary>What is behind the device, as static routes, whole; null to leave what is there.</summary>
    public ImmutableArray<IPPrefix>? AddressPrefixes { get; init; }

    public IpsecPolicy? IpsecPolicy { get; init; }

    public bool? UsePolicyBasedTrafficSelectors { get; init; }

    /// <summary>Custom traffic selectors, whole; null to leave what is there.</summary>
    public ImmutableArray<TrafficSelector>? TrafficSelectors { get; init; }

    /// <summary><c>IKEv1</c> or <c>IKEv2</c>.</summary>
    public string? Protocol { get; init; }

    /// <summary><c>Default</c>, <c>InitiatorOnly</c> or <c>ResponderOnly</c>.</summary>
    public string? ConnectionMode { get; init; }

    /// <summary>Seconds until a silent device counts as gone, 9 to 3600; 0 for Azure's default of 45.</summary>
    public int? DpdTimeoutSeconds { get; init; }

    /// <summary>Tags of what is made.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Why the key that was given is none, without the key; null for a good one, and for none.</summary>
    public string? KeyProblem { get; init; }

    /// <summary>Connections that are there with another key than the one given.</summary>
    public ImmutableArray<ResourceId> OtherKeys { get; init; } = [];
}
