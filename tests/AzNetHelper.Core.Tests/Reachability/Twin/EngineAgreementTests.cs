using System.Text;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Reachability;

/// <summary>
/// The engine against the hand-made cases and against the twin. Explicit while the engine does not know every rule yet.
/// </summary>
public sealed class EngineAgreementTests(ITestOutputHelper output)
{
    private const int FirstSeed = 50000;
    private const int Seeds = 2000;

    public static TheoryData<string> Names => [.. HandMadeCases.All.Select(c => c.Name)];

    [Theory(Explicit = true)]
    [MemberData(nameof(Names))]
    public void The_engine_says_what_the_documentation_says(string name)
    {
        var one = HandMadeCases.All.Single(c => c.Name == name);
        var expected = new TwinAnswer(one.Verdict, one.Kinds, new(one.Reasons, StringComparer.Ordinal)).ToString();
        var topology = one.Estate().Topology();
        Assert.Equal(expected, Engine(topology, HandMadeCase.End(one.A), HandMadeCase.End(one.B)));
    }

    [Fact(Explicit = true)]
    public void Engine_and_twin_agree_on_random_estates()
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var seed = FirstSeed; seed < FirstSeed + Seeds; seed++)
        {
            var topology = EstateGenerator.Make(seed);
            var (twin, engine) = (new Twin(topology), new ReachabilityEngine(topology));
            foreach (var (a, b) in EstateGenerator.Questions(topology, seed))
            {
                var answer = twin.Ask(a, b);
                if (Text(engine.Ask(a, b)) is { } said && said != answer.ToString())
                {
                    Assert.Fail(Explain(seed, a, b, said, answer));
                }

                foreach (var what in answer.Reasons.Append($"{answer.Verdict}").Append($"{answer.Kinds}"))
                {
                    counts[what] = counts.GetValueOrDefault(what) + 1;
                }
            }
        }

        output.WriteLine(counts.Aggregate(new StringBuilder($"Seeds {FirstSeed} to {FirstSeed + Seeds - 1}.\n"),
            (t, c) => t.AppendLine($"{c.Value,8} {c.Key}")).ToString());
        Assert.Empty(Enum.GetNames<ReasonId>().Concat(Enum.GetNames<Verdict>()).Except(counts.Keys));
    }

    // With the smallest estate on which the two disagree.
    private static string Explain(int seed, Endpoint a, Endpoint b, string said, TwinAnswer answer)
    {
        var least = EstateShrinker.Smallest(EstateGenerator.Documents(seed).Documents(),
            t => Engine(t, a, b) != new Twin(t).Ask(a, b).ToString());
        var small = EstateShrinker.Read(least);
        return $"""
            Seed {seed}: {a} and {b}: engine {said}, twin {answer}.
            On the smallest estate: engine {Engine(small, a, b)}, twin {new Twin(small).Ask(a, b)}.
            {least.ToJsonString()}
            """;
    }

    private static string Engine(Topology topology, Endpoint a, Endpoint b) =>
        Text(new ReachabilityEngine(topology).Ask(a, b));

    private static string Text(ReachabilityAnswer answer) => new TwinAnswer(answer.Verdict, answer.Kinds,
        new(answer.Reasons.Select(r => r.Id.ToString()), StringComparer.Ordinal)).ToString();
}
