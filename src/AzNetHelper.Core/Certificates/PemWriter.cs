using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AzNetHelper.Certificates;

/// <summary>Writes certificates and keys as text (RFC 7468), with the line ends of Unix.</summary>
public static class PemWriter
{
    private const string PlainKey = "PRIVATE KEY";
    private const string EncryptedKey = "ENCRYPTED PRIVATE KEY";

    /// <summary>Certificates, one after another: that of the client first, then what issued it.</summary>
    public static byte[] Certificates(params IEnumerable<X509Certificate2> chain) =>
        Encoding.ASCII.GetBytes(string.Concat(chain.Select(c => c.ExportCertificatePem() + "\n")));

    /// <summary>A key in PKCS #8, encrypted (PBES2, AES-256) where there is a password. The caller wipes the bytes out.</summary>
    public static byte[] Key(AsymmetricAlgorithm key, SecureString? password, bool isRoot = false)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (password is null || password.Length == 0)
        {
            return Text(PlainKey, key.ExportPkcs8PrivateKey());
        }

        using var text = new ClearText(password);
        return Text(EncryptedKey, key.ExportEncryptedPkcs8PrivateKey(text.Span, KeyProtection.Of(PfxEncryption.Aes256, isRoot).Parameters));
    }

    private static byte[] Text(string label, byte[] der)
    {
        var characters = new char[PemEncoding.GetEncodedSize(label.Length, der.Length) + 1];
        try
        {
            PemEncoding.TryWrite(label, der, characters, out var length);
            characters[length] = '\n';
            return Encoding.ASCII.GetBytes(characters);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(characters.AsSpan()));
        }
    }
}
