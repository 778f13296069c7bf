using System.Globalization;
using System.Text;
using static System.FormattableString;

namespace AzNetHelper.Rendering;

/// <summary>
/// Text inside a quoted label of Mermaid. Whatever could end the label, or is a sign of its Markdown, its icons or of HTML, is
/// written as an entity of its own (mermaid.js.org/syntax/flowchart.html, entity codes): <c>#</c>, the number, <c>;</c>.
/// </summary>
internal static class MermaidText
{
    private const string Break = "<br/>";

    // How Mermaid writes an entity between its parser and its page: what begins one, and what ends it.
    private const char Begins = '\uFB02', Ends = '\u00B6';

    public static string Of(string text)
    {
        var visible = VisibleText.Of(text);
        var written = new StringBuilder(visible.Length);
        for (var at = 0; at < visible.Length; at++)
        {
            if (IsPlain(visible, at))
            {
                written.Append(visible[at]);
            }
            else
            {
                written.Append(CultureInfo.InvariantCulture, $"#{(int)visible[at]};");
            }
        }

        return written.ToString();
    }

    public static string Lines(IEnumerable<string> lines) => string.Join(Break, lines.Select(Of));

    /// <summary>The first lines, as many as fit; where that is not all of them, the last one says how many are left out.</summary>
    /// <param name="lines">All of them.</param>
    /// <param name="characters">How many characters they may have as they are written.</param>
    public static IReadOnlyList<string> Most(IEnumerable<string> lines, int characters)
    {
        var all = lines.ToArray();
        var (count, left) = (0, characters);
        while (count < all.Length && (left -= Of(all[count]).Length + Break.Length) >= 0)
        {
            count++;
        }

        return count == all.Length ? all
            : [.. all.Take(count), Invariant($"and {PictureWords.Counted((all.Length - count, "more line", "more lines"))}, which an export to .html holds")];
    }

    /// <summary>A line that is not drawn. What looks like a directive is one also in there (mermaid.js.org/config/directives.html).</summary>
    public static string Comment(string text) => $"%% {VisibleText.Of(text).Replace('{', '(').Replace('}', ')')}";

    public static string Short(string text, int characters) => text.Length <= characters ? text
        : $"{text[..(char.IsHighSurrogate(text[characters - 2]) ? characters - 2 : characters - 1)]}\u2026";

    // At the beginning of a line "1." and "-" followed by a blank would begin a list.
    private static bool IsPlain(string text, int at) => text[at] switch
    {
        ' ' or ',' or '(' or ')' or '/' => true,
        '.' or '-' => at > 0 && at + 1 < text.Length && text[at + 1] != ' ',
        Begins or Ends => false,
        var other => char.IsLetterOrDigit(other) || other >= '\u0080',
    };
}
