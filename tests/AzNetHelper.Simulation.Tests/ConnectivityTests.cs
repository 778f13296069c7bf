using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Simulation.Tests;

/// <summary>What Virtual Network Manager has joined a VNet with, from loaded documents.</summary>
public sealed class ConnectivityTests
{
    private const string Manager = $"{ArmClient.Net}/networkManagers/nm1";
    private const string Action = "listNetworkManagerEffectiveConnectivityConfigurations";

    [Fact]
    public async Task Members_of_a_group_are_told_its_configurations_and_others_nothing()
    {
        using var bed = await TestBed.CreateAsync(new() { PageSize = 1 });
        await bed.NetworksAsync(("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"));
        Load(bed, "cc1", "ng1", "a");
        Load(bed, "cc2", "ng1");

        var first = await AskAsync("a", """{"skipToken":""}""");
        var second = await AskAsync("a", $$"""{"skipToken":"{{(string?)first["skipToken"]}}"}""");
        Assert.Equal([$"{Manager}/connectivityConfigurations/cc1", $"{Manager}/connectivityConfigurations/cc2"],
            new[] { first, second }.Select(p => (string?)p["value"]![0]!["id"]));
        Assert.Equal(string.Empty, (string?)second["skipToken"]);
        Assert.Equal($"{Manager}/networkGroups/ng1", (string?)first["value"]![0]!["configurationGroups"]![0]!["id"]);
        Assert.Equal("""{"skipToken":"","value":[]}""", (await AskAsync("b", "{}")).ToJsonString());
        Assert.All(bed.Simulation.Log.All.Where(r => r.Method == "POST"), r => Assert.False(r.IsWrite));

        async Task<JsonNode> AskAsync(string network, string body)
        {
            var reply = await bed.Client.SendAsync(
                "POST", $"{TestBed.Network(network)}/{Action}?api-version={ArmClient.Version}", body);
            Assert.Equal(200, reply.Status);
            return reply.Body!;
        }
    }

    [Fact]
    public async Task It_needs_a_right_of_its_own()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("a", "10.0.0.0/16"));
        bed.Simulation.Guards = new()
        {
            Denials = [new($"Microsoft.Network/virtualNetworks/{Action}/action", ResourceId.Parse(ArmClient.Rg))],
        };


        var reply = await bed.Client.SendAsync("POST", $"{TestBed.Network("a")}/{Action}?api-version={ArmClient.Version}", "{}");
        Assert.Equal((403, "AuthorizationFailed"), (reply.Status, reply.Code));
    }

    private static void Load(TestBed bed, string configuration, string group, params string[] members) =>
        bed.Simulation.Load(new Topology(
        [
            Document($"{Manager}/connectivityConfigurations/{configuration}", $$$"""
                {"connectivityTopology":"Mesh","appliesToGroups":[{"networkGroupId":"{{{Manager}}}/networkGroups/{{{group}}}",
                 "groupConnectivity":"DirectlyConnected"}]}
                """),
            Document($"{Manager}/networkGroups/{group}", """{"memberType":"VirtualNetwork"}"""),
            .. members.Select(m => Document($"{Manager}/networkGroups/{group}/staticMembers/{m}",
                $$"""{"resourceId":"{{TestBed.Network(m)}}"}""")),
        ]));

    private static ResourceDocument Document(string id, string properties) => new(ResourceId.Parse(id),
        Json.ToBytes(new JsonObject { ["id"] = id, ["name"] = id.Split('/')[^1], ["properties"] = JsonNode.Parse(properties) }));
}
