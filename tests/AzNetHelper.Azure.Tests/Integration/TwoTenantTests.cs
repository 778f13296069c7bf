using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Rights;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;
using static AzNetHelper.Tests.Integration.TunnelEstate;

namespace AzNetHelper.Tests.Integration;

/// <summary>A tunnel between two tenants, each with a token that is good for nothing in the other one.</summary>
public sealed class TwoTenantTests
{
    private static readonly string s_ours = Gateway(1).SubscriptionId;
    private static readonly string s_theirs = Gateway(2).SubscriptionId;

    [Fact]
    public async Task Each_end_is_made_by_its_own_sign_in_and_the_tunnel_comes_up_with_one_key() => await RunAsync(new(), async (bed, guard) =>
    {
        var plan = await RightsCheck.RunAsync(bed.Arm, await PlanAsync(bed, Request(1, 2)), Bed.Stop);
        Assert.DoesNotContain(plan.Notices, n => n.Id == "RightsNotChecked");
        var (report, reports) = await ApplyAsync(bed, plan);

        Bed.AssertSucceeded(report);
        var told = Assert.Single(reports);
        Assert.Equal((ConnectionStatus.Connected, ConnectionStatus.Connected, true), (told.Status!.Value, told.FarStatus!.Value, told.KeysEqual!.Value));
        Assert.Equal(await KeyAsync(bed, Connection(1, 2)), await KeyAsync(bed, Connection(2, 1)));
        Assert.Equal([("PUT", s_ours, "ours"), ("PUT", s_theirs, "theirs")], guard.Taken.Where(t => t.Method == "PUT"));
        var again = await PlanAsync(bed, Request(1, 2));
        Assert.True(again.IsEmpty && again.CanApply, string.Join('\n', again.Problems));
        Assert.Empty(guard.Refused);
    });

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public async Task A_half_that_one_tenant_has_gives_the_other_its_key(int at, int to) =>
        await RunAsync(new TunnelEstate().Half(at, to, "Mine"), async (bed, guard) =>
        {
            var plan = await PlanAsync(bed, Request(1, 2));
            Assert.Equal([Connection(to, at)], plan.Changes.Where(c => c.Writes).Select(c => c.Resource));
            Bed.AssertSucceeded((await ApplyAsync(bed, plan)).Report);

            Assert.Equal("Mine", await KeyAsync(bed, Connection(to, at)));
            Assert.Empty(guard.Refused);
        });

    [Theory]
    [InlineData(null)]
    [InlineData("/connections/gw-n2-to-gw-n1/sharedkey")]
    public async Task A_key_is_changed_at_both_ends_or_put_back_at_the_first(string? refused) =>
        await RunAsync(new TunnelEstate().Half(1, 2).Half(2, 1), async (bed, guard) =>
        {
            if (refused is not null)
            {
                bed.Simulation.Faults.Add("PUT", $"*{refused}", new Fault.Answers(403, "AuthorizationFailed", "No."), 0);
            }

            using var ground = await SharedKeyGround.ReadAsync(bed.Arm, [Connection(1, 2).ToString()], [], StepWriter.Nowhere, Bed.Stop);
            using var key = ConnectionKey.Secure("Another_Key");
            var plan = ground!.Plan(key);
            using var secrets = Secrets.For(plan, Secrets.ForConnections(plan, key), StepWriter.Nowhere);
            var run = new SharedKeyRun(secrets!.Over(bed.Arm), ground, new() { JitterSeed = 1 }, StepWriter.Nowhere);
            var (report, _) = await run.WaitAsync(await run.RunAsync(plan, Bed.Stop), Bed.Stop);

            Assert.Equal(refused is null, report.Succeeded);
            var wanted = refused is null ? "Another_Key" : "TheKey";
            Assert.Equal([wanted, wanted], [await KeyAsync(bed, Connection(1, 2)), await KeyAsync(bed, Connection(2, 1))]);
            Assert.Empty(guard.Refused);
        });

    [Fact]
    public async Task One_sign_in_alone_is_a_problem_that_names_the_second_and_writes_nothing() => await RunAsync(new(), async (bed, guard) =>
    {
        var alone = bed.Through(guard.Connect(bed.Clock, "ours", s_ours));
        var plan = await PlanAsync(alone, Request(1, 2));

        var problem = Assert.Single(plan.Problems);
        Assert.Equal(("GatewayUnread", Gateway(2)), (problem.CheckId, problem.Resource));
        Assert.Contains("-Session2", problem.Message, StringComparison.Ordinal);
        Assert.Empty(bed.Simulation.Log.Writes);
    });

    // Ids are the same whatever their case, and what is no subscription is the first connection's.
    [Theory]
    [InlineData("/subscriptions/{0}/resourceGroups/rg-net", "theirs")]
    [InlineData("/SUBSCRIPTIONS/{0}", "theirs")]
    [InlineData("/subscriptions", "ours")]
    [InlineData("/providers/Microsoft.ResourceGraph/resources", "ours")]
    [InlineData("/subscriptions/00000000-0000-0000-0000-0000000000ff/resourceGroups/{0}", "ours")]
    public async Task Requests_go_where_their_subscription_is(string path, string tenant)
    {
        var (ours, theirs) = (new Named("ours"), new Named("theirs"));
        var arm = new TwoTenantArm(ours, theirs, [s_theirs.ToUpperInvariant()]).For(new());

        Assert.Equal(tenant, (await arm.WhoAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, s_theirs), Bed.Stop))!.Name);
    }

    private static Task RunAsync(TunnelEstate estate, Func<Bed, TokenGuard, Task> test)
    {
        TokenGuard? guard = null;
        return Bed.RunAsync(estate.Documents.ToTopology(), bed => test(bed.Through(new TwoTenantArm(
            guard!.Connect(bed.Clock, "ours", s_ours), guard.Connect(bed.Clock, "theirs", s_theirs), [s_theirs])), guard),
            via: simulation => guard = new(simulation));
    }

    private sealed class Named(string name) : IArm
    {
        public TimeProvider Time => TimeProvider.System;

        public IArm For(ArmCaller caller) => this;

        public Task<ArmResponse> GetAsync(string path, string apiVersion, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<ArmResponse> ListAsync(string path, string apiVersion, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ArmOperation> SendAsync(ArmWrite write, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ArmResponse> QueryAsync(string path, string apiVersion, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<ArmResponse> WaitAsync(ArmOperation operation, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ArmIdentity?> WhoAsync(CancellationToken cancellationToken) => Task.FromResult<ArmIdentity?>(new(name, null));
    }
}
