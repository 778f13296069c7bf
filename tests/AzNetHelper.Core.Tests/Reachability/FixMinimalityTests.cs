using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Reachability;

/// <summary>
/// Nothing smaller works: every set of fewer writes is tried, with documents edited here, by hand as it were, and without the
/// planners that made the fix.
/// </summary>
public sealed class FixMinimalityTests(ITestOutputHelper output)
{
    private const int FirstSeed = 120000;
    private const int MostNetworks = 4;
    private static readonly int Cases = Environment.Version.Major >= 10 ? 150 : 20;

    [Fact]
    public void No_smaller_set_of_writes_opens_the_pair()
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var (seed, cases, tried) = (FirstSeed, 0, 0);
        for (; cases < Cases; seed++)
        {
            var topology = EstateGenerator.Make(seed);
            if (topology.VirtualNetworks.Length > MostNetworks)
            {
                continue;
            }

            var edits = Edits(topology).ToArray();
            var before = Matrix(topology);
            foreach (var answer in new ReachabilityEngine(topology).All().Where(a => a.Verdict == Verdict.Blocked).Take(3))
            {
                // Without a fix sets of one and two are tried; an edit may do more than a fix would, and then it may spoil
                // something: it never stands for a fix that is none.
                var cost = answer.Fix?.Changes.Where(c => c.Writes).Select(c => c.Resource).Distinct().Count() ?? 3;
                var pair = (answer.SourceEndpoint.Id, answer.DestinationEndpoint.Id);
                cases++;
                var what = $"{(answer.Fix is null ? "no fix" : $"fix of {cost}")}";
                counts[what] = counts.GetValueOrDefault(what) + 1;
                foreach (var set in Sets(edits, Math.Min(cost - 1, 2)))
                {
                    tried++;
                    var after = topology.With(set.Select(e => e.Document));
                    Assert.False(new ReachabilityEngine(after).Ask(answer.SourceEndpoint, answer.DestinationEndpoint).Verdict == Verdict.Reachable
                        && SpoilsNothing(topology, before, after),
                        $"Seed {seed}: {answer} has {(answer.Fix is null ? "no fix" : string.Join("; ", answer.Fix.Changes.Where(c => c.Writes).Select(c => c.Summary)))}, "
                        + $"but this opens {pair}: {string.Join("; ", set.Select(e => e.Text))}");
                }
            }
        }

