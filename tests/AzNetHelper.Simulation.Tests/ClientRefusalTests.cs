using System.Text;
using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation.Tests;

/// <summary>What is refused of point-to-site (arm-protocol 5.4, azure-network-rules 5), each with its neighbour that is taken.</summary>
public sealed class ClientRefusalTests
{
    private const string Aad = """
        "aadTenant":"https://login.microsoftonline.com/t","aadAudience":"c632b3df-fb67-4d84-bdcf-b95ad541b5c8","aadIssuer":"https://sts.windows.net/t/"
        """;

    private const string Radius = "\"radiusServerAddress\":\"10.1.0.5\",\"radiusServerSecret\":\"s\"";

    private static readonly Lazy<string> s_root = new(() => TestCertificates.Line(TestCertificates.Root("r")));

    [Theory]
    [InlineData("""{}""", "")]
    [InlineData("""{"vpnClientAddressPool":{"addressPrefixes":["172.16.0.0/29"]}}""", "")]
    [InlineData("""{"vpnClientAddressPool":{"addressPrefixes":["172.16.0.0/30"]}}""", "VpnClientAddressPoolTooSmall")]
    [InlineData("""{"vpnClientAddressPool":{"addressPrefixes":["172.16.0.1/24"]}}""", "VpnClientAddressPoolInvalid")]
    [InlineData("""{"vpnClientAddressPool":{"addressPrefixes":["10.0.0.0/8"]}}""", "VpnClientAddressPoolOverlapsVirtualNetwork")]
    [InlineData("""{"vpnClientProtocols":["L2TP"]}""", "InvalidVpnClientConfiguration")]
    [InlineData("""{"vpnAuthenticationTypes":["Password"]}""", "InvalidVpnClientConfiguration")]
    [InlineData("""{"vpnClientProtocols":["SSTP","OpenVPN"]}""", "VpnClientProtocolsNotSupportedTogether")]
    [InlineData("""{"vpnClientProtocols":["SSTP","IkeV2"]}""", "")]
    [InlineData("{" + Aad + ""","vpnClientProtocols":["OpenVPN"],"vpnAuthenticationTypes":["AAD"]}""", "")]
    [InlineData("{" + Aad + ""","vpnClientProtocols":["OpenVPN","IkeV2"],"vpnAuthenticationTypes":["AAD"]}""", "VpnClientAuthenticationNotSupported")]
    [InlineData("{" + Aad + ""","vpnClientProtocols":["OpenVPN","IkeV2"],"vpnAuthenticationTypes":["AAD","Certificate"]}""", "")]
    [InlineData("""{"aadTenant":"t","aadIssuer":"i","vpnClientProtocols":["OpenVPN"],"vpnAuthenticationTypes":["AAD"]}""", "VpnClientAadConfigurationIncomplete")]
    [InlineData("""{"vpnClientProtocols":["IkeV2"],"vpnAuthenticationTypes":["Radius"]}""", "VpnClientRadiusServerNotSpecified")]
    [InlineData("{" + Radius + ""","vpnClientProtocols":["IkeV2"],"vpnAuthenticationTypes":["Radius"]}""", "")]
    [InlineData("{" + Radius + ""","vpnClientProtocols":["IkeV2"],"vpnAuthenticationTypes":["Radius","Certificate"]}""", "VpnClientAuthenticationNotSupported")]
    [InlineData("""{"vpnClientRootCertificates":[{"name":"r","properties":{}}]}""", "InvalidRequestFormat")]
    [InlineData("""{"vpnClientRootCertificates":[{"name":"r","publicCertData":"MIIC"}]}""", "InvalidRequestFormat")]
    [InlineData("""{"vpnClientRevokedCertificates":[{"name":"x","properties":{"thumbprint":"AB CD"}}]}""", "VpnClientRevokedCertificateThumbprintInvalid")]
    [InlineData("""{"vpnClientRevokedCertificates":[{"name":"x","properties":{"thumbprint":"0123456789abcdef0123456789abcdef01234567"}}]}""", "")]
    public async Task Configurations(string clients, string code)
    {
        using var bed = await ClientBed.CreateAsync();
        var whole = ClientBed.Clients();
        foreach (var (name, value) in JsonNode.Parse(clients)!.AsObject())
        {
            whole[name] = value?.DeepClone();
        }

        Assert.Equal(code, (await ClientBed.SetAsync(bed, whole)).Code);
    }

