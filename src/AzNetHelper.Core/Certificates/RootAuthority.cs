using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AzNetHelper.Steps;

namespace AzNetHelper.Certificates;

/// <summary>A root that is there already, with its key: what is needed to issue certificates.</summary>
public static class RootAuthority
{
    /// <summary>Reads a root and its key from a PFX. The caller disposes of it.</summary>
    public static (KeyedCertificate? Root, Failure? Failure) Read(string path, SecureString? password)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            var (root, failure) = PfxFile.Read(bytes, password, path);
            CryptographicOperations.ZeroMemory(bytes);
            return (root, failure);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, new("RootNotRead", e is FileNotFoundException or DirectoryNotFoundException ? FailureKind.ObjectNotFound : FailureKind.ReadError,
                $"The root certificate {path} cannot be read: {e.Message}", path) { Cause = e });
        }
    }

    /// <summary>Reads the key of a set's root from the first of the root's files that holds it. The caller disposes of it.</summary>
    public static (KeyedCertificate? Root, Failure? Failure) Read(P2SCertificateSet set, SecureString? password)
    {
        ArgumentNullException.ThrowIfNull(set);
        var files = set.Root.Files.Where(CertificateLayout.MayHoldKey).OrderBy(CertificateLayout.IsKeyPem).ToArray();
        return Array.Find(files, File.Exists) is not { } file
            ? (null, new("RootKeyNotFound", FailureKind.ObjectNotFound, $"The key of the root {set.Root.Name} is not where its set says"
                + (files.Length == 0 ? ": the set names no file for it." : $" ({string.Join(", ", files)}).") + " Give the PFX of the root with -Root.", set.Root.Name))
            : CertificateLayout.IsKeyPem(file) ? ReadPem(file, set.Root, password) : Read(file, password);
    }

    /// <summary>Why a certificate cannot be the root of clients of Azure; null where it can.</summary>
    /// <param name="root">The certificate with its key.</param>
    /// <param name="name">What it is called in an error.</param>
    /// <param name="now">The time.</param>
    public static Failure? Problem(KeyedCertificate root, string name, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(root);
        var facts = root.Facts;
        (string Id, string Text)? problem = facts switch
        {
            _ when root.Key is not RSA => ("RootNotRsa", $"has a key of the kind {facts.KeyAlgorithm}; with IKEv2 Azure takes RSA alone"),
            { KeySize: < RootCertificateRules.LeastKeySize } => ("RootKeyTooSmall",
                $"has a key of {facts.KeySize} bits, and many systems refuse less than {RootCertificateRules.LeastKeySize}"),
            _ when RootCertificateRules.WhyNoAuthority(facts) is { } why => ("RootIsNoAuthority", $"cannot issue certificates: {why}"),
            { IsSelfIssued: false } => ("RootIsIntermediate", $"is not a root: {facts.Issuer} has issued it. Azure wants the root of the chain"),
            _ when facts.NotAfter < now => ("RootExpired", $"has ended on {facts.NotAfter:u}"),
            _ when facts.NotBefore > now => ("RootNotYetValid", $"begins only on {facts.NotBefore:u}, and the clock here says {now.ToUniversalTime():u}. Is the clock right?"),
            _ => null,
        };
        return problem is var (id, text) ? new(id, FailureKind.InvalidData,
            $"The certificate {facts.Subject} in {name} cannot be the root: it {text.TrimEnd('.')}{(text[^1] == '?' ? string.Empty : ".")} Nothing was written.", name) : null;
    }

    private static (KeyedCertificate? Root, Failure? Failure) ReadPem(string file, P2SRootCertificate root, SecureString? password)
    {
        try
        {
            var (key, failure) = KeyedCertificateFile.Key(File.ReadAllText(file), file, password);
            if (key is null)
            {
                return (null, failure! with { Id = KeyedCertificateFile.OfPassword.Contains(failure.Id, StringComparer.Ordinal) ? "RootPasswordWrong" : "RootNotRead" });
            }

            var certificate = new X509Certificate2(root.Certificate.Data.AsSpan());
            if (PfxFile.Belongs(certificate, key))
            {
                return (new(certificate, key, []), null);
            }

            certificate.Dispose();
            key.Dispose();
            return (null, new("RootIsOther", FailureKind.InvalidData, $"The key in {file} is not that of the root {root.Name}.", file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, new("RootNotRead", FailureKind.ReadError, $"The key {file} cannot be read: {e.Message}", file) { Cause = e });
        }
    }
}
