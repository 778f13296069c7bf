using Xunit;

namespace AzNetHelper.Tests.Reachability;

public sealed class HandMadeCasesTests
{
    public static TheoryData<string> Names => [.. HandMadeCases.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_twin_says_what_the_documentation_says(string name)
    {
        var one = HandMadeCases.All.Single(c => c.Name == name);
        var expected = new TwinAnswer(one.Verdict, one.Kinds, new(one.Reasons, StringComparer.Ordinal)).ToString();
        var twin = new Twin(one.Estate().Topology());
        var (a, b) = (HandMadeCase.End(one.A), HandMadeCase.End(one.B));
        Assert.Equal(expected, twin.Ask(a, b).ToString());
        Assert.Equal(expected, twin.Ask(b, a).ToString());
    }

    [Fact]
    public void There_are_enough_and_each_has_its_own_name()
    {
        Assert.True(HandMadeCases.All.Count >= 100);
        Assert.Equal(HandMadeCases.All.Count, HandMadeCases.All.DistinctBy(c => c.Name, StringComparer.Ordinal)
            .Count());
    }

    [Fact]
    public void Every_way_and_every_reason_has_a_case()
    {
        foreach (var way in "abcdefghij")
        {
            Assert.Contains(HandMadeCases.All, c => c.Fact.Contains($"case {way}", StringComparison.Ordinal));
        }

        Assert.Empty(Enum.GetNames<AzNetHelper.Reachability.ReasonId>()
            .Except(HandMadeCases.All.SelectMany(c => c.Reasons)));
    }
}
