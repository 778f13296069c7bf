using System.Text.Json.Nodes;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Reachability.Differences;
using Xunit;

namespace AzNetHelper.Tests.Reachability;

/// <summary>What changes between two matrices, held to single questions about every pair on both sides.</summary>
public sealed class MatrixDifferenceTests(ITestOutputHelper output)
{
    [Fact]
    public void Differences_of_random_estates_are_those_of_all_single_questions()
    {
        var (rows, partRows, effects) = (0, 0, new SortedDictionary<ChangeEffect, int>());
        for (var seed = 8100; seed < 8220; seed++)
        {
            var (before, after) = Changed(seed);
            var expected = Expected(before, after).Order(StringComparer.Ordinal).ToArray();
            var found = new MatrixDifference(before, after).Changes(TestContext.Current.CancellationToken).ToArray();

            Assert.Equal($"seed {seed}\n" + string.Join('\n', expected),
                $"seed {seed}\n" + string.Join('\n', found.Select(Line).Order(StringComparer.Ordinal)));
            rows += found.Length;
            partRows += found.Count(c => c.SourceEndpoint is SubnetEndpoint);
            foreach (var change in found)
            {
                effects[change.Effect] = effects.GetValueOrDefault(change.Effect) + 1;
            }
        }

        output.WriteLine($"{rows} rows, {partRows} of them of subnets; {string.Join(", ", effects.Select(e => $"{e.Key} {e.Value}"))}");
        Assert.True(partRows > 20);
        Assert.Equal([ChangeEffect.Closes, ChangeEffect.LeadsOtherwise, ChangeEffect.Opens], effects.Keys);
    }

    [Fact]
    public void The_same_networks_differ_in_nothing_and_backwards_every_effect_is_the_opposite()
    {
        for (var seed = 8220; seed < 8250; seed++)
        {
            var (before, after) = Changed(seed);
            Assert.Empty(new MatrixDifference(before, EstateGenerator.Make(seed)).WorseFirst(TestContext.Current.CancellationToken));
            var there = new MatrixDifference(before, after).Changes(TestContext.Current.CancellationToken);
            var back = new MatrixDifference(after, before).Changes(TestContext.Current.CancellationToken);
            Assert.Equal(there.Select(c => $"{c.Source} {c.Destination} {c.Before} {c.After}"),
                back.Select(c => $"{c.Source} {c.Destination} {c.After} {c.Before}"));
        }
    }

    [Fact]
    public void What_is_worse_comes_first()
    {
        for (var seed = 8300; seed < 8320; seed++)
        {
            var (before, after) = Changed(seed);
            var effects = new MatrixDifference(before, after).WorseFirst(TestContext.Current.CancellationToken).Select(c => c.Effect).ToArray();
            Assert.Equal(effects.Order(), effects);
        }
    }

    [Fact]
    public void Networks_of_one_side_close_or_open_what_they_reached()
    {
        var small = CaseEstates.Two().Peer("a", "b").Topology();
        var large = CaseEstates.Two().Peer("a", "b").VNet("c", "10.2.0.0/16").Peer("a", "c").Topology();

        var opened = Assert.Single(new MatrixDifference(small, large).WorseFirst(TestContext.Current.CancellationToken),
            c => c.Source != c.Destination);
        Assert.Equal(("rg/a", "rg/c", null, Verdict.Reachable, ChangeEffect.Opens),
            (opened.Source, opened.Destination, opened.Before, opened.After, opened.Effect));
        var closed = Assert.Single(new MatrixDifference(large, small).WorseFirst(TestContext.Current.CancellationToken),
            c => c.Source != c.Destination);
        Assert.Equal((Verdict.Reachable, null, ChangeEffect.Closes), (closed.Before, closed.After, closed.Effect));
        Assert.Equal("rg/a <-> rg/c: Reachable -> not there (Closes)", closed.ToString());
    }

