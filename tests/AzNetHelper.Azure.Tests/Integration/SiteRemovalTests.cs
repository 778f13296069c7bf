using System.Text.Json.Nodes;
using System.Threading.Channels;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;
using static AzNetHelper.Tests.Integration.SiteEstate;

namespace AzNetHelper.Tests.Integration;

/// <summary>Connections are removed, both ends and the site, and who loses whom is said before.</summary>
public sealed class SiteRemovalTests
{
    private static readonly ResourceId Office = Documents.Id(1, ResourceTypes.Connection, "gw-hub-to-office");
    private static readonly ResourceId Site = Documents.Id(1, ResourceTypes.LocalNetworkGateway, "office");
    private static readonly ResourceId There = Documents.Id(1, ResourceTypes.Connection, "hub-far");
    private static readonly ResourceId Back = ResourceId.ForResource(FarGateway.SubscriptionId, "rg-elsewhere", ResourceTypes.Connection, "far-hub");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_site_goes_with_its_connection_unless_it_is_to_stay(bool keep)
    {
        await Bed.RunAsync(Make().ToTopology(), async bed =>
        {
            await MakeAsync(bed, SiteEstate.Office());
            var (plan, ground) = await PlanAsync(bed, keep, Office);
            Assert.Equal(keep ? [Office] : [Office, Site], plan.Changes.Select(c => c.Resource));
            var impact = plan.Changes[0].Impact;
            Assert.Equal(Impact.CutsOff, impact.Kind);
            var report = await bed.ApplyAsync(plan);
            Bed.AssertSucceeded(report);
            Assert.Equal(plan.WriteCount, ConnectionRemovalResult.From(ground, report.Results).Removed.Length);
            var after = bed.Simulation.Snapshot();
            Assert.Equal((0, keep ? 1 : 0), (after.Connections.Length, after.LocalNetworkGateways.Length));
            var again = await PlanAsync(bed, keep, Office);
            Assert.Equal("ConnectionNotFound", Assert.Single(again.Plan.Problems).CheckId);
        });
    }

    // What a run leaves that is killed between the two writes; named in each way that a second run may name the connection.
    [Theory]
    [InlineData("gw-hub-to-office")]
    [InlineData("id")]
    public async Task A_site_that_a_run_has_left_is_told_with_the_command(string name)
    {
        await Bed.RunAsync(Make().ToTopology(), async bed =>
        {
            await MakeAsync(bed, SiteEstate.Office());
            var (plan, _) = await PlanAsync(bed, keep: false, Office);
            await bed.ApplyAsync(plan with { Changes = [.. plan.Changes.Where(c => c.Resource == Office)] });
            var reference = name == "id" ? Office.ToString() : name;

            var notice = Assert.Single(await ToldAsync(bed, reference, keep: false));
            Assert.Contains($"Remove-AzResource -ResourceId '{Site}'", notice.Message, StringComparison.Ordinal);
            Assert.NotNull(bed.Simulation.Snapshot().Document(Site));

            // Nothing is said of a site that stays as it is asked, nor of a name that no site has.
            Assert.Empty(await ToldAsync(bed, reference, keep: true));
            Assert.Empty(await ToldAsync(bed, reference + "2", keep: false));
        });
    }

    private static async Task<NoticeStep[]> ToldAsync(Bed bed, string connection, bool keep)
    {
        var steps = Channel.CreateUnbounded<Step>();
        await ConnectionRemovalGround.ReadAsync(bed.Arm, [connection], keep, [], new(steps.Writer), Bed.Stop);
        steps.Writer.Complete();
        return [.. steps.Reader.ReadAllAsync(Bed.Stop).ToBlockingEnumerable(Bed.Stop).OfType<NoticeStep>().Where(n => n.Id == "SiteLeft")];
    }

