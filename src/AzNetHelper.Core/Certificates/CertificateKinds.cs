namespace AzNetHelper.Certificates;

/// <summary>The forms in which the certificates of a set are written.</summary>
public enum CertificateFormat
{
    /// <summary>Certificate, chain and key in one file with a password: what Windows, macOS and NetworkManager import.</summary>
    Pfx,

    /// <summary>Certificate and chain in <c>.pem</c>, the key in <c>.key.pem</c> (PKCS #8): what OpenVPN and strongSwan read.</summary>
    Pem,

    /// <summary>The certificates of the clients alone in <c>.cer</c> (DER), without keys. That of the root is always written.</summary>
    Cer,
}

/// <summary>
/// How a PFX is encrypted and authenticated. Windows writes both kinds under these names (Export-PfxCertificate,
/// -CryptoAlgorithmOption).
/// </summary>
public enum PfxEncryption
{
    /// <summary>AES-256-CBC by PBES2, and HMAC of SHA-256: what OpenSSL 3 and today's Windows write by themselves.</summary>
    Aes256,

    /// <summary>Triple DES and HMAC of SHA-1 (RFC 7292, appendices B and C): what Windows Server 2016 and older macOS open.</summary>
    TripleDes,
}
