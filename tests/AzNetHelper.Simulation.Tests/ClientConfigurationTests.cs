using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Simulation.Tests;

/// <summary>Point-to-site as a gateway shows it, and the calls that stand beside its document.</summary>
public sealed class ClientConfigurationTests
{
    [Fact]
    public async Task Certificates_have_the_etag_and_the_state_of_their_gateway()
    {
        var root = TestCertificates.Root("r");
        var clients = ClientBed.Clients("172.16.0.0/24", ClientBed.Root("r", root));
        clients["vpnClientRevokedCertificates"] = new JsonArray(ClientBed.Revoked("lost", new('A', 40)));
        using var bed = await ClientBed.CreateAsync(clients);
        var body = VpnBed.GatewayBody("a");
        body["properties"]!["vpnClientConfiguration"] = clients.DeepClone();
        var during = (await bed.Client.PutAsync(ClientBed.Gateway, body.ToJsonString())).Body!;
        Check(during, "Updating");
        Assert.Null(during["properties"]!["vpnClientConfiguration"]!["vpnClientConnectionHealth"]);
        bed.Time.Advance(TimeSpan.FromMinutes(3));
        var after = await bed.ReadAsync(ClientBed.Gateway);
        Check(after, "Succeeded");
        Assert.NotEqual((string?)during["etag"], (string?)after["etag"]);
        Assert.Equal(0, (int)after["properties"]!["vpnClientConfiguration"]!["vpnClientConnectionHealth"]!["vpnClientConnectionsCount"]!);

        // What was read is read by the module's own reader, too.
        var gateway = new Topology([new ResourceDocument(ClientBed.Id, Json.ToBytes(after))]).Gateways.Single();
        Assert.Equal(["r"], gateway.Clients!.Roots.Select(r => r.Name));
        Assert.Equal(root.Thumbprint, gateway.Clients.Roots[0].Certificate!.Thumbprint);
        Assert.Equal(["Certificate"], gateway.Clients.Authentication);

        static void Check(JsonNode gateway, string state)
        {
            var shown = gateway["properties"]!["vpnClientConfiguration"]!;
            foreach (var (list, name) in new[] { ("vpnClientRootCertificates", "r"), ("vpnClientRevokedCertificates", "lost") })
            {
                var entry = Assert.Single(shown[list]!.AsArray())!;
                Assert.Equal($"{ClientBed.Gateway}/{list}/{name}", (string?)entry["id"]);
                Assert.Equal($"Microsoft.Network/virtualNetworkGateways/{list}", (string?)entry["type"]);
                Assert.Equal((string?)gateway["etag"], (string?)entry["etag"]);
                Assert.Equal(state, (string?)entry["properties"]!["provisioningState"]);
            }
        }
    }

    [Theory]
    [InlineData("2021-08-01")]
    [InlineData("2025-05-01")]
    public async Task A_RADIUS_secret_is_told_by_its_own_call_alone_and_lost_by_a_PUT_without_it(string version)
    {
        var clients = ClientBed.Clients();
        clients["radiusServers"] = new JsonArray(new JsonObject
        {
            ["radiusServerAddress"] = "10.1.0.5", ["radiusServerScore"] = 30, ["radiusServerSecret"] = "hush",
        });
        using var bed = await ClientBed.CreateAsync(clients);
        foreach (var path in (string[])[ClientBed.Gateway, $"{TestBed.Net}/virtualNetworkGateways"])
        {
            var shown = (await bed.Client.GetAsync(path, version)).Body!.ToJsonString();
            Assert.Contains("10.1.0.5", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("hush", shown, StringComparison.Ordinal);
        }

        Assert.Equal(["Radius"], (await ClientBed.ReadAsync(bed))["vpnAuthenticationTypes"]!.AsArray().Select(t => (string?)t));
        Assert.Equal("""{"value":[{"radiusServerAddress":"10.1.0.5","radiusServerSecret":"hush"}]}""", await SecretsAsync(bed));
        clients["radiusServers"]![0]!.AsObject().Remove("radiusServerSecret");
        await ClientBed.SetAsync(bed, clients);
        Assert.Equal("""{"value":[{"radiusServerAddress":"10.1.0.5","radiusServerSecret":""}]}""", await SecretsAsync(bed));
    }

    [Fact]
    public async Task A_loaded_gateway_is_taken_to_have_its_secret()
    {
        using var bed = await ClientBed.CreateAsync(ClientBed.Clients());
        var document = (await bed.ReadAsync(ClientBed.Gateway)).AsObject();
        document["properties"]!["vpnClientConfiguration"]!["radiusServerAddress"] = "10.1.0.9";
        bed.Simulation.Load(new Topology([new ResourceDocument(ClientBed.Id, Json.ToBytes(document))]));
        var secret = (string?)JsonNode.Parse(await SecretsAsync(bed))!["value"]![0]!["radiusServerSecret"];
        Assert.Equal(24, secret!.Length);
        Assert.DoesNotContain(secret, (await bed.ReadAsync(ClientBed.Gateway)).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proposals_are_set_and_told_and_a_wrong_one_is_refused()
    {
        using var bed = await ClientBed.CreateAsync(ClientBed.Clients());
        const string Policy = """
            {"saLifeTimeSeconds":7200,"saDataSizeKilobytes":2048,"ipsecEncryption":"GCMAES256","ipsecIntegrity":"GCMAES256","ikeEncryption":"AES256","ikeIntegrity":"SHA384","dhGroup":"DHGroup24","pfsGroup":"PFS24"}
            """;
        Assert.Equal("{}", (await VpnBed.AskAsync(bed, $"{ClientBed.Gateway}/getvpnclientipsecparameters"))!.ToJsonString());
        Assert.Equal("InvalidRequestFormat", (await PostAsync("setvpnclientipsecparameters", """{"saLifeTimeSeconds":7200}""")).Code);
        Assert.Equal("InvalidVpnClientIpsecParameters", (await PostAsync("setvpnclientipsecparameters",
            Policy.Replace("7200", "\"7200 s\"", StringComparison.Ordinal))).Code);
        Assert.Equal(202, (await PostAsync("setvpnclientipsecparameters", Policy)).Status);
        bed.Settle();
        Assert.Equal(Policy.Trim(), (await VpnBed.AskAsync(bed, $"{ClientBed.Gateway}/getvpnclientipsecparameters"))!.ToJsonString());

        Task<Reply> PostAsync(string action, string body) =>
            bed.Client.SendAsync("POST", $"{ClientBed.Gateway}/{action}?api-version={ArmClient.Version}", body);
    }

    private static async Task<string> SecretsAsync(TestBed bed) => (await VpnBed.AskAsync(bed, $"{ClientBed.Gateway}/listRadiusSecrets"))!.ToJsonString();
}
