using System.Numerics;
using AzNetHelper.Addressing;
using AzNetHelper.AddressSpaces;
using AzNetHelper.Networks;
using AzNetHelper.Steps;
using AzNetHelper.Tests.Reachability;
using Xunit;
using static AzNetHelper.Tests.AddressSpaces.SpaceEstate;

namespace AzNetHelper.Tests.AddressSpaces;

public sealed class AddressSpaceFinderTests
{
    [Theory]
    [InlineData("16", 1, "10.0.0.0/8", "10.2.0.0/16")]
    [InlineData("16", 3, "10.0.0.0/8", "10.2.0.0/16 10.4.0.0/16 10.9.0.0/16")]
    [InlineData("24 16", 1, "10.0.0.0/8", "10.8.1.0/24 10.2.0.0/16")]
    [InlineData("24", 2, "10.8.0.0/24 10.9.0.0/24 10.10.0.0/24", "10.9.0.0/24 10.10.0.0/24")]
    [InlineData("12", 1, "", "10.16.0.0/12")]
    [InlineData("16", 1, "168.0.0.0/8", "168.62.0.0/16")]
    [InlineData("48", 2, "fd00::/46", "fd00:0:1::/48 fd00:0:2::/48")]
    [InlineData("16", 1, "fc00::/8", "fc00::/16")]
    public void Each_block_is_in_the_smallest_hole(string lengths, int count, string supernets, string expected)
    {
        var answer = AddressSpaceFinder.Find(Estate(), Request(lengths, count, supernets));

        Assert.Null(answer.Failure);
        Assert.Equal(expected, string.Join(' ', answer.Found));
        Assert.All(answer.Found, f => Assert.True(f.Hole.Contains(f.Prefix)));
    }

    [Fact]
    public void Only_what_hangs_together_is_in_the_way()
    {
        var far = Assert.Single(AddressSpaceFinder.Find(Estate(), Request("16", 1, "10.0.0.0/14") with { For = [TestEstate.VNetId("lone")] }).Found);
        Assert.Equal(("10.0.0.0/16", "10.0.0.0/14"), (far.Prefix.ToString(), far.Hole.ToString()));

        // The tunnel, the spokes behind it and the sites all count for a spoke; what nothing joins does not.
        foreach (var name in new[] { "hub", "spoke", "far", "behind" })
        {
            var answer = AddressSpaceFinder.Find(Estate(), Request("16", 2, "10.0.0.0/12") with { For = [TestEstate.VNetId(name)] });
            Assert.Equal(["10.2.0.0/16", "10.6.0.0/16"], answer.Found.Select(f => f.ToString()));
        }
    }

    [Fact]
    public void No_room_says_what_is_largest_and_who_holds_it_all()
    {
        var answer = AddressSpaceFinder.Find(Estate(), Request("15", 1, "10.4.0.0/14"));
        Assert.Equal(("NoFreeAddressSpace", FailureKind.ResourceUnavailable), (answer.Failure?.Id, answer.Failure?.Kind));
        Assert.Equal("There is no room for a /15 in 10.4.0.0/14. The largest free block is a /16: 10.4.0.0/16.", answer.Failure?.Message);
        Assert.Empty(answer.Found);

        var wide = new TestEstate().VNet("a", "10.0.0.0/16").Gateway("g", "a").Site("hq", "g", bgp: false, "10.0.0.0/8", "0.0.0.0/0").Topology();
        Assert.Equal("There is no room for 3 blocks at once (1 x /20, 2 x /24) in 10.0.0.0/8. Nothing is free. 10.0.0.0/8 is held by the site hq.",
            AddressSpaceFinder.Find(wide, Request("24 24 20", 1, "10.0.0.0/8")).Failure?.Message);
        Assert.Null(AddressSpaceFinder.Find(wide, Request("24", 1, string.Empty)).Failure);
    }

    [Theory]
    [InlineData("24", 2, null, "", "10.0.0.0/24 10.0.2.0/24")]
    [InlineData("26", 1, "web", "", "10.0.3.64/26")]
    [InlineData("", 1, "gatewaysubnet", "", "10.0.3.32/27")]
    [InlineData("", 1, "AzureFirewallSubnet", "10.0.0.0/24", "10.0.0.0/26")]
    [InlineData("64", 2, null, "", "fd00:1::/64 fd00:1:0:1::/64")]
    public void Room_for_subnets_is_between_those_that_are_there(string lengths, int count, string? name, string supernets, string expected)
    {
        var request = Request(lengths, count, supernets) with { Network = TestEstate.VNetId("v"), SubnetName = name };
        var answer = AddressSpaceFinder.Find(Subnets(), request);
        Assert.Null(answer.Failure);
        Assert.Equal(expected, string.Join(' ', answer.Found));
        Assert.All(answer.Found, f =>
        {
            Assert.Equal(f.Addresses - 5, f.UsableAddresses);
            Assert.Equal((BigInteger)Math.Pow(2, f.Prefix.Width - f.PrefixLength), f.Addresses);
            Assert.Equal("v", f.VNet);
            Assert.Equal(ReservedSubnet.Of(name ?? string.Empty)?.Name ?? name, f.SubnetName);
        });
    }

