using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using CsCheck;
using Xunit;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.Planning;

/// <summary>
/// The graph against a twin that looks at everything each time. CsCheck prints the seed of a failure.
/// </summary>
public sealed class ChangeGraphProperties
{
    /// <summary>Changes with lanes among a few networks and dependencies that point backwards.</summary>
    internal static Gen<ImmutableArray<Change>> GenChanges { get; } =
        Gen.Select(Gen.Int[0, 5].Array[0, 3], Gen.Int[1, 6].Array[0, 2], Gen.Int[0, 9]).Array[1, 14].Select(made => made.Select((m, i) =>
            new Change(Net($"n{i}"), m.Item3 == 0 ? ChangeKind.NoChange : ChangeKind.Delete, $"change {i}")
            {
                Key = Key(i),
                Lanes = m.Item3 == 0 ? [] : [.. m.Item1.Distinct().Select(l => Net($"lane{l}"))],
                DependsOn = [.. m.Item2.Select(back => i - back).Where(d => d >= 0).Distinct().Select(Key)],
            }).ToImmutableArray());

    [Fact]
    public void Starts_whatever_may_start_and_nothing_else_and_ends_each_change_once() =>
        Gen.Select(GenChanges, Gen.Int).Sample((changes, seed) =>
        {
            var (graph, twin, random) = (new ChangeGraph(changes), new Twin(changes), new Random(seed));
            for (var moves = 0; !twin.IsDone; moves++)
            {
                Assert.True(moves < 100 * changes.Length, "It does not come to an end.");
                while (graph.TakeBlocked() is var (blocked, because))
                {
                    Assert.True(twin.Is(because, Twin.Place.Failed) && blocked.DependsOn.Contains(because));
                    twin.Move(blocked.Key, Twin.Place.Waiting, Twin.Place.Failed);
                    graph.Settle(blocked, ChangeOutcome.Skipped);
                }

                var limit = random.Next(1, 5);
                while (twin.Trying < limit && graph.TakeReady(_ => true) is { } change)
                {
                    Assert.Contains(change.Key, twin.MayStart());
                    twin.Start(change.Key);
                }

                Assert.True(twin.Trying >= limit || !twin.MayStart().Any(), "Something could have started.");
                Turn(graph, twin, random);
            }

            Assert.Empty(graph.Queueing);
        }, iter: 2000);

    [Fact]
    public void Returned_change_of_a_crowded_lane_waits_for_a_bounded_number_of_others() =>
        Gen.Select(Gen.Int[2, 30], Gen.Int[1, 10], Gen.Int).Sample((count, most, seed) =>
        {
            ImmutableArray<Change> changes = [.. Enumerable.Range(0, count).Select(i =>
                new Change(Net($"n{i}"), ChangeKind.Delete, "x") { Lanes = [Net("hub")] })];
            var (graph, random, queueing) = (new ChangeGraph(changes), new Random(seed), new Dictionary<Change, int>());
            var stubborn = changes.OrderBy(_ => random.Next()).Take(most).ToHashSet();
            for (var left = count - stubborn.Count; left > 0;)
            {
                var change = graph.TakeReady(_ => true)!;
                queueing.Remove(change);
                foreach (var other in queueing.Keys.ToArray())
                {
                    Assert.InRange(++queueing[other], 0, 2 * (stubborn.Count + 1));
                }

                graph.Release(change);
                if (stubborn.Contains(change))
                {
                    graph.Return(change);
                    queueing[change] = 0;
                }
                else
                {
                    graph.Settle(change, ChangeOutcome.Done);
                    left--;
                }
            }
        }, iter: 500);

    private static void Turn(ChangeGraph graph, Twin twin, Random random)
    {
        var movable = twin.At(Twin.Place.Trying).Concat(twin.At(Twin.Place.Pausing)).ToArray();
        if (movable.Length == 0)
        {
            return;
        }

        var change = movable[random.Next(movable.Length)];
        if (twin.Is(change.Key, Twin.Place.Pausing))
        {
            twin.Move(change.Key, Twin.Place.Pausing, Twin.Place.Returned);
            graph.Return(change);
            return;
        }

        graph.Release(change);
        var end = change.Kind == ChangeKind.NoChange ? Twin.Place.Done
            : random.Next(10) switch { 0 => Twin.Place.Failed, < 5 => Twin.Place.Pausing, _ => Twin.Place.Done };
        twin.Move(change.Key, Twin.Place.Trying, end);
        if (end != Twin.Place.Pausing)
        {
            graph.Settle(change, end == Twin.Place.Done ? ChangeOutcome.Done : ChangeOutcome.Failed);
        }
    }

    private static string Key(int number) => $"c{number}";

    /// <summary>Where each change is, and by looking at all of them what may start.</summary>
    private sealed class Twin(ImmutableArray<Change> changes)
    {
        private readonly Dictionary<string, Place> _places = changes.ToDictionary(c => c.Key, _ => Place.Waiting);

        public enum Place
        {
            Waiting,
            Trying,
            Pausing,
            Returned,
            Done,
            Failed,
        }

        public bool IsDone => _places.Values.All(p => p is Place.Done or Place.Failed);

        public int Trying => At(Place.Trying).Count();

        public bool Is(string key, Place place) => _places[key] == place;

        public IEnumerable<Change> At(Place place) => changes.Where(c => Is(c.Key, place));

        public IEnumerable<string> MayStart() => changes
            .Where(c => Is(c.Key, Place.Waiting) || Is(c.Key, Place.Returned))
            .Where(c => c.DependsOn.All(d => Is(d, Place.Done)))
            .Where(c => !At(Place.Trying).Any(t => t.Lanes.Intersect(c.Lanes).Any()))
            .Select(c => c.Key);

        public void Start(string key) => _places[key] = Place.Trying;

        public void Move(string key, Place from, Place to)
        {
            Assert.Equal(from, _places[key]);
            _places[key] = to;
        }
    }
}
