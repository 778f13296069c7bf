using System.Text.Json;

namespace AzNetHelper.Comparison;

/// <summary>
/// Differences as a text that reads like <c>diff</c>: a resource a paragraph, what the reference has behind a minus, what
/// the other side has behind a plus.
/// </summary>
public static class DifferenceText
{
    /// <summary>The lines, none when nothing differs.</summary>
    /// <param name="differences">What differs, in order.</param>
    /// <param name="reference">What the reference is called.</param>
    /// <param name="difference">What the other side is called.</param>
    public static IEnumerable<string> Lines(
        IReadOnlyCollection<TopologyDifference> differences, string reference, string difference)
    {
        ArgumentNullException.ThrowIfNull(differences);
        if (differences.Count == 0)
        {
            yield break;
        }

        yield return $"--- {reference}";
        yield return $"+++ {difference}";
        foreach (var resource in differences.GroupBy(d => d.Resource))
        {
            yield return $"@@ {resource.Key} @@";
            foreach (var line in resource.SelectMany(Lines))
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<string> Lines(TopologyDifference difference)
    {
        if (difference.Kind != DifferenceKind.Changed)
        {
            var (sign, document) = difference.Kind == DifferenceKind.Added ? ('+', difference.After) : ('-', difference.Before);
            return Pretty(document).Select(line => $"{sign} {line}");
        }

        // Of two lists only what one of them lacks; a different order shows the lists whole.
        var (before, after) = (Items(difference.Before), Items(difference.After));
        var (less, more) = (Without(before, after), Without(after, before));
        if (less.Length + more.Length == 0)
        {
            (less, more) = (before, after);
        }

        return [$"  {difference.Member}", .. less.Select(i => $"-   {i}"), .. more.Select(i => $"+   {i}")];
    }

    private static string[] Without(string[] items, string[] others) =>
        [.. items.Where(i => !others.Contains(i, StringComparer.OrdinalIgnoreCase))];

    private static string[] Items(string? value)
    {
        if (value is null or "")
        {
            return value is null ? [] : ["\"\""];
        }

        if (value[0] != '[')
        {
            return value[0] == '{' ? Pretty(value) : [value];
        }

        try
        {
            using var list = JsonDocument.Parse(value);
            return [.. list.RootElement.EnumerateArray().Select(i => i.ValueKind == JsonValueKind.String
                ? DocumentText.Plain(i) : i.GetRawText())];
        }
        catch (JsonException)
        {
            // A text that begins like a list.
            return [value];
        }
    }

    private static string[] Pretty(string? json)
    {
        try
        {
            using var document = JsonDocument.Parse(json ?? "{}");
            return JsonSerializer.Serialize(document.RootElement, Indented).ReplaceLineEndings("\n").Split('\n');
        }
        catch (JsonException)
        {
            return [json!];
        }
    }

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
