using System.Collections.Immutable;
using System.Text;

namespace AzNetHelper.Rendering;

/// <summary>
/// Text in GitHub Flavored Markdown (github.github.com/gfm), also inside a table's cell: what is punctuation of the language is
/// escaped by a backslash (section 6.1); what would end a cell or begin HTML is an entity (section 6.2), because a backslash
/// before a bar is read differently by different parsers; what would be a mention, a number of an issue or an emoji is code.
/// </summary>
internal static class MarkdownText
{
    private const string Marks = "\\`*_[]#~!$";

    public static string Of(string text)
    {
        var visible = VisibleText.Of(text).Trim();
        var written = new StringBuilder(visible.Length);
        for (var at = 0; at < visible.Length; at++)
        {
            if (IsSign(visible, at))
            {
                // In one piece: marks of code that touch would be another mark.
                var end = at + 1;
                for (; end < visible.Length && IsSign(visible, end); end++)
                {
                }

                written.Append('`').Append(visible, at, end - at).Append('`');
                at = end - 1;
                continue;
            }

            written.Append(visible[at] switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '|' => "&#124;",

                // What looks like an address is made a link by GitHub (section 6.9).
                ':' when visible.AsSpan(at).StartsWith("://", StringComparison.Ordinal) => "&#58;",
                '.' when visible.AsSpan(0, at).EndsWith("www", StringComparison.OrdinalIgnoreCase) => "&#46;",
                var mark when Marks.Contains(mark, StringComparison.Ordinal) => $"\\{mark}",
                var other => other.ToString(),
            });
        }

        return written.ToString();
    }

    /// <summary>What a node tells: prefixes and addresses as code, because <c>:1234:</c> inside one is a sign of GitHub's emoji.</summary>
    public static string Facts(ImmutableArray<string> lines) => string.Join(", ",
        lines.Select(l => l.All(c => char.IsAsciiHexDigit(c) || c is '.' or ':' or '/') ? $"`{l}`" : Of(l)));

    /// <summary>A command; never inside a table.</summary>
    public static string Code(string text)
    {
        var visible = VisibleText.Of(text).Trim();
        var longest = visible.Split('`').Length == 1 ? 0
            : visible.Aggregate((Run: 0, Max: 0), (at, c) => c == '`' ? (at.Run + 1, Math.Max(at.Max, at.Run + 1)) : (0, at.Max)).Max;
        var fence = new string('`', longest + 1);
        return longest == 0 ? $"`{visible}`" : $"{fence} {visible} {fence}";
    }

    /// <summary>A row of a table; its cells are Markdown already.</summary>
    public static string Row(params IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    // GitHub and GitLab look for these in the text of the finished page, where an escaped one is like any other; in code they do not.
    private static bool IsSign(string text, int at) => text[at] switch
    {
        '@' => true,
        '#' => at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]),
        ':' => text.AsSpan(at + 1).IndexOfAnyExcept(s_emoji) is > 0 and var length && text[at + 1 + length] == ':',
        _ => false,
    };

    private static readonly System.Buffers.SearchValues<char> s_emoji =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-");
}
