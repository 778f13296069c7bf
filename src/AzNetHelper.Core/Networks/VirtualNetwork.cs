using System.Collections.Immutable;
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
