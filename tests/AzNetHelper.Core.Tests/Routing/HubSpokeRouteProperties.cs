using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Routing;
using AzNetHelper.Tests.Reachability;
using CsCheck;
using Xunit;
using static AzNetHelper.Tests.Reachability.TestEstate;

namespace AzNetHelper.Tests.Routing;

/// <summary>Hubs with spokes of every kind, and other networks around them.</summary>
public sealed class HubSpokeRouteProperties(ITestOutputHelper output)
{
    private const int Estates = 300;

    [Fact]
    public void Spokes_reach_each_other_both_ways_and_nobody_else_notices()
    {
        var (applied, opened, refused, pairs) = (0, 0, 0, 0);
        Gen.Int.Sample(seed =>
        {
            var estate = new RandomHub(seed);
            var topology = estate.Topology;
            var plan = HubSpokeRoutePlanner.Create(topology, estate.Request);
            _ = new ChangeGraph(plan.Changes);
            if (!plan.CanApply)
            {
                Interlocked.Increment(ref refused);
                Assert.All(plan.Problems, p => Assert.Contains(p.CheckId, new[] { "ReachabilityLost", "GatewayHopUnsupported", "SpokeHasGateway", "NoGatewaySubnet" }));
                return;
            }

            var after = PlanProjection.Apply(topology, plan);
            Assert.True(HubSpokeRoutePlanner.Create(after, estate.Request).IsEmpty, "written again");
            var (before, now) = (estate.Matrix(topology), estate.Matrix(after));
            var asked = estate.Request.Spokes.ToHashSet();
            var among = estate.Request.Spokes.ToHashSet();
            among.UnionWith(plan.Changes.Where(c => c.Writes).SelectMany(c => c.Lanes).Where(l => l.IsType(ResourceTypes.VirtualNetwork) && l != estate.Hub));
            var engine = new ReachabilityEngine(after);
            foreach (var (ends, verdict) in now)
            {
                var was = before[ends];
                Assert.True(was < Verdict.Partial || verdict >= was, $"{ends} got worse: {was} -> {verdict}");
                Assert.True(was == verdict || verdict < Verdict.Partial || (asked.Contains(ends.A.Id) && asked.Contains(ends.B.Id))
                    || plan.Notices.Any(n => n.Id == "AlsoOpened" && Names(n.Message, ends)), $"{ends}: {was} -> {verdict} is not told");
                Assert.True(was == verdict || among.Contains(ends.A.Id) || among.Contains(ends.B.Id), $"{ends}: {was} -> {verdict}");
                Interlocked.Add(ref opened, was < Verdict.Reachable && verdict == Verdict.Reachable ? 1 : 0);
                if (verdict == Verdict.Reachable && engine.Ask(ends.A, ends.B) is { } answer && answer.Kinds.HasFlag(PathKinds.Appliance))
                {
                    Assert.All(answer.Paths, p => Assert.Contains(p.Hops, h => h.NextHop == HopType.VirtualAppliance));
                }
            }

            var spokes = estate.Request.Spokes.Where(s => estate.IsPlain(s)).ToArray();
            foreach (var (a, b) in from a in spokes from b in spokes where a < b select (a, b))
            {
                Interlocked.Increment(ref pairs);
                var answer = engine.Ask(new VNetEndpoint(a), new VNetEndpoint(b));

                // A route of somebody else that is longer than the prefixes asked for stays, and then it is told.
                var isTold = !estate.Request.AddressPrefixes.IsEmpty && plan.Notices.Any(n => n.Id == "StillApart"
                    && (n.Message.Contains($"{a.Name} and {b.Name} (", StringComparison.Ordinal) || n.Message.Contains($"{b.Name} and {a.Name} (", StringComparison.Ordinal)));
                Assert.True(answer.Verdict == Verdict.Reachable || isTold, $"{estate.Request}\n{answer.Explain()}\n{string.Join('\n', plan.Changes.Select(c => c.Summary))}");
            }

            Interlocked.Increment(ref applied);
        }, iter: Estates, threads: 2);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{applied} plans laid, {refused} refused, {opened} pairs opened, {pairs} plain pairs of spokes looked at"));
        Assert.True(applied > Estates / 2 && opened > Estates && pairs > Estates && refused > 0);
    }

    private static bool Names(string message, (Endpoint A, Endpoint B) ends) => message.Contains($"{ends.A} <-> {ends.B}:", StringComparison.Ordinal)
        || message.Contains($"{ends.B} <-> {ends.A}:", StringComparison.Ordinal);

    /// <summary>A hub whose spokes have one to three subnets, tables of their own and shared ones, and neighbours.</summary>
    private sealed class RandomHub
    {
        private readonly Random _random;
        private readonly TestEstate _estate = new();
        private readonly HashSet<ResourceId> _odd = [];
        private readonly HashSet<ResourceId> _corrected = [];

