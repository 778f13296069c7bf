using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Simulation.Tests;

/// <summary>The live states of connections: when they change, and what a client can read of why one is not connected.</summary>
public sealed class TunnelTests
{
    private const string Policy = """
        "ipsecPolicies":[{"saLifeTimeSeconds":27000,"saDataSizeKilobytes":102400000,"ipsecEncryption":"AES256","ipsecIntegrity":"SHA256",
         "ikeEncryption":"AES256","ikeIntegrity":"SHA256","dhGroup":"DHGroup14","pfsGroup":"None"}]
        """;

    [Fact]
    public async Task A_pair_is_absent_unknown_connecting_and_connected_in_turn()
    {
        using var bed = await VpnBed.CreateAsync(options: new() { Times = new() { Variation = 0 } });
        await VpnBed.HalfAsync(bed, "a", "b");
        Assert.Equal("NotConnected", await VpnBed.StatusAsync(bed, "a-b"));

        Assert.Equal(201, (await bed.Client.PutAsync(VpnBed.Connection("b-a"), VpnBed.HalfBody("b", "a"))).Status);
        Assert.Null(await VpnBed.StatusAsync(bed, "b-a"));
        bed.Time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(("Unknown", "Connecting"), (await VpnBed.StatusAsync(bed, "b-a"), await VpnBed.StatusAsync(bed, "a-b")));
        Assert.Empty(await VpnBed.TunnelsAsync(bed, "b-a"));
        bed.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("Connecting", await VpnBed.StatusAsync(bed, "b-a"));
        bed.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(("Connected", "Connected"), (await VpnBed.StatusAsync(bed, "b-a"), await VpnBed.StatusAsync(bed, "a-b")));
        Assert.Equal(["Connected"], await VpnBed.TunnelsAsync(bed, "b-a"));

        var before = await BytesAsync(bed);
        bed.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await BytesAsync(bed) > before);

        // Writing the same again leaves the tunnel up, although the half that is written says nothing meanwhile.
        Assert.Equal(200, (await bed.Client.PutAsync(VpnBed.Connection("b-a"), VpnBed.HalfBody("b", "a"))).Status);
        Assert.Equal((null, "Connected"), (await VpnBed.StatusAsync(bed, "b-a"), await VpnBed.StatusAsync(bed, "a-b")));
        bed.Time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal("Connected", await VpnBed.StatusAsync(bed, "b-a"));

