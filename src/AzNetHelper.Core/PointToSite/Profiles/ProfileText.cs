using System.Text;

namespace AzNetHelper.PointToSite.Profiles;

/// <summary>Text of people within files that programs read.</summary>
internal static class ProfileText
{
    private static readonly UTF8Encoding Plain = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>One line, without anything that ends a line or steers a terminal.</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator
                ? line.Append(' ') : line.Append(rune.ToString());
        }

        return line.ToString();
    }

    public static byte[] Bytes(string text) => Plain.GetBytes(text.ReplaceLineEndings("\n"));
}
