using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>
/// Random networks joined by VPN gateways: VNets with a machine each, some with a gateway, spokes that use a hub's or do not,
/// tunnels between gateways with and without BGP, sites, tables that keep gateway routes away or lead elsewhere. The same for
/// the same seed.
/// </summary>
internal sealed class VpnEstate
{
    private const int MostNetworks = 7;
    private const long FirstAsn = 65001;

    private readonly Random _random;
    private readonly Documents _documents = new();
    private readonly List<int> _hubs = [];
    private readonly HashSet<(int, int)> _joined = [];

    public VpnEstate(int seed)
    {
        _random = new(seed);
        Count = _random.Next(3, MostNetworks + 1);
        for (var i = 0; i < Count; i++)
        {
            _documents.VNet(Network(i), $"10.{i}.0.0/16");
        }

        for (var i = 0; i < Count; i++)
        {
            if (i < 2 || Chance(40))
            {
                AddGateway(i);
            }
        }

        Peerings();
        for (var i = 0; i < Count; i++)
        {
            Machine(i);
        }

        Tunnels();
        Sites();
        Topology = _documents.ToTopology();
    }

    public int Count { get; }

    public Topology Topology { get; }

    /// <summary>Two gateways without a tunnel between them; null when there are none.</summary>
    public (ResourceId One, ResourceId Other)? Apart() =>
        (from one in _hubs
         from other in _hubs
         where one < other && !_joined.Contains((one, other))
         select ((ResourceId, ResourceId)?)(Gateway(one), Gateway(other))).FirstOrDefault();

    public static ResourceId Network(int i) => Net(1 + (i % 2), $"v{i}");

    public static ResourceId Subnet(int i) => Network(i).Child("subnets", "s1");

    public static ResourceId Interface(int i) => Id(1 + (i % 2), ResourceTypes.NetworkInterface, $"nic{i}");

    public static ResourceId Gateway(int i) => Id(1 + (i % 2), ResourceTypes.VirtualNetworkGateway, $"gw-v{i}");

    public static string Address(int i) => string.Create(CultureInfo.InvariantCulture, $"10.{i}.0.4");

    private void AddGateway(int i)
    {
        _hubs.Add(i);
        _documents.Gateway(Network(i));
        var properties = _documents[Gateway(i)]["properties"]!;
        properties["enableBgp"] = true;
        properties["bgpSettings"] = new JsonObject
        {
            ["asn"] = FirstAsn + i,
            ["bgpPeeringAddress"] = $"10.{i}.255.30",
            ["peerWeight"] = 0,
            ["bgpPeeringAddresses"] = new JsonArray(new JsonObject
            {
                ["ipconfigurationId"] = Gateway(i).Child("ipConfigurations", "default").ToString(),
                ["defaultBgpIpAddresses"] = new JsonArray($"10.{i}.255.30"),
                ["customBgpIpAddresses"] = new JsonArray(),
                ["tunnelIpAddresses"] = new JsonArray($"203.0.113.{i + 1}"),
            }),
        };
    }

    // Each VNet without a gateway may have one hub whose gateway it uses, and plain peerings beside.
    private void Peerings()
    {
        for (var i = 0; i < Count; i++)
        {
            var uses = !_hubs.Contains(i) && Chance(75) ? _hubs[_random.Next(_hubs.Count)] : -1;
            for (var j = 0; j < Count; j++)
            {
                if (j == uses)
                {
                    Pair(i, j, transit: Chance(80));
                }
                else if (j > i && Chance(15))
                {
                    Pair(i, j, transit: false);
                }
            }
        }
    }

    private void Pair(int spoke, int hub, bool transit)
    {
        var half = _documents[Network(spoke)]["properties"]!["virtualNetworkPeerings"]!.AsArray();
        if (half.Any(h => (string?)h!["properties"]!["remoteVirtualNetwork"]!["id"] == Network(hub).ToString()))
        {
            return;
        }

        _documents.Half(Network(spoke), Network(hub), "Connected", transit ? ["useRemoteGateways", "allowForwardedTraffic"] : [])
            .Half(Network(hub), Network(spoke), "Connected", transit ? ["allowGatewayTransit", "allowForwardedTraffic"] : []);
    }

