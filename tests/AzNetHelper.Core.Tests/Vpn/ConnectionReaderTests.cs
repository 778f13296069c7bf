using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;
using AzNetHelper.Tests.Reading;
using AzNetHelper.Vpn;
using Xunit;
using static AzNetHelper.Tests.Vpn.TwoGateways;

namespace AzNetHelper.Tests.Vpn;

/// <summary>Connections are read by name, at both ends, and what is wrong with them is told.</summary>
public sealed class ConnectionReaderTests
{
    private static readonly string[] Policy =
    [
        "ikeEncryption", "AES256", "ikeIntegrity", "SHA384", "dhGroup", "ECP384",
        "ipsecEncryption", "GCMAES256", "ipsecIntegrity", "GCMAES256", "pfsGroup", "ECP384",
    ];

    [Fact]
    public async Task A_pair_that_is_up_is_told_with_both_ends_and_no_cause()
    {
        var report = await ReadAsync(new());
        Assert.Equal((ConnectionCause.None, ConnectionStatus.Connected, ConnectionStatus.Connected, true),
            (report.Cause, report.Status!.Value, report.FarStatus!.Value, report.KeysEqual!.Value));
        Assert.Equal((GatewayA, GatewayB, BtoA), (report.Gateway, report.Remote, report.FarConnection));
        Assert.Equal((10, 20), (report.IngressBytes, report.EgressBytes));
        Assert.True(report.IsConnected);
        Assert.Equal(string.Empty, report.Advice);
        Assert.Empty(report.Evidence);
        Assert.Null(report.LastError);
    }

