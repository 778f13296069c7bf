using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;
using static AzNetHelper.Tests.Integration.SiteEstate;

namespace AzNetHelper.Tests.Integration;

/// <summary>Sites are joined with a gateway, over the adapter on the simulation.</summary>
public sealed class SiteToSiteTests
{
    private static readonly ResourceId Link = Documents.Id(1, ResourceTypes.Connection, "gw-hub-to-office");
    private static readonly ResourceId Site = Documents.Id(1, ResourceTypes.LocalNetworkGateway, "office");

    [Fact]
    public async Task A_site_is_made_with_a_key_of_its_own_and_comes_up_when_the_device_has_it()
    {
        await Bed.RunAsync(Make().ToTopology(), async bed =>
        {
            var (plan, ground) = await PlanAsync(bed, Office());
            Assert.Equal([Site, Link], plan.Changes.Select(c => c.Resource));
            Assert.All(plan.Changes, c => Assert.Equal((ChangeKind.Create, Impact.None), (c.Kind, c.Impact.Kind)));
            var report = await bed.ApplyAsync(plan, secrets: true);
            Bed.AssertSucceeded(report);
            var result = SiteToSiteConnectionResult.From(ground, report.Results);
            Assert.Equal((Link, Site, "203.0.113.77", true, ProvisioningState.Succeeded), (result.Id, result.Site, result.DeviceAddress, result.Changed, result.ProvisioningState));
            Assert.Equal("192.168.0.0/16", Assert.Single(result.AddressPrefixes).ToString());
            Assert.Contains("Wait-VpnGatewayConnection", result.NextStep, StringComparison.Ordinal);

            var silent = await WaitAsync(bed, Link);
            Assert.Equal((false, ConnectionCause.DeviceSilent), (silent.IsConnected, silent.Cause));
            var key = await KeyAsync(bed, Link);
            Assert.Null(SharedKey.Problem(key));
            bed.Simulation.SetDevice(new("203.0.113.77", key));
            var up = await WaitAsync(bed, Link);
            Assert.True(up.IsConnected, string.Join(' ', up.Evidence));
            Assert.Equal(ConnectionCause.None, up.Cause);
            Assert.True((await PlanAsync(bed, Office())).Plan.IsEmpty);
        });
    }

    [Fact]
    public async Task A_second_run_changes_prefixes_says_who_is_cut_off_and_keeps_what_it_does_not_know()
    {
        await Bed.RunAsync(Make().ToTopology(), async bed =>
        {
            await MakeAsync(bed, Office() with { AddressPrefixes = [.. Prefixes("192.168.0.0/16", "172.16.0.0/16")] });
            var key = await KeyAsync(bed, Link);
            await PutAsync(bed, Site, ("futureSetting", "kept"));

            var (plan, _) = await PlanAsync(bed, Office() with { AddressPrefixes = [.. Prefixes("172.16.0.0/16", "172.20.0.0/16")] });
            var change = Assert.Single(plan.Changes, c => c.Writes);
            Assert.Equal((Site, ChangeKind.Update, Impact.CutsOff), (change.Resource, change.Kind, change.Impact.Kind));
            Assert.Contains("192.168.0.0/16", change.Impact.Statement, StringComparison.Ordinal);
            Bed.AssertSucceeded(await bed.ApplyAsync(plan, secrets: true));
            var after = bed.Simulation.Snapshot();
            Assert.Equal(["172.16.0.0/16", "172.20.0.0/16"], after.LocalNetworkGateways.Single().AddressSpace.Select(p => p.ToString()));
            Assert.Contains("futureSetting", Encoding.UTF8.GetString(after.Document(Site)!.Json.Span), StringComparison.Ordinal);
            Assert.Equal(key, await KeyAsync(bed, Link));
        });
    }

