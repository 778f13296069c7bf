using AzNetHelper.Addressing;
using AzNetHelper.AddressSpaces;
using AzNetHelper.Networks;
using AzNetHelper.Tests.Reachability;
using CsCheck;
using Xunit;

namespace AzNetHelper.Tests.AddressSpaces;

/// <summary>Overlaps of random estates against trying every pair of prefixes, and free space against both.</summary>
public sealed class AddressSpaceProperties
{
    private const int Networks = 6;

    private static readonly Gen<string> Prefix = Gen.Select(Gen.Int[0, 63], Gen.Int[20, 26])
        .Select((at, length) => IPPrefix.FromBits((UInt128)(0x0a000000u | ((uint)at << 6)) << 96, length, isIPv6: false).ToString());

    private static readonly Gen<Drawing> Estates = Gen.Select(
        Prefix.Array[1, 2].Array[Networks], Gen.Int[0, 6].Array[Networks * Networks], Prefix.Array[1, 2].Array[2], Gen.Int[0, 1].Array[2], Prefix)
        .Select((spaces, links, sites, homes, pool) => new Drawing(spaces, links, sites, homes, pool));

    [Fact]
    public void Two_are_told_as_what_they_are_to_each_other() => Estates.Sample(drawing =>
    {
        var findings = AddressSpaceAudit.Examine(drawing.Make());
        var told = findings.Where(f => f.Id is AddressSpaceFindingId.PeeredOverlap or AddressSpaceFindingId.NeighbourOverlap
                or AddressSpaceFindingId.SiteOverlap or AddressSpaceFindingId.ClientPoolOverlap or AddressSpaceFindingId.SiteContainsVNet
                or AddressSpaceFindingId.SitesOverlap)
            .Select(f => $"{f.Severity} {f.Id} {f.Resources[0].Name} {f.Resources[1].Name}").Order(StringComparer.Ordinal);
        var reused = findings.Where(f => f.Id == AddressSpaceFindingId.AddressReuse).SelectMany(f => f.Resources).Select(r => r.Name).ToHashSet();
        var expected = drawing.Pairs().ToList();
        Assert.Equal(expected.Where(e => e.Told is not null).Select(e => e.Told!).Order(StringComparer.Ordinal), told);
        Assert.Equal(expected.Where(e => e.IsApart).SelectMany(e => new[] { e.A, e.B }).ToHashSet(), reused);
    }, iter: 1_000);

    [Fact]
    public void What_is_found_clashes_with_nothing() => Gen.Select(Estates, Gen.Int[21, 27].Array[1, 4]).Sample((drawing, lengths) =>
    {
        var topology = drawing.Make();
        var super = IPPrefix.Parse("10.0.0.0/19");
        var answer = AddressSpaceFinder.Find(topology, new() { Lengths = [.. lengths], Supernets = [super] });
        var taken = drawing.Claims().Select(c => c.Prefix).ToList();
        if (answer.Failure is not null)
        {
            var free = PrefixSet.Of(super).Except(PrefixSet.Of(taken));
            Assert.True(lengths.Length > 1 || free.All(f => f.Length > lengths[0]), answer.Failure.Message);
            return;
        }

        Assert.Equal(lengths, answer.Found.Select(f => f.PrefixLength));
        Assert.All(answer.Found, f => Assert.True(super.Contains(f.Prefix) && f.Hole.Contains(f.Prefix)));
        Assert.All(answer.Found, f => Assert.DoesNotContain(taken, t => t.Overlaps(f.Prefix) || t.Overlaps(f.Hole)));
        Assert.Equal(0, PrefixNesting.Of([.. answer.Found.Select(f => f.Prefix)]).PairCount);
        Assert.Empty(AddressSpaceAudit.ExamineCandidates(topology, [.. answer.Found.Select(f => f.Prefix)]));
    }, iter: 1_000);

