using AzNetHelper.Addressing;
using AzNetHelper.ExpressRoute.Routers;
using AzNetHelper.Tests.Devices;
using Xunit;

namespace AzNetHelper.Tests.ExpressRoute.Routers;

/// <summary>What a circuit means for its routers, and what is in the way.</summary>
public sealed class RouterDesignerTests
{
    [Fact]
    public void The_first_address_of_a_link_is_the_customers_and_the_second_Microsofts()
    {
        var design = new RouterEstate { IPv6 = true }.Design();
        Assert.Equal(["primary 192.168.15.17 192.168.15.18 fd00:15::11 fd00:15::12", "secondary 192.168.15.21 192.168.15.22 fd00:15::15 fd00:15::16"],
            design.Links.Select(l => $"{l.Name} {l.IPv4.CustomerAddress} {l.IPv4.MicrosoftAddress} {l.IPv6!.CustomerAddress} {l.IPv6.MicrosoftAddress}"));
        Assert.Equal((65010L, 12076L, 100), (design.RouterAsn, design.MicrosoftAsn, design.VlanId));
        Assert.True(design.IsBalanced);
    }

    [Theory]
    [InlineData(LinkSelection.Both, "primary+secondary/")]
    [InlineData(LinkSelection.Each, "primary/primary secondary/secondary")]
    [InlineData(LinkSelection.Primary, "primary/primary")]
    [InlineData(LinkSelection.Secondary, "secondary/secondary")]
    public void Links_end_at_one_router_or_at_two(LinkSelection links, string expected) => Assert.Equal(expected,
        string.Join(' ', new RouterEstate { Links = links }.Ask().Designs.Select(d => $"{string.Join('+', d.Links.Select(l => l.Name))}/{d.Part}")));

    [Fact]
    public void Private_addresses_are_taken_and_what_linked_networks_have_beside_them()
    {
        var estate = new RouterEstate { Hub = ["10.1.0.0/16", "51.10.0.0/16"], Spoke = ["10.2.0.0/16", "fd01::/48", "2a01:111::/48"], IPv6 = true };
        Assert.Equal("10.0.0.0/8 51.10.0.0/16 100.64.0.0/10 172.16.0.0/12 192.168.0.0/16 2a01:111::/48 fc00::/7", Accepted(estate));
        Assert.Equal("10.1.0.0/16 10.2.0.0/16 51.10.0.0/16 2a01:111::/48 fd01::/48", Accepted(estate with { Accept = AcceptedRoutes.LinkedNetworks }));
        Assert.Equal("10.0.0.0/8 100.64.0.0/10 172.16.0.0/12 192.168.0.0/16 fc00::/7", Accepted(estate with { IsLinked = false }));

        static string Accepted(RouterEstate of) => string.Join(' ', of.Design().Accepted);
    }

    // A site with 10.0.0.0/8 takes the VNets inside of it, and one with a part of it nothing of that part.
    [Theory]
    [InlineData("172.20.0.0/16", true)]
    [InlineData("10.0.0.0/8", false)]
    [InlineData("10.0.0.0/14", false)]
    [InlineData("10.64.0.0/10", true)]
    [InlineData("0.0.0.0/0", false)]
    [InlineData("172.16.0.0/12", false)]
    public void A_summary_of_the_site_leaves_what_lies_inside_of_it(string advertised, bool withParts)
    {
        var design = new RouterEstate { Advertise = [advertised], AllowEgressChange = true }.Design();
        Assert.Equal(withParts, design.Own.Single(o => o.Prefix == IPPrefix.Parse(advertised)).WithParts);
        Assert.Contains(design.Own, o => o.Prefix.ToString() == "192.168.15.16/30" && o.WithParts);
    }

