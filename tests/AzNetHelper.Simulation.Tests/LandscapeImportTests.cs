using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Simulation.Tests;

/// <summary>
/// Every type around VNets comes in from what tools print, goes out without a secret, and comes in again as it was.
/// </summary>
public sealed class LandscapeImportTests
{
    private static readonly string[] Secrets = ["the-shared-key", "the-authorization-key", "the-service-key", "the-md5-key"];

    // What stands in a property of the resource itself, never a resource that has lifted members.
    private static readonly string[] Plain =
        ["bgpSettings", "addressSpace", "localNetworkAddressSpace", "sku", "serviceProviderProperties", "dnsSettings", "tags", "action"];

    [Theory]
    [InlineData("ARM")]
    [InlineData("graph")]
    [InlineData("CLI")]
    public async Task Every_type_comes_in_from_what_tools_print(string tool)
    {
        var answers = await AnswersAsync();
        var printed = new JsonArray([.. answers.Select(a => tool switch
        {
            "graph" => Row(a),
            "CLI" => Flat(a.DeepClone().AsObject()),
            _ => a.DeepClone(),
        })]);

        var topology = Read(tool == "ARM" ? new JsonObject { ["value"] = printed } : printed);
        Assert.Empty(topology.Gaps);
        Assert.Equal(3, topology.Connections.Length);
        Assert.Equal("192.168.0.0/24", topology.LocalNetworkGateways.Single().AddressSpace.Single().ToString());
        Assert.True(topology.Circuits.Single().PrivatePeering!.IsEnabled);
        Assert.Equal("10.0.1.4", topology.Firewalls.Single().Addresses.Single().Address!.ToString());
        Assert.Equal("10.0.3.4", topology.LoadBalancers.Single().FrontEnds.Single().Address!.ToString());
        Assert.Equal("10.0.3.5", topology.NetworkInterfaces.Single().Addresses.Single().Address!.ToString());

        // The children of the Route Server stand inside it, those of circuits and hubs are not lost.
        var server = JsonNode.Parse(topology.Document(ResourceId.Parse(Landscape.RouteServer))!.Json.Span)!;
        Assert.Equal("RouteServer", (string?)server["kind"]);
        Assert.Equal("Standard", (string?)server["properties"]!["sku"]);
        Assert.Equal("10.0.3.5", (string?)server["properties"]!["bgpConnections"]!.AsArray().Single()!["properties"]!["peerIp"]);
        Assert.NotNull(server["properties"]!["ipConfigurations"]!.AsArray().Single()!["properties"]!["subnet"]);
        Assert.Contains(topology.Documents, d => d.Id.IsType($"{ResourceTypes.VirtualHub}/hubVirtualNetworkConnections"));

        // Whatever the tool, the same documents; a row of Resource Graph lacks etags.
        Assert.Equal(Facts(Read(new JsonArray([.. answers.Select(a => a.DeepClone())]))), Facts(topology));
    }

    [Fact]
    public async Task No_secret_leaves_and_everything_else_comes_back()
    {
        var answers = await AnswersAsync();
        Put(answers, Landscape.Connection, "sharedKey", Secrets[0]);
        Put(answers, $"{ArmClient.Net}/connections/hub-to-circuit", "authorizationKey", Secrets[1]);
        Put(answers, Landscape.Circuit, "serviceKey", Secrets[2]);
        Put(answers, $"{Landscape.Circuit}/peerings/AzurePrivatePeering", "sharedKey", Secrets[3]);

        var topology = Read(new JsonArray([.. answers.Select(a => a.DeepClone())]));
        var first = Export(topology);
        Assert.All(Secrets, s => Assert.DoesNotContain(s, first, StringComparison.Ordinal));
        Assert.Equal(Secrets.Length + 2, first.Split("\"secret:").Length - 1);

        var again = TopologyImport.Read(new TopologySource("again.json", Encoding.UTF8.GetBytes(first)));
        Assert.Equal(first, Export(again));
        Assert.Equal(topology.Documents.Select(d => d.Id), again.Documents.Select(d => d.Id));

        var simulation = new AzureSimulation(new());
        simulation.Load(again);
        Assert.Equal(first, Export(new Topology(
            simulation.Snapshot().Documents.Where(d => d.Id.ProviderNamespace is not null))));
    }

