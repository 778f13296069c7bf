using System.Buffers;
using System.Globalization;
using System.Text;

namespace AzNetHelper.Rendering;

/// <summary>
/// Names as they may be written into a picture or a terminal: one line, in which nothing is unseen. What shows nothing, what
/// commands (a control character), what turns the order of others round, what has no agreed look and what XML 1.0 (section 2.2)
/// does not hold is written as its number, so that no two names look alike by it; a break becomes a blank.
/// </summary>
internal static class VisibleText
{
    private const int NonJoiner = 0x200C, Joiner = 0x200D, EmojiStyle = 0xFE0F;

    // Flags of parts of countries: a black one, and letters that nobody sees behind it (UTS 51, ED-14a).
    private const int BlackFlag = 0x1F3F4, FirstTag = 0xE0020, LastTag = 0xE007F;

    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var visible = new StringBuilder(text.Length + 16);
        var before = 0;
        for (var at = 0; at < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length) != OperationStatus.Done)
            {
                visible.Append(Number(text[at]));
                (before, at) = (0, at + 1);
                continue;
            }

            at += length;
            var after = Rune.DecodeFromUtf16(text.AsSpan(at), out var next, out _) == OperationStatus.Done ? next.Value : 0;
            if (IsBreak(rune.Value))
            {
                visible.Append(' ');
                before = ' ';
            }
            else if (IsSeen(rune) || Changes(before, rune.Value, after))
            {
                visible.Append(rune.ToString());
                before = rune.Value;
            }
            else
            {
                visible.Append(Number(rune.Value));
                before = 0;
            }
        }

        return visible.ToString();
    }

    private static bool IsBreak(int rune) => rune is '\n' or '\r' or '\t' or 0x85 or 0x2028 or 0x2029;

    // Beside what has a category that says so: what Unicode calls ignorable by default (DerivedCoreProperties.txt), and blanks
    // that count as letters or symbols.
    private static bool IsSeen(Rune rune) => IsSign(rune.Value) || (!IsVariation(rune.Value)
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse)
        && rune.Value is not (0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2065 or 0x2800 or 0x3164 or 0xFFA0 or 0x1D159
            or (>= 0xFDD0 and <= 0xFDEF) or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF))
        && (rune.Value & 0xFFFE) != 0xFFFE);

    // Signs of Arabic, Syriac and Kaithi that stand around numbers and verses: of category Format, and seen.
    private static bool IsSign(int rune) =>
        rune is (>= 0x0600 and <= 0x0605) or 0x06DD or 0x070F or 0x0890 or 0x0891 or 0x08E2 or 0x110BD or 0x110CD;

    private static bool IsVariation(int rune) =>
        rune is (>= 0xFE00 and <= EmojiStyle) or (>= 0x180B and <= 0x180D) or 0x180F or (>= 0xE0100 and <= 0xE01EF);

    /// <summary>
    /// True for what is unseen itself and changes the look of its neighbours: joiners within emoji and between letters of scripts
    /// that join them (Unicode Standard, section 23.2), and what chooses one of the looks of a sign (section 23.4).
    /// </summary>
    private static bool Changes(int before, int rune, int after) => rune switch
    {
        Joiner when (IsEmoji(before) || before == EmojiStyle) && IsEmoji(after) => true,
        Joiner or NonJoiner => IsJoined(before) && (IsJoined(after) || IsVirama(before)),
        >= 0x180B and <= 0x180F => before is >= 0x1800 and <= 0x18AF,
        >= 0xFE00 and <= EmojiStyle => IsEmoji(before) || IsHan(before) || (after == 0x20E3 && before is (>= '0' and <= '9') or '#' or '*'),
        >= 0xE0100 and <= 0xE01EF => IsHan(before),
        >= FirstTag and <= LastTag => before is BlackFlag or (>= FirstTag and <= LastTag),
        _ => false,
    };

    // At the end of a word, too, a joiner behind one of these gives a consonant another look.
    private static bool IsVirama(int rune) => rune is 0x094D or 0x09CD or 0x0A4D or 0x0ACD or 0x0B4D or 0x0BCD or 0x0C4D or 0x0CCD or 0x0D4D or 0x0DCA;

    private static bool IsEmoji(int rune) => rune is 0xA9 or 0xAE or 0x203C or 0x2049 or (>= 0x2100 and < 0x2800) or (>= 0x2900 and <= 0x2BFF)
        or (>= 0x3030 and <= 0x303D) or (>= 0x3297 and <= 0x3299) or (>= 0x1F000 and <= 0x1FBFF);

    private static bool IsHan(int rune) => rune is (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    // From Arabic to Tibetan, Myanmar, the scripts of the Philippines to Mongolian, of Indonesia and of India again.
    private static bool IsJoined(int rune) => rune is (>= 0x0600 and < 0x10A0) or (>= 0x1700 and < 0x1D00) or (>= 0xA800 and < 0xAC00)
        or (>= 0x10A00 and < 0x12000) or (>= 0x1E900 and < 0x1E960);

    private static string Number(int value) => FormattableString.Invariant($"[U+{value:X4}]");
}
