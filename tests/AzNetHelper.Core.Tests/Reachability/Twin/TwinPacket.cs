using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Reachability;

namespace AzNetHelper.Tests.Reachability;

/// <summary>An end: one of a VNet, a pool (its gateway) and a site.</summary>
internal sealed record TwinEnd(TwinNet? Net, TwinGateway? Pool, TwinSite? Site, List<TwinPlace> Places)
{
    public bool Equals(TwinEnd? other) =>
        other is not null && Net == other.Net && Pool == other.Pool && Site == other.Site;

    public override int GetHashCode() => HashCode.Combine(Net, Pool, Site);
}

/// <summary>A subnet, a prefix of a VNet without subnets, a pool or a site.</summary>
internal sealed record TwinPlace(ResourceId Id, string Name, List<IPPrefix> Prefixes, ResourceId? Table)
{
    public TwinSite? Site { get; init; }
}

internal readonly record struct TwinPassed(ResourceId Identity, bool IsFirewall);

/// <summary>A packet on its way, with what happened to it.</summary>
internal sealed record TwinPacket(TwinEnd From, TwinEnd To, IPPrefix Address)
{
    public HashSet<ResourceId> Entered { get; init; } = [];
    public SortedSet<string> Faults { get; init; } = new(StringComparer.Ordinal);
    public HashSet<TwinPassed> Passed { get; init; } = [];
    public List<PathKinds> Used { get; init; } = [];

    public PathKinds PathKinds => Used.Count == 0 ? PathKinds.Direct : Used.Aggregate((a, b) => a | b);

    /// <summary>The packet on one of several branches: it has been where the packet was, and reports to it.</summary>
    public TwinPacket Branch() => this with { Entered = [.. Entered] };
}