    [Theory]
    [InlineData("192.168.1.0/24", true)]
    [InlineData("192.168.0.0/16", false)]
    public async Task Who_else_uses_a_site_is_found_in_any_group_where_the_site_is_changed(string prefix, bool changes)
    {
        var elsewhere = ResourceId.ForResource(FarGateway.SubscriptionId, "rg-elsewhere", ResourceTypes.Connection, "far-office");
        var estate = Make().Plain(elsewhere, new()
        {
            ["connectionType"] = "IPsec",
            ["virtualNetworkGateway1"] = new JsonObject { ["id"] = FarGateway.ToString() },
            ["localNetworkGateway2"] = new JsonObject { ["id"] = Site.ToString() },
        }).Plain(Site, new()
        {
            ["gatewayIpAddress"] = "203.0.113.77",
            ["localNetworkAddressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray("192.168.0.0/16") },
        });
        await Bed.RunAsync(estate.ToTopology(), async bed =>
        {
            var (plan, _) = await PlanAsync(bed, Office(prefix));
            Assert.Equal(changes, plan.Notices.Any(n => n.Id == "SiteShared" && n.Message.Contains("far-office", StringComparison.Ordinal)));
            var impact = plan.Changes.Single(c => c.Resource == Site).Impact;
            Assert.Equal(changes ? Impact.CutsOff : Impact.None, impact.Kind);
            Assert.Equal(changes, impact.Statement.Contains("gw-far", StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task A_change_of_the_connection_keeps_its_key_and_the_order_of_prefixes_is_no_change()
    {
        await Bed.RunAsync(Make().ToTopology(), async bed =>
        {
            await MakeAsync(bed, Office() with { AddressPrefixes = [.. Prefixes("192.168.0.0/16", "172.16.0.0/16")] });
            var key = await KeyAsync(bed, Link);
            Assert.True((await PlanAsync(bed, Office() with { AddressPrefixes = [.. Prefixes("172.16.0.0/16", "192.168.0.0/16")] })).Plan.IsEmpty);
            var (plan, _) = await PlanAsync(bed, Office() with
            {
                AddressPrefixes = null, IpsecPolicy = Strong, UsePolicyBasedTrafficSelectors = true, DpdTimeoutSeconds = 45, ConnectionMode = "InitiatorOnly",
            });
            var change = Assert.Single(plan.Changes, c => c.Writes);
            Assert.Equal((Link, Impact.Interrupts), (change.Resource, change.Impact.Kind));
            Bed.AssertSucceeded(await bed.ApplyAsync(plan, secrets: true));
            var connection = bed.Simulation.Snapshot().Connections.Single();
            Assert.Equal((Strong, true, 45, "InitiatorOnly"), (connection.IpsecPolicy, connection.UsePolicyBasedTrafficSelectors, connection.DpdTimeoutSeconds, connection.Mode));
            Assert.Equal(key, await KeyAsync(bed, Link));
            Assert.DoesNotContain(key, JsonOf(plan), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task What_is_there_under_other_names_is_adopted_also_in_another_group()
    {
        await Bed.RunAsync(Make().ToTopology(), async bed =>
        {
            await MakeAsync(bed, Office() with { Name = "old-name", ResourceGroupName = "rg-net" });
            var (plan, _) = await PlanAsync(bed, Office());
            Assert.True(plan.IsEmpty, string.Join(' ', plan.Changes));
            Assert.All(plan.Changes, c => Assert.Contains("old-name", c.Resource.Name, StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task Two_devices_with_bgp_have_a_tunnel_each_and_link_local_sessions_take_the_gateways_own_addresses()
    {
        await Bed.RunAsync(Make().ToTopology(), async bed =>
        {
            var request = new SiteRequest(Gateway,
            [
                new("203.0.113.81") { Asn = 65050, BgpPeerAddress = System.Net.IPAddress.Parse("169.254.21.2") },
                new("vpn.contoso.com") { Asn = 65050, BgpPeerAddress = System.Net.IPAddress.Parse("192.168.255.1") },
            ]) { Name = "plant" };
            await MakeAsync(bed, request);
            var after = bed.Simulation.Snapshot();
            Assert.Equal(["plant-1", "plant-2"], after.LocalNetworkGateways.Select(s => s.Name));
            Assert.All(after.Connections, c => Assert.True(c.EnableBgp));
            var address = Assert.Single(after.Connections.Single(c => c.LocalNetworkGateway!.Name == "plant-1").CustomBgpAddresses);
            Assert.Equal("169.254.21.1", address.Address.ToString());
            Assert.Empty(after.Connections.Single(c => c.LocalNetworkGateway!.Name == "plant-2").CustomBgpAddresses);
            Assert.NotEqual(await KeyAsync(bed, after.Connections[0].Id), await KeyAsync(bed, after.Connections[1].Id));
            Assert.True((await PlanAsync(bed, request)).Plan.IsEmpty);
        });
    }

    [Fact]
    public async Task Random_sites_are_made_as_planned_and_planned_again_are_nothing()
    {
        var made = 0;
        for (var seed = 1; seed <= 25; seed++)
        {
            var random = new Random(seed);
            await Bed.RunAsync(Make().ToTopology(), async bed =>
            {
                for (var round = 0; round < 3; round++)
                {
                    var request = Random(random);
                    var (plan, _) = await PlanAsync(bed, request);
                    Assert.True(plan.CanApply, $"seed {seed}: {string.Join(' ', plan.Problems)}");
                    bed.Simulation.Log.Clear();
                    Bed.AssertSucceeded(await bed.ApplyAsync(plan, secrets: true));
                    Assert.Equal(plan.Changes.Where(c => c.Writes).Select(c => c.Resource.ToString()).Order(StringComparer.Ordinal),
                        bed.Simulation.Log.Writes.Select(w => w.Path.Split('?')[0]).Order(StringComparer.Ordinal));
                    var (again, _) = await PlanAsync(bed, request);
                    Assert.True(again.IsEmpty, $"seed {seed}: {string.Join(' ', again.Changes.Select(c => $"{c} {c.Before} {c.After}"))}");
                    made += plan.WriteCount;
                }
            });
        }

        Bed.Print($"{made} writes");
        Assert.True(made > 75);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_run_that_was_ended_anywhere_is_finished_by_the_same_command(int end)
    {
        await Bed.RunAsync(Make().ToTopology(), async bed =>
        {
            var request = new SiteRequest(Gateway, [new("203.0.113.81") { Asn = 65050, BgpPeerAddress = System.Net.IPAddress.Parse("192.168.9.1") },
                new("203.0.113.82") { Asn = 65050, BgpPeerAddress = System.Net.IPAddress.Parse("192.168.9.2") }]);
            var (plan, _) = await PlanAsync(bed, request);
            for (var i = 0; i <= plan.WriteCount; i++)
            {
                bed.Simulation.Faults.Add("PUT", "*", new Fault.Answers(403, "AuthorizationFailed"), nth: end);
            }

            Assert.False((await bed.ApplyAsync(plan, secrets: true)).Succeeded);
            bed.Simulation.Faults.Clear();
            Assert.NotEqual(2, bed.Simulation.Snapshot().Connections.Length);
            await MakeAsync(bed, request);
            Assert.Equal((2, 2), (bed.Simulation.Snapshot().Connections.Length, bed.Simulation.Snapshot().LocalNetworkGateways.Length));
            Assert.True((await PlanAsync(bed, request)).Plan.IsEmpty);
        });
    }

    [Fact]
    public async Task A_key_is_sent_as_given_and_another_one_for_what_is_there_is_refused()
    {
        await Bed.RunAsync(Make().ToTopology(), async bed =>
        {
            await MakeAsync(bed, Office());
            var ground = (await GroundAsync(bed, Office()))!;
            using var same = ConnectionKey.Secure(await KeyAsync(bed, Link));
            Assert.True((await ground.PlanAsync(bed.Arm, same, Bed.Stop)).Plan.CanApply);
            using var other = ConnectionKey.Secure("another");
            Assert.Equal("SharedKeyDiffers", Assert.Single((await ground.PlanAsync(bed.Arm, other, Bed.Stop)).Plan.Problems).CheckId);
            using var bad = ConnectionKey.Secure("two words");
            var problem = (await ground.PlanAsync(bed.Arm, bad, Bed.Stop)).Plan.Problems[0];
            Assert.Equal("SharedKeyInvalid", problem.CheckId);
            Assert.DoesNotContain("two words", problem.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_plan_is_made_again_from_its_origin()
    {
        await Bed.RunAsync(Make().ToTopology(), async bed =>
        {
            var request = Office() with
            {
                IpsecPolicy = Strong, UsePolicyBasedTrafficSelectors = true, DpdTimeoutSeconds = 30, Protocol = "IKEv2",
                TrafficSelectors = [Networks.TrafficSelector.Parse("10.1.0.0/16,10.2.0.0/16=192.168.0.0/16")],
            };
            var (plan, _) = await PlanAsync(bed, request);
            var again = await new Peering.PlanMaker(bed.Arm, [], StepWriter.Nowhere).MakeAsync(plan, Bed.Stop);
            Assert.Equal(JsonOf(plan), JsonOf(again!));
        });
    }

    internal static IpsecPolicy Strong { get; } = new()
    {
        IkeEncryption = "AES256", IkeIntegrity = "SHA384", DhGroup = "ECP384", IpsecEncryption = "GCMAES256", IpsecIntegrity = "GCMAES256", PfsGroup = "ECP384",
    };

    internal static IEnumerable<IPPrefix> Prefixes(params string[] texts) => texts.Select(IPPrefix.Parse);

    private static SiteRequest Random(Random random)
    {
        // Devices by address and by name, each with prefixes and a session of its own.
        var at = random.Next(1, 7);
        var bgp = random.Next(2) == 0;
        var policy = random.Next(2) == 0;
        var selectors = policy && random.Next(2) == 0;
        return new(Gateway, [new(at < 4 ? $"203.0.113.{100 + at}" : $"vpn{at}.contoso.com")
        {
            Asn = bgp ? 65000 + at : null,
            BgpPeerAddress = bgp ? System.Net.IPAddress.Parse($"192.168.{100 + at}.1") : null,
        }])
        {
            AddressPrefixes = [.. Enumerable.Range(0, random.Next(bgp ? 0 : 1, 4)).Select(i => IPPrefix.Parse($"172.{16 + at}.{(i * 8) + random.Next(8)}.0/24"))],
            IpsecPolicy = policy ? Strong : null,
            UsePolicyBasedTrafficSelectors = selectors ? true : null,
            ConnectionMode = random.Next(2) == 0 ? "ResponderOnly" : null,
            DpdTimeoutSeconds = random.Next(2) == 0 ? random.Next(9, 3600) : null,
        };
    }

    private static string JsonOf(Plan plan) => string.Join('\n', plan.Changes.Select(c => $"{c} {c.Summary} {c.Before} {c.After} {c.Impact}"))
        + string.Join('\n', plan.Origins.Select(o => o.CommandLine));

    private static async Task PutAsync(Bed bed, ResourceId id, (string Name, JsonNode Value) member)
    {
        var snapshot = bed.Simulation.Snapshot();
        var body = JsonNode.Parse(snapshot.Document(id)!.Json.Span)!.AsObject();
        body["properties"]![member.Name] = member.Value;
        bed.Simulation.Load(snapshot.With([new(id, JsonBody.WriteUtf8(body))]));
        await Task.CompletedTask;
    }
}
