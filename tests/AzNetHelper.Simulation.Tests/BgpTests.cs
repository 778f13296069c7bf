using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation.Tests;

/// <summary>What gateways tell each other (azure-network-rules 2.3 d and 4.5), worked out by hand.</summary>
public sealed class BgpTests
{
    private const string Bgp = """{"enableBgp":true}""";

    [Fact]
    public async Task Along_a_chain_with_BGP_everything_goes_on_and_without_only_neighbours_are_known()
    {
        // a - b - c with BGP, c - d without.
        using var bed = await TestBed.CreateAsync();
        foreach (var (name, asn) in new[] { ("a", 64601), ("b", 64602), ("c", 64603), ("d", 64604) })
        {
            await GatewayAsync(bed, name, asn);
        }

        await VpnBed.PairAsync(bed, "a", "b", Bgp);
        await VpnBed.PairAsync(bed, "b", "c", Bgp);
        await VpnBed.PairAsync(bed, "c", "d");

        Assert.Equal(["10.1.0.0/16 Network ", "10.2.0.0/16 EBgp 64602", "10.3.0.0/16 EBgp 64602-64603"], await LearnedAsync(bed, "a"));
        Assert.Equal(["10.1.0.0/16 EBgp 64601", "10.2.0.0/16 Network ", "10.3.0.0/16 EBgp 64603"], await LearnedAsync(bed, "b"));
        Assert.Equal(["10.1.0.0/16 EBgp 64602-64601", "10.2.0.0/16 EBgp 64602", "10.3.0.0/16 Network ", "10.4.0.0/16 Network "],
            await LearnedAsync(bed, "c"));
        Assert.Equal(["10.3.0.0/16 Network ", "10.4.0.0/16 Network "], await LearnedAsync(bed, "d"));

        var peer = Assert.Single(await PeersAsync(bed, "a"))!;
        Assert.Equal(("Connected", "10.2.255.30", "10.1.255.30", 64602, 2), ((string?)peer["state"], (string?)peer["neighbor"],
            (string?)peer["localAddress"], (int)peer["asn"]!, (int)peer["routesReceived"]!));
        Assert.Equal(["10.2.0.0/16", "10.3.0.0/16"], await AdvertisedAsync(bed, "b", "10.1.255.30"));
        Assert.Equal(["10.1.0.0/16", "10.2.0.0/16"], await AdvertisedAsync(bed, "b", "10.3.255.30"));
        Assert.Equal((400, "PeerAddressRequired"), Of(await bed.Client.SendAsync("POST",
            $"{VpnBed.Gateway("b")}/getAdvertisedRoutes?api-version={ArmClient.Version}")));

        // A tunnel that breaks takes its routes with it.
        await bed.Client.DeleteAsync(VpnBed.Connection("c-b"));
        bed.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(["10.1.0.0/16 Network ", "10.2.0.0/16 EBgp 64602"], await LearnedAsync(bed, "a"));
        Assert.Equal(["Connected", "Connecting"], (await PeersAsync(bed, "b")).Select(p => (string?)p!["state"]));
    }

    [Fact]
    public async Task One_number_at_both_ends_leaves_the_tunnel_up_and_BGP_down()
    {
        using var bed = await VpnBed.CreateAsync();
        await VpnBed.PairAsync(bed, "a", "b", Bgp);
        Assert.Equal("Connected", await VpnBed.StatusAsync(bed, "a-b"));
        Assert.Equal("Idle 65515 0", string.Join(';', (await PeersAsync(bed, "a")).Select(p => $"{p!["state"]} {p["asn"]} {p["routesReceived"]}")));
        Assert.Empty(await AdvertisedAsync(bed, "a", "10.2.255.30"));
    }

    [Fact]
    public async Task BGP_at_one_end_only_is_no_session()
    {
        using var bed = await TestBed.CreateAsync();
        await GatewayAsync(bed, "a", 64601);
        await GatewayAsync(bed, "b", 64602);
        await VpnBed.HalfAsync(bed, "a", "b", more: Bgp);
        await VpnBed.HalfAsync(bed, "b", "a");
        Assert.Equal("Connected", await VpnBed.StatusAsync(bed, "a-b"));
        Assert.Equal(["Connecting"], (await PeersAsync(bed, "a")).Select(p => (string?)p!["state"]));
        Assert.Empty(await PeersAsync(bed, "b"));
    }

