using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>One half of a peering: the resource that lives in one VNet and points at the other.</summary>
public sealed record PeeringHalf(ResourceId Id, ResourceId RemoteVNet)
{
    public string Name => Id.Name;

    /// <summary>The VNet that this half lives in.</summary>
    public ResourceId LocalVNet => Id.Parent!;

    /// <summary>
    /// The state that the document tells. Where it tells none (<see cref="StateIsTold"/>), a half by itself counts as
    /// Connected, and a <see cref="Topology"/> settles it: Connected if both halves exist, Initiated if the other end
    /// has none, Unknown if the other end was not read.
    /// </summary>
    public PeeringState State { get; init; }

    /// <summary>False when the document carries no peeringState; a GET always does.</summary>
    public bool StateIsTold { get; init; } = true;

    public PeeringSyncLevel SyncLevel { get; init; }

    public ProvisioningState ProvisioningState { get; init; }

    /// <summary>An operation on it, whosever, has not ended.</summary>
    public bool IsInTransit => ProvisioningState is ProvisioningState.Updating or ProvisioningState.Creating or ProvisioningState.Deleting;

    /// <summary>The local VNet may exchange traffic with the remote one.</summary>
    public bool AllowVirtualNetworkAccess { get; init; } = true;

    /// <summary>The local VNet accepts packets from the remote one whose sender is not in it.</summary>
    public bool AllowForwardedTraffic { get; init; }

    /// <summary>The local VNet lends its gateway to the remote one.</summary>
    public bool AllowGatewayTransit { get; init; }

    /// <summary>The local VNet uses the remote one's gateway.</summary>
    public bool UseRemoteGateways { get; init; }

    /// <summary>False for a subnet peering.</summary>
    public bool PeerCompleteVNets { get; init; } = true;

    public bool EnableOnlyIPv6Peering { get; init; }

    public ImmutableArray<string> LocalSubnetNames { get; init; } = [];

    public ImmutableArray<string> RemoteSubnetNames { get; init; } = [];

    /// <summary>The prefixes of the remote VNet that the link was last synced with; default when absent.</summary>
    public ImmutableArray<IPPrefix>? RemoteAddressSpace { get; init; }

    /// <summary>The remote VNet's current prefixes as this half tells them; default when absent.</summary>
    public ImmutableArray<IPPrefix>? RemoteVirtualNetworkAddressSpace { get; init; }

    /// <summary>
    /// Who made this half and will write it again; <see cref="PeeringOwner.User"/> for everyone else.
    /// </summary>
    public PeeringOwner Owner { get; init; }

    public override string ToString() => Id.ToString();
}

/// <summary>Where a half of a peering stands.</summary>
public enum PeeringState
{
    /// <summary>Only this half exists.</summary>
    Initiated,

    /// <summary>Both halves exist.</summary>
    Connected,

    /// <summary>The other half was deleted.</summary>
    Disconnected,

    /// <summary>
    /// A state that this module does not know, or one that nobody told and the other end was not read.
    /// </summary>
    Unknown,
}

/// <summary>Whether the address spaces that a half was synced with are still the current ones.</summary>
public enum PeeringSyncLevel
{
    FullyInSync,
    RemoteNotInSync,
    LocalNotInSync,
    LocalAndRemoteNotInSync,

    /// <summary>A level that this module does not know.</summary>
    Unknown,
}

/// <summary>Who owns a peering. Only a user's is ever written.</summary>
public enum PeeringOwner
{
    User,

    /// <summary>Azure Virtual Network Manager (names starting with ANM_).</summary>
    VirtualNetworkManager,

    /// <summary>A Virtual WAN hub (names starting with RemoteVnetToHubPeering_).</summary>
    VirtualWan,

    /// <summary>A managed service, for example Databricks.</summary>
    ManagedService,
}
