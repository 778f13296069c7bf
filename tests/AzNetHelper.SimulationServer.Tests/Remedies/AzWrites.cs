using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.SimulationServer.Tests.Remedies;

/// <summary>
/// The writes that commands of the Azure CLI stand for: what the resource is, with the options in it. For where the CLI is not
/// installed, and for what the installed one cannot run.
/// </summary>
internal static class AzWrites
{
    private delegate void Set(JsonObject resource, JsonObject properties, string[] values);

    // Option by command; the members that it sets.
    private static readonly Dictionary<string, Dictionary<string, Set>> s_updates = new(StringComparer.Ordinal)
    {
        ["network vnet peering update"] = [],
        ["network vnet subnet update"] = new(StringComparer.Ordinal)
        {
            ["--address-prefixes"] = (_, p, v) =>
            {
                p.Remove("addressPrefix");
                p["addressPrefixes"] = new JsonArray([.. v.Select(t => (JsonNode)t)]);
            },
            ["--service-endpoints"] = (_, p, v) => p["serviceEndpoints"] = new JsonArray([.. v.Select(t => (JsonNode)new JsonObject { ["service"] = t })]),
            ["--route-table"] = (_, p, v) => p["routeTable"] = new JsonObject { ["id"] = v.Single() },
        },
        ["network route-table update"] = new(StringComparer.Ordinal)
        {
            ["--disable-bgp-route-propagation"] = (_, p, v) => p["disableBgpRoutePropagation"] = bool.Parse(v.Single()),
        },
        ["network route-table route update"] = new(StringComparer.Ordinal)
        {
            ["--next-hop-type"] = (_, p, v) => p["nextHopType"] = v.Single(),
            ["--next-hop-ip-address"] = (_, p, v) => p["nextHopIpAddress"] = v.Single(),
        },
        ["network vnet-gateway update"] = new(StringComparer.Ordinal)
        {
            ["--sku"] = (_, p, v) => p["sku"] = new JsonObject { ["name"] = v.Single(), ["tier"] = v.Single() },
            ["--asn"] = (_, p, v) => p["bgpSettings"]!["asn"] = int.Parse(v.Single()),
            ["--client-protocol"] = (_, p, v) => p["vpnClientConfiguration"]!["vpnClientProtocols"] = new JsonArray([.. v.Select(t => (JsonNode)t)]),
        },
        ["network public-ip update"] = new(StringComparer.Ordinal)
        {
            ["--allocation-method"] = (_, p, v) => p["publicIPAllocationMethod"] = v.Single(),
            ["--sku"] = (r, _, v) => r["sku"]!["name"] = v.Single(),
        },
        ["network vpn-connection update"] = new(StringComparer.Ordinal) { ["--enable-bgp"] = (_, p, v) => p["enableBgp"] = bool.Parse(v.Single()) },
        ["network nic update"] = new(StringComparer.Ordinal) { ["--ip-forwarding"] = (_, p, v) => p["enableIPForwarding"] = bool.Parse(v.Single()) },
        ["network express-route peering update"] = new(StringComparer.Ordinal)
        {
            ["--primary-peer-subnet"] = (_, p, v) => p["primaryPeerAddressPrefix"] = v.Single(),
            ["--secondary-peer-subnet"] = (_, p, v) => p["secondaryPeerAddressPrefix"] = v.Single(),
        },
    };