    [Fact]
    public async Task In_a_ring_the_shortest_path_counts_and_no_number_comes_back()
    {
        using var bed = await TestBed.CreateAsync();
        foreach (var (name, asn) in new[] { ("a", 64601), ("b", 64602), ("c", 64603), ("d", 64601) })
        {
            await GatewayAsync(bed, name, asn);
        }

        foreach (var (left, right) in new[] { ("a", "b"), ("b", "c"), ("a", "c"), ("c", "d") })
        {
            await VpnBed.PairAsync(bed, left, right, Bgp);
        }

        // From b and from c each; d has the number of a, so that neither hears of the other.
        Assert.Equal(["10.1.0.0/16 Network ", "10.2.0.0/16 EBgp 64602", "10.2.0.0/16 EBgp 64603-64602", "10.3.0.0/16 EBgp 64602-64603",
            "10.3.0.0/16 EBgp 64603"], await LearnedAsync(bed, "a"));
        Assert.Equal(["10.2.0.0/16 EBgp 64603-64602", "10.3.0.0/16 EBgp 64603", "10.4.0.0/16 Network "], await LearnedAsync(bed, "d"));
    }

    [Fact]
    public async Task Sites_are_told_and_passed_on_but_no_default_route_and_nothing_of_the_own_VNet()
    {
        using var bed = await TestBed.CreateAsync();
        await GatewayAsync(bed, "a", 64601, """{"vpnClientConfiguration":{"vpnClientAddressPool":{"addressPrefixes":["172.16.9.0/24"]}}}""");
        await GatewayAsync(bed, "b", 64602);
        bed.Simulation.SetDevice(new("198.51.100.1", "abc")
        {
            Asn = 64700, Announces = ["192.168.0.0/16", "0.0.0.0/0", "10.1.7.0/24", "10.2.9.0/24"],
        });
        bed.Simulation.SetDevice(new("198.51.100.2", "abc"));
        await VpnBed.SiteAsync(bed, "with", "a", "198.51.100.1", "", Bgp, """{"bgpSettings":{"asn":64700,"bgpPeeringAddress":"192.168.0.1"}}""");
        await VpnBed.SiteAsync(bed, "plain", "a", "198.51.100.2", "172.20.0.0/16");
        await VpnBed.PairAsync(bed, "a", "b", Bgp);

        Assert.Equal(["0.0.0.0/0 EBgp 64700", "10.1.0.0/16 Network ", "10.1.7.0/24 EBgp 64700", "10.2.0.0/16 EBgp 64602",
            "10.2.9.0/24 EBgp 64700", "172.20.0.0/16 Network ", "192.168.0.0/16 EBgp 64700"], await LearnedAsync(bed, "a"));
        Assert.Equal(["10.1.0.0/16 EBgp 64601", "10.2.0.0/16 Network ", "10.2.9.0/24 EBgp 64601-64700", "172.16.9.0/24 EBgp 64601",
            "172.20.0.0/16 EBgp 64601", "192.168.0.0/16 EBgp 64601-64700"], await LearnedAsync(bed, "b"));
        Assert.Equal(["10.1.0.0/16", "10.2.0.0/16", "172.16.9.0/24", "172.20.0.0/16"], await AdvertisedAsync(bed, "a", "192.168.0.1"));
    }

    [Theory]
    [InlineData(64700, "192.168.0.1", "Connected")]
    [InlineData(64701, "192.168.0.1", "Connecting")]
    [InlineData(64700, "192.168.0.2", "Connecting")]
    [InlineData(0, "192.168.0.1", "Connecting")]
    public async Task A_devices_BGP_must_be_what_the_site_says(int asn, string address, string expected)
    {
        using var bed = await VpnBed.CreateAsync("a");
        bed.Simulation.SetDevice(new("198.51.100.1", "abc") { Asn = asn == 0 ? null : asn, BgpAddress = address });
        await VpnBed.SiteAsync(bed, "s", "a", "198.51.100.1", "", Bgp, """{"bgpSettings":{"asn":64700,"bgpPeeringAddress":"192.168.0.1"}}""");
        Assert.Equal("Connected", await VpnBed.StatusAsync(bed, "a-s"));
        Assert.Equal([expected], (await PeersAsync(bed, "a")).Select(p => (string?)p!["state"]));
    }

