using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>Where a peering stands, both halves taken together.</summary>
public enum PeeringPairState
{
    /// <summary>Both halves exist and are connected.</summary>
    Connected,

    /// <summary>One half waits for the other, which does not exist.</summary>
    HalfMissing,

    /// <summary>The VNet at the other end was not read, so only this half's word is known.</summary>
    HalfUnread,

    /// <summary>Both halves exist, and not both say Connected.</summary>
    Initiated,

    /// <summary>
    /// A half was deleted, with its VNet or alone; the other has to be written again before the pair can be made whole.
    /// </summary>
    Disconnected,

    /// <summary>Neither half exists.</summary>
    Absent,
}

/// <summary>Whether a peering stays in one region.</summary>
public enum PeeringScope
{
    /// <summary>The region of one end is not known.</summary>
    Unknown,
    Regional,
    Global,
}

/// <summary>A peering: both halves as one object, seen from one of the two VNets.</summary>
/// <param name="VNetId">The VNet that it is seen from.</param>
/// <param name="RemoteVNetId">The VNet at the other end.</param>
public sealed record PeeringPair(ResourceId VNetId, ResourceId RemoteVNetId)
{
    /// <summary>The half in <see cref="VNetId"/>; null when it does not exist or was not read.</summary>
    public PeeringHalf? Half { get; init; }

    /// <summary>The half in <see cref="RemoteVNetId"/>; null when it does not exist or was not read.</summary>
    public PeeringHalf? RemoteHalf { get; init; }

    /// <summary>False when the VNet that would hold a missing half was not read.</summary>
    public bool IsComplete { get; init; } = true;

    public PeeringScope Scope { get; init; }

    public string VNet => VNetId.Name;

    public string RemoteVNet => RemoteVNetId.Name;

    public string? PeeringName => Half?.Name;

    public string? RemotePeeringName => RemoteHalf?.Name;

    public PeeringState? PeeringState => Half?.State;

    public PeeringState? RemotePeeringState => RemoteHalf?.State;

    public PeeringSyncLevel? SyncLevel => Half?.SyncLevel;

    public PeeringSyncLevel? RemoteSyncLevel => RemoteHalf?.SyncLevel;

    public bool? AllowVirtualNetworkAccess => Half?.AllowVirtualNetworkAccess;

    public bool? RemoteAllowVirtualNetworkAccess => RemoteHalf?.AllowVirtualNetworkAccess;

    public bool? AllowForwardedTraffic => Half?.AllowForwardedTraffic;

    public bool? RemoteAllowForwardedTraffic => RemoteHalf?.AllowForwardedTraffic;

    public bool? AllowGatewayTransit => Half?.AllowGatewayTransit;

    public bool? RemoteAllowGatewayTransit => RemoteHalf?.AllowGatewayTransit;

    public bool? UseRemoteGateways => Half?.UseRemoteGateways;

    public bool? RemoteUseRemoteGateways => RemoteHalf?.UseRemoteGateways;

    /// <summary>Who writes this peering; a half of a service makes the whole pair its own.</summary>
    public PeeringOwner Owner => Half is { Owner: not PeeringOwner.User } ? Half.Owner : RemoteHalf?.Owner ?? PeeringOwner.User;

    /// <summary>True when both halves hold the other's current address space.</summary>
    public bool IsInSync => (Half?.SyncLevel ?? default) == PeeringSyncLevel.FullyInSync
        && (RemoteHalf?.SyncLevel ?? default) == PeeringSyncLevel.FullyInSync;

    /// <summary>Both halves taken together.</summary>
    public PeeringPairState State => (Half, RemoteHalf) switch
    {
        (null, null) => IsComplete ? PeeringPairState.Absent : PeeringPairState.HalfUnread,
        ({ State: Networks.PeeringState.Disconnected }, _) or (_, { State: Networks.PeeringState.Disconnected }) =>
            PeeringPairState.Disconnected,
        (null, _) or (_, null) => IsComplete ? PeeringPairState.HalfMissing : PeeringPairState.HalfUnread,
        ({ State: Networks.PeeringState.Connected }, { State: Networks.PeeringState.Connected }) => PeeringPairState.Connected,
        _ => PeeringPairState.Initiated,
    };

