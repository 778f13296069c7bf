using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.AddressSpaces;

/// <summary>How much a finding matters.</summary>
public enum AddressSpaceSeverity
{
    /// <summary>Worth knowing, and in order where it is meant.</summary>
    Information,

    /// <summary>It stands in the way of something that may be wanted.</summary>
    Warning,

    /// <summary>Azure refuses it, or traffic goes wrong.</summary>
    Error,
}

/// <summary>Something about addresses that does not fit together, or that Azure refuses.</summary>
/// <param name="Id">The stable id.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Sentence">What is wrong, with names.</param>
public sealed record AddressSpaceFinding(AddressSpaceFindingId Id, AddressSpaceSeverity Severity, string Sentence)
{
    /// <summary>The resources concerned, those first that stand against each other, then what joins them.</summary>
    public ImmutableArray<ResourceId> Resources { get; init; } = [];

    /// <summary>The prefixes concerned.</summary>
    public ImmutableArray<IPPrefix> Prefixes { get; init; } = [];

    /// <summary>What helps; null where nothing has to be done.</summary>
    public string? Remedy { get; init; }

    /// <summary>The first of the resources; null for a candidate that is not deployed.</summary>
    public ResourceId? Resource => Resources.IsEmpty ? null : Resources[0];

    /// <summary>The name of the first of the resources.</summary>
    public string? Name => Resource?.Name;

    public override string ToString() => $"{Severity}: {Id}: {Sentence}";
}

/// <summary>What findings there are.</summary>
public enum AddressSpaceFindingId
{
    /// <summary>Two VNets that are peered, or half peered, overlap: the peering cannot be made or synced.</summary>
    PeeredOverlap,

    /// <summary>Two VNets overlap that have a peer in common: they can never be connected through it.</summary>
    NeighbourOverlap,

    /// <summary>Two VNets that a VNet-to-VNet connection joins overlap.</summary>
    ConnectedOverlap,

    /// <summary>Two members of a connected group overlap: Virtual Network Manager leaves their prefixes out.</summary>
    GroupOverlap,

    /// <summary>What lies on-premises is also in a VNet that its gateway serves, or could serve.</summary>
    SiteOverlap,

    /// <summary>An on-premises prefix is wider than a VNet: the VNet's own, more specific addresses win.</summary>
    SiteContainsVNet,

    /// <summary>Two sites behind one gateway overlap.</summary>
    SitesOverlap,

    /// <summary>A client pool overlaps with what its clients are to reach.</summary>
    ClientPoolOverlap,

    /// <summary>A client pool is too small.</summary>
    ClientPoolSize,

    /// <summary>The same addresses are in use in networks that nothing joins.</summary>
    AddressReuse,

    /// <summary>A prefix that Azure refuses.</summary>
    RefusedRange,

    /// <summary>A prefix that is not private.</summary>
    PublicRange,

    /// <summary>A VNet without an IPv4 prefix.</summary>
    IPv4Missing,

    /// <summary>Prefixes of one VNet overlap.</summary>
    OwnOverlap,

    /// <summary>A subnet lies outside its VNet's address space.</summary>
    SubnetOutside,

    /// <summary>Two subnets of a VNet overlap.</summary>
    SubnetsOverlap,

    /// <summary>A subnet has a size that Azure does not take.</summary>
    SubnetSize,

    /// <summary>A reserved subnet name in another case.</summary>
    ReservedSubnetName,

    /// <summary>A reserved subnet is smaller than what it is for needs.</summary>
    ReservedSubnetSize,

    /// <summary>A candidate that is not deployed overlaps with something that is.</summary>
    CandidateOverlap,
}
