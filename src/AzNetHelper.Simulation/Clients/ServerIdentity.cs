using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// What clients know a gateway by. Its names and secret follow from its id and stay the same; the root of its certificate is made when
/// it is first asked for.
/// </summary>
internal sealed class ServerIdentity
{
    private const int OpenVpnKeyBytes = 256;

    // One for all, as Azure's servers have one public root; a key takes a tenth of a second.
    private static readonly Lazy<RSAParameters> RootKey = new(() =>
    {
        using var key = RSA.Create(2048);
        return key.ExportParameters(includePrivateParameters: true);
    });

    public ServerIdentity(ResourceId id, JsonObject gateway, DateTimeOffset now)
    {
        var seed = Encoding.UTF8.GetBytes(id.ToString().ToUpperInvariant());
        var guid = Guid.TryParse(gateway.Object("properties").Text("resourceGuid"), out var known)
            ? known : new Guid(SHA256.HashData(seed).AsSpan(0, 16));
        CertificateName = string.Create(CultureInfo.InvariantCulture, $"{guid:D}.vpn.azure.com");
        var tail = Convert.ToHexString(SHA256.HashData(seed).AsSpan(16, 6)).ToUpperInvariant();
#pragma warning disable CA1308 // Names in DNS are written in lower case.
        Server = $"azuregateway-{guid:D}-{tail.ToLowerInvariant()}.vpn.azure.com";
#pragma warning restore CA1308
        SharedSecret = HKDF.Expand(HashAlgorithmName.SHA256, SHA256.HashData(seed), OpenVpnKeyBytes);
        using var key = RSA.Create(RootKey.Value);
        var request = new CertificateRequest("O=Simulation, CN=Simulated Server Root", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var root = request.CreateSelfSigned(now.AddYears(-1), now.AddYears(10));
        Root = root.RawData;
    }

    /// <summary>The name that clients call.</summary>
    public string Server { get; }

    /// <summary>The common name of its certificate.</summary>
    public string CertificateName { get; }

    /// <summary>The root of its certificate, in DER.</summary>
    public byte[] Root { get; }

    /// <summary>What OpenVPN's packets are signed with before a client is known.</summary>
    public byte[] SharedSecret { get; }
}
