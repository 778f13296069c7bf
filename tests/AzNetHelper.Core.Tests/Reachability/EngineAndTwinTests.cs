using System.Text;
using AzNetHelper.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Reachability;

/// <summary>The engine against the twin that walks one packet at a time, on random estates that cover every rule.</summary>
public sealed class EngineAndTwinTests(ITestOutputHelper output)
{
    private const int FirstSeed = 50900;
    private const int Estates = 900;

    [Fact]
    public void They_agree_on_verdicts_kinds_and_reasons()
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var wrong = new List<string>();
        var questions = 0;
        for (var seed = FirstSeed; seed < FirstSeed + Estates && wrong.Count < 20; seed++)
        {
            var topology = EstateGenerator.Make(seed);
            var twin = new Twin(topology);
            var engine = new ReachabilityEngine(topology);
            foreach (var (a, b) in EstateGenerator.Questions(topology, seed))
            {
                var expected = twin.Ask(a, b);
                var answer = engine.Ask(a, b);
                var reasons = answer.Reasons.Select(r => r.Id.ToString()).ToHashSet(StringComparer.Ordinal);
                questions++;
                if (answer.Verdict != expected.Verdict || !expected.Reasons.SetEquals(reasons) || answer.Kinds != expected.Kinds)
                {
                    wrong.Add($"seed {seed}, {a} and {b}: engine {answer.Verdict} [{string.Join(", ", reasons.Order())}] "
                        + $"{answer.Kinds}, twin {expected}");
                }

                Count($"verdict {answer.Verdict}");
                Count($"kinds {answer.Kinds}");
                foreach (var reason in reasons)
                {
                    Count($"reason {reason}");
                }
            }
        }

        output.WriteLine($"Seeds {FirstSeed} to {FirstSeed + Estates - 1}: {questions} questions.");
        output.WriteLine(counts.Aggregate(new StringBuilder(), (t, c) => t.AppendLine($"{c.Value,8} {c.Key}")).ToString());
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.Empty(Enum.GetValues<Verdict>().Select(v => $"verdict {v}").Except(counts.Keys));
        Assert.Empty(Enum.GetNames<ReasonId>().Select(r => $"reason {r}").Except(counts.Keys));

        void Count(string what) => counts[what] = counts.GetValueOrDefault(what) + 1;
    }
}
