using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml.Linq;
using AzNetHelper.Addressing;
using AzNetHelper.Certificates;
using AzNetHelper.PointToSite;
using AzNetHelper.PointToSite.Profiles;
using Xunit;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>Profiles of IKEv2: strongSwan, Windows and NetworkManager; and the file of the Azure VPN Client.</summary>
public sealed class IkeProfileTests : IDisposable
{
    private static readonly TestAuthority s_root = TestCertificates.Root("P2S Root", 2);
    private readonly KeyedCertificate _client = TestCertificates.Client("alice", 3, s_root);

    public void Dispose() => _client.Dispose();

    [Fact]
    public void The_files_of_strongSwan_lie_as_in_its_folder()
    {
        var (files, steps, _) = ClientProfiles.StrongSwan.Write(Request(new()));

        Assert.Equal(
            ["swanctl/conf.d/gw-alice.conf", "swanctl/x509ca/gw-alice-server.pem", "swanctl/x509/gw-alice.pem", "swanctl/private/gw-alice.pem"],
            files.Select(f => f.Name));
        Assert.Equal(["swanctl/private/gw-alice.pem"], files.Where(f => f.HoldsKey).Select(f => f.Name));
        Assert.Contains(steps, s => s.EndsWith("--child gw-alice", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("EAPTLS", "auth = eap-tls")]
    [InlineData(null, "auth = eap-tls")]
    [InlineData("Cert", "auth = pubkey")]
    public void The_sign_in_is_what_the_package_says(string? auth, string says) =>
        Assert.Contains(says, Text(ClientProfiles.StrongSwan, Request(new() { Auth = auth }), ".conf").Split("remote {")[0], StringComparison.Ordinal);

    [Fact]
    public void Who_signs_in_by_a_name_needs_no_certificate()
    {
        var gateway = new StandInGateway { Auth = "EAPMSCHAPv2" };
        var request = new ClientProfileRequest("gw", gateway.Package) { UserName = "alice@contoso.com" };

        Assert.Contains("auth = eap-mschapv2", Text(ClientProfiles.StrongSwan, request, ".conf"), StringComparison.Ordinal);
        Assert.Contains("user=alice@contoso.com", Text(ClientProfiles.NetworkManager, request, ".nmconnection"), StringComparison.Ordinal);
        Assert.Contains("<string>alice@contoso.com</string>", Text(ClientProfiles.Apple, request, ".mobileconfig"), StringComparison.Ordinal);
        Assert.DoesNotContain("Import-PfxCertificate", Text(ClientProfiles.Windows, request, ".ps1"), StringComparison.Ordinal);
        Assert.All(ClientProfiles.For(gateway.Package).Where(k => k != ClientProfiles.OpenVpn),
            k => Assert.DoesNotContain(k.Write(request).Files, f => f.HoldsKey));
    }

    [Fact]
    public void Nobody_is_signed_in_by_the_name_of_a_gateway()
    {
        var request = new ClientProfileRequest("gw", new StandInGateway { Auth = "EAPMSCHAPv2" }.Package) { ClientName = "gw" };

        Assert.DoesNotContain(Text(ClientProfiles.StrongSwan, request, ".conf").Split('\n').Select(l => l.TrimStart()),
            l => l.StartsWith("id = \"gw\"", StringComparison.Ordinal));
        Assert.DoesNotContain("\nuser=", Text(ClientProfiles.NetworkManager, request, ".nmconnection"), StringComparison.Ordinal);
        Assert.DoesNotContain("AuthName", Text(ClientProfiles.Apple, request, ".mobileconfig"), StringComparison.Ordinal);
        Assert.All([ClientProfiles.StrongSwan, ClientProfiles.NetworkManager, ClientProfiles.Apple, ClientProfiles.Windows],
            k => Assert.Contains(k.Write(request).Steps, s => s.Contains("name", StringComparison.Ordinal)
                && (s.Contains("sign", StringComparison.Ordinal) || s.Contains("password", StringComparison.Ordinal))));
    }

    [Fact]
    public void Without_a_certificate_or_a_root_of_the_gateway_there_is_no_profile()
    {
        var package = new StandInGateway().Package;
        ClientProfileKind[] kinds = [ClientProfiles.StrongSwan, ClientProfiles.Windows, ClientProfiles.Apple, ClientProfiles.NetworkManager];
        Assert.All(kinds, k => Assert.Equal("ProfileNeedsCertificate", k.Write(new("gw", package)).Failure!.Id));
        Assert.All(kinds, k => Assert.Equal("ServerRootMissing",
            k.Write(new("gw", package with { Ike = package.Ike! with { ServerRoots = [] } }) { Client = _client }).Failure!.Id));
        Assert.All(kinds, k => Assert.Equal("ProfileNotInPackage", k.Write(new("gw", package with { Ike = null }) { Client = _client }).Failure!.Id));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void As_many_prefixes_as_a_message_holds_are_selectors(int count, bool split)
    {
        var text = Text(ClientProfiles.StrongSwan, Request(new()
        {
            Routes = [.. Enumerable.Range(0, count).Select(i => IPPrefix.Parse($"10.{i / 256}.{i % 256}.0/24"))],
        }), ".conf");

        Assert.Equal(split, text.Contains("\n      gw-alice {", StringComparison.Ordinal));
        Assert.Contains("\n      gw-alice-all {", text, StringComparison.Ordinal);
        Assert.Contains(split ? "--child gw-alice\n" : "--child gw-alice-all\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Addresses_of_the_newer_family_are_asked_for_where_a_prefix_is_of_it()
    {
        var gateway = new StandInGateway { Routes = [IPPrefix.Parse("10.1.0.0/16"), IPPrefix.Parse("fd00:1::/48")] };

        Assert.Contains("vips = 0.0.0.0, ::\n", Text(ClientProfiles.StrongSwan, Request(gateway), ".conf"), StringComparison.Ordinal);
        Assert.Contains("remote_ts = 0.0.0.0/0, ::/0\n", Text(ClientProfiles.StrongSwan, Request(gateway), ".conf"), StringComparison.Ordinal);
        Assert.Contains("[ipv6]\nmethod=auto\n", Text(ClientProfiles.NetworkManager, Request(gateway), ".nmconnection"), StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_is_told_the_names_and_roots_of_the_gateway_and_the_issuer_of_the_client()
    {
        var gateway = new StandInGateway();
        var script = Text(ClientProfiles.Windows, Request(gateway), ".ps1");
        var eap = XElement.Parse(script[script.IndexOf("<EapHostConfig", StringComparison.Ordinal)..script.IndexOf("'@", StringComparison.Ordinal)]);

        XNamespace tls = "http://www.microsoft.com/provisioning/EapTlsConnectionPropertiesV1", tls3 = "http://www.microsoft.com/provisioning/EapTlsConnectionPropertiesV3";
        Assert.Equal("13", eap.Element(eap.Name.Namespace + "EapMethod")!.Elements().First().Value);
        Assert.Equal($"{gateway.Fqdn};{gateway.Guid}.vpn.azure.com", eap.Descendants(tls + "ServerNames").Single().Value);
        Assert.Equal(gateway.Authority.Certificate.Thumbprint,
            eap.Descendants(tls + "TrustedRootCA").Single().Value.Replace(" ", string.Empty, StringComparison.Ordinal).ToUpperInvariant());
        Assert.Equal(s_root.Certificate.Thumbprint,
            eap.Descendants(tls3 + "IssuerHash").Single().Value.Replace(" ", string.Empty, StringComparison.Ordinal).ToUpperInvariant());
    }

    [Fact]
    public void A_client_without_its_issuers_has_no_filter_that_lets_nothing_through()
    {
        using var alone = new KeyedCertificate(
            X509Certificate2.CreateFromPem(_client.Certificate.ExportCertificatePem()), RSA.Create(((RSA)_client.Key).ExportParameters(true)), []);
        var script = Text(ClientProfiles.Windows, Request(new()) with { Client = alone }, ".ps1");

        Assert.Contains("<TrustedRootCA", script, StringComparison.Ordinal);
        Assert.DoesNotContain("FilteringInfo", script, StringComparison.Ordinal);
        Assert.DoesNotContain("TLSExtensions", script, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("E=old@contoso.com, CN=alice", "alice.contoso.com", null, "id = \"fqdn:alice.contoso.com\"")]
    [InlineData("E=old@contoso.com, CN=alice", null, "alice@contoso.com", "id = \"email:alice@contoso.com\"")]
    [InlineData("E=old@contoso.com, CN=alice", null, null, null)]
    [InlineData("E=old@contoso.com, CN=alice", "", null, null)]
    public void A_client_calls_itself_by_a_name_that_stands_in_its_certificate(string subject, string? dns, string? mail, string? identity)
    {
        var request = new CertificateRequest(subject, TestCertificates.Key(3), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        if (dns is not null || mail is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddUri(new("urn:device:7"));
            (dns is { Length: > 0 } ? (Action)(() => names.AddDnsName(dns)) : mail is null ? () => { } : () => names.AddEmailAddress(mail))();
            request.CertificateExtensions.Add(names.Build());
        }

        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(9));
        using var client = new KeyedCertificate(
            X509Certificate2.CreateFromPem(made.ExportCertificatePem()), RSA.Create(TestCertificates.Key(3).ExportParameters(true)), []);
        var text = Text(ClientProfiles.StrongSwan, Request(new()) with { Client = client }, ".conf");

        Assert.DoesNotContain("old@contoso.com", text, StringComparison.Ordinal);
        Assert.Equal(identity, text.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.StartsWith("id = ", StringComparison.Ordinal) && !l.Contains("azuregateway", StringComparison.Ordinal)));
    }

    [Fact]
    public void NetworkManager_takes_one_root_of_several_and_says_so()
    {
        var (gateway, other) = (new StandInGateway(), TestCertificates.Root("Other Root", 4).Certificate.RawData);
        var ike = gateway.Package.Ike!;
        var request = Request(gateway) with { Package = gateway.Package with { Ike = ike with { ServerRoots = [.. ike.ServerRoots, other] } } };

        var (files, steps, _) = ClientProfiles.NetworkManager.Write(request);
        Assert.Contains(steps, s => s.Contains("2 roots", StringComparison.Ordinal) && s.Contains("server-2.pem", StringComparison.Ordinal));
        using var second = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(files.Single(f => f.Name == "gw-alice/server-2.pem").Content.Span));
        Assert.Equal(other, second.RawData);
        Assert.DoesNotContain(ClientProfiles.NetworkManager.Write(Request(gateway)).Steps, s => s.Contains("roots", StringComparison.Ordinal));
    }

    [Fact]
    public void A_RADIUS_server_that_is_shown_certificates_is_known_by_its_own_root()
    {
        var (gateway, radius) = (new StandInGateway(), TestCertificates.Root("Radius Root", 4).Certificate);
        var request = Request(gateway) with { Package = gateway.Package with { Ike = gateway.Package.Ike! with { RadiusRoots = [radius.RawData] } } };

        var swan = Text(ClientProfiles.StrongSwan, request, ".conf");
        Assert.Contains("aaa_id = %any", swan, StringComparison.Ordinal);
        Assert.Contains("cacerts = gw-alice-server.pem\n", swan, StringComparison.Ordinal);
        Assert.DoesNotContain("gw-alice-certificate", swan, StringComparison.Ordinal);
        Assert.Equal(radius.ExportCertificatePem() + "\n", Text(ClientProfiles.StrongSwan, request, "x509ca/gw-alice-radius.pem"));
        var script = Text(ClientProfiles.Windows, request, ".ps1");
        Assert.Contains(@"(Join-Path $PSScriptRoot 'gw-alice-radius.cer') -CertStoreLocation Cert:\CurrentUser\Root", script, StringComparison.Ordinal);
        var eap = XElement.Parse(script[script.IndexOf("<EapHostConfig", StringComparison.Ordinal)..script.IndexOf("'@", StringComparison.Ordinal)]);
        XNamespace tls = "http://www.microsoft.com/provisioning/EapTlsConnectionPropertiesV1";
        Assert.Equal(radius.Thumbprint,
            eap.Descendants(tls + "TrustedRootCA").Single().Value.Replace(" ", string.Empty, StringComparison.Ordinal).ToUpperInvariant());
        Assert.Empty(eap.Descendants(tls + "ServerNames").Single().Value);
        Assert.Contains(Convert.ToBase64String(radius.RawData)[..40], Text(ClientProfiles.Apple, request, ".mobileconfig"), StringComparison.Ordinal);
        Assert.Equal("RadiusServerNotKnown", ClientProfiles.NetworkManager.Write(request).Failure!.Id);

        // Who signs in by a name does not see the certificate of the RADIUS server.
        var byName = new ClientProfileRequest("gw", request.Package with { Ike = request.Package.Ike! with { Auth = "EAPMSCHAPv2" } });
        Assert.DoesNotContain(ClientProfiles.StrongSwan.Write(byName).Files, f => f.Name.Contains("radius", StringComparison.Ordinal));
    }

    [Fact]
    public void Windows_reads_a_script_in_the_code_page_of_the_machine_unless_it_is_marked()
    {
        Assert.All(File("gw-alice").Content.ToArray(), b => Assert.InRange(b, 0, 0x7F));
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), File("Zoë").Content.ToArray()[..3]);

        ProfileFile File(string name)
        {
            using var password = TestCertificates.Secret("pass word");
            return ClientProfiles.Windows.Write(new(name, new StandInGateway().Package) { Client = _client, KeyPassword = password }).Files[0];
        }
    }

    [Fact]
    public void A_gateway_of_another_kind_of_name_has_that_one_alone()
    {
        var package = new StandInGateway().Package;
        var request = Request(new()) with { Package = package with { Ike = package.Ike! with { Server = "vpn.contoso.com" } } };
        Assert.Equal(["vpn.contoso.com"], IkeProfile.Of(request).Profile!.ServerNames);
    }

    [Fact]
    public void The_file_of_the_Azure_VPN_Client_is_passed_on_byte_for_byte()
    {
        byte[] one = [0xEF, 0xBB, 0xBF, .. "<AzVpnProfile />\r\n"u8], other = [0xFF, 0x00];
        var package = new ClientPackage
        {
            Files = new ClientPackage().Files.Add("AzureVPN/azurevpnconfig_aad.xml", one).Add("AzureVPN/azurevpnconfig_cert.xml", other).Add("AzureVPN/readme.txt", one),
        };

        Assert.Equal([ClientProfiles.AzureVpn], ClientProfiles.For(package));
        var files = ClientProfiles.AzureVpn.Write(new("gw", package)).Files;
        Assert.Equal(["azurevpnconfig_aad.xml", "azurevpnconfig_cert.xml"], files.Select(f => f.Name));
        Assert.Equal([one, other], files.Select(f => f.Content.ToArray()));
    }

    [Fact]
    public void No_secret_is_in_a_file_that_is_not_marked()
    {
        const string Secret = "very secret";
        using var password = TestCertificates.Secret(Secret);
        var key = Convert.ToBase64String(_client.Key.ExportPkcs8PrivateKey())[100..160];
        foreach (var kind in ClientProfiles.All.Where(k => k != ClientProfiles.AzureVpn))
        {
            var locked = kind.Write(new("gw", new StandInGateway().Package) { Client = _client, KeyPassword = password });
            Assert.All(locked.Files, f => Assert.DoesNotContain(Secret, Encoding.UTF8.GetString(f.Content.Span), StringComparison.Ordinal));
            Assert.Single(locked.Files, f => f.HoldsKey);
            var plain = kind.Write(new("gw", new StandInGateway().Package) { Client = _client });
            Assert.All(plain.Files.Where(f => !f.HoldsKey),
                f => Assert.DoesNotContain(key, Encoding.UTF8.GetString(f.Content.Span).Replace("\n", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal));
        }
    }

    private ClientProfileRequest Request(StandInGateway gateway) => new("gw-alice", gateway.Package) { Client = _client };

    private static string Text(ClientProfileKind kind, ClientProfileRequest request, string extension)
    {
        using var password = TestCertificates.Secret("pass word");
        var (files, _, failure) = kind.Write(kind == ClientProfiles.StrongSwan || kind == ClientProfiles.NetworkManager ? request : request with { KeyPassword = password });
        Assert.Null(failure);
        return Encoding.UTF8.GetString(files.Single(f => f.Name.EndsWith(extension, StringComparison.Ordinal)).Content.Span);
    }
}
