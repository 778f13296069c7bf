using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>Gateways are linked with circuits, over the adapter on the simulation.</summary>
public sealed class CircuitConnectionTests
{
    private const int Cases = 10;

    private static readonly ResourceId s_net = Net(1, "net");
    private static readonly ResourceId s_gateway = Id(1, ResourceTypes.VirtualNetworkGateway, "ergw");
    private static readonly ResourceId s_nic = Id(1, ResourceTypes.NetworkInterface, "nic");

    [Fact]
    public Task A_link_comes_up_tells_what_is_announced_and_is_found_the_second_time() => Bed.RunAsync(Estate(1), async bed =>
    {
        var circuit = Circuit(1);
        Announce(bed, circuit, "172.20.0.0/16", "10.0.0.0/8");
        var ground = await GroundAsync(bed, circuit);
        Assert.Equal(["10.0.0.0/8", "172.20.0.0/16"], ground.Topology.ExpressRoutePrefixes[circuit].Select(p => p.ToString()));
        var plan = ground.Plan();
        Assert.Contains(plan.Notices, n => n.Id == "PrefixesMove");
        var report = await bed.ApplyAsync(plan, secrets: true);
        Bed.AssertSucceeded(report);

        var told = System.Threading.Channels.Channel.CreateUnbounded<Step>();
        var (results, status) = await CircuitConnectionWait.ForAsync(bed.Arm, report.Results, TimeSpan.FromMinutes(10), new(told.Writer), Bed.Stop);
        told.Writer.Complete();
        Assert.Equal(["Waiting for the link with the circuit"], told.Reader.ReadAllAsync(Bed.Stop).ToBlockingEnumerable(Bed.Stop).OfType<ProgressStep>()
            .Select(s => s.Activity).Where(a => a.StartsWith("Waiting", StringComparison.Ordinal)).Distinct());
        var result = ExpressRouteConnectionResult.From(ground, results, status);
        Assert.Equal((ConnectionStatus.Connected, true, null), (result.Status!.Value, result.Changed, result.Error));
        bed.Simulation.Log.Clear();
        Assert.True((await GroundAsync(bed, circuit)).Plan() is { IsEmpty: true, CanApply: true });
        Assert.Empty(bed.Simulation.Log.Writes);
    });

    // A default route may be announced by the link that does not tell, so the link is asked about before it is made.
    [Theory]
    [InlineData("secondary", true)]
    [InlineData("*", false)]
    public Task A_link_that_does_not_tell_its_routes_is_said_and_asked_about(string silent, bool isKnownInPart) => Bed.RunAsync(Estate(1), async bed =>
    {
        var circuit = Circuit(1);
        Announce(bed, circuit, "172.20.0.0/16");
        bed.Simulation.Faults.Add("POST", $"*/routeTables/{silent}", new Fault.Answers(403, "AuthorizationFailed", "No right."), 0);
        var ground = await GroundAsync(bed, circuit);
        Assert.Equal(isKnownInPart, ground.Topology.ExpressRoutePrefixes.ContainsKey(circuit));
        var plan = ground.Plan();
        Assert.Contains(plan.Notices, n => n.Id == "RoutesUnknown");
        Assert.Equal(Impact.Interrupts, plan.Changes[^1].Impact.Kind);
    });

