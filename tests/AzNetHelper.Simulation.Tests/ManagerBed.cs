using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation.Tests;

/// <summary>
/// Two hubs and four spokes in two regions (d and the second hub are in North Europe), and a network manager over them with the group
/// <c>g</c> and the configuration <c>c</c> (hub and spoke around the first hub); nothing is committed.
/// </summary>
internal sealed class ManagerBed : IDisposable
{
    public const string Manager = $"{ArmClient.Net}/networkManagers/nm";
    public const string West = "westeurope";
    public const string North = "northeurope";

    private readonly TestBed _bed;

    private ManagerBed(TestBed bed) => _bed = bed;

    public AzureSimulation Simulation => _bed.Simulation;

    public ArmClient Client => _bed.Client;

    public TestBed Bed => _bed;

    /// <summary>The manager, the group and the configuration, as they are made.</summary>
    public IReadOnlyList<(string Path, string Body)> Requests { get; } =
    [
        (Manager, $$$$"""
            {"location":"westeurope","properties":{"networkManagerScopeAccesses":["Connectivity"],
             "networkManagerScopes":{"subscriptions":["/subscriptions/{{{{ArmClient.Sub}}}}"]}}}
            """),
        (Group("g"), """{"properties":{}}"""),
        (Member("g", "a"), MemberBody("a")),
        (Configuration("c"), ConfigurationBody("hub", "g")),
    ];

    public static async Task<ManagerBed> CreateAsync(SimulationOptions? options = null)
    {
        var bed = await TestBed.CreateAsync(options);
        await bed.NetworksAsync(("hub", "10.0.0.0/16"), ("a", "10.1.0.0/16"), ("b", "10.2.0.0/16"), ("c", "10.3.0.0/16"));
        foreach (var (name, prefix) in new[] { ("hub2", "10.8.0.0/16"), ("d", "10.4.0.0/16") })
        {
            Assert.Equal(201, (await bed.PutAsync(TestBed.Network(name), TestBed.NetworkBody(prefix, location: North))).Status);
        }

        var made = new ManagerBed(bed);
        foreach (var (path, body) in made.Requests)
        {
            await made.PutAsync(path, body);
        }

        return made;
    }

    public static string Group(string name) => $"{Manager}/networkGroups/{name}";

    public static string Member(string group, string network) => $"{Group(group)}/staticMembers/{network}";

    public static string Configuration(string name) => $"{Manager}/connectivityConfigurations/{name}";

    public static string MemberBody(string network) => $$$$"""{"properties":{"resourceId":"{{{{TestBed.Network(network)}}}}"}}""";

    /// <summary>Hub and spoke, or a mesh without a hub, of one group each; what else is to be said of the group and of the whole.</summary>
    public static string ConfigurationBody(string? hub, string group, string item = "", string more = "")
    {
        var hubs = hub is null ? string.Empty
            : $$"""{"resourceId":"{{TestBed.Network(hub)}}","resourceType":"Microsoft.Network/virtualNetworks"}""";
        var connectivity = item.Contains("groupConnectivity", StringComparison.Ordinal) ? item
            : $"\"groupConnectivity\":\"{(hub is null ? "DirectlyConnected" : "None")}\"{(item.Length == 0 ? "" : ",")}{item}";
        return $$$$"""
            {"properties":{"connectivityTopology":"{{{{(hub is null ? "Mesh" : "HubAndSpoke")}}}}","hubs":[{{{{hubs}}}}],
             "appliesToGroups":[{"networkGroupId":"{{{{Group(group)}}}}",{{{{connectivity}}}}}]{{{{(more.Length == 0 ? "" : ",")}}}}{{{{more}}}}}}
            """;
    }

    public async Task PutAsync(string path, string body)
    {
        var reply = await Client.PutAsync(path, body);
        Assert.True(reply.Status == 200, $"{path}: {reply}");
    }

    public Task<Reply> CommitAsync(string[] regions, params string[] configurations) =>
        PostAsync("commit", new JsonObject
        {
            ["targetLocations"] = new JsonArray([.. regions.Select(r => (JsonNode)r)]),
            ["configurationIds"] = new JsonArray([.. configurations.Select(c => (JsonNode)Configuration(c))]),
            ["commitType"] = "Connectivity",
        }.ToJsonString());

    /// <summary>Commits and lets it end.</summary>
    public async Task DeployAsync(string[] regions, params string[] configurations)
    {
        Assert.Equal(202, (await CommitAsync(regions, configurations)).Status);
        _bed.Settle();
    }

    public Task<Reply> PostAsync(string action, string body, string? of = null) =>
        Client.SendAsync("POST", $"{of ?? Manager}/{action}?api-version={ArmClient.Version}", body);

    /// <summary>The peerings of the estate, "from to" each, with the flags of gateways and the state where it is not Connected.</summary>
    public async Task<IReadOnlyList<string>> PeeringsAsync(bool managedOnly = true)
    {
        var list = (await _bed.ReadAsync($"{ArmClient.Net}/virtualNetworks"))["value"]!.AsArray();
        return [.. from network in list
                   from half in network!["properties"]!["virtualNetworkPeerings"]!.AsArray()
                   where !managedOnly || ((string)half!["name"]!).StartsWith("ANM_", StringComparison.Ordinal)
                   let p = half["properties"]!
                   let text = $"{network["name"]} {((string)p["remoteVirtualNetwork"]!["id"]!).Split('/')[^1]}"
                       + ((bool)p["allowGatewayTransit"]! ? " lends" : "") + ((bool)p["useRemoteGateways"]! ? " uses" : "")
                       + ((string)p["peeringState"]! is "Connected" ? "" : $" {p["peeringState"]}")
                   orderby text
                   select text];
    }

    /// <summary>What a VNet is told: configuration and groups each, "c(g)".</summary>
    public async Task<IReadOnlyList<string>> EffectiveAsync(string network)
    {
        var reply = await PostAsync("listNetworkManagerEffectiveConnectivityConfigurations", "{}", TestBed.Network(network));
        Assert.Equal(200, reply.Status);
        return [.. reply.Body!["value"]!.AsArray().Select(c => $"{Last(c!)}({string.Join(' ',
            c!["configurationGroups"]!.AsArray().Select(g => Last(g!)))})")];

        static string Last(JsonNode node) => ((string)node["id"]!).Split('/')[^1];
    }

    /// <summary>The status of each region, "westeurope Deployed c" each.</summary>
    public async Task<IReadOnlyList<string>> StatusAsync()
    {
        var reply = await PostAsync("listDeploymentStatus", "{}");
        Assert.Equal(200, reply.Status);
        return [.. reply.Body!["value"]!.AsArray().Select(s => $"{s!["region"]} {s["deploymentStatus"]} "
            + string.Join(' ', s["configurationIds"]!.AsArray().Select(c => ((string)c!).Split('/')[^1])))];
    }

    public void Dispose() => _bed.Dispose();
}
