using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation.Tests;

/// <summary>Circuits with a private peering, their routers, and ExpressRoute gateways of VNets.</summary>
internal static class CircuitBed
{
    public const string Private = "AzurePrivatePeering";

    public static string Circuit(string name = "er1") => $"{TestBed.Net}/expressRouteCircuits/{name}";

    public static ResourceId Id(string name = "er1") => ResourceId.Parse(Circuit(name));

    public static string PeeringOf(string name = "er1", string peering = Private) => $"{Circuit(name)}/peerings/{peering}";

    public static string Authorization(string name, string circuit = "er1") => $"{Circuit(circuit)}/authorizations/{name}";

    public static string Gateway(string name) => $"{TestBed.Net}/virtualNetworkGateways/ergw-{name}";

    public static string Connection(string name) => $"{TestBed.Net}/connections/{name}";

    public static string CircuitBody(string provider = "Equinix", string location = "Amsterdam", int megabits = 200,
        string tier = "Standard", string family = "MeteredData", string region = "westeurope") => $$$$"""
        {"location":"{{{{region}}}}","sku":{"name":"{{{{tier}}}}_{{{{family}}}}","tier":"{{{{tier}}}}","family":"{{{{family}}}}"},
         "properties":{"serviceProviderProperties":{"serviceProviderName":"{{{{provider}}}}","peeringLocation":"{{{{location}}}}",
         "bandwidthInMbps":{{{{megabits}}}}}}}
        """;

    /// <summary>VLAN 100, 192.168.15.16/29 in two, 65010.</summary>
    public static string PeeringBody(string more = "{}")
    {
        var body = JsonNode.Parse("""
            {"properties":{"peeringType":"AzurePrivatePeering","peerASN":65010,"vlanId":100,
             "primaryPeerAddressPrefix":"192.168.15.16/30","secondaryPeerAddressPrefix":"192.168.15.20/30"}}
            """)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(more)!.AsObject())
        {
            body["properties"]!.AsObject().Remove(name);
            if (value is not null)
            {
                body["properties"]![name] = value.DeepClone();
            }
        }

        return body.ToJsonString();
    }

    /// <summary>What was read without the members that the service shows and does not take.</summary>
    public static string Sendable(JsonNode read)
    {
        var copy = read.DeepClone();
        copy["properties"]!.AsObject().Remove("allowGlobalReach");
        copy["properties"]!.AsObject().Remove("resourceGuid");
        return copy.ToJsonString();
    }

    public static CustomerRouter Router(params string[] announces) => new(65010, 100) { Announces = [.. announces] };

    /// <summary>A circuit that is provisioned as soon as it is ordered, with a private peering.</summary>
    public static async Task<TestBed> CreateAsync(SimulationOptions? options = null, string circuit = "er1")
    {
        var bed = await TestBed.CreateAsync(options);
        await AddAsync(bed, circuit, CircuitBody());
        return bed;
    }

    public static async Task AddAsync(TestBed bed, string circuit, string body, string peering = "{}")
    {
        bed.Simulation.SetCircuitProvider(Id(circuit), ProviderScript.AtOnce);
        Made(await bed.PutAsync(Circuit(circuit), body));
        Made(await bed.PutAsync(PeeringOf(circuit), PeeringBody(peering)));
    }

    /// <summary>A VNet <c>v-{name}</c> with an ExpressRoute gateway <c>ergw-{name}</c>: a is 10.1.0.0/16, b is 10.2.0.0/16 ...</summary>
    public static async Task GatewayAsync(TestBed bed, string name, string sku = "ErGw1AZ", string more = "{}", string? prefix = null,
        string region = "westeurope")
    {
        var space = prefix ?? $"10.{name[0] - 'a' + 1}.0.0/16";
        var head = string.Join('.', space.Split('.')[..2]);
        Made(await bed.PutAsync(TestBed.Network($"v-{name}"), TestBed.NetworkBody(space,
            $$"""[{"name":"GatewaySubnet","properties":{"addressPrefix":"{{head}}.255.0/26"} },{"name":"s","properties":{"addressPrefix":"{{head}}.0.0/24"} }]""",
            region)));
        Made(await bed.PutAsync(Gateway(name), GatewayBody(name, sku, more, region)));
    }

    public static string GatewayBody(string name, string sku = "ErGw1AZ", string more = "{}", string region = "westeurope")
    {
        var body = JsonNode.Parse($$$$"""
            {"location":"{{{{region}}}}","properties":{"gatewayType":"ExpressRoute","sku":{"name":"{{{{sku}}}}","tier":"{{{{sku}}}}"},
             "ipConfigurations":[{"name":"default","properties":{"subnet":{"id":"{{{{TestBed.Network($"v-{name}")}}}}/subnets/GatewaySubnet"}}}]}}
            """)!.AsObject();
        foreach (var (member, value) in JsonNode.Parse(more)!.AsObject())
        {
            body["properties"]![member] = value?.DeepClone();
        }

        return body.ToJsonString();
    }

    public static string ConnectionBody(string gateway, string circuit = "er1", string more = "{}", string region = "westeurope")
    {
        var body = JsonNode.Parse($$$$"""
            {"location":"{{{{region}}}}","properties":{"connectionType":"ExpressRoute","virtualNetworkGateway1":{"id":"{{{{Gateway(gateway)}}}}"},
             "peer":{"id":"{{{{Circuit(circuit)}}}}"}}}
            """)!.AsObject();
        foreach (var (member, value) in JsonNode.Parse(more)!.AsObject())
        {
            body["properties"]![member] = value?.DeepClone();
        }

        return body.ToJsonString();
    }

    public static async Task ConnectAsync(TestBed bed, string gateway, string circuit = "er1", string more = "{}") =>
        Made(await bed.PutAsync(Connection($"{gateway}-{circuit}"), ConnectionBody(gateway, circuit, more)));

    /// <summary>The rows of a table of a link: arpTables, routeTables or routeTablesSummary.</summary>
    public static async Task<JsonObject[]> TableAsync(TestBed bed, string table, string link, string peering = Private, string circuit = "er1") =>
        [.. (await VpnBed.AskAsync(bed, $"{PeeringOf(circuit, peering)}/{table}/{link}"))!["value"]!.AsArray().Select(r => r!.AsObject())];

    /// <summary>Rows as short texts: the named members with blanks between them.</summary>
    public static string[] Short(this IEnumerable<JsonObject> rows, params string[] members) =>
        [.. rows.Select(r => string.Join(' ', members.Select(m => r[m]?.ToString() ?? "-")))];

    private static void Made(Reply reply) => Assert.True(reply.Status is 200 or 201, reply.ToString());
}
