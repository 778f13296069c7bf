using System.Globalization;
using System.Net;
using System.Security;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Reading;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;

namespace AzNetHelper.Tests.Integration;

/// <summary>
/// What the engine says of networks that VPN gateways join is what the service's effective routes say, before a tunnel is
/// planned and after it was built: the routes of each machine's interface, and from a gateway on what it has learned. The
/// simulation works both out by rules of its own.
/// </summary>
public sealed class VpnAgreementTests
{
    // The older runtime takes a sample: the rules are the same code.
    private static readonly int Estates = Environment.Version.Major >= 10 ? 200 : 20;
    private const int FirstSeed = 7000;
    private const int Side = 8;

    [Fact]
    public async Task Engine_and_effective_routes_agree_before_and_after_a_tunnel_is_built()
    {
        var first = Environment.GetEnvironmentVariable("AZNETHELPER_SEED") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : FirstSeed;
        var (reachable, blocked, opened) = (0, 0, 0);
        await Parallel.ForEachAsync(Enumerable.Range(first, Estates), new ParallelOptions { MaxDegreeOfParallelism = Side }, async (seed, _) =>
        {
            var estate = new VpnEstate(seed);
            var pairs = estate.Count * (estate.Count - 1) / 2;
            await Bed.RunAsync(estate.Topology, async bed =>
            {
                var before = await CompareAsync(bed, await ReadAsync(bed), estate, seed, "before");
                if (estate.Apart() is not { } pair || await PlanAsync(bed, pair, seed) is not { } plan)
                {
                    Interlocked.Add(ref reachable, before.Count);
                    Interlocked.Add(ref blocked, pairs - before.Count);
                    return;
                }

                // As planned, as built, and as the service routes then.
                var projected = PlanProjection.Apply(await ReadAsync(bed), plan);
                using var secrets = Secrets.For(plan, new Dictionary<string, SecureString>(), StepWriter.Nowhere)!;
                Bed.AssertSucceeded(await new PlanRunner(secrets.Over(bed.Arm), new() { JitterSeed = seed }, StepWriter.Nowhere)
                    .RunAsync(plan, Bed.Stop));
                await Task.Delay(TimeSpan.FromMinutes(3), bed.Clock, Bed.Stop);
                var after = await CompareAsync(bed, await ReadAsync(bed), estate, seed, "after");
                Assert.True(after.SetEquals(Reachable(projected, estate)), $"AZNETHELPER_SEED={seed}: planned "
                    + $"{string.Join(' ', Reachable(projected, estate))}, built {string.Join(' ', after)}; "
                    + string.Join(", ", (await ReadAsync(bed)).Connections.Select(c => $"{c.Name} {c.Status} bgp={c.EnableBgp}")));
                Interlocked.Add(ref reachable, after.Count);
                Interlocked.Add(ref blocked, pairs - after.Count);
                Interlocked.Add(ref opened, after.Except(before).Count());
            });
        });

        Bed.Print(string.Create(CultureInfo.InvariantCulture,
            $"seeds {first} to {first + Estates - 1}: {reachable} pairs reach each other, {blocked} do not, {opened} opened by a tunnel"));
        Assert.True(reachable > Estates && blocked > Estates && opened > Estates / 4, $"{reachable} {blocked} {opened}");
    }

    private static Task<Topology> ReadAsync(Bed bed) =>
        TopologyReader.ReadAsync(bed.Arm, TopologyScope.Everything with { Depth = SurveyDepth.Ways }, StepWriter.Nowhere, Bed.Stop);

    // Null where a tunnel may not be built there (spaces that would overlap ...): then nothing changes.
    private static async Task<Plan?> PlanAsync(Bed bed, (ResourceId One, ResourceId Other) pair, int seed)
    {
        var request = new VNetToVNetRequest(pair.One, pair.Other) { EnableBgp = seed % 2 == 0 };
        var ground = await VNetToVNetGround.ReadAsync(
            bed.Arm, [(pair.One.ToString(), pair.Other.ToString())], (_, _, _) => request, [], StepWriter.Nowhere, Bed.Stop);
        return ground?.Plan() is { CanApply: true } plan ? plan : null;
    }

