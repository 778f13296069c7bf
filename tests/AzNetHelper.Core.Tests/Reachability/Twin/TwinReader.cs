using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Tests.Reachability;

/// <summary>
/// Reads the documents of a topology for the twin, on its own: members of ARM's JSON, children inline or apart, enums
/// in any case.
/// </summary>
internal sealed partial class TwinReader
{
    private readonly List<(ResourceId Id, JsonObject Json)> _documents = [];

    public TwinReader(Topology topology)
    {
        foreach (var document in topology.Documents)
        {
            _documents.Add((document.Id, JsonNode.Parse(document.Json.Span)!.AsObject()));
        }

        foreach (var (id, json) in Of("virtualNetworks"))
        {
            Nets.Add(Net(id, json));
        }

        foreach (var (id, json) in Of("routeTables"))
        {
            Tables.Add(Table(id, json));
        }

        foreach (var (id, json) in Of("virtualNetworkGateways"))
        {
            if (Configurations(json).Select(c => Ref(c, "subnet")).FirstOrDefault(s => s is not null) is { } subnet)
            {
                Gateways.Add(Gateway(id, subnet.Parent!, Properties(json)));
            }
        }

        foreach (var (id, json) in Of("connections"))
        {
            var p = Properties(json);
            Connections.Add(new(id, Text(p, "connectionType") ?? "")
            {
                Gateway = Ref(p, "virtualNetworkGateway1"),
                FarGateway = Ref(p, "virtualNetworkGateway2"),
                LocalNetworkGateway = Ref(p, "localNetworkGateway2"),
                Circuit = Ref(p, "peer"),
                Bgp = Flag(p, "enableBgp"),
                Live = !Same(Text(p, "connectionStatus"), "NotConnected"),
            });
        }

        foreach (var (id, json) in Of("localNetworkGateways"))
        {
            Sites.Add(new(id, IsCircuit: false)
            {
                Prefixes = Space(Properties(json), "localNetworkAddressSpace") ?? [],
                Asn = (long?)(Properties(json)["bgpSettings"] as JsonObject)?["asn"],
            });
        }

        Circuits(topology);
        Appliances();
        RouteServers();
        foreach (var (_, json) in Of("virtualHubs/hubVirtualNetworkConnections"))
        {
            AddIfAny(WanMembers, Ref(Properties(json), "remoteVirtualNetwork"));
        }

        foreach (var (id, json) in Of("virtualHubs"))
        {
            foreach (var (_, p) in Children(id, json, "hubVirtualNetworkConnections"))
            {
                AddIfAny(WanMembers, Ref(p, "remoteVirtualNetwork"));
            }
        }

        foreach (var extra in topology.Extras.Where(e => Same(e.Type, "AzNetHelper/connectedGroup")))
        {
            var p = Properties(JsonNode.Parse(extra.Json.Span)!.AsObject());
            Groups.Add([.. Objects(p, "virtualNetworks").Select(v => ResourceId.Parse(Text(v, "id")!)).Distinct()]);
        }
    }

    public List<TwinNet> Nets { get; } = [];
    public List<TwinTable> Tables { get; } = [];
    public List<TwinGateway> Gateways { get; } = [];
    public List<TwinConnection> Connections { get; } = [];
    public List<TwinSite> Sites { get; } = [];
    public List<TwinAppliance> Known { get; } = [];
    public List<TwinRouteServer> Servers { get; } = [];
    public List<ResourceId> WanMembers { get; } = [];
    public List<List<ResourceId>> Groups { get; } = [];

    private TwinNet Net(ResourceId id, JsonObject json) => new(id)
    {
        Prefixes = Space(Properties(json), "addressSpace") ?? [],
        Subnets = [.. Children(id, json, "subnets").Select(c => new TwinSubnet(id.Child("subnets", c.Name))
        {
            Prefixes = Text(c.Properties, "addressPrefix") is { } one && !c.Properties.ContainsKey("addressPrefixes")
                ? [IPPrefix.Parse(one)]
                : [.. Texts(c.Properties, "addressPrefixes").Select(IPPrefix.Parse)],
            Table = Ref(c.Properties, "routeTable"),
            Occupants = [.. Objects(c.Properties, "ipConfigurations").Select(i => ResourceId.Parse(Text(i, "id")!))],
        })],
        Halves = [.. Children(id, json, "virtualNetworkPeerings")
            .Where(c => Ref(c.Properties, "remoteVirtualNetwork") is not null)
            .Select(c => new TwinHalf(c.Name, id, Ref(c.Properties, "remoteVirtualNetwork")!)
            {
                State = Text(c.Properties, "peeringState"),
                Access = Flag(c.Properties, "allowVirtualNetworkAccess", absent: true),
                Forwarded = Flag(c.Properties, "allowForwardedTraffic"),
                Lends = Flag(c.Properties, "allowGatewayTransit"),
                Borrows = Flag(c.Properties, "useRemoteGateways"),
                Complete = Flag(c.Properties, "peerCompleteVnets", absent: true),
                OnlyIPv6 = Flag(c.Properties, "enableOnlyIPv6Peering"),
                LocalSubnets = Texts(c.Properties, "localSubnetNames"),
                RemoteSubnets = Texts(c.Properties, "remoteSubnetNames"),
                Synced = Space(c.Properties, "remoteAddressSpace"),
                Current = Space(c.Properties, "remoteVirtualNetworkAddressSpace"),
            }).OrderBy(h => h.Remote)],
    };