    private void Machine(int i)
    {
        var configuration = Interface(i).Child("ipConfigurations", "one");
        _documents.Plain(Interface(i), new()
        {
            ["ipConfigurations"] = new JsonArray(new JsonObject
            {
                ["name"] = "one",
                ["id"] = configuration.ToString(),
                ["properties"] = new JsonObject
                {
                    ["privateIPAddress"] = Address(i), ["privateIPAllocationMethod"] = "Static",
                    ["subnet"] = new JsonObject { ["id"] = Subnet(i).ToString() },
                },
            }),
        });
        var subnet = _documents[Network(i)]["properties"]!["subnets"]!.AsArray()
            .Single(s => (string?)s!["name"] == "s1")!["properties"]!.AsObject();
        subnet["ipConfigurations"] = new JsonArray(new JsonObject { ["id"] = configuration.ToString() });
        if (Chance(30))
        {
            Table(i, subnet);
        }
    }

    private void Table(int i, JsonObject subnet)
    {
        var table = Id(1 + (i % 2), ResourceTypes.RouteTable, $"t{i}");
        var other = _random.Next(Count);
        JsonObject[] routes = Chance(50) && other != i
            ? [new JsonObject
            {
                ["name"] = "r", ["id"] = table.Child("routes", "r").ToString(),
                ["properties"] = new JsonObject
                {
                    ["addressPrefix"] = Chance(50) ? $"10.{other}.0.0/16" : $"10.{other}.0.0/24",
                    ["nextHopType"] = Chance(50) ? "None" : "VirtualNetworkGateway",
                },
            }]
            : [];
        _documents.Plain(table, new()
        {
            ["disableBgpRoutePropagation"] = Chance(60),
            ["routes"] = new JsonArray([.. routes.Select(r => (JsonNode)r)]),
            ["subnets"] = new JsonArray(new JsonObject { ["id"] = Subnet(i).ToString() }),
        });
        subnet["routeTable"] = new JsonObject { ["id"] = table.ToString() };
    }

    private void Tunnels()
    {
        for (var i = 0; i < _hubs.Count; i++)
        {
            for (var j = i + 1; j < _hubs.Count; j++)
            {
                if (Chance(45))
                {
                    var (one, other, bgp) = (_hubs[i], _hubs[j], Chance(60));
                    _joined.Add((one, other));
                    Half(one, other, bgp);
                    Half(other, one, bgp);
                }
            }
        }
    }

    private void Half(int from, int to, bool bgp) => _documents.Plain(
        Id(1 + (from % 2), ResourceTypes.Connection, $"c{from}-{to}"), new()
        {
            ["connectionType"] = "Vnet2Vnet", ["connectionStatus"] = "Connected", ["enableBgp"] = bgp, ["sharedKey"] = $"k{from + to}",
            ["virtualNetworkGateway1"] = new JsonObject { ["id"] = Gateway(from).ToString() },
            ["virtualNetworkGateway2"] = new JsonObject { ["id"] = Gateway(to).ToString() },
        });

    private void Sites()
    {
        for (var s = 0; s < 2; s++)
        {
            if (!Chance(50))
            {
                continue;
            }

            var at = _hubs[_random.Next(_hubs.Count)];
            var site = Id(1 + (at % 2), ResourceTypes.LocalNetworkGateway, $"site{s}");
            _documents.Plain(site, new()
            {
                ["gatewayIpAddress"] = $"198.51.100.{s + 1}",
                ["localNetworkAddressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray($"192.168.{s}.0/24") },
            });
            _documents.Plain(Id(1 + (at % 2), ResourceTypes.Connection, $"s{s}-{at}"), new()
            {
                ["connectionType"] = "IPsec", ["connectionStatus"] = "Connected", ["enableBgp"] = false, ["sharedKey"] = "ks",
                ["virtualNetworkGateway1"] = new JsonObject { ["id"] = Gateway(at).ToString() },
                ["localNetworkGateway2"] = new JsonObject { ["id"] = site.ToString() },
            });
        }
    }

    private bool Chance(int percent) => _random.Next(100) < percent;
}
