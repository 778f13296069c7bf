using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Rights;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;
using static AzNetHelper.Tests.Integration.CheckCases;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>What a plan that starts the use of a gateway asks, and what it says of the answers.</summary>
public sealed class GatewayUseTests
{
    private static readonly ResourceId Site = Id(1, "Microsoft.Network/localNetworkGateways", "branch");
    private static readonly ResourceId RouteServer = Id(1, "Microsoft.Network/virtualHubs", "rs");

    [Fact]
    public Task A_default_route_over_bgp_is_told_and_is_an_impact() => RunAsync(Two().Gateway(Hub), async bed =>
    {
        bed.Simulation.SetLearnedRoutes(Gateway, new LearnedRoute("192.168.0.0/16"), new LearnedRoute("0.0.0.0/0") { SourcePeer = "192.0.2.7" });
        var plan = await PlanAsync(bed, true);

        Assert.Contains("gw-hub, learned from 192.0.2.7 (EBgp)", Notice(plan).Message, StringComparison.Ordinal);
        Assert.Contains("The Internet traffic of s1 moves to the gateway of hub", Notice(plan).Message, StringComparison.Ordinal);
        Assert.Equal([Impact.None, Impact.Interrupts], plan.Changes.Select(c => c.Impact.Kind));
        AssertAsked(bed, 1);
        Assert.Empty(bed.Simulation.Log.Writes);
        Bed.AssertSucceeded(await bed.ApplyAsync(plan));
        Assert.DoesNotContain((await PlanAsync(bed, true)).Notices, n => n.Id == "DefaultRouteLearned");
    });

    [Fact]
    public Task Without_one_nothing_is_said_of_it() => RunAsync(Two().Gateway(Hub), async bed =>
    {
        bed.Simulation.SetLearnedRoutes(Gateway, new LearnedRoute("192.168.0.0/16"));
        var plan = await PlanAsync(bed, true);
        Assert.Empty(plan.Notices);
        Assert.All(plan.Changes, c => Assert.Equal(Impact.None, c.Impact.Kind));
    });

    [Fact]
    public Task Nothing_is_asked_when_no_use_begins() => RunAsync(Lent(), async bed =>
    {
        Assert.True((await PlanAsync(bed, true)).IsEmpty);
        await PlanAsync(bed, false);
        await PlanAsync(bed, null);
        AssertAsked(bed, 0);
    });

    [Fact]
    public Task A_static_site_with_the_default_route_is_told() => RunAsync(WithSite("0.0.0.0/0"), async bed =>
    {
        Assert.Contains("gw-hub, from the static site branch", Notice(await PlanAsync(bed, true)).Message, StringComparison.Ordinal);
        bed.Simulation.Log.Clear();
    });

    [Fact]
    public Task A_static_site_without_it_is_not() => RunAsync(WithSite("192.168.0.0/16"), async bed =>
        Assert.Empty((await PlanAsync(bed, true)).Notices));

    [Fact]
    public Task The_default_site_of_the_gateway_is_told() => RunAsync(
        Set(Two().Gateway(Hub), Gateway, "gatewayDefaultSite", new JsonObject { ["id"] = Site.ToString() }), async bed =>
        Assert.Contains("whose default site is branch", Notice(await PlanAsync(bed, true)).Message, StringComparison.Ordinal));

    [Theory]
    [InlineData(RightsTable.ReadLearnedRoutes)]
    [InlineData(RightsTable.ReadGatewayConnections)]
    [InlineData(RightsTable.ReadSite)]
    public Task What_may_not_be_asked_is_told_as_unknown(string action) => RunAsync(WithSite("192.168.0.0/16"), async bed =>
    {
        bed.Simulation.Guards = new() { Denials = [new(action, Hub.Group!)] };
        var plan = await PlanAsync(bed, true);
        Assert.Equal(NoticeSeverity.Warning, Notice(plan).Severity);
        Assert.Contains("could not be known", Notice(plan).Message, StringComparison.Ordinal);
        Assert.Contains("AuthorizationFailed", Notice(plan).Message, StringComparison.Ordinal);
        Assert.Contains($"'{action}'", Notice(plan).Message, StringComparison.Ordinal);
        Assert.True(plan.CanApply);
        Assert.All(plan.Changes, c => Assert.Equal(Impact.None, c.Impact.Kind));
    });

