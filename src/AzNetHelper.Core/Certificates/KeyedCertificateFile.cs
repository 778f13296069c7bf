using System.Collections.Immutable;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AzNetHelper.Steps;

namespace AzNetHelper.Certificates;

/// <summary>
/// Reads a certificate with its private key: of a PFX file, of a PEM file that has both, of a PEM file with the key beside it
/// (<c>alice.pem</c> and <c>alice.key.pem</c> or <c>alice.key</c>).
/// </summary>
public static class KeyedCertificateFile
{
    /// <summary>The failures that another password may mend.</summary>
    public static ImmutableArray<string> OfPassword { get; } = ["PfxPasswordWrong", KeyPasswordWrong];

    private const string KeyPasswordWrong = "KeyPasswordWrong";
    private const string CertificateLabel = "CERTIFICATE";
    private const string EncryptedLabel = "ENCRYPTED PRIVATE KEY";

    // A PFX with a long chain has some 10 kB.
    private const int MostBytes = 1 << 20;

    // How a key is called that lies beside its certificate; the first is what New-P2SCertificateSet writes.
    private static readonly string[] KeyEndings = [".key.pem", ".key"];
    private static readonly string[] CertificateEndings = [".pem", ".crt", ".cer"];

    /// <summary>Reads a file; the caller disposes of what it holds.</summary>
    /// <param name="path">The full path of the PFX or PEM.</param>
    /// <param name="password">Of the PFX, or of an encrypted key; null for none.</param>
    public static (KeyedCertificate? Certificate, Failure? Failure) Read(string path, SecureString? password)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var (content, failure) = Content(path);
            if (content is null)
            {
                return (null, failure);
            }

