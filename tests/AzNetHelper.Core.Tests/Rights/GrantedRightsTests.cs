using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Rights;
using Xunit;

namespace AzNetHelper.Tests.Rights;

public sealed class GrantedRightsTests
{
    private const string Write = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings/write";

    [Theory]
    [InlineData("*", true)]
    [InlineData("*/write", true)]
    [InlineData("microsoft.network/VIRTUALNETWORKS/*", true)]
    [InlineData("Microsoft.Network/*/write", true)]
    [InlineData("Microsoft.Network/virtualNetworks/*/write", true)]
    [InlineData("Microsoft.Network/virtualNetworks/virtualNetworkPeerings/write*", true)]
    [InlineData("Microsoft.Network/*/*Peerings/w*e", true)]
    [InlineData("Microsoft.Network/virtualNetworks/write", false)]
    [InlineData("Microsoft.Network/virtualNetworks", false)]
    [InlineData("*/read", false)]
    [InlineData("*/write/*", false)]
    [InlineData("", false)]
    public void A_pattern_stands_for_an_action(string pattern, bool matches) =>
        Assert.Equal(matches, ActionPattern.Matches(pattern, Write));

    [Fact]
    public void Patterns_match_as_the_same_regular_expression_does()
    {
        var random = new Random(7);
        for (var i = 0; i < 5000; i++)
        {
            var (pattern, action) = (Text(random, "ab*", 8), Text(random, "abA", 8));
            var twin = Regex.IsMatch(action, $"^{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal)}$", RegexOptions.IgnoreCase);
            Assert.True(twin == ActionPattern.Matches(pattern, action), $"seed 7, {i}: '{pattern}' and '{action}'");
        }
    }

    [Fact]
    public void Roles_add_up_and_what_one_leaves_out_another_grants()
    {
        var contributor = Parse("""{"actions":["*"],"notActions":["Microsoft.Authorization/*/Write","*/virtualNetworkPeerings/*"]}""");
        Assert.True(contributor.Allow("Microsoft.Network/virtualNetworks/write"));
        Assert.False(contributor.Allow("microsoft.authorization/locks/write"));
        Assert.False(contributor.Allow(Write));

        var both = Parse("""
            {"actions":["*"],"notActions":["*/virtualNetworkPeerings/*"]},
            {"actions":["Microsoft.Network/virtualNetworks/virtualNetworkPeerings/write"],"notActions":[]}
            """);
        Assert.True(both.Allow(Write));
        Assert.False(both.Allow("Microsoft.Network/virtualNetworks/virtualNetworkPeerings/delete"));
    }

    [Fact]
    public void Data_actions_and_nothing_at_all_allow_nothing()
    {
        Assert.False(Parse("""{"actions":[],"dataActions":["*"]}, {"notActions":["x"]}""").Allow(Write));
        Assert.False(Parse(string.Empty).Allow(Write));
        Assert.Throws<JsonException>(() => GrantedRights.Parse([Encoding.UTF8.GetBytes("""{"error":{}}""")]));
    }

    [Theory]
    [InlineData("CanNotDelete", "", "Delete")]
    [InlineData("CanNotDelete", "/resourceGroups/net", "Delete")]
    [InlineData("ReadOnly", "", "Create Update Delete Action")]
    [InlineData("ReadOnly", "/resourceGroups/NET/providers/microsoft.network/virtualNetworks/hub", "Create Update Delete Action")]
    [InlineData("ReadOnly", "/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub2", "")]
    [InlineData("ReadOnly", "/resourceGroups/net2", "")]
    [InlineData("CanNotDelete", "/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub/subnets/a", "Delete")]
    [InlineData("ReadOnly", "/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub/subnets/a", "Delete")]
    [InlineData("NotSpecified", "", "")]
    public void A_lock_blocks(string level, string scope, string kinds)
    {
        const string Root = "/subscriptions/s1";
        var page = $$$"""
            {"value":[{"properties":{"level":"{{{level}}}"},"id":"{{{Root}}}{{{scope}}}/providers/Microsoft.Authorization/locks/keep",
             "type":"Microsoft.Authorization/locks","name":"keep"}]}
            """;
        var locks = HeldLock.Parse(Encoding.UTF8.GetBytes(page));
        var hub = ResourceId.Parse($"{Root}/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub");

        Assert.Equal(kinds, string.Join(' ', Enum.GetValues<ChangeKind>().Where(k => locks.Any(l => l.Blocks(new(hub, k, "x"))))));
    }

    private static GrantedRights Parse(string entries) =>
        GrantedRights.Parse([Encoding.UTF8.GetBytes($$"""{"value":[{{entries}}]}""")]);

    private static string Text(Random random, string letters, int most) =>
        string.Concat(Enumerable.Range(0, random.Next(most)).Select(_ => letters[random.Next(letters.Length)]));
}
