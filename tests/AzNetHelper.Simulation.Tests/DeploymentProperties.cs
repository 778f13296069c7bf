using System.Text.Json.Nodes;
using CsCheck;

namespace AzNetHelper.Simulation.Tests;

/// <summary>
/// Random sequences of members, configurations, commits, peerings made and deleted by hand: whenever all is quiet, peerings and effective
/// configurations are what a plain reading of the goal states says.
/// </summary>
public sealed class DeploymentProperties
{
    private static readonly string[] Networks = ["a", "b", "d", "hub2"];
    private static readonly string[] Groups = ["g", "g2"];
    private static readonly string[] Names = ["c", "c2"];
    private static readonly string[] Regions = [ManagerBed.West, ManagerBed.North];

    private static readonly Gen<Spec> Specs = Gen.Select(Gen.Bool, Any("hub", "hub2"), Gen.Int[1, 3], Gen.Bool, Gen.Int[0, 3],
        (mesh, hub, groups, direct, rare) => new Spec(mesh ? null : hub, [.. Groups.Where((_, i) => (groups & (1 << i)) != 0)], direct, rare == 0));

    private static readonly Gen<Move> Moves = Gen.Frequency(
        (6, Gen.Select(Any(Groups), Any(Networks), (g, n) => (Move)new Move.Joins(g, n))),
        (2, Gen.Select(Any(Groups), Any(Networks), (g, n) => (Move)new Move.Leaves(g, n))),
        (4, Gen.Select(Any(Names), Specs, (n, s) => (Move)new Move.Writes(n, s))),
        (1, Any(Names).Select(n => (Move)new Move.Forces(n))),
        (5, Gen.Select(Gen.Int[1, 3], Gen.Int[0, 3], Gen.Bool, (r, c, s) => (Move)new Move.Commits(Of(Regions, r), Of(Names, c), s))),
        (2, Gen.Select(Any("hub", "hub2"), Any("a", "b", "d"), (h, n) => (Move)new Move.Peers(h, n))),
        (2, Gen.Int[0, 7].Select(i => (Move)new Move.Cuts(i))));

    [Fact]
    public async Task Peerings_and_effective_configurations_are_what_the_goal_states_say() =>
        await Moves.Array[1, 14].SampleAsync(RunAsync, iter: 30);

    private static async Task RunAsync(Move[] moves)
    {
        using var bed = await ManagerBed.CreateAsync(new() { Throttling = Unlimited });
        await bed.PutAsync(ManagerBed.Group("g2"), """{"properties":{}}""");
        var twin = new Twin();
        foreach (var move in moves)
        {
            // What a commit under way would do to these is no part of the question.
            if (move is Move.Forces or Move.Peers)
            {
                bed.Bed.Settle();
                twin.Settle();
            }

            await SendAsync(bed, twin, move);
            if (move is Move.Commits { Settles: false })
            {
                continue;
            }

            bed.Bed.Settle();
            twin.Settle();
            await CheckAsync(bed, twin, move);
        }

        bed.Bed.Settle();
        twin.Settle();
        await CheckAsync(bed, twin, new Move.Cuts(-1));
    }

    private static async Task SendAsync(ManagerBed bed, Twin twin, Move move)
    {
        switch (move)
        {
            case Move.Joins(var group, var network):
                await bed.PutAsync(ManagerBed.Member(group, network), ManagerBed.MemberBody(network));
                twin.Members.Add((group, network));
                break;
            case Move.Leaves(var group, var network):
                await bed.Client.DeleteAsync(ManagerBed.Member(group, network));
                twin.Members.Remove((group, network));
                break;
            case Move.Writes(var name, var spec):
                await bed.PutAsync(ManagerBed.Configuration(name), spec.Body);
                twin.Written[name] = spec;
                break;
            case Move.Forces(var name):
                await bed.Client.DeleteAsync($"{ManagerBed.Configuration(name)}?force=true");
                twin.Delete(name);
                break;
            case Move.Commits(var regions, var names, _):
                names = [.. names.Where(twin.Written.ContainsKey)];
                Assert.Equal(202, (await bed.CommitAsync(regions, names)).Status);
                foreach (var region in regions)
                {
                    twin.Pending[region] = [.. names.Select(n => (n, twin.Written[n]))];
                }

                break;
            case Move.Peers(var hub, var network) when !twin.IsPeered(hub, network):
                await bed.Bed.PairAsync(hub, network);
                twin.ByHand.Add((hub, network));
                break;
            case Move.Cuts(var index) when index >= 0:
                var halves = (await bed.Bed.ReadAsync($"{ArmClient.Net}/virtualNetworks"))["value"]!.AsArray()
                    .SelectMany(n => n!["properties"]!["virtualNetworkPeerings"]!.AsArray())
                    .Select(h => (string)h!["id"]!).Where(i => i.Contains("/ANM_", StringComparison.Ordinal)).ToArray();
                if (index < halves.Length)
                {
                    Assert.Equal(202, (await bed.Client.DeleteAsync(halves[index])).Status);
                }

                break;
        }
    }

