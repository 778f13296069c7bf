using System.Collections.Immutable;
using AzNetHelper.Files;

namespace AzNetHelper.Certificates;

/// <summary>Where the files of a set are.</summary>
/// <param name="Folder">The full path of the folder.</param>
/// <param name="Formats">In which forms certificates and keys are written.</param>
public sealed record CertificateLayout(string Folder, ImmutableArray<CertificateFormat> Formats)
{
    private const string Pfx = ".pfx";
    private const string Pem = ".pem";
    private const string KeyPem = ".key.pem";
    private const string Cer = ".cer";
    private const string PublicData = ".publicdata.txt";

    /// <summary>The list of a set, <see cref="CertificateSetFile"/>.</summary>
    public string SetFile(string root) => Path(root, CertificateSetFile.Extension);

    /// <summary>What is public of a root: the certificate in DER, and the one line that Azure wants.</summary>
    public IEnumerable<NewFile> PublicFiles(string root, CertificateFacts? certificate) =>
    [
        new(Path(root, Cer), certificate?.Data.ToArray() ?? [], IsOwnersOnly: false),
        new(Path(root, PublicData), certificate is null ? default : System.Text.Encoding.ASCII.GetBytes(certificate.PublicCertData + "\n"), IsOwnersOnly: false),
    ];

    /// <summary>What is written of a certificate with its key; without contents, where there is none yet.</summary>
    /// <param name="name">Of the certificate.</param>
    /// <param name="contents">The bytes of one form; null to learn the names alone.</param>
    /// <param name="isRoot">True for a root, whose certificate is among <see cref="PublicFiles"/>.</param>
    internal IEnumerable<NewFile> Files(string name, CertificateContents? contents, bool isRoot)
    {
        foreach (var format in Formats.Distinct().Order())
        {
            switch (format)
            {
                case CertificateFormat.Pfx:
                    yield return new(Path(name, Pfx), contents?.Pfx() ?? [], IsOwnersOnly: true);
                    break;
                case CertificateFormat.Pem:
                    yield return new(Path(name, Pem), contents?.Pem() ?? [], IsOwnersOnly: false);
                    yield return new(Path(name, KeyPem), contents?.KeyPem() ?? [], IsOwnersOnly: true);
                    break;
                case CertificateFormat.Cer when !isRoot:
                    yield return new(Path(name, Cer), contents?.Cer() ?? [], IsOwnersOnly: false);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>True for a file that may hold the key of a root.</summary>
    internal static bool MayHoldKey(string file) =>
        file.EndsWith(Pfx, StringComparison.OrdinalIgnoreCase) || file.EndsWith(".p12", StringComparison.OrdinalIgnoreCase) || IsKeyPem(file);

    internal static bool IsKeyPem(string file) => file.EndsWith(KeyPem, StringComparison.OrdinalIgnoreCase);

    private string Path(string name, string extension) => System.IO.Path.Combine(Folder, CertificateFileName.Of(name) + extension);
}
