using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Files;
using AzNetHelper.Steps;

namespace AzNetHelper.Certificates;

/// <summary>
/// What sets that are there would lose: a client that no list names any more still connects, and nobody can say any more which
/// certificate to revoke. Nothing that is said of replacing files means that.
/// </summary>
internal static class SetLosses
{
    private const int MostNames = 3;

    /// <summary>Why the files may not be written, although files may be replaced.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="planned">Its files.</param>
    public static IEnumerable<Failure> Of(CertificateSetRequest request, IReadOnlyList<NewFile> planned)
    {
        if (request.Set is null && File.Exists(request.SetFile))
        {
            yield return Exists(request.SetFile);
            yield break;
        }

        if (!request.Overwrite)
        {
            yield break;
        }

        var paths = planned.Select(f => f.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (owner, files) in Claims(request))
        {
            if (files.FirstOrDefault(paths.Contains) is { } file)
            {
                yield return new("FileOfSet", FailureKind.ResourceExists, $"{file} is a file of {owner} and would be lost. Nothing was written, and -Force "
                    + "does not change that. Use another name or folder.", file);
            }
        }
    }

    /// <summary>A list is there, and what is asked for is not to continue it.</summary>
    public static Failure Exists(string file)
    {
        var (set, failure) = CertificateSetFile.Read(file);
        return set is null ? failure! with { Message = $"{failure.Message} Nothing was written." }
            : new("CertificateSetExists", FailureKind.ResourceExists, $"{file} is the list of the root {set.Root}{Names(set.Clients)}. It would be forgotten, and what "
                + "it lists would still connect. Nothing was written, and -Force does not change that. Add clients with New-P2SClientCertificate, use another "
                + "name or folder, or move the files of that set away.", file);
    }

    private static string Names(ImmutableArray<P2SClientCertificate> clients) => clients.IsEmpty ? string.Empty
        : string.Create(CultureInfo.InvariantCulture, $" with {clients.Length} client{(clients.Length == 1 ? string.Empty : "s")} (")
            + string.Join(", ", clients.Take(MostNames).Select(c => c.Name)) + (clients.Length > MostNames ? ", ...)" : ")");

    // Who has which files: the root itself, the clients of its set that stay, and the other sets of the folder.
    private static IEnumerable<(string Owner, IEnumerable<string> Files)> Claims(CertificateSetRequest request)
    {
        if (request.RootFile is { } file)
        {
            yield return ($"the root {request.RootName}", [file]);
        }

        if (request.Set is { } set)
        {
            var replaced = request.ClientNames.Select(CommonName.Key).ToHashSet(StringComparer.Ordinal);
            yield return ($"the root {set.Root}", set.Root.Files.Where(f => f != request.RootFile));
            foreach (var client in set.Clients.Where(c => !replaced.Contains(CommonName.Key(c.Name))))
            {
                yield return ($"the client {client}", client.Files);
            }
        }

        foreach (var other in Others(request))
        {
            yield return ($"the set {other.SetFile}", other.Root.Files.Concat(other.Clients.SelectMany(c => c.Files)));
        }
    }

    // A list that cannot be read claims nothing.
    private static IEnumerable<P2SCertificateSet> Others(CertificateSetRequest request)
    {
        try
        {
            return Directory.Exists(request.Folder)
                ? [.. Directory.GetFiles(request.Folder, $"*{CertificateSetFile.Extension}").Where(f => !string.Equals(f, request.SetFile, StringComparison.OrdinalIgnoreCase))
                    .Select(f => CertificateSetFile.Read(f).Set).OfType<P2SCertificateSet>()]
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
