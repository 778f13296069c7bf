using System.Globalization;
using System.Text;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Benchmarks;

/// <summary>
/// Hubs and spokes as large companies have them: each hub has a firewall, a VPN gateway with BGP and a site; hubs are peered
/// with each other and route to one another's spokes through their firewalls; each spoke has subnets with a route table
/// shared by the spokes of its hub, some tables of their own, and uses the hub's gateway.
/// </summary>
internal sealed class RoutedEstate
{
    private const string Group = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network";
    private const int SpokesPerHub = 99;

    private readonly List<ResourceDocument> _documents = [];
    private readonly int _networks;
    private readonly int _subnets;
    private readonly int _hubs;

    private RoutedEstate(int networks, int subnets) =>
        (_networks, _subnets, _hubs) = (networks, subnets, Math.Max(1, networks / (SpokesPerHub + 1)));

    public static Topology Make(int networks, int subnets) => new(new RoutedEstate(networks, subnets).Documents());

    private IEnumerable<ResourceDocument> Documents()
    {
        for (var hub = 0; hub < _hubs; hub++)
        {
            Hub(hub);
        }

        for (var spoke = _hubs; spoke < _networks; spoke++)
        {
            Spoke(spoke);
        }

        return _documents;
    }

    private static string Space(int network) => string.Create(CultureInfo.InvariantCulture, $"{10 + (network >> 11)}.{(network >> 3) & 255}.{(network & 7) << 5}.0/19");

    private static string Part(int network, int part) => string.Create(CultureInfo.InvariantCulture,
        $"{10 + (network >> 11)}.{(network >> 3) & 255}.{((network & 7) << 5) + part}.0/24");

    private static string Firewall(int hub) => string.Create(CultureInfo.InvariantCulture, $"{10 + (hub >> 11)}.{(hub >> 3) & 255}.{(hub & 7) << 5}.4");

    private int HubOf(int spoke) => spoke % _hubs;

    private IEnumerable<int> SpokesOf(int hub) =>
        Enumerable.Range(_hubs, _networks - _hubs).Where(s => HubOf(s) == hub);

    private void Hub(int hub)
    {
        var others = Enumerable.Range(0, _hubs).Where(h => h != hub).ToArray();
        var halves = SpokesOf(hub).Select(s => Half(hub, s, "\"allowGatewayTransit\":true"))
            .Concat(others.Select(o => Half(hub, o, "\"allowForwardedTraffic\":true")));
        var table = $"{Group}/routeTables/hub{hub}";
        Add("virtualNetworks", $"v{hub}", Network(hub,
        [
            Subnet("AzureFirewallSubnet", Part(hub, 0), table), Subnet("GatewaySubnet", Part(hub, 1), null),
            Subnet("shared", Part(hub, 2), null),
        ], halves));
        Add("azureFirewalls", $"fw{hub}", $$$"""
            {"ipConfigurations":[{"name":"c","properties":{"privateIPAddress":"{{{Firewall(hub)}}}","subnet":{"id":"{{{Group}}}/virtualNetworks/v{{{hub}}}/subnets/AzureFirewallSubnet"} } }]}
            """);
        Add("routeTables", $"hub{hub}", Routes(others.SelectMany(o => SpokesOf(o).Select(s => (Space(s), Firewall(o))))));
        Add("routeTables", $"spokes{hub}", Routes([("0.0.0.0/0", Firewall(hub))]));
        Gateway(hub, others);
    }

