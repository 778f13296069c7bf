using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Routing;

/// <summary>
/// Decides in which table the wishes of each subnet go: the one that it has; for those without, one new table for all of a
/// VNet that want the same, so that tables stay few (a subscription takes 200). A table of the name that nobody uses and
/// that has no route but those wished is what an interrupted run has left: it is taken instead of a second one.
/// </summary>
internal sealed class TableLayout(Topology topology)
{
    // 80 characters, as for every resource of the network provider (resource-name-rules).
    private const int MaxLength = 80;

    private readonly HashSet<ResourceId> _given = [];
    private readonly Lazy<ILookup<ResourceId, ResourceId>> _users = new(() => topology.VirtualNetworks.SelectMany(n => n.Subnets)
        .Where(s => s.RouteTable is not null).ToLookup(s => s.RouteTable!, s => s.Id));

    /// <summary>The subnets of the wishes that are there, each with its own, in the order of their ids.</summary>
    public ImmutableArray<WishedSubnet> Subnets(IEnumerable<RouteWish> wishes) =>
    [
        .. from wish in wishes.GroupBy(w => w.Subnet).OrderBy(g => g.Key)
           let network = wish.Key.Parent is { } parent ? topology.VirtualNetwork(parent) : null
           let subnet = network?.Subnets.FirstOrDefault(s => s.Id == wish.Key)
           where subnet is not null
           select new WishedSubnet(network, subnet, [.. wish.DistinctBy(w => w.Prefix).OrderBy(w => w.Prefix)]),
    ];

    /// <summary>The tables of these subnets; a subnet whose table was not read has none.</summary>
    public ImmutableArray<PlannedTable> Tables(ImmutableArray<WishedSubnet> subnets)
    {
        var signatures = subnets.ToDictionary(s => s.Subnet.Id, s => s.Signature);
        var there = subnets.Where(s => s.Subnet.RouteTable is not null).GroupBy(s => s.Subnet.RouteTable!)
            .Where(g => topology.RouteTable(g.Key) is not null).Select(g => (Id: g.Key, Subnets: g.ToList())).ToList();
        foreach (var bare in subnets.Where(s => s.Subnet.RouteTable is null).GroupBy(s => (s.Network.Id, s.Signature)))
        {
            var id = NewId(bare.First(), signatures);
            if (there.Find(t => t.Id == id) is { Subnets: { } known })
            {
                known.AddRange(bare);
            }
            else
            {
                there.Add((id, [.. bare]));
            }
        }

        return [.. there.OrderBy(t => t.Id).Select(t => Table(t.Id, [.. t.Subnets.OrderBy(s => s.Subnet.Id)]))];
    }

    private PlannedTable Table(ResourceId id, ImmutableArray<WishedSubnet> subnets)
    {
        var existing = topology.RouteTable(id);
        var names = new HashSet<string>((existing?.Routes ?? []).Select(r => r.Name), StringComparer.OrdinalIgnoreCase);
        var routes = subnets.SelectMany(s => s.Wishes).DistinctBy(w => w.Prefix).OrderBy(w => w.Prefix).Select(w =>
            existing?.Routes.FirstOrDefault(r => r.Prefix == w.Prefix) is { } there
                ? new PlannedRoute(there.Name, w.Prefix, w.Hop, there)
                : new PlannedRoute(RouteName(w.Prefix, names), w.Prefix, w.Hop, null)).ToImmutableArray();
        var users = UsersOf(id);
        var written = routes.Where(r => !r.IsKept).Select(r => r.Prefix).ToArray();
        var content = subnets.Where(s => written.All(p => s.Wishes.Any(w => w.Prefix == p))).Select(s => s.Subnet.Id).ToHashSet();
        return new(id, existing?.Location ?? subnets[0].Network.Location, existing, subnets, routes)
        {
            Users = users,
            Others = written.Length == 0 ? [] : [.. users.Where(u => !content.Contains(u))],
        };
    }

    // The table tells subnets of VNets that were not read, the VNets those that the table's document is too old to tell.
    private ImmutableArray<ResourceId> UsersOf(ResourceId table)
    {
        var told = new List<ResourceId>(_users.Value[table]);
        if (topology.Document(table) is { } document)
        {
            using var json = JsonDocument.Parse(document.Json);
            told.AddRange(json.RootElement.Object("properties").Items("subnets").Select(s => s.Text("id"))
                .Select(t => ResourceId.TryParse(t, out var id) ? id : null).OfType<ResourceId>()
                .Where(s => topology.VirtualNetwork(s.Parent ?? s) is null));
        }

        return [.. told.Distinct().Order()];
    }

    private ResourceId NewId(WishedSubnet subnet, Dictionary<ResourceId, string> signatures)
    {
        var network = subnet.Network;
        var isGateway = string.Equals(subnet.Subnet.Name, Subnet.GatewaySubnetName, StringComparison.OrdinalIgnoreCase);
        var stem = $"rt-{network.Name}{(isGateway ? "-gateway" : string.Empty)}";
        for (var number = 1; ; number++)
        {
            var tail = number == 1 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"-{number}");
            var name = stem.Length + tail.Length <= MaxLength ? stem : stem[..(MaxLength - tail.Length)].TrimEnd('-', '.', '_');
            var id = ResourceId.ForResource(network.SubscriptionId, network.ResourceGroup, ResourceTypes.RouteTable, name + tail);
            if (!_given.Contains(id) && (topology.RouteTable(id) is not { } there || IsLeft(there, subnet, signatures)))
            {
                _given.Add(id);
                return id;
            }
        }
    }

    private bool IsLeft(RouteTable table, WishedSubnet subnet, Dictionary<ResourceId, string> signatures) =>
        table is { DisableBgpRoutePropagation: false, DisablePeeringRoute: false }
        && string.Equals(Plain(table.Location), Plain(subnet.Network.Location), StringComparison.OrdinalIgnoreCase)
        && TableOwners.Of(topology, table.Id) is null
        && table.Routes.All(r => subnet.Wishes.Any(w => w.Prefix == r.Prefix && w.Hop.IsOf(r)))
        && UsersOf(table.Id).All(u => signatures.TryGetValue(u, out var other) && string.Equals(other, subnet.Signature, StringComparison.Ordinal));

    // The service writes "West Europe" as well as "westeurope".
    private static string Plain(string location) => location.Replace(" ", string.Empty, StringComparison.Ordinal);

    // Letters, digits, '.', '_' and '-', a letter or digit first, and no colon.
    private static string RouteName(IPPrefix prefix, HashSet<string> taken)
    {
        var name = $"to-{prefix}".Replace(':', '-').Replace('/', '-');
        var free = name;
        for (var number = 2; !taken.Add(free); number++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
        }

        return free;
    }
}
