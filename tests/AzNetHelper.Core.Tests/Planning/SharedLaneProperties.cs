using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using CsCheck;
using Xunit;
using static AzNetHelper.Tests.Planning.Estate;

namespace AzNetHelper.Tests.Planning;

/// <summary>Who may be under way beside whom, whatever is answered. CsCheck prints the seed of a failure.</summary>
public sealed class SharedLaneProperties
{
    /// <summary>Halves between a few networks, and writes of the networks themselves.</summary>
    private static readonly Gen<ImmutableArray<Change>> GenChanges =
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 5]).Array[1, 40].Select(made => made.Select((m, i) => m.Item3 == 0 || m.Item1 == m.Item2
            ? new Change(Net($"n{m.Item1}").Child("subnets", $"s{i}"), ChangeKind.Update, "x") { Key = $"c{i}", Lanes = [Net($"n{m.Item1}")] }
            : new Change(Half($"n{m.Item1}", $"h{i}"), ChangeKind.Create, "x")
            {
                Key = $"c{i}", Lanes = m.Item3 % 2 == 0 ? [Net($"n{m.Item1}"), Net($"n{m.Item2}")] : [Net($"n{m.Item2}"), Net($"n{m.Item1}")],
            }).ToImmutableArray());

    [Fact]
    public void What_is_alone_stays_alone_pairs_never_meet_and_something_may_always_start() =>
        Gen.Select(GenChanges, Gen.Int).Sample((changes, seed) =>
        {
            var (random, now) = (new Random(seed), TimeSpan.Zero);
            var lanes = new SharedLanes(() => now);
            var graph = new ChangeGraph(changes, lanes);
            var (underWay, unclear, paused, done) = (new List<Change>(), new HashSet<Change>(), new List<Change>(), 0);
            for (var moves = 0; done < changes.Length; moves++)
            {
                Assert.True(moves < 1000 * changes.Length, "It does not come to an end.");
                now += TimeSpan.FromSeconds(random.Next(4));
                while (graph.TakeReady(_ => true) is { } change)
                {
                    AssertMayMeet(change, underWay, unclear);
                    underWay.Add(change);
                }

                Assert.True(underWay.Count + paused.Count > 0, "Nothing is under way, and nothing may start.");
                if (underWay.Count == 0 || (paused.Count > 0 && random.Next(2) == 0))
                {
                    graph.Return(paused[^1]);
                    paused.RemoveAt(paused.Count - 1);
                    continue;
                }

                var one = underWay[random.Next(underWay.Count)];
                switch (random.Next(6))
                {
                    case 0:
                        lanes.Accepted(one, new(ArmVerb.Put, one.Resource.ToString(), "x", 201));
                        unclear.Remove(one);
                        continue;
                    case 1 when SharedLanes.Shares(one):
                        lanes.Unclear(one);
                        unclear.Add(one);
                        continue;
                    case 2:
                        lanes.Refused(one, new(409, "AnotherOperationInProgress", "Busy."));
                        paused.Add(one);
                        break;
                    case 3:
                        lanes.Stale(one);
                        paused.Add(one);
                        break;
                    default:
                        done++;
                        graph.Settle(one, ChangeOutcome.Done);
                        break;
                }

                underWay.Remove(one);
                unclear.Remove(one);
                graph.Release(one);
            }
        }, iter: 500);

    [Fact]
    public void Hub_is_written_right_whatever_the_rule_and_whenever_it_changes() =>
        Gen.Select(Gen.Int[1, 14], Gen.Int[0, 2].Array[1, 5], Gen.Int[5, 120], Gen.Int).Sample((count, rules, each, seed) =>
        {
            var estate = new Estate().With("hub", "10.0.0.0/16");
            for (var i = 0; i < count; i++)
            {
                estate.With($"s{i}", $"10.{i + 1}.0.0/16");
            }

            estate.Arm.OnRequest = _ => estate.Arm.Locks = (FakeLocks)rules[(int)(estate.Time.Now.TotalSeconds / each) % rules.Length];
            var plan = HubSpokePlanner.Create(estate.Topology, new(Net("hub"), [.. Enumerable.Range(0, count).Select(i => Net($"s{i}"))]));
            var report = estate.Run(plan, new() { JitterSeed = seed });

            Assert.True(report.Succeeded);
            Assert.All(Enumerable.Range(0, count), i => Assert.Equal(("Connected", "Connected"), (estate.State("hub", $"s{i}"), estate.State($"s{i}", "hub"))));
            Assert.Equal(2 * count, estate.Arm.Log.Count);

            // Never much slower than one after another, and seldom refused.
            Assert.InRange(report.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds((2 * count * 11) + 40));
            Assert.InRange(estate.Arm.Writes.Count - (2 * count), 0, 10 + (2 * count));
        }, iter: 100);

    private static void AssertMayMeet(Change change, List<Change> underWay, HashSet<Change> unclear)
    {
        foreach (var other in underWay.Where(o => o.Lanes.Intersect(change.Lanes).Any()))
        {
            Assert.True(SharedLanes.Shares(change) && SharedLanes.Shares(other), $"{change} beside {other}");
            Assert.True(other.Lanes.Except(change.Lanes).Any(), $"{change} beside its other half {other}");
            Assert.False(unclear.Contains(other), $"{change} beside {other}, of which nothing is known");
        }
    }
}
