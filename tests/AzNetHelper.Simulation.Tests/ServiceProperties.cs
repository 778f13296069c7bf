using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using CsCheck;

namespace AzNetHelper.Simulation.Tests;

/// <summary>Random writes of services and subnets: nothing changes that a write does not name, and who gets in follows from the documents.</summary>
public sealed class ServiceProperties
{
    private static readonly ResourceId[] Subnets = [ServiceBed.Ready, ServiceBed.Bare];

    // What the service alone says, and moves as it likes.
    private static readonly string[] OfTheService = ["etag", "provisioningState", "state"];

    [Fact]
    public async Task Random_writes_change_what_they_name_and_nothing_else()
    {
        await Gen.Int[0, int.MaxValue].SampleAsync(RunAsync, iter: 40, threads: 1);
    }

    private static async Task RunAsync(int seed)
    {
        var random = new Random(seed);
        using var bed = await ServiceBed.CreateAsync(new() { Seed = seed });
        var account = await bed.MakeAsync(ResourceTypes.StorageAccount);
        var cosmos = await bed.MakeAsync(ResourceTypes.CosmosAccount);
        var vault = await bed.MakeAsync(ResourceTypes.KeyVault);
        var set = await bed.MakeAsync(ResourceTypes.ServiceBusNetworkRules);
        var rule = await bed.MakeAsync(ResourceTypes.SqlNetworkRule);
        for (var step = 0; step < 25; step++)
        {
            var before = Documents(bed);
            var (target, reply, named) = random.Next(8) switch
            {
                0 => await PatchAsync(account, ("networkAcls", Acls(random, null))),
                1 => await PatchAsync(account, ("minimumTlsVersion", $"TLS1_{random.Next(3)}")),
                2 => await PatchAsync(vault, ("networkAcls", Acls(random, "ignoreMissingVnetServiceEndpoint"))),
                3 => await PatchAsync(cosmos, ("isVirtualNetworkFilterEnabled", random.Next(2) == 0)),
                4 => await PatchAsync(cosmos, ("virtualNetworkRules", Rules(random, "ignoreMissingVNetServiceEndpoint"))),
                5 => await PutAsync(rule, new()
                {
                    ["virtualNetworkSubnetId"] = Subnets[random.Next(2)].ToString(),
                    ["ignoreMissingVnetServiceEndpoint"] = random.Next(2) == 0,
                }),
                6 => await PutAsync(set, new()
                {
                    ["defaultAction"] = random.Next(2) == 0 ? "Deny" : "Allow",
                    ["trustedServiceAccessEnabled"] = random.Next(2) == 0,
                    ["virtualNetworkRules"] = new JsonArray(),
                    ["ipRules"] = new JsonArray(),
                    ["publicNetworkAccess"] = "Enabled",
                }),
                _ => await SubnetAsync(Subnets[random.Next(2)]),
            };
            bed.Bed.Settle();
            var after = Documents(bed);
            var context = $"seed {seed}, step {step}: {target.Name} {reply}";
            Assert.True(reply.Status is 200 or 201 or 202 or 400, context);
            Assert.Equal(before.Keys.Order(), after.Keys.Order());
            foreach (var (id, document) in after)
            {
                var changed = Differences(before[id], document, string.Empty).ToList();
                Assert.True(changed.TrueForAll(path => reply.Status < 300 && id == target && named.Any(n => path.StartsWith(n, StringComparison.Ordinal))),
                    $"{context}\n{id}: {string.Join(", ", changed)}");
            }

            foreach (var subnet in Subnets)
            {
                Assert.True(Expected(after[account], after[subnet.Parent!], subnet) == bed.From(account, subnet).IsAllowed,
                    $"{context}\n{subnet.Name} {bed.From(account, subnet)}\n{after[account]["properties"]!["networkAcls"]}");
            }
        }

        async Task<(ResourceId, Reply, string[])> PatchAsync(ResourceId id, (string Name, JsonNode Value) member) =>
            (id, await bed.PatchAsync(id, new JsonObject { ["properties"] = new JsonObject { [member.Name] = member.Value } }.ToJsonString()),
                [$".properties.{member.Name}"]);

        async Task<(ResourceId, Reply, string[])> PutAsync(ResourceId id, JsonObject properties) =>
            (id, await bed.PutAsync(id, new JsonObject { ["properties"] = properties.DeepClone() }.ToJsonString()),
                [.. properties.Select(p => $".properties.{p.Key}")]);

        // As careful clients do: what was read, with one member changed; now and then inside a PUT of the VNet.
        async Task<(ResourceId, Reply, string[])> SubnetAsync(ResourceId subnet)
        {
            var network = subnet.Parent!;
            var whole = await bed.ReadAsync(network);
            var index = whole["properties"]!["subnets"]!.AsArray().Select(s => (string?)s!["name"]).ToList().IndexOf(subnet.Name);
            var document = whole["properties"]!["subnets"]![index]!;
            var member = random.Next(3) switch { 0 => "serviceEndpoints", 1 => "delegations", _ => "defaultOutboundAccess" };
            document["properties"]![member] = member switch
            {
                "serviceEndpoints" => new JsonArray([.. ServiceBed.Endpoints.Where(_ => random.Next(2) == 0)
                    .Select(e => (JsonNode)new JsonObject { ["service"] = e })]),
                "delegations" => random.Next(2) == 0 ? new JsonArray() : JsonNode.Parse(
                    """[{"name":"d","properties":{"serviceName":"Microsoft.Web/serverFarms"}}]"""),
                _ => random.Next(2) == 0,
            };
            var reply = random.Next(2) == 0
                ? await bed.PutAsync(network, whole.ToJsonString()) : await bed.PutAsync(subnet, document.ToJsonString());
            return (network, reply, [$".properties.subnets[{index}].properties.{member}"]);
        }
    }

