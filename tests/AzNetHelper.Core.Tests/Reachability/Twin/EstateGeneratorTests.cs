using System.Text;
using AzNetHelper.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Reachability;

public sealed class EstateGeneratorTests(ITestOutputHelper output)
{
    private const int FirstSeed = 30000;
    private const int Seeds = 300;

    // What stops a packet and what leaves it in doubt must occur often enough that the engine is tried by it.
    [Fact]
    public void Every_verdict_kind_and_reason_occurs()
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var (questions, most) = (0, 0);
        for (var seed = FirstSeed; seed < FirstSeed + Seeds; seed++)
        {
            var topology = EstateGenerator.Make(seed);
            var twin = new Twin(topology);
            most = Math.Max(most, topology.VirtualNetworks.Length);
            foreach (var (a, b) in EstateGenerator.Questions(topology, seed))
            {
                var answer = twin.Ask(a, b);
                questions++;
                Count($"verdict {answer.Verdict}");
                Count($"kinds {answer.Kinds}");
                Count(answer.Reasons.Count == 1 ? $"alone {answer.Reasons.Min}" : $"reasons: {answer.Reasons.Count}");
                foreach (var reason in answer.Reasons)
                {
                    Count($"reason {reason}");
                }
            }
        }

        output.WriteLine($"Seeds {FirstSeed} to {FirstSeed + Seeds - 1}: {questions} questions, up to {most} VNets.");
        output.WriteLine(counts.Aggregate(new StringBuilder(), (t, c) => t.AppendLine($"{c.Value,7} {c.Key}"))
            .ToString());
        Assert.True(most > 25);
        Assert.Empty(Enum.GetValues<Verdict>().Select(v => $"verdict {v}").Except(counts.Keys));
        Assert.Empty(Enum.GetNames<ReasonId>().Select(r => $"reason {r}").Except(counts.Keys));
        Assert.Empty(Enum.GetValues<PathKinds>().Select(k => $"kinds {k}").Except(counts.Keys));

        void Count(string what) => counts[what] = counts.GetValueOrDefault(what) + 1;
    }

    [Fact]
    public void The_same_seed_makes_the_same_estate() => Assert.Equal(
        EstateGenerator.Documents(FirstSeed + 7).Documents().ToJsonString(),
        EstateGenerator.Documents(FirstSeed + 7).Documents().ToJsonString());
}
