using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Routing;
using AzNetHelper.Steps;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>A hub with an appliance, a gateway with a site and some spokes, which have tables of their own, shared ones or none.</summary>
internal sealed class RoutedHub
{
    public static readonly ResourceId Hub = Net(1, "hub");
    public static readonly ResourceId Nic = Id(1, ResourceTypes.NetworkInterface, "nva");

    private readonly Documents _documents = new();
    private readonly Random _random;

    public RoutedHub(int seed)
    {
        _random = new(seed);
        Spokes = [.. Enumerable.Range(1, _random.Next(2, 5)).Select(i => Net(_random.Next(1, 3), Name(i)))];
        _documents.VNet(Hub, "10.0.0.0/16").Gateway(Hub);
        Subnets(Hub).Add((JsonNode)Subnet(Hub, "nva", "10.0.1.0/24", null));
        foreach (var (spoke, i) in Spokes.Select((s, i) => (s, i + 1)))
        {
            string[] second = Chance(30) ? [$"fd00:{i}::/48"] : [];
            _documents.VNet(spoke, [$"10.{i}.0.0/16", .. second]);
            for (var n = 1; n <= _random.Next(0, 3); n++)
            {
                Subnets(spoke).Add((JsonNode)Subnet(spoke, $"n{n}", $"10.{i}.{n}.0/24", Chance(50) ? Table(_random.Next(1, 4)) : null));
            }
        }

        var uses = Chance(50);
        foreach (var spoke in Spokes)
        {
            string[] flags = [.. uses ? ["useRemoteGateways"] : Array.Empty<string>(), .. Chance(30) ? ["allowForwardedTraffic"] : Array.Empty<string>()];
            _documents.Half(Hub, spoke, "Connected", uses ? ["allowGatewayTransit"] : []).Half(spoke, Hub, "Connected", flags);
        }

        if (Chance(30))
        {
            _documents.Half(Spokes[0], Spokes[1]).Half(Spokes[1], Spokes[0]);
        }

        Around();
        Hop = Chance(25) ? HubHop.GatewayWord : Chance(50) ? "10.0.1.4" : Nic.ToString();
        Names = new(Hub.ToString(), Hop)
        {
            Spokes = Chance(50) ? [] : [.. Spokes.Select(s => s.ToString())],
            AddressPrefixes = Chance(30) ? [IPPrefix.Parse("10.0.0.0/8")] : [],
            IncludeGatewaySubnet = uses && Hop != HubHop.GatewayWord && Chance(50),
        };
    }

    public IReadOnlyList<ResourceId> Spokes { get; }

    public string Hop { get; }

    public HubSpokeRouteNames Names { get; }

    public Topology Topology => _documents.ToTopology();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Spokes.Count} spokes, hop {Hop}, prefixes {string.Join(' ', Names.AddressPrefixes)}, gateway subnet {Names.IncludeGatewaySubnet}");

    public static async Task<(Plan Plan, RoutingGround Ground)> PlanAsync(Bed bed, HubSpokeRouteNames names)
    {
        var ground = await RoutingGround.ReadAsync(bed.Arm, names, [], StepWriter.Nowhere, Bed.Stop);
        return await ground!.PlanAsync(bed.Arm, StepWriter.Nowhere, Bed.Stop);
    }

    public static string Verdicts(Topology topology)
    {
        var engine = new ReachabilityEngine(topology);
        return string.Join('\n', engine.All().Select(a => $"{a.Source} {a.Destination} {a.Verdict} {a.Kinds}"));
    }

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"s{i}");

    private void Around()
    {
        foreach (var t in new[] { 1, 2, 3 })
        {
            var routes = new JsonArray();
            if (Chance(50))
            {
                routes.Add((JsonNode)Child(Table(t).Child("routes", "r"), new()
                {
                    ["addressPrefix"] = $"10.{_random.Next(1, 3)}.0.0/16", ["nextHopType"] = "None", ["hasBgpOverride"] = false,
                }));
            }

            _documents.Plain(Table(t), new()
            {
                ["disableBgpRoutePropagation"] = false, ["routes"] = routes,
                ["subnets"] = new JsonArray([.. UsersOf(Table(t)).Select(s => (JsonNode)new JsonObject { ["id"] = s })]),
            });
        }

        var configuration = Nic.Child("ipConfigurations", "c");
        _documents.Plain(Nic, new()
        {
            ["enableIPForwarding"] = Chance(30), ["enableAcceleratedNetworking"] = false, ["macAddress"] = "00-0D-3A-00-00-01",
            ["futureMember"] = "kept",
            ["ipConfigurations"] = new JsonArray(Child(configuration, new()
            {
                ["privateIPAddress"] = "10.0.1.4", ["privateIPAllocationMethod"] = "Dynamic", ["primary"] = true,
                ["subnet"] = new JsonObject { ["id"] = Hub.Child("subnets", "nva").ToString() },
            })),
        });
        Subnets(Hub).OfType<JsonObject>().Single(s => (string?)s["name"] == "nva")["properties"]!["ipConfigurations"] =
            new JsonArray(new JsonObject { ["id"] = configuration.ToString() });
        var site = Id(1, ResourceTypes.LocalNetworkGateway, "site");
        _documents.Plain(site, new() { ["localNetworkAddressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray("172.20.0.0/16") } })
            .Plain(Id(1, ResourceTypes.Connection, "to-site"), new()
            {
                ["connectionType"] = "IPsec", ["connectionStatus"] = "Connected", ["enableBgp"] = false,
                ["virtualNetworkGateway1"] = new JsonObject { ["id"] = Id(1, ResourceTypes.VirtualNetworkGateway, "gw-hub").ToString() },
                ["localNetworkGateway2"] = new JsonObject { ["id"] = site.ToString() },
            });
    }

    private IEnumerable<string> UsersOf(ResourceId table) => from network in Spokes.Append(Hub)
                                                            from subnet in Subnets(network).OfType<JsonObject>()
                                                            where (string?)JsonBody.At(subnet, "properties.routeTable.id") == table.ToString()
                                                            select (string)subnet["id"]!;

    private JsonArray Subnets(ResourceId network) => _documents[network]["properties"]!["subnets"]!.AsArray();

    private static ResourceId Table(int number) => Id(1, ResourceTypes.RouteTable, string.Create(CultureInfo.InvariantCulture, $"t{number}"));

    private static JsonObject Subnet(ResourceId network, string name, string prefix, ResourceId? table)
    {
        var properties = new JsonObject { ["addressPrefix"] = prefix, ["privateEndpointNetworkPolicies"] = "Disabled", ["delegations"] = new JsonArray() };
        if (table is not null)
        {
            properties["routeTable"] = new JsonObject { ["id"] = table.ToString() };
        }

        return Child(network.Child("subnets", name), properties);
    }

    private static JsonObject Child(ResourceId id, JsonObject properties)
    {
        properties["provisioningState"] = "Succeeded";
        return new() { ["name"] = id.Name, ["id"] = id.ToString(), ["etag"] = "W/\"00000000-0000-0000-0000-000000000001\"", ["properties"] = properties };
    }

    private bool Chance(int percent) => _random.Next(100) < percent;
}
