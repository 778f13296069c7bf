using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Management.Automation;

namespace AzNetHelper.Support;

/// <summary>Lets tags be given as a hashtable, as PowerShell people write them, or as <c>name=value</c>, as a plan's origin does.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TagsAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var plain = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (plain is null or IDictionary)
        {
            return plain;
        }

        var tags = new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (var item in plain is IEnumerable many and not string ? many : new[] { plain })
        {
            var text = (item is PSObject one ? one.BaseObject : item)?.ToString() ?? string.Empty;
            tags[text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? text[..at] : throw Refusal(text)] = text[(at + 1)..];
        }

        return tags;
    }

    /// <summary>What was given, as texts; names of tags differ in more than case.</summary>
    internal static ImmutableSortedDictionary<string, string> Read(Hashtable? given) =>
        (given ?? []).Cast<DictionaryEntry>().ToImmutableSortedDictionary(
            t => Convert.ToString(t.Key, CultureInfo.InvariantCulture)!, t => Convert.ToString(t.Value, CultureInfo.InvariantCulture) ?? string.Empty,
            StringComparer.OrdinalIgnoreCase);

    private static ArgumentTransformationMetadataException Refusal(string text) =>
        new($"'{text}' is no tag: give a hashtable, for example @{{ owner = 'net' }}, or 'owner=net'.");
}