    [Fact]
    public void What_the_circuit_brings_is_announced_where_nothing_else_is_said()
    {
        var estate = new RouterEstate { Brings = ["172.21.0.0/16", "0.0.0.0/0"], Advertise = [] };
        Assert.Equal("172.21.0.0/16", string.Join(' ', estate.Design().Advertised));
        Assert.Equal("172.20.0.0/16", string.Join(' ', (estate with { Advertise = ["172.20.0.0/16"] }).Design().Advertised));
    }

    [Fact]
    public void IPv6_that_is_switched_off_is_on_no_router()
    {
        var design = new RouterEstate { IPv6 = true, IPv6State = "Disabled" }.Design();
        Assert.False(design.HasIPv6);
        Assert.DoesNotContain(design.Own, o => o.Prefix.IsIPv6);
    }

    // A session carries what every link of the circuit brings: 1,000 each, and 100 of IPv6.
    [Theory]
    [InlineData("Standard", 10000, false, "10000 1000 True")]
    [InlineData("Local", 1000, false, "10000 1000 True")]
    [InlineData("Premium", 200, false, "25000 2500 True")]
    [InlineData("Premium", 10000, false, "100000 10000 True")]
    [InlineData("Premium", null, false, "10000 1000 False")]
    [InlineData(null, 200, false, "10000 1000 False")]
    [InlineData("Standard", 200, true, "14000 1100 False")]
    [InlineData("Premium", 200, true, "35000 2600 False")]
    public void A_session_may_bring_what_all_links_of_the_circuit_do(string? tier, int? megabits, bool reach, string expected)
    {
        var brings = new RouterEstate { Tier = tier, Megabits = megabits, HasGlobalReach = reach }.Design().Expected;
        Assert.Equal(expected, $"{brings.IPv4} {brings.IPv6} {brings.AreLimits}");
    }

