using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using CsCheck;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>Four VNets, the first with a gateway, with a peering in any state between any two; and something to do.</summary>
internal sealed record RandomPlan(RandomPlan.Link[] Links, int Kind, RandomPlan.Wish[] Wishes)
{
    private static readonly string[] States =
        ["None", "Connected", "Connected", "Connected", "FirstWaits", "SecondWaits", "FirstLeft", "SecondLeft", "BothLeft"];

    /// <summary>A peering as it is; the bits are flags of either half.</summary>
    internal sealed record Link(string State, int Bits)
    {
        public bool Has(int bit) => (Bits & (1 << bit)) != 0;
    }

    /// <summary>What is wanted of a peering; the digits (of three values) are switches of either half.</summary>
    internal sealed record Wish(int Pair, int Digits)
    {
        public bool? Switch(int at) => Digit(at) switch { 0 => null, 1 => true, _ => false };

        public int Digit(int at) => Digits / (int)Math.Pow(3, at) % 3;
    }

    public static ResourceId[] Networks { get; } = [.. Enumerable.Range(0, 4).Select(i => Net(1 + (i % 2), $"n{i}"))];

    private static readonly (int A, int B)[] Pairs =
        [.. from a in Enumerable.Range(0, 4) from b in Enumerable.Range(a + 1, 3 - a) select (a, b)];

    public static Gen<RandomPlan> Gen { get; } = CsCheck.Gen.Select(
        CsCheck.Gen.Select(CsCheck.Gen.OneOf(States), CsCheck.Gen.Int[0, 255], (s, b) => new Link(s, b)).Array[Pairs.Length],
        CsCheck.Gen.Int[0, 3],
        CsCheck.Gen.Select(CsCheck.Gen.Int[0, Pairs.Length - 1], CsCheck.Gen.Int[0, 6560], (p, d) => new Wish(p, d)).Array[1, 3],
        (links, kind, wishes) => new RandomPlan(links, kind, wishes));

    public Topology Estate
    {
        get
        {
            var documents = new Documents();
            foreach (var (network, i) in Networks.Select((n, i) => (n, i)))
            {
                documents.VNet(network, $"10.{i}.0.0/16", $"172.{16 + i}.0.0/16");
            }

            documents.Gateway(Networks[0]);
            foreach (var (link, (a, b)) in Links.Zip(Pairs))
            {
                var torn = link.State.EndsWith("Left", StringComparison.Ordinal) ? "Disconnected"
                    : link.State == "Connected" ? "Connected" : "Initiated";
                var both = link.State is "Connected" or "BothLeft";
                var halves = new List<JsonObject>();
                if (both || link.State.StartsWith("First", StringComparison.Ordinal))
                {
                    halves.Add(Half(documents, link, a, b, torn, side: 0));
                }

                if (both || link.State.StartsWith("Second", StringComparison.Ordinal))
                {
                    halves.Add(Half(documents, link, b, a, torn, side: 1));
                }

                foreach (var half in halves)
                {
                    var other = halves.Find(h => h != half);
                    half["peeringSyncLevel"] = (IsStale(half), other is null || IsStale(other)) switch
                    {
                        (false, false) => "FullyInSync",
                        (true, false) => "LocalNotInSync",
                        (false, true) => "RemoteNotInSync",
                        _ => "LocalAndRemoteNotInSync",
                    };
                }
            }

            return documents.ToTopology();
        }
    }

    /// <summary>What a planner makes of it, or changes that nobody planned.</summary>
    public Plan Plan(Topology topology) => Kind switch
    {
        0 => VNetPeeringPlanner.CreateAll(topology, [.. Wishes.DistinctBy(w => w.Pair).Select(w =>
            new NewPeeringRequest(Networks[Pairs[w.Pair].A], Networks[Pairs[w.Pair].B])
            {
                LocalHalf = Request(w, 0), RemoteHalf = Request(w, 1),
            })]),
        1 => HubSpokePlanner.Create(topology, new(Networks[0], [.. Networks[1..(2 + (Wishes[0].Pair % 3))]])
        {
            UseHubGateway = Wishes[0].Switch(0), AllowForwardedTraffic = Wishes[0].Switch(1), AllowForwardedTrafficToHub = Wishes[0].Switch(2),
        }),
        2 => AzNetHelper.Planning.Plan.Of([.. Wishes.DistinctBy(w => w.Pair).Select(w => VNetPeeringPlanner.Remove(
            topology, PeeringPair.Between(topology, Networks[Pairs[w.Pair].A], Networks[Pairs[w.Pair].B])))]),
        _ => new("nobody's") { Changes = [.. Wishes.Select(w => Raw(topology, w)).OfType<Change>().DistinctBy(c => c.Resource)] },
    };

