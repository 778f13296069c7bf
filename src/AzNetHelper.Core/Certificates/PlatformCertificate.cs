using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Steps;

namespace AzNetHelper.Certificates;

/// <summary>Takes the key out of a certificate that the platform holds, in one of its stores or in memory.</summary>
public static class PlatformCertificate
{
    /// <summary>Takes a certificate of the platform apart: its key is a copy. Issuers are those that the platform knows.</summary>
    public static (KeyedCertificate? Certificate, Failure? Failure) Apart(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var name = certificate.Subject;
        if (!certificate.HasPrivateKey)
        {
            return (null, KeyedCertificateFile.WithoutKey(name));
        }

        try
        {
            using var rsa = certificate.GetRSAPrivateKey();
            using var ec = rsa is null ? certificate.GetECDsaPrivateKey() : null;
            AsymmetricAlgorithm key = rsa ?? (AsymmetricAlgorithm?)ec ?? throw new CryptographicException("its kind of key is not known here");
            return (new(new(certificate.RawData), Copy(key), Issuers(certificate)), null);
        }
        catch (CryptographicException e)
        {
            return (null, new("KeyNotExportable", FailureKind.InvalidArgument,
                $"The key of {name} may not be taken out of its store, so no profile can hold it: {e.Message} "
                + "Give the PFX file that it was installed from.", certificate.Thumbprint) { Cause = e });
        }
    }

    // Windows lets some keys out encrypted alone (AllowExport without AllowPlaintextExport).
    private static AsymmetricAlgorithm Copy(AsymmetricAlgorithm key)
    {
        try
        {
            var plain = key.ExportPkcs8PrivateKey();
            try
            {
                return PfxFile.Key(k => k.ImportPkcs8PrivateKey(plain, out _));
            }
            finally
            {
                CryptographicOperations.ZeroMemory(plain);
            }
        }
        catch (CryptographicException)
        {
            var password = RandomNumberGenerator.GetBytes(32);
            var shrouded = key.ExportEncryptedPkcs8PrivateKey(password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1));
            return PfxFile.Key(k => k.ImportEncryptedPkcs8PrivateKey(password, shrouded, out _));
        }
    }

    private static ImmutableArray<X509Certificate2> Issuers(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllFlags;
        chain.Build(certificate);
        return [.. chain.ChainElements.Skip(1).Select(e => new X509Certificate2(e.Certificate.RawData))];
    }
}
