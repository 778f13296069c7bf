using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;

namespace AzNetHelper.Reachability.Model;

/// <summary>A half of a peering with the half at the other end.</summary>
/// <param name="Half">The half in the VNet at hand.</param>
/// <param name="Other">The other half; null when it does not exist or was not read.</param>
/// <param name="Peer">The VNet at the other end; null when it was not read.</param>
internal sealed record PeeringLink(PeeringHalf Half, PeeringHalf? Other, VirtualNetwork? Peer)
{
    /// <summary>The VNet at the other end; null when it was not read.</summary>
    public NetworkNode? PeerNode { get; init; }

    /// <summary>Both halves exist and say Connected: only then are there routes.</summary>
    public bool IsConnected { get; } =
        Half.State == PeeringState.Connected && Other is { State: PeeringState.Connected };

    /// <summary>Connected as far as this half tells, or of no known state, and the other end was not read.</summary>
    public bool IsUnread => Peer is null && Half.State is (PeeringState.Connected or PeeringState.Unknown);

    /// <summary>True when one of the halves joins listed subnets only.</summary>
    public bool IsOfSubnets { get; } = !Half.PeerCompleteVNets || Other is { PeerCompleteVNets: false };

    /// <summary>The prefixes that the half brings into its VNet: those that it was last synced with.</summary>
    public ImmutableArray<IPPrefix> Installed { get; } = WhatIsInstalled(Half, Peer);

    private static ImmutableArray<IPPrefix> WhatIsInstalled(PeeringHalf half, VirtualNetwork? peer)
    {
        var listed = half.RemoteAddressSpace ?? half.RemoteVirtualNetworkAddressSpace
            ?? (half.PeerCompleteVNets ? peer?.AddressSpace
                : peer?.Subnets.Where(s => half.RemoteSubnetNames.Contains(s.Name, StringComparer.OrdinalIgnoreCase))
                    .SelectMany(s => s.Prefixes).ToImmutableArray())
            ?? [];
        return half.EnableOnlyIPv6Peering ? [.. listed.Where(p => p.IsIPv6)] : listed;
    }
}