    // What the documents say about an account: written down apart from the simulation's own reading.
    private static bool Expected(JsonNode account, JsonNode network, ResourceId subnet)
    {
        var acls = account["properties"]!["networkAcls"]!;
        var endpoints = network["properties"]!["subnets"]!.AsArray().Single(s => (string?)s!["name"] == subnet.Name)!["properties"]!["serviceEndpoints"];
        var hidden = endpoints is JsonArray list && list.Any(e => (string?)e!["service"] == "Microsoft.Storage");
        return (string?)acls["defaultAction"] == "Allow"
            || (hidden ? acls["virtualNetworkRules"]!.AsArray().Any(r => (string?)r!["id"] == subnet.ToString())
                : acls["ipRules"]!.AsArray().Any(r => (string?)r!["value"] == ServiceBed.Egress.ToString()));
    }

    private static JsonObject Acls(Random random, string? flag) => new()
    {
        ["bypass"] = random.Next(2) == 0 ? "AzureServices" : "None",
        ["defaultAction"] = random.Next(3) == 0 ? "Allow" : "Deny",
        ["virtualNetworkRules"] = Rules(random, flag),
        ["ipRules"] = random.Next(2) == 0 ? new JsonArray()
            : new JsonArray((JsonNode)new JsonObject { ["value"] = (random.Next(2) == 0 ? ServiceBed.Egress : IPAddress.Parse("203.0.113.1")).ToString() }),
    };

    private static JsonArray Rules(Random random, string? flag) => new([.. Subnets.Where(_ => random.Next(2) == 0).Select(s =>
    {
        var rule = new JsonObject { ["id"] = s.ToString() };
        if (flag is not null)
        {
            rule[flag] = random.Next(2) == 0;
        }

        return (JsonNode)rule;
    })]);

    private static Dictionary<ResourceId, JsonObject> Documents(ServiceBed bed) => bed.Simulation.Snapshot().Documents
        .ToDictionary(d => d.Id, d => JsonNode.Parse(d.Json.Span)!.AsObject());

    private static IEnumerable<string> Differences(JsonNode? left, JsonNode? right, string path) => (left, right) switch
    {
        (JsonObject a, JsonObject b) => a.Select(m => m.Key).Union(b.Select(m => m.Key)).Except(OfTheService)
            .SelectMany(m => Differences(a[m], b[m], $"{path}.{m}")),
        (JsonArray a, JsonArray b) when a.Count == b.Count => Enumerable.Range(0, a.Count).SelectMany(i => Differences(a[i], b[i], $"{path}[{i}]")),
        _ => JsonNode.DeepEquals(left, right) ? [] : [path],
    };
}
