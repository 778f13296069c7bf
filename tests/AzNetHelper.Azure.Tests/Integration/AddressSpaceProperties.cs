using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Simulation;
using CsCheck;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>
/// Random estates and random edits of an address space, with faults and stops on the way and the same request again and again:
/// in the end every half holds what it should, or what does not was told by its name; and nothing else has changed.
/// CsCheck prints the seed of a failure.
/// </summary>
public sealed class AddressSpaceProperties
{
    private const int MostRuns = 12;

    private int _done;
    private int _interrupted;
    private int _unsynced;
    private int _refused;

    [Fact]
    public async Task Every_edit_ends_in_sync_or_says_what_is_missing_and_changes_nothing_else()
    {
        await Gen.Int[1, 1_000_000].SampleAsync(RunAsync, iter: 250, threads: 4);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{_done} edits done ({_interrupted} of them in several runs, {_unsynced} with peerings told as left), {_refused} refused"));
        Assert.True(_done > 50 && _interrupted > 15 && _unsynced > 5 && _refused > 10);
    }

    private async Task RunAsync(int seed)
    {
        var made = new Case(seed);
        await Bed.RunAsync(made.Estate, async bed =>
        {
            bed.Simulation.Guards = made.Guards;
            var before = bed.Simulation.Snapshot();
            var request = made.Request;
            var plan = await bed.ResizeAsync(request);
            if (!plan.CanApply && plan.Problems.All(p => p.CheckId == "PeeringNotSyncable"))
            {
                Assert.Equal(made.Unsyncable, plan.Problems.Select(p => p.Resource.Name).Order(StringComparer.Ordinal));
                Interlocked.Increment(ref _unsynced);
                request = request with { AllowUnsynced = true };
                plan = await bed.ResizeAsync(request);
            }

            if (!plan.CanApply)
            {
                Interlocked.Increment(ref _refused);
                await AssertRefusedAsync(bed, plan, made);
                return;
            }

            made.Declare(bed.Simulation.Faults);
            var runs = 0;
            RunReport? report = null;
            while (report is not { Succeeded: true })
            {
                Assert.True(++runs <= MostRuns, $"not done after {MostRuns} runs:\n{(report is null ? "" : Bed.Tell(report))}");
                if (runs > 8)
                {
                    bed.Simulation.Faults.Clear();
                }

                using var stop = new CancellationTokenSource(made.StopsAfter() ?? Timeout.InfiniteTimeSpan, bed.Clock);
                report = await bed.ApplyAsync(await bed.ResizeAsync(request), stop.Token, new() { JitterSeed = seed });
            }

            bed.Clock.Advance(TimeSpan.FromMinutes(1));
            bed.Simulation.Faults.Clear();
            Interlocked.Increment(ref _done);
            Interlocked.Add(ref _interrupted, runs > 1 ? 1 : 0);
            Assert.True((await bed.ResizeAsync(request)).IsEmpty);
            bed.Simulation.Guards = new();
            AssertWanted(made, request, bed.Simulation.Snapshot(), before);
            Assert.Equal(Life.Foreign(before, Case.Hub), Life.Foreign(bed.Simulation.Snapshot(), Case.Hub));
        }, made.Options);
    }

    // What is refused would have been refused by the service too, or is one of the two that it does not know of.
    private static async Task AssertRefusedAsync(Bed bed, Plan plan, Case made)
    {
        Assert.Empty(bed.Simulation.Log.Writes);
        Assert.All(plan.Problems, p => Assert.Contains(p.CheckId, (string[])["AddressSpaceOverlap", "AddressPrefixesOverlap", "AddressPrefixNotAllowed",
            "SubnetOutsideSpace", "PeeringNotSyncable", "PrefixContradiction"]));
        if (plan.Problems.Any(p => p.CheckId is "AddressSpaceOverlap" or "SubnetOutsideSpace" or "AddressPrefixesOverlap" or "AddressPrefixNotAllowed")
            && !plan.Problems.Any(p => p.CheckId == "PrefixContradiction"))
        {
            var report = await bed.ApplyAsync(plan with { Problems = [], Notices = [] }, options: new() { JitterSeed = 1, Timeout = TimeSpan.FromMinutes(10) });
            Assert.False(report.Succeeded, $"{made}\n{string.Join('\n', plan.Problems)}\n{Bed.Tell(report)}");
        }
    }

