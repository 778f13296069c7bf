using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AzNetHelper.Tests;

/// <summary>Certificates for tests, with their keys; made by the platform alone.</summary>
internal static class Roots
{
    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static X509Certificate2 Root(
        string name = "Contoso P2S", DateTimeOffset? from = null, int days = 3650, int bits = 2048, bool? isAuthority = true,
        bool outlivesTheTest = false)
    {
        using var key = outlivesTheTest ? RSA.Create(bits) : TestKeys.Next(bits);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Extend(request, isAuthority);
        return request.CreateSelfSigned(from ?? Start, (from ?? Start).AddDays(days));
    }

    /// <summary>It says SHA-1 in both places; that the signature does not fit then is nothing that a root is asked for.</summary>
    public static X509Certificate2 OfSha1()
    {
        using var root = Root();
        var der = root.RawData;
        byte[] sha256 = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B];
        for (var at = der.AsSpan().IndexOf(sha256); at >= 0; at = der.AsSpan().IndexOf(sha256))
        {
            der[at + sha256.Length - 1] = 0x05;
        }

        return X509Certificate2.CreateFromPem(PemEncoding.WriteString("CERTIFICATE", der));
    }

    public static X509Certificate2 OfCurve()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=curve", key, HashAlgorithmName.SHA256);
        Extend(request, true);
        return request.CreateSelfSigned(Start, Start.AddDays(3650));
    }

    public static X509Certificate2 Issue(X509Certificate2 issuer, string name, bool isAuthority = false, int days = 365)
    {
        using var key = TestKeys.Next();
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Extend(request, isAuthority);
        using var bare = request.Create(issuer, Start, Start.AddDays(days), RandomNumberGenerator.GetBytes(16));
        return bare.CopyWithPrivateKey(key);
    }

    private static void Extend(CertificateRequest request, bool? isAuthority)
    {
        if (isAuthority is { } says)
        {
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(says, false, 0, true));
        }

        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            isAuthority is false ? X509KeyUsageFlags.DigitalSignature : X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
    }
}
