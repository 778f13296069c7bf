using System.Collections.Immutable;
using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>A virtual network as Azure holds it, with its subnets and its halves of peerings.</summary>
public sealed record VirtualNetwork(ResourceId Id, string Location)
{
    public string Name => Id.Name;

    public string ResourceGroup => Id.ResourceGroup!;

    public string SubscriptionId => Id.SubscriptionId;

    /// <summary>The address prefixes, in Azure's order.</summary>
    public ImmutableArray<IPPrefix> AddressSpace { get; init; } = [];

    public ImmutableArray<Subnet> Subnets { get; init; } = [];

    /// <summary>The halves of peerings that live in this VNet.</summary>
    public ImmutableArray<PeeringHalf> Peerings { get; init; } = [];

    public ProvisioningState ProvisioningState { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The half in this VNet that points at the other VNet; null where there is none.</summary>
    public PeeringHalf? PeeringTo(ResourceId other) => Peerings.FirstOrDefault(p => p.RemoteVNet == other);

    public override string ToString() => Id.ToString();
}

/// <summary>A subnet.</summary>
public sealed record Subnet(ResourceId Id)
{
    public const string GatewaySubnetName = "GatewaySubnet";

    public string Name => Id.Name;

    /// <summary>One prefix per address family at most, more with the list form.</summary>
    public ImmutableArray<IPPrefix> Prefixes { get; init; } = [];

    public ResourceId? RouteTable { get; init; }

    public ResourceId? NetworkSecurityGroup { get; init; }

    /// <summary>Services that the subnet is delegated to, for example <c>Microsoft.Sql/managedInstances</c>.</summary>
    public ImmutableArray<string> Delegations { get; init; } = [];

    /// <summary>Service endpoints, for example <c>Microsoft.Storage</c>.</summary>
    public ImmutableArray<string> ServiceEndpoints { get; init; } = [];

    /// <summary>What lives here: ids of ip configurations.</summary>
    public ImmutableArray<ResourceId> IPConfigurations { get; init; } = [];

    public override string ToString() => Id.ToString();
}

/// <summary>How the last write of a resource went. Absent means Succeeded.</summary>
public enum ProvisioningState
{
    Succeeded,
    Updating,
    Creating,
    Deleting,
    Failed,
    Canceled,

    /// <summary>A state that this module does not know; it is not taken for success.</summary>
    Unknown,
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

/// <summary>What a gateway speaks.</summary>
public enum GatewayKind
{
    Vpn,
    ExpressRoute,

    /// <summary>A kind that this module does not model.</summary>
    Other,
}

/// <summary>A virtual network gateway.</summary>
public sealed record VirtualNetworkGateway(ResourceId Id, string Location)
{
    public string Name => Id.Name;

    public GatewayKind Kind { get; init; }

    /// <summary><c>RouteBased</c> or <c>PolicyBased</c>.</summary>
    public string? VpnType { get; init; }

    /// <summary>The SKU's name, for example <c>VpnGw1AZ</c>.</summary>
    public string? Sku { get; init; }

    /// <summary>The VNet whose GatewaySubnet it sits in; null when it cannot be told.</summary>
    public ResourceId? VirtualNetwork { get; init; }

    public ProvisioningState ProvisioningState { get; init; }

    public bool ActiveActive { get; init; }

    public bool EnableBgp { get; init; }

    /// <summary>The autonomous system number; 65515 when absent.</summary>
    public long Asn { get; init; } = 65515;

    /// <summary>Client pools of point-to-site.</summary>
    public ImmutableArray<IPPrefix> ClientPool { get; init; } = [];

    public bool AllowRemoteVNetTraffic { get; init; }

    /// <summary>A Basic VPN gateway knows neither BGP nor gateway transit.</summary>
    public bool IsBasic => Kind == GatewayKind.Vpn && string.Equals(Sku, "Basic", StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Id.ToString();
}

/// <summary>A route table.</summary>
public sealed record RouteTable(ResourceId Id, string Location)
{
    public string Name => Id.Name;

    public ImmutableArray<Route> Routes { get; init; } = [];

    /// <summary>True when gateway routes, learned and static, do not reach the subnets.</summary>
    public bool DisableBgpRoutePropagation { get; init; }

    /// <summary>
    /// True when peering routes are removed from the subnets (<c>disablePeeringRoute</c> = <c>All</c>).
    /// </summary>
    public bool DisablePeeringRoute { get; init; }

    public override string ToString() => Id.ToString();
}

/// <summary>Where a user route sends packets.</summary>
public enum NextHopType
{
    VirtualNetworkGateway,
    VnetLocal,
    Internet,
    VirtualAppliance,
    None,

    /// <summary>Several appliances at once.</summary>
    VirtualApplianceEcmp,

    /// <summary>A kind of hop that this module does not know.</summary>
    Unknown,
}

/// <summary>A user route. <paramref name="Prefix"/> is null for a service tag.</summary>
public sealed record Route(string Name, IPPrefix? Prefix, NextHopType NextHopType)
{
    /// <summary>Addresses of the appliances; empty for other hops.</summary>
    public ImmutableArray<IPAddress> NextHops { get; init; } = [];
}

/// <summary>A public IP address.</summary>
public sealed record PublicIPAddress(ResourceId Id, string Location)
{
    public string Name => Id.Name;

    public IPAddress? Address { get; init; }

    /// <summary><c>Basic</c>, <c>Standard</c> or <c>StandardV2</c>.</summary>
    public string? Sku { get; init; }

    public ImmutableArray<string> Zones { get; init; } = [];

    public override string ToString() => Id.ToString();
}
