using System.Globalization;
using System.Text;

namespace AzNetHelper.Rendering;

/// <summary>
/// How wide a text is about. There is no font where a picture is made, and the one that it is looked at with is not known,
/// so the widths are those of wide ones (DejaVu Sans, Verdana), in thousandths of the size: a text that fits here fits anywhere.
/// </summary>
internal static class TextWidth
{
    private const string Ellipsis = "\u2026";
    private const double Bold = 1.1;

    /// <summary>The width in points.</summary>
    public static double Of(string text, double size, bool isBold = false)
    {
        var sum = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            sum += Of(rune);
        }

        return sum * size * (isBold ? Bold : 1) / 1000;
    }

    /// <summary>
    /// The text, or its beginning and its end where it is too wide: what tells names apart often stands last. Never cuts
    /// what is one sign to a reader.
    /// </summary>
    public static string Shortened(string text, double width, double size, bool isBold = false)
    {
        if (Of(text, size, isBold) <= width)
        {
            return text;
        }

        var starts = StringInfo.ParseCombiningCharacters(text);
        for (var kept = starts.Length - 1; kept > 1; kept--)
        {
            var head = (kept + 1) * 3 / 5;
            var shorter = string.Concat(text.AsSpan(0, starts[head]).TrimEnd(), Ellipsis, text.AsSpan(starts[starts.Length - (kept - head)]));
            if (Of(shorter, size, isBold) <= width)
            {
                return shorter;
            }
        }

        return Ellipsis;
    }

    /// <summary>The text in lines that are no wider than this; a word that is gets shortened.</summary>
    public static IEnumerable<string> Lines(string text, double width, double size)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && Of($"{line} {word}", size) > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : string.Empty).Append(Shortened(word, width, size));
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }

    private static int Of(Rune rune) => rune.Value switch
    {
        'i' or 'j' or 'l' or 'I' or '\'' or '|' or '.' or ',' or ':' or ';' or '!' or ' ' => 340,
        'f' or 't' or 'r' or '(' or ')' or '[' or ']' or '/' or '\\' or '-' or '"' or '`' => 420,
        'c' or 's' or 'z' or 'v' or 'x' or 'y' or 'k' => 592,
        'm' or 'M' or 'W' or '@' or '%' => 1000,
        'B' or 'C' or 'E' or 'F' or 'J' or 'K' or 'L' or 'P' or 'R' or 'S' or 'T' or 'V' or 'X' or 'Y' or 'Z' or 'A' => 700,
        'w' or '#' or '&' or '+' or '<' or '>' or '=' or '~' or '^' or (>= 'A' and <= 'Z') => 840,
        < 0x80 => 640,
        _ => Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
            _ when rune.Value is < 0x1100 or (>= 0x2000 and < 0x2E80) => 800,

            // East Asian signs and emoji are squares, and emoji a little more.
            _ => 1300,
        },
    };
}
