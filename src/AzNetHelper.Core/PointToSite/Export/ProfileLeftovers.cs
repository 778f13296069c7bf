using System.Collections.Immutable;

namespace AzNetHelper.PointToSite;

/// <summary>What lies in a client's folder besides what was just written: earlier profiles, under other names or of other formats.</summary>
public static class ProfileLeftovers
{
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>The files, by their names below the client's folder.</summary>
    /// <param name="written">What was written.</param>
    public static ImmutableArray<string> Of(ExportedClientProfile written)
    {
        ArgumentNullException.ThrowIfNull(written);
        var own = written.Files.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return !Directory.Exists(written.Path) ? [] :
        [
            .. Directory.EnumerateFiles(written.Path, "*", Everything).Where(f => !own.Contains(f))
                .Select(f => Path.GetRelativePath(written.Path, f)).Order(StringComparer.Ordinal),
        ];
    }
}
