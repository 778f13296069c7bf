using System.Globalization;
using System.Text;

namespace AzNetHelper.Rendering;

/// <summary>
/// Text inside a quoted label of Mermaid. Whatever could end the label, or is a sign of its Markdown, its icons or of HTML, is
/// written as an entity of its own (mermaid.js.org/syntax/flowchart.html, entity codes): <c>#</c>, the number, <c>;</c>.
/// </summary>
internal static class MermaidText
{
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

    public static string Lines(IEnumerable<string> lines) => string.Join("<br/>", lines.Select(Of));

    // At the beginning of a line "1." and "-" followed by a blank would begin a list.
    private static bool IsPlain(string text, int at) => text[at] switch
    {
        ' ' or ',' or '(' or ')' or '/' => true,
        ':' => at + 1 < text.Length && text[at + 1] != ' ' && !char.IsAsciiLetter(text[at + 1]),
        '.' or '-' => at > 0 && at + 1 < text.Length && text[at + 1] != ' ',
        Begins or Ends => false,
        var other => char.IsLetterOrDigit(other) || other >= '\u0080',
    };
}
