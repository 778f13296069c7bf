using System.Globalization;
using System.Net.Sockets;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Routing.Checks;

/// <summary>Rules about subnets, their route tables and the routes in them.</summary>
internal static class TableChecks
{
    public static IEnumerable<Finding> NotFound(RoutingScene scene) =>
        from id in scene.Wishes.Select(w => w.Subnet).Distinct().Except(scene.Subnets.Select(s => s.Subnet.Id))
        select new Finding(id, $"There is no subnet {id}, or you may not read it.", string.Empty) { Kind = FailureKind.ObjectNotFound };

    public static IEnumerable<Finding> NotRead(RoutingScene scene) =>
        from subnet in scene.Subnets
        let table = subnet.Subnet.RouteTable
        where table is not null && scene.Topology.RouteTable(table) is null
        select new Finding(table, $"The route table {table} of subnet '{subnet.Name}' was not read, so it cannot be told what it holds"
            + $"{(scene.Topology.GapOf(table) is { } gap ? $": {gap.Message}" : ".")}", string.Empty) { Kind = FailureKind.ObjectNotFound };

    public static IEnumerable<Finding> Owned(RoutingScene scene) =>
        from subnet in scene.Subnets
        let owner = TableOwners.Of(scene.Topology, subnet.Subnet)
        where owner is not null
        select new Finding(subnet.Subnet.RouteTable ?? subnet.Subnet.Id, $"The routes of subnet '{subnet.Name}' belong to {owner.Service} "
            + $"({Tells(owner)}), which writes them itself. Change them there, or leave the subnet out.", string.Empty);

    public static IEnumerable<Finding> WithoutTable(RoutingScene scene) =>
        from subnet in scene.Subnets
        where RoutingLimits.SubnetsWithoutTable.Contains(subnet.Subnet.Name)
        select new Finding(subnet.Subnet.Id, $"Azure takes no route table of yours on '{subnet.Name}'.", string.Empty);

    public static IEnumerable<Finding> GatewaySubnets(RoutingScene scene)
    {
        foreach (var subnet in scene.Subnets.Where(s => Is(s.Subnet.Name, Subnet.GatewaySubnetName)))
        {
            foreach (var wish in subnet.Wishes)
            {
                var own = subnet.Subnet.Prefixes.Any(wish.Prefix.Contains);
                if (wish.Prefix.IsDefault || own)
                {
                    yield return new(subnet.Subnet.Id, $"{wish.Prefix} must not be routed on '{subnet.Name}': "
                        + (wish.Prefix.IsDefault ? "a default route there cuts the gateway off from its management."
                            : "the prefix holds the addresses of the gateway itself."), string.Empty);
                }
            }

            if (subnet.Subnet.RouteTable is { } id && scene.Topology.RouteTable(id) is { DisableBgpRoutePropagation: true })
            {
                yield return new(id, $"The route table '{id.Name}' of '{subnet.Name}' keeps the gateway's own routes away "
                    + "(disableBgpRoutePropagation), with which the gateway does not work. Switch propagation on first.", string.Empty);
            }
        }
    }

    // Of one subnet, and of subnets that share a table.
    public static IEnumerable<Finding> Contradictions(RoutingScene scene) => Contradictions(scene, scene.Wishes.ToLookup(w => w.Subnet));

    private static IEnumerable<Finding> Contradictions(RoutingScene scene, ILookup<ResourceId, RouteWish> wishes) =>
        from table in scene.Tables
        from wish in table.Subnets.SelectMany(s => wishes[s.Subnet.Id])
        group wish by (table.Id, wish.Prefix) into one
        where one.Select(w => w.Hop).Distinct().Skip(1).Any()
        select new Finding(one.Key.Id, $"{one.Key.Prefix} is to go to {string.Join(" and to ", one.Select(w => w.Hop).Distinct())} in the one "
            + $"route table '{one.Key.Id.Name}'.", string.Empty) { Kind = FailureKind.InvalidArgument };

    public static IEnumerable<Finding> Limit(RoutingScene scene) =>
        from table in scene.Tables
        where table.Count > RoutingLimits.RoutesPerTable && table.Written.Any()
        let refuses = table.Count > RoutingLimits.MostRoutesPerTable
        select new Finding(table.Id, string.Create(CultureInfo.InvariantCulture,
            $"The route table '{table.Id.Name}' would have {table.Count} routes; Azure takes {RoutingLimits.MostRoutesPerTable}, and of some subscriptions "
            + $"{RoutingLimits.RoutesPerTable}. Route a wider prefix that holds many of them."), string.Empty)
        {
            Kind = FailureKind.LimitsExceeded, Tells = refuses ? null : NoticeSeverity.Warning,
        };

    public static IEnumerable<Finding> Corrected(RoutingScene scene) =>
        from table in scene.Tables
        from route in table.Written
        let there = route.Existing
        where there is not null
        select new Finding(table.Id.Child("routes", route.Name), $"Route '{route.Name}' in '{table.Id.Name}' sends {route.Prefix} to "
            + $"{RouteHop.Describe(there)} now; it is given {route.Hop} instead.", string.Empty) { Tells = NoticeSeverity.Warning };

    public static IEnumerable<Finding> Shared(RoutingScene scene) =>
        from table in scene.Tables
        where !table.Others.IsEmpty
        select new Finding(table.Id, $"The route table '{table.Id.Name}' is also that of "
            + $"{string.Join(", ", table.Others.Select(o => $"{o.Parent?.Name}/{o.Name}"))}: its routes to "
            + $"{string.Join(", ", table.Written.Select(r => r.Prefix))} lead there as well.", string.Empty) { Tells = NoticeSeverity.Warning };

    // Azure routes a prefix of one family to an address of the same.
    public static IEnumerable<Finding> Families(RoutingScene scene) =>
        from wish in scene.Wishes
        where wish.Hop.Address is { } address && (address.AddressFamily == AddressFamily.InterNetworkV6) != wish.Prefix.IsIPv6
        select new Finding(wish.Subnet, $"{wish.Prefix} cannot be routed to {wish.Hop}, which is of the other address family.", string.Empty)
        {
            Kind = FailureKind.InvalidArgument,
        };

    private static string Tells(TableOwner owner) => owner.Sign switch
    {
        OwnerSign.Delegation => $"the subnet is delegated to {owner.Text}",
        OwnerSign.Tag => $"its route table has the tag {owner.Text}",
        OwnerSign.RoutePrefix => "its route table holds the service's own routes",
        _ => "so its name tells",
    };

    private static bool Is(string text, string other) => string.Equals(text, other, StringComparison.OrdinalIgnoreCase);
}
