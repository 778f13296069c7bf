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

    /// <summary>What lives here: ids of ip configurations.</summary>
    public ImmutableArray<ResourceId> IPConfigurations { get; init; } = [];

    public override string ToString() => Id.ToString();
}
