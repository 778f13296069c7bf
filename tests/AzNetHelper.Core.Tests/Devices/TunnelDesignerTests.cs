using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Devices;
using AzNetHelper.Steps;
using AzNetHelper.Tests.Reachability;
using AzNetHelper.Tests.Reading;
using AzNetHelper.Vpn;
using Xunit;

namespace AzNetHelper.Tests.Devices;

/// <summary>What a device must be told of a connection.</summary>
public sealed class TunnelDesignerTests
{
    [Fact]
    public void Both_instances_and_what_lies_behind_the_gateway()
    {
        var design = new DeviceEstate { ActiveActive = true }.Design();
        Assert.Equal(["198.51.100.1", "198.51.100.2"], design.Tunnels.Select(t => t.Address.ToString()));
        Assert.Equal(["10.1.0.0/16", "10.2.0.0/16"], design.AzurePrefixes.Select(p => p.ToString()));
        Assert.Equal(["10.50.0.0/16"], design.SitePrefixes.Select(p => p.ToString()));
        Assert.Empty(design.Selectors);
        Assert.Equal((2, true, false, 27000, 45), (design.IkeVersion, design.Initiates, design.MustInitiate, design.SALifeTimeSeconds, design.DpdTimeoutSeconds));
        Assert.All(design.Ike, p => Assert.Equal("DHGroup2", p.Group));
        Assert.All(design.Ipsec, p => Assert.Equal("None", p.Group));
    }

    [Fact]
    public void By_BGP_also_the_VNets_behind_other_connections()
    {
        var far = new DeviceEstate { Bgp = true };
        var topology = far.Topology();
        var other = TestEstate.Id("virtualNetworkGateways", "gw2");
        var more = new TestEstate().VNet("far", "10.9.0.0/16").Gateway("gw2", "far")
            .Other(TestEstate.Id("connections", "a"), Pair(TestEstate.Id("virtualNetworkGateways", "gw"), other))
            .Other(TestEstate.Id("connections", "b"), Pair(other, TestEstate.Id("virtualNetworkGateways", "gw")));
        var document = JsonNode.Parse(more.Topology().Document(other)!.Json.Span)!.AsObject();
        document["properties"]!["bgpSettings"] = new JsonObject { ["asn"] = 65010 };
        var all = topology.With(more.Topology().Documents).With([new(other, System.Text.Encoding.UTF8.GetBytes(document.ToJsonString()))]);

        var design = TunnelDesigner.Design(all, far.Connection, [], StepWriter.Nowhere)!;

        Assert.Equal(["10.1.0.0/16", "10.2.0.0/16", "10.9.0.0/16"], design.AzurePrefixes.Select(p => p.ToString()));
        Assert.Equal("10.1.255.4", design.Tunnels[0].BgpAddress!.ToString());
        Assert.Equal((65050, 65515, false), (design.Bgp!.DeviceAsn, design.Bgp.GatewayAsn, design.Bgp.IsLinkLocal));

        static JsonObject Pair(ResourceId from, ResourceId to) => new()
        {
            ["properties"] = new JsonObject
            {
                ["connectionType"] = "Vnet2Vnet", ["enableBgp"] = true,
                ["virtualNetworkGateway1"] = new JsonObject { ["id"] = from.ToString() }, ["virtualNetworkGateway2"] = new JsonObject { ["id"] = to.ToString() },
            },
        };
    }

    [Fact]
    public void Link_local_addresses_of_the_connection_go_before_those_of_the_gateway()
    {
        var design = ConfigurationCases.All["apipa"].Design();
        Assert.Equal(["169.254.21.2", "169.254.21.6"], design.Tunnels.Select(t => t.BgpAddress!.ToString()));
        Assert.True(design.Bgp!.IsLinkLocal);
    }

    // Azure never speaks from GatewaySubnet to a link-local address: what would be designed so could not come up.
    [Theory]
    [InlineData("169.254.21.2", "169.254.21.2")]
    [InlineData("169.254.22.2", "169.254.22.2")]
    [InlineData("169.254.22.2,169.254.21.2", "169.254.21.2")]
    [InlineData("", null)]
    [InlineData("169.254.22.2,169.254.22.6", null)]
    [InlineData("169.254.21.1,169.254.21.2", null)]
    public void A_link_local_device_speaks_with_a_link_local_address_of_the_gateway(string given, string? speaks)
    {
        string[] addresses = given.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var estate = new DeviceEstate
        {
            Bgp = true, OnSite = s => s["bgpSettings"]!["bgpPeeringAddress"] = "169.254.21.1",
            OnGateway = g => g["bgpSettings"]!["bgpPeeringAddresses"]![0]!["customBgpIpAddresses"] = TestEstate.Texts(addresses),
        };
        var log = new StepLog();
        var design = TunnelDesigner.Design(estate.Topology(), estate.Connection, [], log.Writer);
        Assert.Equal(speaks, design?.Tunnels[0].BgpAddress!.ToString());
        Assert.Equal(speaks is null ? ["GatewayBgpAddressUnknown"] : [], log.Read().OfType<FailureStep>().Select(f => f.Failure.Id));
    }

