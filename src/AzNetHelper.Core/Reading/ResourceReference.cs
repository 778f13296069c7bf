using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using AzNetHelper.Arm;

namespace AzNetHelper.Reading;

/// <summary>
/// How people name a resource: by its id, as <c>name</c>, or as <c>group/name</c>; a child as <c>parent/name</c> or
/// <c>group/parent/name</c>. Which of these is meant depends on the type that is looked for.
/// </summary>
public sealed record ResourceReference : IParsable<ResourceReference>
{
    private ResourceReference(string text, ResourceId? id, ImmutableArray<string> segments)
    {
        Text = text;
        Id = id;
        Segments = segments;
    }

    /// <summary>The text as it was given.</summary>
    public string Text { get; }

    /// <summary>The id; null for a name.</summary>
    public ResourceId? Id { get; }

    /// <summary>The names, one to three; empty for an id.</summary>
    public ImmutableArray<string> Segments { get; }

    /// <summary>Reads a reference.</summary>
    /// <exception cref="FormatException">The text is neither an id nor a name.</exception>
    public static ResourceReference Parse(string s) => Parse(s, provider: null);

    public static ResourceReference Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Read(s, out var fault) ?? throw new FormatException(fault);
    }

    public static bool TryParse(
        [NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out ResourceReference result)
    {
        result = s is null ? null : Read(s, out _);
        return result is not null;
    }

    /// <summary>
    /// True when this names the resource: the names of the id from its end, with the group before them where one is
    /// given.
    /// </summary>
    public bool Names(ResourceId id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (Id is not null)
        {
            return Id == id;
        }

        var depth = id.Names.Length;
        return (Segments.Length == depth || (Segments.Length == depth + 1 && IsSame(Segments[0], id.ResourceGroup)))
            && Segments[^depth..].Zip(id.Names).All(pair => IsSame(pair.First, pair.Second));
    }

    public bool Equals(ResourceReference? other) =>
        other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    public override string ToString() => Text;

    /// <summary>What is wrong with a text that is no reference; null for one that is.</summary>
    internal static string? FaultOf(string text, out ResourceReference? reference)
    {
        reference = Read(text, out var fault);
        return reference is null ? fault : null;
    }

    private static ResourceReference? Read(string text, out string? fault)
    {
        fault = null;
        if (text.StartsWith('/'))
        {
            try
            {
                return new(text, ResourceId.Parse(text), []);
            }
            catch (FormatException e)
            {
                fault = e.Message;
                return null;
            }
        }

        ImmutableArray<string> segments = [.. text.Split('/')];
        if (segments.Length <= 3 && segments.All(s => s.Trim().Length > 0 && !s.AsSpan().ContainsAny("?#\\\r\n")))
        {
            return new(text, id: null, [.. segments.Select(s => s.Trim())]);
        }

        fault = $"'{text}' is neither a resource id (/subscriptions/...) nor a name, nor group/name.";
        return null;
    }

    private static bool IsSame(string left, string? right) =>
        string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