    private static void AssertWanted(Case made, AddressSpaceRequest request, Topology after, Topology before)
    {
        var space = after.VirtualNetwork(Case.Hub)!.AddressSpace;
        Assert.Equal(request.Of(before.VirtualNetwork(Case.Hub)!), space);
        foreach (var spoke in made.Spokes)
        {
            var (pair, was) = (PeeringPair.Between(after, Case.Hub, spoke), PeeringPair.Between(before, Case.Hub, spoke));
            if (was.State == PeeringPairState.Connected && pair.Half!.PeerCompleteVNets && !made.Unsyncable.Contains(pair.Half.Name))
            {
                Assert.True(pair.IsInSync, $"{pair}\n{made}");
                Assert.Equal(space.ToHashSet(), pair.RemoteHalf!.RemoteAddressSpace!.Value.ToHashSet());
            }
            else
            {
                // A half that was left is as it was.
                Assert.Equal(was.RemoteHalf?.RemoteAddressSpace ?? [], pair.RemoteHalf?.RemoteAddressSpace ?? []);
            }
        }
    }

    /// <summary>An estate, an edit, and what goes wrong.</summary>
    private sealed class Case
    {
        private static readonly string[] Pool =
        [
            "172.16.0.0/16", "172.17.0.0/16", "10.0.128.0/17", "10.0.0.0/17", "192.168.0.0/24", "fd00:1::/48", "10.1.0.0/24", "10.128.0.0/16", "224.1.0.0/16",
        ];

        private readonly Random _random;
        private readonly int _seed;
        private readonly List<string> _told = [];
        private readonly HashSet<ResourceId> _readOnly = [];

        public Case(int seed)
        {
            (_seed, _random) = (seed, new(seed));
            Options = new() { Seed = seed, LockRule = (LockRule)(seed % 3) };
            var documents = new Documents().VNet(Hub, Pick<string[]>(["10.0.0.0/16"], ["10.0.0.0/16", "192.168.0.0/24"], ["10.0.0.0/17", "10.0.128.0/17"]));
            Spokes = [.. Enumerable.Range(1, _random.Next(1, 5)).Select(i => Net(1 + i, $"s{i}"))];
            var denials = new List<PermissionDenial>();
            var unsyncable = new List<string>();
            foreach (var (spoke, i) in Spokes.Select((s, i) => (s, i + 1)))
            {
                Link(documents.VNet(spoke, $"10.{i}.0.0/16"), spoke, denials, unsyncable);
            }

            Estate = documents.Settle().ToTopology();
            Guards = new()
            {
                Denials = [.. denials],
                Roles = [.. Spokes.Append(Hub).Select(n => new RoleGrant(ResourceId.ForSubscription(n.SubscriptionId),
                    _readOnly.Contains(n) ? ["*/read", "*/peer/action"] : ["*"]))],
            };
            Request = Edit();
            Unsyncable = [.. unsyncable.Order(StringComparer.Ordinal)];
        }

        public static ResourceId Hub { get; } = Net(1, "hub");

        public ResourceId[] Spokes { get; }

        public Topology Estate { get; }

        public GuardRules Guards { get; }

        public AddressSpaceRequest Request { get; }

        /// <summary>The hub's halves of peerings that nobody can sync from here, once anything changes.</summary>
        public string[] Unsyncable { get; }

        public SimulationOptions Options { get; }

        public TimeSpan? StopsAfter() => _random.Next(2) == 0 ? TimeSpan.FromSeconds(_random.Next(1, 40)) : null;

        public void Declare(Faults faults)
        {
            for (var i = _random.Next(1, 4); i > 0; i--)
            {
                Fault fault = _random.Next(7) switch
                {
                    0 => new Fault.Answers(409, "AnotherOperationInProgress"),
                    1 => new Fault.Answers(500, "InternalServerError"),
                    2 => new Fault.DropsBefore(),
                    3 => new Fault.DropsAfter(),
                    4 => new Fault.OperationFails("InternalServerError"),
                    5 => new Fault.Answers(403, "AuthorizationFailed"),
                    _ => new Fault.Answers(429, "TooManyRequests") { RetryAfter = 7 },
                };
                faults.Add(new("PUT", "*/virtualNetworks/*", fault) { Chance = 0.1 + (_random.NextDouble() * 0.3) });
                _told.Add(fault.GetType().Name);
            }
        }