    private static async Task<SortedSet<(int, int)>> CompareAsync(Bed bed, Topology read, VpnEstate estate, int seed, string when)
    {
        var engine = Reachable(read, estate);
        var routes = new Routes(bed, read);
        for (var i = 0; i < estate.Count; i++)
        {
            for (var j = i + 1; j < estate.Count; j++)
            {
                var (there, back) = (await routes.WayAsync(i, j), await routes.WayAsync(j, i));
                var says = there.EndsWith("arrived", StringComparison.Ordinal) && back.EndsWith("arrived", StringComparison.Ordinal);
                Assert.True(says == engine.Contains((i, j)), $"AZNETHELPER_SEED={seed}, {when}: v{i} and v{j}: the engine says "
                    + $"{(engine.Contains((i, j)) ? "reachable" : "blocked")}, effective routes lead: {there}; back: {back}");
            }
        }

        // A site's way back is in its device, which no service knows: what the engine calls reachable has to have a way there.
        var ask = new ReachabilityEngine(read);
        foreach (var site in read.LocalNetworkGateways)
        {
            for (var i = 0; i < estate.Count; i++)
            {
                var way = await routes.WayAsync(i, site);
                Assert.True(way.EndsWith("arrived", StringComparison.Ordinal)
                    || ask.Ask(new SubnetEndpoint(VpnEstate.Subnet(i)), new SiteEndpoint(site.Id)).Verdict != Verdict.Reachable,
                    $"AZNETHELPER_SEED={seed}, {when}: the engine says that v{i} reaches {site.Name}, effective routes lead: {way}");
            }
        }

        return engine;
    }

    private static SortedSet<(int, int)> Reachable(Topology topology, VpnEstate estate)
    {
        var engine = new ReachabilityEngine(topology);
        return [.. from i in Enumerable.Range(0, estate.Count)
                   from j in Enumerable.Range(i + 1, estate.Count - i - 1)
                   where engine.Ask(new SubnetEndpoint(VpnEstate.Subnet(i)), new SubnetEndpoint(VpnEstate.Subnet(j))).Verdict == Verdict.Reachable
                   select (i, j)];
    }

    /// <summary>What the service answers about routes, each interface and each gateway asked once.</summary>
    private sealed class Routes(Bed bed, Topology topology)
    {
        private const int MostHops = 8;
        private readonly Dictionary<ResourceId, JsonArray> _asked = [];

        public Task<string> WayAsync(int from, int to) => WayAsync(from, IPAddress.Parse(VpnEstate.Address(to)),
            host => host == VpnEstate.Network(to) || Uses(VpnEstate.Network(to), host), _ => false);

        public Task<string> WayAsync(int from, LocalNetworkGateway site) => WayAsync(from, IPAddress.Parse($"192.168.{site.Name[^1]}.9"),
            _ => false, gateway => topology.Connections.Any(c => c.Gateway == gateway && c.LocalNetworkGateway == site.Id));

        // Behind a gateway are its VNet, the VNets that use it, and its sites.
        private async Task<string> WayAsync(int from, IPAddress target, Func<ResourceId, bool> holds, Func<ResourceId, bool> serves)
        {
            var route = Longest(await AskAsync(VpnEstate.Interface(from), "effectiveRouteTable"),
                r => (string?)r["state"] == "Active" ? r["addressPrefix"]!.AsArray().Select(p => (string)p!) : [], target);
            return (string?)route?["nextHopType"] switch
            {
                null or "None" or "Internet" => "dropped",
                "VirtualNetworkGateway" => await ThroughAsync(Serving(from), target, g => (HostOf(g) is { } host && holds(host)) || serves(g), MostHops),
                "VnetLocal" or "VNetPeering" or "VNetGlobalPeering" => "arrived",
                var other => $"to {other}",
            };
        }

