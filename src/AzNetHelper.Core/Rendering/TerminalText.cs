using System.Globalization;
using System.Text;

namespace AzNetHelper.Rendering;

/// <summary>Makes text that may hold anything fit for one line of a terminal, where a control character is a command.</summary>
internal static class TerminalText
{
    private const int Joiner = 0x200D, NonJoiner = 0x200C;

    /// <summary>
    /// The text with what is not shown written out: control characters, breaks of lines, and what turns the direction of text
    /// around (<c>\u202E</c>). What joins the parts of a letter or of an emoji stays.
    /// </summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.All(c => c is >= ' ' and <= '~'))
        {
            return text;
        }

        var line = new StringBuilder(text.Length + 16);
        foreach (var letter in text.EnumerateRunes())
        {
            if (IsShown(letter))
            {
                line.Append(letter.ToString());
            }
            else
            {
                line.Append(letter.IsBmp ? "\\u" : "\\U").Append(letter.Value.ToString(letter.IsBmp ? "X4" : "X8", CultureInfo.InvariantCulture));
            }
        }

        return line.ToString();
    }

    private static bool IsShown(Rune letter) => letter.Value is Joiner or NonJoiner
        || Rune.GetUnicodeCategory(letter) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
