using AzNetHelper.Addressing;
using AzNetHelper.AddressSpaces;
using AzNetHelper.Networks;
using AzNetHelper.Tests.Reachability;
using Xunit;
using static AzNetHelper.Tests.AddressSpaces.SpaceEstate;

namespace AzNetHelper.Tests.AddressSpaces;

/// <summary>Each finding where it must be, and none where it must not.</summary>
public sealed class AddressSpaceAuditTests
{
    private static readonly (string Case, Func<Topology> Make, string[] Expected)[] s_cases =
    [
        ("apart", () => Two("10.0.0.0/16", "10.1.0.0/16").Peer("a", "b").Topology(), []),
        ("peered", () => Two("10.0.0.0/16", "10.0.128.0/17").Peer("a", "b").Topology(), ["Error PeeredOverlap a b"]),
        ("half a peering", () => Two("10.0.0.0/16", "10.0.0.0/16").Half("a", "b").Topology(), ["Error PeeredOverlap a b"]),
        ("subnet peering", () => Two("10.0.0.0/16", "10.0.0.0/16").Peer("a", "b", Partly, Partly).Topology(), []),
        ("nothing joins them", () => Two("10.0.0.0/16", "10.0.0.0/16").Topology(), ["Information AddressReuse a b"]),
        ("peers' peers", () => Three("10.1.0.0/16", "10.0.0.0/16", "10.0.0.0/24").Peer("a", "b").Peer("a", "c").Topology(),
            ["Warning NeighbourOverlap b c a"]),
        ("peer of a peer", () => Three("10.0.0.0/16", "10.1.0.0/16", "10.0.0.0/24").Peer("a", "b").Peer("b", "c").Topology(),
            ["Warning NeighbourOverlap a c b"]),
        ("torn away", () => Three("10.1.0.0/16", "10.0.0.0/16", "10.0.0.0/24").Peer("a", "b").Half("a", "c", Torn).Topology(),
            ["Information AddressReuse b c"]),
        ("a peer that was not read", () => new TestEstate().VNet("a", "10.0.0.0/16").Half("a", "x", h =>
            h["remoteAddressSpace"] = TestEstate.Space("10.0.4.0/24")).Topology(), ["Error PeeredOverlap a x"]),
        ("connected group", () => Two("10.0.0.0/16", "10.0.0.0/24").Topology().With(Group("a", "b")), ["Warning GroupOverlap a b"]),
        ("tunnel", () => Two("10.0.0.0/16", "10.0.0.0/24").Gateway("ga", "a").Gateway("gb", "b").Connection("ga", "gb").Connection("gb", "ga").Topology(),
            ["Error ConnectedOverlap a b"]),
        ("behind a tunnel", () => Three("10.0.0.0/16", "10.1.0.0/16", "10.1.0.0/24").Gateway("ga", "a").Gateway("gc", "c").Connection("ga", "gc")
            .Spoke("a", "b").Topology(), ["Warning NeighbourOverlap b c a"]),
        ("site in a VNet", () => Hub().Site("s", "g", bgp: false, "10.0.5.0/24").Topology(), ["Error SiteOverlap a s"]),
        ("site in a spoke", () => Hub().VNet("b", "10.1.0.0/16").Spoke("a", "b").Site("s", "g", bgp: true, "10.1.0.0/16").Topology(),
            ["Error SiteOverlap b s a"]),
        ("site in a peer", () => Hub().VNet("b", "10.1.0.0/16").Peer("a", "b").Site("s", "g", bgp: true, "10.1.0.0/16").Topology(),
            ["Warning SiteOverlap b s a"]),
        ("site around a VNet", () => Hub().Site("s", "g", bgp: true, "10.0.0.0/8").Topology(), ["Information SiteContainsVNet a s"]),
        ("site with a way out", () => Hub().Site("s", "g", bgp: true, "0.0.0.0/0").Topology(), []),
        ("circuit in a VNet", () => Hub().Circuit("c", "g").Topology().With(Behind("c", "10.0.1.0/24")), ["Error SiteOverlap a c"]),
        ("two static sites", () => Hub().Site("s", "g", bgp: false, "192.168.0.0/24").Site("t", "g", bgp: true, "192.168.0.0/16").Topology(),
            ["Warning SitesOverlap s t a"]),
        ("two devices of a place", () => Hub().Site("s", "g", bgp: true, "192.168.0.0/24").Site("t", "g", bgp: true, "192.168.0.0/24").Topology(),
            ["Information SitesOverlap s t a"]),
        ("site of another VNet", () => Hub().VNet("b", "192.168.0.0/24").Site("s", "g", bgp: false, "192.168.0.0/16").Topology(),
            ["Information AddressReuse b s"]),
        ("clients in a VNet", () => Hub("10.0.9.0/24").Topology(), ["Error ClientPoolOverlap a g"]),
        ("clients in a site", () => Hub("192.168.9.0/24").Site("s", "g", bgp: false, "192.168.9.128/25").Topology(), ["Error ClientPoolOverlap s g a"]),
        ("clients in a wide site", () => Hub("192.168.9.0/24").Site("s", "g", bgp: false, "192.168.0.0/16").Topology(), ["Warning ClientPoolOverlap s g a"]),
        ("few clients", () => Hub("192.168.9.0/30").Topology(), ["Error ClientPoolSize g"]),
        ("refused", () => new TestEstate().VNet("a", "10.0.0.0/16", "168.63.128.0/17").Topology(), ["Error RefusedRange a"]),
        ("refused pool", () => Hub("127.0.1.0/24").Topology(), ["Error RefusedRange g"]),
        ("public", () => new TestEstate().VNet("a", "20.0.0.0/16").Topology(), ["Information PublicRange a"]),
        ("shared and local ranges are private", () => new TestEstate().VNet("a", "100.64.0.0/16", "fd00::/48").Topology(), []),
        ("no IPv4", () => new TestEstate().VNet("a", "fd00::/48").Topology(), ["Error IPv4Missing a"]),
        ("own overlap", () => new TestEstate().VNet("a", "10.0.0.0/16", "10.0.4.0/24").Topology(), ["Error OwnOverlap a"]),
        ("subnet outside", () => Hub().Subnet("a", "s", "10.1.0.0/24").Topology(), ["Error SubnetOutside s a"]),
        ("subnets overlap", () => Hub().Subnet("a", "s", "10.0.0.0/24").Subnet("a", "t", "10.0.0.128/25").Topology(), ["Error SubnetsOverlap s t"]),
        ("/30", () => Hub().Subnet("a", "s", "10.0.0.0/30").Topology(), ["Error SubnetSize s"]),
        ("IPv6 /65", () => new TestEstate().VNet("a", "10.0.0.0/16", "fd00::/48").Subnet("a", "s", "10.0.0.0/24", second: "fd00::/65").Topology(),
            ["Error SubnetSize s"]),
        ("IPv6 /64", () => new TestEstate().VNet("a", "10.0.0.0/16", "fd00::/48").Subnet("a", "s", "10.0.0.0/24", second: "fd00::/64").Topology(), []),
        ("IPv6 /60 for gateways", () => new TestEstate().VNet("a", "10.0.0.0/16", "fd00::/48")
            .Subnet("a", "GatewaySubnet", "10.0.0.0/27", second: "fd00::/60").Topology(), []),
        ("another case", () => Hub().Subnet("a", "gatewaySubnet", "10.0.0.0/27").Topology(), ["Warning ReservedSubnetName gatewaySubnet a"]),
        ("GatewaySubnet /28", () => Hub().Subnet("a", "GatewaySubnet", "10.0.0.0/28").Topology(), ["Warning ReservedSubnetSize GatewaySubnet a"]),
        ("GatewaySubnet /28, Basic", () => new TestEstate().VNet("a", "10.0.0.0/16").Gateway("g", "a", sku: "Basic")
            .Subnet("a", "GatewaySubnet", "10.0.0.0/28").Topology(), ["Information ReservedSubnetSize GatewaySubnet a"]),
        ("AzureFirewallSubnet /27", () => Hub().Subnet("a", "AzureFirewallSubnet", "10.0.0.0/27").Topology(),
            ["Error ReservedSubnetSize AzureFirewallSubnet a"]),
        ("AzureBastionSubnet /27", () => Hub().Subnet("a", "AzureBastionSubnet", "10.0.0.0/27").Topology(),
            ["Information ReservedSubnetSize AzureBastionSubnet a"]),
        ("RouteServerSubnet /28", () => Hub().Subnet("a", "RouteServerSubnet", "10.0.0.0/28").Topology(), ["Error ReservedSubnetSize RouteServerSubnet a"]),
    ];

