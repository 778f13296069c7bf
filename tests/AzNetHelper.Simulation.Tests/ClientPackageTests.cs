using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using AzNetHelper.Certificates;

namespace AzNetHelper.Simulation.Tests;

/// <summary>The package for clients, behind its signed address.</summary>
public sealed class ClientPackageTests
{
    private const string Aad = "\"aadTenant\":\"t\",\"aadAudience\":\"u\",\"aadIssuer\":\"i\",";

    [Theory]
    [InlineData("""{"vpnClientProtocols":["OpenVPN"]}""", "AzureVPN/azurevpnconfig.xml OpenVPN/vpnconfig.ovpn")]
    [InlineData("""{"vpnClientProtocols":["IkeV2"]}""", "Generic/VpnServerRoot.cer Generic/VpnSettings.xml WindowsAmd64/VpnClientSetupAmd64.exe WindowsX86/VpnClientSetupX86.exe")]
    [InlineData("""{"vpnClientProtocols":["SSTP"]}""", "WindowsAmd64/VpnClientSetupAmd64.exe WindowsX86/VpnClientSetupX86.exe")]
    [InlineData("{" + Aad + "\"vpnAuthenticationTypes\":[\"AAD\"],\"vpnClientProtocols\":[\"OpenVPN\"]}", "AzureVPN/azurevpnconfig.xml")]
    [InlineData("{" + Aad + "\"vpnAuthenticationTypes\":[\"AAD\",\"Certificate\"],\"vpnClientProtocols\":[\"OpenVPN\"]}",
        "AzureVPN/azurevpnconfig_aad.xml AzureVPN/azurevpnconfig_cert.xml OpenVPN/vpnconfig.ovpn")]
    public async Task It_holds_what_follows_from_protocols_and_ways_to_sign_in(string more, string files)
    {
        var clients = ClientBed.Clients("172.16.0.0/24", ClientBed.Root("r", TestCertificates.Root("r")));
        foreach (var (name, value) in JsonNode.Parse(more)!.AsObject())
        {
            clients[name] = value?.DeepClone();
        }

        using var bed = await ClientBed.CreateAsync(clients);
        Assert.Equal(files, string.Join(' ', (await PackageAsync(bed)).Keys.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Its_files_agree_with_each_other_and_stay_the_same_for_a_gateway()
    {
        using var bed = await ClientBed.CreateAsync(ClientBed.Clients("172.16.0.0/24", ClientBed.Root("r", TestCertificates.Root("r"))));
        var files = await PackageAsync(bed);
        var root = CertificateFacts.Read(files["Generic/VpnServerRoot.cer"])!;
        var settings = XElement.Parse(Text(files["Generic/VpnSettings.xml"]));
        var openVpn = Text(files["OpenVPN/vpnconfig.ovpn"]);
        var profile = XElement.Parse(Text(files["AzureVPN/azurevpnconfig.xml"]));
        var server = (string)settings.Element("VpnServer")!;

        Assert.Equal("10.1.0.0/16,172.16.0.0/24", (string?)settings.Element("Routes"));
        Assert.Equal("EAPTLS", (string?)settings.Element("Auth"));
        Assert.Equal(root.PublicCertData, (string?)settings.Element("CaCert"));
        Assert.Contains($"remote {server} 443\n", openVpn, StringComparison.Ordinal);
        Assert.Contains($"<ca>\n{PemEncoding.WriteString("CERTIFICATE", root.Data.AsSpan())}\n</ca>", openVpn, StringComparison.Ordinal);
        Assert.Contains("$CLIENTCERTIFICATE", openVpn, StringComparison.Ordinal);
        Assert.Contains("$PRIVATEKEY", openVpn, StringComparison.Ordinal);
        Assert.Equal(server, profile.Descendants().Single(e => e.Name.LocalName is "fqdn").Value);
        Assert.Contains(root.Thumbprint, profile.Descendants().Where(e => e.Name.LocalName is "hash").Select(e => e.Value));
        Assert.Equal(files["Generic/VpnServerRoot.cer"], (await PackageAsync(bed))["Generic/VpnServerRoot.cer"]);
    }

    [Fact]
    public async Task Its_routes_are_what_clients_are_told()
    {
        using var bed = await ClientBed.CreateAsync(ClientBed.Clients("172.16.0.0/24", ClientBed.Root("r", TestCertificates.Root("r"))));
        await bed.NetworksAsync(("spoke", "10.9.0.0/16"), ("stranger", "10.8.0.0/16"));
        await bed.HalfAsync("v-a", "spoke", "\"allowGatewayTransit\":true");
        await bed.HalfAsync("spoke", "v-a", "\"useRemoteGateways\":true");
        await bed.PairAsync("v-a", "stranger");
        await VpnBed.SiteAsync(bed, "office", "a", "198.51.100.1", "192.168.0.0/24");
        var body = VpnBed.GatewayBody("a", """{"customRoutes":{"addressPrefixes":["192.168.0.0/24"]}}""");
        body["properties"]!["vpnClientConfiguration"] = ClientBed.Clients("172.16.0.0/24", ClientBed.Root("r", TestCertificates.Root("r")));
        Assert.Equal("10.1.0.0/16,10.9.0.0/16,172.16.0.0/24", await RoutesAsync());
        await bed.PutAsync(ClientBed.Gateway, body.ToJsonString());
        Assert.Equal("10.1.0.0/16,10.9.0.0/16,192.168.0.0/24,172.16.0.0/24", await RoutesAsync());

        async Task<string> RoutesAsync() => (string)XElement.Parse(Text((await PackageAsync(bed))["Generic/VpnSettings.xml"])).Element("Routes")!;
    }

    [Fact]
    public async Task Its_address_is_good_for_an_hour_for_reading_without_a_token_and_as_it_was_given()
    {
        using var bed = await ClientBed.CreateAsync(ClientBed.Clients("172.16.0.0/24", ClientBed.Root("r", TestCertificates.Root("r"))));
        var url = await UrlAsync(bed);
        Assert.Equal(200, await StatusAsync(url));
        Assert.Equal(403, await StatusAsync(url, token: "token"));
        Assert.Equal(403, await StatusAsync(url, "HEAD"));
        Assert.Equal(403, await StatusAsync(url, "PUT"));
        Assert.Equal(403, await StatusAsync(url.Replace("sp=r", "sp=rw", StringComparison.Ordinal)));
        Assert.Equal(403, await StatusAsync(url.Split('?')[0]));
        bed.Time.Advance(TimeSpan.FromMinutes(61));
        using (var late = await ClientBed.FetchAsync(bed, url))
        {
            Assert.Equal(HttpStatusCode.Forbidden, late.StatusCode);
            Assert.Equal("application/xml", late.Content.Headers.ContentType!.MediaType);
            var error = XElement.Parse(await late.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal("AuthenticationFailed", (string?)error.Element("Code"));
        }

        // Asked for again, without being generated again.
        var again = (string)(await VpnBed.AskAsync(bed, $"{ClientBed.Gateway}/getvpnprofilepackageurl"))!;
        Assert.NotEqual(url, again);
        Assert.Equal(url.Split('?')[0], again.Split('?')[0]);
        Assert.Equal(200, await StatusAsync(again));

        async Task<int> StatusAsync(string target, string verb = "GET", string? token = null)
        {
            using var answer = await ClientBed.FetchAsync(bed, target, verb, token);
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_server_of_another_name_has_it_at_its_own_address()
    {
        using var bed = await ClientBed.CreateAsync(ClientBed.Clients("172.16.0.0/24", ClientBed.Root("r", TestCertificates.Root("r"))));
        var first = await bed.Client.SendAsync("POST", $"https://127.0.0.1:8443{ClientBed.Gateway}/generatevpnclientpackage?api-version={ArmClient.Version}", "{}");
        bed.Settle();
        var url = (string)(await bed.Client.SendAsync("GET", first.Header("Location")!)).Body!;
        Assert.StartsWith("https://127.0.0.1:8443/vpnprofileimmutable/", url, StringComparison.Ordinal);
        using var answer = await ClientBed.FetchAsync(bed, url);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_gateway_without_clients_or_without_a_way_to_sign_in_has_none()
    {
        using var bed = await ClientBed.CreateAsync();
        Assert.Equal("VpnClientConfigurationNotSpecified", await CodeAsync("generatevpnprofile"));
        Assert.Equal("VpnProfilePackageNotGenerated", await CodeAsync("getvpnprofilepackageurl"));
        await ClientBed.SetAsync(bed, ClientBed.Clients());
        Assert.Equal("VpnClientAuthenticationNotSpecified", await CodeAsync("generatevpnclientpackage"));

        async Task<string> CodeAsync(string action) =>
            (await bed.Client.SendAsync("POST", $"{ClientBed.Gateway}/{action}?api-version={ArmClient.Version}", "{}")).Code;
    }

    private static async Task<string> UrlAsync(TestBed bed) => (string)(await VpnBed.AskAsync(bed, $"{ClientBed.Gateway}/generatevpnprofile", "{}"))!;

    private static async Task<Dictionary<string, byte[]>> PackageAsync(TestBed bed)
    {
        using var answer = await ClientBed.FetchAsync(bed, await UrlAsync(bed));
        using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var files = new Dictionary<string, byte[]>();
        foreach (var entry in zip.Entries)
        {
            using var copy = new MemoryStream();
            using var content = entry.Open();
            await content.CopyToAsync(copy, TestContext.Current.CancellationToken);
            files.Add(entry.FullName, copy.ToArray());
        }

        return files;
    }

    // A reader that drops the mark in front of the text, as every client does.
    private static string Text(byte[] content) => new StreamReader(new MemoryStream(content)).ReadToEnd();
}
