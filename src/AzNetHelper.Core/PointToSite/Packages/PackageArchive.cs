using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;

namespace AzNetHelper.PointToSite;

/// <summary>
/// Unpacks a client package in memory. It came over a network, or from somebody's disk, so nothing in it is believed: not the
/// names, not the sizes, not the checks. Names use <c>\</c> between folders in the packages of real gateways, and are told with
/// <c>/</c>.
/// </summary>
internal static class PackageArchive
{
    private const int MostCharacters = 255;
    private const int ChunkSize = 81920;

    // The kind of a Unix file in the upper half of the attributes (APPNOTE 4.4.15; S_IFMT, S_IFREG, S_IFDIR).
    private const int KindMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;

    /// <summary>The files by their names.</summary>
    /// <exception cref="InvalidDataException">It is no package, or one that is not to be trusted: the message says why.</exception>
    public static ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Unpack(ReadOnlyMemory<byte> packed, PackageLimits limits)
    {
        if (packed.Length > limits.PackedBytes)
        {
            throw new InvalidDataException(Text($"it has {packed.Length} bytes, and a package has at most {limits.PackedBytes}"));
        }

        try
        {
            using var archive = new ZipArchive(new MemoryStream(packed.ToArray(), writable: false), ZipArchiveMode.Read);
            if (archive.Entries.Count > limits.Entries)
            {
                throw new InvalidDataException(Text($"it holds {archive.Entries.Count} files, and a package holds at most {limits.Entries}"));
            }

            return Unpack(archive, limits);
        }
        catch (Exception e) when (e is IOException or NotSupportedException or ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"it cannot be unpacked ({e.Message.TrimEnd('.')})", e);
        }
    }

    private static ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Unpack(ZipArchive archive, PackageLimits limits)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, ReadOnlyMemory<byte>>(StringComparer.OrdinalIgnoreCase);
        var left = limits.AllBytes;
        foreach (var entry in archive.Entries)
        {
            var (name, isFolder) = Name(entry);
            if (isFolder)
            {
                continue;
            }

            if (files.ContainsKey(name))
            {
                throw new InvalidDataException($"it holds two files '{name}'");
            }

            var content = Content(entry, name, Math.Min(limits.FileBytes, left));
            left -= content.Length;
            files.Add(name, content);
        }

        return files.ToImmutable();
    }

    private static (string Name, bool IsFolder) Name(ZipArchiveEntry entry)
    {
        var name = entry.FullName.Replace('\\', '/');
        var isFolder = name.EndsWith('/');
        name = isFolder ? name[..^1] : name;
        var kind = (entry.ExternalAttributes >> 16) & KindMask;
        return name.Length is 0 or > MostCharacters || name.Any(c => char.IsControl(c) || c is ':') || name.Split('/').Any(IsStray)
                ? throw new InvalidDataException($"a file in it is called '{Printable(entry.FullName)}', which leads out of the package or to no file")
            : entry.IsEncrypted ? throw new InvalidDataException($"'{name}' in it is encrypted")
            : kind is not (0 or RegularFile) && !(isFolder && kind == Folder)
                ? throw new InvalidDataException($"'{name}' in it is a link, or another thing than a file")
            : (name, isFolder);
    }

    // Also what Windows takes for the folder above: it drops dots and blanks at the end of a name.
    private static bool IsStray(string part) => part.Length == 0 || part.EndsWith('.') || part.EndsWith(' ') || part.StartsWith(' ');

    private static string Printable(string name) => string.Concat(name.Take(80).Select(c => char.IsControl(c) ? '?' : c));

    // By bytes that come out: the sizes that are written in an archive are what its maker wants one to think.
    private static byte[] Content(ZipArchiveEntry entry, string name, long most)
    {
        using var copy = new MemoryStream();
        using var stream = entry.Open();
        var chunk = new byte[ChunkSize];
        for (int read; (read = stream.Read(chunk)) > 0;)
        {
            copy.Write(chunk, 0, read);
            if (copy.Length > most)
            {
                throw new InvalidDataException(Text($"'{name}' in it has more than {most} bytes, which no package has"));
            }
        }

        var content = copy.ToArray();
        return content.Length == entry.Length && Crc32.Of(content) == entry.Crc32 ? content
            : throw new InvalidDataException($"'{name}' in it is damaged: it is not what its checksum and length say");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
