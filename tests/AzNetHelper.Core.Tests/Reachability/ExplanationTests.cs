using System.Globalization;
using AzNetHelper.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Reachability;

/// <summary>Answers in words: on every hand-made case, and word for word where names matter.</summary>
public sealed class ExplanationTests
{
    public static TheoryData<string> Names => [.. HandMadeCases.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_case_is_explained(string name)
    {
        var one = HandMadeCases.All.Single(c => c.Name == name);
        var answer = new ReachabilityEngine(one.Estate().Topology()).Ask(HandMadeCase.End(one.A), HandMadeCase.End(one.B));

        var text = answer.Explain();

        Assert.All(one.Reasons, r => Assert.Contains($"[{r}]", text, StringComparison.Ordinal));
        Assert.All(answer.Reasons, r => Assert.Contains(r.Sentence, text, StringComparison.Ordinal));
        Assert.Equal(answer.Verdict != Verdict.Reachable, text.Contains("What to do", StringComparison.Ordinal));
        Assert.Equal(answer.Verdict == Verdict.Reachable, text.Contains("reach each other by routing", StringComparison.Ordinal));
        Assert.Equal(answer.Paths.Any(p => p.Verdict == Verdict.Reachable) && answer.Paths.Length <= 3,
            text.Contains("It arrives", StringComparison.Ordinal) && answer.Paths.Length <= 3);
        Assert.Contains("Note: Secur", text, StringComparison.Ordinal);
        Assert.DoesNotContain("''", text, StringComparison.Ordinal);
        Assert.DoesNotContain("an unknown network", text, StringComparison.Ordinal);

        var hops = answer.Hops;
        Assert.Equal(answer.Paths.Sum(p => p.Hops.Length), hops.Length);
        Assert.All(hops, h => Assert.StartsWith(h.WayNumber.ToString(CultureInfo.InvariantCulture) + ". ", h.Way, StringComparison.Ordinal));
    }

    [Fact]
    public void The_way_to_a_site_names_gateway_connection_and_site()
    {
        var text = Explain(new EstateBuilder().VNetWithApp("hub", "10.0.0.0/16").GatewaySubnet("hub").Gateway("gw", "hub")
            .VNetWithApp("s", "10.1.0.0/16").Transit("hub", "s").Site("dc", ["192.168.0.0/24"], gateways: "gw"), "s/app", "site:dc");

        Assert.StartsWith("""
            rg/s/app and site:rg/dc reach each other by routing, through a VPN gateway.
            There, from rg/s/app to site:rg/dc:
              1. Subnet s/app sends it to the VPN gateway 'gw' in hub by a route that the gateway brings (192.168.0.0/24).
              2. The VPN gateway 'gw' in hub sends it over the connection 'gw-to-dc' to the on-premises site 'dc' (192.168.0.0/24).
              => It arrives.
            Back, from site:rg/dc to rg/s/app:
              1. The on-premises site 'dc' sends it over the connection 'gw-to-dc' to the VPN gateway 'gw' in hub (10.1.0.0/16).
              2. The VPN gateway 'gw' in hub delivers it into s, which uses it (10.1.0.0/16).
              => It arrives.

            """.ReplaceLineEndings("\n"), text, StringComparison.Ordinal);
        Assert.Contains("Note: The device of 'dc' has no BGP", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_firewall_on_the_way_and_a_route_to_nowhere_are_named()
    {
        var text = Explain(new EstateBuilder().VNetWithApp("hub", "10.0.0.0/16").Subnet("hub/AzureFirewallSubnet", "10.0.9.0/26")
            .Firewall("fw", "hub", "10.0.9.4")
            .VNetWithApp("a", "10.1.0.0/16", "ta").VNetWithApp("b", "10.2.0.0/16", "tb").Peer("hub", "a").Peer("hub", "b")
            .Table("ta", ("10.2.0.0/16", "10.0.9.4")).Table("tb", ("10.1.0.0/16", "None")), "a", "b");

        Assert.Contains("sends it to the Azure Firewall 'fw' by the route 'r0' (10.2.0.0/16) of its route table.", text, StringComparison.Ordinal);
        Assert.Contains("drops it by the route 'r0' (10.1.0.0/16) of its route table.", text, StringComparison.Ordinal);
        Assert.Contains("(route 'r0') [RouteTable]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_reason_has_a_meaning_a_remedy_and_its_row_in_the_documentation()
    {
        var advice = Enum.GetValues<ReasonId>().Select(Advice.For).ToArray();
        Assert.Equal(advice.Length, advice.Distinct(StringComparer.Ordinal).Count());
        Assert.All(advice, a => Assert.EndsWith(".", a, StringComparison.Ordinal));
    }

    [Fact]
    public void The_fix_of_a_matrix_is_not_sought_until_it_is_read()
    {
        var topology = CaseEstates.Two().Half("a", "b", h => h["peeringState"] = "Initiated").Topology();
        var one = Assert.Single(new ReachabilityEngine(topology).All());
        Assert.Equal(("not sought", string.Empty), (one.FixText, one.By));
        Assert.NotNull(one.Fix);
        Assert.Equal("1 write", one.FixText);
        Assert.Equal("1 write", CaseEstates.Two().Half("a", "b", h => h["peeringState"] = "Initiated").Ask("a", "b").FixText);
        Assert.Equal(string.Empty, CaseEstates.Two().Peer("a", "b").Ask("a", "b").FixText);
        Assert.Equal("2 writes", CaseEstates.Two().Ask("a", "b").FixText);
    }

    private static string Explain(EstateBuilder estate, string a, string b) =>
        new ReachabilityEngine(estate.Topology()).Ask(HandMadeCase.End(a), HandMadeCase.End(b)).Explain();
}
