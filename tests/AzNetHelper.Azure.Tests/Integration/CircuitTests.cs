using System.Collections.Immutable;
using System.Net;
using System.Security;
using System.Text;
using System.Threading.Channels;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>Circuits are ordered, waited for, raised, peered and removed, over the adapter on the simulation.</summary>
public sealed class CircuitTests
{
    private const string Key = "A1B2C3D4E5F6";

    private static readonly ResourceId s_circuit = Id(1, ResourceTypes.ExpressRouteCircuit, "er");

    [Fact]
    public Task A_circuit_is_ordered_told_waited_for_and_found_as_wanted_the_second_time() => Bed.RunAsync(Plain(), async bed =>
    {
        bed.Simulation.SetCircuitProvider(s_circuit, ProviderScript.Within(TimeSpan.FromHours(2), TimeSpan.FromHours(20)));
        var ground = await GroundAsync(bed);
        var plan = ground.Plan();
        Assert.Equal(Impact.StartsBilling, Assert.Single(plan.Changes).Impact.Kind);
        var report = await bed.ApplyAsync(plan);
        Bed.AssertSucceeded(report);

        // The key is told by a question of its own: what the run read back has a slot.
        var key = await CircuitProvisioning.ServiceKeyAsync(bed.Arm, s_circuit, StepWriter.Nowhere, Bed.Stop);
        Assert.True(Guid.TryParse(key, out var guid) && guid != Guid.Empty);
        Assert.All(report.Results, r => Assert.DoesNotContain(key, $"{r} {r.Document}", StringComparison.Ordinal));
        var result = ExpressRouteCircuitResult.From(ground, report.Results, key);
        Assert.Equal(("Equinix", "Amsterdam", 200, "Standard", "Metered", "NotProvisioned", key, true), (result.Provider, result.PeeringLocation,
            result.BandwidthInMbps!.Value, result.Sku, result.Family, result.ProviderState, result.ServiceKey, result.Changed));

        // Too short a patience is an error, and the circuit is as it was; then it is waited for.
        var (short_, told) = await WaitAsync(bed, TimeSpan.FromHours(1));
        Assert.Null(short_);
        Assert.Equal("CircuitNotProvisioned", Assert.Single(told).Id);
        var (there, none) = await WaitAsync(bed, TimeSpan.FromHours(24));
        Assert.Empty(none);
        Assert.Equal("Provisioned", there!.ProviderState);

        bed.Simulation.Log.Clear();
        var again = await GroundAsync(bed);
        Assert.True(again.Plan() is { IsEmpty: true, CanApply: true });
        Bed.AssertSucceeded(await bed.ApplyAsync(plan));
        Assert.Empty(bed.Simulation.Log.Writes);
        Assert.Null(ExpressRouteCircuitResult.From(again, [], key).ServiceKey);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public Task A_run_that_died_before_or_after_the_order_is_finished_by_the_same_command(int writes) => Bed.RunAsync(Plain(), async bed =>
    {
        var dying = bed.Through(new DyingArm(bed.Arm, writes));
        Assert.False((await dying.ApplyAsync((await GroundAsync(bed)).Plan())).Succeeded);

        Bed.AssertSucceeded(await bed.ApplyAsync((await GroundAsync(bed)).Plan()));
        Assert.Equal(1, bed.Simulation.Log.Writes.Count(w => w.Method == "PUT"));
        Assert.Equal("Enabled", Assert.Single(bed.Simulation.Snapshot().Circuits).CircuitState);
    });

    [Fact]
    public Task A_key_of_a_peering_outlives_a_raise_and_another_VLAN() => Bed.RunAsync(Plain(), async bed =>
    {
        Bed.AssertSucceeded(await bed.ApplyAsync((await GroundAsync(bed)).Plan()));
        var peering = await PeeringAsync(bed, 100, PeeringKey.Given);
        Bed.AssertSucceeded(await ApplyWithKeyAsync(bed, peering.Plan()));
        Assert.Equal("AzurePrivatePeering", Assert.Single(Assert.Single(bed.Simulation.Snapshot().Circuits).Peerings!.Value).Name);
        Assert.True((await PeeringAsync(bed, 100, PeeringKey.Unsaid)).Plan() is { IsEmpty: true, CanApply: true });

        // Said nothing, nothing is written; said the key, it goes along.
        Assert.Equal("CircuitKeyHidden", Assert.Single((await GroundAsync(bed, 500)).Plan().Problems).CheckId);
        Assert.Equal("PeeringKeyHidden", Assert.Single((await PeeringAsync(bed, 200, PeeringKey.Unsaid)).Plan().Problems).CheckId);
        bed.Simulation.Log.Clear();
        Bed.AssertSucceeded(await ApplyWithKeyAsync(bed, (await GroundAsync(bed, 500, PeeringKey.Given)).Plan()));
        Assert.Contains($"\"sharedKey\":\"{Key}\"", Body(bed), StringComparison.Ordinal);
        bed.Simulation.Log.Clear();
        Bed.AssertSucceeded(await ApplyWithKeyAsync(bed, (await PeeringAsync(bed, 200, PeeringKey.Given)).Plan()));
        Assert.Contains($"\"sharedKey\":\"{Key}\"", Body(bed), StringComparison.Ordinal);
        var circuit = Assert.Single(bed.Simulation.Snapshot().Circuits);
        Assert.Equal((500, 200, 65010L), (circuit.BandwidthMbps!.Value, circuit.PrivatePeering!.VlanId!.Value, circuit.PrivatePeering.PeerAsn!.Value));
        Assert.Equal(IPPrefix.Parse("172.31.255.4/30"), circuit.PrivatePeering.SecondaryPrefix);
    });

    [Fact]
    public Task A_peering_that_was_switched_off_is_on_again_with_its_key() => Bed.RunAsync(Plain(), async bed =>
    {
        Bed.AssertSucceeded(await bed.ApplyAsync((await GroundAsync(bed)).Plan()));
        Bed.AssertSucceeded(await ApplyWithKeyAsync(bed, (await PeeringAsync(bed, 100, PeeringKey.Given)).Plan()));
        var id = PeeringKeys.PrivateOf(s_circuit);
        Bed.AssertSucceeded(await bed.ApplyAsync(new("Off")
        {
            Changes = [new(id, ChangeKind.Update, "Off") { Before = "{}", After = """{"properties":{"state":"Disabled"}}""" }],
        }));
        Assert.False(bed.Simulation.Snapshot().Circuits[0].PrivatePeering!.IsEnabled);

        bed.Simulation.Log.Clear();
        Bed.AssertSucceeded(await ApplyWithKeyAsync(bed, (await PeeringAsync(bed, 100, PeeringKey.Given)).Plan()));
        Assert.Contains($"\"sharedKey\":\"{Key}\"", Body(bed), StringComparison.Ordinal);
        Assert.True(bed.Simulation.Snapshot().Circuits[0].PrivatePeering!.IsEnabled);
    });

    [Fact]
    public Task A_circuit_goes_when_its_provider_has_let_it_go() => Bed.RunAsync(Plain(), async bed =>
    {
        bed.Simulation.SetCircuitProvider(s_circuit, ProviderScript.AtOnce);
        Bed.AssertSucceeded(await bed.ApplyAsync((await GroundAsync(bed)).Plan()));
        Assert.NotNull((await WaitAsync(bed, TimeSpan.FromHours(1))).Circuit);
        Assert.Equal("CircuitNotDeprovisioned", Assert.Single((await RemovalAsync(bed)).Plan().Problems).CheckId);

        bed.Simulation.DeprovisionCircuit(s_circuit);
        var report = await bed.ApplyAsync((await RemovalAsync(bed)).Plan());
        Bed.AssertSucceeded(report);
        Assert.True(ExpressRouteCircuitRemovalResult.From(s_circuit, report.Results).Removed);
        Assert.Empty(bed.Simulation.Snapshot().Circuits);
    });

    // Nothing makes a circuit Provisioned that its provider takes back: a day of waiting would say so too late.
    [Fact]
    public Task Who_waits_for_a_circuit_that_goes_is_told_at_once() => Bed.RunAsync(Plain(), async bed =>
    {
        bed.Simulation.SetCircuitProvider(s_circuit, ProviderScript.Within(TimeSpan.Zero, TimeSpan.FromHours(30)));
        Bed.AssertSucceeded(await bed.ApplyAsync((await GroundAsync(bed)).Plan()));
        bed.Simulation.DeprovisionCircuit(s_circuit, TimeSpan.FromHours(20));
        var begun = bed.Clock.GetUtcNow();
        var (circuit, told) = await WaitAsync(bed, TimeSpan.FromHours(24));
        Assert.Null(circuit);
        Assert.Equal("CircuitDeprovisioning", Assert.Single(told).Id);
        Assert.True(bed.Clock.GetUtcNow() - begun < TimeSpan.FromMinutes(5));
    });

    [Theory]
    [InlineData(503, "ServiceUnavailable", true)]
    [InlineData(0, "NoAnswer", true)]
    [InlineData(403, "AuthorizationFailed", false)]
    [InlineData(404, "ResourceNotFound", false)]
    [InlineData(0, "SignInFailed", false)]
    public Task A_wait_outlives_what_passes_by_and_ends_with_what_does_not(int status, string code, bool passes) => Bed.RunAsync(Plain(), async bed =>
    {
        bed.Simulation.SetCircuitProvider(s_circuit, ProviderScript.Within(TimeSpan.Zero, TimeSpan.FromHours(2)));
        Bed.AssertSucceeded(await bed.ApplyAsync((await GroundAsync(bed)).Plan()));
        var (circuit, told) = await WaitAsync(bed.Through(new DeafArm(bed.Arm, questions: 3, new(status, code, "Not now."))), TimeSpan.FromHours(24));
        Assert.Equal(passes, circuit is not null);
        Assert.Equal(passes ? 0 : 1, told.Length);
    });

    [Fact]
    public Task A_service_key_that_cannot_be_read_is_told_of() => Bed.RunAsync(Plain(), async bed =>
    {
        Bed.AssertSucceeded(await bed.ApplyAsync((await GroundAsync(bed)).Plan()));
        var told = Channel.CreateUnbounded<Step>();
        Assert.Null(await CircuitProvisioning.ServiceKeyAsync(new DeafArm(bed.Arm, questions: 1, new(503, "ServiceUnavailable", "Not now.")), s_circuit, new(told.Writer), Bed.Stop));
        Assert.True(told.Reader.TryRead(out var step) && step is NoticeStep { Id: "ServiceKeyNotRead", Severity: NoticeSeverity.Warning });
        Assert.NotNull(await CircuitProvisioning.ServiceKeyAsync(bed.Arm, s_circuit, new(told.Writer), Bed.Stop));
        Assert.False(told.Reader.TryRead(out _));
    });

    [Fact]
    public Task A_plan_is_made_again_by_its_origin() => Bed.RunAsync(Plain(), async bed =>
    {
        Bed.AssertSucceeded(await bed.ApplyAsync((await GroundAsync(bed)).Plan()));
        foreach (var plan in (Plan[])[(await GroundAsync(bed, 500)).Plan(), (await PeeringAsync(bed, 100, PeeringKey.Given)).Plan(), (await RemovalAsync(bed)).Plan()])
        {
            var again = await CircuitOrigins.RemakeAsync(bed.Arm, Assert.Single(plan.Origins), [], StepWriter.Nowhere, Bed.Stop);
            Assert.Equal(plan.Changes.Select(c => (c.Key, c.After, c.Summary)), again!.Changes.Select(c => (c.Key, c.After, c.Summary)));
            Assert.Equal(plan.Origins, again.Origins);
        }
    });

    private static async Task<CircuitGround> GroundAsync(Bed bed, int mbps = 200, PeeringKey key = PeeringKey.Unsaid)
    {
        var ground = await CircuitGround.ReadAsync(bed.Arm, "er", Group(1).ToString(), new("equinix", "amsterdam", mbps, "Standard") { Key = key, Location = "westeurope" }, [],
            StepWriter.Nowhere, Bed.Stop);
        Assert.NotNull(ground);
        return ground;
    }

    private static async Task<PrivatePeeringGround> PeeringAsync(Bed bed, int vlan, PeeringKey key)
    {
        var ground = await PrivatePeeringGround.ReadAsync(bed.Arm, s_circuit.ToString(), id => new(id, 65010, vlan)
        {
            IPv4 = new(null, null, IPPrefix.Parse("172.31.255.0/29")),
            Key = key,
        }, [], StepWriter.Nowhere, Bed.Stop);
        Assert.NotNull(ground);
        return ground;
    }

    private static async Task<CircuitRemovalGround> RemovalAsync(Bed bed)
    {
        var ground = await CircuitRemovalGround.ReadAsync(bed.Arm, s_circuit.ToString(), [], StepWriter.Nowhere, Bed.Stop);
        Assert.NotNull(ground);
        return ground;
    }

    private static async Task<RunReport> ApplyWithKeyAsync(Bed bed, Plan plan)
    {
        Assert.True(plan.CanApply, string.Join('\n', plan.Problems));
        using var key = new NetworkCredential(string.Empty, Key).SecurePassword;
        var given = SecretSlot.In(plan).ToDictionary(s => s.Text, _ => key, StringComparer.Ordinal);
        Assert.NotEmpty(given);
        using var secrets = Secrets.For(plan, given, StepWriter.Nowhere);
        return await new PlanRunner(secrets!.Over(bed.Arm), new() { JitterSeed = 1 }, StepWriter.Nowhere).RunAsync(plan, Bed.Stop);
    }

    private static async Task<(ExpressRouteCircuit? Circuit, ImmutableArray<Failure> Failures)> WaitAsync(Bed bed, TimeSpan patience)
    {
        var told = Channel.CreateUnbounded<Step>();
        var circuit = await CircuitProvisioning.WaitAsync(bed.Arm, s_circuit, patience, new(told.Writer), Bed.Stop);
        told.Writer.Complete();
        return (circuit, [.. told.Reader.ReadAllAsync(Bed.Stop).ToBlockingEnumerable(Bed.Stop).OfType<FailureStep>().Select(f => f.Failure)]);
    }

    private static string Body(Bed bed) => Encoding.UTF8.GetString(Assert.Single(bed.Simulation.Log.Writes).Body.Span);

    private static Topology Plain() => new Documents().VNet(Net(1, "net"), "10.0.0.0/16").ToTopology();
}