    [Fact]
    public void Policy_based_gateways_speak_IKEv1_with_pairs()
    {
        var design = new DeviceEstate { VpnType = "PolicyBased" }.Design();
        Assert.Equal((1, 3600), (design.IkeVersion, design.SALifeTimeSeconds));
        // A Basic gateway is not lent to spokes.
        Assert.Equal(["10.50.0.0/16>10.1.0.0/16"], design.Selectors.Select(s => $"{s.Local}>{s.Remote}"));
        Assert.DoesNotContain(design.Ipsec, p => p.Encryption.StartsWith("GCM", StringComparison.Ordinal));
    }

    [Fact]
    public void Custom_selectors_are_turned_round()
    {
        var design = new DeviceEstate { Selectors = [(["10.1.1.0/24", "10.1.2.0/24"], ["10.50.1.0/24"])], PolicyBasedSelectors = true }.Design();
        Assert.Equal(["10.50.1.0/24>10.1.1.0/24", "10.50.1.0/24>10.1.2.0/24"], design.Selectors.Select(s => $"{s.Local}>{s.Remote}"));
    }

    [Theory]
    [InlineData("InitiatorOnly", false, false)]
    [InlineData("ResponderOnly", true, true)]
    [InlineData("Default", true, false)]
    public void Modes_are_turned_round(string mode, bool initiates, bool must)
    {
        var design = new DeviceEstate { Mode = mode }.Design();
        Assert.Equal((initiates, must), (design.Initiates, design.MustInitiate));
    }

    [Theory]
    [InlineData("PFS2048", "DHGroup14")]
    [InlineData("PFS14", "DHGroup14")]
    [InlineData("PFSMM", "ECP384")]
    [InlineData("PFS24", "DHGroup24")]
    [InlineData("None", "None")]
    public void Forward_secrecy_is_a_group(string pfs, string group) =>
        Assert.Equal(group, Assert.Single(new DeviceEstate { Policy = ConfigurationCases.Strong with { PfsGroup = pfs } }.Design().Ipsec).Group);

    [Fact]
    public void What_lies_behind_the_device_can_be_said() => Assert.Equal(
        ["172.16.0.0/12"], new DeviceEstate { SitePrefixes = [], Bgp = true }.Design("172.16.0.0/12", "172.16.5.0/24").SitePrefixes.Select(p => p.ToString()));

    public static TheoryData<string, string, string> Refusals() => new()
    {
        { "v2v", "NoDeviceConnection", "Vnet2Vnet" },
        { "certificates", "ConnectionUsesCertificates", "certificates" },
        { "unbuilt", "GatewayAddressUnknown", "provisioning state" },
        { "noasn", "SiteSpeaksNoBgp", "no ASN" },
        { "sameasn", "AsnEqual", "65515" },
        { "noprefixes", "SitePrefixesUnknown", "-SitePrefix" },
        { "policy", "InvalidIpsecPolicy", "both must be the same" },
        { "nosite", "SiteNotRead", "not read" },
        { "nonetwork", "NetworkNotRead", "was not read" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_cannot_be_is_one_clear_failure(string what, string id, string says)
    {
        var estate = what switch
        {
            "v2v" => new DeviceEstate { OnConnection = c => c["connectionType"] = "Vnet2Vnet" },
            "certificates" => new() { OnConnection = c => c["authenticationType"] = "Certificate" },
            "unbuilt" => new() { OnGateway = g => g["bgpSettings"]!["bgpPeeringAddresses"] = new JsonArray() },
            "noasn" => new() { Bgp = true, OnSite = s => s.Remove("bgpSettings") },
            "sameasn" => new() { Bgp = true, OnSite = s => s["bgpSettings"]!["asn"] = 65515 },
            "noprefixes" => new() { SitePrefixes = [] },
            "policy" => new() { Policy = ConfigurationCases.Strong with { IpsecIntegrity = "SHA256" } },
            _ => new DeviceEstate(),
        };
        var topology = estate.Topology();
        topology = what switch
        {
            "nosite" => topology.With([], [TestEstate.Id("localNetworkGateways", "berlin")]),
            "nonetwork" => topology.With([], [TestEstate.VNetId("hub")]),
            _ => topology,
        };
        var log = new StepLog();
        Assert.Null(TunnelDesigner.Design(topology, estate.Connection, [], log.Writer));
        var failure = Assert.Single(log.Read().OfType<FailureStep>()).Failure;
        Assert.Equal(id, failure.Id);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IPv6_is_left_out_with_a_word()
    {
        var estate = new DeviceEstate { HubPrefixes = ["10.1.0.0/16", "fd00:1::/48"] };
        var log = new StepLog();
        var design = TunnelDesigner.Design(estate.Topology(), estate.Connection, [], log.Writer)!;
        Assert.DoesNotContain(design.AzurePrefixes, p => p.IsIPv6);
        Assert.Contains("fd00:1::/48", Assert.Single(log.Warnings()).Message, StringComparison.Ordinal);
    }
}
