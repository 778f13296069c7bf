using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>A prefix that came over a link, with the autonomous systems that it passed, the nearest first.</summary>
internal sealed record Route(IPPrefix Prefix, ImmutableArray<long> Path);

/// <summary>One connection as its gateway sees it.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Gateway">Its gateway.</param>
/// <param name="Far">The gateway at the other end; null for a site.</param>
/// <param name="Site">The site's document; null for a gateway.</param>
internal sealed record GatewayLink(ResourceId Connection, ResourceId Gateway, ResourceId? Far, JsonObject? Site)
{
    /// <summary>Packets get through.</summary>
    public bool IsLive { get; init; }

    /// <summary>This end speaks BGP.</summary>
    public bool WantsBgp { get; init; }

    /// <summary>Both ends speak BGP with each other.</summary>
    public bool IsBgp { get; init; }

    /// <summary>The addresses of the peer's BGP.</summary>
    public IReadOnlyList<string> Neighbors { get; init; } = [];

    /// <summary>The addresses that this end's BGP speaks from.</summary>
    public IReadOnlyList<string> LocalAddresses { get; init; } = [];

    public long FarAsn { get; init; }

    /// <summary>The other end of the same tunnel, for a gateway at the other end.</summary>
    public ResourceId? OtherHalf { get; init; }

    /// <summary>What a device announces.</summary>
    public IReadOnlyList<IPPrefix> Announced { get; init; } = [];
}