    [Fact]
    public Task A_gateway_that_does_not_answer_is_not_waited_for_long() => RunAsync(Two().Gateway(Hub), async bed =>
    {
        bed.Simulation.Faults.Add("POST", "*/getLearnedRoutes", new Fault.OperationNeverEnds());
        var begun = bed.Clock.GetUtcNow();
        Assert.Contains("did not tell its routes in 3 minutes", Notice(await PlanAsync(bed, true)).Message, StringComparison.Ordinal);
        Assert.InRange((bed.Clock.GetUtcNow() - begun).TotalMinutes, 3, 5);
    });

    [Theory]
    [InlineData(799, null, false)]
    [InlineData(800, "800 IPv4 prefixes", false)]
    [InlineData(1000, "1000 IPv4 prefixes", false)]
    [InlineData(1001, "1001 IPv4 prefixes", true)]
    public Task Prefixes_behind_an_express_route_gateway_are_counted(int count, string? told, bool refused) => RunAsync(Many(count - 1), async bed =>
    {
        var plan = await PlanAsync(bed, true);
        string[] messages = [.. plan.Problems.Where(p => p.CheckId == "PrefixLimit").Select(p => p.Message),
            .. plan.Notices.Where(n => n.Id == "PrefixLimit").Select(n => n.Message)];
        Assert.Equal(refused, !plan.CanApply);
        Assert.Equal(told is null ? 0 : 1, messages.Length);
        Assert.All(messages, m => Assert.Contains(told!, m, StringComparison.Ordinal));
    });

    [Fact]
    public Task Spokes_that_use_the_gateway_already_count_and_unread_ones_may() => RunAsync(WithUsers(), async bed =>
    {
        var all = bed.Simulation.Snapshot();
        var read = HubSpokePlanner.Create(all, new(Hub, [S1]) { UseHubGateway = true });
        Assert.Contains("1003 IPv4 prefixes;", Assert.Single(read.Problems).Message, StringComparison.Ordinal);
        var unread = HubSpokePlanner.Create(all.With([], [S2]), new(Hub, [S1]) { UseHubGateway = true });
        Assert.True(unread.CanApply);
        Assert.Contains("503 IPv4 prefixes (and up to 500 of VNets that could not be read)",
            unread.Notices.Single(n => n.Id == "PrefixLimit").Message, StringComparison.Ordinal);
        await Task.CompletedTask;
    });

    [Fact]
    public Task Summaries_stand_for_the_prefixes_of_the_spokes() => RunAsync(
        Set(Many(1500), Hub, "summarizedGatewayPrefixes", new JsonObject { ["addressPrefixes"] = new JsonArray("10.0.0.0/8") }), async bed =>
        Assert.DoesNotContain((await PlanAsync(bed, true)).Problems, p => p.CheckId == "PrefixLimit"));

    [Fact]
    public Task A_route_server_lends_and_its_owner_borrows_from_nobody() => RunAsync(WithRouteServer(Hub), async bed =>
    {
        var plan = await PlanAsync(bed, true);
        Assert.Contains("a Route Server (rs) is not asked", Notice(plan).Message, StringComparison.Ordinal);

        // Unread it lends all the same: where it stands is known from its subnet.
        bed.Simulation.Guards = new() { Denials = [new(RightsTable.ReadRouteServer, Hub.Group!)] };
        var unread = await PlanAsync(bed, true);
        Assert.Contains(bed.Simulation.Log.All, r => r.Status == 403);
        Assert.Equal(plan.Changes.Select(c => c.Summary), unread.Changes.Select(c => c.Summary));
        Assert.True(unread.CanApply);
        Bed.AssertSucceeded(await bed.ApplyAsync(plan));
    });

    [Fact]
    public Task A_spoke_with_a_route_server_is_refused_here_and_there() => RunAsync(WithRouteServer(S1).Gateway(Hub), async bed =>
    {
        var plan = await PlanAsync(bed, true);
        Assert.Contains("s1 has a Route Server of its own (rs)", Assert.Single(plan.Problems).Message, StringComparison.Ordinal);
        var report = await bed.ApplyAsync(plan with { Problems = [] });
        Assert.Contains(report.Results, r => r.Error?.Id == "VnetWithGatewayCannotUseRemoteGateways");
    });