        public override string ToString() => $"seed {_seed}: {string.Join("; ", _told)}; add {string.Join(' ', Request.Add)} remove {string.Join(' ', Request.Remove)}"
            + $" prefix {(Request.Prefix is { } p ? string.Join(' ', p) : "-")}";

        private void Link(Documents documents, ResourceId spoke, List<PermissionDenial> denials, List<string> unsyncable)
        {
            var state = Pick("Connected", "Connected", "Connected", "Connected", "HubWaits", "SpokeLeft", "HubLeft", "Subnets", "Owned", "Unread", "Denied", "None");
            _told.Add($"{spoke.Name} {state}");
            var at = documents[Hub]["properties"]!["virtualNetworkPeerings"]!.AsArray().Count;
            var torn = state is "HubWaits" ? "Initiated" : state.EndsWith("Left", StringComparison.Ordinal) ? "Disconnected" : "Connected";
            if (state is not ("None" or "SpokeLeft"))
            {
                documents.Half(Hub, spoke, torn, Pick("allowForwardedTraffic", ""));
            }

            if (torn == "Connected" && state != "None" || state == "SpokeLeft")
            {
                documents.Half(spoke, Hub, torn, Pick("doNotVerifyRemoteGateways", ""));
                if (state == "Connected" && _random.Next(3) == 0)
                {
                    documents[spoke]["properties"]!["virtualNetworkPeerings"]![0]!["properties"]!["remoteAddressSpace"] =
                        new JsonObject { ["addressPrefixes"] = new JsonArray("10.0.0.0/24") };
                }
            }

            switch (state)
            {
                case "Subnets":
                    foreach (var (network, other, index) in new[] { (Hub, spoke, at), (spoke, Hub, 0) })
                    {
                        var half = documents[network]["properties"]!["virtualNetworkPeerings"]![index]!["properties"]!;
                        half["peerCompleteVnets"] = false;
                        half["localSubnetNames"] = new JsonArray("s1");
                        half["remoteSubnetNames"] = new JsonArray("s1");
                        var prefix = (string)documents[other]["properties"]!["subnets"]![0]!["properties"]!["addressPrefix"]!;
                        half["remoteAddressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray(prefix) };
                        half["remoteVirtualNetworkAddressSpace"] = half["remoteAddressSpace"]!.DeepClone();
                    }

                    break;
                case "Owned":
                    SyncTests.Owned(documents, Hub, at, $"ANM_{spoke.Name}");
                    unsyncable.Add($"ANM_{spoke.Name}");
                    break;
                case "Unread" or "Denied":
                    if (state == "Unread")
                    {
                        denials.Add(new($"{ResourceTypes.VirtualNetwork}/read", spoke));
                    }
                    else
                    {
                        _readOnly.Add(spoke);
                    }

                    unsyncable.Add($"hub-{spoke.Name}");
                    break;
            }
        }

        private AddressSpaceRequest Edit()
        {
            var prefixes = Enumerable.Range(0, _random.Next(1, 3)).Select(_ => IPPrefix.Parse(Pick(Pool))).Distinct().ToArray();
            return _random.Next(4) switch
            {
                0 => new(Hub) { Prefix = [IPPrefix.Parse("10.0.0.0/16"), .. prefixes] },
                1 => new(Hub) { Add = [.. prefixes], Remove = [IPPrefix.Parse(Pick("192.168.0.0/24", "10.0.128.0/17"))] },
                2 => new(Hub) { Add = [IPPrefix.Parse("10.0.0.0/15")], Remove = [IPPrefix.Parse("10.0.0.0/16")] },
                _ => new(Hub) { Add = [.. prefixes.Where(p => p.ToString() is not ("224.1.0.0/16" or "10.1.0.0/24"))] },
            };
        }

        private T Pick<T>(params T[] of) => of[_random.Next(of.Length)];
    }
}