            return content is not [0x30, ..] ? ReadPem(path, Text(content), password)
                : CertificateFacts.Read(content) is null ? PfxFile.Read(content, password, path) : WithKeyBeside(path, [content], password);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return (null, new("CertificateFileNotRead", FailureKind.ReadError, $"{path} cannot be read: {e.Message}", path) { Cause = e });
        }
    }

    private static (byte[]? Content, Failure? Failure) Content(string path)
    {
        var file = new FileInfo(path);
        return !file.Exists ? (null, new("CertificateFileNotFound", FailureKind.ObjectNotFound, $"There is no file {path}.", path))
            : file.Length > MostBytes ? (null, new("CertificateFileInvalid", FailureKind.InvalidData, $"{path} is too long for a certificate with its key.", path))
            : (File.ReadAllBytes(path), null);
    }

    private static string Text(byte[] content)
    {
        using var reader = new StreamReader(new MemoryStream(content), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    private static (KeyedCertificate? Certificate, Failure? Failure) ReadPem(string path, string text, SecureString? password)
    {
        var blocks = Blocks(text);
        byte[][] certificates = [.. blocks.Where(b => b.Label == CertificateLabel).Select(b => b.Data)];
        var key = blocks.FirstOrDefault(b => IsKey(b.Label));
        if (key.Data is null)
        {
            return certificates.Length > 0 ? WithKeyBeside(path, certificates, password)
                : (null, new("CertificateFileInvalid", FailureKind.InvalidData, $"{path} holds neither a certificate nor a key.", path));
        }

        return certificates.Length > 0 ? Join(path, certificates, text, path, password) : WithCertificateBeside(path, text, password);
    }

    private static (KeyedCertificate? Certificate, Failure? Failure) WithKeyBeside(string path, byte[][] certificates, SecureString? password)
    {
        var trunk = Trunk(path, CertificateEndings);
        foreach (var beside in KeyEndings.Select(e => trunk + e).Where(p => p != path && File.Exists(p)))
        {
            var (content, failure) = Content(beside);
            return content is null ? (null, failure) : Join(path, certificates, Text(content), beside, password);
        }

        return (null, WithoutKey(path));
    }

    private static (KeyedCertificate? Certificate, Failure? Failure) WithCertificateBeside(string path, string key, SecureString? password)
    {
        var trunk = Trunk(path, KeyEndings);
        foreach (var beside in CertificateEndings.Select(e => trunk + e).Where(p => p != path && File.Exists(p)))
        {
            var (content, failure) = Content(beside);
            byte[][] certificates = content is null ? []
                : CertificateFacts.Read(content) is not null ? [content] : [.. Blocks(Text(content)).Where(b => b.Label == CertificateLabel).Select(b => b.Data)];
            return content is null ? (null, failure) : Join(beside, certificates, key, path, password);
        }

        return (null, new("CertificateFileNotFound", FailureKind.ObjectNotFound,
            $"{path} is a key, and there is no certificate beside it ({string.Join(", ", CertificateEndings.Select(e => Path.GetFileName(trunk + e)))}).", path));
    }

    private static (KeyedCertificate? Certificate, Failure? Failure) Join(
        string path, byte[][] certificates, string keyText, string keyPath, SecureString? password)
    {
        var (key, failure) = Key(keyText, keyPath, password);
        try
        {
            return key is null ? (null, failure) : Join(path, certificates, key);
        }
        catch (CryptographicException e)
        {
            key?.Dispose();
            return (null, new("CertificateFileInvalid", FailureKind.InvalidData, $"A certificate in {path} cannot be read: {e.Message}", path) { Cause = e });
        }
    }

    /// <summary>Reads the first key of a PEM. The caller disposes of it.</summary>
    /// <param name="text">What the file holds.</param>
    /// <param name="path">The file, for an error.</param>
    /// <param name="password">Of an encrypted key; null for none.</param>
    internal static (AsymmetricAlgorithm? Key, Failure? Failure) Key(string text, string path, SecureString? password)
    {
        var block = Blocks(text).Find(b => IsKey(b.Label));
        if (block.Pem is null)
        {
            return (null, new("KeyInvalid", FailureKind.InvalidData, $"{path} holds no key that can be read.", path));
        }

        var isEncrypted = block.Label == EncryptedLabel;
        if (isEncrypted && password is not { Length: > 0 })
        {
            return (null, new(KeyPasswordWrong, FailureKind.InvalidArgument, $"The key in {path} has a password. Give it with the parameter for it.", path));
        }

        try
        {
            using var clear = new ClearText(isEncrypted ? password! : new());
            return (PfxFile.Key(k =>
            {
                if (isEncrypted)
                {
                    k.ImportFromEncryptedPem(block.Pem, clear.Span);
                }
                else
                {
                    k.ImportFromPem(block.Pem);
                }
            }), null);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // A password does not help a key that has none.
            return (null, isEncrypted
                ? new(KeyPasswordWrong, FailureKind.InvalidArgument, $"The key in {path} cannot be read: the password is wrong, or it is damaged.", path) { Cause = e }
                : new("KeyInvalid", FailureKind.InvalidData, $"The key in {path} cannot be read: {e.Message}", path) { Cause = e });
        }
    }

    private static (KeyedCertificate? Certificate, Failure? Failure) Join(string path, byte[][] certificates, AsymmetricAlgorithm key)
    {
        // Whatever its label says, a PFX is not imported.
        if (Array.Exists(certificates, c => !CertificateFacts.MayBeCertificate(c)))
        {
            key.Dispose();
            return (null, new("CertificateFileInvalid", FailureKind.InvalidData, $"{path} holds something that is called a certificate and is none.", path));
        }

        var all = certificates.Select(c => new X509Certificate2(c)).ToList();
        if (all.Find(c => PfxFile.Belongs(c, key)) is { } own)
        {
            return (new(own, key, PfxFile.Chain(own, all)), null);
        }

        all.ForEach(c => c.Dispose());
        key.Dispose();
        return (null, new("KeyOfAnother", FailureKind.InvalidData, $"The key beside {path} belongs to another certificate.", path));
    }

    private static List<(string Label, byte[] Data, string Pem)> Blocks(string text)
    {
        var found = new List<(string, byte[], string)>();
        for (var rest = text; PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            found.Add((rest[fields.Label], Convert.FromBase64String(rest[fields.Base64Data]), rest[fields.Location]));
        }

        return found;
    }

    private static bool IsKey(string label) => label.EndsWith("PRIVATE KEY", StringComparison.Ordinal);

    private static string Trunk(string path, string[] endings) =>
        Array.Find(endings, e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase)) is { } ending ? path[..^ending.Length] : path;

    internal static Failure WithoutKey(string name) => new("ClientCertificateHasNoKey", FailureKind.InvalidArgument,
        $"{name} is a certificate without its private key, and a client needs both. Give the PFX file, or the PEM file with its key beside it.", name);
}
