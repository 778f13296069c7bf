using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;

namespace AzNetHelper.Certificates;

/// <summary>
/// Reads PFX files (PKCS #12, RFC 7292) by their structure. The platform's import would put the key into a store on Windows and
/// macOS, where it outlives the process.
/// </summary>
public static class PfxFile
{
    /// <summary>Reads the certificate with a key that a PFX holds, and what else is in it.</summary>
    /// <param name="pfx">The bytes of the file.</param>
    /// <param name="password">Null or empty for none.</param>
    /// <param name="name">What the file is called in an error.</param>
    /// <returns>What it holds, which the caller disposes of; or why it cannot be read.</returns>
    public static (KeyedCertificate? Certificate, Failure? Failure) Read(ReadOnlyMemory<byte> pfx, SecureString? password, string name)
    {
        try
        {
            var info = Pkcs12Info.Decode(pfx, out _);
            if (Fitting(info, password is null ? null : ConnectionKey.Reveal(password)) is not (true, var text))
            {
                return (null, WrongPassword(password, name));
            }

            return Read(info, text, name);
        }
        catch (Exception e) when (IsOfContents(e))
        {
            return (null, Invalid(e, name));
        }
    }

    /// <summary>Reads the certificates of a PFX and none of its keys.</summary>
    /// <param name="pfx">The bytes of the file.</param>
    /// <param name="password">Null or empty for none.</param>
    /// <param name="name">What the file is called in an error.</param>
    public static (ImmutableArray<CertificateFacts> Certificates, Failure? Failure) ReadCertificates(
        ReadOnlyMemory<byte> pfx, SecureString? password, string name)
    {
        try
        {
            var info = Pkcs12Info.Decode(pfx, out _);
            return Fitting(info, password is null ? null : ConnectionKey.Reveal(password)) is (true, var text)
                ? ([.. Certificates(info, text)], null) : ([], WrongPassword(password, name));
        }
        catch (Exception e) when (IsOfContents(e))
        {
            return ([], Invalid(e, name));
        }
    }

    private static IEnumerable<CertificateFacts> Certificates(Pkcs12Info info, string? password)
    {
        foreach (var contents in info.AuthenticatedSafe)
        {
            if (contents.ConfidentialityMode == Pkcs12ConfidentialityMode.Password)
            {
                contents.Decrypt(password);
            }

            foreach (var bag in contents.GetBags().OfType<Pkcs12CertBag>().Where(b => b.IsX509Certificate))
            {
                using var certificate = bag.GetCertificate();
                yield return CertificateFacts.Of(certificate);
            }
        }
    }

    // Contents that are encrypted for somebody's public key (RFC 7292, 4.1) cannot be looked into: InvalidOperationException.
    private static bool IsOfContents(Exception e) => e is CryptographicException or AsnContentException or InvalidOperationException;

    private static Failure WrongPassword(SecureString? password, string name) => new("PfxPasswordWrong", FailureKind.InvalidArgument,
        password is null || password.Length == 0 ? $"{name} has a password. Give it with the parameter for it." : $"The password of {name} is wrong.", name);

    private static Failure Invalid(Exception e, string name) => new("PfxInvalid", FailureKind.InvalidData,
        $"{name} is no PFX file that can be read: {e.Message}", name) { Cause = e };

    // No password is written in two ways: none at all, and an empty one (RFC 7292, appendix B).
    private static (bool Fits, string? Text) Fitting(Pkcs12Info info, string? text)
    {
        if (info.IntegrityMode != Pkcs12IntegrityMode.Password)
        {
            throw new CryptographicException("it is not protected by a password");
        }

        foreach (var candidate in string.IsNullOrEmpty(text) ? new[] { null, string.Empty } : [text])
        {
            if (info.VerifyMac(candidate))
            {
                return (true, candidate);
            }
        }

        return (false, null);
    }

