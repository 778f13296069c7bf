using System.Globalization;
using System.Text.Json.Nodes;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>
/// One case of a seed: a hub with a gateway, spokes in any state, a VNet of somebody else, what is wanted of them, and what
/// goes wrong on the way. Documents as Azure lists them, with members that nobody here knows.
/// </summary>
internal sealed class StormyHub
{
    private const string Group = "/subscriptions/bbbbbbbb-0000-4000-8000-000000000001/resourceGroups/rg-net/providers/Microsoft.Network";

    private static readonly string[] States =
        ["None", "Connected", "HubWaits", "SpokeWaits", "HubLeft", "SpokeLeft", "BothLeft", "Stale"];

    private static readonly string[] Troubles =
    [
        "PUT Answers]::new(429, 'TooManyRequests', 'Slow down.')",
        "PUT Answers]::new(429, 'RetryableError', 'A retryable error occurred.')",
        "PUT Answers]::new(409, 'AnotherOperationInProgress', 'Another operation is in progress.')",
        "PUT Answers]::new(412, 'PreconditionFailed', 'The etag does not match.')",
        "PUT Answers]::new(500, 'InternalServerError', 'It broke.')",
        "GET Answers]::new(503, 'ServerUnavailable', 'Try again later.')",
        "PUT Answers]::new(403, 'AuthorizationFailed', 'Not now.')",
        "PUT DropsBefore]::new()",
        "PUT DropsAfter]::new()",
        "PUT OperationFails]::new('InternalServerError', 'It broke later.')",
        "PUT OperationIsCanceled]::new()",
        "DELETE DropsAfter]::new()",
    ];

    private readonly Random _random;
    private readonly Dictionary<string, JsonObject> _networks = new(StringComparer.Ordinal);

    public StormyHub(int seed)
    {
        Seed = seed;
        _random = new(seed);
        Spokes = [.. Enumerable.Range(1, _random.Next(2, 5)).Select(HubEstate.SpokeName)];
        Gateway = Pick<bool?>(null, true, false);
        ToSpoke = Pick<bool?>(null, true, false);
        ToHub = Pick<bool?>(null, true);
        Networks();
    }

    public int Seed { get; }

    public string[] Spokes { get; }

    public bool? Gateway { get; }

    public bool? ToSpoke { get; }

    public bool? ToHub { get; }

    /// <summary>The state that each spoke starts in, by its name.</summary>
    public Dictionary<string, string> Began { get; } = new(StringComparer.Ordinal);

    public string Command => $"New-HubSpokePeering vnet-hub {string.Join(", ", Spokes)} -Force"
        + Switch("UseHubGateway", Gateway) + Switch("AllowForwardedTraffic", ToSpoke) + Switch("AllowForwardedTrafficToHub", ToHub);

    /// <summary>The command that declares some things that go wrong now and then.</summary>
    public string Weather => string.Join('\n', Enumerable.Range(0, _random.Next(3, 9)).Select(_ =>
    {
        var trouble = Pick(Troubles).Split(' ', 2);
        return string.Create(CultureInfo.InvariantCulture,
            $"Add-Fault {trouble[0]} '*/{Pick([.. Spokes, "vnet-hub"])}/virtualNetworkPeerings/*' ([AzNetHelper.Simulation.Fault+{trouble[1]}) {_random.Next(1, 6)}");
    }));

    public string Write(string folder)
    {
        var file = Path.Combine(folder, "estate.json");
        var all = _networks.Values.Select(n => (JsonNode)n.DeepClone()).Append(Appliance());
        File.WriteAllText(file, new JsonObject { ["value"] = new JsonArray([.. all]) }.ToJsonString());
        return file;
    }

    /// <summary>After so many writes a run is stopped.</summary>
    public int WritesBeforeStop() => _random.Next(0, 2 * Spokes.Length);

    public override string ToString() =>
        $"{Command} on {string.Join(", ", Began.Select(b => $"{b.Key} {b.Value}"))}";

    private void Networks()
    {
        Add("vnet-hub", "10.0.0.0/16");
        _networks["vnet-hub"]["properties"]!["subnets"]!.AsArray().Add(Child("vnet-hub", "subnets", "GatewaySubnet", new JsonObject
        {
            ["addressPrefix"] = "10.0.255.0/27",
            ["ipConfigurations"] = new JsonArray(new JsonObject { ["id"] = $"{Group}/virtualNetworkGateways/gw/ipConfigurations/default" }),
        }));
        Add("vnet-foreign", "10.200.0.0/16");
        Half("vnet-hub", "vnet-foreign", "Connected", "allowForwardedTraffic");
        Half("vnet-foreign", "vnet-hub", "Connected");
        foreach (var (spoke, i) in Spokes.Select((s, i) => (s, i)))
        {
            var state = Began[spoke] = Pick(States);
            Add(spoke, $"10.{i + 1}.0.0/16");
            var both = state is "Connected" or "BothLeft" or "Stale";
            var torn = state.EndsWith("Left", StringComparison.Ordinal) ? "Disconnected" : both ? "Connected" : "Initiated";
            var uses = _random.Next(2) == 0;
            if (both || state is "HubLeft" or "HubWaits")
            {
                Half("vnet-hub", spoke, torn, uses ? "allowGatewayTransit" : "", Pick("allowForwardedTraffic", ""));
            }

            if (both || state is "SpokeLeft" or "SpokeWaits")
            {
                Half(spoke, "vnet-hub", torn, uses ? "useRemoteGateways" : "", Pick("allowForwardedTraffic", ""));
            }

            if (state == "Stale")
            {
                Grow(spoke, $"172.{16 + i}.0.0/16");
            }
        }
    }

