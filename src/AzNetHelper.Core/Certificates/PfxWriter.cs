using System.Buffers.Binary;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace AzNetHelper.Certificates;

/// <summary>
/// Writes PFX files (PKCS #12, RFC 7292) as Windows and OpenSSL lay them out: the certificate and its issuers in one encrypted
/// part, the key encrypted by itself, both told together by the same identifier, all of it authenticated by the password.
/// </summary>
public static class PfxWriter
{
    private const string FriendlyName = "1.2.840.113549.1.9.20";
    private const byte BmpString = 0x1E;

    /// <summary>The bytes of a PFX.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="key">Its key, which stays the caller's.</param>
    /// <param name="issuers">What issued it, nearest first; none for a root, whose password is made harder to guess.</param>
    /// <param name="name">What programs show for it (the friendly name).</param>
    /// <param name="password">The password, which is not empty.</param>
    /// <param name="encryption">How it is encrypted.</param>
    public static byte[] Write(X509Certificate2 certificate, AsymmetricAlgorithm key, IReadOnlyList<X509Certificate2> issuers,
        string name, SecureString password, PfxEncryption encryption)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(issuers);
        ArgumentOutOfRangeException.ThrowIfZero(password?.Length ?? 0, nameof(password));
        var protection = KeyProtection.Of(encryption, isRoot: issuers.Count == 0);
        using var text = new ClearText(password!);

        var identifier = SHA1.HashData(certificate.PublicKey.EncodedKeyValue.RawData);
        var shown = new Pkcs9AttributeObject(FriendlyName, Bmp(name));
        var keys = new Pkcs12SafeContents();
        Tell(keys.AddShroudedKey(key, text.Span, protection.Parameters));
        var certificates = new Pkcs12SafeContents();
        Tell(certificates.AddCertificate(certificate));
        foreach (var issuer in issuers)
        {
            certificates.AddCertificate(issuer);
        }

        var builder = new Pkcs12Builder();
        builder.AddSafeContentsEncrypted(certificates, text.Span, protection.Parameters);
        builder.AddSafeContentsUnencrypted(keys);
        builder.SealWithMac(text.Span, protection.Mac, protection.Iterations);
        return builder.Encode();

        void Tell(Pkcs12SafeBag bag)
        {
            bag.Attributes.Add(new Pkcs9LocalKeyId(identifier));
            bag.Attributes.Add(shown);
        }
    }

    // The type of the attribute has no characters beyond the first plane, but Windows and OpenSSL read pairs of surrogates.
    private static byte[] Bmp(string text)
    {
        var length = text.Length * sizeof(char);
        byte[] head = length < 0x80 ? [BmpString, (byte)length] : [BmpString, 0x81, (byte)length];
        var bytes = new byte[head.Length + length];
        head.CopyTo(bytes, 0);
        for (var i = 0; i < text.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(head.Length + (i * sizeof(char))), text[i]);
        }

        return bytes;
    }
}
