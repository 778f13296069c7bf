using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Vpn;
using static AzNetHelper.Tests.Integration.TunnelEstate;

namespace AzNetHelper.Tests.Integration;

/// <summary>Tunnels between gateways over the real adapter, the service being the simulation.</summary>
public sealed class TunnelTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(true)]
    public async Task Both_halves_are_made_come_up_and_the_second_plan_is_empty(bool? bgp)
    {
        await Bed.RunAsync(new TunnelEstate().Documents.ToTopology(), async bed =>
        {
            var wanted = Request(1, 2) with { EnableBgp = bgp };
            var (report, reports) = await ApplyAsync(bed, await PlanAsync(bed, wanted));

            Bed.AssertSucceeded(report);
            Assert.All(reports, r => Assert.Equal((ConnectionStatus.Connected, ConnectionStatus.Connected, true), (r.Status!.Value, r.FarStatus!.Value, r.KeysEqual!.Value)));
            Assert.Equal(await KeyAsync(bed, Connection(1, 2)), await KeyAsync(bed, Connection(2, 1)));
            Assert.All(bed.Simulation.Snapshot().Connections, c => Assert.Equal(bgp ?? false, c.EnableBgp));
            Assert.Equal(Verdict.Reachable, new ReachabilityEngine(bed.Simulation.Snapshot()).Ask(new VNetEndpoint(Documents.Net(1, "n1")), new VNetEndpoint(Documents.Net(2, "n2"))).Verdict);
            var again = await PlanAsync(bed, wanted);
            Assert.True(again.IsEmpty && again.CanApply, string.Join('\n', again.Problems));
            Assert.Empty(bed.Simulation.Log.Writes.Where(w => w.Path.Contains("sharedkey", StringComparison.OrdinalIgnoreCase)));
        });
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public async Task A_half_that_is_there_under_any_name_is_adopted_with_all_that_it_says(int at, int to)
    {
        var policy = Policy();
        var estate = new TunnelEstate().Half(at, to, "Mine", "old-name", ("ipsecPolicies", new JsonArray(policy.ToJson())), ("enableBgp", true));
        await Bed.RunAsync(estate.Documents.ToTopology(), async bed =>
        {
            var plan = await PlanAsync(bed, Request(1, 2));
            Assert.Equal(1, plan.WriteCount);
            Bed.AssertSucceeded((await ApplyAsync(bed, plan)).Report);

            Assert.Equal("Mine", await KeyAsync(bed, Connection(to, at)));
            Assert.All(bed.Simulation.Snapshot().Connections, c => Assert.Equal((policy, true), (c.IpsecPolicy!, c.EnableBgp)));
            Assert.Equal(2, bed.Simulation.Snapshot().Connections.Length);
        });
    }

    [Fact]
    public async Task A_connection_in_another_group_is_found_and_adopted()
    {
        var estate = new TunnelEstate().Half(1, 2);
        var document = estate.Documents[Connection(1, 2)];
        var elsewhere = ResourceId.ForResource(Connection(1, 2).SubscriptionId, "rg-tunnels", ResourceTypes.Connection, "far-away");
        var moved = document.DeepClone().AsObject();
        (moved["id"], moved["name"]) = (elsewhere.ToString(), elsewhere.Name);
        var topology = new Topology(new TunnelEstate().Documents.ToTopology().Documents
            .Append(new ResourceDocument(elsewhere, System.Text.Encoding.UTF8.GetBytes(moved.ToJsonString()))));
        await Bed.RunAsync(topology, async bed =>
        {
            var plan = await PlanAsync(bed, Request(1, 2));

            Assert.Equal([elsewhere, Connection(2, 1)], plan.Changes.Select(c => c.Resource));
            Assert.Equal([ChangeKind.NoChange, ChangeKind.Create], plan.Changes.Select(c => c.Kind));
        });
    }

    [Fact]
    public async Task What_is_asked_of_a_tunnel_that_is_there_changes_and_the_rest_and_the_key_stay()
    {
        await Bed.RunAsync(new TunnelEstate().Half(1, 2).Half(2, 1).Documents.ToTopology(), async bed =>
        {
            var wanted = Request(1, 2) with { EnableBgp = true, IpsecPolicy = Policy() };
            var plan = await PlanAsync(bed, wanted);
            Assert.All(plan.Changes, c => Assert.Equal((ChangeKind.Update, Impact.Interrupts), (c.Kind, c.Impact.Kind)));
            Bed.AssertSucceeded((await ApplyAsync(bed, plan)).Report);

            Assert.All(bed.Simulation.Snapshot().Connections, c => Assert.Equal((Policy(), true), (c.IpsecPolicy!, c.EnableBgp)));
            Assert.Equal(["TheKey", "TheKey"], [await KeyAsync(bed, Connection(1, 2)), await KeyAsync(bed, Connection(2, 1))]);
            Assert.True((await PlanAsync(bed, wanted)).IsEmpty);
            Assert.True((await PlanAsync(bed, Request(1, 2))).IsEmpty);
            Assert.False((await PlanAsync(bed, Request(1, 2) with { EnableBgp = false })).IsEmpty);
        });
    }

    [Fact]
    public async Task A_run_that_was_stopped_between_the_halves_is_finished_by_a_second_one_with_one_key()
    {
        await Bed.RunAsync(new TunnelEstate().Documents.ToTopology(), async bed =>
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Bed.Stop);
            var plan = await PlanAsync(bed, Request(1, 2));
            using var secrets = Secrets.For(plan, new Dictionary<string, System.Security.SecureString>(), Steps.StepWriter.Nowhere);
            var first = await new PlanRunner(new StopsAfterFirst(secrets!.Over(bed.Arm), stop), new() { JitterSeed = 1 }, Steps.StepWriter.Nowhere).RunAsync(plan, stop.Token);
            Assert.False(first.Succeeded);
            var half = Assert.Single(bed.Simulation.Snapshot().Connections);
            var key = await KeyAsync(bed, half.Id);

            Bed.AssertSucceeded((await ApplyAsync(bed, await PlanAsync(bed, Request(1, 2)))).Report);

            Assert.Equal([key, key], [await KeyAsync(bed, Connection(1, 2)), await KeyAsync(bed, Connection(2, 1))]);
            Assert.Equal(2, bed.Simulation.Log.Writes.Length);
        });
    }

    public static TheoryData<string, string> Causes => new()
    {
        { "key", "KeyMismatch" },
        { "policy", "PolicyMismatch" },
        { "protocol", "PolicyMismatch" },
        { "asn", "AsnEqual" },
        { "overlap", "PrefixOverlap" },
    };

    [Theory]
    [MemberData(nameof(Causes))]
    public async Task A_tunnel_that_does_not_come_up_is_a_failure_that_names_the_cause(string what, string cause)
    {
        // What the plan would refuse is there already, or changes behind its back.
        var estate = new TunnelEstate();
        _ = what switch
        {
            "key" => estate.Half(1, 2, "One").Half(2, 1, "Other"),
            "policy" => estate.Half(1, 2, more: ("ipsecPolicies", new JsonArray(Policy().ToJson()))).Half(2, 1,
                more: ("ipsecPolicies", new JsonArray((Policy() with { DhGroup = "DHGroup24" }).ToJson()))),
            "protocol" => estate.Half(1, 2).Half(2, 1, more: ("connectionProtocol", "IKEv1")),
            _ => estate.Half(1, 2, more: ("enableBgp", true)).Half(2, 1, more: ("enableBgp", true)),
        };
        if (what == "asn")
        {
            estate.Settings(2)["bgpSettings"]!["asn"] = 65001;
        }
        else if (what == "overlap")
        {
            estate.Documents[Documents.Net(2, "n2")]["properties"]!["addressSpace"]!["addressPrefixes"]!.AsArray().Add((JsonNode)"10.1.128.0/17");
        }

        await Bed.RunAsync(estate.Documents.ToTopology(), async bed =>
        {
            var kept = new[] { Connection(1, 2), Connection(2, 1) }.Select(id => new Change(id, ChangeKind.NoChange, "keep") { Group = "g" });
            var (report, reports) = await ApplyAsync(bed, new("x") { Changes = [.. kept] }, patience: TimeSpan.FromMinutes(4));

            if (what == "asn")
            {
                // The tunnel itself comes up; only its BGP session does not.
                Assert.Equal(cause, Assert.Single(reports).Cause.ToString());
                return;
            }

            Assert.All(report.Results, r => Assert.Equal((ChangeOutcome.Failed, "ConnectionNotConnected"), (r.Outcome, r.Error!.Id)));
            Assert.Contains(cause, report.Results[0].Error!.Message, StringComparison.Ordinal);
            Assert.Equal(cause, Assert.Single(reports).Cause.ToString());
        });
    }

    [Fact]
    public async Task Thirty_tunnels_of_one_gateway_are_built_side_by_side_in_twice_the_time_of_one()
    {
        TimeSpan one = default, thirty = default;
        await Bed.RunAsync(new TunnelEstate().Documents.ToTopology(), async bed => one = (await MakeAsync(bed, 1)).Elapsed);
        await Bed.RunAsync(new TunnelEstate(31).Documents.ToTopology(), async bed => thirty = (await MakeAsync(bed, 30)).Elapsed);

        // Eight at once: thirty pairs are four rounds of two halves.
        Bed.Print($"one {one}, thirty {thirty}");
        Assert.True(thirty < (4 * one) + TimeSpan.FromMinutes(2), $"one {one}, thirty {thirty}");

        static async Task<RunReport> MakeAsync(Bed bed, int count)
        {
            var (report, reports) = await ApplyAsync(bed, await PlanAsync(bed, [.. Enumerable.Range(2, count).Select(i => Request(1, i))]));
            Bed.AssertSucceeded(report);
            Assert.Equal(count, reports.Count(r => r.IsConnected));
            Assert.Equal(count, (await Task.WhenAll(Enumerable.Range(2, count).Select(i => KeyAsync(bed, Connection(1, i))))).Distinct().Count());
            return report;
        }
    }

    internal static IpsecPolicy Policy() => new()
    {
        IkeEncryption = "AES256", IkeIntegrity = "SHA384", DhGroup = "ECP384", IpsecEncryption = "GCMAES256", IpsecIntegrity = "GCMAES256", PfsGroup = "ECP384",
    };
}