    // The gateway speaks to a link-local peer from an address that it was given, and from none of GatewaySubnet.
    [Theory]
    [InlineData("\"169.254.22.2\"", "169.254.22.2", "Connected")]
    [InlineData("\"169.254.22.2\",\"169.254.21.2\"", "169.254.21.2", "Connected")]
    [InlineData("", "10.1.255.30", "Connecting")]
    public async Task A_link_local_peer_is_spoken_to_from_a_link_local_address(string given, string local, string expected)
    {
        using var bed = await TestBed.CreateAsync();
        await VpnBed.GatewayAsync(bed, "a", "10.1.0.0/16", $$$"""
            {"bgpSettings":{"asn":64512,"bgpPeeringAddresses":[{"ipconfigurationId":"{{{VpnBed.Gateway("a")}}}/ipConfigurations/default",
             "customBgpIpAddresses":[{{{given}}}]}]}}
            """);
        bed.Simulation.SetDevice(new("198.51.100.1", "abc") { Asn = 64700 });
        await VpnBed.SiteAsync(bed, "s", "a", "198.51.100.1", "", Bgp, """{"bgpSettings":{"asn":64700,"bgpPeeringAddress":"169.254.21.1"}}""");
        var peer = Assert.Single(await PeersAsync(bed, "a"))!;
        Assert.Equal((local, expected), ((string?)peer["localAddress"], (string?)peer["state"]));
    }

    [Fact]
    public async Task Devices_are_listed_as_XML_in_a_string_and_each_has_a_script_with_the_key()
    {
        using var bed = await VpnBed.CreateAsync("a");
        await VpnBed.SiteAsync(bed, "s", "a", "198.51.100.1", "192.168.0.0/16", key: "TopSecret9");
        var list = System.Xml.Linq.XDocument.Parse((string)(await VpnBed.AskAsync(bed, $"{VpnBed.Gateway("a")}/supportedvpndevices"))!);
        var devices = list.Descendants("FirmwareVersion").Select(f => (f.Parent!.Parent!.Attribute("name")!.Value,
            f.Parent.Attribute("name")!.Value, f.Attribute("name")!.Value)).ToArray();
        Assert.NotEmpty(devices);
        foreach (var (vendor, family, firmware) in devices)
        {
            Assert.Contains("TopSecret9", (string?)await VpnBed.AskAsync(bed, $"{VpnBed.Connection("a-s")}/vpndeviceconfigurationscript",
                $$"""{"vendor":"{{vendor}}","deviceFamily":"{{family}}","firmwareVersion":"{{firmware}}"}"""), StringComparison.Ordinal);
        }

        var unknown = await bed.Client.SendAsync("POST", $"{VpnBed.Connection("a-s")}/vpndeviceconfigurationscript?api-version={ArmClient.Version}",
            """{"vendor":"None","deviceFamily":"None","firmwareVersion":"1"}""");
        Assert.Equal((400, "VpnDeviceNotSupported"), Of(unknown));
        Assert.All(bed.Simulation.Log.All.Where(r => r.Method == "POST"), r => Assert.False(r.IsWrite));
    }

    private static async Task GatewayAsync(TestBed bed, string name, int asn, string more = "{}")
    {
        var body = JsonNode.Parse(more)!;
        body["bgpSettings"] = new JsonObject { ["asn"] = asn };
        await VpnBed.GatewayAsync(bed, name, $"10.{name[0] - 'a' + 1}.0.0/16", body.ToJsonString());
    }

    private static async Task<string[]> LearnedAsync(TestBed bed, string gateway) =>
        [.. (await VpnBed.AskAsync(bed, $"{VpnBed.Gateway(gateway)}/getLearnedRoutes"))!["value"]!.AsArray()
            .Select(r => $"{r!["network"]} {r["origin"]} {r["asPath"]}").Order(StringComparer.Ordinal)];

    private static async Task<string[]> AdvertisedAsync(TestBed bed, string gateway, string peer) =>
        [.. (await VpnBed.AskAsync(bed, $"{VpnBed.Gateway(gateway)}/getAdvertisedRoutes?peer={peer}"))!["value"]!.AsArray()
            .Select(r => (string)r!["network"]!).Order(StringComparer.Ordinal)];

    private static async Task<JsonArray> PeersAsync(TestBed bed, string gateway) =>
        (await VpnBed.AskAsync(bed, $"{VpnBed.Gateway(gateway)}/getBgpPeerStatus"))!["value"]!.AsArray();

    private static (int, string) Of(Reply reply) => (reply.Status, reply.Code);
}
