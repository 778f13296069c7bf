using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Reading;
using AzNetHelper.Rights;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;
using static AzNetHelper.Tests.Integration.Documents;
using static AzNetHelper.Tests.Integration.TenantBed;

namespace AzNetHelper.Tests.Integration;

/// <summary>Networks of several tenants in one session, which signs in to each (-AuxiliaryTenantId).</summary>
public sealed class TenantTests
{
    private static readonly ResourceId Hub = Net(1, "hub");
    private static readonly ResourceId[] Spokes = [.. Enumerable.Range(1, 6).Select(i => Net(1 + (i % 4), $"spoke{i}"))];

    [Theory]
    [InlineData(2, true, false)]
    [InlineData(3, true, false)]
    [InlineData(4, true, true)]
    [InlineData(3, false, false)]
    [InlineData(3, false, true)]
    public async Task A_hub_gets_spokes_of_every_tenant_and_loses_them_again(int tenants, bool connected, bool byDomain) =>
        await new TenantBed(tenants, tenants - 1) { ByDomain = byDomain }.RunAsync(Estate(), async bed =>
        {
            var ground = await bed.GroundAsync([Hub, .. Spokes]);
            var plan = await RightsCheck.RunAsync(bed.Arm, Plan(ground), Bed.Stop);
            Assert.DoesNotContain(plan.Notices, n => n.Id == "RightsNotChecked");
            Bed.AssertSucceeded(await bed.ApplyAsync(plan));

            var after = await bed.GroundAsync([Hub, .. Spokes]);
            Assert.All(Spokes, s => Assert.Equal(PeeringPairState.Connected, PeeringPair.Between(after.Topology, Hub, s).State));
            Assert.True(Plan(after).IsEmpty);

            var whole = await bed.GroundAsync([Hub, .. Spokes]);
            var removal = HubSpokeRemover.Create(whole.Topology, new(Hub, [.. Spokes]) { AllowLoss = true });
            Bed.AssertSucceeded(await bed.ApplyAsync(removal));
            Assert.All((await bed.ReadAsync()).VirtualNetworks, n => Assert.Empty(n.Peerings));
        }, connected);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_survey_and_names_see_every_tenant_with_resource_graph_and_without(bool graphIsRefused) =>
        await new TenantBed(3, 2).RunAsync(Estate(), async bed =>
        {
            if (graphIsRefused)
            {
                bed.Simulation.Faults.Add("POST", "*/Microsoft.ResourceGraph/*", new Fault.Answers(403, "Forbidden", "No."), 0);
            }

            var read = await bed.ReadAsync();
            Assert.Equal(Spokes.Append(Hub).Order(), read.VirtualNetworks.Select(n => n.Id).Order());
            Assert.Empty(read.Gaps);
            var named = await NetworkResolver.ResolveAsync(
                bed.Arm, [.. Spokes.Select(s => s.Name)], ResourceTypes.VirtualNetwork, [], StepWriter.Nowhere, Bed.Stop);
            Assert.Equal(Spokes, named.Ids);
        });

    [Fact]
    public async Task A_spoke_of_a_tenant_that_the_session_has_not_is_one_error_that_says_what_to_add()
    {
        var tenants = new TenantBed(3, 1);
        await tenants.RunAsync(Estate(), async bed =>
        {
            var error = await Arms.Fails(() => PeeringGround.ReadAsync(
                bed.Arm, [Hub.ToString(), .. Spokes.Select(s => s.ToString())], [], StepWriter.Nowhere, Bed.Stop));

            Assert.Equal((401, "InvalidAuthenticationTokenTenant"), (error.Status, error.Code));
            Assert.Contains($"{Group(3).SubscriptionId} belongs to another tenant than this session's: {Tenant(2)}.", error.Message, StringComparison.Ordinal);
            Assert.Contains($"Connect-AzNetSession -AuxiliaryTenantId {Tenant(1)}, {Tenant(2)}.", error.Message, StringComparison.Ordinal);
            Assert.Empty(bed.Simulation.Log.Writes);

            // The rest of a survey is not held up by it: it is not seen at all, and as a peer it is a gap that says the same.
            var read = await bed.ReadAsync();
            Assert.Equal(Spokes.Append(Hub).Where(n => n.SubscriptionId != Group(3).SubscriptionId).Order(), read.VirtualNetworks.Select(n => n.Id).Order());
            bed.Simulation.Log.Clear();
        });
    }

    [Fact]
    public async Task A_peer_out_of_reach_is_a_gap_that_names_its_tenant()
    {
        var documents = Whole();
        documents.Half(Hub, Spokes[1]).Half(Spokes[1], Hub);
        await new TenantBed(3, 1).RunAsync(documents.ToTopology(), async bed =>
        {
            var gap = Assert.Single((await bed.GroundAsync(Hub)).Topology.Gaps);
            Assert.Equal((Spokes[1].ToString(), "InvalidAuthenticationTokenTenant"), (gap.Scope, gap.Code));
            Assert.Contains($"-AuxiliaryTenantId {Tenant(1)}, {Tenant(2)}", gap.Message, StringComparison.Ordinal);
            bed.Simulation.Log.Clear();
        });
    }

