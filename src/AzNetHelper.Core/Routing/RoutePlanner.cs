using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Routing.Checks;

namespace AzNetHelper.Routing;

/// <summary>
/// Plans routes, IP forwarding and BGP, any number together, and with them the peerings that they need. Pure: it reads the
/// topology and writes nothing.
/// </summary>
public static class RoutePlanner
{
    /// <summary>Makes the plan.</summary>
    /// <param name="topology">The VNets, route tables, interfaces, gateways and connections.</param>
    /// <param name="requests">What is wanted; the same twice is one.</param>
    /// <param name="group">The group of its changes (<see cref="Change.Group"/>); empty where each stands alone.</param>
    public static Plan Create(Topology topology, ImmutableArray<RouteRequest> requests, string group = "") =>
        Create(topology, requests, [], null, group);

    /// <summary>
    /// The same with peerings, in one plan: each peering that a route leads through, or that its packets arrive by, is
    /// written before it (<see cref="DoorsFirst"/>).
    /// </summary>
    /// <param name="topology">The networks.</param>
    /// <param name="requests">The routes, and what else forwards.</param>
    /// <param name="peerings">The peerings, each made whole as <see cref="VNetPeeringPlanner"/> does.</param>
    /// <param name="facts">What else was asked (<see cref="PeeringFactsReader"/>); null for nothing.</param>
    /// <param name="group">The group of its changes; empty to leave the peerings theirs.</param>
    public static Plan Create(
        Topology topology, ImmutableArray<RouteRequest> requests, ImmutableArray<NewPeeringRequest> peerings,
        PeeringFacts? facts = null, string group = "") =>
        Create(topology, requests, peerings, facts, group, RoutingCheck.Whole);

    internal static Plan Create(
        Topology topology, ImmutableArray<RouteRequest> requests, ImmutableArray<NewPeeringRequest> peerings,
        PeeringFacts? facts, string group, CheckList<RoutingScene> checks, HubRouting? hub = null)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(group);
        var doors = peerings.IsDefaultOrEmpty ? null : Grouped(VNetPeeringPlanner.CreateAll(topology, peerings, facts), group);
        var scene = RoutingScene.Of(topology, requests.IsDefault ? [] : [.. requests.Distinct()]) with { Hub = hub };
        var (problems, notices) = checks.Run(scene);
        var devices = scene.Interfaces.Select(i => DeviceChanges.Forwarding(i, group))
            .Concat(scene.Connections.SelectMany(c => DeviceChanges.Bgp(topology, c.One, c.Other, group))).ToImmutableArray();
        var order = new DoorsFirst(topology, doors, devices, scene.Interfaces);
        var plan = new Plan(Title(scene))
        {
            Changes = [.. devices, .. scene.Tables.SelectMany(t => new TableChanges(topology, t, group).All().Select(c => order.Place(t, c)))],
            Problems = problems,
            Notices = notices,
            CreatedAt = topology.ReadAt ?? default,
        };
        return doors is null ? plan
            : plan is { Changes.IsEmpty: true, Problems.IsEmpty: true, Notices.IsEmpty: true } ? doors
            : Plan.Of([doors, plan]);
    }

    private static Plan Grouped(Plan plan, string group) => group.Length == 0 ? plan : plan with
    {
        Changes = [.. plan.Changes.Select(c => c with { Group = group })],
        Problems = [.. plan.Problems.Select(p => p with { Group = group })],
    };

    private static string Title(RoutingScene scene)
    {
        var (routes, subnets) = (scene.Tables.Sum(t => t.Routes.Length), scene.Subnets.Length);
        string[] parts =
        [
            .. routes == 0 ? Array.Empty<string>() : [string.Create(CultureInfo.InvariantCulture,
                $"Set {routes} {(routes == 1 ? "route" : "routes")} for {subnets} {(subnets == 1 ? "subnet" : "subnets")}")],
            .. scene.Interfaces.Select(i => $"Forward through {i.Name}"),
            .. scene.Connections.Select(c => $"BGP between {c.One.Gateway?.Name} and {c.Other.Gateway?.Name}"),
        ];
        return parts.Length == 0 ? "Set routes" : string.Join("; ", parts);
    }
}
