using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Steps;
using AzNetHelper.Tests.Networks;
using AzNetHelper.Tests.Reading;
using AzNetHelper.Tests.Vpn;
using Xunit;

namespace AzNetHelper.Tests.ExpressRoute;

/// <summary>
/// The answers of a circuit with both links up, a gateway in a hub and a spoke that uses it; tests break one thing each. Answers
/// are looked up by the path below the resource group; what is not there is 404.
/// </summary>
internal sealed class HealthyCircuit : IArm
{
    public const string Circuit = "expressRouteCircuits/er-hub";
    public const string Gateway = "virtualNetworkGateways/ergw-hub";
    public const string Connection = "connections/con-hub";
    public const string Hub = "virtualNetworks/vnet-hub";
    public const string Spoke = "virtualNetworks/vnet-spoke";
    public const string PrivatePeering = Circuit + "/peerings/AzurePrivatePeering";
    public const string MicrosoftPeering = Circuit + "/peerings/MicrosoftPeering";

    private const string Group = $"/subscriptions/{Sample.Subscription}/resourceGroups/rg-hub/providers/Microsoft.Network/";
    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.OrdinalIgnoreCase);

    public HealthyCircuit()
    {
        var circuit = Resource(Circuit, new JsonObject
        {
            ["provisioningState"] = "Succeeded",
            ["circuitProvisioningState"] = "Enabled",
            ["serviceProviderProvisioningState"] = "Provisioned",
            ["serviceKey"] = "00000000-0000-0000-0000-000000000001",
            ["serviceProviderProperties"] = new JsonObject { ["serviceProviderName"] = "Equinix", ["peeringLocation"] = "Amsterdam", ["bandwidthInMbps"] = 200 },
            ["authorizations"] = new JsonArray(),
            ["globalReachEnabled"] = false,
            ["peerings"] = new JsonArray(Peering("AzurePrivatePeering", 100, "192.168.15.16/30", "192.168.15.20/30")),
        });
        circuit["sku"] = new JsonObject { ["name"] = "Standard_MeteredData", ["tier"] = "Standard", ["family"] = "MeteredData" };
        Resource(Gateway, new JsonObject
        {
            ["provisioningState"] = "Succeeded",
            ["gatewayType"] = "ExpressRoute",
            ["sku"] = new JsonObject { ["name"] = "ErGw1AZ", ["tier"] = "ErGw1AZ" },
            ["ipConfigurations"] = new JsonArray(new JsonObject
            {
                ["name"] = "default", ["properties"] = new JsonObject { ["subnet"] = new JsonObject { ["id"] = Id($"{Hub}/subnets/GatewaySubnet") } },
            }),
        });
        Resource(Connection, new JsonObject
        {
            ["provisioningState"] = "Succeeded",
            ["connectionType"] = "ExpressRoute",
            ["connectionStatus"] = "Connected",
            ["routingWeight"] = 10,
            ["virtualNetworkGateway1"] = new JsonObject { ["id"] = Id(Gateway) },
            ["peer"] = new JsonObject { ["id"] = Id(Circuit) },
        });
        Answers[Hub] = Network(Hub, "10.0.0.0/16", Spoke, "10.1.0.0/16", h => h["allowGatewayTransit"] = true);
        Answers[Spoke] = Network(Spoke, "10.1.0.0/16", Hub, "10.0.0.0/16", h => h["useRemoteGateways"] = true);
        Tables(PrivatePeering, "192.168.15.17", "192.168.15.18", "192.168.15.21", "192.168.15.22");
        Answers[$"{Gateway}/getBgpPeerStatus"] = Rows(Session("10.0.0.4"), Session("10.0.0.5"));
        Answers[$"{Gateway}/getLearnedRoutes"] = Rows(Learned("172.20.0.0/16"), Learned("172.21.0.0/16"),
            new JsonObject { ["network"] = "10.0.0.0/16", ["origin"] = "Network", ["asPath"] = string.Empty });
        Answers[$"{Gateway}/getAdvertisedRoutes"] = Rows(
            new JsonObject { ["network"] = "10.0.0.0/16", ["origin"] = "Igp", ["asPath"] = "65515" },
            new JsonObject { ["network"] = "10.1.0.0/16", ["origin"] = "Igp", ["asPath"] = "65515" });
    }

    /// <summary>What is answered, by path.</summary>
    public Dictionary<string, JsonObject> Answers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is answered from the second time on, by path.</summary>
    public Dictionary<string, JsonObject> Later { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is refused, by path.</summary>
    public Dictionary<string, ArmException> Errors { get; } = new(StringComparer.OrdinalIgnoreCase);

    public HurriedTime Clock { get; } = new();

    public TimeProvider Time => Clock;

    public JsonObject CircuitProperties => Answers[Circuit]["properties"]!.AsObject();

    public JsonArray Peerings => CircuitProperties["peerings"]!.AsArray();

    public JsonObject PeeringProperties => Peerings[0]!["properties"]!.AsObject();

    public JsonObject GatewayProperties => Answers[Gateway]["properties"]!.AsObject();

    public JsonObject ConnectionProperties => Answers[Connection]["properties"]!.AsObject();

    public static string Id(string path) => Group + path;

    public static ResourceId CircuitId => ResourceId.Parse(Id(Circuit));

    /// <summary>The rows of a table.</summary>
    public JsonArray Table(string table, CircuitLink link, string peering = PrivatePeering) => RowsOf($"{peering}/{table}/{link.ToString().ToLowerInvariant()}");

    public JsonArray RowsOf(string path) => Answers[path]["value"]!.AsArray();

    /// <summary>The row of the router on premises in the summary.</summary>
    public JsonObject Neighbor(CircuitLink link) => Table("routeTablesSummary", link)[0]!.AsObject();

    /// <summary>Refuses a path.</summary>
    public void Deny(string path) => Errors[path] = ScriptedArm.Error(403, "AuthorizationFailed");

    /// <summary>Announces a prefix from on-premises over a link.</summary>
    public void Announce(CircuitLink link, string prefix, string path = "65010", string peering = PrivatePeering)
    {
        Table("routeTables", link, peering).Add(Route(prefix, (string)Table("routeTablesSummary", link, peering)[0]!["neighbor"]!, path));
        var row = Table("routeTablesSummary", link, peering)[0]!.AsObject();
        row["statePfxRcd"] = (int.Parse((string)row["statePfxRcd"]!, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Announces a prefix over both links, and the gateway learns it.</summary>
    public void AnnounceTwice(string prefix, string path = "65010")
    {
        Announce(CircuitLink.Primary, prefix, path);
        Announce(CircuitLink.Secondary, prefix, path);
        RowsOf($"{Gateway}/getLearnedRoutes").Add(Learned(prefix));
    }

    /// <summary>Adds a Microsoft peering that is as it should be, with its tables.</summary>
    public JsonObject AddMicrosoftPeering()
    {
        var peering = Peering("MicrosoftPeering", 200, "203.0.114.0/30", "203.0.114.4/30");
        var p = peering["properties"]!.AsObject();
        p["microsoftPeeringConfig"] = new JsonObject
        {
            ["advertisedPublicPrefixes"] = new JsonArray("203.0.115.0/24"), ["advertisedPublicPrefixesState"] = "Configured",
        };
        p["routeFilter"] = new JsonObject { ["id"] = Id("routeFilters/services") };
        Peerings.Add((JsonNode)peering);
        Tables(MicrosoftPeering, "203.0.114.1", "203.0.114.2", "203.0.114.5", "203.0.114.6");
        foreach (var link in Enum.GetValues<CircuitLink>())
        {
            var (hop, routes) = ((string)Table("routeTablesSummary", link, MicrosoftPeering)[0]!["neighbor"]!, Table("routeTables", link, MicrosoftPeering));
            routes.Clear();
            routes.Add(Route("203.0.115.0/24", hop, "65010"));
            Table("routeTablesSummary", link, MicrosoftPeering)[0]!["statePfxRcd"] = "1";
        }

        return p;
    }

    /// <summary>Adds IPv6 to the private peering, with sessions.</summary>
    public void AddIPv6()
    {
        PeeringProperties["ipv6PeeringConfig"] = new JsonObject
        {
            ["primaryPeerAddressPrefix"] = "fd00:15::/126", ["secondaryPeerAddressPrefix"] = "fd00:16::/126", ["state"] = "Enabled",
        };
        foreach (var (link, hop) in new[] { (CircuitLink.Primary, "fd00:15::1"), (CircuitLink.Secondary, "fd00:16::1") })
        {
            Table("routeTablesSummary", link).Add(Summary(hop, "1"));
            Table("routeTables", link).Add(Route("fd00:172::/32", hop, "65010"));
        }
    }

    public async Task<CircuitEvidence> ReadAsync(bool twice = false)
    {
        var evidence = await CircuitReader.ReadAsync(this, CircuitId, CircuitDetails.All, twice ? TimeSpan.FromSeconds(30) : null, [], StepWriter.Nowhere,
            TestContext.Current.CancellationToken);
        return Assert.IsType<CircuitEvidence>(evidence);
    }

    public IArm For(ArmCaller caller) => this;

    public Task<ArmResponse> GetAsync(string path, string apiVersion, CancellationToken cancellationToken) => Task.FromResult(Answer(path));

    public async IAsyncEnumerable<ArmResponse> ListAsync(string path, string apiVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (path == "/subscriptions")
        {
            yield return Json(Rows(new JsonObject { ["subscriptionId"] = Sample.Subscription }));
            yield break;
        }

        Refuse(path);
        var gateway = path[..path.LastIndexOf('/')];
        var rows = Answers.Where(a => a.Key.StartsWith("connections/", StringComparison.Ordinal)
            && string.Equals((string?)a.Value["properties"]!["virtualNetworkGateway1"]?["id"], gateway, StringComparison.OrdinalIgnoreCase))
            .Select(a => a.Value.DeepClone().AsObject()).ToArray();
        foreach (var row in rows)
        {
            row["properties"]!.AsObject().Remove("connectionStatus");
        }

        yield return Json(Rows(rows));
    }

    public Task<ArmResponse> QueryAsync(string path, string apiVersion, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        Refuse(path);
        var gateways = Answers.Where(a => a.Key.StartsWith("virtualNetworkGateways/", StringComparison.Ordinal) && a.Key.Count(c => c == '/') == 1);
        return Task.FromResult(Json(new JsonObject { ["data"] = new JsonArray([.. gateways.Select(g => g.Value.DeepClone())]) }));
    }

    public Task<ArmOperation> SendAsync(ArmWrite write, CancellationToken cancellationToken)
    {
        Assert.Equal(ArmVerb.Post, write.Verb);
        Assert.Equal(write.Path.EndsWith("/getAdvertisedRoutes", StringComparison.Ordinal), write.Query?.StartsWith("peer=", StringComparison.Ordinal) == true);
        Refuse(write.Path);
        return Task.FromResult(new ArmOperation(write.Verb, write.Path, write.ApiVersion, 202));
    }

    public Task<ArmResponse> WaitAsync(ArmOperation operation, CancellationToken cancellationToken) => Task.FromResult(Answer(operation.Path));

    private ArmResponse Answer(string path)
    {
        Refuse(path);
        var key = Key(path);
        var times = _asked.AddOrUpdate(key, 1, (_, n) => n + 1);
        return times > 1 && Later.TryGetValue(key, out var later) ? Json(later)
            : Answers.TryGetValue(key, out var found) ? Json(found)
            : throw ScriptedArm.Error(404, "ResourceNotFound");
    }

    private void Refuse(string path)
    {
        if (Errors.TryGetValue(Key(path), out var error))
        {
            throw error;
        }
    }

    private static string Key(string path) => path.StartsWith(Group, StringComparison.OrdinalIgnoreCase) ? path[Group.Length..] : path;

    private static ArmResponse Json(JsonObject body) => new(200, Sample.Bytes(body));

    private JsonObject Resource(string path, JsonObject properties) => Answers[path] = new JsonObject
    {
        ["id"] = Id(path), ["name"] = path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..], ["location"] = "westeurope", ["properties"] = properties,
    };

    private void Tables(string peering, string one, string oneFar, string other, string otherFar)
    {
        Answers[$"{peering}/stats"] = Bytes(1000, 2000, 3000, 4000);
        Later[$"{peering}/stats"] = Bytes(1100, 2100, 3100, 4100);
        foreach (var (link, near, far) in new[] { ("primary", one, oneFar), ("secondary", other, otherFar) })
        {
            var mac = link == "primary" ? "aaaa.0000.0001" : "aaaa.0000.0002";
            Answers[$"{peering}/arpTables/{link}"] = Rows(
                new JsonObject { ["age"] = 10, ["interface"] = "On-Prem", ["ipAddress"] = near, ["macAddress"] = mac },
                new JsonObject { ["age"] = 0, ["interface"] = "Microsoft", ["ipAddress"] = far, ["macAddress"] = "bbbb.0000.0001" });
            Answers[$"{peering}/routeTablesSummary/{link}"] = Rows(Summary(near, "2"), Summary("10.0.0.12", "2", 65515));
            Answers[$"{peering}/routeTables/{link}"] = Rows(Route("172.20.0.0/16", near, "65010"), Route("172.21.0.0/16", near, "65010"),
                Route("10.0.0.0/16", "10.0.0.12", "65515"), Route("10.1.0.0/16", "10.0.0.13*", "65515"));
        }
    }

    public static JsonObject Bytes(long primaryIn, long primaryOut, long secondaryIn, long secondaryOut) => new()
    {
        ["primarybytesIn"] = primaryIn, ["primarybytesOut"] = primaryOut, ["secondarybytesIn"] = secondaryIn, ["secondarybytesOut"] = secondaryOut,
    };

    public static JsonObject Rows(params JsonObject[] rows) => new() { ["value"] = new JsonArray([.. rows]) };

    public static JsonObject Route(string network, string hop, string path) =>
        new() { ["network"] = network, ["nextHop"] = hop, ["locPrf"] = string.Empty, ["weight"] = 0, ["path"] = path };

    public static JsonObject Learned(string network) =>
        new() { ["network"] = network, ["nextHop"] = "10.0.0.4", ["sourcePeer"] = "10.0.0.4", ["origin"] = "EBgp", ["asPath"] = "12076-65010", ["weight"] = 32769 };

    public static JsonObject Session(string neighbor, string state = "Connected") => new() { ["neighbor"] = neighbor, ["asn"] = 12076, ["state"] = state };

    private static JsonObject Summary(string neighbor, string count, long asn = 65010) =>
        new() { ["neighbor"] = neighbor, ["v"] = 4, ["as"] = asn, ["upDown"] = "3d04h", ["statePfxRcd"] = count };

    private static JsonObject Peering(string name, int vlan, string primary, string secondary) => new()
    {
        ["id"] = Id($"{Circuit}/peerings/{name}"),
        ["name"] = name,
        ["properties"] = new JsonObject
        {
            ["provisioningState"] = "Succeeded", ["peeringType"] = name, ["azureASN"] = 12076, ["peerASN"] = 65010, ["state"] = "Enabled", ["vlanId"] = vlan,
            ["primaryPeerAddressPrefix"] = primary, ["secondaryPeerAddressPrefix"] = secondary, ["lastModifiedBy"] = "Customer",
            ["connections"] = new JsonArray(), ["peeredConnections"] = new JsonArray(),
        },
    };

    private static JsonObject Network(string path, string space, string other, string otherSpace, Action<JsonObject> half)
    {
        var network = Sample.Network(ResourceId.Parse(Id(path)), [space],
            peerings: [Sample.Peering(ResourceId.Parse(Id(path)), "half", ResourceId.Parse(Id(other)))]);
        var p = network["properties"]!["virtualNetworkPeerings"]![0]!["properties"]!.AsObject();
        p["remoteAddressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray(otherSpace) };
        half(p);
        return network;
    }
}