    private void Gateway(int hub, int[] others)
    {
        Add("virtualNetworkGateways", $"gw{hub}", string.Create(CultureInfo.InvariantCulture, $$$"""
            {"gatewayType":"Vpn","vpnType":"RouteBased","enableBgp":true,"sku":{"name":"VpnGw2AZ"},"bgpSettings":{"asn":{{{64600 + hub}}}},"ipConfigurations":[{"name":"c","properties":{"subnet":{"id":"{{{Group}}}/virtualNetworks/v{{{hub}}}/subnets/GatewaySubnet"} } }]}
            """));
        Add("localNetworkGateways", $"site{hub}", string.Create(CultureInfo.InvariantCulture, $$$"""{"localNetworkAddressSpace":{"addressPrefixes":["192.168.{{{hub}}}.0/24"]}}"""));
        Add("connections", $"gw{hub}-site", $$$"""
            {"connectionType":"IPsec","enableBgp":true,"virtualNetworkGateway1":{"id":"{{{Group}}}/virtualNetworkGateways/gw{{{hub}}}"},"localNetworkGateway2":{"id":"{{{Group}}}/localNetworkGateways/site{{{hub}}}"}}
            """);
        if (others.Length > 0)
        {
            // A ring of tunnels: all hubs learn of all sites.
            var next = (hub + 1) % _hubs;
            Tunnel(hub, next);
            Tunnel(next, hub);
        }
    }

    private void Tunnel(int from, int to) => Add("connections", $"gw{from}-gw{to}", $$$"""
        {"connectionType":"Vnet2Vnet","enableBgp":true,"virtualNetworkGateway1":{"id":"{{{Group}}}/virtualNetworkGateways/gw{{{from}}}"},"virtualNetworkGateway2":{"id":"{{{Group}}}/virtualNetworkGateways/gw{{{to}}}"}}
        """);

    private void Spoke(int spoke)
    {
        var hub = HubOf(spoke);

        // Every tenth spoke has a table of its own, every hundredth lacks the flag that forwarded traffic needs.
        var table = $"{Group}/routeTables/{(spoke % 10 == 0 ? $"own{spoke}" : $"spokes{hub}")}";
        if (spoke % 10 == 0)
        {
            Add("routeTables", $"own{spoke}", Routes([("10.0.0.0/8", Firewall(hub)), ("11.0.0.0/8", Firewall(hub)), ("12.0.0.0/8", Firewall(hub))]));
        }

        Add("virtualNetworks", $"v{spoke}", Network(spoke,
            Enumerable.Range(0, _subnets).Select(i => Subnet($"s{i}", Part(spoke, i), table)),
            [Half(spoke, hub, $"\"useRemoteGateways\":true,\"allowForwardedTraffic\":{(spoke % 100 == 7 ? "false" : "true")}")]));
    }

    private static string Network(int network, IEnumerable<string> subnets, IEnumerable<string> halves) =>
        $$"""{"addressSpace":{"addressPrefixes":["{{Space(network)}}"]},"subnets":[{{string.Join(',', subnets)}}],"virtualNetworkPeerings":[{{string.Join(',', halves)}}]}""";

    private static string Subnet(string name, string prefix, string? table) =>
        $$$"""{"name":"{{{name}}}","properties":{"addressPrefix":"{{{prefix}}}"{{{(table is null ? "" : $",\"routeTable\":{{\"id\":\"{table}\"}}")}}} } }""";

    private static string Half(int local, int remote, string flags) => $$$"""
        {"name":"v{{{local}}}-to-v{{{remote}}}","properties":{"remoteVirtualNetwork":{"id":"{{{Group}}}/virtualNetworks/v{{{remote}}}"},"peeringState":"Connected","allowVirtualNetworkAccess":true,{{{flags}}},"remoteAddressSpace":{"addressPrefixes":["{{{Space(remote)}}}"]} } }
        """;

    private static string Routes(IEnumerable<(string Prefix, string Hop)> routes) =>
        $$"""{"routes":[{{string.Join(',', routes.Select((r, i) => $$$"""{"name":"r{{{i}}}","properties":{"addressPrefix":"{{{r.Prefix}}}","nextHopType":"VirtualAppliance","nextHopIpAddress":"{{{r.Hop}}}"} }"""))}}]}""";

    private void Add(string type, string name, string properties)
    {
        var id = $"{Group}/{type}/{name}";
        _documents.Add(new(ResourceId.Parse(id), Encoding.UTF8.GetBytes(
            $$"""{"id":"{{id}}","name":"{{name}}","location":"westeurope","properties":{{properties}}}""")));
    }
}