        output.WriteLine($"Seeds {FirstSeed} to {seed - 1}, {cases} pairs, {tried} sets tried: {string.Join(", ", counts)}.");
        Assert.True(tried > 20 * Cases);
    }

    private sealed record Edit(ResourceId Written, ResourceDocument Document, string Text);

    private static IEnumerable<Edit[]> Sets(Edit[] edits, int most)
    {
        if (most < 1)
        {
            yield break;
        }

        foreach (var edit in edits)
        {
            yield return [edit];
        }

        if (most < 2)
        {
            yield break;
        }

        // Two edits of one document are one edit here: what one resource could say is in the list already.
        for (var i = 0; i < edits.Length; i++)
        {
            for (var j = i + 1; j < edits.Length; j++)
            {
                if (edits[i].Document.Id != edits[j].Document.Id)
                {
                    yield return [edits[i], edits[j]];
                }
            }
        }
    }

    private static IEnumerable<Edit> Edits(Topology topology)
    {
        foreach (var nic in topology.NetworkInterfaces.Where(n => !n.EnableIPForwarding))
        {
            yield return Change(topology, nic.Id, nic.Id, "forward", d => d["properties"]!["enableIPForwarding"] = true);
        }

        foreach (var half in topology.VirtualNetworks.SelectMany(n => n.Peerings).Where(h => h.Owner == PeeringOwner.User))
        {
            foreach (var flags in new string[][] { ["allowVirtualNetworkAccess"], ["allowForwardedTraffic"], ["allowVirtualNetworkAccess", "allowForwardedTraffic"] })
            {
                yield return Change(topology, half.LocalVNet, half.Id, $"{half.Name} {string.Join(" ", flags)}", d =>
                {
                    foreach (var flag in flags)
                    {
                        Half(d, half.Name)["properties"]![flag] = true;
                    }
                });
            }
        }

        foreach (var edit in RouteEdits(topology))
        {
            yield return edit;
        }
    }

    private static IEnumerable<Edit> RouteEdits(Topology topology)
    {
        var spaces = topology.VirtualNetworks.SelectMany(n => n.AddressSpace).Distinct().ToArray();
        var hops = topology.Firewalls.SelectMany(f => f.Addresses).Concat(topology.NetworkInterfaces.SelectMany(n => n.Addresses))
            .Concat(topology.LoadBalancers.SelectMany(b => b.FrontEnds)).Select(a => a.Address?.ToString()).OfType<string>().Distinct().ToArray();
        foreach (var table in topology.RouteTables)
        {
            foreach (var prefix in spaces.Concat(table.Routes.Select(r => r.Prefix).OfType<IPPrefix>()).Distinct())
            {
                // To go round what leads nowhere on purpose, and to change the way to the Internet, nobody is offered unasked.
                if (prefix.IsDefault || table.Routes.Any(r => r.NextHopType is NextHopType.None or NextHopType.Internet
                    && r.Prefix is { } nowhere && nowhere.Overlaps(prefix)))
                {
                    continue;
                }

                foreach (var hop in hops.Where(h => h.Contains(':', StringComparison.Ordinal) == prefix.IsIPv6))
                {
                    yield return Change(topology, table.Id, table.Id.Child("routes", $"{prefix}".Replace('/', '-')), $"{table.Name}: {prefix} to {hop}", d =>
                    {
                        var routes = d["properties"]!["routes"]!.AsArray();
                        foreach (var there in routes.Where(r => (string?)r!["properties"]!["addressPrefix"] == prefix.ToString()).ToArray())
                        {
                            routes.Remove(there);
                        }

                        routes.Add(new JsonObject
                        {
                            ["name"] = "edit",
                            ["properties"] = new JsonObject
                            {
                                ["addressPrefix"] = prefix.ToString(), ["nextHopType"] = "VirtualAppliance", ["nextHopIpAddress"] = hop,
                            },
                        });
                    });
                }
            }
        }
    }

    private static JsonNode Half(JsonNode network, string name) =>
        network["properties"]!["virtualNetworkPeerings"]!.AsArray().Single(h => (string?)h!["name"] == name)!;

    private static Edit Change(Topology topology, ResourceId document, ResourceId written, string text, Action<JsonNode> edit)
    {
        var json = JsonNode.Parse(topology.Document(document)!.Json.Span)!;
        edit(json);
        return new(written, new(document, JsonSerializer.SerializeToUtf8Bytes(json)), text);
    }

    private static Verdict[] Matrix(Topology topology) => [.. new ReachabilityEngine(topology).Matrix().Select(p => p.Verdict)];

    private static bool SpoilsNothing(Topology topology, Verdict[] before, Topology after) =>
        !Matrix(after).Where((v, i) => before[i] >= Verdict.Partial && v < before[i]).Any()
        && Outside(topology).SequenceEqual(Outside(after), new NoWorse());

    private static IEnumerable<Verdict> Outside(Topology topology)
    {
        var engine = new ReachabilityEngine(topology);
        var sites = topology.LocalNetworkGateways.Select(s => (Endpoint)new SiteEndpoint(s.Id));
        var pools = topology.Gateways.Where(g => !g.ClientPool.IsEmpty && g.VirtualNetwork is { } v && topology.VirtualNetwork(v) is not null)
            .Select(g => (Endpoint)new ClientPoolEndpoint(g.Id));
        return [.. sites.Concat(pools).SelectMany(e => topology.VirtualNetworks.Select(n => engine.Ask(e, new VNetEndpoint(n.Id)).Verdict))];
    }

    private sealed class NoWorse : IEqualityComparer<Verdict>
    {
        public bool Equals(Verdict before, Verdict after) => before < Verdict.Partial || after >= before;

        public int GetHashCode(Verdict verdict) => 0;
    }
}
