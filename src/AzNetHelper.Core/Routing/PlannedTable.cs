using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Routing;

/// <summary>A subnet whose packets are to take other ways, with its VNet and what is wished for it.</summary>
internal sealed record WishedSubnet(VirtualNetwork Network, Subnet Subnet, ImmutableArray<RouteWish> Wishes)
{
    public string Name => $"{Network.Name}/{Subnet.Name}";

    /// <summary>The same for subnets that want the same.</summary>
    public string Signature { get; } = string.Join(';', Wishes.Select(w => $"{w.Prefix}>{w.Hop}").Order(StringComparer.Ordinal));
}

/// <summary>A route that a table has in the end.</summary>
/// <param name="Name">Its name, which stays where the route is there.</param>
/// <param name="Prefix">Where the packets go.</param>
/// <param name="Hop">Where they are sent.</param>
/// <param name="Existing">The route of this prefix that is there; null for none.</param>
internal sealed record PlannedRoute(string Name, IPPrefix Prefix, RouteHop Hop, Route? Existing)
{
    public bool IsKept => Existing is not null && Hop.IsOf(Existing);
}

/// <summary>A route table with the routes that are wished in it and the subnets that wish them.</summary>
/// <param name="Id">The table, there or to be made.</param>
/// <param name="Location">The region of its VNets.</param>
/// <param name="Existing">The table as read; null where it is made.</param>
/// <param name="Subnets">The subnets that wish its routes.</param>
/// <param name="Routes">The routes.</param>
internal sealed record PlannedTable(
    ResourceId Id, string Location, RouteTable? Existing, ImmutableArray<WishedSubnet> Subnets, ImmutableArray<PlannedRoute> Routes)
{
    /// <summary>Subnets that are associated with it and wish nothing, or less: they take the routes all the same.</summary>
    public ImmutableArray<ResourceId> Others { get; init; } = [];

    /// <summary>Every subnet that is associated with it now.</summary>
    public ImmutableArray<ResourceId> Users { get; init; } = [];

    /// <summary>The routes that are written.</summary>
    public IEnumerable<PlannedRoute> Written => Routes.Where(r => !r.IsKept);

    public bool IsAssociated(WishedSubnet subnet) => subnet.Subnet.RouteTable == Id;

    /// <summary>How many routes it has in the end.</summary>
    public int Count => (Existing?.Routes.Length ?? 0) + Routes.Count(r => r.Existing is null);
}