    [Theory]
    [InlineData("", null, "PrefixLengthNotGiven")]
    [InlineData("", "web", "PrefixLengthNotGiven")]
    [InlineData("", "VirtualNetworkApplianceSubnet", "PrefixLengthNotGiven")]
    [InlineData("30", null, "PrefixLengthInvalid")]
    [InlineData("1", null, "PrefixLengthInvalid")]
    [InlineData("48", null, "PrefixLengthInvalid")]
    [InlineData("24 64", null, "PrefixLengthInvalid")]
    [InlineData("28", "AzureBastionSubnet", "ReservedSubnetTooSmall")]
    [InlineData("24", "APP", "SubnetExists")]
    public void A_subnet_that_cannot_be_is_refused(string lengths, string? name, string id)
    {
        var answer = AddressSpaceFinder.Find(Subnets(), Request(lengths, 1, string.Empty) with { Network = TestEstate.VNetId("v"), SubnetName = name });
        Assert.Equal(id, answer.Failure?.Id);
        Assert.NotNull(answer.Failure!.Target);
        Assert.Empty(answer.Found);
    }

    [Theory]
    [InlineData("56", "", "SupernetNotGiven")]
    [InlineData("65", "fd00::/8", "PrefixLengthInvalid")]
    [InlineData("31", "", "PrefixLengthInvalid")]
    public void A_range_that_cannot_be_is_refused(string lengths, string supernets, string id) =>
        Assert.Equal(id, AddressSpaceFinder.Find(Estate(), Request(lengths, 1, supernets)).Failure?.Id);

    [Fact]
    public void A_supernet_that_is_not_in_the_VNet_is_refused() => Assert.Equal("SupernetOutside",
        AddressSpaceFinder.Find(Subnets(), Request("26", 1, "10.9.0.0/16") with { Network = TestEstate.VNetId("v") }).Failure?.Id);

    [Fact]
    public void A_tight_reserved_subnet_is_found_with_a_warning()
    {
        var answer = AddressSpaceFinder.Find(Subnets(), Request("28", 1, string.Empty) with { Network = TestEstate.VNetId("v"), SubnetName = "GatewaySubnet" });
        Assert.Equal("10.0.3.16/28", Assert.Single(answer.Found).ToString());
        Assert.Equal((NoticeSeverity.Warning, "ReservedSubnetSize"), Assert.Single(answer.Notices) is var n ? (n.Severity, n.Id) : default);
    }

    [Fact]
    public void What_is_not_known_is_told()
    {
        var estate = new TestEstate().VNet("a", "10.0.0.0/16").Gateway("g", "a").Half("a", "x").Site("s", "g", bgp: true, "192.168.0.0/24").Circuit("c", "g")
            .VNet("b", "10.1.0.0/16").Topology();
        var topology = new Topology(estate.Documents, [new TopologyGap("/subscriptions/1", "AuthorizationFailed", "No.")]);
        var request = Request("24", 1, string.Empty);
        Assert.Equal(["NotEverythingRead", "AddressSpaceUnknown", "OnPremisesPrefixesUnknown", "LearnedPrefixesUnknown"],
            AddressSpaceFinder.Find(topology, request).Notices.Select(n => n.Id));
        Assert.Equal(4, AddressSpaceAudit.Unknown(topology).Length);
        Assert.Empty(AddressSpaceAudit.Unknown(estate, TestEstate.VNetId("b")));
        Assert.Empty(AddressSpaceFinder.Find(estate, request with { For = [TestEstate.VNetId("b")] }).Notices);
        Assert.Equal(["AddressSpaceUnknown", "LearnedPrefixesUnknown"],
            AddressSpaceFinder.Find(estate.With(Behind("c", "192.168.9.0/24")), request).Notices.Select(n => n.Id));
    }

    // 10.0 hub, 10.1 spoke, 10.3 far behind a tunnel, 10.5 and 10.6 lone ones, 10.7 pool, 10.8 site.
    private static Topology Estate() => new TestEstate()
        .VNet("hub", "10.0.0.0/16").Gateway("g", "hub", pool: "10.7.1.0/24").VNet("spoke", "10.1.0.0/16").Spoke("hub", "spoke")
        .VNet("far", "10.3.0.0/17").Gateway("f", "far").Connection("g", "f").VNet("behind", "10.3.128.0/17", "fd00::/48").Peer("far", "behind")
        .VNet("lone", "10.5.0.0/16", "10.6.0.0/15").Site("s", "g", bgp: false, "10.8.0.0/24").Topology();

    private static Topology Subnets() => new TestEstate().VNet("v", "10.0.0.0/22", "fd00:1::/48")
        .Subnet("v", "app", "10.0.1.0/24").Subnet("v", "db", "10.0.3.128/25").Subnet("v", "old", "10.0.3.0/28").Topology();

    private static FreeSpaceRequest Request(string lengths, int count, string supernets) => new()
    {
        Lengths = [.. lengths.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(l => int.Parse(l, System.Globalization.CultureInfo.InvariantCulture))],
        Count = count,
        Supernets = [.. supernets.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPPrefix.Parse)],
    };
}
