using System.Collections.Frozen;

namespace AzNetHelper.Simulation;

/// <summary>One member of a body: its name as the service spells it, what it holds, and where it applies.</summary>
internal sealed record Member(string Name, string Kind, bool ReadOnly, VersionRange[] Versions, string? ReturnedSince)
{
    /// <summary>The kind without its array brackets.</summary>
    public string ItemKind { get; } = Kind.TrimEnd('[', ']');

    public bool IsList { get; } = Kind.EndsWith("[]", StringComparison.Ordinal);

    /// <summary>It is sent and never shown: a password.</summary>
    public bool WriteOnly { get; init; }

    /// <summary>A body of this version may have it.</summary>
    public bool IsKnownIn(string version) => Versions.Length == 0 || Array.Exists(Versions, r => r.Contains(version));

    /// <summary>An answer of this version shows it.</summary>
    public bool IsReturnedIn(string version) =>
        ReturnedSince is null ? IsKnownIn(version) : ApiVersions.From(version, ReturnedSince);
}

/// <summary>
/// Api-versions from one to another, both included; they are dates and compared as text. Empty ends are open.
/// </summary>
internal readonly record struct VersionRange(string First, string Last)
{
    public bool Contains(string version) =>
        ApiVersions.From(version, First) && (Last.Length == 0 || ApiVersions.From(Last, version));

    public static VersionRange Parse(string text) =>
        text.IndexOf("..", StringComparison.Ordinal) is var dots ? new(text[..dots], text[(dots + 2)..]) : default;
}

/// <summary>
/// The members of every body that the simulation understands, read from Members.txt and ServiceMembers.txt.
/// </summary>
internal sealed class MemberTable
{
    private readonly FrozenDictionary<string, FrozenDictionary<string, Member>> _types;

    private MemberTable(Dictionary<string, Dictionary<string, Member>> types) =>
        _types = types.ToFrozenDictionary(
            t => t.Key, t => t.Value.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase), StringComparer.Ordinal);

    public static MemberTable Instance { get; } = Read([.. Resources.Lines("Members.txt"), .. Resources.Lines("ServiceMembers.txt")]);

    public IEnumerable<string> TypeNames => _types.Keys;

    /// <summary>The members of a type; null for a kind that is not looked into.</summary>
    public IReadOnlyDictionary<string, Member>? Members(string type) => _types.GetValueOrDefault(type);

    private static MemberTable Read(IEnumerable<string> lines)
    {
        var types = new Dictionary<string, Dictionary<string, Member>>(StringComparer.Ordinal);
        Dictionary<string, Member>? current = null;
        foreach (var line in lines)
        {
            if (line[0] != ' ')
            {
                types.Add(line, current = new(StringComparer.OrdinalIgnoreCase));
                continue;
            }

            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            current!.Add(words[0], new(words[0], words[1], words.Contains("ro"),
                [.. Value("in=")?.Split(',').Select(VersionRange.Parse) ?? []], Value("returned="))
            {
                WriteOnly = words.Contains("wo"),
            });

            string? Value(string key) =>
                Array.Find(words, w => w.StartsWith(key, StringComparison.Ordinal))?[key.Length..];
        }

        return new(types);
    }
}

/// <summary>Text files inside the assembly; lines that start with a semicolon are remarks.</summary>
internal static class Resources
{
    public static IEnumerable<string> Lines(string name)
    {
        using var stream = typeof(Resources).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks {name}.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != ';')
            {
                yield return line;
            }
        }
    }
}