    public static TheoryData<string, ConnectionCause, string> Faults => new()
    {
        { "keys", ConnectionCause.KeyMismatch, "Reset-VpnSharedKey" },
        { "policy", ConnectionCause.PolicyMismatch, "-IpsecPolicy" },
        { "protocol", ConnectionCause.PolicyMismatch, "New-VNetToVNetConnection" },
        { "responders", ConnectionCause.PolicyMismatch, "New-VNetToVNetConnection" },
        { "selectors", ConnectionCause.PolicyMismatch, "New-VNetToVNetConnection" },
        { "far half", ConnectionCause.FarSideMissing, "New-VNetToVNetConnection" },
        { "far half elsewhere", ConnectionCause.FarSideMissing, "New-VNetToVNetConnection" },
        { "far gateway", ConnectionCause.FarSideMissing, "Remove-VpnGatewayConnection" },
        { "asn", ConnectionCause.AsnEqual, "--asn 64512" },
        { "overlap", ConnectionCause.PrefixOverlap, "Set-VNetAddressSpace" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_keeps_a_pair_down_is_named_with_what_mends_it(string fault, ConnectionCause cause, string mends)
    {
        var report = await ReadAsync(Broken(fault));
        Assert.Equal(cause, report.Cause);
        Assert.Contains(mends, report.Advice, StringComparison.Ordinal);
        Assert.NotEmpty(report.Evidence);
        Assert.False(report.IsConnected);
    }

    [Fact]
    public async Task Without_a_fault_that_shows_a_pair_that_is_down_is_unknown_and_both_are_said_to_agree()
    {
        var report = await ReadAsync(Broken("nothing"));
        Assert.Equal(ConnectionCause.Unknown, report.Cause);
        Assert.Contains("agree", Assert.Single(report.Evidence), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_may_not_be_read_are_said_to_be_missing_and_no_key_is_told()
    {
        var report = await ReadAsync(Broken("keys"), arm => arm.Errors[$"{BtoA}/sharedkey"] = ScriptedArm.Error(403, "AuthorizationFailed"));
        Assert.Equal(ConnectionCause.Unknown, report.Cause);
        Assert.Null(report.KeysEqual);
        Assert.Contains("The shared key of b-to-a was not read (AuthorizationFailed).", report.Evidence);
        var told = await ReadAsync(Broken("keys"));
        Assert.DoesNotContain("hush", string.Join(' ', [.. told.Evidence, told.Advice, told.ToString()]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_of_another_gateway_that_may_not_be_listed_are_not_said_to_be_missing()
    {
        var report = await ReadAsync(Broken("far half"), arm => arm.Errors[$"{GatewayB}/connections"] = ScriptedArm.Error(403, "AuthorizationFailed"));
        Assert.Equal(ConnectionCause.Unknown, report.Cause);
        Assert.Contains("The connections of gw-b were not read (AuthorizationFailed).", report.Evidence);
    }

    [Theory]
    [InlineData("NotConnected", 0, ConnectionCause.DeviceSilent, "Export-VpnDeviceConfiguration")]
    [InlineData("NotConnected", 0, ConnectionCause.DeviceSilent, "20.0.0.1")]
    [InlineData("Connecting", 0, ConnectionCause.Unknown, "Wait-VpnGatewayConnection")]
    [InlineData("NotConnected", 10, ConnectionCause.Unknown, "device's own log")]
    [InlineData("Unknown", 0, ConnectionCause.Unknown, "Wait-VpnGatewayConnection")]
    [InlineData("Connected", 10, ConnectionCause.None, "")]
    public async Task A_device_that_says_nothing_is_told_from_one_that_did(string status, int bytes, ConnectionCause cause, string advice)
    {
        var estate = new TwoGateways().Set(ToSite, "connectionStatus", status).Set(ToSite, "ingressBytesTransferred", bytes);
        var report = await ReadAsync(estate, id: ToSite);
        Assert.Equal(cause, report.Cause);
        Assert.Contains(advice, report.Advice, StringComparison.Ordinal);
        Assert.Equal((SiteId, null), (report.Remote, report.KeysEqual));
    }

    [Fact]
    public async Task A_device_with_the_asn_of_the_gateway_and_a_site_with_its_addresses_are_told()
    {
        var estate = new TwoGateways().Set(ToSite, "enableBgp", true)
            .Set(SiteId, "bgpSettings", new JsonObject { ["asn"] = 65515, ["bgpPeeringAddress"] = "192.168.0.1" });
        Assert.Equal(ConnectionCause.AsnEqual, (await ReadAsync(estate, id: ToSite)).Cause);
        estate = new TwoGateways().Set(ToSite, "connectionStatus", "NotConnected")
            .Set(SiteId, "localNetworkAddressSpace", new JsonObject { ["addressPrefixes"] = new JsonArray("10.1.2.0/24") });
        var report = await ReadAsync(estate, id: ToSite);
        Assert.Equal(ConnectionCause.PrefixOverlap, report.Cause);
        Assert.Contains("10.1.2.0/24", string.Join(' ', report.Evidence), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0/0", "Connected", ConnectionCause.None, null)]
    [InlineData("0.0.0.0/0", "NotConnected", ConnectionCause.DeviceSilent, null)]
    [InlineData("10.0.0.0/8", "Connected", ConnectionCause.None, "10.1.0.0/16 of 10.0.0.0/8 is the VNet's own")]
    [InlineData("10.0.0.0/8", "NotConnected", ConnectionCause.DeviceSilent, "10.1.0.0/16 of 10.0.0.0/8 is the VNet's own")]
    [InlineData("10.1.2.0/24", "Connected", ConnectionCause.None, "Both ends hold the same addresses")]
    [InlineData("10.1.0.0/16", "NotConnected", ConnectionCause.PrefixOverlap, "Both ends hold the same addresses")]
    public async Task Addresses_of_a_site_are_told_by_what_the_tunnel_does_not_reach(string prefix, string status, ConnectionCause cause, string? says)
    {
        var estate = new TwoGateways().Set(ToSite, "connectionStatus", status).Set(ToSite, "ingressBytesTransferred", 0)
            .Set(SiteId, "localNetworkAddressSpace", new JsonObject { ["addressPrefixes"] = new JsonArray(prefix, "192.168.0.0/16") });
        var report = await ReadAsync(estate, id: ToSite);
        Assert.Equal(cause, report.Cause);
        var told = report.Evidence.Where(e => e.Contains("10.1.", StringComparison.Ordinal)).ToArray();
        Assert.Equal(says is null ? 0 : 1, told.Length);
        Assert.All(told, t => Assert.Contains(says!, t, StringComparison.Ordinal));
        Assert.Equal(says?.StartsWith("Both", StringComparison.Ordinal) == true, report.Advice.Contains("-AddressPrefix", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Connected", 0)]
    [InlineData("Idle", 1)]
    public async Task A_session_that_is_down_in_a_tunnel_that_is_up_is_told(string state, int told)
    {
        var report = await ReadAsync(new TwoGateways().Set(AtoB, "enableBgp", true).Set(BtoA, "enableBgp", true), arm =>
        {
            arm.Sessions["10.2.255.254"] = state;
            arm.Sessions["192.168.77.77"] = "Idle";
        });
        Assert.Equal((ConnectionCause.None, told), (report.Cause, report.Evidence.Length));
        Assert.Equal(state, Assert.Single(report.BgpPeers).State);
    }

    [Fact]
    public async Task What_is_no_connection_or_not_there_is_a_failure_and_the_others_are_read()
    {
        var estate = new TwoGateways();
        var log = new StepLog();
        var nowhere = ResourceId.Parse(AtoB + "x");
        var reports = await ConnectionReader.ReadAsync(new ConnectionArm(estate), [ToSite, nowhere, NetA, AtoB, AtoB], log.Writer, default);
        Assert.Equal([ToSite, AtoB], reports.Select(r => r.Id));
        Assert.Equal(["ConnectionNotFound", "NotAConnection"], log.Read().OfType<FailureStep>().Select(f => f.Failure.Id));
    }

    [Fact]
    public async Task A_connection_of_another_gateway_than_the_one_named_is_a_failure()
    {
        var log = new StepLog();
        var found = await ConnectionSearch.FindAsync(new ConnectionArm(new()), [AtoB.ToString(), BtoA.ToString()], [GatewayA.ToString()], [], log.Writer,
            TestContext.Current.CancellationToken);
        Assert.Equal([AtoB], found!.Value);
        var failure = Assert.Single(log.Read().OfType<FailureStep>()).Failure;
        Assert.Equal(("ConnectionOfAnother", BtoA), (failure.Id, failure.Target));
    }

    [Fact]
    public async Task Without_details_no_key_and_no_session_is_asked_for()
    {
        var arm = new ConnectionArm(new TwoGateways().Set(AtoB, "enableBgp", true).Set(BtoA, "enableBgp", true));
        var report = Assert.Single(await ConnectionReader.ReadAsync(arm, [AtoB], ConnectionDetails.None, StepWriter.Nowhere, default));
        Assert.Null(report.KeysEqual);
        Assert.DoesNotContain(arm.Requests, r => r.Contains("sharedkey", StringComparison.Ordinal) || r.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_of_several_tunnels_are_read_side_by_side()
    {
        // Each key waits for the key of the other tunnel: one after another they would wait for ever.
        var (one, other) = (new TaskCompletionSource(), new TaskCompletionSource());
        var arm = new ConnectionArm(new())
        {
            Holds = path =>
            {
                var (mine, theirs) = path.StartsWith($"{AtoB}/", StringComparison.OrdinalIgnoreCase) ? (one, other) : (other, one);
                if (!path.EndsWith("/sharedkey", StringComparison.Ordinal))
                {
                    return Task.CompletedTask;
                }

                mine.TrySetResult();
                return theirs.Task;
            },
        };
        var reports = await ConnectionReader.ReadAsync(arm, [AtoB, BtoA], ConnectionDetails.Keys, StepWriter.Nowhere, TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.All(reports, r => Assert.True(r.KeysEqual));
    }

    [Fact]
    public async Task A_write_that_failed_is_told_as_the_last_error()
    {
        var report = await ReadAsync(new TwoGateways().Set(BtoA, "provisioningState", "Failed").Set(BtoA, "connectionStatus", "NotConnected"));
        Assert.Contains("connection b-to-a ended Failed", report.LastError, StringComparison.Ordinal);
    }

    internal static TwoGateways Broken(string fault)
    {
        var estate = new TwoGateways().Set(AtoB, "connectionStatus", "NotConnected").Set(BtoA, "connectionStatus", "NotConnected");
        switch (fault)
        {
            case "keys":
                estate.Keys[BtoA] = "another";
                break;
            case "policy":
                estate.Set(AtoB, "ipsecPolicies", new JsonArray(new JsonObject(
                    Policy.Chunk(2).Select(p => KeyValuePair.Create(p[0], (JsonNode?)p[1])))));
                break;
            case "protocol":
                estate.Set(AtoB, "connectionProtocol", "IKEv1");
                break;
            case "responders":
                estate.Set(AtoB, "connectionMode", "ResponderOnly").Set(BtoA, "connectionMode", "ResponderOnly");
                break;
            case "selectors":
                estate.Set(AtoB, "usePolicyBasedTrafficSelectors", true);
                break;
            case "far half":
                estate.Documents.Remove(BtoA);
                break;
            case "far half elsewhere":
                estate.Of(BtoA)["virtualNetworkGateway2"]!["id"] = GatewayB.ToString() + "2";
                break;
            case "far gateway":
                estate.Documents.Remove(BtoA);
                estate.Documents.Remove(GatewayB);
                break;
            case "asn":
                estate.Set(AtoB, "enableBgp", true).Set(BtoA, "enableBgp", true);
                estate.Of(GatewayB)["bgpSettings"]!["asn"] = 65515;
                break;
            case "overlap":
                estate.Of(NetB)["addressSpace"]!["addressPrefixes"] = new JsonArray("10.1.128.0/17");
                break;
        }

        return estate;
    }

    private static async Task<ConnectionReport> ReadAsync(TwoGateways estate, Action<ConnectionArm>? prepare = null, ResourceId? id = null)
    {
        var arm = new ConnectionArm(estate);
        prepare?.Invoke(arm);
        return Assert.Single(await ConnectionReader.ReadAsync(arm, [id ?? AtoB], StepWriter.Nowhere, TestContext.Current.CancellationToken));
    }
}
