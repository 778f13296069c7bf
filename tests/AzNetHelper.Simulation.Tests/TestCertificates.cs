using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Certificates;

namespace AzNetHelper.Simulation.Tests;

/// <summary>Root and client certificates with keys, made once for all tests where the dates do not matter.</summary>
internal static class TestCertificates
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A self-signed root, valid from 2025 to 2035.</summary>
    public static X509Certificate2 Root(string name)
    {
        using var key = RSA.Create(2048);
        return Root(new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    /// <summary>A root whose key is on the curve P-256.</summary>
    public static X509Certificate2 CurveRoot(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Root(new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256));
    }

    /// <summary>A client certificate of a root, valid from 2025 for as many years.</summary>
    public static CertificateFacts Client(X509Certificate2 root, string name, int years = 5)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.2")], false));
        using var certificate = request.Create(root, Start, Start.AddYears(years), RandomNumberGenerator.GetBytes(16));
        return CertificateFacts.Of(certificate);
    }

    public static string Line(X509Certificate2 certificate) => Convert.ToBase64String(certificate.RawData);

    private static X509Certificate2 Root(CertificateRequest request)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        return request.CreateSelfSigned(Start, Start.AddYears(10));
    }
}
