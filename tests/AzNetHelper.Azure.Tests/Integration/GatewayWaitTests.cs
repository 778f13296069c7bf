using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>Spokes that are to use the hub's gateway while it is not ready: they wait for it, the others do not.</summary>
public sealed class GatewayWaitTests
{
    private const int Users = 4;
    private const int Others = 6;

    private static readonly ResourceId[] Using = BigHub.Spokes(Users);
    private static readonly ResourceId[] NotUsing = [.. BigHub.Spokes(Users + Others).Skip(Users)];
    private static readonly RunOptions Run = new() { JitterSeed = 1, Timeout = TimeSpan.FromHours(1) };

    [Fact]
    public Task A_gateway_that_is_being_updated_is_waited_for_while_other_spokes_go_on() => Bed.RunAsync(Estate(built: true), async bed =>
    {
        // The text as quoted in azuresandbox issues 267 and 329, about a gateway.
        var busy = TimeSpan.FromMinutes(9);
        foreach (var spoke in Using)
        {
            bed.Simulation.Faults.Add("PUT", $"*/{spoke.Name}/*", new Fault.Answers(400, "ReferencedResourceNotProvisioned",
                "Cannot proceed with operation because resource gw-hub used by resource peering is not in Succeeded state. Resource "
                + "is in Updating state and the last operation that updated/is updating the resource is PutVirtualNetworkGatewayOperation."));
        }

        await using var timer = bed.Clock.CreateTimer(_ => bed.Simulation.Faults.Clear(), null, busy, Timeout.InfiniteTimeSpan);
        await AssertOthersGoOnAsync(bed, busy);
    });

    [Fact]
    public Task A_gateway_that_is_being_built_is_waited_for_while_other_spokes_go_on() => Bed.RunAsync(Estate(built: false), async bed =>
    {
        var id = Id(1, ResourceTypes.VirtualNetworkGateway, "gw-hub");
        var write = new ArmWrite(ArmVerb.Put, id.ToString(), ResourceTypes.ApiVersion(id))
        {
            Body = Arms.Utf8($$$$"""
                {"location":"westeurope","properties":{"gatewayType":"Vpn","vpnType":"RouteBased",
                "sku":{"name":"VpnGw1AZ","tier":"VpnGw1AZ"},"ipConfigurations":[{"name":"default","properties":{
                "subnet":{"id":"{{{{BigHub.Hub.Child("subnets", Subnet.GatewaySubnetName)}}}}"},
                "publicIPAddress":{"id":"{{{{Id(1, ResourceTypes.PublicIPAddress, "pip-hub")}}}}"}}}]}}
                """),
        };
        await bed.Arm.SendAsync(write, Bed.Stop);
        await AssertOthersGoOnAsync(bed, new OperationTimes().GatewayCreate.Duration);
    });

    [Fact]
    public Task A_hub_without_a_gateway_is_not_waited_for() => Bed.RunAsync(Estate(built: false), async bed =>
    {
        var report = await bed.ApplyAsync(BigHub.Plan(Estate(built: true), Using[..1], gateway: true), options: Run);
        Assert.Equal((ChangeOutcome.Failed, "RemoteVnetHasNoGateways", 1),
            (report.Results[1].Outcome, report.Results[1].Error!.Id, report.Results[1].Attempts));
        Assert.InRange(report.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    });

    private static async Task AssertOthersGoOnAsync(Bed bed, TimeSpan busy)
    {
        // Planned as if the gateway were ready: what preflight says of one that is not is another question.
        var ground = Estate(built: true);
        Plan plan;
        using (bed.Clock.Busy())
        {
            // No request is under way while it is planned: the clock would jump to the end of the busy time.
            plan = Plan.Of([BigHub.Plan(ground, Using, gateway: true), BigHub.Plan(ground, NotUsing)]);
        }

        var ended = new Dictionary<ResourceId, TimeSpan>();
        var begun = bed.Clock.GetUtcNow();
        var report = await bed.ApplyAsync(plan, options: Run with
        {
            OnGroup = group =>
            {
                lock (ended)
                {
                    ended[ResourceId.Parse(group[0].Change.Group)] = bed.Clock.GetUtcNow() - begun;
                }
            },
        });
        Bed.AssertSucceeded(report);

        // Every half but those that use the gateway, in a row.
        var bound = BigHub.Bound(new(), Users + (2 * Others));
        Bed.Print($"others after {NotUsing.Max(s => ended[s])} (bound {bound}), users after {Using.Max(s => ended[s])} (busy for {busy})");
        Assert.InRange(NotUsing.Max(s => ended[s]) / bound, 0.8, 1.2);
        Assert.InRange(Using.Min(s => ended[s]), busy, busy * 1.3 + TimeSpan.FromSeconds(45));
        Assert.InRange(Using.Max(s => ended[s]), busy, busy * 1.3 + TimeSpan.FromSeconds(45 + (Users * 15)));
        BigHub.AssertConnected(bed.Simulation.Snapshot(), [.. Using, .. NotUsing]);
        Assert.All(report.Results, r => Assert.InRange(r.Attempts, 1, 10 + (busy / TimeSpan.FromSeconds(15))));
    }

    private static Topology Estate(bool built) => BigHub.Documents(Users + Others).Gateway(BigHub.Hub, built).ToTopology();
}
