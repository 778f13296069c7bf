using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;

namespace AzNetHelper.Tests.Reachability;

/// <summary>An estate written down in a few words, as the ARM documents that a GET would answer.</summary>
internal sealed class TestEstate
{
    private const string Subscription = "11111111-1111-1111-1111-111111111111";
    private readonly Dictionary<string, JsonObject> _networks = new(StringComparer.Ordinal);
    private readonly List<(ResourceId Id, JsonObject Json)> _others = [];

    public static ResourceId Id(string type, string name) =>
        ResourceId.ForResource(Subscription, "rg", $"Microsoft.Network/{type}", name);

    public static ResourceId VNetId(string name) => Id("virtualNetworks", name);

    public TestEstate VNet(string name, params string[] prefixes)
    {
        _networks[name] = new()
        {
            ["location"] = "westeurope",
            ["properties"] = new JsonObject
            {
                ["addressSpace"] = Space(prefixes), ["subnets"] = new JsonArray(),
                    ["virtualNetworkPeerings"] = new JsonArray(),
            },
        };
        return this;
    }

    public TestEstate Subnet(string vnet, string name, string prefix, string? table = null, string? second = null)
    {
        var properties = new JsonObject { ["addressPrefix"] = prefix };
        if (second is not null)
        {
            properties = new() { ["addressPrefixes"] = new JsonArray(prefix, second) };
        }

        if (table is not null)
        {
            properties["routeTable"] = new JsonObject { ["id"] = Id("routeTables", table).ToString() };
        }

        Children(vnet, "subnets").Add((JsonNode)new JsonObject { ["name"] = name, ["properties"] = properties });
        return this;
    }

    public JsonObject SubnetOf(string vnet, string name) =>
        Children(vnet, "subnets").OfType<JsonObject>().Single(s => (string?)s["name"] == name)["properties"]!
        .AsObject();

    public TestEstate Change(string vnet, Action<JsonObject> change)
    {
        change(_networks[vnet]);
        return this;
    }

    public TestEstate LocationOf(string vnet, string location)
    {
        _networks[vnet]["location"] = location;
        return this;
    }

    /// <summary>A half in <paramref name="vnet"/>, Connected and synced unless the changes say otherwise.</summary>
    public TestEstate Half(string vnet, string remote, Action<JsonObject>? change = null, string? name = null,
        ResourceId? to = null)
    {
        var half = new JsonObject
        {
            ["remoteVirtualNetwork"] = new JsonObject { ["id"] = (to ?? VNetId(remote)).ToString() },
            ["peeringState"] = "Connected",
            ["peeringSyncLevel"] = "FullyInSync",
            ["allowVirtualNetworkAccess"] = true,
        };
        if (_networks.TryGetValue(remote, out var other))
        {
            half["remoteAddressSpace"] = other["properties"]!["addressSpace"]!.DeepClone();
        }

        change?.Invoke(half);
        Children(vnet, "virtualNetworkPeerings").Add(
            (JsonNode)new JsonObject { ["name"] = name ?? $"{vnet}-{remote}", ["properties"] = half });
        return this;
    }

    public TestEstate Peer(string a, string b, Action<JsonObject>? onA = null, Action<JsonObject>? onB = null) =>
        Half(a, b, onA).Half(b, a, onB);

    /// <summary>Hub lends, spoke borrows.</summary>
    public TestEstate Spoke(string hub, string spoke) =>
        Peer(hub, spoke, h => h["allowGatewayTransit"] = true, s => s["useRemoteGateways"] = true);

    public TestEstate Gateway(string name, string vnet, string kind = "Vpn", string sku = "VpnGw1AZ",
        string? pool = null)
    {
        var properties = new JsonObject
        {
            ["gatewayType"] = kind,
            ["vpnType"] = "RouteBased",
            ["sku"] = new JsonObject { ["name"] = sku },
            ["provisioningState"] = "Succeeded",
            ["ipConfigurations"] = new JsonArray(new JsonObject
            {
                ["properties"] = new JsonObject
                {
                    ["subnet"] = new JsonObject { ["id"] = VNetId(vnet).Child("subnets", "GatewaySubnet").ToString() },
                },
            }),
        };
        if (pool is not null)
        {
            properties["vpnClientConfiguration"] = new JsonObject { ["vpnClientAddressPool"] = Space(pool) };
        }

        return Other(Id("virtualNetworkGateways", name), new() { ["properties"] = properties });
    }

    public TestEstate Table(string name, params (string Prefix, string Hop, string? Address)[] routes) =>
        Table(name, change: null, routes);

    public TestEstate Table(string name, Action<JsonObject>? change,
        params (string Prefix, string Hop, string? Address)[] routes)
    {
        var list = new JsonArray();
        foreach (var (prefix, hop, address) in routes)
        {
            var route = new JsonObject { ["addressPrefix"] = prefix, ["nextHopType"] = hop };
            if (address is not null)
            {
                route["nextHopIpAddress"] = address;
            }

            list.Add((JsonNode)new JsonObject { ["name"] = $"r{list.Count}", ["properties"] = route });
        }

        var properties = new JsonObject { ["routes"] = list };
        change?.Invoke(properties);
        return Other(Id("routeTables", name), new() { ["location"] = "westeurope", ["properties"] = properties });
    }

    public TestEstate Other(ResourceId id, JsonObject json)
    {
        _others.Add((id, json));
        return this;
    }

    public Topology Topology() => new(_networks.Select(n => Document(VNetId(n.Key), n.Value))
        .Concat(_others.Select(o => Document(o.Id, o.Json))));

    /// <summary>The answer for two endpoints in words.</summary>
    public ReachabilityAnswer Ask(string source, string destination, FixOptions? options = null)
    {
        var topology = Topology();
        var parser = new EndpointParser(topology);
        return new ReachabilityEngine(topology, options).Ask(parser.Parse(source), parser.Parse(destination));
    }

    public static JsonObject Space(params string[] prefixes) =>
        new() { ["addressPrefixes"] = new JsonArray([.. prefixes.Select(p => (JsonNode)p)]) };

    public static JsonArray Texts(params string[] texts) => new([.. texts.Select(p => (JsonNode)p)]);

    private JsonArray Children(string vnet, string name) => _networks[vnet]["properties"]![name]!.AsArray();

    private static ResourceDocument Document(ResourceId id, JsonObject json) =>
        new(id, JsonSerializer.SerializeToUtf8Bytes(json));
}