    private static async Task CheckAsync(ManagerBed bed, Twin twin, Move move)
    {
        var peerings = twin.Managed.Concat(twin.ByHand).SelectMany(p => new[] { $"{p.Hub} {p.Network}", $"{p.Network} {p.Hub}" }).Order();
        Assert.Equal(peerings, await bed.PeeringsAsync(managedOnly: false));
        Assert.Equal(2 * twin.Managed.Count, (await bed.PeeringsAsync()).Count);
        foreach (var network in Networks)
        {
            Assert.Equal((move, network, string.Join(' ', twin.EffectiveOn(network))),
                (move, network, string.Join(' ', await bed.EffectiveAsync(network))));
        }
    }

    private static Gen<string> Any(params string[] all) => Gen.Int[0, all.Length - 1].Select(i => all[i]);

    private static string[] Of(string[] all, int bits) => [.. all.Where((_, i) => (bits & (1 << i)) != 0)];

    private static Throttling Unlimited => new()
    {
        Reads = new(int.MaxValue, 1), Writes = new(int.MaxValue, 1), Deletes = new(int.MaxValue, 1),
        NetworkReads = new(int.MaxValue, 1), NetworkWrites = new(int.MaxValue, 1),
    };

    private sealed record Spec(string? Hub, string[] Groups, bool Direct, bool Replaces)
    {
        public bool Joins => Hub is null || Direct;

        public string Body
        {
            get
            {
                var body = JsonNode.Parse(ManagerBed.ConfigurationBody(Hub, Groups[0], "",
                    $"\"deleteExistingPeering\":\"{(Replaces ? "True" : "False")}\""))!;
                body["properties"]!["appliesToGroups"] = new JsonArray([.. Groups.Select(g => (JsonNode)new JsonObject
                {
                    ["networkGroupId"] = ManagerBed.Group(g),
                    ["groupConnectivity"] = Joins ? "DirectlyConnected" : "None",
                })]);
                return body.ToJsonString();
            }
        }

        public override string ToString() => $"{Hub ?? "mesh"}({string.Join(' ', Groups)}){(Direct ? " direct" : "")}{(Replaces ? " replaces" : "")}";
    }

    private abstract record Move
    {
        public sealed record Joins(string Group, string Network) : Move;

        public sealed record Leaves(string Group, string Network) : Move;

        public sealed record Writes(string Name, Spec Spec) : Move;

        public sealed record Forces(string Name) : Move;

        public sealed record Commits(string[] Regions, string[] Names, bool Settles) : Move
        {
            public override string ToString() => $"Commits {string.Join(',', Regions)} {string.Join(',', Names)} {Settles}";
        }

        public sealed record Peers(string Hub, string Network) : Move;

        public sealed record Cuts(int Index) : Move;
    }

    // The rules read plainly, with nothing remembered but what was said.
    private sealed class Twin
    {
        private readonly Dictionary<string, (string Name, Spec Spec)[]> _deployed = [];

        public HashSet<(string Group, string Network)> Members { get; } = [("g", "a")];

        public Dictionary<string, Spec> Written { get; } = new() { ["c"] = new("hub", ["g"], false, false) };

        public Dictionary<string, (string Name, Spec Spec)[]> Pending { get; } = [];

        public HashSet<(string Hub, string Network)> ByHand { get; } = [];

        public HashSet<(string Hub, string Network)> Managed { get; private set; } = [];

        public bool IsPeered(string hub, string network) => Managed.Contains((hub, network)) || ByHand.Contains((hub, network));

        public void Settle()
        {
            foreach (var (region, specs) in Pending)
            {
                _deployed[region] = specs;
            }

            Pending.Clear();
            var nodes = Acting().Where(x => x.Spec.Replaces)
                .GroupBy(x => x.Name, x => new[] { x.Network, x.Spec.Hub }).Select(x => x.SelectMany(n => n).ToHashSet()).ToArray();
            ByHand.RemoveWhere(p => nodes.Any(n => n.Contains(p.Hub) && n.Contains(p.Network)));
            Managed = [.. Acting().Where(x => x.Spec.Hub is not null && x.Spec.Hub != x.Network)
                .Select(x => (x.Spec.Hub!, x.Network)).Where(p => !ByHand.Contains(p))];
        }

        public void Delete(string name)
        {
            Written.Remove(name);
            foreach (var region in _deployed.Keys.ToArray())
            {
                _deployed[region] = [.. _deployed[region].Where(d => d.Name != name)];
            }
        }

        public IEnumerable<string> EffectiveOn(string network)
        {
            var joined = 0;
            foreach (var (name, spec, _) in Acting().Where(x => x.Network == network).OrderBy(x => x.Name, StringComparer.Ordinal))
            {
                var groups = new List<string>();
                foreach (var group in spec.Groups.Where(g => Members.Contains((g, network))))
                {
                    if (!spec.Joins || joined < 2)
                    {
                        groups.Add(group);
                        joined += spec.Joins ? 1 : 0;
                    }
                }

                if (groups.Count > 0)
                {
                    yield return $"{name}({string.Join(' ', groups)})";
                }
            }
        }

        // What is deployed where a member is, once each.
        private IEnumerable<(string Name, Spec Spec, string Network)> Acting() =>
            from region in _deployed
            from deployed in region.Value
            from network in Networks
            where region.Key == (network is "d" or "hub2" ? ManagerBed.North : ManagerBed.West)
            where deployed.Spec.Groups.Any(g => Members.Contains((g, network)))
            select (deployed.Name, deployed.Spec, network);
    }
}
