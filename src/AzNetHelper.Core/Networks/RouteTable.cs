using System.Collections.Immutable;
using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>A route table.</summary>
public sealed record RouteTable(ResourceId Id, string Location)
{
    public string Name => Id.Name;

    public ImmutableArray<Route> Routes { get; init; } = [];

    /// <summary>True when gateway routes, learned and static, do not reach the subnets.</summary>
    public bool DisableBgpRoutePropagation { get; init; }

    /// <summary>
    /// True when peering routes are removed from the subnets (<c>disablePeeringRoute</c> = <c>All</c>).
    /// </summary>
    public bool DisablePeeringRoute { get; init; }

    public override string ToString() => Id.ToString();
}

/// <summary>A user route. <paramref name="Prefix"/> is null for a service tag.</summary>
public sealed record Route(string Name, IPPrefix? Prefix, NextHopType NextHopType)
{
    /// <summary>Addresses of the appliances; empty for other hops.</summary>
    public ImmutableArray<IPAddress> NextHops { get; init; } = [];
}

/// <summary>Where a user route sends packets.</summary>
public enum NextHopType
{
    VirtualNetworkGateway,
    VnetLocal,
    Internet,
    VirtualAppliance,
    None,

    /// <summary>Several appliances at once.</summary>
    VirtualApplianceEcmp,

    /// <summary>A kind of hop that this module does not know.</summary>
    Unknown,
}
