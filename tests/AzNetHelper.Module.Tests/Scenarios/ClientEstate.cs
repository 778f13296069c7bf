using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace AzNetHelper.Tests.Scenarios;

/// <summary>A root with clients, made by the platform alone, and the hub of <see cref="SiteEstate"/> whose gateway trusts it.</summary>
internal sealed class ClientEstate : IDisposable
{
    public const string Password = "Correct-Horse-9";

    private readonly X509Certificate2 _root = Root("Contoso P2S");

    public string[] Protocols { get; set; } = ["OpenVPN", "IkeV2"];

    public string[] Authentication { get; set; } = ["Certificate"];

    /// <summary>Thumbprints that the gateway refuses.</summary>
    public string[] Revoked { get; set; } = [];

    public X509Certificate2 TrustedRoot => _root;

    public void Dispose() => _root.Dispose();

    public string Write(string folder) => new SiteEstate
    {
        Clients = new()
        {
            ["vpnClientAddressPool"] = new JsonObject { ["addressPrefixes"] = new JsonArray("172.16.201.0/24") },
            ["vpnClientProtocols"] = Texts(Protocols), ["vpnAuthenticationTypes"] = Texts(Authentication),
            ["vpnClientRootCertificates"] = new JsonArray(new JsonObject
            {
                ["name"] = "contoso", ["properties"] = new JsonObject { ["publicCertData"] = Convert.ToBase64String(_root.RawData), ["provisioningState"] = "Succeeded" },
            }),
            ["vpnClientRevokedCertificates"] = new JsonArray([.. Revoked.Select((r, i) => (JsonNode)new JsonObject
            {
                ["name"] = $"lost{i}", ["properties"] = new JsonObject { ["thumbprint"] = r, ["provisioningState"] = "Succeeded" },
            })]),
            ["vpnClientIpsecPolicies"] = new JsonArray(), ["radiusServers"] = new JsonArray(),
        },
    }.Write(folder);

    public X509Certificate2 Client(string name, DateTimeOffset? from = null, int days = 365, X509Certificate2? of = null, string usage = "1.3.6.1.5.5.7.3.2")
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(new X500DistinguishedName(Named(name)), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new(usage)], false));
        var start = from ?? DateTimeOffset.UtcNow.AddDays(-1);
        using var bare = request.Create(of ?? _root, start, start.AddDays(days), RandomNumberGenerator.GetBytes(16));
        return bare.CopyWithPrivateKey(key);
    }

    /// <summary>The client with its root, as a PFX with <see cref="Password"/>.</summary>
    public byte[] Pfx(X509Certificate2 client) => new X509Certificate2Collection(new[] { client, X509CertificateLoader.LoadCertificate(_root.RawData) })
        .Export(X509ContentType.Pfx, Password)!;

    public static X509Certificate2 Root(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(new X500DistinguishedName(Named(name)), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-3), DateTimeOffset.UtcNow.AddYears(5));
    }

    private static string Named(string name) => $"CN=\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static JsonArray Texts(string[] texts) => new([.. texts.Select(t => (JsonNode)t)]);
}
