using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

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

    /// <summary>The endpoints once more, each with where it leads and how it stands.</summary>
    public ImmutableArray<ServiceEndpoint> Endpoints { get; init; } = [];

    /// <summary>What lives here: ids of ip configurations.</summary>
    public ImmutableArray<ResourceId> IPConfigurations { get; init; } = [];

    public ImmutableArray<ResourceId> PrivateEndpoints { get; init; } = [];

    /// <summary>What services keep here: service association links, and resource navigation links.</summary>
    public ImmutableArray<ServiceLink> Links { get; init; } = [];

    public ResourceId? NatGateway { get; init; }

    /// <summary>False where nothing gets to the internet unless it is told how; null where the resource does not say.</summary>
    public bool? DefaultOutboundAccess { get; init; }

    /// <summary>
    /// Whether security groups and routes count for private endpoints: Disabled, which a new subnet gets, Enabled,
    /// NetworkSecurityGroupEnabled, RouteTableEnabled.
    /// </summary>
    public string PrivateEndpointNetworkPolicies { get; init; } = "Disabled";

    public override string ToString() => Id.ToString();
}

/// <summary>A service endpoint of a subnet.</summary>
/// <param name="Service">For example <c>Microsoft.Storage</c>.</param>
/// <param name="Locations">Regions that it leads to; <c>*</c> where the service says all.</param>
/// <param name="State">How far its last write has come.</param>
public sealed record ServiceEndpoint(string Service, ImmutableArray<string> Locations, ProvisioningState State);

/// <summary>What a service keeps in a subnet, so that nobody takes it away.</summary>
/// <param name="Name">Of the link.</param>
/// <param name="LinkedType">The type of what is there, for example <c>Microsoft.Web/serverFarms</c>.</param>
/// <param name="Link">The resource, where the service tells it.</param>
/// <param name="AllowsDelete">True where deleting the subnet deletes what is there.</param>
public sealed record ServiceLink(string Name, string LinkedType, ResourceId? Link, bool AllowsDelete);
