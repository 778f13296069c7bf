using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation.Tests;

/// <summary>VNets with VPN gateways in them, and the connections between them.</summary>
internal static class VpnBed
{
    public static string Gateway(string name) => $"{TestBed.Net}/virtualNetworkGateways/{name}";

    public static string Connection(string name) => $"{TestBed.Net}/connections/{name}";

    public static string Site(string name) => $"{TestBed.Net}/localNetworkGateways/{name}";

    /// <summary>A bed with one VNet and gateway for each name: a is 10.1.0.0/16, b is 10.2.0.0/16 ...</summary>
    public static async Task<TestBed> CreateAsync(string gateways = "a b", SimulationOptions? options = null)
    {
        var bed = await TestBed.CreateAsync(options);
        foreach (var name in gateways.Split(' '))
        {
            await GatewayAsync(bed, name, $"10.{name[0] - 'a' + 1}.0.0/16");
        }

        return bed;
    }

    /// <summary>A VNet <c>v-{name}</c> with a gateway.</summary>
    public static async Task GatewayAsync(TestBed bed, string name, string prefix, string more = "{}", string sku = "VpnGw1AZ")
    {
        var head = string.Join('.', prefix.Split('.')[..2]);
        Assert.Equal(201, (await bed.PutAsync(TestBed.Network($"v-{name}"), TestBed.NetworkBody(prefix,
            $$"""[{"name":"GatewaySubnet","properties":{"addressPrefix":"{{head}}.255.0/27"} },{"name":"s","properties":{"addressPrefix":"{{head}}.0.0/24"} }]"""))).Status);
        var body = GatewayBody(name, more, sku);
        foreach (var configuration in body["properties"]!["ipConfigurations"]!.AsArray())
        {
            Assert.Equal(201, (await bed.PutAsync((string)configuration!["properties"]!["publicIPAddress"]!["id"]!, """
                {"location":"westeurope","zones":["1","2","3"],"sku":{"name":"Standard"},"properties":{"publicIPAllocationMethod":"Static"}}
                """)).Status);
        }

        var reply = await bed.PutAsync(Gateway(name), body.ToJsonString());
        Assert.True(reply.Status == 201, reply.ToString());
    }

    /// <summary>The body of a gateway in <c>v-{name}</c>; with activeActive it has two configurations.</summary>
    public static JsonObject GatewayBody(string name, string more = "{}", string sku = "VpnGw1AZ")
    {
        var body = JsonNode.Parse(TestBed.GatewayBody($"v-{name}", name, sku))!.AsObject();
        Merge(body, more);
        if ((bool?)body["properties"]!["activeActive"] is true)
        {
            var list = body["properties"]!["ipConfigurations"]!.AsArray();
            var second = JsonNode.Parse(list[0]!.ToJsonString().Replace($"/{name}-ip", $"/{name}-ip2", StringComparison.Ordinal)
                .Replace("\"default\"", "\"second\"", StringComparison.Ordinal));
            list.Add(second);
        }

        return body;
    }

    /// <summary>The body of one half.</summary>
    public static string HalfBody(string from, string to, string key = "abc", string more = "{}") => Body($$$$"""
        {"location":"westeurope","properties":{"connectionType":"Vnet2Vnet","sharedKey":"{{{{key}}}}",
         "virtualNetworkGateway1":{"id":"{{{{Gateway(from)}}}}"},"virtualNetworkGateway2":{"id":"{{{{Gateway(to)}}}}"}}}
        """, more);

    /// <summary>Makes one half, <c>{from}-{to}</c>, and lets its operation end.</summary>
    public static async Task HalfAsync(TestBed bed, string from, string to, string key = "abc", string more = "{}")
    {
        var reply = await bed.Client.PutAsync(Connection($"{from}-{to}"), HalfBody(from, to, key, more));
        Assert.True(reply.Status is 200 or 201, reply.ToString());
        bed.Time.Advance(TimeSpan.FromMinutes(3));
    }

    /// <summary>Makes both halves.</summary>
    public static async Task PairAsync(TestBed bed, string left, string right, string more = "{}")
    {
        await HalfAsync(bed, left, right, more: more);
        await HalfAsync(bed, right, left, more: more);
    }

    /// <summary>Makes a site and a connection of a gateway to it.</summary>
    public static async Task SiteAsync(TestBed bed, string name, string gateway, string address, string prefixes, string more = "{}",
        string site = "{}", string key = "abc")
    {
        var list = string.Join(',', prefixes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => $"\"{p}\""));
        var member = char.IsAsciiDigit(address[0]) ? "gatewayIpAddress" : "fqdn";
        Assert.True((await bed.PutAsync(Site(name), Body($$$$"""
            {"location":"westeurope","properties":{"{{{{member}}}}":"{{{{address}}}}","localNetworkAddressSpace":{"addressPrefixes":[{{{{list}}}}]}}}
            """, site))).Status is 200 or 201);
        var reply = await bed.Client.PutAsync(Connection($"{gateway}-{name}"), Body($$$$"""
            {"location":"westeurope","properties":{"connectionType":"IPsec","sharedKey":"{{{{key}}}}",
             "virtualNetworkGateway1":{"id":"{{{{Gateway(gateway)}}}}"},"localNetworkGateway2":{"id":"{{{{Site(name)}}}}"}}}
            """, more));
        Assert.True(reply.Status is 200 or 201, reply.ToString());
        bed.Time.Advance(TimeSpan.FromMinutes(3));
    }

    public static async Task<string?> StatusAsync(TestBed bed, string name) =>
        (string?)(await bed.ReadAsync(Connection(name)))["properties"]!["connectionStatus"];

    public static async Task<string[]> TunnelsAsync(TestBed bed, string name) =>
        [.. ((await bed.ReadAsync(Connection(name)))["properties"]!["tunnelConnectionStatus"]?.AsArray() ?? [])
            .Select(t => (string)t!["connectionStatus"]!)];

    /// <summary>Asks with POST and waits for the answer.</summary>
    public static async Task<JsonNode?> AskAsync(TestBed bed, string path, string? body = null)
    {
        var first = await bed.Client.SendAsync("POST", $"{path}{(path.Contains('?') ? '&' : '?')}api-version={ArmClient.Version}", body);
        if (first.Status == 200)
        {
            return first.Body;
        }

        Assert.True(first.Status == 202, first.ToString());
        bed.Time.Advance(TimeSpan.FromSeconds(20));
        return (await bed.Client.SendAsync("GET", first.Header("Location")!)).Body;
    }

    private static string Body(string text, string more)
    {
        var body = JsonNode.Parse(text)!.AsObject();
        Merge(body, more);
        return body.ToJsonString();
    }

    private static void Merge(JsonObject body, string more)
    {
        foreach (var (name, value) in JsonNode.Parse(more)!.AsObject())
        {
            body["properties"]![name] = value?.DeepClone();
        }
    }
}
