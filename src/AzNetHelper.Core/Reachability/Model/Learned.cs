using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Reachability.Model;

/// <summary>A prefix that a gateway knows over a connection, and what lies there.</summary>
/// <param name="Prefix">The prefix.</param>
/// <param name="Via">The connection, or the Route Server between two gateways of one VNet.</param>
internal sealed record Learned(IPPrefix Prefix, ResourceId Via)
{
    /// <summary>The gateway behind the connection; null when a site is.</summary>
    public GatewayNode? Next { get; init; }

    /// <summary>The site behind the connection; null when a gateway is.</summary>
    public SiteNode? Site { get; init; }

    /// <summary>True when it came by BGP, so that it is passed on, and clients reach it.</summary>
    public bool OverBgp { get; init; }

    /// <summary>True for the addresses of point-to-site clients.</summary>
    public bool IsPool { get; init; }

    /// <summary>True when it came from the other gateway of the VNet, through its Route Server.</summary>
    public bool IsExchanged { get; init; }

    /// <summary>True when ExpressRoute is on the way.</summary>
    public bool FromExpressRoute { get; init; }

    /// <summary>The autonomous systems that it passed, the nearest first.</summary>
    public ImmutableArray<long> AsPath { get; init; } = [];

    /// <summary>True when BGP may tell it to others: a VNet-to-VNet neighbour without BGP is not passed on.</summary>
    public bool MayBeTold => OverBgp || IsOfSite;

    /// <summary>
    /// True when packets rather go by this one: the shortest way, then a connection of its own before the Route
    /// Server, then the first connection by id.
    /// </summary>
    public bool IsBetterThan(Learned other) =>
        AsPath.Length != other.AsPath.Length ? AsPath.Length < other.AsPath.Length
        : IsExchanged != other.IsExchanged ? other.IsExchanged
        : Via < other.Via;

    /// <summary>True when two routes say the same.</summary>
    public bool IsSame(Learned? other) => ReferenceEquals(this, other)
        || (other is not null && this with { AsPath = other.AsPath } == other && AsPath.SequenceEqual(other.AsPath));

    /// <summary>True for the prefixes of a site, by BGP or given by hand.</summary>
    public bool IsOfSite => Site is not null;
}

/// <summary>A VNet-to-VNet connection of which both halves exist and are up, seen from one end.</summary>
/// <param name="From">The gateway that learns.</param>
/// <param name="To">The gateway that is learned from.</param>
/// <param name="Via">The half at <paramref name="From"/>.</param>
/// <param name="Bgp">True when both halves speak BGP.</param>
internal sealed record Tunnel(GatewayNode From, GatewayNode To, ResourceId Via, bool Bgp);
