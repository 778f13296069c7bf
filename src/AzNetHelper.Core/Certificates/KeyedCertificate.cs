using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AzNetHelper.Certificates;

/// <summary>
/// A certificate, its private key and what issued it, apart from each other: nothing is put into a store of the platform. It is
/// disposed of by whoever has it.
/// </summary>
/// <param name="certificate">Without its key.</param>
/// <param name="key">RSA, or another kind.</param>
/// <param name="issuers">What issued it, as far as that came along: its own issuer first.</param>
public sealed class KeyedCertificate(X509Certificate2 certificate, AsymmetricAlgorithm key, ImmutableArray<X509Certificate2> issuers) : IDisposable
{
    public X509Certificate2 Certificate { get; } = certificate;

    public AsymmetricAlgorithm Key { get; } = key;

    public ImmutableArray<X509Certificate2> Issuers { get; } = issuers;

    public CertificateFacts Facts => CertificateFacts.Of(Certificate);

    public void Dispose()
    {
        Key.Dispose();
        Certificate.Dispose();
        foreach (var issuer in Issuers)
        {
            issuer.Dispose();
        }
    }

    /// <summary>Nothing of the key.</summary>
    public override string ToString() => $"{Certificate.Subject} ({Certificate.Thumbprint})";
}