    public static async Task RunAsync(ServerBed bed, AzCommand command)
    {
        if (s_updates.TryGetValue(command.Words, out var options))
        {
            await UpdateAsync(bed, command, options);
            return;
        }

        switch (command.Words)
        {
            case "network route-table route delete" or "network vnet peering delete":
                await SendAsync(bed, HttpMethod.Delete, command["--ids"], body: null);
                break;
            case "network route-table create":
                await SendAsync(bed, HttpMethod.Put, Id(command, ResourceTypes.RouteTable, command["-n"]), new() { ["location"] = command["-l"], ["properties"] = new JsonObject() });
                break;
            case "network route-table route create":
                await SendAsync(bed, HttpMethod.Put, $"{Id(command, ResourceTypes.RouteTable, command["--route-table-name"])}/routes/{command["-n"]}", new()
                {
                    ["properties"] = new JsonObject
                    {
                        ["addressPrefix"] = command["--address-prefix"], ["nextHopType"] = command["--next-hop-type"],
                        ["nextHopIpAddress"] = command["--next-hop-ip-address"],
                    },
                });
                break;
            case "network vpn-connection create":
                // The key comes from the end that there is.
                var key = AzCommand.Parse(command["--shared-key"][2..^1]);
                Assert.Equal("network vpn-connection shared-key show", key.Words);
                var there = await KeyAsync(bed, Id(key, ResourceTypes.Connection, key["--connection-name"]));
                await SendAsync(bed, HttpMethod.Put, Id(command, ResourceTypes.Connection, command["-n"]), new()
                {
                    ["location"] = command["-l"],
                    ["properties"] = new JsonObject
                    {
                        ["connectionType"] = "Vnet2Vnet",
                        ["virtualNetworkGateway1"] = new JsonObject { ["id"] = command["--vnet-gateway1"] },
                        ["virtualNetworkGateway2"] = new JsonObject { ["id"] = command["--vnet-gateway2"] },
                        ["enableBgp"] = command.Has("--enable-bgp"),
                        ["sharedKey"] = there,
                    },
                });
                break;
            default:
                Assert.Fail($"No write is known for '{command.Words}'.");
                break;
        }
    }

    private static async Task UpdateAsync(ServerBed bed, AzCommand command, Dictionary<string, Set> options)
    {
        var id = command["--ids"];
        var resource = (await ReadAsync(bed, id))!;
        var properties = resource["properties"]!.AsObject();
        foreach (var (option, values) in command.Options.Where(o => o.Key != "--ids"))
        {
            switch (option)
            {
                case "--set":
                    var pair = values.Single().Split('=');
                    properties[pair[0]] = bool.TryParse(pair[1], out var flag) ? JsonValue.Create(flag) : JsonValue.Create(pair[1]);
                    break;
                case "--remove":
                    Assert.True(properties.Remove(values.Single()), $"{id} has no {values.Single()}.");
                    break;
                default:
                    options[option](resource, properties, values);
                    break;
            }
        }

        // The CLI sends back what it read; where the rules of bodies are known, less what the service alone writes.
        var type = ResourceId.Parse(id).Type;
        var body = BodyRules.Knows(type) ? BodyRules.Compose(type, resource, []).Body : resource;
        if (ResourceId.Parse(id).IsType(ResourceTypes.Connection))
        {
            // Its api-version shows a connection's key, and a write without would take it away.
            body["properties"]!["sharedKey"] = await KeyAsync(bed, id);
        }

        await SendAsync(bed, HttpMethod.Put, id, body);
    }

    private static string Id(AzCommand command, string type, string name) =>
        ResourceId.ForResource(command["--subscription"], command["-g"], type, name).ToString();

    private static async Task<JsonObject?> ReadAsync(ServerBed bed, string id)
    {
        using var answer = await bed.SendAsync(HttpMethod.Get, Url(id));
        return answer.IsSuccessStatusCode ? (await ServerBed.JsonAsync(answer)).AsObject() : null;
    }

    private static async Task<JsonNode> KeyAsync(ServerBed bed, string connection)
    {
        using var answer = await bed.SendAsync(HttpMethod.Get, Url(connection).Replace("?", "/sharedkey?", StringComparison.Ordinal));
        return (await ServerBed.JsonAsync(answer))["value"]!.DeepClone();
    }

    private static async Task SendAsync(ServerBed bed, HttpMethod method, string id, JsonObject? body)
    {
        using var content = body is null ? null : new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using var answer = await bed.SendAsync(method, Url(id), body: content);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {id}: {(int)answer.StatusCode}\n{body}\n{await answer.Content.ReadAsStringAsync()}");
        var patience = DateTime.UtcNow.AddMinutes(1);
        while (await ReadAsync(bed, id) is { } now && (method == HttpMethod.Delete || (string?)now["properties"]!["provisioningState"] == "Updating"))
        {
            Assert.True(DateTime.UtcNow < patience, $"{method} {id} does not end.");
            await Task.Delay(20);
        }
    }

    private static string Url(string id) => $"{id}?api-version={ResourceTypes.ApiVersion(ResourceId.Parse(id))}";
}