        public RandomHub(int seed)
        {
            _random = new Random(seed);
            var (nic, lends) = (Chance(50), Chance(50));
            var gateway = Chance(60);
            _estate.VNet("hub", "10.0.0.0/16").Subnet("hub", "nva", "10.0.1.0/24").Subnet("hub", "GatewaySubnet", "10.0.0.0/27");
            var count = _random.Next(2, 6);
            for (var i = 1; i <= count; i++)
            {
                Spoke(i, gateway && lends);
            }

            Around(count);
            if (gateway)
            {
                _estate.Gateway("gw", "hub", pool: Chance(50) ? "172.16.0.0/24" : null);
                Site();
            }

            var device = RoutePlannerTests.Interface("10.0.1.4", forwards: Chance(50));
            _estate.Other(Id(nic ? "networkInterfaces" : "azureFirewalls", "nva"), device);
            var hop = gateway && Chance(25) ? HubHop.Gateway : Chance(50) ? HubHop.At(IPAddress.Parse("10.0.1.4"))
                : HubHop.Of(Id(nic ? "networkInterfaces" : "azureFirewalls", "nva"));
            var isGateway = hop == HubHop.Gateway;
            string[] prefixes = Chance(30) ? ["10.0.0.0/8"] : Chance(15) ? ["0.0.0.0/0"] : [];
            Request = new(Hub, hop)
            {
                Spokes = [.. Enumerable.Range(1, count).Where(_ => Chance(85)).Select(i => VNetId($"s{i}"))],
                AddressPrefixes = [.. prefixes.Select(IPPrefix.Parse)],
                IncludeGatewaySubnet = gateway && !isGateway && lends && Chance(40),
            };
            Request = Request.Spokes.IsEmpty ? Request with { Spokes = [VNetId("s1"), VNetId("s2")] } : Request;
            Topology = _estate.Topology();
        }

        public ResourceId Hub => VNetId("hub");

        public Topology Topology { get; }

        public HubSpokeRouteRequest Request { get; }

        /// <summary>Nothing of somebody else's is in its way, and all of it was asked for.</summary>
        public bool IsPlain(ResourceId spoke) => !_odd.Contains(spoke) && (Request.AddressPrefixes.IsEmpty
            || (!_corrected.Contains(spoke) && Topology.VirtualNetwork(spoke)!.AddressSpace.All(p => Request.AddressPrefixes.Any(a => a.Contains(p)))));

        public Dictionary<(Endpoint A, Endpoint B), Verdict> Matrix(Topology topology)
        {
            var engine = new ReachabilityEngine(topology);
            Endpoint[] ends = [.. topology.VirtualNetworks.Select(n => new VNetEndpoint(n.Id)),
                .. topology.LocalNetworkGateways.Select(s => new SiteEndpoint(s.Id)),
                .. topology.Gateways.Where(g => !g.ClientPool.IsEmpty).Select(g => new ClientPoolEndpoint(g.Id))];
            return (from i in Enumerable.Range(0, ends.Length) from j in Enumerable.Range(i + 1, ends.Length - i - 1)
                    select (A: ends[i], B: ends[j])).ToDictionary(p => p, p => engine.Ask(p.A, p.B).Verdict);
        }

        private void Spoke(int i, bool lends)
        {
            var name = $"s{i}";
            string[] second = Chance(30) ? [$"192.168.{i}.0/24"] : [];
            _estate.VNet(name, [$"10.{i}.0.0/16", .. second]);
            for (var n = 1; n <= _random.Next(1, 4); n++)
            {
                var table = Chance(25) ? $"t{_random.Next(1, 4)}" : Chance(20) ? $"own-{name}-{n}" : null;
                if (table?.StartsWith("own", StringComparison.Ordinal) == true)
                {
                    Own(table, i);
                }

                _estate.Subnet(name, $"n{n}", $"10.{i}.{n}.0/24", table);
            }

            if (second.Length > 0)
            {
                _estate.Subnet(name, "second", $"192.168.{i}.0/25");
            }

            _ = lends ? _estate.Spoke("hub", name)
                : _estate.Peer("hub", name, h => h["allowForwardedTraffic"] = Chance(20), s => s["allowForwardedTraffic"] = Chance(30));
        }

        // A table with a route that is in the way, or one that is right already.
        private void Own(string table, int spoke)
        {
            var other = spoke == 1 ? 2 : 1;
            switch (_random.Next(4))
            {
                case 0:
                    _estate.Table(table, ($"10.{other}.0.0/16", "None", null));
                    _corrected.Add(VNetId($"s{spoke}"));
                    break;
                case 1:
                    _estate.Table(table, ($"10.{other}.0.0/16", "VirtualAppliance", "10.0.1.4"));
                    break;
                case 2:
                    _estate.Table(table, ($"10.{other}.1.0/24", "None", null));
                    _odd.Add(VNetId($"s{spoke}"));
                    break;
                default:
                    _estate.Table(table, p => p["disableBgpRoutePropagation"] = Chance(50));
                    break;
            }
        }

        private void Around(int count)
        {
            foreach (var t in new[] { 1, 2, 3 })
            {
                _estate.Table($"t{t}");
            }

            if (Chance(40))
            {
                _estate.Peer("s1", "s2");
            }

            _estate.VNet("o1", "10.101.0.0/16").Subnet("o1", "n", "10.101.1.0/24", Chance(40) ? "t1" : null).Peer("hub", "o1");
            _estate.VNet("o2", "10.102.0.0/16").Subnet("o2", "n", "10.102.1.0/24", Chance(40) ? "t2" : null).Peer("o2", $"s{_random.Next(1, count + 1)}");
        }

        private void Site() => _estate.Other(Id("localNetworkGateways", "site"), new()
        {
            ["properties"] = new JsonObject { ["localNetworkAddressSpace"] = Space("172.20.0.0/16") },
        }).Other(Id("connections", "to-site"), new()
        {
            ["properties"] = new JsonObject
            {
                ["connectionType"] = "IPsec",
                ["virtualNetworkGateway1"] = new JsonObject { ["id"] = Id("virtualNetworkGateways", "gw").ToString() },
                ["localNetworkGateway2"] = new JsonObject { ["id"] = Id("localNetworkGateways", "site").ToString() },
            },
        });

        private bool Chance(int percent) => _random.Next(100) < percent;
    }
}
