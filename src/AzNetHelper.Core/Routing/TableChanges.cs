using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.Routing;

/// <summary>
/// The changes of one route table. A route goes into a table that is there as a child of its own, because a PUT of the whole
/// table would take away what was added meanwhile, and members that are newer than the pinned api-version. A table that is
/// made comes with its routes, and only then a subnet is associated with it: so its routes start to lead all at once.
/// </summary>
internal sealed class TableChanges(Topology topology, PlannedTable table, string group)
{
    private static readonly JsonObject NoTable = new() { ["properties"] = new JsonObject { ["routeTable"] = null } };

    private readonly Lazy<Dictionary<string, string?>> _told = new(() => Tell(topology.Document(table.Id)));

    /// <summary>The changes, with the prefixes of the routes that each of them brings into effect.</summary>
    public IEnumerable<RouteChange> All()
    {
        var made = table.Existing is null ? [new(Make(), [])] : table.Routes.Select(r => new RouteChange(Of(r), [r])).ToArray();
        var before = made.Where(c => c.Change.Writes).Select(c => c.Change.Key).ToImmutableArray();
        return made.Concat(table.Subnets.Select(s => table.IsAssociated(s)
            ? new RouteChange(Keep(s), [])
            : new RouteChange(Associate(s) with { DependsOn = before }, table.Routes)));
    }

    private Change Make() => new(table.Id, ChangeKind.Create, string.Create(CultureInfo.InvariantCulture,
        $"Create route table '{table.Id.Name}' in {table.Id.ResourceGroup} with {Routes(table.Routes.Length)}"))
    {
        Group = group,
        After = JsonBody.Write(new JsonObject
        {
            ["location"] = table.Location,
            ["properties"] = new JsonObject
            {
                ["disableBgpRoutePropagation"] = false,
                ["routes"] = new JsonArray([.. table.Routes.Select(r => (JsonNode)new JsonObject
                {
                    ["name"] = r.Name, ["properties"] = Properties(r),
                })]),
            },
        }),
        Lanes = [table.Id],
    };

    private Change Of(PlannedRoute route)
    {
        var id = table.Id.Child("routes", route.Name);
        var wanted = new JsonObject { ["properties"] = Properties(route) };
        if (route.Existing is not { } there)
        {
            return Write(new(id, ChangeKind.Create, $"Create route '{route.Name}' in {table.Id.Name} ({route.Prefix} to {route.Hop})")
            {
                After = JsonBody.Write(wanted),
            }, route);
        }

        var before = Properties(there);
        if (route.IsKept)
        {
            var kept = JsonBody.Write(new JsonObject { ["properties"] = before });
            return new(id, ChangeKind.NoChange, $"Keep route '{route.Name}' in {table.Id.Name} ({route.Prefix} to {route.Hop})")
            {
                Group = group, Before = kept, After = kept,
            };
        }

        if (route.Hop.Address is null && before["nextHopIpAddress"] is not null)
        {
            wanted["properties"]!["nextHopIpAddress"] = null;
        }

        // Several appliances stand in a member of their own.
        if (before["nextHop"] is not null)
        {
            wanted["properties"]!["nextHop"] = null;
        }

        return Write(new(id, ChangeKind.Update, $"Change route '{route.Name}' in {table.Id.Name} ({route.Prefix} from "
            + $"{RouteHop.Describe(there)} to {route.Hop})")
        {
            Before = JsonBody.Write(new JsonObject { ["properties"] = before }),
            After = JsonBody.Write(wanted),
        }, route);
    }

    // The VNets of the subnets that use the table are busy as long as it is written.
    private Change Write(Change change, PlannedRoute route) => change with
    {
        Group = group,
        Lanes = [table.Id, .. table.Users.Select(u => u.Parent).OfType<ResourceId>().Distinct()],
        Impact = table.Users.IsEmpty ? ImpactStatement.None : ImpactOf([route], table.Users.Select(Name)),
    };

    private Change Keep(WishedSubnet subnet)
    {
        var kept = JsonBody.Write(Reference());
        return new(subnet.Subnet.Id, ChangeKind.NoChange,
            $"Keep subnet '{subnet.Subnet.Name}' in {subnet.Network.Name} with the route table {table.Id.Name}")
        {
            Group = group, Before = kept, After = kept,
        };
    }