    private static (KeyedCertificate? Certificate, Failure? Failure) Read(Pkcs12Info info, string? password, string name)
    {
        var certificates = new List<X509Certificate2>();
        var keys = new List<AsymmetricAlgorithm>();
        try
        {
            Take(info, password, certificates, keys);
        }
        catch (Exception e) when (IsOfContents(e))
        {
            keys.ForEach(k => k.Dispose());
            certificates.ForEach(c => c.Dispose());
            throw;
        }

        foreach (var key in keys)
        {
            if (certificates.Find(c => Belongs(c, key)) is { } own)
            {
                keys.Where(k => k != key).ToList().ForEach(k => k.Dispose());
                return (new(own, key, Chain(own, certificates)), null);
            }
        }

        keys.ForEach(k => k.Dispose());
        certificates.ForEach(c => c.Dispose());
        return (null, new("PfxHasNoKey", FailureKind.InvalidData, $"{name} holds no private key that belongs to one of its {certificates.Count} certificates.", name));
    }

    private static void Take(Pkcs12Info info, string? password, List<X509Certificate2> certificates, List<AsymmetricAlgorithm> keys)
    {
        foreach (var contents in info.AuthenticatedSafe)
        {
            if (contents.ConfidentialityMode == Pkcs12ConfidentialityMode.Password)
            {
                contents.Decrypt(password);
            }

            foreach (var bag in contents.GetBags())
            {
                switch (bag)
                {
                    case Pkcs12CertBag { IsX509Certificate: true } certificate:
                        certificates.Add(certificate.GetCertificate());
                        break;
                    case Pkcs12ShroudedKeyBag shrouded:
                        keys.Add(Key(k => k.ImportEncryptedPkcs8PrivateKey(password, shrouded.EncryptedPkcs8PrivateKey.Span, out _)));
                        break;
                    case Pkcs12KeyBag plain:
                        keys.Add(Key(k => k.ImportPkcs8PrivateKey(plain.Pkcs8PrivateKey.Span, out _)));
                        break;
                    default:
                        break;
                }
            }
        }
    }

    internal static AsymmetricAlgorithm Key(Action<AsymmetricAlgorithm> import)
    {
        AsymmetricAlgorithm[] kinds = [RSA.Create(), ECDsa.Create()];
        CryptographicException? why = null;
        AsymmetricAlgorithm? found = null;
        foreach (var kind in kinds)
        {
            try
            {
                if (found is null)
                {
                    import(kind);
                    found = kind;
                    continue;
                }
            }
            catch (CryptographicException e)
            {
                why ??= e;
            }

            kind.Dispose();
        }

        return found ?? throw why!;
    }

    internal static bool Belongs(X509Certificate2 certificate, AsymmetricAlgorithm key) =>
        certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo());

    /// <summary>What issued a certificate, up to the last issuer that is there. Nothing else of a file has to do with its client.</summary>
    internal static ImmutableArray<X509Certificate2> Chain(X509Certificate2 own, List<X509Certificate2> all)
    {
        var others = all.Where(c => c != own).ToList();
        var chain = ImmutableArray.CreateBuilder<X509Certificate2>();
        for (var below = own; Issuer(below, others) is { } next; below = next)
        {
            others.Remove(next);
            chain.Add(next);
        }

        others.ForEach(c => c.Dispose());
        return chain.ToImmutable();
    }

    // Of two with one name (an authority and its renewal), the one whose key is meant (RFC 5280, 4.2.1.1).
    private static X509Certificate2? Issuer(X509Certificate2 below, List<X509Certificate2> others)
    {
        var key = below.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().FirstOrDefault()?.KeyIdentifier;

        // A client may bear the name of its root: there the key tells that somebody else issued it.
        if (below.SubjectName.RawData.AsSpan().SequenceEqual(below.IssuerName.RawData)
            && (key is not { } issuers || Is(below, issuers)))
        {
            return null;
        }

        var named = others.Where(c => c.SubjectName.RawData.AsSpan().SequenceEqual(below.IssuerName.RawData)).ToArray();
        return named.FirstOrDefault(c => key is { } meant && Is(c, meant)) ?? named.FirstOrDefault();

        static bool Is(X509Certificate2 certificate, ReadOnlyMemory<byte> meant) => certificate.Extensions
            .OfType<X509SubjectKeyIdentifierExtension>().Any(e => e.SubjectKeyIdentifierBytes.Span.SequenceEqual(meant.Span));
    }
}