    /// <summary>True when both halves are connected, in sync, and allow access.</summary>
    public bool IsHealthy => State == PeeringPairState.Connected && IsInSync
        && AllowVirtualNetworkAccess == true && RemoteAllowVirtualNetworkAccess == true;

    /// <summary>The id of a half that exists, this side's first; null when there is none.</summary>
    public ResourceId? Id => (Half ?? RemoteHalf)?.Id;

    /// <summary>One sentence: how it is, and what mends it.</summary>
    public string Verdict => State switch
    {
        PeeringPairState.Absent => "There is no peering",
        PeeringPairState.HalfUnread => $"{(Half is null ? VNet : RemoteVNet)} was not read: its half is not known",
        PeeringPairState.HalfMissing => $"The half in {(Half is null ? VNet : RemoteVNet)} is missing: run Repair-VNetPeering",
        PeeringPairState.Disconnected => "Disconnected, a half was deleted: run Repair-VNetPeering",
        PeeringPairState.Initiated => "Initiated, not connected yet: run Repair-VNetPeering if it stays so",
        _ when !IsInSync => "Out of sync, an address space has changed: run Sync-VNetPeering",
        _ when AllowVirtualNetworkAccess == false => $"Connected, but {VNet} allows no access",
        _ when RemoteAllowVirtualNetworkAccess == false => $"Connected, but {RemoteVNet} allows no access",
        _ => "Connected",
    };

    /// <summary>The same peering, seen from the other VNet.</summary>
    public PeeringPair Reversed => this with
    {
        VNetId = RemoteVNetId, RemoteVNetId = VNetId, Half = RemoteHalf, RemoteHalf = Half,
    };

    /// <summary>
    /// The peering between two VNets as it is; with state <see cref="PeeringPairState.Absent"/> when there is none.
    /// </summary>
    public static PeeringPair Between(Topology topology, ResourceId network, ResourceId remote)
    {
        ArgumentNullException.ThrowIfNull(topology);
        var left = topology.VirtualNetwork(network);
        var right = topology.VirtualNetwork(remote);
        return new(left?.Id ?? network, right?.Id ?? remote)
        {
            Half = left?.PeeringTo(remote),
            RemoteHalf = right?.PeeringTo(network),
            IsComplete = left is not null && right is not null,
            Scope = left is null || right is null ? PeeringScope.Unknown
                : string.Equals(Region(left), Region(right), StringComparison.OrdinalIgnoreCase) ? PeeringScope.Regional
                : PeeringScope.Global,
        };
    }

    /// <summary>The peerings of one VNet, seen from it; also those of which only the other half exists.</summary>
    public static ImmutableArray<PeeringPair> Of(Topology topology, ResourceId network)
    {
        ArgumentNullException.ThrowIfNull(topology);
        var pointedAt = topology.VirtualNetwork(network)?.Peerings.Select(p => p.RemoteVNet) ?? [];
        var pointing = topology.VirtualNetworks.Where(n => n.PeeringTo(network) is not null).Select(n => n.Id);
        return [.. pointedAt.Concat(pointing).Distinct().Order().Select(remote => Between(topology, network, remote))];
    }

    /// <summary>Every peering once, seen from the VNet whose id comes first among those that hold a half.</summary>
    public static ImmutableArray<PeeringPair> All(Topology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        var seen = new HashSet<(ResourceId, ResourceId)>();
        return
        [
            .. topology.VirtualNetworks.SelectMany(n => n.Peerings)
                .Where(p => seen.Add(p.LocalVNet < p.RemoteVNet ? (p.LocalVNet, p.RemoteVNet) : (p.RemoteVNet, p.LocalVNet)))
                .Select(p => Between(topology, p.LocalVNet, p.RemoteVNet)),
        ];
    }

    public override string ToString() => $"{VNet} - {RemoteVNet}: {Verdict}";

    // "West Europe" and "westeurope" are one region (recordings: location is answered normalised).
    private static string Region(VirtualNetwork network) => network.Location.Replace(" ", string.Empty, StringComparison.Ordinal);
}