    private TwinTable Table(ResourceId id, JsonObject json) => new(id)
    {
        NoPropagation = Flag(Properties(json), "disableBgpRoutePropagation"),
        NoPeeringRoutes = Same(Text(Properties(json), "disablePeeringRoute"), "All"),
        Routes = [.. Children(id, json, "routes").Where(r =>
            IPPrefix.TryParse(Text(r.Properties, "addressPrefix"), out _))
            .Select(r => new TwinUserRoute(
                IPPrefix.Parse(Text(r.Properties, "addressPrefix")!),
                Text(r.Properties, "nextHopType") ?? "",
                [.. Texts(r.Properties["nextHop"] as JsonObject ?? [], "nextHopIpAddresses")
                    .Append(Text(r.Properties, "nextHopIpAddress")).OfType<string>().Where(a => a.Length > 0)
                    .Select(IPPrefix.Parse)]))],
    };

    private static TwinGateway Gateway(ResourceId id, ResourceId net, JsonObject p) => new(id, net)
    {
        IsExpressRoute = Same(Text(p, "gatewayType"), "ExpressRoute"),
        IsBasic = Same(Text(p["sku"] as JsonObject ?? [], "name"), "Basic"),
        IsPolicyBased = Same(Text(p, "vpnType"), "PolicyBased"),
        IsActiveActive = Flag(p, "activeActive"),
        AllowRemoteVnetTraffic = Flag(p, "allowRemoteVnetTraffic"),
        Asn = (long?)(p["bgpSettings"] as JsonObject)?["asn"] ?? 65515,
        Pool = Space(p["vpnClientConfiguration"] as JsonObject ?? [], "vpnClientAddressPool") ?? [],
    };

    private IEnumerable<(ResourceId Id, JsonObject Json)> Of(string type) =>
        _documents.Where(d => d.Id.IsType($"Microsoft.Network/{type}"));

    private List<(string Name, JsonObject Properties)> Children(ResourceId id, JsonObject json, string member)
    {
        var apart = Of($"{string.Join('/', id.TypeNames)}/{member}").Where(d => d.Id.Parent == id)
            .Select(d => (d.Id.Name, Properties(d.Json))).ToList();
        return [.. Objects(Properties(json), member).Where(c => Text(c, "name") is not null)
            .Select(c => (Name: Text(c, "name")!, Properties(c)))
            .Where(c => !apart.Exists(a => Same(a.Name, c.Name))), .. apart];
    }

    private static IEnumerable<JsonObject> Configurations(JsonObject json) =>
        Objects(Properties(json), "ipConfigurations").Select(Properties);

    private static JsonObject Properties(JsonObject json) => json["properties"] as JsonObject ?? [];

    private static IEnumerable<JsonObject> Objects(JsonObject of, string member) =>
        (of[member] as JsonArray ?? []).OfType<JsonObject>();

    private static List<string> Texts(JsonObject of, string member) =>
        [.. (of[member] as JsonArray ?? []).Select(t => (string)t!)];

    private static string? Text(JsonObject of, string member) => (string?)of[member];

    private static bool Flag(JsonObject of, string member, bool absent = false) => (bool?)of[member] ?? absent;

    private static ResourceId? Ref(JsonObject of, string member) =>
        of[member] is JsonObject o && Text(o, "id") is { } id ? ResourceId.Parse(id) : null;

    private static List<IPPrefix>? Space(JsonObject of, string member) =>
        of[member] is JsonObject o && o["addressPrefixes"] is JsonArray list
            ? [.. list.Select(p => IPPrefix.Parse((string)p!))]
            : null;

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static void AddIfAny(List<ResourceId> to, ResourceId? id)
    {
        if (id is not null)
        {
            to.Add(id);
        }
    }
}
