using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Steps;

namespace AzNetHelper.Certificates;

/// <summary>
/// The file <c>{root}.set.json</c> beside the certificates of a set: the public part of every certificate, and the names of its
/// files. It makes a set something that can be named later, without any password. It holds no secret.
/// </summary>
public static class CertificateSetFile
{
    /// <summary>How such a file's name ends.</summary>
    public const string Extension = ".set.json";

    private const string Format = "AzNetHelper certificate set 1";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The bytes of the file. Files of the set are named relative to it.</summary>
    public static byte[] Write(P2SCertificateSet set, string path)
    {
        ArgumentNullException.ThrowIfNull(set);
        var folder = Path.GetDirectoryName(path)!;
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["format"] = Format,
            ["root"] = Entry(set.Root.Name, set.Root.Certificate, set.Root.Files, folder),
            ["clients"] = new JsonArray([.. set.Clients.Select(c => (JsonNode)Entry(c.Name, c.Certificate, c.Files, folder))]),
        }, Indented);
    }

    /// <summary>Reads a set: of its file, or of a folder that has one such file.</summary>
    /// <returns>The set, or why there is none.</returns>
    public static (P2SCertificateSet? Set, Failure? Failure) Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var files = Directory.Exists(path) ? Directory.GetFiles(path, $"*{Extension}") : [path];
            if (files is not [var file])
            {
                return (null, new("CertificateSetNotFound", FailureKind.ObjectNotFound, files.Length == 0
                    ? $"The folder {path} has no certificate set (a file *{Extension}, as New-P2SCertificateSet writes it)."
                    : $"The folder {path} has {files.Length} certificate sets: {string.Join(", ", files.Select(Path.GetFileName))}. Name one of the files.",
                    path));
            }

            return JsonNode.Parse(File.ReadAllBytes(file)) is JsonObject json && (string?)json["format"] == Format
                && json["root"] is JsonObject root
                ? (Set(root, json["clients"] as JsonArray ?? [], file), null) : (null, Unreadable(file, "it is something else", null));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return (null, Unreadable(path, e.Message, e));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, new("CertificateSetNotFound", FailureKind.ObjectNotFound, $"There is no file {path}.", path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, new("CertificateSetNotRead", FailureKind.ReadError, $"{path} cannot be read: {e.Message}", path) { Cause = e });
        }
    }

    private static P2SCertificateSet Set(JsonObject root, JsonArray clients, string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var (name, facts, files) = Entry(root, folder);
        return new(new P2SRootCertificate(name, facts) { Files = files })
        {
            SetFile = Path.GetFullPath(file),
            Clients =
            [
                .. clients.OfType<JsonObject>().Select(c => Entry(c, folder)).Select(c => new P2SClientCertificate(c.Name, c.Facts) { Files = c.Files }),
            ],
        };
    }

    private static JsonObject Entry(string name, CertificateFacts facts, ImmutableArray<string> files, string folder) => new()
    {
        ["name"] = name,
        ["thumbprint"] = facts.Thumbprint,
        ["certificate"] = facts.PublicCertData,
        ["files"] = new JsonArray([.. files.Select(f => (JsonNode)Path.GetRelativePath(folder, f).Replace('\\', '/'))]),
    };

    private static (string Name, CertificateFacts Facts, ImmutableArray<string> Files) Entry(JsonObject json, string folder) =>
        CertificateFacts.FromPublicCertData((string?)json["certificate"]) is { } facts && (string?)json["name"] is { } name
            ? (name, facts, [.. (json["files"] as JsonArray ?? []).Select(f => Path.GetFullPath(Path.Combine(folder, (string?)f ?? string.Empty)))])
            : throw new FormatException("an entry has no name or no certificate");

    private static Failure Unreadable(string file, string why, Exception? cause) => new("CertificateSetInvalid", FailureKind.InvalidData,
        $"{file} is no certificate set: {why}.", file) { Cause = cause };
}
