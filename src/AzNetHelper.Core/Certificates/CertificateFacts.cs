using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AzNetHelper.Certificates;

/// <summary>What a certificate says, without any key.</summary>
public sealed record CertificateFacts
{
    private const string Rsa = "1.2.840.113549.1.1.1";
    private const string EllipticCurve = "1.2.840.10045.2.1";

    /// <summary>The distinguished name, for example <c>CN=alice</c>.</summary>
    public required string Subject { get; init; }

    public required string Issuer { get; init; }

    /// <summary>The common name of the subject; null where it has none.</summary>
    public string? CommonName { get; init; }

    /// <summary>The SHA-1 hash of the certificate in 40 upper-case hexadecimal digits: what Azure revokes by.</summary>
    public required string Thumbprint { get; init; }

    public required DateTimeOffset NotBefore { get; init; }

    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>True where the basic constraints say that it may issue certificates.</summary>
    public required bool IsAuthority { get; init; }

    /// <summary><c>RSA</c>, <c>EC</c>, or the object identifier of another kind of key.</summary>
    public required string KeyAlgorithm { get; init; }

    /// <summary>In bits; null for a kind of key that is not known here.</summary>
    public int? KeySize { get; init; }

    /// <summary>The name of the signature's algorithm, for example <c>sha256RSA</c>.</summary>
    public string? SignatureAlgorithm { get; init; }

    /// <summary>The certificate in DER.</summary>
    public required ImmutableArray<byte> Data { get; init; }

    /// <summary>The certificate as one line of base64: what Azure wants of a root.</summary>
    public string PublicCertData => Convert.ToBase64String(Data.AsSpan());

    /// <summary>True where it has issued itself.</summary>
    public bool IsSelfIssued => string.Equals(Subject, Issuer, StringComparison.Ordinal);

    public bool IsValidAt(DateTimeOffset time) => NotBefore <= time && time <= NotAfter;

    /// <summary>Reads what a certificate says.</summary>
    public static CertificateFacts Of(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        using var rsa = certificate.GetRSAPublicKey();
        using var ec = rsa is null ? certificate.GetECDsaPublicKey() : null;
        return new()
        {
            Subject = certificate.Subject,
            Issuer = certificate.Issuer,
            CommonName = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) is { Length: > 0 } name ? name : null,
            Thumbprint = certificate.Thumbprint,
            NotBefore = new(certificate.NotBefore.ToUniversalTime()),
            NotAfter = new(certificate.NotAfter.ToUniversalTime()),
            IsAuthority = certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(e => e.CertificateAuthority),
            KeyAlgorithm = certificate.PublicKey.Oid.Value switch { Rsa => "RSA", EllipticCurve => "EC", var other => other ?? string.Empty },
            KeySize = rsa?.KeySize ?? ec?.KeySize,
            SignatureAlgorithm = certificate.SignatureAlgorithm.FriendlyName,
            Data = [.. certificate.RawData],
        };
    }

    /// <summary>Reads a certificate in DER; null for anything else.</summary>
    public static CertificateFacts? Read(ReadOnlySpan<byte> der)
    {
        // The platform's constructor takes a PFX, too, and puts its key into a store on Windows and macOS.
        if (!MayBeCertificate(der))
        {
            return null;
        }

        try
        {
            using var certificate = new X509Certificate2(der);
            return der.SequenceEqual(certificate.RawData) ? Of(certificate) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // A sequence that begins with a sequence (RFC 5280, 4.1). A PFX begins with its version, a number (RFC 7292, 4), PKCS #7 with the kind of
    // its content, an object identifier (RFC 5652, 3).
    internal static bool MayBeCertificate(ReadOnlySpan<byte> der)
    {
        try
        {
            AsnDecoder.ReadSequence(der, AsnEncodingRules.BER, out var start, out var length, out _);
            return Asn1Tag.TryDecode(der.Slice(start, length), out var first, out _) && first.HasSameClassAndValue(Asn1Tag.Sequence);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>Reads the one line of base64 that a gateway holds; null for anything else.</summary>
    public static CertificateFacts? FromPublicCertData(string? line)
    {
        var bytes = new byte[(line ?? string.Empty).Length];
        return Convert.TryFromBase64String(line ?? string.Empty, bytes, out var length) ? Read(bytes.AsSpan(0, length)) : null;
    }

    public bool Equals(CertificateFacts? other) => other is not null && Data.AsSpan().SequenceEqual(other.Data.AsSpan());

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Thumbprint);

    public override string ToString() => $"{Subject} ({Thumbprint})";
}