    private static RouterEstate Wrong(string what) => what switch
    {
        "no peering" => new() { HasPeering = false },
        "no secondary" => new() { Secondary = null },
        "a /29" => new() { Primary = "192.168.15.16/29" },
        "no vlan" => new() { Vlan = 0 },
        "reserved asn" => new() { Asn = 65517 },
        "no prefixes" => new() { Advertise = [] },
        "default" => new() { Advertise = ["0.0.0.0/0"] },
        "default six" => new() { IPv6 = true, Advertise = ["::/0"] },
        "both ways" => new() { Advertise = ["0.0.0.0/0"], AllowEgressChange = true, AcceptDefault = true },
        "no six" => new() { Advertise = ["fd20::/48"] },
        "six is off" => new() { IPv6 = true, IPv6State = "Disabled", Advertise = ["fd20::/48"] },
        "half of six" => new() { IPv6 = true, SecondaryIPv6 = null },
        "loopback" => new() { Advertise = ["172.20.0.0/16", "127.0.0.0/8"] },
        "azure's own" => new() { Advertise = ["168.63.129.16/32"] },
        "inside" => new() { Advertise = ["10.2.5.0/24"] },
        "a network" => new() { Advertise = ["10.1.0.0/16"] },
        "nothing linked" => new() { IsLinked = false, Accept = AcceptedRoutes.LinkedNetworks },
        "outer" => new() { Outer = 4095 },
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "No such case."),
    };

    [Theory]
    [InlineData("no peering", "NoPrivatePeering")]
    [InlineData("no secondary", "PeeringIncomplete")]
    [InlineData("a /29", "PeeringIncomplete")]
    [InlineData("no vlan", "PeeringIncomplete")]
    [InlineData("reserved asn", "PeerAsnInvalid")]
    [InlineData("no prefixes", "AdvertisedPrefixesUnknown")]
    [InlineData("default", "EgressWouldChange")]
    [InlineData("default six", "EgressWouldChange")]
    [InlineData("both ways", "DefaultBothWays")]
    [InlineData("no six", "PeeringHasNoIPv6")]
    [InlineData("six is off", "PeeringHasNoIPv6")]
    [InlineData("half of six", "PeeringIncomplete")]
    [InlineData("loopback", "AdvertisedSpecialAddresses")]
    [InlineData("azure's own", "AdvertisedSpecialAddresses")]
    [InlineData("inside", "AdvertisedInsideNetwork")]
    [InlineData("a network", "AdvertisedInsideNetwork")]
    [InlineData("nothing linked", "LinkedNetworksUnknown")]
    [InlineData("outer", "OuterVlanInvalid")]
    public void What_is_in_the_way_is_one_failure(string what, string id)
    {
        var (designs, told) = Wrong(what).Ask();
        Assert.Empty(designs);
        Assert.Equal([id], told);
    }

    [Fact]
    public void What_one_should_know_is_told_and_stops_nothing()
    {
        var many = Enumerable.Range(0, 4001).Select(i => $"172.{16 + (i >> 12)}.{(i >> 4) & 255}.{(i & 15) * 16}/28").ToArray();
        Assert.Equal(["TooManyAdvertised"], Told(new() { Advertise = many }));
        Assert.Empty(Told(new() { Advertise = many[..4000] }));
        Assert.Empty(Told(new() { Advertise = many, Tier = "Premium" }));
        Assert.Equal(["AdvertisedPublicAddresses"], Told(new() { Advertise = ["172.20.0.0/16", "203.0.113.0/24"] }));
        Assert.Equal(["AdvertisedPublicAddresses"], Told(new() { Advertise = ["172.0.0.0/8"] }));
        Assert.Empty(Told(new() { Advertise = ["100.64.0.0/16", "0.0.0.0/0"], AllowEgressChange = true }));
        Assert.Equal(["CircuitNotReady"], Told(new() { ProviderState = "NotProvisioned" }));
        Assert.Equal(["ProviderOwnsPeering"], Told(new() { ModifiedBy = "Equinix" }));
        Assert.Equal(["AdvertisedOverlapsNetwork"], Told(new() { IsLinked = false, Advertise = ["10.1.4.0/24"] }));

        static string[] Told(RouterEstate estate)
        {
            var (designs, told) = estate.Ask();
            Assert.Single(designs);
            return told;
        }
    }

    [Theory]
    [InlineData("Arista", 20, "eth1", "eth2", "DeviceNotSuited")]
    [InlineData("Frr", null, "eth1", "eth1", "InterfacesEqual")]
    [InlineData("Frr", null, "enp0s31f6np1", "eth2", "InterfaceNameTooLong")]
    [InlineData("Bird", 2000, "enp3s0f1", "eth2", "InterfaceNameTooLong")]
    [InlineData("Bird", null, "eth1; reboot", "eth2", "InvalidSetting")]
    public void What_a_router_cannot_express_is_one_failure(string device, int? outer, string primary, string secondary, string id)
    {
        var (configuration, failures) = RouterWriter.Write(new RouterEstate { Outer = outer }.Design(), RouterEstate.Templates.Find(device).Template!,
            DeviceEstate.Options(null, ("primaryInterface", primary), ("secondaryInterface", secondary)), hasKey: true);
        Assert.Null(configuration);
        Assert.Contains(failures, f => f.Id == id);
        Assert.True(failures.Length == 1 || id == "InvalidSetting");
    }

    [Theory]
    [InlineData("Frr", "a|b")]
    [InlineData("Bird", "a\"b")]
    [InlineData("CiscoIosXe", "a?b")]
    public void A_key_that_a_router_does_not_take_is_refused_without_being_told(string device, string key)
    {
        var (_, failures) = RouterWriter.Write(new RouterEstate().Design(), RouterEstate.Templates.Find(device).Template!, DeviceEstate.Options(key), hasKey: true);
        var failure = Assert.Single(failures);
        Assert.Equal("KeyNotSpellable", failure.Id);
        Assert.Contains("character 2", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, failure.Message, StringComparison.Ordinal);
    }
}