    private void Add(string name, string prefix) => _networks[name] = new JsonObject
    {
        ["id"] = $"{Group}/virtualNetworks/{name}",
        ["name"] = name,
        ["type"] = "Microsoft.Network/virtualNetworks",
        ["location"] = "westeurope",
        ["etag"] = "W/\"00000000-0000-0000-0000-000000000001\"",
        ["tags"] = new JsonObject { ["owner"] = "somebody else" },
        ["properties"] = new JsonObject
        {
            ["provisioningState"] = "Succeeded",
            ["futureMember"] = new JsonObject { ["kept"] = true },
            ["addressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray(prefix) },
            ["subnets"] = new JsonArray(),
            ["virtualNetworkPeerings"] = new JsonArray(),
        },
    };

    private void Half(string from, string to, string state, params string[] set)
    {
        var space = _networks[to]["properties"]!["addressSpace"]!;
        _networks[from]["properties"]!["virtualNetworkPeerings"]!.AsArray().Add(Child(from, "virtualNetworkPeerings", $"{from}-{to}", new JsonObject
        {
            ["peeringState"] = state,
            ["peeringSyncLevel"] = state == "Connected" ? "FullyInSync" : "RemoteNotInSync",
            ["remoteVirtualNetwork"] = new JsonObject { ["id"] = $"{Group}/virtualNetworks/{to}" },
            ["remoteAddressSpace"] = space.DeepClone(),
            ["remoteVirtualNetworkAddressSpace"] = space.DeepClone(),
            ["allowVirtualNetworkAccess"] = true,
            ["allowForwardedTraffic"] = set.Contains("allowForwardedTraffic"),
            ["allowGatewayTransit"] = set.Contains("allowGatewayTransit"),
            ["useRemoteGateways"] = set.Contains("useRemoteGateways"),
            ["peerCompleteVnets"] = true,
        }));
    }

    // The halves that point at it do not know yet, and both levels say so.
    private void Grow(string name, string prefix)
    {
        _networks[name]["properties"]!["addressSpace"]!["addressPrefixes"]!.AsArray().Add((JsonNode)prefix);
        var space = _networks[name]["properties"]!["addressSpace"]!;
        foreach (var half in Halves("vnet-hub").Where(h => $"{h["remoteVirtualNetwork"]!["id"]}".EndsWith($"/{name}", StringComparison.Ordinal)))
        {
            half["remoteVirtualNetworkAddressSpace"] = space.DeepClone();
            half["peeringSyncLevel"] = "LocalNotInSync";
        }

        foreach (var half in Halves(name))
        {
            half["peeringSyncLevel"] = "RemoteNotInSync";
        }
    }

    private IEnumerable<JsonNode> Halves(string name) =>
        _networks[name]["properties"]!["virtualNetworkPeerings"]!.AsArray().Select(h => h!["properties"]!);

    private static JsonNode Appliance() => new JsonObject
    {
        ["id"] = $"{Group}/virtualNetworkGateways/gw",
        ["name"] = "gw",
        ["type"] = "Microsoft.Network/virtualNetworkGateways",
        ["location"] = "westeurope",
        ["etag"] = "W/\"00000000-0000-0000-0000-000000000001\"",
        ["properties"] = new JsonObject
        {
            ["provisioningState"] = "Succeeded",
            ["gatewayType"] = "Vpn",
            ["vpnType"] = "RouteBased",
            ["sku"] = new JsonObject { ["name"] = "VpnGw1AZ", ["tier"] = "VpnGw1AZ" },
            ["ipConfigurations"] = new JsonArray(new JsonObject
            {
                ["id"] = $"{Group}/virtualNetworkGateways/gw/ipConfigurations/default",
                ["name"] = "default",
                ["properties"] = new JsonObject
                {
                    ["provisioningState"] = "Succeeded",
                    ["subnet"] = new JsonObject { ["id"] = $"{Group}/virtualNetworks/vnet-hub/subnets/GatewaySubnet" },
                    ["publicIPAddress"] = new JsonObject { ["id"] = $"{Group}/publicIPAddresses/pip" },
                },
            }),
        },
    };

    private static JsonNode Child(string network, string type, string name, JsonObject properties)
    {
        properties["provisioningState"] = "Succeeded";
        return new JsonObject
        {
            ["id"] = $"{Group}/virtualNetworks/{network}/{type}/{name}",
            ["name"] = name,
            ["etag"] = "W/\"00000000-0000-0000-0000-000000000001\"",
            ["properties"] = properties,
        };
    }

    private static string Switch(string name, bool? value) => value switch
    {
        null => string.Empty,
        true => $" -{name}",
        false => $" -{name}:$false",
    };

    private T Pick<T>(params T[] of) => of[_random.Next(of.Length)];
}
