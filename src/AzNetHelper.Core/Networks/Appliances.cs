using System.Collections.Immutable;
using System.Net;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>A private address that a resource has in a subnet.</summary>
/// <param name="Name">The name of the ip configuration.</param>
/// <param name="Address">The address; null when it was not told.</param>
/// <param name="Subnet">The subnet; null when it was not told.</param>
public sealed record PrivateAddress(string Name, IPAddress? Address, ResourceId? Subnet);

/// <summary>An Azure Firewall.</summary>
public sealed record AzureFirewall(ResourceId Id, string Location)
{
    public string Name => Id.Name;

    public ImmutableArray<PrivateAddress> Addresses { get; init; } = [];

    public ProvisioningState ProvisioningState { get; init; }

    public override string ToString() => Id.ToString();
}

/// <summary>A load balancer.</summary>
public sealed record LoadBalancer(ResourceId Id, string Location)
{
    public string Name => Id.Name;

    /// <summary><c>Basic</c>, <c>Standard</c> or <c>Gateway</c>; Basic when absent.</summary>
    public string? Sku { get; init; }

    /// <summary>The private front ends.</summary>
    public ImmutableArray<PrivateAddress> FrontEnds { get; init; } = [];

    /// <summary>What its pools are made of: ids of ip configurations, or of the VNets of plain addresses.</summary>
    public ImmutableArray<ResourceId> BackEnds { get; init; } = [];

    public bool IsBasic => Sku is null || Sku.Equals("Basic", StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Id.ToString();
}

/// <summary>A network interface.</summary>
public sealed record NetworkInterface(ResourceId Id, string Location)
{
    public string Name => Id.Name;

    /// <summary>True when Azure lets through packets that are not for, or from, the interface's own address.</summary>
    public bool EnableIPForwarding { get; init; }

    public ImmutableArray<PrivateAddress> Addresses { get; init; } = [];

    public ResourceId? VirtualMachine { get; init; }

    public ResourceId? NetworkSecurityGroup { get; init; }

    public override string ToString() => Id.ToString();
}