    public static TheoryData<string> Cases => [.. s_cases.Select(c => c.Case)];

    /// <summary>Every finding that a case shows, with its severity.</summary>
    internal static IEnumerable<string> Shown => s_cases.SelectMany(c => c.Expected)
        .Select(e => e.Split(' ')).Select(e => $"{e[1]} {e[0]}").Distinct(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Findings_are_these(string name)
    {
        var (_, make, expected) = s_cases.Single(c => c.Case == name);
        var findings = AddressSpaceAudit.Examine(make());
        Assert.Equal(expected, findings.Select(Short));
        Assert.All(findings, f =>
        {
            Assert.EndsWith(".", f.Sentence, StringComparison.Ordinal);
            Assert.NotEmpty(f.Prefixes);
            Assert.Contains(f.Name!.Split('/')[^1], f.Sentence, StringComparison.Ordinal);
            Assert.True(f.Remedy is not null || f.Severity == AddressSpaceSeverity.Information, f.ToString());
        });
    }

    [Fact]
    public void Every_finding_has_a_case() => Assert.Empty(Enum.GetNames<AddressSpaceFindingId>()
        .Except(s_cases.SelectMany(c => c.Expected).Select(e => e.Split(' ')[1])).Except([nameof(AddressSpaceFindingId.CandidateOverlap)]));

    [Fact]
    public void Only_what_concerns_the_chosen_is_told()
    {
        var topology = Three("10.0.0.0/16", "10.0.0.0/16", "10.1.0.0/16").Peer("a", "b").Subnet("c", "s", "10.1.0.0/30").Topology();
        Assert.Equal(["Error PeeredOverlap a b"], AddressSpaceAudit.Examine(topology, TestEstate.VNetId("b")).Select(Short));
        Assert.Equal(["Error SubnetSize s"], AddressSpaceAudit.Examine(topology, TestEstate.VNetId("c")).Select(Short));
        Assert.Equal(2, AddressSpaceAudit.Examine(topology).Length);
    }

    [Fact]
    public void Addresses_in_use_in_many_places_are_one_finding()
    {
        var estate = new TestEstate();
        foreach (var i in Enumerable.Range(0, 30))
        {
            estate.VNet($"v{i:00}", "10.0.0.0/16");
        }

        var finding = Assert.Single(AddressSpaceAudit.Examine(estate.Topology()));
        Assert.Equal(30, finding.Resources.Length);
        Assert.Contains("in 30 networks", finding.Sentence, StringComparison.Ordinal);
        Assert.Contains("and 25 more", finding.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.2.0.0/16", "")]
    [InlineData("10.0.0.0/8", "Error a|Error b|Error c|Error g|Error s")]
    [InlineData("10.1.7.0/24", "Error b")]
    [InlineData("192.168.0.0/16", "")]
    [InlineData("2001:db8::/48", "Information -")]
    [InlineData("169.254.7.0/24", "Error -")]
    [InlineData("ff00::/16", "Error -")]
    [InlineData("fe80::/64", "Error -")]
    [InlineData("10.9.0.0/24 10.9.0.0/16", "Error -|Error s")]
    public void A_candidate_clashes_with_these(string candidates, string expected)
    {
        var topology = Three("10.0.0.0/16", "10.1.0.0/16", "10.5.0.0/16").Gateway("g", "a", pool: "10.8.0.0/24").Spoke("a", "b")
            .Site("s", "g", bgp: false, "10.9.128.0/17", "0.0.0.0/0").Topology();
        var findings = AddressSpaceAudit.ExamineCandidates(topology, [.. candidates.Split(' ').Select(IPPrefix.Parse)]);
        Assert.Equal(expected, string.Join('|', findings.Select(f => $"{f.Severity} {f.Name ?? "-"}").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void A_candidate_for_a_VNet_clashes_only_with_what_that_is_joined_with()
    {
        var topology = Three("10.0.0.0/16", "10.1.0.0/16", "10.5.0.0/16").Gateway("g", "a", pool: "10.8.0.0/24").Spoke("a", "b")
            .Site("s", "g", bgp: false, "10.9.0.0/16").Topology();
        IPPrefix[] candidates = [IPPrefix.Parse("10.5.0.0/24"), IPPrefix.Parse("10.8.0.0/16"), IPPrefix.Parse("10.9.0.0/16")];
        Assert.Equal(["Error CandidateOverlap g", "Error CandidateOverlap s", "Information CandidateOverlap c"],
            AddressSpaceAudit.ExamineCandidates(topology, candidates, TestEstate.VNetId("b")).Select(Short));
        Assert.Equal(["Error CandidateOverlap c", "Information CandidateOverlap g", "Information CandidateOverlap s"],
            AddressSpaceAudit.ExamineCandidates(topology, candidates, TestEstate.VNetId("c")).Select(Short));
    }

    private static string Short(AddressSpaceFinding finding) =>
        string.Join(' ', finding.Resources.Select(r => r.Name).Prepend($"{finding.Severity} {finding.Id}"));

    private static TestEstate Hub(string? pool = null) => new TestEstate().VNet("a", "10.0.0.0/16").Gateway("g", "a", pool: pool);

    private static TestEstate Two(string a, string b) => new TestEstate().VNet("a", a).VNet("b", b);

    private static TestEstate Three(string a, string b, string c) => Two(a, b).VNet("c", c);

    private static void Partly(System.Text.Json.Nodes.JsonObject half) => half["peerCompleteVnets"] = false;

    private static void Torn(System.Text.Json.Nodes.JsonObject half) => half["peeringState"] = "Disconnected";
}
