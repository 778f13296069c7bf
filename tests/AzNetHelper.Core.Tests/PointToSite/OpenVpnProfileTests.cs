using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using AzNetHelper.Certificates;
using AzNetHelper.PointToSite;
using AzNetHelper.Steps;
using Xunit;

namespace AzNetHelper.Tests.PointToSite;

public sealed class OpenVpnProfileTests : IDisposable
{
    private static readonly TestAuthority s_root = TestCertificates.Root("P2S Root", 2);
    private readonly StandInGateway _gateway = new();
    private readonly KeyedCertificate _client = TestCertificates.Client("alice", 3, s_root);

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("\n", "")]
    [InlineData("\r\n", "\uFEFF")]
    public void Nothing_changes_but_the_two_places(string lineEnd, string mark)
    {
        var text = _gateway.OpenVpn.ReplaceLineEndings(lineEnd);
        var (files, _, failure) = Write(mark + text);

        Assert.Null(failure);
        var file = Assert.Single(files);
        Assert.Equal(("gw-alice.ovpn", true), (file.Name, file.HoldsKey));
        var written = Encoding.UTF8.GetString(file.Content.Span);
        var certificate = Between(written, "<cert>", "</cert>");
        var key = Between(written, "<key>", "</key>");
        Assert.Equal(text, written.Replace(certificate, $"{lineEnd}$CLIENTCERTIFICATE{lineEnd}", StringComparison.Ordinal)
            .Replace(key, $"{lineEnd}$PRIVATEKEY{lineEnd}", StringComparison.Ordinal));
        Assert.DoesNotContain("\n", certificate.Replace(lineEnd, string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        using var both = X509Certificate2.CreateFromPem(certificate, key);
        Assert.Equal(_client.Certificate.Thumbprint, both.Thumbprint);
    }

    [Fact]
    public void A_key_is_encrypted_where_there_is_a_password()
    {
        using var password = TestCertificates.Secret("pass word");
        var (files, steps, _) = Write(_gateway.OpenVpn, password);
        var key = Between(Encoding.UTF8.GetString(files[0].Content.Span), "<key>", "</key>");

        Assert.Contains("BEGIN ENCRYPTED PRIVATE KEY", key, StringComparison.Ordinal);
        using var rsa = RSA.Create();
        rsa.ImportFromEncryptedPem(key, "pass word");
        Assert.Equal(((RSA)_client.Key).ExportRSAPublicKey(), rsa.ExportRSAPublicKey());
        Assert.ThrowsAny<CryptographicException>(() => rsa.ImportFromEncryptedPem(key, "pass-word"));
        Assert.Contains(steps, s => s.Contains("asks for the password", StringComparison.Ordinal));
    }

    [Fact]
    public void Issuers_in_between_are_sent_and_roots_are_not()
    {
        var intermediate = TestCertificates.Intermediate("P2S Issuer", 1, s_root);
        using var client = TestCertificates.Client("bob", 4, intermediate, s_root);
        var (files, _, _) = ClientProfiles.OpenVpn.Write(new("gw-bob", _gateway.Package) { Client = client });
        var text = Encoding.UTF8.GetString(files[0].Content.Span);

        using var sent = X509Certificate2.CreateFromPem(Between(text, "<extra-certs>", "</extra-certs>"));
        Assert.Equal(intermediate.Certificate.Thumbprint, sent.Thumbprint);
        Assert.Equal(3, Regex.Count(text, "BEGIN CERTIFICATE"));
    }

    [Theory]
    [InlineData("$CLIENTCERTIFICATE", "$CLIENT_CERTIFICATE", "1 lines $PRIVATEKEY")]
    [InlineData("$PRIVATEKEY", "", "0 lines $PRIVATEKEY")]
    [InlineData("$PRIVATEKEY", "$PRIVATEKEY\n$PRIVATEKEY", "2 lines $PRIVATEKEY")]
    [InlineData("<cert>\n$CLIENTCERTIFICATE\n</cert>", "$CLIENTCERTIFICATE\n<cert>\n</cert>", "one of each stands between")]
    [InlineData("<key>\n$PRIVATEKEY\n</key>", "<key>\n</key>\n$PRIVATEKEY", "one of each stands between")]
    [InlineData("<key>\n$PRIVATEKEY\n</key>", "<key>\n$PRIVATEKEY", "one of each stands between")]
    public void A_profile_with_other_places_is_refused(string place, string other, string says) =>
        Refused(_gateway.OpenVpn.Replace(place, other, StringComparison.Ordinal), says);

    [Fact]
    public void It_is_said_why_there_is_no_place()
    {
        var text = _gateway.OpenVpn;
        Refused(text.Replace("$CLIENTCERTIFICATE", "%CERT%", StringComparison.Ordinal).Replace("$PRIVATEKEY", "%KEY%", StringComparison.Ordinal),
            "its placeholders are %CERT%, %KEY%");
        Refused(Encoding.UTF8.GetString(Write(text).Files[0].Content.Span), "filled in already");
        Refused("client\nauth-user-pass\n", "sign in without a certificate");
    }

    [Fact]
    public void Who_signs_in_by_a_name_gets_the_profile_as_it_is()
    {
        const string Text = "client\r\nauth-user-pass\r\n";
        var (files, _, failure) = ClientProfiles.OpenVpn.Write(new("gw", new ClientPackage { OpenVpn = Text }));

        Assert.Null(failure);
        Assert.Equal((Text, false), (Encoding.UTF8.GetString(files[0].Content.Span), files[0].HoldsKey));
        Assert.Equal("ProfileNeedsCertificate", ClientProfiles.OpenVpn.Write(new("gw", _gateway.Package)).Failure!.Id);
    }

    [Fact]
    public void What_is_not_in_the_package_is_no_profile()
    {
        var (files, _, failure) = ClientProfiles.OpenVpn.Write(new("gw", _gateway.Package with { OpenVpn = null }) { Client = _client });

        Assert.Empty(files);
        Assert.Equal(("ProfileNotInPackage", FailureKind.InvalidOperation), (failure!.Id, failure.Kind));
        Assert.Contains("StrongSwan", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(ClientProfiles.OpenVpn, ClientProfiles.For(_gateway.Package with { OpenVpn = null }));
        Assert.Empty(ClientProfiles.For(new()));
    }

    [Fact]
    public void The_log_of_the_profile_is_told() =>
        Assert.Contains(Write(_gateway.OpenVpn).Steps, s => s.Contains("openvpn.log", StringComparison.Ordinal));

    private (IReadOnlyList<ProfileFile> Files, IReadOnlyList<string> Steps, Failure? Failure) Write(string text, System.Security.SecureString? password = null)
    {
        var (files, steps, failure) = ClientProfiles.OpenVpn.Write(
            new("gw-alice", _gateway.Package with { OpenVpn = text }) { Client = _client, KeyPassword = password });
        return (files, steps, failure);
    }

    private void Refused(string text, string says)
    {
        var (files, _, failure) = Write(text);
        Assert.Empty(files);
        Assert.Equal("OpenVpnProfileUnusable", failure!.Id);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    private static string Between(string text, string from, string to) =>
        text[(text.IndexOf(from, StringComparison.Ordinal) + from.Length)..text.IndexOf(to, StringComparison.Ordinal)];
}
