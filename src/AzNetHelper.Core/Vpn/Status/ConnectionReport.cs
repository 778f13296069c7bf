using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Vpn;

/// <summary>What most likely keeps a connection from carrying traffic.</summary>
public enum ConnectionCause
{
    /// <summary>Nothing is known against it.</summary>
    None,

    /// <summary>It is not connected, and what Azure tells does not say why.</summary>
    Unknown,

    /// <summary>The two connections of a VNet-to-VNet pair have different shared keys.</summary>
    KeyMismatch,

    /// <summary>The two ends offer nothing that both take: policies, IKE versions, traffic selectors, who starts.</summary>
    PolicyMismatch,

    /// <summary>The other gateway, or its connection back, does not exist.</summary>
    FarSideMissing,

    /// <summary>BGP is on and both ends have the same autonomous system number: no session comes up.</summary>
    AsnEqual,

    /// <summary>The two ends hold the same addresses: no route can lead to both.</summary>
    PrefixOverlap,

    /// <summary>The device of a site has sent nothing.</summary>
    DeviceSilent,
}

/// <summary>A connection of a VPN gateway with what is known of both of its ends.</summary>
/// <param name="Id">The connection that was read.</param>
public sealed record ConnectionReport(ResourceId Id)
{
    public string Name => Id.Name;

    public ConnectionKind Kind { get; init; }

    /// <summary>The gateway that it belongs to; null when the document names none.</summary>
    public ResourceId? Gateway { get; init; }

    /// <summary>What it leads to: another gateway, a local network gateway, a circuit.</summary>
    public ResourceId? Remote { get; init; }

    /// <summary>As Azure tells it of the connection by name; null where it does not, as while it is written.</summary>
    public ConnectionStatus? Status { get; init; }

    /// <summary>The connection of the other gateway that leads back; null where there is none, or it was not found.</summary>
    public ResourceId? FarConnection { get; init; }

    public ConnectionStatus? FarStatus { get; init; }

    /// <summary>Whether both ends have one shared key; null where they were not both read. The keys are not kept.</summary>
    public bool? KeysEqual { get; init; }

    public bool EnableBgp { get; init; }

    /// <summary>Bytes that came in through it; null when nobody said.</summary>
    public long? IngressBytes { get; init; }

    /// <summary>Bytes that went out through it; null when nobody said.</summary>
    public long? EgressBytes { get; init; }

    public ImmutableArray<TunnelStatus> Tunnels { get; init; } = [];

    /// <summary>The BGP sessions of its gateway with the other end; empty without BGP, and where they were not read.</summary>
    public ImmutableArray<BgpPeer> BgpPeers { get; init; } = [];

    public ProvisioningState ProvisioningState { get; init; }

    /// <summary>That the last write of it, or of what it joins, failed; null when none did. Azure keeps the text elsewhere.</summary>
    public string? LastError { get; init; }

    public ConnectionCause Cause { get; init; }

    /// <summary>What to do, in a sentence; empty where nothing is to be done.</summary>
    public string Advice { get; init; } = string.Empty;

    /// <summary>What the cause rests on, and what could not be read, a sentence each.</summary>
    public ImmutableArray<string> Evidence { get; init; } = [];

    /// <summary>True when the tunnel is up, at both ends where both can be read.</summary>
    public bool IsConnected => Status == ConnectionStatus.Connected
        && (FarConnection is null ? Cause != ConnectionCause.FarSideMissing : FarStatus == ConnectionStatus.Connected);

    public override string ToString() => Cause == ConnectionCause.None ? $"{Name}: {Says}" : $"{Name}: {Says} ({Cause})";

    private string Says => Status?.ToString() ?? ProvisioningState.ToString();
}

/// <summary>A BGP session of a gateway, as getBgpPeerStatus tells it.</summary>
/// <param name="Neighbor">The address of the other end.</param>
/// <param name="State"><c>Connected</c>, <c>Connecting</c>, <c>Idle</c>, <c>Stopped</c> or <c>Unknown</c>.</param>
public sealed record BgpPeer(string Neighbor, string State)
{
    public long? Asn { get; init; }

    public long? RoutesReceived { get; init; }

    public bool IsConnected => string.Equals(State, "Connected", StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"{Neighbor}: {State}";
}
