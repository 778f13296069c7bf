using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Services.Endpoints;

/// <summary>Service endpoints that subnets are to have, or to have no more.</summary>
/// <param name="Subnets">The subnets.</param>
/// <param name="Identifiers">For example <c>Microsoft.Storage</c>.</param>
/// <param name="Enables">True to add them, false to take them away.</param>
public sealed record EndpointRequest(ImmutableArray<ResourceId> Subnets, ImmutableArray<string> Identifiers, bool Enables)
{
    /// <summary>They are taken away although services still trust the subnets by them.</summary>
    public bool AllowLoss { get; init; }
}

/// <summary>What a plan of endpoints rests on beside the networks themselves.</summary>
public sealed record EndpointFacts
{
    /// <summary>Nothing was asked.</summary>
    public static EndpointFacts None { get; } = new();

    /// <summary>What regions offer.</summary>
    public ImmutableArray<RegionOffers> Offers { get; init; } = [];

    /// <summary>The public addresses that clients of subnets are seen with, by the subnet.</summary>
    public ImmutableSortedDictionary<ResourceId, SubnetEgress> Egress { get; init; } = ImmutableSortedDictionary<ResourceId, SubnetEgress>.Empty;

    /// <summary>Services that know subnets by such endpoints.</summary>
    public ImmutableArray<SecuredService> Services { get; init; } = [];

    /// <summary>Which services could not be read, a text each.</summary>
    public ImmutableArray<string> Unread { get; init; } = [];

    /// <summary>What the region of a VNet offers; null where nobody asked.</summary>
    internal RegionOffers? OffersOf(Networks.VirtualNetwork network) => Offers.FirstOrDefault(o =>
        o.SubscriptionId.Equals(network.SubscriptionId, StringComparison.OrdinalIgnoreCase) && Vpn.RegionZones.IsRegion(o.Location, network.Location));
}
