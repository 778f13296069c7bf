using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Tests.Reachability;

/// <summary>
/// An estate written down in a few words, as the ARM documents that GET answers. Names are resources of one group;
/// <c>vnet/subnet</c> is a subnet.
/// </summary>
internal sealed partial class EstateBuilder
{
    private const string Subscription = "22222222-2222-2222-2222-222222222222";
    private readonly SortedDictionary<string, JsonObject> _documents = new(StringComparer.Ordinal);
    private readonly List<JsonObject> _extras = [];
    private readonly HashSet<string> _apart = new(StringComparer.Ordinal);

    public static ResourceId Id(string type, string name) =>
        ResourceId.ForResource(Subscription, "rg", $"Microsoft.Network/{type}", name);

    public static ResourceId NetId(string name) => Id("virtualNetworks", name);

    public static ResourceId SubnetId(string path) => NetId(path.Split('/')[0]).Child("subnets", path.Split('/')[1]);

    public EstateBuilder VNet(string name, params string[] prefixes) => Put(NetId(name), new()
    {
        ["addressSpace"] = Space(prefixes), ["subnets"] = new JsonArray(), ["virtualNetworkPeerings"] = new JsonArray(),
    });

    /// <summary>A VNet with one subnet <c>app</c>, a /24 of its first prefix with the third number 1.</summary>
    public EstateBuilder VNetWithApp(string name, string prefix, string? table = null) =>
        VNet(name, prefix).Subnet($"{name}/app", Inside(prefix, 1), table);

    /// <summary>A /24 inside 10.x.0.0/16.</summary>
    public static string Inside(string prefix, int third) =>
        $"{string.Join('.', prefix.Split('.')[..2])}.{third}.0/24";

    public EstateBuilder Subnet(string path, string prefix, string? table = null, string? second = null)
    {
        var properties = second is null
            ? new JsonObject { ["addressPrefix"] = prefix }
            : new JsonObject { ["addressPrefixes"] = Texts(prefix, second) };
        if (table is not null)
        {
            properties["routeTable"] = Ref(Id("routeTables", table));
        }

        Members(path.Split('/')[0], "subnets").Add(
            (JsonNode)new JsonObject { ["name"] = path.Split('/')[1], ["properties"] = properties });
        return this;
    }

    public JsonObject SubnetOf(string path) => Members(path.Split('/')[0], "subnets").OfType<JsonObject>()
        .Single(s => (string?)s["name"] == path.Split('/')[1])["properties"]!.AsObject();

    public bool HasSubnet(string path) => Members(path.Split('/')[0], "subnets").OfType<JsonObject>()
        .Any(s => (string?)s["name"] == path.Split('/')[1]);

    /// <summary>A half, Connected and in sync unless the change says otherwise.</summary>
    public EstateBuilder Half(string at, string remote, Action<JsonObject>? change = null, string? name = null,
        ResourceId? to = null)
    {
        var half = new JsonObject
        {
            ["remoteVirtualNetwork"] = Ref(to ?? NetId(remote)),
            ["peeringState"] = "Connected",
            ["peeringSyncLevel"] = "FullyInSync",
            ["allowVirtualNetworkAccess"] = true,
            ["allowForwardedTraffic"] = false,
            ["allowGatewayTransit"] = false,
            ["useRemoteGateways"] = false,
        };
        if (_documents.TryGetValue(NetId(remote).ToString(), out var far))
        {
            half["remoteAddressSpace"] = far["properties"]!["addressSpace"]!.DeepClone();
            half["remoteVirtualNetworkAddressSpace"] = far["properties"]!["addressSpace"]!.DeepClone();
        }

        change?.Invoke(half);
        Members(at, "virtualNetworkPeerings").Add(
            (JsonNode)new JsonObject { ["name"] = name ?? $"{at}-to-{remote}", ["properties"] = half });
        return this;
    }

    public JsonObject HalfOf(string at, string remote) => Members(at, "virtualNetworkPeerings").OfType<JsonObject>()
        .Single(s => ResourceId.Parse((string)s["properties"]!["remoteVirtualNetwork"]!["id"]!) == NetId(remote))
        ["properties"]!.AsObject();

    public EstateBuilder Peer(string a, string b, Action<JsonObject>? onA = null, Action<JsonObject>? onB = null) =>
        Half(a, b, onA).Half(b, a, onB);

    /// <summary>The hub lends its gateway, the spoke borrows it.</summary>
    public EstateBuilder Transit(string hub, string spoke) =>
        Peer(hub, spoke, h => h["allowGatewayTransit"] = true, s => s["useRemoteGateways"] = true);

