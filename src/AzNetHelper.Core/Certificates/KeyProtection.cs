using System.Security.Cryptography;

namespace AzNetHelper.Certificates;

/// <summary>How a password protects keys: the cipher, the hash, and how often the password is hashed.</summary>
/// <param name="Parameters">Of the encryption.</param>
/// <param name="Mac">The hash of the PFX's own authentication code.</param>
internal sealed record KeyProtection(PbeParameters Parameters, HashAlgorithmName Mac)
{
    /// <summary>
    /// Twice as often as OpenSSL 3 and Windows do it by themselves (2,048 and 2,000). A PFX takes three such rounds (key,
    /// certificates, code): many more would take longer than the keys themselves where there are hundreds of clients. What makes a
    /// password hard to guess is its length.
    /// </summary>
    private const int ClientIterations = 4_096;

    /// <summary>
    /// There is one root, and whoever has its key is any client: its password may cost more. Three rounds stay far below the
    /// 300,000 each and 1,000,000 together up to which .NET opens a PFX (Pkcs12LoaderLimits.Defaults).
    /// </summary>
    private const int RootIterations = 50_000;

    public int Iterations => Parameters.IterationCount;

    /// <summary>PBES2 with AES-256-CBC and HMAC of SHA-256 (RFC 8018), or pbeWithSHAAnd3-KeyTripleDES-CBC and HMAC of SHA-1 (RFC 7292,
    /// appendix C).</summary>
    public static KeyProtection Of(PfxEncryption encryption, bool isRoot) => encryption switch
    {
        PfxEncryption.Aes256 => Of(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, isRoot),
        PfxEncryption.TripleDes => Of(PbeEncryptionAlgorithm.TripleDes3KeyPkcs12, HashAlgorithmName.SHA1, isRoot),
        _ => throw new ArgumentOutOfRangeException(nameof(encryption), encryption, message: null),
    };

    private static KeyProtection Of(PbeEncryptionAlgorithm cipher, HashAlgorithmName hash, bool isRoot) =>
        new(new(cipher, hash, isRoot ? RootIterations : ClientIterations), hash);
}
