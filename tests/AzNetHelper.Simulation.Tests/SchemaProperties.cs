using System.Text.Json.Nodes;
using Azure.Bicep.Types.Az;
using Azure.Bicep.Types.Concrete;
using Azure.Bicep.Types.Index;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation.Tests;

/// <summary>
/// The simulation against Microsoft's published schema (the package Azure.Bicep.Types.Az; .NET 10 only).
/// </summary>
public sealed class SchemaProperties
{
    private const string Version = ResourceTypes.NetworkApiVersion;

    // What the service sends although the schema does not have it (recordings of gateways, peerings, connections, circuits).
    private static readonly string[] Unpublished =
    [
        "VirtualNetworkPeeringPropertiesFormat.remoteGateways",
            "VirtualNetworkPeeringPropertiesFormat.routeServiceVips",
        "VirtualNetworkGatewayPropertiesFormat.packetCaptureDiagnosticState",
            "VirtualNetworkGatewayPropertiesFormat.isMigrateToCSES",
        "VirtualNetworkGatewayIPConfiguration.type",
        "VpnClientConfiguration.vpnClientConnectionHealth", "VpnClientRevokedCertificate.type", "VpnClientRootCertificate.type",
        "VirtualNetworkGatewayConnectionPropertiesFormat.packetCaptureDiagnosticState",
            "ExpressRouteCircuitPropertiesFormat.allowGlobalReach",
        "ExpressRouteCircuitPropertiesFormat.resourceGuid",
        "StaticMemberProperties.location",
    ];

    private static readonly AzTypeLoader Loader = new();

    private static readonly TypeIndex Index = Loader.LoadTypeIndex();

    [Fact]
    public async Task Every_body_that_is_returned_has_published_members_only()
    {
        var unknown = new HashSet<string>();
        var types = new HashSet<string>();
        foreach (var (type, body) in await BodiesAsync())
        {
            types.Add(type);
            Check(Schema(type, Version), body, "$", unknown);
        }

        Assert.Equal(ResourceKind.All.Select(k => k.Type).Order(), types.Order());
        Assert.True(Unpublished.Order().SequenceEqual(unknown.Order()), string.Join("\n", unknown.Order()));
    }

    [Theory]
    [InlineData("2019-08-01")]
    [InlineData("2021-02-01")]
    [InlineData("2021-03-01")]
    [InlineData("2022-01-01")]
    [InlineData("2023-09-01")]
    [InlineData("2024-05-01")]
    [InlineData(Version)]
    [InlineData("2025-09-01")]
    public void The_member_table_says_what_the_schema_says(string version)
    {
        var differences = new SortedSet<string>();
        foreach (var kind in ResourceKind.All.Where(k => IsPublished(k.Type, version)))
        {
            Compare(kind.Body, Schema(kind.Type, version), version, differences, []);
        }

        // Children say their type in recordings of 2019; the schema has it since 2020.
        differences.RemoveWhere(d => d.EndsWith(".type is not published", StringComparison.Ordinal));
        Assert.Empty(differences);
    }

    [Fact]
    public void The_versions_are_the_published_ones()
    {
        const string Type = "Microsoft.Network/virtualNetworks@";
        var published = Index.Resources.Keys
            .Where(k => k.StartsWith(Type, StringComparison.OrdinalIgnoreCase)).Select(
                k => k[Type.Length..]).Distinct().ToArray();

        Assert.NotEmpty(published);
        Assert.All(published, v => Assert.True(ApiVersions.IsKnown("Microsoft.Network", v), v));
        Assert.Equal(published.Length, ApiVersions.List("Microsoft.Network").Split(", ").Length);
    }

