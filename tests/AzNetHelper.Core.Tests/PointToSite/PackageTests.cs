using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using AzNetHelper.PointToSite;
using AzNetHelper.Steps;
using Xunit;
using static AzNetHelper.Tests.PointToSite.Packages;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>Client packages: what is read of a good one, and that a bad one is one clear failure.</summary>
public sealed class PackageTests
{
    private static ClientPackage Good(params (string Name, byte[] Content)[] files)
    {
        var (package, failure) = PackageContent.Read(Zip(files), "hub.zip");
        Assert.Null(failure);
        return package!;
    }

    private static string Bad(byte[] packed, PackageLimits? limits = null)
    {
        var (package, failure) = PackageContent.Read(packed, "hub.zip", limits);
        Assert.Null(package);
        Assert.Equal((PackageContent.Invalid, FailureKind.InvalidData), (failure!.Id, failure.Kind));
        Assert.StartsWith("hub.zip is no client package that can be used: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(failure.Message, char.IsControl);
        return failure.Message;
    }

    [Fact]
    public void A_package_of_a_gateway_is_read()
    {
        var root = Root();
        var package = Good(Usual(root));
        Assert.Equal(Server, package.Ike!.Server);
        Assert.Equal("EAPTLS", package.Ike.Auth);
        Assert.Equal(["10.0.0.0/16", "10.1.0.0/16"], package.Ike.Routes.Select(r => r.ToString()));
        Assert.Equal(root, Assert.Single(package.Ike.ServerRoots).ToArray());
        Assert.Equal(OpenVpn, package.OpenVpn);
        Assert.Empty(package.Remarks);
        Assert.Equal(
            ["AzureVPN/azurevpnconfig.xml", "Generic/VpnServerRoot.cer_0", "Generic/VpnSettings.xml", "OpenVPN/vpnconfig.ovpn", "WindowsAmd64/VpnClientSetupAmd64.exe"],
            package.Files.Keys);
    }

    [Fact]
    public void What_a_gateway_does_not_offer_is_not_there()
    {
        var usual = Usual();
        Assert.Null(Good(usual[2]).Ike);
        Assert.Null(Good(usual[0], usual[1]).OpenVpn);
        Assert.Equal(["AzureVPN/azurevpnconfig.xml"], Good(usual[3]).Files.Keys);
        Assert.Contains("neither", Bad(Zip(usual[4])), StringComparison.Ordinal);
        Assert.Contains("neither", Bad(Zip()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_around_it_is_looked_through()
    {
        var package = Good([.. Usual().Select(f => ($"vgw-hub/{f.Name}", f.Content))]);
        Assert.Equal(Server, package.Ike!.Server);
        Assert.NotNull(package.OpenVpn);
    }

    [Theory]
    [InlineData("der")]
    [InlineData("pem")]
    [InlineData("base64")]
    [InlineData("utf16")]
    public void Server_roots_come_in_every_form(string form)
    {
        var (one, two) = (Root("One"), Root("Two"));
        byte[] As(byte[] der) => form switch
        {
            "der" => der,
            "pem" => Text(new string(System.Security.Cryptography.PemEncoding.Write("CERTIFICATE", der))),
            "base64" => Text(Convert.ToBase64String(der, Base64FormattingOptions.InsertLineBreaks)),
            _ => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Convert.ToBase64String(der))],
        };
        var package = Good(("Generic/VpnSettings.xml", Text(Settings())), ("Generic/VpnServerRoot.cer", As(one)), ("Generic/VpnServerRoot.cer_1", As(two)),
            ("Generic/VpnServerRoot.cer_2", As(one)));
        Assert.Equal([one, two], package.Ike!.ServerRoots.Select(r => r.ToArray()));
    }

    [Fact]
    public void The_root_of_a_RADIUS_server_is_apart()
    {
        var (own, radius) = (Root("One"), Root("Radius"));
        var package = Good(("Generic/VpnSettings.xml", Text(Settings())), ("Generic/VpnServerRoot.cer", own), ("Generic/RadiusServerRoot.cer", radius));
        Assert.Equal([own], package.Ike!.ServerRoots.Select(r => r.ToArray()));
        Assert.Equal([radius], package.Ike.RadiusRoots.Select(r => r.ToArray()));
        Assert.Empty(Good(Usual()).Ike!.RadiusRoots);
    }

    [Fact]
    public void What_can_be_left_out_is_told()
    {
        var package = Good(("Generic/VpnSettings.xml", Text(Settings("10.0.0.0/16, nonsense;2001:db8::/32"))));
        Assert.Equal(["10.0.0.0/16", "2001:db8::/32"], package.Ike!.Routes.Select(r => r.ToString()));
        Assert.Contains(package.Remarks, r => r.Contains("'nonsense'", StringComparison.Ordinal));
        Assert.Contains(package.Remarks, r => r.Contains("no root certificate", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("..\\evil")]
    [InlineData("Generic/../../evil")]
    [InlineData("Generic\\..\\..\\evil")]
    [InlineData("/etc/passwd")]
    [InlineData("\\\\server\\share\\evil")]
    [InlineData("C:\\evil")]
    [InlineData("C:evil")]
    [InlineData("Generic//VpnSettings.xml")]
    [InlineData("Generic/./evil")]
    [InlineData("Generic/. ./evil")]
    [InlineData("Generic/.. /evil")]
    [InlineData("Generic/evil\n.cer")]
    [InlineData("evil.txt:stream")]
    [InlineData("../")]
    [InlineData("/")]
    public void Names_that_lead_elsewhere_are_refused(string name) =>
        Assert.Contains("leads out of the package", Bad(Zip([.. Usual(), (name, [1])])), StringComparison.Ordinal);

    [Fact]
    public void Folders_of_their_own_are_no_files() => Assert.Equal(Server, Good([("Generic/", []), .. Usual()]).Ike!.Server);

    [Theory]
    [InlineData("generic/vpnsettings.XML")]
    [InlineData("Generic/VpnSettings.xml")]
    public void Two_files_of_one_name_are_refused(string name) =>
        Assert.Contains("two files", Bad(Zip([.. Usual(), (name, [1])])), StringComparison.Ordinal);

    [Theory]
    [InlineData(0xA1FF)]
    [InlineData(0x21B6)]
    [InlineData(0x11B6)]
    public void Links_and_devices_are_refused(int mode) => Assert.Contains("is a link",
        Bad(Zip(Usual(), (entry, i) => entry.ExternalAttributes = i == 1 ? mode << 16 : 0)), StringComparison.Ordinal);

    [Fact]
    public void Ordinary_files_of_unix_are_none_of_these()
    {
        var packed = Zip(Usual(), (entry, _) => entry.ExternalAttributes = 0x81A4 << 16);
        Assert.NotNull(PackageContent.Read(packed, "hub.zip").Package);
    }

    [Fact]
    public void Encrypted_entries_are_refused()
    {
        // Bit 0 of the flags, in the local header and the central directory (APPNOTE 4.4.4).
        var packed = Zip(Usual());
        packed[6] |= 1;
        packed[Central(packed) + 8] |= 1;
        Assert.Contains("encrypted", Bad(packed), StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_hold_by_what_comes_out()
    {
        var limits = PackageLimits.Default;
        var bomb = Zip([.. Usual(), ("Generic/bomb", new byte[20_000_000])]);
        Assert.True(bomb.Length < 100_000 + Zip(Usual()).Length);
        Assert.Contains("more than 16777216 bytes", Bad(bomb), StringComparison.Ordinal);
        Assert.Contains("more than", Bad(Zip([.. Enumerable.Range(0, 4).Select(i => ($"a{Invariant(i)}", new byte[14_000_000]))])), StringComparison.Ordinal);
        Assert.Contains("257 files", Bad(Zip([.. Enumerable.Range(0, 257).Select(i => ($"a{Invariant(i)}", Array.Empty<byte>()))])), StringComparison.Ordinal);
        Assert.Contains("at most 100", Bad(Zip(Usual()), limits with { PackedBytes = 100 }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_lies_about_the_size_gains_nothing()
    {
        var packed = Zip(("Generic/bomb", new byte[20_000_000]));
        foreach (var size in (uint[])[0, 5, uint.MaxValue - 1])
        {
            BinaryPrimitives.WriteUInt32LittleEndian(packed.AsSpan(Central(packed) + 24), size);
            Bad(packed);
        }
    }

    [Fact]
    public void Damage_is_noticed()
    {
        var packed = Zip([.. Usual().Select(f => (f.Name, f.Content))]);
        BinaryPrimitives.WriteUInt32LittleEndian(packed.AsSpan(Central(packed) + 16), 0xDEADBEEF);
        Assert.Contains("damaged", Bad(packed), StringComparison.Ordinal);
        Bad([]);
        Bad(Text("<html>Sign in</html>"));
        Bad(packed[..(packed.Length / 2)]);
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><VpnProfile><VpnServer>&x;</VpnServer></VpnProfile>")]
    [InlineData("<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><VpnProfile><VpnServer>&b;</VpnServer></VpnProfile>")]
    [InlineData("<VpnProfile><VpnServer>a.example</VpnServer>")]
    [InlineData("<VpnProfile/>")]
    [InlineData("<VpnProfile><VpnServer>  </VpnServer></VpnProfile>")]
    [InlineData("<VpnProfile><VpnServer>a.example; rm -rf /</VpnServer></VpnProfile>")]
    [InlineData("<VpnProfile><VpnServer>a.example\n  secrets = { }</VpnServer></VpnProfile>")]
    [InlineData("<VpnProfile><VpnServer>$(id)</VpnServer></VpnProfile>")]
    [InlineData("")]
    public void Settings_that_are_no_settings_are_refused(string xml) => Bad(Zip(("Generic/VpnSettings.xml", Text(xml))));

    [Fact]
    public void A_server_root_that_is_none_is_refused() => Assert.Contains("VpnServerRoot.cer_0 is no certificate",
        Bad(Zip(("Generic/VpnSettings.xml", Text(Settings())), ("Generic/VpnServerRoot.cer_0", Text("none")))), StringComparison.Ordinal);

    // The last ones were tried with OpenVPN 2.6.14, which ran a program for each: the second word of setenv, a block that it does
    // not know, and an end of a block with something behind it, on a line of its own or where a long line is taken apart.
    [Theory]
    [InlineData("up /tmp/x.sh", "up")]
    [InlineData("script-security 2", "script-security")]
    [InlineData("  --plugin /tmp/x.so", "--plugin")]
    [InlineData("\tROUTE-UP x", "ROUTE-UP")]
    [InlineData("\"up\" x", "\"up\"")]
    [InlineData("u\\p x", "u\\p")]
    [InlineData("'client' x", "'client'")]
    [InlineData("management 0.0.0.0 7505", "management")]
    [InlineData("config /tmp/other.ovpn", "config")]
    [InlineData("log /etc/cron.d/x", "log")]
    [InlineData("log ../x", "log")]
    [InlineData("log-append \"/etc/x\"", "log-append")]
    [InlineData("status x", "status")]
    [InlineData("writepid x", "writepid")]
    [InlineData("dns-updown /tmp/x", "dns-updown")]
    [InlineData("auth-user-pass /etc/shadow", "auth-user-pass")]
    [InlineData("cert /root/x.pem", "cert")]
    [InlineData("verb 3\rup x", "verb")]
    [InlineData("verb 3\u0085up x", "verb")]
    [InlineData("\u00a0up x", "?up")]
    [InlineData("setenv opt script-security 2\nsetenv opt up \"/bin/echo BYPASS\"", "setenv")]
    [InlineData("ignore-unknown-option <x </x\n<x y>\nscript-security 2\nup \"/bin/echo BYPASS\"\n</x y>", "ignore-unknown-option")]
    [InlineData("<x y>\nscript-security 2\n</x y>", "<x")]
    [InlineData("<connection>\nremote b.example 443\n</connection>", "<connection>")]
    [InlineData("<ca>\n</ca>x\nup /tmp/x.sh\n<ca>\n</ca>", "</ca>x")]
    [InlineData("<ca>\n</CA>\nup /tmp/x.sh\n</ca>", "</CA>")]
    [InlineData("<ca>\nAAAAAAAA</ca>\nup /tmp/x.sh\n</ca>", "AAAAAAAA</ca>")]
    public void A_profile_of_OpenVPN_has_options_of_a_gateway_alone(string lines, string named) => Assert.Contains($"'{named}'",
        Bad(Zip(("OpenVPN/vpnconfig.ovpn", Text(OpenVpn + lines + "\n")))), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("# up x\n; <x>\n\n  \t\n")]
    [InlineData("log-append azure-1.log\nauth-user-pass\nauth-nocache\nreneg-sec 0\ndata-ciphers AES-256-GCM:AES-128-GCM # both\n")]
    [InlineData("<extra-certs>\nAAAA\n</extra-certs>\n <tls-crypt> \n0123\n\t</tls-crypt>\n")]
    public void What_a_gateway_writes_passes_with_each_end_of_line(string more)
    {
        foreach (var text in (string[])[OpenVpn + more, (OpenVpn + more).ReplaceLineEndings("\r\n"), "\uFEFF" + OpenVpn + more])
        {
            Assert.Equal(text.TrimStart('\uFEFF'), Good(("OpenVPN/vpnconfig.ovpn", Text(text))).OpenVpn);
        }
    }

    [Theory]
    [InlineData("client\n")]
    [InlineData("remote a.example 443\n<ca>\n")]
    [InlineData("")]
    public void A_profile_of_OpenVPN_that_is_cut_off_is_refused(string text) =>
        Assert.Contains("vpnconfig.ovpn", Bad(Zip(("OpenVPN/vpnconfig.ovpn", Text(text)))), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"https://a.example/p.zip?sig=a%2Fb%3D\"", "https://a.example/p.zip?sig=a%2Fb%3D")]
    [InlineData("\"\\\"https://a.example/p.zip?sig=a%2Fb%3D\\\"\"", "https://a.example/p.zip?sig=a%2Fb%3D")]
    [InlineData("null", null)]
    [InlineData("", null)]
    [InlineData("\"\"", null)]
    [InlineData("\"", null)]
    [InlineData("\"http://a.example/p.zip\"", null)]
    [InlineData("\"file:///etc/passwd\"", null)]
    [InlineData("{\"profileUrl\":1}", null)]
    public void The_address_is_taken_out_of_its_quotes(string answer, string? address) =>
        Assert.Equal(address, ClientPackageReader.Address(Text(answer))?.OriginalString);

    // Where the first header of the central directory begins (APPNOTE 4.3.12).
    private static int Central(byte[] packed) => packed.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x50, 0x4B, 1, 2]);

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}
