using System.Collections.Immutable;

namespace AzNetHelper.Simulation;

/// <summary>
/// A VPN device on premises, as whoever runs it has configured it. Where no device is declared at the address of a local
/// network gateway, nobody answers there.
/// </summary>
/// <param name="Address">Its public address or FQDN, as the local network gateway names it.</param>
/// <param name="SharedKey">The pre-shared key that it was given.</param>
public sealed record OnPremisesDevice(string Address, string SharedKey)
{
    /// <summary>It is there and answers nothing: switched off, behind a firewall, without a route.</summary>
    public bool IsSilent { get; init; }

    /// <summary><c>IKEv2</c> or <c>IKEv1</c>.</summary>
    public string Protocol { get; init; } = "IKEv2";

    /// <summary>
    /// <c>Default</c>, <c>InitiatorOnly</c> for one that opens the tunnel and answers no call, <c>ResponderOnly</c> for one that
    /// only answers.
    /// </summary>
    public string Mode { get; init; } = "Default";

    /// <summary>What it offers and accepts; empty for whatever the gateway offers.</summary>
    public ImmutableArray<IpsecProposal> Proposals { get; init; } = [];

    /// <summary>
    /// The pairs that it protects, from its own side; empty for a route-based device, which takes every pair.
    /// </summary>
    public ImmutableArray<TrafficSelector> TrafficSelectors { get; init; } = [];

    /// <summary>The public addresses of the gateway that it has tunnels to; empty for all that the gateway has.</summary>
    public ImmutableArray<string> GatewayAddresses { get; init; } = [];

    /// <summary>Its autonomous system; null for a device without BGP.</summary>
    public long? Asn { get; init; }

    /// <summary>The address that its BGP speaks from; null for the one that the local network gateway names.</summary>
    public string? BgpAddress { get; init; }

    /// <summary>The prefixes that it announces over BGP.</summary>
    public ImmutableArray<string> Announces { get; init; } = [];

    /// <summary>Everything that a tunnel hangs on, as one text.</summary>
    internal string Signature => string.Join('|', [Address, SharedKey, $"{IsSilent}", Protocol, Mode,
        .. Proposals.Select(p => p.ToString()), "-", .. TrafficSelectors.Select(t => t.ToString()), "-", .. GatewayAddresses]);
}

/// <summary>One pair of networks that a tunnel protects.</summary>
/// <param name="Local">The network on the device's side.</param>
/// <param name="Remote">The network on Azure's side.</param>
public sealed record TrafficSelector(string Local, string Remote);

/// <summary>
/// What both ends of a tunnel must agree on, in the words of <c>ipsecPolicies</c> (azure-network-rules 4.4). Lifetimes are not
/// among it: in IKEv2 each end keeps its own (RFC 7296, 2.8).
/// </summary>
public sealed record IpsecProposal(string IkeEncryption, string IkeIntegrity, string DhGroup, string IpsecEncryption,
    string IpsecIntegrity, string PfsGroup);
