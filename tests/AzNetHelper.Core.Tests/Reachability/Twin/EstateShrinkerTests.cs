using System.Text.Json.Nodes;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Reachability;

public sealed class EstateShrinkerTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("AsymmetricPath")]
    [InlineData("TransitWithoutBgp")]
    public void What_is_left_is_all_that_is_needed(string reason)
    {
        var (seed, a, b) = Example(reason);
        var all = EstateGenerator.Documents(seed).Documents();
        bool Happens(Topology t) => new Twin(t).Ask(a, b).Reasons.SetEquals([reason]);
        var least = EstateShrinker.Smallest(all, Happens);
        output.WriteLine($"Seed {seed}, {a} and {b}: {all.Count} documents to {least.Count}.\n{least.ToJsonString()}");
        Assert.True(Happens(EstateShrinker.Read(least)));
        Assert.True(least.Count < all.Count);
        for (var i = 0; i < least.Count; i++)
        {
            var less = least.DeepClone().AsArray();
            less.RemoveAt(i);
            Assert.False(StillHappens(less));
        }

        bool StillHappens(JsonArray documents)
        {
            try
            {
                return Happens(EstateShrinker.Read(documents));
            }
            catch (Exception e) when (e is InvalidOperationException or TopologyFileException or NullReferenceException)
            {
                return false;
            }
        }
    }

    // Some estate of more than five VNets on which a question has this one reason.
    private static (int Seed, Endpoint A, Endpoint B) Example(string reason)
    {
        for (var seed = 30000; ; seed++)
        {
            var topology = EstateGenerator.Make(seed);
            if (topology.VirtualNetworks.Length > 5)
            {
                var twin = new Twin(topology);
                foreach (var (a, b) in EstateGenerator.Questions(topology, seed))
                {
                    if (twin.Ask(a, b).Reasons.SetEquals([reason]))
                    {
                        return (seed, a, b);
                    }
                }
            }
        }
    }
}
