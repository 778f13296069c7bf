using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.ExpressRoute;

/// <summary>Prefixes that packets of a VNet reach through the circuit from now on.</summary>
/// <param name="Network">The VNet.</param>
/// <param name="Prefixes">The prefixes.</param>
/// <param name="From">How they went before, in words: <c>VPN gateway vpngw</c>, <c>the Internet</c>, <c>no route</c>.</param>
/// <param name="Way">The same, by kind.</param>
internal sealed record RouteMove(ResourceId Network, ImmutableArray<IPPrefix> Prefixes, string From, FormerWay Way)
{
    private const int MostNamed = 12;

    /// <summary>True where packets got there before, so that they change their way; otherwise the prefixes become reachable.</summary>
    public bool TakesPackets => Way != FormerWay.Nowhere;

    public override string ToString() => $"{Network.Name}: {List(Prefixes)} (now: {From})";

    /// <summary>Prefixes as text, not too many of them.</summary>
    public static string List(ImmutableArray<IPPrefix> prefixes) => string.Join(", ", prefixes.Take(MostNamed))
        + (prefixes.Length > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {prefixes.Length - MostNamed} more") : string.Empty);
}

/// <summary>How packets went before.</summary>
internal enum FormerWay
{
    /// <summary>Through another gateway, as one of VPN.</summary>
    Gateway,
    Internet,
    Other,

    /// <summary>There was no route.</summary>
    Nowhere,
}

/// <summary>
/// The routes in force in the VNets of a gateway before and after a connection, by the model that answers who reaches whom: what a circuit
/// announces wins over VPN at equal prefix and loses to a longer one, to the VNets' own routes and to routes of users
/// (azure-network-rules 1 and 6). Default routes are told apart (<see cref="CircuitConnectionLayout.Egress"/>).
/// </summary>
internal static class RouteMoves
{
    public static ImmutableArray<RouteMove> To(CircuitConnectionLayout layout)
    {
        IPPrefix[] wanted = [.. (layout.Announced ?? []).Where(p => !p.IsDefault)];
        if (layout.Existing is { IsLive: true } || wanted.Length == 0)
        {
            return [];
        }

        var before = new Estate(layout.Topology);
        var after = new Estate(With(layout));
        var moves = ImmutableArray.CreateBuilder<RouteMove>();
        foreach (var network in layout.Users.Prepend(layout.Network!).Select(n => n.Id))
        {
            var found = new List<(IPPrefix Piece, string From, FormerWay Way)>();
            foreach (var (was, now) in Tables(before.Node(network)!, after.Node(network)!))
            {
                foreach (var piece in PrefixSet.Of(wanted))
                {
                    Compare(was, now, piece, layout.Request.Gateway, found);
                }
            }

            moves.AddRange(found.GroupBy(f => (f.From, f.Way)).OrderBy(g => g.Key.Way).ThenBy(g => g.Key.From, StringComparer.Ordinal)
                .Select(g => new RouteMove(network, [.. PrefixSet.Of(g.Select(f => f.Piece))], g.Key.From, g.Key.Way)));
        }

        return moves.ToImmutable();
    }

    // As it will be once the link is up, whatever the connection says now.
    private static Topology With(CircuitConnectionLayout layout)
    {
        var plan = new Plan(string.Empty) { Changes = [CircuitConnectionChange.Connection(layout) with { DependsOn = [] }] };
        return PlanProjection.Of(layout.Topology, plan).Topology;
    }

    // A pair for each route table, since the subnets of one have the same routes.
    private static IEnumerable<(EffectiveRoutes Was, EffectiveRoutes Now)> Tables(NetworkNode was, NetworkNode now)
    {
        var subnets = was.Subnets.Where(s => !s.Subnet.Name.Equals(Subnet.GatewaySubnetName, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(s => s.Ref.RouteTable).Select(s => s.Ref).ToArray();
        return subnets.Length == 0 ? [(new(was, table: null), new(now, table: null))]
            : from subnet in subnets
              let routes = (Was: was.RoutesOf(subnet), Now: now.RoutesOf(subnet))
              where routes.Was is not null && routes.Now is not null
              select (routes.Was, routes.Now);
    }

    private static void Compare(EffectiveRoutes was, EffectiveRoutes now, IPPrefix piece, ResourceId gateway, List<(IPPrefix, string, FormerWay)> found)
    {
        if (was.TryChoose(piece, out var before) && now.TryChoose(piece, out var after))
        {
            if (after?.Gateway?.Id == gateway && before?.Gateway?.Id != gateway)
            {
                found.Add((piece, Words(before), Way(before)));
            }

            return;
        }

        if (piece.Length < piece.Width)
        {
            var half = (UInt128)1 << (127 - piece.Length);
            Compare(was, now, IPPrefix.FromBits(piece.Bits, piece.Length + 1, piece.IsIPv6), gateway, found);
            Compare(was, now, IPPrefix.FromBits(piece.Bits | half, piece.Length + 1, piece.IsIPv6), gateway, found);
        }
    }

    private static FormerWay Way(EffectiveRoute? route) => route switch
    {
        null or { NextHop: HopType.NoRoute or HopType.None } => FormerWay.Nowhere,
        { Gateway: not null } => FormerWay.Gateway,
        { NextHop: HopType.Internet } => FormerWay.Internet,
        _ => FormerWay.Other,
    };

    private static string Words(EffectiveRoute? route) => route switch
    {
        null or { NextHop: HopType.NoRoute or HopType.None } => "no route",
        { Gateway: { } gateway } => $"{(gateway.IsVpn ? "VPN" : "ExpressRoute")} gateway {gateway.Id.Name}",
        { NextHop: HopType.Internet } => "the Internet",
        { Link: { } link } => $"the peering with {link.Half.RemoteVNet.Name}",
        { User: { } user } => $"the route '{user.Name}'",
        var other => other.NextHop.ToString(),
    };
}