    [Fact]
    public void A_plan_that_lends_a_gateway_opens_the_sites_and_clients_behind_it_too()
    {
        var topology = new EstateBuilder().VNetWithApp("hub", "10.0.0.0/16").GatewaySubnet("hub").VNetWithApp("s", "10.1.0.0/16")
            .Gateway("gw", "hub", g => g["vpnClientConfiguration"] = new JsonObject
            {
                ["vpnClientAddressPool"] = EstateBuilder.Space("172.16.0.0/24"),
            })
            .Site("dc", ["192.168.0.0/24"], gateways: "gw").Peer("hub", "s", h => h["allowGatewayTransit"] = true).Topology();
        var (spoke, site) = (new VNetEndpoint(EstateBuilder.NetId("s")), new SiteEndpoint(EstateBuilder.Id("localNetworkGateways", "dc")));
        var plan = new ReachabilityEngine(topology).Ask(spoke, site).Fix;
        Assert.NotNull(plan);

        var changes = new MatrixDifference(topology, PlanProjection.Apply(topology, plan))
            .Around(spoke, site, TestContext.Current.CancellationToken);

        Assert.Equal(["rg/s <-> site:rg/dc True", "rg/s <-> pool:rg/gw False"],
            changes.Select(c => $"{c.Source} <-> {c.Destination} {c.IsAsked}"));
        Assert.All(changes, c => Assert.Equal((ChangeEffect.Opens, PathKinds.VpnGateway), (c.Effect, c.KindsAfter)));
    }

    [Fact]
    public void What_opens_beside_the_subnets_that_were_asked_for_is_told()
    {
        var before = CaseEstates.WithRoute("10.1.0.0/16", "None").Subnet("a", "db", "10.0.2.0/24", "t").Topology();
        var after = CaseEstates.WithRoute("10.9.0.0/16", "None").Subnet("a", "db", "10.0.2.0/24", "t").Topology();
        var (app, far) = (new SubnetEndpoint(TestEstate.VNetId("a").Child("subnets", "app")), new VNetEndpoint(TestEstate.VNetId("b")));
        var difference = new MatrixDifference(before, after);

        Assert.Equal(["rg/a/app <-> rg/b True", "rg/a/db <-> rg/b/app False"],
            difference.Around(app, far, TestContext.Current.CancellationToken).Select(c => $"{c.Source} <-> {c.Destination} {c.IsAsked}"));
        Assert.Equal(["rg/a <-> rg/b True"], difference.Around(new VNetEndpoint(TestEstate.VNetId("a")), far, TestContext.Current.CancellationToken)
            .Select(c => $"{c.Source} <-> {c.Destination} {c.IsAsked}"));
    }

    [Fact]
    public void One_subnet_for_another_is_seen_though_both_are_Partial()
    {
        static Topology With(string blocked) => CaseEstates.Two().Peer("a", "b")
            .Table("t", ("10.1.0.0/16", "None", null)).Subnet("a", "x", "10.0.3.0/24", blocked == "x" ? "t" : null)
            .Subnet("a", "y", "10.0.4.0/24", blocked == "y" ? "t" : null).Topology();

        var changes = new MatrixDifference(With("x"), With("y")).WorseFirst(TestContext.Current.CancellationToken);

        Assert.Equal(
            ["Closes rg/a/y rg/b/app", "Closes rg/a/y rg/b/db", "Opens rg/a/x rg/b/app", "Opens rg/a/x rg/b/db"],
            changes.Select(c => $"{c.Effect} {c.Source} {c.Destination}"));
    }

