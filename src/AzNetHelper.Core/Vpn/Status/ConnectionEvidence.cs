using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Vpn;

/// <summary>What Azure tells of a connection and of both of its ends; what was not read is absent and said so.</summary>
/// <param name="Here">The connection, read by name: lists do not carry the status (recorded-behaviour 5.3).</param>
public sealed record ConnectionEvidence(GatewayConnection Here)
{
    /// <summary>The connection of the other gateway that leads back; null where there is none, or it was not read.</summary>
    public GatewayConnection? There { get; init; }

    /// <summary>True when the connections of the other gateway were read, so that a missing one is known to be missing.</summary>
    public bool IsFarSideRead { get; init; }

    /// <summary>False when the other gateway is known not to exist.</summary>
    public bool FarGatewayExists { get; init; } = true;

    /// <summary>Null where it was not read.</summary>
    public VirtualNetworkGateway? Gateway { get; init; }

    /// <summary>The other gateway of a VNet-to-VNet connection; null where it was not read.</summary>
    public VirtualNetworkGateway? OtherGateway { get; init; }

    /// <summary>The site of a site-to-site connection; null where it was not read.</summary>
    public LocalNetworkGateway? Site { get; init; }

    /// <summary>The address space at this end; null where it was not read.</summary>
    public ImmutableArray<IPPrefix>? NearSpace { get; init; }

    /// <summary>The address space at the other end: of the VNet, or what the site declares; null where it was not read.</summary>
    public ImmutableArray<IPPrefix>? FarSpace { get; init; }

    /// <summary>Whether the keys of both ends are the same; null where they were not both read.</summary>
    public bool? KeysEqual { get; init; }

    /// <summary>The BGP sessions of this gateway with the other end.</summary>
    public ImmutableArray<BgpPeer> BgpPeers { get; init; } = [];

    /// <summary>What could not be read and why, a sentence each.</summary>
    public ImmutableArray<string> Unread { get; init; } = [];

    /// <summary>The autonomous system number of the other end; null where it is not known.</summary>
    public long? FarAsn => Here.Kind == ConnectionKind.Vnet2Vnet ? OtherGateway?.Asn : Site?.Asn;

    /// <summary>BGP is on at every end that Azure has.</summary>
    public bool SpeaksBgp => Here.EnableBgp && (Here.Kind != ConnectionKind.Vnet2Vnet || There is { EnableBgp: true });
}

/// <summary>What follows from the evidence.</summary>
/// <param name="Cause">What most likely is wrong.</param>
/// <param name="Advice">What to do, in a sentence; empty for nothing.</param>
/// <param name="Evidence">What the cause rests on, what else is wrong, and what was not read.</param>
public sealed record Diagnosis(ConnectionCause Cause, string Advice, ImmutableArray<string> Evidence);
