using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>Client packages as gateways make them: names with backslashes, an XML with a mark of its encoding.</summary>
internal static class Packages
{
    public const string Server = "azuregateway-00000000-0000-0000-0000-000000000001-0123456789ab.vpn.azure.com";

    public const string OpenVpn = $"""
        client
        remote {Server} 443
        verify-x509-name '{Server}' name
        remote-cert-tls server
        dev tun
        proto tcp
        log openvpn.log
        <ca>
        -----BEGIN CERTIFICATE-----
        up to here it is data
        -----END CERTIFICATE-----
        </ca>
        <cert>
        $CLIENTCERTIFICATE
        </cert>
        <key>
        $PRIVATEKEY
        </key>

        """;

    public static string Settings(string routes = "10.0.0.0/16,10.1.0.0/16", string server = Server) =>
        $"<?xml version=\"1.0\" encoding=\"utf-8\"?><VpnProfile xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"><VpnServer>{server}</VpnServer>"
        + $"<VpnType>IkeV2</VpnType><Routes>{routes}</Routes><Auth>EAPTLS</Auth></VpnProfile>";

    public static byte[] Root(string name = "Gateway Root")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(9));
        return certificate.RawData;
    }

    public static (string Name, byte[] Content)[] Usual(byte[]? root = null) =>
    [
        ("Generic\\VpnSettings.xml", [0xEF, 0xBB, 0xBF, .. Text(Settings())]),
        ("Generic\\VpnServerRoot.cer_0", root ?? Root()),
        ("OpenVPN\\vpnconfig.ovpn", Text(OpenVpn)),
        ("AzureVPN\\azurevpnconfig.xml", Text("<AzVpnProfile/>")),
        ("WindowsAmd64\\VpnClientSetupAmd64.exe", new byte[70_000]),
    ];

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Zip(params (string Name, byte[] Content)[] files) => Zip(files, (_, _) => { });

    public static byte[] Zip((string Name, byte[] Content)[] files, Action<ZipArchiveEntry, int> change)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var i = 0; i < files.Length; i++)
            {
                var entry = archive.CreateEntry(files[i].Name, CompressionLevel.Optimal);
                change(entry, i);
                using var stream = entry.Open();
                stream.Write(files[i].Content);
            }
        }

        return packed.ToArray();
    }
}
