using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>One estate, read in every way there is.</summary>
public sealed class SurveyTests
{
    private static readonly ResourceId Hub = Net(1, "hub");

    private static Topology Estate()
    {
        var documents = new Documents().VNet(Hub, "10.0.0.0/16", "fd00::/48").Gateway(Hub);
        for (var i = 1; i <= 11; i++)
        {
            var spoke = Net(1 + (i % 3), $"spoke{i}");
            documents.VNet(spoke, $"10.{i}.0.0/16")
                .Half(Hub, spoke, "Connected", "allowGatewayTransit").Half(spoke, Hub, "Connected", "useRemoteGateways");
        }

        return documents.Grow(Net(2, "spoke1"), "172.16.0.0/16").ToTopology();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(100)]
    public Task Resource_graph_lists_and_the_state_itself_tell_the_same(int pageSize) => Bed.RunAsync(Estate(), async bed =>
    {
        var byGraph = await bed.ReadAsync();
        Assert.Contains(bed.Simulation.Log.All, r => r.Method == "POST");
        Assert.DoesNotContain(bed.Simulation.Log.All, r => r.Path.EndsWith("/virtualNetworks", StringComparison.OrdinalIgnoreCase));

        bed.Simulation.Log.Clear();
        bed.Simulation.Faults.Add("POST", "*/Microsoft.ResourceGraph/*", new Fault.Answers(403, "AuthorizationFailed"));
        var byLists = await bed.ReadAsync();
        Assert.Contains(bed.Simulation.Log.All, r => r.Method == "GET" && r.Path.EndsWith("/virtualNetworks", StringComparison.OrdinalIgnoreCase));

        var state = bed.Simulation.Snapshot();
        Assert.Empty(byGraph.Gaps);
        Assert.Empty(byLists.Gaps);
        Assert.Equal(Facts.Of(state), Facts.Of(byGraph));
        Assert.Equal(Facts.Of(state), Facts.Of(byLists));
        Assert.InRange(bed.Simulation.Log.All.Count(r => r.Path.EndsWith("/virtualNetworks", StringComparison.OrdinalIgnoreCase)),
            3 * Math.Max(1, 4 / pageSize), 3 * ((12 / pageSize) + 1));

        // Resource Graph's columns hold no etag of the resource itself; the rest is whole.
        static void WithoutEtag(ResourceDocument document, JsonObject json) => json.Remove("etag");
        Assert.Equal(Facts.OfDocuments(byLists, WithoutEtag), Facts.OfDocuments(byGraph, WithoutEtag));
        Assert.Equal(Facts.OfDocuments(state), Facts.OfDocuments(byLists));
    }, new() { PageSize = pageSize });

    [Fact]
    public Task A_survey_with_names_follows_the_peerings_when_told() => Bed.RunAsync(Estate(), async bed =>
    {
        var scope = new TopologyScope { VNetNames = ["spoke3"], IncludePeers = true };
        var read = await TopologyReader.ReadAsync(bed.Arm, scope, StepWriter.Nowhere, Bed.Stop);
        Assert.Equal(["hub", "spoke3"], read.VirtualNetworks.Select(n => n.Name).Order(StringComparer.Ordinal));
        Assert.Single(read.GatewaysOf(Hub));
    });

    [Fact]
    public Task A_survey_exported_imported_and_loaded_is_the_state_it_came_from() => Bed.RunAsync(Estate(), async bed =>
    {
        // By lists, which also bring the etags.
        bed.Simulation.Faults.Add("POST", "*/Microsoft.ResourceGraph/*", new Fault.Answers(403, "AuthorizationFailed"));
        var read = await bed.ReadAsync();
        using var file = new MemoryStream();
        TopologyExport.Write(read, file);
        var imported = TopologyImport.Read(new TopologySource("export.json", file.ToArray()));
        var second = new AzureSimulation(new() { Time = bed.Clock });
        second.Load(imported);
        Assert.Equal(Facts.OfDocuments(bed.Simulation.Snapshot()), Facts.OfDocuments(second.Snapshot()));
        Assert.Equal(Facts.Of(bed.Simulation.Snapshot()), Facts.Of(second.Snapshot()));
    });
}
