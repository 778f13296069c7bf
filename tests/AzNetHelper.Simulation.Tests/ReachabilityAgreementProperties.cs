using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;
using CsCheck;

namespace AzNetHelper.Simulation.Tests;

/// <summary>
/// Random VPN estates, built by writes: the reachability engine, which reads documents alone, and the effective routes of the simulation,
/// which are worked out apart from it, say the same of every pair of VNets. Where the engine says Unknown either will do.
/// </summary>
public sealed class ReachabilityAgreementProperties
{
    private static readonly string[] Hubs = ["a", "b", "c", "d"];
    private static readonly string[] Spokes = ["s", "t", "u"];

    private static readonly Gen<Plan> Plans = Gen.Select(
        Gen.Int[64601, 64605].Array[Hubs.Length],
        Gen.Select(Gen.Int[0, Hubs.Length - 1], Gen.Int[0, Hubs.Length - 1], Gen.Int[0, 5]).Array[1, 5],
        Gen.Select(Gen.Int[0, Hubs.Length - 1], Gen.Int[0, 3]).Array[Spokes.Length],
        Gen.Bool.Array[Hubs.Length],
        (asns, links, spokes, sites) => new Plan(asns, links, spokes, sites));

    [Fact]
    public async Task The_engine_and_effective_routes_agree() => await Plans.SampleAsync(RunAsync, iter: 60, threads: 2);

    private static async Task RunAsync(Plan plan)
    {
        using var bed = await TestBed.CreateAsync(new() { Throttling = new()
        {
            Reads = new(100000, 1000), Writes = new(100000, 1000), Deletes = new(100000, 1000),
        } });
        await plan.BuildAsync(bed);
        var names = Hubs.Select(h => $"v-{h}").Concat(Spokes).ToArray();
        var routes = new Dictionary<string, JsonArray>();
        foreach (var name in names)
        {
            var nic = $"{TestBed.Net}/networkInterfaces/nic-{name}";
            await bed.PutAsync(nic, $$$$"""
                {"location":"westeurope","properties":{"ipConfigurations":[{"name":"ip","properties":{
                 "subnet":{"id":"{{{{TestBed.Network(name)}}}}/subnets/s"}}}]}}
                """);
            routes[name] = (await VpnBed.AskAsync(bed, $"{nic}/effectiveRouteTable"))!["value"]!.AsArray();
        }

        // Groups are no part of a network.
        var engine = new ReachabilityEngine(
            new Topology(bed.Simulation.Snapshot().Documents.Where(d => d.Id.ProviderNamespace is not null)));
        foreach (var (from, to) in from f in names from t in names where string.CompareOrdinal(f, t) < 0 select (f, t))
        {
            var answer = engine.Ask(new VNetEndpoint(ResourceId.Parse(TestBed.Network(from))), new VNetEndpoint(ResourceId.Parse(TestBed.Network(to))));
            var ours = Leads(routes[from], to) && Leads(routes[to], from);
            Assert.True(answer.Verdict is Verdict.Unknown || answer.Verdict is Verdict.Reachable == ours,
                $"{from} to {to}: {answer}, and by effective routes {ours}\n{plan}\n{routes[from].ToJsonString()}\n{routes[to].ToJsonString()}");
        }
    }

    // Towards an address of the other VNet's subnet: over a peering, or to a gateway, which knows the way on.
    private static bool Leads(JsonArray routes, string to)
    {
        var target = IPAddress.Parse($"10.{Number(to)}.0.9");
        var best = routes.Where(r => (string)r!["state"]! == "Active").Select(r => (Prefix: IPPrefix.Parse((string)r!["addressPrefix"]![0]!), Route: r))
            .Where(r => r.Prefix.Contains(target)).MaxBy(r => r.Prefix.Length);
        return (string)best.Route["nextHopType"]! is "VNetPeering" or "VirtualNetworkGateway";
    }

    private static int Number(string network) => network[^1] - 'a' + 1;

    // Links: two hubs and how they are joined; spokes: a hub and how they are peered; sites: a hub has one.
    private sealed record Plan(int[] Asns, (int, int, int)[] Links, (int, int)[] Spoked, bool[] Sites)
    {
        private const string Bgp = """{"enableBgp":true}""";

        public override string ToString() =>
            $"{string.Join(' ', Asns)} | {string.Join(' ', Links)} | {string.Join(' ', Spoked)} | {string.Join(' ', Sites)}";

        public async Task BuildAsync(TestBed bed)
        {
            for (var i = 0; i < Hubs.Length; i++)
            {
                await VpnBed.GatewayAsync(bed, Hubs[i], $"10.{i + 1}.0.0/16", $$"""{"bgpSettings":{"asn":{{Asns[i]}} } }""");
                if (Sites[i])
                {
                    bed.Simulation.SetDevice(new($"198.51.100.{i + 1}", "abc"));
                    await VpnBed.SiteAsync(bed, $"site{i}", Hubs[i], $"198.51.100.{i + 1}", $"192.168.{i}.0/24");
                }
            }

            foreach (var (left, right, kind) in Links.Where(l => l.Item1 != l.Item2)
                .DistinctBy(l => (Math.Min(l.Item1, l.Item2), Math.Max(l.Item1, l.Item2))))
            {
                await VpnBed.HalfAsync(bed, Hubs[left], Hubs[right], more: kind > 0 ? Bgp : "{}");
                if (kind != 4)
                {
                    await VpnBed.HalfAsync(bed, Hubs[right], Hubs[left], kind == 5 ? "wrong" : "abc", kind is 0 or 3 ? "{}" : Bgp);
                }
            }

            bed.Settle();
            for (var i = 0; i < Spokes.Length; i++)
            {
                var (hub, kind) = Spoked[i];
                var name = Spokes[i];
                Assert.Equal(201, (await bed.PutAsync($"{TestBed.Net}/routeTables/rt-{name}", $$"""
                    {"location":"westeurope","properties":{"disableBgpRoutePropagation":{{(kind == 3 ? "true" : "false")}},"routes":[]} }
                    """)).Status);
                Assert.Equal(201, (await bed.PutAsync(TestBed.Network(name), TestBed.NetworkBody($"10.{Number(name)}.0.0/16", $$$$"""
                    [{"name":"s","properties":{"addressPrefix":"10.{{{{Number(name)}}}}.0.0/24","routeTable":{"id":"{{{{TestBed.Net}}}}/routeTables/rt-{{{{name}}}}"}}}]
                    """))).Status);
                var lends = kind is 1 or 3;
                Assert.Equal(201, (await bed.HalfAsync($"v-{Hubs[hub]}", name, lends ? "\"allowGatewayTransit\":true" : "")).Status);
                Assert.Equal(201, (await bed.HalfAsync(name, $"v-{Hubs[hub]}", lends ? "\"useRemoteGateways\":true" : "")).Status);
            }
        }
    }
}
