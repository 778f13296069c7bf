using System.Collections.Frozen;

namespace AzNetHelper.Arm;

/// <summary>How the value of a member is built.</summary>
public enum BodyShape
{
    /// <summary>A scalar, or a list of scalars.</summary>
    Value,
    Object,
    List,

    /// <summary>Objects under names that are free.</summary>
    Map,

    /// <summary>Scalars under names that are free (tags).</summary>
    Open,
}

/// <summary>A member of a type.</summary>
public sealed record BodyMember(string Name, bool IsReadOnly, BodyShape Shape)
{
    /// <summary>The type of the object, or of the items; null for the other shapes.</summary>
    public BodyType? Type { get; init; }
}

/// <summary>A type with its members; names match in any case, as the service reads them.</summary>
public sealed class BodyType(string name)
{
    internal const string Reference = "&";

    private readonly Dictionary<string, BodyMember> _members = new(StringComparer.OrdinalIgnoreCase);

    public string Name { get; } = name;

    /// <summary>
    /// True for a resource that is written by PATCH: its rows stop at what this module sends, and what is not sent stays as it is.
    /// </summary>
    public bool IsPatched { get; internal set; }

    /// <summary>The provider whose schema has it; empty for a reference, which all have in common.</summary>
    public string Provider { get; internal init; } = string.Empty;

    /// <summary>True for another resource inside a body: only its id is sent, the rest is its own to write.</summary>
    public bool IsReference => string.Equals(Name, Reference, StringComparison.Ordinal);

    public IEnumerable<BodyMember> Members => _members.Values;

    public BodyMember? Member(string name) => _members.GetValueOrDefault(name);

    internal void Add(BodyMember member) => _members.Add(member.Name, member);
}

/// <summary>The table of BodyRules.txt.</summary>
public sealed class BodySchema
{
    private readonly FrozenDictionary<string, BodyType> _types;

    private BodySchema(TextReader text)
    {
        var types = new Dictionary<string, BodyType>(StringComparer.OrdinalIgnoreCase);
        var provider = "Microsoft.Network";
        Type(BodyType.Reference).Add(new("id", false, BodyShape.Value));
        BodyType? current = null;
        while (text.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] == '@')
            {
                provider = line[1..];
                continue;
            }

            if (line[0] != ' ')
            {
                current = Type(line.TrimStart('~'));
                current.IsPatched = line[0] == '~';
                continue;
            }

            foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                current!.Add(Member(word));
            }
        }

        _types = types.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

        // Providers have types of one name that are not the same.
        BodyType Type(string name)
        {
            var isShared = string.Equals(name, BodyType.Reference, StringComparison.Ordinal);
            var key = isShared || name.Contains('/', StringComparison.Ordinal) ? name : $"{provider}|{name}";
            return types.TryGetValue(key, out var known) ? known : types[key] = new(name) { Provider = isShared ? string.Empty : provider };
        }

        BodyMember Member(string word)
        {
            var colon = word.IndexOf(':', StringComparison.Ordinal);
            return colon < 0
                ? new(word.TrimEnd('-'), word.EndsWith('-'), BodyShape.Value)
                : word[(colon + 1)..] switch
                {
                    "*" => new(word[..colon], false, BodyShape.Open),
                    ['{', .. var item, '}'] => new(word[..colon], false, BodyShape.Map) { Type = Type(item) },
                    [.. var item, '[', ']'] => new(word[..colon], false, BodyShape.List) { Type = Type(item) },
                    var one => new(word[..colon], false, BodyShape.Object) { Type = Type(one) },
                };
        }
    }

    /// <summary>The table for the pinned api-versions.</summary>
    public static BodySchema Current { get; } = Load();

    /// <summary>Every type, also those inside others.</summary>
    public IEnumerable<BodyType> Types => _types.Values.OrderBy(t => t.Name, StringComparer.Ordinal);

    /// <summary>
    /// The type of a resource, for example <c>Microsoft.Network/virtualNetworks</c>; null when it is not described.
    /// </summary>
    public BodyType? Find(string resourceType) => _types.GetValueOrDefault(resourceType);

    private static BodySchema Load()
    {
        using var stream = typeof(BodySchema).Assembly.GetManifestResourceStream("BodyRules.txt")!;
        using var reader = new StreamReader(stream);
        return new(reader);
    }
}