    [Fact]
    public Task What_a_gateway_is_linked_with_is_read_before_it_becomes_smaller() => Bed.RunAsync(Estate(1), async bed =>
    {
        Bed.AssertSucceeded(await bed.ApplyAsync((await GroundAsync(bed, Circuit(1))).Plan(), secrets: true));
        var ground = await ExpressRouteGatewayGround.ReadAsync(bed.Arm, new(s_net.ToString(), s_gateway.Name, new("ErGw1Az")), [], StepWriter.Nowhere, Bed.Stop);
        Assert.Equal(Circuit(1), Assert.Single(ground!.Topology.Connections).Circuit);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public Task A_run_that_died_anywhere_is_finished_with_the_authorization_that_it_made(int writes) => Bed.RunAsync(Estate(2), async bed =>
    {
        var circuit = Circuit(2);
        var plan = (await GroundAsync(bed, circuit)).Plan();
        Assert.Equal(2, plan.WriteCount);
        var dying = bed.Through(new DyingArm(bed.Arm, writes));
        await dying.ApplyAsync(plan, secrets: true);

        Bed.AssertSucceeded(await bed.ApplyAsync((await GroundAsync(bed, circuit)).Plan(), secrets: true));
        var authorization = Assert.Single(Assert.Single(bed.Simulation.Snapshot().Circuits).Authorizations!.Value);
        Assert.True(authorization.IsInUse);
        Assert.Single(bed.Simulation.Snapshot().Connections);
        Assert.True((await GroundAsync(bed, circuit)).Plan() is { IsEmpty: true, CanApply: true });
    });

    [Fact]
    public Task What_was_made_for_a_link_that_was_refused_is_taken_back() => Bed.RunAsync(Estate(2), async bed =>
    {
        bed.Simulation.Faults.Add("PUT", "*/connections/*", new Fault.Answers(400, "Refused", "Not now."), 0);
        var plan = (await GroundAsync(bed, Circuit(2))).Plan();
        await using var journal = RunJournal.InMemory(bed.Arm.Time);
        var report = await bed.ApplyAsync(plan, options: new() { JitterSeed = 1, Journal = journal }, secrets: true);
        Assert.False(report.Succeeded);
        Bed.AssertSucceeded(await bed.ApplyAsync(UndoPlanner.Create(report, journal)));
        Assert.Empty(Assert.Single(bed.Simulation.Snapshot().Circuits).Authorizations!.Value);
    });

    // What the plan says moves, by the model, is what the service routes to the gateway afterwards and did not before: asked address by address.
    [Fact]
    public async Task What_moves_is_what_the_service_routes_to_the_gateway_afterwards()
    {
        var seed = Environment.TickCount;
        Bed.Print(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        var moved = 0;
        for (var at = 0; at < Cases; at++)
        {
            var random = new Random(seed + at);
            string[] pool = ["172.20.0.0/16", "172.20.128.0/17", "172.21.0.0/20", "10.0.0.0/8", "10.0.0.0/15", "192.168.0.0/16", "100.64.0.0/10"];
            string[] announced = [.. pool.Where(_ => random.Next(2) == 0)];
            string[] routed = [.. new[] { "172.20.0.0/16", "172.20.192.0/18", "10.9.0.0/16" }.Where(_ => random.Next(2) == 0)];
            await Bed.RunAsync(Estate(1, routed), async bed =>
            {
                var circuit = Circuit(1);
                Announce(bed, circuit, announced);
                var before = await RoutesAsync(bed);
                var ground = await GroundAsync(bed, circuit);
                var moves = PrefixSet.Of(new CircuitConnectionLayout(ground.Topology, ground.Request, ground.Surroundings).Moves
                    .SelectMany(m => m.Prefixes));
                Bed.AssertSucceeded(await bed.ApplyAsync(ground.Plan(), secrets: true));
                var after = await RoutesAsync(bed);
                foreach (var address in Probes().Select(IPAddress.Parse))
                {
                    var goes = Hop(before, address) != "VirtualNetworkGateway" && Hop(after, address) == "VirtualNetworkGateway";
                    Assert.True(goes == moves.Contains(IPPrefix.Of(address)), string.Create(CultureInfo.InvariantCulture,
                        $"seed {seed + at}: {address} of [{string.Join(' ', announced)}] beside [{string.Join(' ', routed)}]: {Hop(before, address)} to {Hop(after, address)}, told {moves}"));
                    moved += goes ? 1 : 0;
                }
            });
        }

        Assert.True(moved > 0);
    }

    private static string[] Probes() =>
    [
        "172.20.0.1", "172.20.129.1", "172.20.193.1", "172.21.0.1", "172.21.200.1", "10.0.5.5", "10.1.0.77", "10.1.200.1", "10.9.1.1", "10.200.0.1", "192.168.7.7",
        "192.168.15.17", "100.64.1.1", "8.8.8.8",
    ];

    private static string? Hop(JsonArray routes, IPAddress address) => (string?)(from route in routes
        where (string?)route!["state"] == "Active"
        from prefix in route!["addressPrefix"]!.AsArray().Select(p => IPPrefix.Parse((string)p!))
        where prefix.Contains(address)
        orderby prefix.Length descending
        select route).FirstOrDefault()?["nextHopType"];

    private static async Task<JsonArray> RoutesAsync(Bed bed)
    {
        var operation = await bed.Arm.SendAsync(new(ArmVerb.Post, $"{s_nic}/effectiveRouteTable", ResourceTypes.NetworkApiVersion), Bed.Stop);
        return JsonNode.Parse((await bed.Arm.WaitAsync(operation, Bed.Stop)).Body.Span)!["value"]!.AsArray();
    }

    private static async Task<ExpressRouteConnectionGround> GroundAsync(Bed bed, ResourceId circuit)
    {
        var ground = await ExpressRouteConnectionGround.ReadAsync(bed.Arm, s_gateway.ToString(), circuit.ToString(),
            (g, c) => new(g, c), [], StepWriter.Nowhere, Bed.Stop);
        Assert.NotNull(ground);
        return ground;
    }

    private static void Announce(Bed bed, ResourceId circuit, params string[] prefixes) =>
        bed.Simulation.SetCircuitRouter(circuit, Simulation.CircuitLink.Both, new CustomerRouter(65010, 100) { Announces = [.. prefixes] });

    private static ResourceId Circuit(int subscription) => Id(subscription, ResourceTypes.ExpressRouteCircuit, "er");

    /// <summary>VNet 10.1.0.0/16 with an ExpressRoute gateway and a machine, and a circuit that is ready; routes of users where they are given.</summary>
    private static Topology Estate(int subscription, params string[] routed)
    {
        var documents = new Documents().VNet(s_net, "10.1.0.0/16");
        var subnets = documents[s_net]["properties"]!["subnets"]!.AsArray();
        var inGateway = s_gateway.Child("ipConfigurations", "default");
        var inNic = s_nic.Child("ipConfigurations", "one");
        var gatewaySubnet = s_net.Child("subnets", "GatewaySubnet");
        subnets.Add((JsonNode)new JsonObject
        {
            ["name"] = "GatewaySubnet", ["id"] = gatewaySubnet.ToString(),
            ["properties"] = new JsonObject
            {
                ["addressPrefix"] = "10.1.255.0/27", ["provisioningState"] = "Succeeded",
                ["ipConfigurations"] = new JsonArray(new JsonObject { ["id"] = inGateway.ToString() }),
            },
        });
        var first = subnets[0]!["properties"]!.AsObject();
        first["ipConfigurations"] = new JsonArray(new JsonObject { ["id"] = inNic.ToString() });
        if (routed.Length > 0)
        {
            var table = Id(1, ResourceTypes.RouteTable, "rt");
            first["routeTable"] = new JsonObject { ["id"] = table.ToString() };
            documents.Plain(table, new()
            {
                ["disableBgpRoutePropagation"] = false,
                ["subnets"] = new JsonArray(new JsonObject { ["id"] = s_net.Child("subnets", "s1").ToString() }),
                ["routes"] = new JsonArray([.. routed.Select((p, i) => (JsonNode)new JsonObject
                {
                    ["name"] = $"r{i}", ["id"] = table.Child("routes", $"r{i}").ToString(),
                    ["properties"] = new JsonObject { ["addressPrefix"] = p, ["nextHopType"] = "VirtualAppliance", ["nextHopIpAddress"] = "10.1.0.9", ["provisioningState"] = "Succeeded" },
                })]),
            });
        }

        documents.Plain(s_nic, new()
        {
            ["ipConfigurations"] = new JsonArray(new JsonObject
            {
                ["name"] = "one", ["id"] = inNic.ToString(),
                ["properties"] = new JsonObject
                {
                    ["privateIPAddress"] = "10.1.0.4", ["privateIPAllocationMethod"] = "Static",
                    ["subnet"] = new JsonObject { ["id"] = s_net.Child("subnets", "s1").ToString() },
                },
            }),
        });
        documents.Plain(s_gateway, new()
        {
            ["gatewayType"] = "ExpressRoute",
            ["sku"] = new JsonObject { ["name"] = "ErGw1AZ", ["tier"] = "ErGw1AZ" },
            ["ipConfigurations"] = new JsonArray(new JsonObject
            {
                ["name"] = "default", ["id"] = inGateway.ToString(),
                ["properties"] = new JsonObject { ["privateIPAllocationMethod"] = "Dynamic", ["subnet"] = new JsonObject { ["id"] = gatewaySubnet.ToString() } },
            }),
        });
        var circuit = Circuit(subscription);
        documents.Plain(circuit, new()
        {
            ["serviceProviderProperties"] = new JsonObject { ["serviceProviderName"] = "Equinix", ["peeringLocation"] = "Amsterdam", ["bandwidthInMbps"] = 200 },
            ["circuitProvisioningState"] = "Enabled", ["serviceProviderProvisioningState"] = "Provisioned",
            ["serviceKey"] = "00000000-0000-4000-8000-0000000000e1",
            ["authorizations"] = new JsonArray(),
            ["peerings"] = new JsonArray(new JsonObject
            {
                ["name"] = "AzurePrivatePeering", ["id"] = circuit.Child("peerings", "AzurePrivatePeering").ToString(),
                ["properties"] = new JsonObject
                {
                    ["peeringType"] = "AzurePrivatePeering", ["state"] = "Enabled", ["azureASN"] = 12076, ["peerASN"] = 65010, ["vlanId"] = 100,
                    ["primaryPeerAddressPrefix"] = "192.168.15.16/30", ["secondaryPeerAddressPrefix"] = "192.168.15.20/30", ["provisioningState"] = "Succeeded",
                },
            }),
        });
        documents[circuit]["sku"] = new JsonObject { ["name"] = "Standard_MeteredData", ["tier"] = "Standard", ["family"] = "MeteredData" };
        return documents.ToTopology();
    }
}
