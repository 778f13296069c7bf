using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>VPN gateways are made, changed and removed, over the adapter on the simulation.</summary>
public sealed class VpnGatewayTests
{
    private static readonly ResourceId s_net = Net(1, "net");
    private static readonly ResourceId s_gateway = Id(1, ResourceTypes.VirtualNetworkGateway, "gw");
    private static readonly ResourceId s_address = Id(1, ResourceTypes.PublicIPAddress, "gw-pip");

    [Fact]
    public Task A_gateway_is_built_told_and_found_as_wanted_the_second_time() => Bed.RunAsync(Plain(), async bed =>
    {
        var (plan, ground) = await PlanAsync(bed, new("VpnGw2AZ") { ActiveActive = true, Asn = 65010 });
        Assert.Equal(4, plan.WriteCount);
        var report = await RunAsync(bed, plan);
        Bed.AssertSucceeded(report);

        var result = VpnGatewayResult.From(ground, report.Results);
        Assert.Equal((ProvisioningState.Succeeded, "VpnGw2AZ", 2, true, 65010L, true, true), (result.State!.Value, result.Sku, result.Generation!.Value,
            result.ActiveActive, result.Asn!.Value, result.EnableBgp, result.Changed));
        Assert.Equal(["gw-pip", "gw-pip-2"], result.PublicIpAddressId.Select(a => a.Name));
        Assert.Equal((2, 2), (result.PublicIpAddress.Distinct().Count(), result.BgpAddress.Distinct().Count()));
        Assert.Equal(["1", "2", "3"], result.Zones);
        Assert.True(result.Elapsed > TimeSpan.FromMinutes(20), result.Elapsed.ToString());
        var built = Assert.Single(bed.Simulation.Snapshot().Gateways);
        Assert.Equal(s_net, built.VirtualNetwork);

        bed.Simulation.Log.Clear();
        Assert.True((await PlanAsync(bed, new("VpnGw2AZ") { ActiveActive = true, Asn = 65010 })).Plan.IsEmpty);
        Bed.AssertSucceeded(await RunAsync(bed, plan));
        Assert.Empty(bed.Simulation.Log.Writes);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public Task A_run_that_was_refused_anywhere_is_finished_by_the_same_command(int nth) => Bed.RunAsync(Plain(), async bed =>
    {
        for (var i = 0; i < 3; i++)
        {
            bed.Simulation.Faults.Add("PUT", "*", new Fault.Answers(403, "AuthorizationFailed"), nth: nth);
        }

        var (plan, ground) = await PlanAsync(bed, new("VpnGw1AZ"));
        var report = await RunAsync(bed, plan);
        Assert.False(report.Succeeded);
        Assert.Equal("AuthorizationFailed", VpnGatewayResult.From(ground, report.Results).Error?.Id);
        bed.Simulation.Faults.Clear();

        var (rest, _) = await PlanAsync(bed, new("VpnGw1AZ"));
        Assert.True(rest.WriteCount is > 0 and <= 3);
        Bed.AssertSucceeded(await RunAsync(bed, rest));
        Assert.Equal(ProvisioningState.Succeeded, Assert.Single(bed.Simulation.Snapshot().Gateways).ProvisioningState);
    });

    [Theory]
    [InlineData(2)]
    [InlineData(60)]
    [InlineData(900)]
    public Task A_run_that_was_stopped_at_any_time_is_finished_by_the_same_command(int seconds) => Bed.RunAsync(Plain(), async bed =>
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), bed.Clock);
        var (plan, _) = await PlanAsync(bed, new("VpnGw1AZ"));
        Assert.False((await bed.ApplyAsync(plan, stop.Token, new() { JitterSeed = 1, Timeout = TimeSpan.FromHours(2) })).Succeeded);

        // A gateway that is under way is waited for and not sent again.
        bed.Simulation.Log.Clear();
        var (rest, ground) = await PlanAsync(bed, new("VpnGw1AZ"));
        var report = await RunAsync(bed, rest);
        Bed.AssertSucceeded(report);
        Assert.Equal(ProvisioningState.Succeeded, VpnGatewayResult.From(ground, report.Results).State);
        Assert.Equal(seconds > 30 ? 0 : 1, bed.Simulation.Log.Writes.Count(w => w.Path.EndsWith("/gw", StringComparison.Ordinal)));
    });

    [Fact]
    public Task A_gateway_whose_building_failed_is_written_again() => Bed.RunAsync(Plain(), async bed =>
    {
        bed.Simulation.Faults.Add("PUT", "*/gw", new Fault.OperationFails("InternalServerError"), nth: 1);
        var (plan, _) = await PlanAsync(bed, new("VpnGw1AZ"));
        var first = await RunAsync(bed, plan);
        Assert.False(first.Succeeded);
        Assert.Equal(ProvisioningState.Failed, Assert.Single(bed.Simulation.Snapshot().Gateways).ProvisioningState);
        bed.Simulation.Faults.Clear();

        var (rest, _) = await PlanAsync(bed, new("VpnGw1AZ"));
        Assert.Equal("Write VPN gateway 'gw' in net again, which is in state Failed", Assert.Single(rest.Changes).Summary);
        Bed.AssertSucceeded(await RunAsync(bed, rest));
        Assert.Equal(ProvisioningState.Succeeded, Assert.Single(bed.Simulation.Snapshot().Gateways).ProvisioningState);
    });

    [Fact]
    public Task What_is_not_waited_for_is_waited_for_by_its_text() => Bed.RunAsync(Plain(), async bed =>
    {
        var (plan, _) = await PlanAsync(bed, new("VpnGw1AZ") { NoWait = true });
        var journal = RunJournal.InMemory(bed.Clock);
        var options = new RunOptions { JitterSeed = 1, NotAwaited = [s_gateway], Journal = journal };
        var report = await bed.ApplyAsync(plan, options: options);
        Assert.True(report.Elapsed < TimeSpan.FromMinutes(2), report.Elapsed.ToString());
        Assert.False(report.HasFailed);
        var left = Assert.Single(report.Results, r => r.Outcome == ChangeOutcome.UnderWay);
        Assert.Equal(ProvisioningState.Updating, Assert.Single(bed.Simulation.Snapshot().Gateways).ProvisioningState);

        // The same again, with the journal, gives the same operation; without one, there is nothing to send.
        bed.Simulation.Log.Clear();
        var again = await bed.ApplyAsync(plan, options: options);
        Assert.Equal(left.Operation!.StatusUri, Assert.Single(again.Results, r => r.Outcome == ChangeOutcome.UnderWay).Operation!.StatusUri);
        Assert.True((await PlanAsync(bed, new("VpnGw1AZ") { NoWait = true })).Plan.IsEmpty);
        Assert.Empty(bed.Simulation.Log.Writes);

        var other = new Azure.AzureArmConnector().Connect(Arms.Connection(bed.Handler, bed.Clock));
        var answer = await other.WaitAsync(ArmOperationText.Parse(left.Operation!.ToText()), Bed.Stop);
        Assert.Equal("Succeeded", (string?)JsonNode.Parse(Encoding.UTF8.GetString(answer.Body.Span))!["properties"]!["provisioningState"]);
        Assert.True((await PlanAsync(bed, new("VpnGw1AZ"))).Plan.IsEmpty);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task The_same_command_with_zones_is_fulfilled_the_second_time(bool noWait) => Bed.RunAsync(Plain(), async bed =>
    {
        var settings = new VpnGatewaySettings("VpnGw1AZ") { Zones = ["1", "2", "3"], NoWait = noWait };
        var (plan, _) = await PlanAsync(bed, settings);
        var options = new RunOptions { JitterSeed = 1, Timeout = TimeSpan.FromMinutes(90), NotAwaited = noWait ? [s_gateway] : [] };
        Assert.False((await bed.ApplyAsync(plan, options: options)).HasFailed);

        var (again, _) = await PlanAsync(bed, settings);
        Assert.True(again is { IsEmpty: true, CanApply: true }, string.Join(' ', again.Problems));
        Assert.Empty(again.Notices);
        Assert.Equal("ZoneUnused", Assert.Single((await PlanAsync(bed, settings with { Zones = ["1"] })).Plan.Notices).Id);
    });

    [Fact]
    public Task Settings_are_changed_and_the_rest_stays() => Bed.RunAsync(Plain(), async bed =>
    {
        Bed.AssertSucceeded(await RunAsync(bed, (await PlanAsync(bed, new("VpnGw1AZ"))).Plan));
        var before = Document(bed);
        foreach (var settings in new VpnGatewaySettings[] { new("VpnGw2AZ"), new("VpnGw2AZ") { Asn = 65020 }, new("VpnGw2AZ") { ActiveActive = true } })
        {
            var (plan, ground) = await PlanAsync(bed, settings);
            Assert.Equal(Impact.Interrupts, plan.Changes[^1].Impact.Kind);
            var report = await RunAsync(bed, plan);
            Bed.AssertSucceeded(report);
            Assert.True((await PlanAsync(bed, settings)).Plan.IsEmpty);
            Assert.Equal("VpnGw2AZ", VpnGatewayResult.From(ground, report.Results).Sku);
        }

        var after = Document(bed);
        Assert.Equal((65020, 2), ((int)after["properties"]!["bgpSettings"]!["asn"]!, after["properties"]!["ipConfigurations"]!.AsArray().Count));
        Assert.Equal((string?)before["properties"]!["ipConfigurations"]![0]!["properties"]!["publicIPAddress"]!["id"],
            (string?)after["properties"]!["ipConfigurations"]![0]!["properties"]!["publicIPAddress"]!["id"]);

        // The second address goes with the second instance.
        var (down, _) = await PlanAsync(bed, new("VpnGw2AZ") { ActiveActive = false });
        Bed.AssertSucceeded(await RunAsync(bed, down));
        Assert.Equal([s_address], bed.Simulation.Snapshot().PublicIPAddresses.Select(a => a.Id));
        Assert.True((await PlanAsync(bed, new("VpnGw2AZ") { ActiveActive = false })).Plan.IsEmpty);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task An_undo_takes_what_costs_only_when_told(bool billable) => Bed.RunAsync(Plain(), async bed =>
    {
        bed.Simulation.Faults.Add("PUT", "*/gw", new Fault.OperationFails("InternalServerError"), nth: 1);
        var (plan, _) = await PlanAsync(bed, new("VpnGw1AZ"));
        var journal = RunJournal.InMemory(bed.Clock);
        var report = await bed.ApplyAsync(plan, options: new() { JitterSeed = 1, Timeout = TimeSpan.FromHours(2), Journal = journal });
        Assert.True(report.HasFailed);
        var undo = UndoPlanner.Create(report, journal, billable);
        Bed.AssertSucceeded(await bed.ApplyAsync(undo, options: new() { JitterSeed = 1, Timeout = TimeSpan.FromHours(1), Journal = journal }));
        var after = bed.Simulation.Snapshot();
        Assert.Equal(billable ? (0, 0, 1) : (1, 1, 2),
            (after.Gateways.Length, after.PublicIPAddresses.Length, after.VirtualNetwork(s_net)!.Subnets.Length));
        Assert.Equal(!billable, undo.Notices.Any(n => n.Message.Contains("costs until you delete it", StringComparison.Ordinal)));
    });

    [Fact]
    public Task What_was_made_goes_and_what_was_there_stays() => Bed.RunAsync(Plain(), async bed =>
    {
        Bed.AssertSucceeded(await RunAsync(bed, (await PlanAsync(bed, new("VpnGw1AZ"))).Plan));
        var ground = await RemovalAsync(bed);
        var plan = ground.Plan();
        bed.Simulation.Faults.Add("DELETE", "*/gw-pip", new Fault.Answers(403, "AuthorizationFailed"), nth: 1);
        var report = await RunAsync(bed, plan);
        var told = VpnGatewayRemovalResult.From(ground, report.Results);
        Assert.Equal((true, "AuthorizationFailed", "gw-pip"), (told.Removed, told.Error?.Id, Assert.Single(told.KeptAddresses).Name));

        // The address that was left goes with the same command, whether that names the gateway by its id or by its name.
        bed.Simulation.Faults.Clear();
        ground = await RemovalAsync(bed);
        foreach (var name in new[] { "gw", $"{s_net.ResourceGroup}/gw" })
        {
            var byName = await VpnGatewayRemovalGround.ReadAsync(bed.Arm, name, [], id => new(id), StepWriter.Nowhere, Bed.Stop);
            Assert.Equal(ground.Plan().Changes.Select(c => c.Key), byName!.Plan().Changes.Select(c => c.Key));
        }

        Assert.Null(await VpnGatewayRemovalGround.ReadAsync(bed.Arm, "gw2", [], id => new(id), StepWriter.Nowhere, Bed.Stop));
        report = await RunAsync(bed, ground.Plan());
        Bed.AssertSucceeded(report);
        Assert.Equal([s_address], VpnGatewayRemovalResult.From(ground, report.Results).RemovedAddresses);
        Assert.Empty(bed.Simulation.Snapshot().PublicIPAddresses);
        Assert.Equal(["GatewayNotFound"], (await RemovalAsync(bed)).Plan().Problems.Select(p => p.CheckId));
        Assert.Contains(bed.Simulation.Snapshot().VirtualNetwork(s_net)!.Subnets, s => s.Name == Subnet.GatewaySubnetName);
    });

    [Fact]
    public Task A_gateway_that_is_used_stays() => Bed.RunAsync(Used(), async bed =>
    {
        var ground = await RemovalAsync(bed, "gw-net");
        var plan = ground.Plan();
        Assert.Equal(["GatewayUsedByPeering", "GatewayHasConnections"], plan.Problems.Select(p => p.CheckId));
        Assert.Equal("AddressKept", plan.Notices.First(n => n.Resource!.Name == "pip-net").Id);

        // Azure would refuse it too.
        var report = await RunAsync(bed, plan with { Problems = [] });
        Assert.Contains(report.Results, r => r is { Outcome: ChangeOutcome.Failed, Error: not null });
        Assert.NotEmpty(bed.Simulation.Snapshot().Gateways);
    });

    [Theory]
    [InlineData(65020L, null, "AsnEqual")]
    [InlineData(65010L, "Microsoft.Network/localNetworkGateways/read", "BgpEndsUnread")]
    [InlineData(65010L, "Microsoft.Network/virtualNetworkGateways/connections/read", "BgpEndsUnread")]
    public Task A_new_number_is_compared_with_those_at_the_other_ends(long asn, string? denied, string told) => Bed.RunAsync(Used(bgp: true), async bed =>
    {
        bed.Simulation.Guards = denied is null ? new() : new() { Denials = [new(denied, ResourceId.ForSubscription(s_net.SubscriptionId))] };
        var names = new VpnGatewayNames(s_net.ToString(), "gw-net", new("VpnGw1AZ") { Asn = asn });
        var ground = await VpnGatewayGround.ReadAsync(bed.Arm, names, [], StepWriter.Nowhere, Bed.Stop);
        var plan = await ground!.PlanAsync(bed.Arm, StepWriter.Nowhere, Bed.Stop);
        Assert.Contains(told, plan.Problems.Select(p => p.CheckId).Concat(plan.Notices.Select(n => n.Id)));
        Assert.Equal(denied is null, plan.Problems.Any(p => p.CheckId == "AsnEqual"));
    });

    [Theory]
    [InlineData(2, false, "ClientsConnected")]
    [InlineData(null, false, null)]
    [InlineData(null, true, "ClientsUnknown")]
    public Task Clients_are_asked_for_before_a_gateway_goes(int? connected, bool denied, string? told) => Bed.RunAsync(Used(clients: true, connected: connected), async bed =>
    {
        bed.Simulation.Guards = !denied ? new() : new() { Denials = [new("Microsoft.Network/virtualNetworkGateways/getVpnClientConnectionHealth/action", ResourceId.ForSubscription(s_net.SubscriptionId))] };
        var plan = (await RemovalAsync(bed, "gw-net")).Plan();
        Assert.Equal(told, plan.Problems.Select(p => p.CheckId).Concat(plan.Notices.Select(n => n.Id))
            .FirstOrDefault(id => id is "ClientsConnected" or "ClientsUnknown"));
    });

    [Fact]
    public Task Where_the_zones_may_not_be_read_a_warning_says_so() => Bed.RunAsync(Plain(), async bed =>
    {
        bed.Simulation.Guards = new() { Denials = [new(RegionZones.Right, ResourceId.ForSubscription(s_net.SubscriptionId))] };
        var (plan, _) = await PlanAsync(bed, new("VpnGw1AZ"));
        Assert.Equal("ZonesUnknown", Assert.Single(plan.Notices).Id);
        Assert.Null(JsonBody.Parse(plan.Changes.Single(c => c.Resource == s_address).After!)["zones"]);
        var (given, _) = await PlanAsync(bed, new("VpnGw1AZ") { Zones = ["1", "2", "3"] });
        Assert.Empty(given.Notices);
        Bed.AssertSucceeded(await RunAsync(bed, given));
    });

    [Fact]
    public Task The_address_space_grows_with_its_peerings_when_that_is_asked_for() => Bed.RunAsync(Full(), async bed =>
    {
        var (refused, _) = await PlanAsync(bed, new("VpnGw1AZ"));
        Assert.Equal("GatewaySubnetRoom", Assert.Single(refused.Problems).CheckId);
        var (plan, _) = await PlanAsync(bed, new("VpnGw1AZ") { ExtendAddressSpace = true });
        Bed.AssertSucceeded(await RunAsync(bed, plan));
        var after = bed.Simulation.Snapshot();
        Assert.Equal(2, after.VirtualNetwork(s_net)!.AddressSpace.Length);
        Assert.True(PeeringPair.Between(after, s_net, Net(1, "spoke")).IsInSync);
        Assert.True((await PlanAsync(bed, new("VpnGw1AZ") { ExtendAddressSpace = true })).Plan.IsEmpty);
    });

    internal static async Task<(Plan Plan, VpnGatewayGround Ground)> PlanAsync(
        Bed bed, VpnGatewaySettings settings, ResourceId? network = null, params string[] addresses)
    {
        var names = new VpnGatewayNames((network ?? s_net).ToString(), "gw", settings) { PublicAddresses = [.. addresses] };
        var ground = await VpnGatewayGround.ReadAsync(bed.Arm, names, [], StepWriter.Nowhere, Bed.Stop);
        Assert.NotNull(ground);
        return (await ground.PlanAsync(bed.Arm, StepWriter.Nowhere, Bed.Stop), ground);
    }

    internal static Task<RunReport> RunAsync(Bed bed, Plan plan) =>
        bed.ApplyAsync(plan, options: new() { JitterSeed = 1, Timeout = TimeSpan.FromMinutes(90) });

    private static async Task<VpnGatewayRemovalGround> RemovalAsync(Bed bed, string name = "gw")
    {
        var ground = await VpnGatewayRemovalGround.ReadAsync(
            bed.Arm, Id(1, ResourceTypes.VirtualNetworkGateway, name).ToString(), [], id => new(id), StepWriter.Nowhere, Bed.Stop);
        Assert.NotNull(ground);
        return ground;
    }

    private static JsonObject Document(Bed bed) =>
        JsonNode.Parse(bed.Simulation.Snapshot().Document(s_gateway)!.Json.Span)!.AsObject();

    private static Topology Plain() => new Documents().VNet(s_net, "10.0.0.0/16").ToTopology();

    private static Topology Full() => new Documents().VNet(s_net, "10.0.0.0/24").VNet(Net(1, "spoke"), "10.1.0.0/16")
        .Half(s_net, Net(1, "spoke")).Half(Net(1, "spoke"), s_net).ToTopology();

    private static Topology Used(bool bgp = false, bool clients = false, int? connected = null)
    {
        var spoke = Net(1, "spoke");
        var gateway = Id(1, ResourceTypes.VirtualNetworkGateway, "gw-net");
        var documents = new Documents().VNet(s_net, "10.0.0.0/16").Gateway(s_net).VNet(spoke, "10.1.0.0/16")
            .Half(s_net, spoke, "Connected", "allowGatewayTransit").Half(spoke, s_net, "Connected", "useRemoteGateways");
        if (clients)
        {
            documents[gateway]["properties"]!["vpnClientConfiguration"] = new JsonObject
            {
                ["vpnClientAddressPool"] = new JsonObject { ["addressPrefixes"] = new JsonArray("172.16.0.0/24") },
                ["vpnClientConnectionHealth"] = connected is null ? null : new JsonObject { ["vpnClientConnectionsCount"] = connected },
            };
        }

        var site = Id(1, ResourceTypes.LocalNetworkGateway, "site");
        return documents.Plain(site, new()
        {
            ["gatewayIpAddress"] = "198.51.100.7",
            ["bgpSettings"] = new JsonObject { ["asn"] = 65020, ["bgpPeeringAddress"] = "192.168.0.1" },
        }).Plain(Id(1, ResourceTypes.Connection, "c"), new()
        {
            ["connectionType"] = "IPsec",
            ["virtualNetworkGateway1"] = new JsonObject { ["id"] = gateway.ToString() },
            ["localNetworkGateway2"] = new JsonObject { ["id"] = site.ToString() },
            ["enableBgp"] = bgp,
        }).ToTopology();
    }
}