    /// <summary>
    /// The same without a peering of that VNet of which both halves are Disconnected: what Azure makes of writing one of them is
    /// not established.
    /// </summary>
    public RandomPlan WithOneHalfLeft(int network) => this with
    {
        Links = [.. Links.Zip(Pairs).Select(l => l.First.State == "BothLeft" && (l.Second.A == network || l.Second.B == network)
            ? l.First with { State = "FirstLeft" } : l.First)],
    };

    public override string ToString() => $"{string.Join(", ", Links.Zip(Pairs).Select(l => $"{l.Second} {l.First.State} {l.First.Bits}"))}; "
        + $"kind {Kind}: {string.Join(", ", Wishes.Select(w => $"{Pairs[w.Pair]} {w.Digits}"))}";

    private static JsonObject Half(Documents documents, Link link, int from, int to, string state, int side)
    {
        var gateway = link.Has(4) && Math.Min(from, to) == 0;
        documents.Half(Networks[from], Networks[to], state, [
            link.Has(side) ? "allowForwardedTraffic" : "", gateway && from == 0 ? "allowGatewayTransit" : "", gateway && to == 0 ? "useRemoteGateways" : ""]);
        var half = documents[Networks[from]]["properties"]!["virtualNetworkPeerings"]!.AsArray()[^1]!["properties"]!.AsObject();
        half["allowVirtualNetworkAccess"] = link.Has(2 + side);
        if (link.Has(5) && link.Has(6) && link.Has(7))
        {
            half["peerCompleteVnets"] = false;
            half["localSubnetNames"] = new JsonArray("s1");
            half["remoteSubnetNames"] = new JsonArray("s1");
            half["remoteAddressSpace"] = Space($"10.{to}.0.0/24");
            half["remoteVirtualNetworkAddressSpace"] = Space($"10.{to}.0.0/24");
        }
        else if (link.Has(6 + side))
        {
            half["remoteAddressSpace"] = Space($"10.{to}.0.0/16");
        }

        return half;
    }

    private static bool IsStale(JsonObject half) => !JsonNode.DeepEquals(half["remoteAddressSpace"], half["remoteVirtualNetworkAddressSpace"]);

    private static JsonObject Space(string prefix) => new() { ["addressPrefixes"] = new JsonArray(prefix) };

    // Only the first VNet has a gateway to lend.
    private static HalfRequest Request(Wish wish, int side) => new()
    {
        AllowForwardedTraffic = wish.Switch(side),
        AllowVirtualNetworkAccess = wish.Switch(2 + side),
        Sync = wish.Switch(4 + side),
        AllowGatewayTransit = Pairs[wish.Pair].A == 0 && side == 0 ? wish.Switch(6) : null,
        UseRemoteGateways = Pairs[wish.Pair].A == 0 && side == 1 ? wish.Switch(6) : null,
    };

    private static Change? Raw(Topology topology, Wish wish)
    {
        var (a, b) = wish.Digit(0) == 0 ? Pairs[wish.Pair] : (Pairs[wish.Pair].B, Pairs[wish.Pair].A);
        var (half, other) = (topology.VirtualNetwork(Networks[a])!.PeeringTo(Networks[b]), topology.VirtualNetwork(Networks[b])!.PeeringTo(Networks[a]));
        if (half is not null && other?.State == PeeringState.Disconnected)
        {
            // Whether Azure takes an update here is not established.
            return null;
        }

        var kind = half is null ? ChangeKind.Create : wish.Digit(1) == 0 ? ChangeKind.Delete : ChangeKind.Update;
        var id = half?.Id ?? Networks[a].Child("virtualNetworkPeerings", $"raw-{Networks[b].Name}");
        var flags = new HalfRequest { AllowForwardedTraffic = wish.Switch(2), AllowVirtualNetworkAccess = wish.Switch(3) };
        var properties = new JsonObject { ["remoteVirtualNetwork"] = new JsonObject { ["id"] = Networks[b].ToString() } };
        properties["allowForwardedTraffic"] = flags.AllowForwardedTraffic ?? half?.AllowForwardedTraffic ?? false;
        properties["allowVirtualNetworkAccess"] = flags.AllowVirtualNetworkAccess ?? half?.AllowVirtualNetworkAccess ?? true;
        return new(id, kind, "nobody planned this")
        {
            Group = id.ToString(),
            After = kind == ChangeKind.Delete ? null : new JsonObject { ["properties"] = properties }.ToJsonString(),
            NeededWhile = "{}",
            Query = kind == ChangeKind.Update && wish.Digit(1) == 1 ? "syncRemoteAddressSpace=true" : null,
            Lanes = [Networks[a], Networks[b]],
        };
    }
}