    [Fact]
    public async Task A_root_is_one_line_of_base64_of_a_certificate_with_an_RSA_key()
    {
        using var bed = await ClientBed.CreateAsync();
        var pem = TestCertificates.Root("r").ExportCertificatePem();
        Assert.Equal("", await CodeAsync(s_root.Value));
        Assert.Equal("VpnClientRootCertificateDataInvalid", await CodeAsync(pem));
        Assert.Equal("VpnClientRootCertificateDataInvalid", await CodeAsync(s_root.Value.Insert(64, "\n")));
        Assert.Equal("VpnClientRootCertificateDataInvalid", await CodeAsync(Convert.ToBase64String("no certificate"u8)));

        // Recorded: the service took this mistake.
        Assert.Equal("", await CodeAsync(Convert.ToBase64String(Encoding.ASCII.GetBytes(pem))));

        var curve = TestCertificates.Line(TestCertificates.CurveRoot("c"));
        Assert.Equal("VpnClientRootCertificateKeyNotSupported", await CodeAsync(curve));
        Assert.Equal("", await CodeAsync(curve, "OpenVPN"));

        async Task<string> CodeAsync(string data, params string[] protocols)
        {
            var clients = ClientBed.Clients("172.16.0.0/24", ClientBed.Root("r", data));
            if (protocols.Length > 0)
            {
                clients["vpnClientProtocols"] = new JsonArray([.. protocols.Select(p => (JsonNode)p)]);
            }

            return (await ClientBed.SetAsync(bed, clients)).Code;
        }
    }

    [Fact]
    public async Task Lists_have_limits_and_their_names_are_unique()
    {
        using var bed = await ClientBed.CreateAsync();
        Assert.Equal("", await CodeAsync(20, 300));
        Assert.Equal("VpnClientRootCertificateCountLimitReached", await CodeAsync(21, 0));
        Assert.Equal("VpnClientRevokedCertificateCountLimitReached", await CodeAsync(0, 301));
        Assert.Equal("DuplicateResourceName", (await ClientBed.SetAsync(
            bed, ClientBed.Clients("172.16.0.0/24", ClientBed.Root("r", s_root.Value), ClientBed.Root("R", s_root.Value)))).Code);

        async Task<string> CodeAsync(int roots, int revoked)
        {
            var clients = ClientBed.Clients("172.16.0.0/24", [.. Enumerable.Range(0, roots).Select(i => ClientBed.Root($"r{i}", s_root.Value))]);
            clients["vpnClientRevokedCertificates"] = new JsonArray(
                [.. Enumerable.Range(0, revoked).Select(i => (JsonNode)ClientBed.Revoked($"x{i}", $"{i:X40}"))]);
            return (await ClientBed.SetAsync(bed, clients)).Code;
        }
    }

    [Fact]
    public async Task SSTP_is_kept_where_it_is_and_enabled_nowhere_since_the_end_of_March_2026()
    {
        using var bed = await ClientBed.CreateAsync(With("SSTP", "IkeV2"));
        bed.Time.SetUtcNow(new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero));
        var kept = With("SSTP", "IkeV2");
        kept["vpnClientAddressPool"]!["addressPrefixes"] = new JsonArray("172.17.0.0/24");
        Assert.Equal(200, (await ClientBed.SetAsync(bed, kept)).Status);
        Assert.Equal(200, (await ClientBed.SetAsync(bed, With("IkeV2"))).Status);
        Assert.Equal("VpnClientProtocolRetired", (await ClientBed.SetAsync(bed, With("SSTP"))).Code);

        static JsonObject With(params string[] protocols)
        {
            var clients = ClientBed.Clients();
            clients["vpnClientProtocols"] = new JsonArray([.. protocols.Select(p => (JsonNode)p)]);
            return clients;
        }
    }

    [Fact]
    public async Task Basic_has_SSTP_alone_and_a_policy_based_gateway_nothing()
    {
        using var bed = await TestBed.CreateAsync();
        await bed.NetworksAsync(("v-a", "10.1.0.0/16"));
        await bed.PutAsync($"{TestBed.Network("v-a")}/subnets/GatewaySubnet", """{"properties":{"addressPrefix":"10.1.255.0/27"}}""");
        await bed.PutAsync($"{TestBed.Net}/publicIPAddresses/a-ip", """{"location":"westeurope","sku":{"name":"Basic"},"properties":{}}""");
        Assert.Equal("BasicSkuVpnClientNotSupported", await CodeAsync("""{"vpnClientConfiguration":{"vpnClientAddressPool":{"addressPrefixes":["172.16.0.0/24"]},"vpnClientProtocols":["IkeV2"]}}"""));
        Assert.Equal("PolicyBasedGatewayHasNoVpnClients", await CodeAsync(
            """{"vpnType":"PolicyBased","vpnClientConfiguration":{"vpnClientAddressPool":{"addressPrefixes":["172.16.0.0/24"]}}}"""));
        Assert.Equal("", await CodeAsync("""{"vpnClientConfiguration":{"vpnClientAddressPool":{"addressPrefixes":["172.16.0.0/24"]}}}"""));

        async Task<string> CodeAsync(string more) =>
            (await bed.PutAsync(VpnBed.Gateway("a"), VpnBed.GatewayBody("a", more, "Basic").ToJsonString())).Code;
    }
}