        static async Task<long> BytesAsync(TestBed bed) =>
            (long)(await bed.ReadAsync(VpnBed.Connection("a-b")))["properties"]!["egressBytesTransferred"]!;
    }

    [Fact]
    public async Task A_reset_breaks_it_and_it_comes_back()
    {
        using var bed = await VpnBed.CreateAsync();
        await VpnBed.PairAsync(bed, "a", "b");
        var reply = await bed.Client.SendAsync("POST", $"{VpnBed.Connection("a-b")}/resetconnection?api-version={ArmClient.Version}");
        Assert.Equal(202, reply.Status);
        Assert.NotNull(reply.Header("Location"));
        Assert.Equal("Connecting", await VpnBed.StatusAsync(bed, "b-a"));
        bed.Time.Advance(TimeSpan.FromSeconds(21));
        Assert.Equal("Connected", await VpnBed.StatusAsync(bed, "b-a"));
    }

    [Fact]
    public async Task A_key_changed_at_one_end_breaks_it_until_the_other_end_has_it_too()
    {
        using var bed = await VpnBed.CreateAsync();
        await VpnBed.PairAsync(bed, "a", "b");
        await bed.Client.PutAsync($"{VpnBed.Connection("a-b")}/sharedkey", """{"value":"new"}""");
        Assert.Equal("Connecting", await VpnBed.StatusAsync(bed, "b-a"));
        bed.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("NotConnected", await VpnBed.StatusAsync(bed, "b-a"));
        await bed.Client.PutAsync($"{VpnBed.Connection("b-a")}/sharedkey", """{"value":"new"}""");
        bed.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("Connected", await VpnBed.StatusAsync(bed, "b-a"));

        // A key that the service makes is known to one end only.
        await bed.Client.SendAsync("POST", $"{VpnBed.Connection("b-a")}/sharedkey/reset?api-version={ArmClient.Version}", """{"keyLength":20}""");
        bed.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal("NotConnected", await VpnBed.StatusAsync(bed, "a-b"));
    }

    [Theory]
    [InlineData("active-active with one", "a", 2)]
    [InlineData("one with active-active", "b", 2)]
    [InlineData("one with one", "", 1)]
    public async Task There_is_a_tunnel_for_each_instance(string kind, string active, int tunnels)
    {
        using var bed = await TestBed.CreateAsync();
        foreach (var name in (string[])["a", "b"])
        {
            await VpnBed.GatewayAsync(bed, name, $"10.{name[0] - 'a' + 1}.0.0/16", name == active ? """{"activeActive":true}""" : "{}");
        }

        await VpnBed.PairAsync(bed, "a", "b");
        Assert.True((await VpnBed.TunnelsAsync(bed, "a-b")).SequenceEqual(Enumerable.Repeat("Connected", tunnels)), kind);
    }

    [Theory]
    [InlineData("as it is", "Connected", "{}")]
    [InlineData("another key", "NotConnected", """{"key":"wrong"}""")]
    [InlineData("silent", "NotConnected", """{"silent":true}""")]
    [InlineData("another protocol", "NotConnected", """{"protocol":"IKEv1"}""")]
    [InlineData("another address", "NotConnected", """{"address":"198.51.100.9"}""")]
    [InlineData("policies that meet", "Connected", """{"dh":"DHGroup2048"}""")]
    [InlineData("policies that do not meet", "NotConnected", """{"dh":"DHGroup24"}""")]
    public async Task A_site_is_connected_when_its_device_is_configured_like_the_connection(string kind, string expected, string device)
    {
        using var bed = await VpnBed.CreateAsync("a");
        var says = JsonNode.Parse(device)!;
        bed.Simulation.SetDevice(new((string?)says["address"] ?? "198.51.100.1", (string?)says["key"] ?? "abc")
        {
            IsSilent = (bool?)says["silent"] ?? false,
            Protocol = (string?)says["protocol"] ?? "IKEv2",
            Proposals = (string?)says["dh"] is { } dh ? [new("AES256", "SHA256", dh, "aes256", "sha256", "None")] : [],
        });
        await VpnBed.SiteAsync(bed, "site", "a", "198.51.100.1", "192.168.0.0/16", $"{{{Policy}}}");
        Assert.True(await VpnBed.StatusAsync(bed, "a-site") == expected, kind);
    }

    // One end must call and the other answer; Azure takes forward secrecy from a device that calls, and never asks for it itself.
    [Theory]
    [InlineData("Default", "Default", "None", "Connected")]
    [InlineData("ResponderOnly", "ResponderOnly", "None", "NotConnected")]
    [InlineData("InitiatorOnly", "InitiatorOnly", "None", "NotConnected")]
    [InlineData("ResponderOnly", "InitiatorOnly", "None", "Connected")]
    [InlineData("InitiatorOnly", "ResponderOnly", "None", "Connected")]
    [InlineData("Default", "Default", "PFS2048", "Connected")]
    [InlineData("ResponderOnly", "Default", "PFS14", "Connected")]
    [InlineData("InitiatorOnly", "Default", "PFS2048", "NotConnected")]
    [InlineData("Default", "ResponderOnly", "PFS2048", "NotConnected")]
    [InlineData("Default", "Default", "ECP256", "NotConnected")]
    public async Task Who_calls_decides_what_is_offered(string mode, string device, string pfs, string expected)
    {
        using var bed = await VpnBed.CreateAsync("a");
        bed.Simulation.SetDevice(new("198.51.100.1", "abc") { Mode = device, Proposals = [new("AES256", "SHA256", "DHGroup2", "AES256", "SHA256", pfs)] });
        await VpnBed.SiteAsync(bed, "site", "a", "198.51.100.1", "192.168.0.0/16", $$"""{"connectionMode":"{{mode}}"}""");
        Assert.Equal(expected, await VpnBed.StatusAsync(bed, "a-site"));
    }

    [Theory]
    [InlineData("AES256", "SHA1", "Connected")]
    [InlineData("GCMAES256", "GCMAES256", "NotConnected")]
    public async Task A_policy_based_gateway_has_proposals_of_its_own(string encryption, string integrity, string expected)
    {
        using var bed = await TestBed.CreateAsync();
        await VpnBed.GatewayAsync(bed, "c", "10.3.0.0/16", """{"vpnType":"PolicyBased"}""", "Basic");
        bed.Simulation.SetDevice(new("198.51.100.1", "abc")
        {
            Protocol = "IKEv1", Proposals = [new("AES256", "SHA1", "DHGroup2", encryption, integrity, "None")],
        });
        await VpnBed.SiteAsync(bed, "site", "c", "198.51.100.1", "192.168.0.0/16", """{"connectionProtocol":"IKEv1"}""");
        Assert.Equal(expected, await VpnBed.StatusAsync(bed, "c-site"));
    }

    [Fact]
    public async Task A_device_that_is_declared_later_connects_and_one_that_knows_one_instance_has_one_tunnel()
    {
        using var bed = await TestBed.CreateAsync();
        await VpnBed.GatewayAsync(bed, "a", "10.1.0.0/16", """{"activeActive":true}""");
        await VpnBed.SiteAsync(bed, "site", "a", "vpn.contoso.example", "192.168.0.0/16");
        Assert.Equal(["NotConnected", "NotConnected"], await VpnBed.TunnelsAsync(bed, "a-site"));

        bed.Simulation.SetDevice(new("VPN.contoso.example", "abc"));
        bed.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["Connected", "Connected"], await VpnBed.TunnelsAsync(bed, "a-site"));

        var first = (string)(await bed.ReadAsync($"{TestBed.Net}/publicIPAddresses/a-ip"))["properties"]!["ipAddress"]!;
        bed.Simulation.SetDevice(new("vpn.contoso.example", "abc") { GatewayAddresses = [first] });
        bed.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("Connected", await VpnBed.StatusAsync(bed, "a-site"));
        Assert.Equal(["Connected", "NotConnected"], await VpnBed.TunnelsAsync(bed, "a-site"));
    }

    [Theory]
    [InlineData("{}", "192.168.0.0/16=10.1.0.0/16", "NotConnected")]
    [InlineData("""{"usePolicyBasedTrafficSelectors":true}""", "192.168.0.0/16=10.1.0.0/16", "Connected")]
    [InlineData("""{"usePolicyBasedTrafficSelectors":true}""", "192.168.0.0/24=10.1.0.0/16", "NotConnected")]
    [InlineData("""{"usePolicyBasedTrafficSelectors":true}""", "", "Connected")]
    [InlineData("""{"trafficSelectorPolicies":[{"localAddressRanges":["10.1.0.0/24"],"remoteAddressRanges":["192.168.1.0/24"]}]}""",
        "192.168.1.0/24=10.1.0.0/24", "Connected")]
    public async Task Selectors_of_a_policy_based_device_must_be_the_connections(string more, string selectors, string expected)
    {
        using var bed = await VpnBed.CreateAsync("a");
        bed.Simulation.SetDevice(new("198.51.100.1", "abc")
        {
            TrafficSelectors = [.. selectors.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split('=')).Select(s => new TrafficSelector(s[0], s[1]))],
        });
        await VpnBed.SiteAsync(bed, "site", "a", "198.51.100.1", "192.168.0.0/16",
            more.Contains("use", StringComparison.Ordinal) ? $"{more[..^1]},{Policy}}}" : more);
        Assert.Equal(expected, await VpnBed.StatusAsync(bed, "a-site"));
    }

    [Fact]
    public async Task Networks_that_overlap_are_never_connected()
    {
        using var bed = await TestBed.CreateAsync();
        await VpnBed.GatewayAsync(bed, "a", "10.1.0.0/16");
        await VpnBed.GatewayAsync(bed, "b", "10.1.0.0/16");
        await VpnBed.PairAsync(bed, "a", "b");
        Assert.Equal("NotConnected", await VpnBed.StatusAsync(bed, "a-b"));
        bed.Simulation.SetDevice(new("198.51.100.1", "abc"));
        await VpnBed.SiteAsync(bed, "site", "a", "198.51.100.1", "192.168.0.0/16 10.1.7.0/24");
        Assert.Equal("NotConnected", await VpnBed.StatusAsync(bed, "a-site"));
        await VpnBed.SiteAsync(bed, "site", "a", "198.51.100.1", "192.168.0.0/16 0.0.0.0/0");
        Assert.Equal("Connected", await VpnBed.StatusAsync(bed, "a-site"));
    }

    [Fact]
    public async Task A_loaded_pair_stays_as_it_was_until_one_of_its_ends_changes()
    {
        using var bed = await VpnBed.CreateAsync();
        Load(bed, "a-b", "a", "b");
        Load(bed, "b-a", "b", "a");
        bed.Settle();
        Assert.Equal("Connected", await VpnBed.StatusAsync(bed, "a-b"));
        var keys = new[] { await KeyAsync(bed, "a-b"), await KeyAsync(bed, "b-a") };
        Assert.Equal(keys[0], keys[1]);

        await bed.Client.PutAsync($"{VpnBed.Connection("b-a")}/sharedkey", """{"value":"new"}""");
        bed.Settle();
        Assert.Equal(("NotConnected", "NotConnected"), (await VpnBed.StatusAsync(bed, "a-b"), await VpnBed.StatusAsync(bed, "b-a")));
        await bed.Client.PutAsync($"{VpnBed.Connection("b-a")}/sharedkey", $$"""{"value":"{{keys[0]}}"}""");
        bed.Settle();
        Assert.Equal(("Connected", "Connected"), (await VpnBed.StatusAsync(bed, "a-b"), await VpnBed.StatusAsync(bed, "b-a")));

        static async Task<string?> KeyAsync(TestBed bed, string name) =>
            (string?)(await bed.ReadAsync($"{VpnBed.Connection(name)}/sharedkey"))["value"];
    }

    private static void Load(TestBed bed, string name, string from, string to)
    {
        var document = JsonNode.Parse(VpnBed.HalfBody(from, to))!.AsObject();
        document["id"] = VpnBed.Connection(name);
        document["name"] = name;
        document["properties"]!.AsObject().Remove("sharedKey");
        document["properties"]!["connectionStatus"] = "Connected";
        bed.Simulation.Load(new Topology([new ResourceDocument(ResourceId.Parse(VpnBed.Connection(name)), Json.ToBytes(document))]));
    }
}