    [Fact]
    public async Task Children_of_a_loaded_hub_that_stand_inside_it_answer_for_themselves()
    {
        var answers = await AnswersAsync();
        using var bed = await TestBed.CreateAsync();
        bed.Simulation.Load(Read(new JsonArray([.. answers.Select(a => a.DeepClone())])));

        var list = (await bed.ReadAsync($"{Landscape.RouteServer}/bgpConnections"))["value"]!.AsArray();
        Assert.Equal("10.0.3.5", (string?)list.Single()!["properties"]!["peerIp"]);
        Assert.Equal(200, (await bed.PutAsync($"{Landscape.RouteServer}/bgpConnections/nva",
            """{"properties":{"peerIp":"10.0.3.6","peerAsn":65030}}""")).Status);
        list = (await bed.ReadAsync($"{Landscape.RouteServer}/bgpConnections"))["value"]!.AsArray();
        Assert.Equal("10.0.3.6", (string?)list.Single()!["properties"]!["peerIp"]);
    }

    private static async Task<List<JsonObject>> AnswersAsync()
    {
        using var bed = await TestBed.CreateAsync();
        await Landscape.BuildAsync(bed);
        var answers = new List<JsonObject>();
        foreach (var (path, _) in Landscape.Requests)
        {
            answers.Add((await bed.ReadAsync(path)).AsObject());
        }

        return answers;
    }

    private static void Put(List<JsonObject> answers, string id, string member, string value)
    {
        var held = answers.Single(a => (string?)a["id"] == id);
        held["properties"]![member] = value;
    }

    private static JsonObject Row(JsonObject answer)
    {
        var id = ResourceId.Parse((string)answer["id"]!);
        var row = answer.DeepClone().AsObject();
        row["type"] = id.Type.ToLowerInvariant();
        row["resourceGroup"] = id.ResourceGroup!.ToLowerInvariant();
        row["subscriptionId"] = id.SubscriptionId;
        row["kind"] ??= string.Empty;
        row["managedBy"] = string.Empty;
        row["plan"] = null;
        return row;
    }

    // As the CLI does: members of properties one level up, in everything that has properties; the group beside each id.
    private static JsonObject Flat(JsonObject resource)
    {
        var flat = new JsonObject();
        foreach (var (name, value) in resource.Where(m => m.Key != "properties")
            .Concat(resource["properties"] as JsonObject ?? []))
        {
            flat[name] = Plain.Contains(name) ? value?.DeepClone() : Walk(value);
        }

        if (ResourceId.TryParse((string?)resource["id"], out var id))
        {
            flat["resourceGroup"] = id.ResourceGroup;
        }

        return flat;

        static JsonNode? Walk(JsonNode? value) => value switch
        {
            JsonObject o => Flat(o),
            JsonArray a => new JsonArray([.. a.Select(Walk)]),
            _ => value?.DeepClone(),
        };
    }

    private static string Facts(Topology topology) => string.Join('\n', topology.Documents.Select(d =>
        $"{d.Id} {Sorted(JsonNode.Parse(d.Json.Span))!.ToJsonString()}"));

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.Where(m => m.Value is not null && m.Key is not "type").OrderBy(m => m.Key, StringComparer.Ordinal)
            .Select(m => KeyValuePair.Create(m.Key, Sorted(m.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static Topology Read(JsonNode json) =>
        TopologyImport.Read(new TopologySource("printed.json", Encoding.UTF8.GetBytes(json.ToJsonString())));

    private static string Export(Topology topology)
    {
        using var file = new MemoryStream();
        TopologyExport.Write(topology, file);
        return Encoding.UTF8.GetString(file.ToArray());
    }
}
