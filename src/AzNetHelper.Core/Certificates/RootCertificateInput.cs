using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Arm;
using AzNetHelper.Steps;

namespace AzNetHelper.Certificates;

/// <summary>
/// Makes what Azure takes of a root certificate, one line of base64 without BEGIN and END (azure-network-rules 5), out of what
/// people have: a file (.cer in DER or base64, .pem, .p7b, .pfx), text in any state, a certificate, a set, the folder of a set.
/// Only certificates are read; a private key that lies beside one is left where it is.
/// </summary>
public static class RootCertificateInput
{
    // The smallest certificate of RSA has more digits; what is shorter and no file was meant as the path of one.
    private const int LeastDigits = 300;

    // A chain of certificates has some kilobytes.
    private const int MostBytes = 1 << 20;

    /// <summary>Reads a root from a file, a folder that holds a set, or text; a text <c>name=base64</c> names it.</summary>
    /// <param name="given">A path, as the file system takes it, or text.</param>
    /// <param name="password">Of a PFX; null for none.</param>
    /// <param name="name">What the gateway is to call it; null for the certificate's own common name.</param>
    /// <returns>The root; or why there is none.</returns>
    public static (GivenRoot? Root, Failure? Failure) Read(string given, SecureString? password = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(given);
        try
        {
            if (Directory.Exists(given) || given.EndsWith(CertificateSetFile.Extension, StringComparison.OrdinalIgnoreCase))
            {
                var (set, failure) = CertificateSetFile.Read(given);
                return set is null ? (null, failure) : (Of(set.Root, name), null);
            }

            if (File.Exists(given))
            {
                return OfFile(given, password, name);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, new("RootCertificateNotRead", FailureKind.ReadError, $"{given} cannot be read: {e.Message}", given) { Cause = e });
        }

        return OfText(given, name);
    }

    /// <summary>The root of a certificate; its key, where it has one, is not touched.</summary>
    public static GivenRoot Of(X509Certificate2 certificate, string? name = null) => Named(CertificateFacts.Of(certificate), name);

    /// <summary>The root of a set.</summary>
    public static GivenRoot Of(P2SRootCertificate root, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Named(root.Certificate, name);
    }

    private static (GivenRoot? Root, Failure? Failure) OfText(string text, string? name)
    {
        var found = CertificateText.Read(text);
        if (found is { Certificates: [], HasKey: false } && name is null && text.IndexOf('=', StringComparison.Ordinal) is > 0 and var mark
            && text[..mark].Trim() is var own && NetworkName.IsValid(own))
        {
            var named = CertificateText.Read(text[(mark + 1)..]);
            (found, name) = named.Certificates.IsEmpty ? (found, name) : (named, own);
        }

        return found is { Certificates: [], HasKey: false } && text.Length < LeastDigits && !text.Contains('\n', StringComparison.Ordinal)
            ? (null, new("RootCertificateNotFound", FailureKind.ObjectNotFound,
                $"'{text}' is neither a file, nor a folder with a certificate set, nor a certificate in base64.", text))
            : Choose(found, "The text", name);
    }

    private static (GivenRoot? Root, Failure? Failure) OfFile(string path, SecureString? password, string? name)
    {
        if (new FileInfo(path).Length > MostBytes)
        {
            return (null, new("RootCertificateUnreadable", FailureKind.InvalidData, $"{path} is no certificate: it is far too large for one.", path));
        }

        var bytes = File.ReadAllBytes(path);
        if (!IsPfx(bytes))
        {
            return Choose(CertificateText.Read(bytes), path, name);
        }

        var (certificates, failure) = PfxFile.ReadCertificates(bytes, password, path);
        return failure is not null
            ? (null, failure.Id != "PfxPasswordWrong" || password is { Length: > 0 } ? failure : failure with
            {
                Message = $"{path} has a password: give it with -RootPassword, or give the .cer file, which has none.",
            })
            : Choose(new(certificates, HasKey: true), path, name);
    }

    private static bool IsPfx(byte[] bytes)
    {
        try
        {
            Pkcs12Info.Decode(bytes, out _, skipCopy: true);
            return true;
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            return false;
        }
    }

    // Of several the one that has issued itself and may issue: what lies beside a root in such files are its clients and what is between.
    private static (GivenRoot? Root, Failure? Failure) Choose(CertificateText found, string what, string? name)
    {
        CertificateFacts[] all = [.. found.Certificates.DistinctBy(c => c.Thumbprint, StringComparer.Ordinal)];
        CertificateFacts[] authorities = [.. all.Where(c => RootCertificateRules.WhyNoAuthority(c) is null)];
        CertificateFacts[] roots = [.. authorities.Where(c => c.IsSelfIssued)];
        var chosen = all.Length == 1 ? all[0] : roots is [var root] ? root : roots.Length == 0 && authorities is [var one] ? one : null;
        if (chosen is null)
        {
            return (null, all.Length > 0
                ? new("RootCertificateAmbiguous", FailureKind.InvalidArgument, $"{what} holds {all.Length} certificates, and "
                    + (authorities.Length == 0 ? "none of them may issue others. Give the root's own file."
                        : $"{authorities.Length} of them may issue others: {string.Join(", ", authorities.Select(a => a.ToString()))}. Give one of them in a file of its own."), what)
                : found.HasKey
                    ? new("RootCertificateIsKey", FailureKind.InvalidArgument, $"{what} holds a private key and no certificate. Azure is given the "
                        + "certificate of a root alone: give its .cer or .pem file. A private key stays with you.", what)
                    : new("RootCertificateUnreadable", FailureKind.InvalidData, $"{what} is no certificate: neither DER, PEM, PKCS #7, PFX nor base64 of one.", what));
        }

        return (Named(chosen, name) with
        {
            Notes =
            [
                .. all.Length > 1 ? [$"{what} holds {all.Length} certificates; {chosen.Subject} is taken, which may issue others."] : ImmutableArray<string>.Empty,
                .. found.HasKey ? [$"{what} holds a private key, too. It is not sent."] : ImmutableArray<string>.Empty,
            ],
        }, null);
    }

    private static GivenRoot Named(CertificateFacts certificate, string? name) =>
        new(name ?? GivenRoot.NameOf(certificate), certificate) { IsNamed = name is not null };
}