    [Fact]
    public void A_pair_that_does_not_change_is_told_when_it_was_asked_for()
    {
        var topology = CaseEstates.Two().Peer("a", "b").Topology();
        var (a, b) = (new VNetEndpoint(TestEstate.VNetId("a")), new VNetEndpoint(TestEstate.VNetId("b")));

        var asked = Assert.Single(new MatrixDifference(topology, topology).Around(b, a, TestContext.Current.CancellationToken));

        Assert.Equal((ChangeEffect.None, Verdict.Reachable, Verdict.Reachable, true), (asked.Effect, asked.Before, asked.After, asked.IsAsked));
        Assert.Throws<EndpointException>(() => new MatrixDifference(topology, topology)
            .Around(a, new VNetEndpoint(TestEstate.VNetId("z")), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_comparison_that_is_stopped_ends()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var topology = EstateGenerator.Make(8100);
        Assert.ThrowsAny<OperationCanceledException>(() => new MatrixDifference(topology, topology).WorseFirst(stop.Token));
    }

    /// <summary>An estate, and what is left of it when some resources are gone or say something else.</summary>
    private static (Topology Before, Topology After) Changed(int seed)
    {
        var random = new Random(seed);
        var documents = EstateGenerator.Documents(seed).Documents();
        var changed = documents.DeepClone().AsArray();
        for (var i = 0; i < 8 && changed.Count > 1; i++)
        {
            var p = changed[random.Next(changed.Count)]!["properties"] as JsonObject;
            foreach (var half in p?["virtualNetworkPeerings"] is JsonArray halves ? halves.OfType<JsonObject>() : [])
            {
                half["properties"]!["allowForwardedTraffic"] = random.Next(2) == 0;
                half["properties"]!["useRemoteGateways"] = random.Next(2) == 0;
            }

            if (p?["routes"] is JsonArray { Count: > 0 } routes)
            {
                routes.RemoveAt(random.Next(routes.Count));
            }
            else if (p?["subnets"] is JsonArray { Count: > 1 } subnets && random.Next(2) == 0)
            {
                subnets[random.Next(subnets.Count)]!["properties"]!.AsObject().Remove("routeTable");
            }
            else if (random.Next(3) == 0)
            {
                changed.RemoveAt(random.Next(changed.Count));
            }
        }

        return (EstateShrinker.Read(documents), EstateShrinker.Read(changed));
    }

    private static IEnumerable<string> Expected(Topology before, Topology after)
    {
        var (one, other) = (new ReachabilityEngine(before), new ReachabilityEngine(after));
        Endpoint[] ends = [.. Ends(before).Union(Ends(after)).OrderBy(e => e is VNetEndpoint ? 0 : e is SiteEndpoint ? 1 : 2).ThenBy(e => e.Id)];
        for (var i = 0; i < ends.Length; i++)
        {
            for (var j = ends[i] is VNetEndpoint ? i : i + 1; j < ends.Length; j++)
            {
                var (b, a) = (Ask(one, ends[i], ends[j]), Ask(other, ends[i], ends[j]));
                var parts = Mixed(b) && Mixed(a) && b!.Verdict == a!.Verdict
                    ? Parts(before, after, one, other, ends[i], ends[j]).ToArray() : [];
                foreach (var line in parts.Length > 0 ? parts : [Line(ends[i], ends[j], b, a)])
                {
                    if (line is not null)
                    {
                        yield return line;
                    }
                }
            }
        }
    }

    private static bool Mixed(ReachabilityAnswer? answer) => answer is { Verdict: Verdict.Partial or Verdict.Unknown }
        || (answer is not null && int.PopCount((int)answer.Kinds) > 1);

    private static IEnumerable<string?> Parts(
        Topology before, Topology after, ReachabilityEngine one, ReachabilityEngine other, Endpoint source, Endpoint destination) =>
        from s in Parts(before, source).Union(Parts(after, source))
        from d in Parts(before, destination).Union(Parts(after, destination))
        where source != destination || s.Id <= d.Id
        let line = Line(s, d, Ask(before, one, s, d), Ask(after, other, s, d))
        where line is not null
        select line;

    private static ReachabilityAnswer? Ask(Topology topology, ReachabilityEngine engine, Endpoint s, Endpoint d) =>
        (s is SubnetEndpoint || Parts(topology, s).Contains(s)) && (d is SubnetEndpoint || Parts(topology, d).Contains(d)) ? Ask(engine, s, d) : null;

    private static Endpoint[] Parts(Topology topology, Endpoint end) =>
        end is not VNetEndpoint network ? [end]
        : topology.VirtualNetwork(network.VNet) is not { } read ? []
        : read.Subnets.Where(s => !ReservedSubnets.Contains(s.Name)).Select(s => (Endpoint)new SubnetEndpoint(s.Id)).ToArray() is { Length: > 0 } some
            ? some : [end];

    private static IEnumerable<Endpoint> Ends(Topology topology) => new MatrixSide(new(topology)).All;

    // Of a VNet that a peering points at and that is not there nothing is compared, nor of a site that has nothing of its own.
    private static ReachabilityAnswer? Ask(ReachabilityEngine engine, Endpoint source, Endpoint destination)
    {
        try
        {
            return new[] { source, destination }.Any(e => e switch
            {
                VNetEndpoint network => engine.Estate.Node(network.VNet) is null,
                SiteEndpoint site => engine.Estate.Sites.Site(site.Site) is not { Own.IsEmpty: false },
                _ => false,
            }) ? null : engine.Ask(source, destination);
        }
        catch (EndpointException)
        {
            return null;
        }
    }

    private static string? Line(Endpoint source, Endpoint destination, ReachabilityAnswer? before, ReachabilityAnswer? after)
    {
        var (was, then) = (before?.Verdict ?? Verdict.Blocked, after?.Verdict ?? Verdict.Blocked);
        return was != then || (before is not null && after is not null && before.Kinds != after.Kinds)
            ? $"{source} {destination} {before?.Verdict} {after?.Verdict} {before?.Kinds ?? PathKinds.None} {after?.Kinds ?? PathKinds.None}" : null;
    }

    private static string Line(PairChange change) =>
        $"{change.Source} {change.Destination} {change.Before} {change.After} {change.KindsBefore} {change.KindsAfter}";
}