    [Fact]
    public async Task A_site_that_somebody_else_uses_stays_and_it_is_said()
    {
        await Bed.RunAsync(Make().Plain(Documents.Id(2, ResourceTypes.Connection, "far-office"), new()
        {
            ["connectionType"] = "IPsec",
            ["virtualNetworkGateway1"] = new JsonObject { ["id"] = FarGateway.ToString() },
            ["localNetworkGateway2"] = new JsonObject { ["id"] = Site.ToString() },
        }).Plain(Site, new()
        {
            ["gatewayIpAddress"] = "203.0.113.77",
            ["localNetworkAddressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray("192.168.0.0/16") },
        }).ToTopology(), async bed =>
        {
            await MakeAsync(bed, SiteEstate.Office());
            var (plan, _) = await PlanAsync(bed, keep: false, Office);
            Assert.Equal([Office], plan.Changes.Select(c => c.Resource));
            Assert.Contains(plan.Notices, n => n.Id == "SiteKept" && n.Message.Contains("far-office", StringComparison.Ordinal));
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_site_that_was_there_before_stays_unless_it_is_to_go(bool remove)
    {
        await Bed.RunAsync(Make().Plain(Site, new()
        {
            ["gatewayIpAddress"] = "203.0.113.77",
            ["localNetworkAddressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray("192.168.0.0/16") },
        }).ToTopology(), async bed =>
        {
            await MakeAsync(bed, SiteEstate.Office());
            var plan = (await PlanAsync(bed, keep: false, Office)).Ground.RemovingAnySite(remove).Plan();
            Assert.Equal(remove ? [Office, Site] : [Office], plan.Changes.Select(c => c.Resource));
            Assert.Equal(!remove, plan.Notices.Any(n => n.Id == "SiteNotMade"));
            if (remove)
            {
                Assert.Equal(Impact.Irreversible, plan.Changes[1].Impact.Kind);
                Assert.Contains("192.168.0.0/16", plan.Changes[1].Before, StringComparison.Ordinal);
                var again = await new Peering.PlanMaker(bed.Arm, [], StepWriter.Nowhere).MakeAsync(plan, Bed.Stop);
                Assert.Equal(plan.Changes.Select(c => c.Key), again!.Changes.Select(c => c.Key));
            }

            Bed.AssertSucceeded(await bed.ApplyAsync(plan));
            Assert.Equal(remove ? 0 : 1, bed.Simulation.Snapshot().LocalNetworkGateways.Length);
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Either_end_of_a_pair_stands_for_both_wherever_they_are(bool here)
    {
        await Bed.RunAsync(Pair().ToTopology(), async bed =>
        {
            var (plan, ground) = await PlanAsync(bed, keep: false, here ? There : Back);
            Assert.Equal(new[] { There, Back }.Order(), plan.Changes.Select(c => c.Resource).Order());
            Assert.All(plan.Changes, c => Assert.Contains("/hub", c.Impact.Statement, StringComparison.Ordinal));
            var report = await bed.ApplyAsync(plan);
            Bed.AssertSucceeded(report);
            Assert.Equal(here ? There : Back, ConnectionRemovalResult.From(ground, report.Results).Id);
            Assert.Empty(bed.Simulation.Snapshot().Connections);
        });
    }

    [Fact]
    public async Task Both_ends_named_are_one_removal_and_a_lone_end_goes_with_a_warning()
    {
        await Bed.RunAsync(Pair().ToTopology(), async bed =>
        {
            Assert.Equal(2, (await PlanAsync(bed, keep: false, There, Back)).Plan.Changes.Length);
            bed.Simulation.Load(bed.Simulation.Snapshot().With([], [Back]));
        });
        var alone = Pair();
        await Bed.RunAsync(new Topology(alone.ToTopology().Documents.Where(d => d.Id != Back)), async bed =>
        {
            var (plan, _) = await PlanAsync(bed, keep: false, There);
            Assert.Equal([There], plan.Changes.Select(c => c.Resource));
            Assert.Contains(plan.Notices, n => n.Id == "FarHalfMissing");
        });
    }

    [Fact]
    public async Task Exactly_those_are_named_who_lose_somebody()
    {
        for (var seed = 1; seed <= 12; seed++)
        {
            var random = new Random(seed);
            var estate = Pair(bgp: random.Next(2) == 0);
            await Bed.RunAsync(estate.ToTopology(), async bed =>
            {
                await MakeAsync(bed, SiteEstate.Office());
                var (plan, ground) = await PlanAsync(bed, keep: random.Next(2) == 0, random.Next(2) == 0 ? Office : There);
                var before = ground.Topology;
                var after = before.With([], plan.Changes.Select(c => c.Resource).Where(r => r.IsType(ResourceTypes.Connection)));
                var lost = Losses(before, after).Order(StringComparer.Ordinal).ToArray();
                Assert.NotEmpty(lost);
                var told = plan.Changes[0].Impact.Statement;
                Assert.All(lost, l => Assert.Contains(l, told, StringComparison.Ordinal));
                Assert.Equal(lost.Length, told.Split(" -> ").Length - 1);
            });
        }
    }

    [Fact]
    public async Task A_link_to_a_circuit_is_taken_away_and_nothing_else()
    {
        var circuit = Documents.Id(1, ResourceTypes.ExpressRouteCircuit, "c");
        await Bed.RunAsync(Make().Plain(circuit, []).Plain(Office, new()
        {
            ["connectionType"] = "ExpressRoute", ["virtualNetworkGateway1"] = new JsonObject { ["id"] = Gateway.ToString() },
            ["peer"] = new JsonObject { ["id"] = circuit.ToString() },
        }).ToTopology(), async bed =>
        {
            var (plan, _) = await PlanAsync(bed, keep: false, Office);
            Assert.True(plan.CanApply, string.Join('\n', plan.Problems));
            var only = Assert.Single(plan.Changes);
            Assert.Equal((ChangeKind.Delete, Office), (only.Kind, only.Resource));
            Assert.Contains(circuit.ToString(), only.Before, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task A_removal_is_made_again_from_its_origin()
    {
        await Bed.RunAsync(Pair().ToTopology(), async bed =>
        {
            var (plan, _) = await PlanAsync(bed, keep: true, There);
            var again = await new Peering.PlanMaker(bed.Arm, [], StepWriter.Nowhere).MakeAsync(plan, Bed.Stop);
            Assert.Equal(plan.Changes.Select(c => c.Key), again!.Changes.Select(c => c.Key));
            Assert.Contains("-KeepLocalNetworkGateway", Assert.Single(plan.Origins).CommandLine, StringComparison.Ordinal);
        });
    }

    // The engine asked pair by pair, which the planner does another way.
    private static IEnumerable<string> Losses(Topology before, Topology after)
    {
        var (was, now) = (new ReachabilityEngine(before), new ReachabilityEngine(after));
        var ends = before.VirtualNetworks.Select(n => (Endpoint)new VNetEndpoint(n.Id)).Concat(before.LocalNetworkGateways.Select(s => new SiteEndpoint(s.Id))).ToArray();
        return from i in Enumerable.Range(0, ends.Length)
               from j in Enumerable.Range(i + 1, ends.Length - i - 1)
               let one = was.Ask(ends[i], ends[j]).Verdict
               let other = now.Ask(ends[i], ends[j]).Verdict
               where one >= Verdict.Partial && other < one
               select $"{ends[i]} <-> {ends[j]}: {one} -> {other}";
    }

    private static Documents Pair(bool bgp = false) => Make().Plain(There, Half(Gateway, FarGateway, bgp)).Plain(Back, Half(FarGateway, Gateway, bgp));

    private static JsonObject Half(ResourceId from, ResourceId to, bool bgp) => new()
    {
        ["connectionType"] = "Vnet2Vnet", ["connectionStatus"] = "Connected", ["enableBgp"] = bgp,
        ["virtualNetworkGateway1"] = new JsonObject { ["id"] = from.ToString() },
        ["virtualNetworkGateway2"] = new JsonObject { ["id"] = to.ToString() },
    };

    private static async Task<(Plan Plan, ConnectionRemovalGround Ground)> PlanAsync(Bed bed, bool keep, params ResourceId[] connections)
    {
        var ground = await ConnectionRemovalGround.ReadAsync(bed.Arm, [.. connections.Select(c => c.ToString())], keep, [], StepWriter.Nowhere, Bed.Stop);
        return (ground!.Plan(), ground);
    }
}