    [Fact]
    public Task Two_hundred_spokes_are_read_by_one_request_each_and_so_are_their_peers()
    {
        var documents = new Documents().VNet(Hub, "10.0.0.0/16").Gateway(Hub);
        ResourceId[] spokes = [.. Enumerable.Range(0, 200).Select(i => Net(1 + (i % 3), $"spoke{i}"))];
        ResourceId[] shared = [.. Enumerable.Range(0, 5).Select(i => Net(2, $"shared{i}"))];
        foreach (var (network, i) in shared.Select((n, i) => (n, i)))
        {
            documents.VNet(network, $"192.168.{i}.0/24");
        }

        foreach (var (spoke, i) in spokes.Select((s, i) => (s, i)))
        {
            documents.VNet(spoke, $"10.{1 + i}.0.0/16");
            foreach (var network in shared)
            {
                documents.Half(spoke, network).Half(network, spoke);
            }
        }

        return RunAsync(documents, async bed =>
        {
            var begun = bed.Clock.GetUtcNow();
            var ground = await bed.GroundAsync([Hub, .. spokes]);
            var reads = bed.Simulation.Log.All.Length;
            var plan = HubSpokePlanner.Create(ground.Topology, new(Hub, [.. spokes]) { UseHubGateway = true });
            Assert.True(plan.CanApply, string.Join('\n', plan.Problems));
            Bed.Print($"200 spokes with 5 peers each (1,000 halves): {reads} requests, {bed.Clock.GetUtcNow() - begun} on the simulation's clock");

            // The hub, its gateway, each spoke and each distinct peer: once.
            Assert.Equal(1 + 1 + 200 + 5, reads);
        });
    }

    private static Task RunAsync(Documents estate, Func<Bed, Task> test) => Bed.RunAsync(estate.ToTopology(), test);

    private static async Task<Plan> PlanAsync(Bed bed, bool? useGateway)
    {
        var ground = await bed.GroundAsync(Hub, S1);
        return await PeeringFactsReader.PlanAsync(bed.Arm, ground.Topology,
            facts => HubSpokePlanner.Create(ground.Topology, new(Hub, [S1]) { UseHubGateway = useGateway }, facts), StepWriter.Nowhere, Bed.Stop);
    }

    private static PlanNotice Notice(Plan plan) => plan.Notices.Single(n => n.Id == "DefaultRouteLearned");

    // The POST is a question: it is counted as one, and as no write.
    private static void AssertAsked(Bed bed, int times) => Assert.Equal(times, bed.Simulation.Log.All.Count(r =>
        r.IsQuery && r.Path.EndsWith("/getLearnedRoutes", StringComparison.Ordinal)));

    private static Documents WithSite(string prefix)
    {
        var connection = Id(1, "Microsoft.Network/connections", "to-branch");
        return Two().Gateway(Hub)
            .Plain(Site, new() { ["localNetworkAddressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray("172.20.0.0/16", prefix) } })
            .Plain(connection, new()
            {
                ["connectionType"] = "IPsec",
                ["virtualNetworkGateway1"] = new JsonObject { ["id"] = Gateway.ToString() },
                ["localNetworkGateway2"] = new JsonObject { ["id"] = Site.ToString() },
            });
    }

    private static Documents WithRouteServer(ResourceId network)
    {
        var estate = Two().Plain(RouteServer, new() { ["sku"] = "Standard" });
        estate[RouteServer]["kind"] = "RouteServer";
        estate[network]["properties"]!["subnets"]!.AsArray().Add((JsonNode)new JsonObject
        {
            ["name"] = "RouteServerSubnet",
            ["id"] = network.Child("subnets", "RouteServerSubnet").ToString(),
            ["properties"] = new JsonObject
            {
                ["addressPrefix"] = network == Hub ? "10.0.254.0/26" : "10.1.254.0/26",
                ["ipConfigurations"] = new JsonArray(new JsonObject { ["id"] = RouteServer.Child("ipConfigurations", "c").ToString() }),
            },
        });
        return estate;
    }

    private static Documents WithUsers()
    {
        var estate = Many(502).VNet(S2, [.. Enumerable.Range(0, 500).Select(i => $"172.{16 + (i / 256)}.{i % 256}.0/24")]);
        return estate.Half(Hub, S2, "Connected", "allowGatewayTransit").Half(S2, Hub, "Connected", "useRemoteGateways");
    }
}