    [Fact]
    public async Task Each_tenant_s_token_is_renewed_in_its_time()
    {
        var tenants = new TenantBed(3, 2) { Life = TimeSpan.FromMinutes(2) };
        await tenants.RunAsync(Estate(), async bed =>
        {
            Bed.AssertSucceeded(await bed.ApplyAsync(Plan(await bed.GroundAsync([Hub, .. Spokes]))));
            Assert.All(Enumerable.Range(0, 3), t => Assert.True(tenants.Asked.Count(a => a == Tenant(t)) > 1, $"{t}: {string.Join(' ', tenants.Asked)}"));
            Assert.True(tenants.Asked.Count < 20, string.Join(' ', tenants.Asked));
        });
    }

    [Fact]
    public async Task What_another_tenant_costs_is_its_token_and_its_lists()
    {
        var of = new List<(int Requests, int Tokens)>();
        foreach (var auxiliary in (int[])[0, 1])
        {
            // All of it lies in the first of two tenants.
            var tenants = new TenantBed(2, auxiliary);
            await tenants.RunAsync(Estate(odd: true), async bed =>
            {
                bed.Simulation.Log.Clear();
                var plan = await RightsCheck.RunAsync(bed.Arm, Plan(await bed.GroundAsync([Net(1, "hub"), Net(3, "a"), Net(5, "b")])), Bed.Stop);
                of.Add((bed.Simulation.Log.All.Length, tenants.Asked.Count));
                Bed.AssertSucceeded(await bed.ApplyAsync(plan));
                Assert.All(bed.Simulation.Log.All, r => Assert.Empty(r.AuxiliaryTenantIds));
            });
        }

        Assert.Equal((of[0].Requests, of[0].Tokens + 1), of[1]);
        Assert.Equal(1, of[0].Tokens);
    }

    [Fact]
    public async Task Rights_are_asked_and_told_in_the_tenant_of_the_network() => await new TenantBed(2, 1).RunAsync(Estate(), async bed =>
    {
        var spoke = Spokes[0];
        bed.Simulation.Guards = new()
        {
            Roles =
            [
                new(ResourceId.ForSubscription(Hub.SubscriptionId), ["*"]),
                new(ResourceId.ForSubscription(spoke.SubscriptionId), ["*/read"]),
            ],
        };
        var plan = await RightsCheck.RunAsync(bed.Arm, VNetPeeringPlanner.Create((await bed.GroundAsync([Hub, spoke])).Topology, new(Hub, spoke)), Bed.Stop);

        Assert.NotEmpty(plan.Problems);
        Assert.All(plan.Problems, p =>
        {
            Assert.Equal("MissingPermission", p.CheckId);
            Assert.Equal(spoke.SubscriptionId, p.Resource!.SubscriptionId);
            Assert.Contains($"'ada@{Tenant(1)}'", p.Message, StringComparison.Ordinal);
        });
        Assert.Empty(bed.Simulation.Log.Writes);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_tunnel_between_two_tenants_needs_one_session_alone(int seed) => await new TenantBed(2, 1).RunAsync(
        new TunnelEstate().Documents.ToTopology(), async bed =>
        {
            var ends = seed % 2 == 0 ? TunnelEstate.Request(2, 1) : TunnelEstate.Request(1, 2);
            var (report, reports) = await TunnelEstate.ApplyAsync(bed, await TunnelEstate.PlanAsync(bed, ends));
            Bed.AssertSucceeded(report);
            Assert.Equal(AzNetHelper.Networks.ConnectionStatus.Connected, Assert.Single(reports).Status);
        }, connected: seed < 3);

    private static Plan Plan(PeeringGround ground) => HubSpokePlanner.Create(
        ground.Topology, new(ground.Networks[0], ground.Networks[1..]) { UseHubGateway = true });

    private static Topology Estate(bool odd = false) => odd
        ? new Documents().VNet(Hub, "10.0.0.0/16").Gateway(Hub).VNet(Net(3, "a"), "10.1.0.0/16").VNet(Net(5, "b"), "10.2.0.0/16").ToTopology()
        : Whole().ToTopology();

    private static Documents Whole()
    {
        var documents = new Documents().VNet(Hub, "10.0.0.0/16").Gateway(Hub);
        foreach (var (spoke, i) in Spokes.Select((s, i) => (s, i)))
        {
            documents.VNet(spoke, string.Create(CultureInfo.InvariantCulture, $"10.{i + 1}.0.0/16"));
        }

        return documents;
    }
}