        // A gateway hands on by what it has learned.
        private async Task<string> ThroughAsync(ResourceId? gateway, IPAddress target, Func<ResourceId, bool> ends, int hops)
        {
            if (gateway is null || hops == 0)
            {
                return "no gateway";
            }

            if (ends(gateway))
            {
                return $"{gateway.Name} arrived";
            }

            var route = Longest(await AskAsync(gateway, "getLearnedRoutes"), r => [(string)r["network"]!], target);
            if (route is null)
            {
                return $"{gateway.Name} knows no route";
            }

            // A static route of a tunnel without BGP names no next hop: it is the tunnel to where the address is.
            var next = (string?)route["nextHop"] is { Length: > 0 } hop ? Next(gateway, hop, (string?)route["sourcePeer"]) : Static(gateway, ends);
            return next is null ? $"{gateway.Name}, lost at {route.ToJsonString()}"
                : $"{gateway.Name}, {await ThroughAsync(next, target, ends, hops - 1)}";
        }

        private ResourceId? HostOf(ResourceId gateway) => topology.Gateways.Single(g => g.Id == gateway).VirtualNetwork;

        private ResourceId? Static(ResourceId gateway, Func<ResourceId, bool> ends) => topology.Connections
            .Where(c => c.Gateway == gateway && c.OtherGateway is not null && !c.EnableBgp).Select(c => c.OtherGateway!).FirstOrDefault(ends);

        private bool Uses(ResourceId spoke, ResourceId host) => topology.VirtualNetwork(spoke)?.PeeringTo(host) is { UseRemoteGateways: true };

        private ResourceId? Serving(int from)
        {
            var network = topology.VirtualNetwork(VpnEstate.Network(from))!;
            return topology.GatewaysOf(network.Id).Select(g => g.Id).Concat(network.Peerings.Where(p => p.UseRemoteGateways)
                .SelectMany(p => topology.GatewaysOf(p.RemoteVNet)).Select(g => g.Id)).FirstOrDefault();
        }

        // The next hop is an address of a gateway at the other end.
        private ResourceId? Next(ResourceId gateway, params string?[] addresses) => topology.Connections
            .Where(c => c.Gateway == gateway && c.OtherGateway is not null).Select(c => c.OtherGateway!)
            .FirstOrDefault(g => topology.Gateways.Single(o => o.Id == g).Addresses
                .Any(a => a.BgpAddresses.Concat(a.TunnelAddresses).Any(x => addresses.Contains(x.ToString(), StringComparer.Ordinal))));

        private static JsonNode? Longest(JsonArray routes, Func<JsonNode, IEnumerable<string>> prefixes, IPAddress target) =>
            routes.SelectMany(r => prefixes(r!).Select(p => (Route: r!, Prefix: IPPrefix.Parse(p))))
                .Where(r => r.Prefix.Contains(target)).OrderByDescending(r => r.Prefix.Length).ThenBy(r => Systems(r.Route)).Select(r => r.Route).FirstOrDefault();

        // The autonomous systems on the way, for example 65002-65003.
        private static int Systems(JsonNode route) =>
            ((string?)route["asPath"] ?? string.Empty).Split('-', StringSplitOptions.RemoveEmptyEntries).Length;

        private async Task<JsonArray> AskAsync(ResourceId id, string action)
        {
            if (!_asked.TryGetValue(id, out var value))
            {
                var operation = await bed.Arm.SendAsync(
                    new(ArmVerb.Post, $"{id}/{action}", ResourceTypes.NetworkApiVersion), Bed.Stop);
                var answer = await bed.Arm.WaitAsync(operation, Bed.Stop);
                value = _asked[id] = JsonNode.Parse(answer.Body.Span)!["value"]!.AsArray();
            }

            return value;
        }
    }
}
