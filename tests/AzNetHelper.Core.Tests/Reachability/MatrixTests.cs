using AzNetHelper.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Reachability;

public sealed class MatrixTests
{
    /// <summary>The matrix shares work between pairs and threads: it must say what the single questions say.</summary>
    [Fact]
    public void The_matrix_says_what_single_questions_say()
    {
        for (var seed = 7000; seed < 7060; seed++)
        {
            var topology = EstateGenerator.Make(seed);
            var matrix = new ReachabilityEngine(topology).Matrix().ToArray();
            var n = topology.VirtualNetworks.Length;
            Assert.Equal(n * (n - 1) / 2, matrix.Length);
            var engine = new ReachabilityEngine(topology);
            foreach (var pair in matrix)
            {
                // An engine of its own for each question remembers nothing of the others.
                var answer = (seed % 10 == 0 ? new ReachabilityEngine(topology) : engine)
                    .Ask(new VNetEndpoint(pair.Source.Id), new VNetEndpoint(pair.Destination.Id));
                Assert.Equal($"seed {seed} {pair} {pair.Kinds} {pair.ReasonIds}",
                    $"seed {seed} {pair.Source.Name} <-> {pair.Destination.Name}: {answer.Verdict} {answer.Kinds} "
                    + string.Join(", ", answer.Reasons.Select(r => r.Id).Distinct().Order()));
            }
        }
    }
}
