using System.Text.RegularExpressions;

namespace AzNetHelper.HelpBuilder;

/// <summary>A heading and the lines below it, up to the next heading of its level or above.</summary>
internal sealed record MarkdownBlock(string Heading, int Line, IReadOnlyList<MarkdownLine> Lines);

internal readonly record struct MarkdownLine(string Text, int Number, bool InFence)
{
    public bool IsFence => Text.StartsWith("```", StringComparison.Ordinal);
}

/// <summary>The little of Markdown that a help source uses.</summary>
internal static partial class MarkdownLines
{
    public static MarkdownLine[] Read(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var result = new MarkdownLine[lines.Length];
        var inFence = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var isFence = lines[i].StartsWith("```", StringComparison.Ordinal);
            result[i] = new(lines[i].TrimEnd(), i + 1, inFence && !isFence);
            inFence ^= isFence;
        }

        return result;
    }

    /// <summary>
    /// Splits at the headings of one level; what stands before the first comes as a block without heading.
    /// </summary>
    public static IEnumerable<MarkdownBlock> Split(IReadOnlyList<MarkdownLine> lines, int level)
    {
        var mark = new string('#', level) + " ";
        var heading = new MarkdownLine(string.Empty, lines.Count > 0 ? lines[0].Number : 1, InFence: false);
        var below = new List<MarkdownLine>();
        foreach (var line in lines)
        {
            if (line.InFence || !line.Text.StartsWith(mark, StringComparison.Ordinal))
            {
                below.Add(line);
                continue;
            }

            yield return new(heading.Text, heading.Number, below);
            heading = line with { Text = line.Text[mark.Length..].Trim() };
            below = [];
        }

        yield return new(heading.Text, heading.Number, below);
    }

    /// <summary>
    /// Plain paragraphs: lines are joined, items of a list stay lines, and marks that a console can not show go.
    /// </summary>
    public static IReadOnlyList<string> Paragraphs(IEnumerable<MarkdownLine> lines)
    {
        var paragraphs = new List<string>();
        var open = false;
        foreach (var line in lines)
        {
            var text = Plain(line.Text.Trim());
            if (text.Length == 0)
            {
                open = false;
            }
            else if (open && !text.StartsWith("- ", StringComparison.Ordinal))
            {
                paragraphs[^1] += " " + text;
            }
            else
            {
                paragraphs.Add(text);
                open = true;
            }
        }

        return paragraphs;
    }

    private static string Plain(string text) =>
        Emphasis().Replace(Link().Replace(text, "${text} (${address})"), "${text}");

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\((?<address>[^)]+)\)", RegexOptions.ExplicitCapture, 1000)]
    public static partial Regex Link();

    [GeneratedRegex(@"(?<mark>`|\*\*)(?<text>.+?)\k<mark>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Emphasis();
}