    private Change Associate(WishedSubnet subnet) => new(subnet.Subnet.Id, ChangeKind.Update,
        $"Give subnet '{subnet.Subnet.Name}' in {subnet.Network.Name} the route table {table.Id.Name}")
    {
        Group = group,
        Before = JsonBody.Write(NoTable),
        After = JsonBody.Write(Reference()),
        Lanes = [subnet.Network.Id],
        Impact = ImpactOf(table.Routes, [subnet.Name]),
    };

    // The worst of the routes, the first where several are alike.
    private ImpactStatement ImpactOf(IEnumerable<PlannedRoute> routes, IEnumerable<string> who)
    {
        var names = string.Join(", ", who);
        return routes.Select(r => Row(r) is { } row ? RoutingImpacts.Say(row, names, r.Prefix.ToString(), r.Hop.ToString()) : ImpactStatement.None)
            .MaxBy(i => i.Kind) ?? ImpactStatement.None;
    }

    private RoutingImpact? Row(PlannedRoute route) =>
        route.Existing is not null ? RoutingImpacts.Moved
        : route.Prefix.IsDefault ? RoutingImpacts.Egress
        : table.Subnets.Any(s => Ways.LeadsDirectly(topology, s.Network, route.Prefix)) ? RoutingImpacts.Overridden
        : LeadsElsewhere(route) ? RoutingImpacts.Moved
        : null;

    // A wider route of the table takes the packets today, to another appliance or a gateway.
    private bool LeadsElsewhere(PlannedRoute route) =>
        (table.Existing?.Routes ?? []).Where(r => r.Prefix is { } p && p.Contains(route.Prefix)).MaxBy(r => r.Prefix!.Value.Length)
            is { NextHopType: NextHopType.VirtualAppliance or NextHopType.VirtualApplianceEcmp or NextHopType.VirtualNetworkGateway } wider
        && !route.Hop.IsOf(wider);

    private JsonObject Reference() => new()
    {
        ["properties"] = new JsonObject { ["routeTable"] = new JsonObject { ["id"] = table.Id.ToString() } },
    };

    private JsonObject Properties(PlannedRoute route) => Properties(
        route.Existing is { } there ? Told(there) : route.Prefix.ToString(), route.Hop.Type, route.Hop.Address?.ToString());

    private JsonObject Properties(Route route)
    {
        var one = route.NextHopType != NextHopType.VirtualApplianceEcmp && route.NextHops is [var only] ? only : null;
        var properties = Properties(Told(route), route.NextHopType, one?.ToString());
        if (one is null && !route.NextHops.IsEmpty)
        {
            properties["nextHop"] = new JsonObject
            {
                ["nextHopIpAddresses"] = new JsonArray([.. route.NextHops.Select(h => (JsonNode)h.ToString())]),
            };
        }

        return properties;
    }

    // As it is written there: a prefix with host bits routes its network, and stays as it is.
    private string Told(Route route) => _told.Value.GetValueOrDefault(route.Name) ?? route.Prefix.ToString()!;

    private static Dictionary<string, string?> Tell(ResourceDocument? document)
    {
        if (document is null)
        {
            return [];
        }

        using var json = JsonDocument.Parse(document.Json);
        return json.RootElement.Object("properties").Items("routes").Where(r => r.Text("name") is not null)
            .DistinctBy(r => r.Text("name"), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(r => r.Text("name")!, r => r.Object("properties").Text("addressPrefix"), StringComparer.OrdinalIgnoreCase);
    }

    private static JsonObject Properties(string prefix, NextHopType type, string? address)
    {
        var properties = new JsonObject { ["addressPrefix"] = prefix, ["nextHopType"] = type.ToString() };
        if (address is not null)
        {
            properties["nextHopIpAddress"] = address;
        }

        return properties;
    }

    private static string Routes(int count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "route" : "routes")}");

    private static string Name(ResourceId subnet) => $"{subnet.Parent?.Name}/{subnet.Name}";
}

/// <summary>A change with the routes that it brings into effect.</summary>
internal sealed record RouteChange(Change Change, ImmutableArray<PlannedRoute> Routes);
