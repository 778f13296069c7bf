using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AzNetHelper.Certificates;

/// <summary>The bytes of a certificate's files.</summary>
internal sealed record CertificateContents(string Name, X509Certificate2 Certificate, RSA Key, X509Certificate2? Issuer, SecureString? Password, PfxEncryption Encryption)
{
    private X509Certificate2[] Issuers => Issuer is null ? [] : [Issuer];

    public byte[] Pfx() => PfxWriter.Write(Certificate, Key, Issuers, Name, Password!, Encryption);

    public byte[] Pem() => PemWriter.Certificates([Certificate, .. Issuers]);

    public byte[] KeyPem() => PemWriter.Key(Key, Password, isRoot: Issuer is null);

    public byte[] Cer() => Certificate.RawData;

    public override string ToString() => Name;
}
