using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Peering;

/// <summary>
/// What a peering plan rests on beside the networks themselves: it is asked for only when a plan calls for it, by
/// <see cref="PeeringFactsReader"/>.
/// </summary>
public sealed record PeeringFacts
{
    /// <summary>Nothing was asked.</summary>
    public static PeeringFacts None { get; } = new();

    /// <summary>What the gateways of a VNet have learned, by the VNet; a VNet that is not here was not asked about.</summary>
    public ImmutableSortedDictionary<ResourceId, LentRoutes> Routes { get; init; } =
        ImmutableSortedDictionary<ResourceId, LentRoutes>.Empty;

    /// <summary>VNets whose peerings this sign-in may not sync, or that are locked against it, with the reason.</summary>
    public ImmutableSortedDictionary<ResourceId, string> WriteDenied { get; init; } =
        ImmutableSortedDictionary<ResourceId, string>.Empty;

    /// <summary>What the gateways that were asked about are connected with.</summary>
    public ImmutableArray<SiteFound> Sites { get; init; } = [];

    /// <summary>What is not known of what is behind these gateways.</summary>
    public ImmutableArray<FactGap> SiteGaps { get; init; } = [];
}

/// <summary>What a VNet that uses the gateways of another one learns from them.</summary>
public sealed record LentRoutes
{
    /// <summary>Where a default route comes from (a gateway and its peer or site); empty when none was found.</summary>
    public ImmutableArray<string> DefaultRoutes { get; init; } = [];

    /// <summary>Why it is not known whether there is a default route; null when it is known.</summary>
    public string? Unknown { get; init; }

    /// <summary>
    /// The VNet's summarizedGatewayPrefixes: advertised over ExpressRoute in place of the prefixes of the spokes.
    /// </summary>
    public ImmutableArray<IPPrefix> Summaries { get; init; } = [];
}

/// <summary>Something that could not be known.</summary>
/// <param name="Resource">What was asked about.</param>
/// <param name="Message">What is not known, and why.</param>
public sealed record FactGap(ResourceId Resource, string Message);