    /// <summary>Some VNets, what joins them, and a gateway in the first one with sites and clients.</summary>
    private sealed record Drawing(string[][] Spaces, int[] Links, string[][] Sites, int[] Homes, string Pool)
    {
        public Topology Make()
        {
            var estate = new TestEstate();
            for (var i = 0; i < Networks; i++)
            {
                estate.VNet($"v{i}", Spaces[i]);
            }

            foreach (var (i, j) in Couples())
            {
                var link = Link(i, j);
                _ = link switch
                {
                    1 or 2 => estate.Peer($"v{i}", $"v{j}", onB: h => h["useRemoteGateways"] = link == 2),
                    3 => estate.Half($"v{i}", $"v{j}", h => h["peerCompleteVnets"] = false),
                    4 => estate.Half($"v{i}", $"v{j}", h => h["peeringState"] = "Disconnected"),
                    _ => estate,
                };
            }

            estate.Gateway("g", "v0", pool: Pool);
            for (var s = 0; s < Sites.Length; s++)
            {
                estate.Site($"s{s}", "g", bgp: Homes[s] == 1, Sites[s]);
            }

            return estate.Topology();
        }

        public IEnumerable<(string Name, IPPrefix Prefix)> Claims() =>
            Spaces.SelectMany((space, i) => space.Distinct().Select(p => ($"v{i}", IPPrefix.Parse(p))))
                .Concat(Sites.SelectMany((site, s) => site.Distinct().Select(p => ($"s{s}", IPPrefix.Parse(p))))).Append(("g", IPPrefix.Parse(Pool)));

        /// <summary>Every two that share an address, and what is to be told of them.</summary>
        public IEnumerable<(string A, string B, string? Told, bool IsApart)> Pairs()
        {
            string[] names = [.. Enumerable.Range(0, Networks).Select(i => $"v{i}"), "s0", "s1", "g"];
            var claims = Claims().ToLookup(c => c.Name, c => c.Prefix);
            foreach (var (a, b) in names.SelectMany((a, i) => names.Skip(i + 1).Select(b => (a, b))))
            {
                var shared = claims[a].SelectMany(p => claims[b].Where(p.Overlaps).Select(q => (p, q))).ToArray();
                if (shared.Length > 0)
                {
                    yield return (a, b) switch
                    {
                        (['v', var i], ['v', var j]) => VNets(a, b, i - '0', j - '0'),
                        (['v', var i], ['s', _]) => Site(a, b, i - '0', Array.TrueForAll(shared, s => s.q.Contains(s.p) && s.p != s.q)),
                        (['v', var i], _) => Served(i - '0') is { } served ? Tell(served ? "Error" : "Warning", "ClientPoolOverlap", a, b) : (a, b, null, true),
                        (_, ['s', _]) => Tell(Homes[0] + Homes[1] == 2 ? "Information" : "Warning", "SitesOverlap", a, b),
                        _ => Tell(Array.TrueForAll(shared, s => s.p.Contains(s.q) && s.p != s.q) ? "Warning" : "Error", "ClientPoolOverlap", a, b),
                    };
                }
            }
        }

        private (string A, string B, string? Told, bool IsApart) VNets(string a, string b, int i, int j)
        {
            var both = Enumerable.Range(0, Networks).Where(k => k != i && k != j);
            return Link(i, j) is 1 or 2 or 4 ? Tell("Error", "PeeredOverlap", a, b)
                : both.Any(k => Link(i, k) is 1 or 2 && Link(j, k) is 1 or 2) ? Tell("Warning", "NeighbourOverlap", a, b)
                : (a, b, null, Link(i, j) != 3);
        }

        private (string A, string B, string? Told, bool IsApart) Site(string a, string b, int network, bool isWider) =>
            Served(network) is not { } served ? (a, b, null, true)
            : isWider ? Tell("Information", "SiteContainsVNet", a, b) : Tell(served ? "Error" : "Warning", "SiteOverlap", a, b);

        // True for the gateway's VNet and who uses the gateway, false for who could, null for everyone else.
        private bool? Served(int network) => network == 0 ? true : Link(0, network) switch { 2 => true, 1 => false, _ => null };

        private static (string A, string B, string? Told, bool IsApart) Tell(string severity, string id, string a, string b) =>
            (a, b, $"{severity} {id} {a} {b}", false);

        private int Link(int i, int j) => Links[(Math.Min(i, j) * Networks) + Math.Max(i, j)];

        private static IEnumerable<(int I, int J)> Couples() =>
            Enumerable.Range(0, Networks).SelectMany(i => Enumerable.Range(i + 1, Networks - i - 1).Select(j => (i, j)));
    }
}