    /// <summary>A route table; a next hop is ARM's name, or the address of an appliance (several with a
    /// comma).</summary>
    public EstateBuilder Table(string name, params (string Prefix, string Hop)[] routes) =>
        Table(name, _ => { }, routes);

    public EstateBuilder Table(string name, Action<JsonObject> change, params (string Prefix, string Hop)[] routes)
    {
        var properties = new JsonObject
        {
            ["disableBgpRoutePropagation"] = false,
            ["routes"] = new JsonArray([.. routes.Select((r, i) => (JsonNode)new JsonObject
            {
                ["name"] = $"r{i}", ["properties"] = Route(r.Prefix, r.Hop),
            })]),
        };
        change(properties);
        return Put(Id("routeTables", name), properties);
    }

    /// <summary>Makes an existing subnet use a table.</summary>
    public EstateBuilder Associate(string path, string table)
    {
        SubnetOf(path)["routeTable"] = Ref(Id("routeTables", table));
        return this;
    }

    public EstateBuilder Change(string type, string name, Action<JsonObject> change)
    {
        change(_documents[Id(type, name).ToString()]["properties"]!.AsObject());
        return this;
    }

    public EstateBuilder Remove(string type, string name)
    {
        _documents.Remove(Id(type, name).ToString());
        return this;
    }

    /// <summary>The children of this resource come as documents of their own.</summary>
    public EstateBuilder Apart(string type, string name)
    {
        _apart.Add(Id(type, name).ToString());
        return this;
    }

    public Topology Topology() =>
        TopologyImport.Read(new TopologySource("estate", JsonSerializer.SerializeToUtf8Bytes(Documents())));

    /// <summary>The documents in one array, as a file has them.</summary>
    public JsonArray Documents()
    {
        var all = new JsonArray();
        foreach (var (text, document) in _documents)
        {
            var copy = document.DeepClone().AsObject();
            if (_apart.Contains(text))
            {
                MoveChildren(ResourceId.Parse(text), copy["properties"]!.AsObject(), all);
            }

            all.Add((JsonNode)copy);
        }

        foreach (var extra in _extras)
        {
            all.Add(extra.DeepClone());
        }

        return all;
    }

    private static void MoveChildren(ResourceId id, JsonObject properties, JsonArray to)
    {
        foreach (var member in new[] { "subnets", "virtualNetworkPeerings", "routes", "peerings" })
        {
            if (properties[member] is JsonArray children)
            {
                properties.Remove(member);
                foreach (var child in children.OfType<JsonObject>().ToList())
                {
                    var own = id.Child(member, (string)child["name"]!);
                    var copy = child.DeepClone().AsObject();
                    (copy["id"], copy["type"]) = (own.ToString(), own.Type);
                    to.Add((JsonNode)copy);
                }
            }
        }
    }

    private JsonArray Members(string net, string member) =>
        _documents[NetId(net).ToString()]["properties"]![member]!.AsArray();

    private EstateBuilder Put(ResourceId id, JsonObject properties, Action<JsonObject>? outer = null)
    {
        var document = new JsonObject
        {
            ["id"] = id.ToString(), ["name"] = id.Name, ["type"] = id.Type, ["location"] = "westeurope",
            ["properties"] = properties,
        };
        outer?.Invoke(document);
        _documents[id.ToString()] = document;
        return this;
    }

    public static JsonObject Space(params string[] prefixes) => new() { ["addressPrefixes"] = Texts(prefixes) };

    public static JsonArray Texts(params string[] texts) => new([.. texts.Select(p => (JsonNode)p)]);

    private static JsonObject Ref(ResourceId id) => new() { ["id"] = id.ToString() };

    private static JsonObject Route(string prefix, string hop)
    {
        var route = new JsonObject { ["addressPrefix"] = prefix };
        if (!char.IsAsciiDigit(hop[0]) && !hop.Contains(':', StringComparison.Ordinal))
        {
            route["nextHopType"] = hop;
        }
        else if (hop.Contains(',', StringComparison.Ordinal))
        {
            route["nextHopType"] = "VirtualApplianceEcmp";
            route["nextHop"] = new JsonObject { ["nextHopIpAddresses"] = Texts(hop.Split(',')) };
        }
        else
        {
            (route["nextHopType"], route["nextHopIpAddress"]) = ("VirtualAppliance", hop);
        }

        return route;
    }
}