    private static async Task<List<(string Type, JsonNode Body)>> BodiesAsync()
    {
        using var clock = new JumpingTimeProvider();
        var simulation = new AzureSimulation(new() { Time = clock });
        simulation.Load(SampleEstate.Create());
        using var client = new ArmClient(simulation);
        var bodies = new List<(string, JsonNode)>();
        foreach (var (from, to, flags) in new[]
        {
            (SampleEstate.Hub, SampleEstate.SpokeWeb, "\"allowGatewayTransit\":true"),
            (SampleEstate.SpokeWeb, SampleEstate.Hub, "\"useRemoteGateways\":true"),
            (SampleEstate.SpokeApp, SampleEstate.SpokeData,
                "\"peerCompleteVnets\":false,\"localSubnetNames\":[\"snet-app\"],\"remoteSubnetNames\":[\"snet-data\"]"),
        })
        {
            await SendAsync(from.Child("virtualNetworkPeerings", to.Name),
                $$$$"""{"properties":{"remoteVirtualNetwork":{"id":"{{{{to}}}}"},{{{{flags}}}}}}""");
        }

        await SendAsync(SampleEstate.SpokeBatch.Child("subnets", "more"), """
            {"properties":{"addressPrefixes":["10.4.8.0/24"],"serviceEndpoints":[{"service":"Microsoft.Storage"}],
             "delegations":[{"name":"0","properties":{"serviceName":"Microsoft.Web/serverFarms"}}]}}
            """);
        foreach (var document in simulation.Snapshot().Documents.Where(d => d.Id.ProviderNamespace is "Microsoft.Network"))
        {
            var body = (await client.GetAsync(document.Id.ToString())).Body!;
            bodies.Add((ResourceKind.Of(document.Id.Type)!.Type, body));
            foreach (var kind in ResourceKind.All.Where(k => k.ParentMember is not null))
            {
                bodies.AddRange(body["properties"]![kind.ParentMember!] is JsonArray children
                    ? children.Select(c => (kind.Type, c!)) : []);
            }
        }

        // While it is built, a gateway shows members that go away.
        var gateway = (await client.GetAsync(SampleEstate.Gateway.ToString())).Body!;
        var (id, name) = (SampleEstate.Gateway.ToString(), "again");
        Assert.Equal(202, (await client.DeleteAsync(
            SampleEstate.SpokeWeb.Child("virtualNetworkPeerings", "vnet-hub").ToString())).Status);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(202, (await client.DeleteAsync(id)).Status);
        clock.Advance(TimeSpan.FromHours(1));
        await SendAsync(ResourceId.ForResource(
            SampleEstate.PlatformSubscription, "rg-hub", ResourceTypes.VirtualNetworkGateway, name),
            new JsonObject { ["location"] = "westeurope", ["properties"] = Request(gateway) }.ToJsonString());
        bodies.AddRange(await LandscapeAsync());
        bodies.AddRange(await ManagedAsync());
        bodies.Add((ResourceTypes.VirtualNetworkGateway, await ClientsAsync()));
        return bodies;

        async Task SendAsync(ResourceId target, string body)
        {
            var reply = await client.PutAsync(target.ToString(), body);
            Assert.Equal(201, reply.Status);
            bodies.Add((ResourceKind.Of(target.Type)!.Type, reply.Body!));
            clock.Advance(TimeSpan.FromHours(1));
        }
    }

    // Everything as it is answered while it is made, and afterwards.
    private static async Task<List<(string Type, JsonNode Body)>> LandscapeAsync()
    {
        using var bed = await TestBed.CreateAsync();
        Landscape.Provide(bed);
        var bodies = new List<(string, JsonNode)>();
        foreach (var (path, body) in Landscape.Requests)
        {
            var type = ResourceKind.Of(ResourceId.Parse(path).Type)!.Type;
            bodies.Add((type, (await bed.PutAsync(path, body)).Body!));
            bodies.Add((type, (await bed.Client.GetAsync(path)).Body!));
        }

        return bodies;
    }

    private static async Task<List<(string Type, JsonNode Body)>> ManagedAsync()
    {
        using var bed = await ManagerBed.CreateAsync();
        var bodies = new List<(string, JsonNode)>();
        foreach (var (path, body) in bed.Requests)
        {
            var type = ResourceKind.Of(ResourceId.Parse(path).Type)!.Type;
            bodies.Add((type, (await bed.Client.PutAsync(path, body)).Body!));
            bodies.Add((type, (await bed.Client.GetAsync(path)).Body!));
        }

        return bodies;
    }

