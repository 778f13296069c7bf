using System.Collections.Immutable;
using System.Net;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Routing;

/// <summary>Something that is wanted of the way that packets take; <see cref="RoutePlanner"/> plans any number together.</summary>
public abstract record RouteRequest
{
    private protected RouteRequest()
    {
    }
}

/// <summary>Packets of a subnet to a prefix take a next hop: a route in the table of the subnet.</summary>
/// <param name="Subnet">The subnet.</param>
/// <param name="Prefix">Where the packets go.</param>
/// <param name="Hop">Where they are sent.</param>
public sealed record RouteWish(ResourceId Subnet, IPPrefix Prefix, RouteHop Hop) : RouteRequest
{
    public override string ToString() => $"{Subnet.Parent?.Name}/{Subnet.Name}: {Prefix} to {Hop}";
}

/// <summary>A network interface lets packets through that are not for itself (<c>enableIPForwarding</c>).</summary>
public sealed record ForwardingWish(ResourceId NetworkInterface) : RouteRequest;

/// <summary>Both halves of a VNet-to-VNet connection speak BGP; either half may be named.</summary>
public sealed record BgpWish(ResourceId Connection) : RouteRequest;

/// <summary>The next hop of a user route. Make one with <see cref="To(IPAddress)"/> or take one of the others.</summary>
public sealed record RouteHop
{
    private RouteHop(NextHopType type, IPAddress? address)
    {
        Type = type;
        Address = address;
    }

    /// <summary>The VPN gateway that the VNet has, or uses.</summary>
    public static RouteHop Gateway { get; } = new(NextHopType.VirtualNetworkGateway, null);

    /// <summary>The VNet itself.</summary>
    public static RouteHop Local { get; } = new(NextHopType.VnetLocal, null);

    public static RouteHop Internet { get; } = new(NextHopType.Internet, null);

    /// <summary>Nowhere: packets are dropped.</summary>
    public static RouteHop None { get; } = new(NextHopType.None, null);

    public NextHopType Type { get; }

    /// <summary>The appliance's private address; null for every other hop.</summary>
    public IPAddress? Address { get; }

    /// <summary>An appliance: an Azure Firewall, a machine or an internal load balancer at a private address.</summary>
    public static RouteHop To(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new(NextHopType.VirtualAppliance, address);
    }

    /// <summary>True when a route that is there sends packets this way.</summary>
    public bool IsOf(Route route)
    {
        ArgumentNullException.ThrowIfNull(route);
        return route.NextHopType == Type && (Address is null || (route.NextHops is [var only] && only.Equals(Address)));
    }

    /// <summary>The hop of a route that is there, for people.</summary>
    internal static string Describe(Route route) => Describe(route.NextHopType, route.NextHops);

    private static string Describe(NextHopType type, ImmutableArray<IPAddress> addresses) => type switch
    {
        NextHopType.VirtualAppliance => $"the appliance {string.Join(", ", addresses)}",
        NextHopType.VirtualApplianceEcmp => $"the appliances {string.Join(", ", addresses)}",
        NextHopType.VirtualNetworkGateway => "the VPN gateway",
        NextHopType.VnetLocal => "the VNet itself",
        NextHopType.None => "nowhere",
        NextHopType.Internet => "the Internet",
        _ => "a hop that is not known here",
    };

    public override string ToString() => Describe(Type, Address is null ? [] : [Address]);
}
