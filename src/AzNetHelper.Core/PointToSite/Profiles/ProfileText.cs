using System.Globalization;
using System.Text;

namespace AzNetHelper.PointToSite.Profiles;

/// <summary>Text of people within files that programs read.</summary>
internal static class ProfileText
{
    private static readonly UTF8Encoding Plain = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>One line, without anything that ends a line, steers a terminal, turns the direction of reading, or is no text at all.</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            line.Append(IsText(rune) ? rune.ToString() : " ");
        }

        return line.ToString();
    }

    /// <summary>A file of Unix: UTF-8 without a mark, and line feeds.</summary>
    public static byte[] Bytes(string text) => Plain.GetBytes(text.ReplaceLineEndings("\n"));

    private static bool IsText(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && rune.Value is not (0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFFFE or 0xFFFF or 0xFEFF);
}