    private static async Task<JsonNode> ClientsAsync()
    {
        var clients = ClientBed.Clients("172.16.0.0/24", ClientBed.Root("r", TestCertificates.Root("r")));
        clients["vpnClientRevokedCertificates"] = new JsonArray(ClientBed.Revoked("lost", new('A', 40)));
        clients["radiusServers"] = new JsonArray(
            new JsonObject { ["radiusServerAddress"] = "10.1.0.5", ["radiusServerScore"] = 30, ["radiusServerSecret"] = "s" });
        clients["vpnClientProtocols"] = new JsonArray("OpenVPN");
        using var bed = await ClientBed.CreateAsync(clients);
        return await bed.ReadAsync(ClientBed.Gateway);
    }

    private static JsonObject Request(JsonNode gateway) => new()
    {
        ["gatewayType"] = "Vpn",
        ["sku"] = new JsonObject { ["name"] = "VpnGw1AZ" },
        ["ipConfigurations"] = new JsonArray((JsonNode)new JsonObject
        {
            ["name"] = "default",
            ["properties"] = new JsonObject
            {
                ["subnet"] = gateway["properties"]!["ipConfigurations"]![0]!["properties"]!["subnet"]!.DeepClone(),
                ["publicIPAddress"] =
                    gateway["properties"]!["ipConfigurations"]![0]!["properties"]!["publicIPAddress"]!.DeepClone(),
            },
        }),
    };

    // Route Servers' children came with 2020-05-01.
    private static bool IsPublished(string type, string version) =>
        Index.Resources.Keys.Any(k => k.Equals($"{type}@{version}", StringComparison.OrdinalIgnoreCase));

    private static ObjectType Schema(string type, string version)
    {
        var reference = Index.Resources
            .Single(r => r.Key.Equals($"{type}@{version}", StringComparison.OrdinalIgnoreCase)).Value;
        return (ObjectType)Loader.LoadResourceType(reference).Body.Type;
    }

    private static void Check(TypeBase type, JsonNode? node, string path, HashSet<string> unknown)
    {
        switch (type, node)
        {
            case (ObjectType schema, JsonObject body):
                foreach (var (name, value) in body)
                {
                    if (schema.Properties.TryGetValue(name, out var member))
                    {
                        Check(member.Type.Type, value, $"{path}.{name}", unknown);
                    }
                    else if (schema.AdditionalProperties is null)
                    {
                        unknown.Add($"{schema.Name}.{name}");
                    }
                }

                break;
            case (ArrayType list, JsonArray items):
                foreach (var item in items)
                {
                    Check(list.ItemType.Type, item, path, unknown);
                }

                break;
            case (ObjectType or ArrayType, _):
                Assert.Fail($"{path} is of another kind: {node?.ToJsonString()}");
                break;
            case (BooleanType, _):
                Assert.True(node is JsonValue b && b.TryGetValue<bool>(out var _), path);
                break;
            case (IntegerType, _):
                Assert.True(node is JsonValue i && i.GetValueKind() == System.Text.Json.JsonValueKind.Number, path);
                break;
            default:
                Assert.True(node is JsonValue s && s.GetValueKind() == System.Text.Json.JsonValueKind.String, path);
                break;
        }
    }

    private static void Compare(
        string name, ObjectType schema, string version, SortedSet<string> differences, HashSet<string> seen)
    {
        if (MemberTable.Instance.Members(name) is not { } table || !seen.Add(name))
        {
            return;
        }

        foreach (var (memberName, member) in schema.Properties.Where(p => p.Key != "apiVersion"))
        {
            if (!table.TryGetValue(memberName, out var known) || !known.IsKnownIn(version))
            {
                differences.Add($"{name}.{memberName} is not known");
                continue;
            }

            var inner = member.Type.Type is ArrayType list ? list.ItemType.Type : member.Type.Type;
            if (inner is ObjectType nested)
            {
                Compare(known.ItemKind, nested, version, differences, seen);
            }

            var readOnly = member.Flags.HasFlag(ObjectTypePropertyFlags.ReadOnly);
            if (readOnly != known.ReadOnly && version == Version && memberName is not ("name" or "id"))
            {
                differences.Add($"{name}.{memberName} is {(readOnly ? "" : "not ")}read-only");
            }
        }

        differences.UnionWith(table.Values
            .Where(m =>
                m.IsKnownIn(version) && !schema.Properties.Keys.Contains(m.Name, StringComparer.OrdinalIgnoreCase))
            .Select(m => $"{name}.{m.Name} is not published"));
    }
}
