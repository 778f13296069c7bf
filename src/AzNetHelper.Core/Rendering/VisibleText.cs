using System.Globalization;
using System.Text;

namespace AzNetHelper.Rendering;

/// <summary>
/// Names as they may be written into a picture: one line, in which nothing that cannot be seen changes what is seen. A
/// character that turns the order of others round, or that XML 1.0 (section 2.2) does not hold, is written as its number.
/// </summary>
internal static class VisibleText
{
    // What joins emoji and the letters of some scripts is no trick (Unicode Standard, section 23.2).
    private static readonly Rune Joiner = new(0x200D), NonJoiner = new(0x200C);

    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var visible = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length) != System.Buffers.OperationStatus.Done)
            {
                visible.Append(Number(text[at]));
                at++;
                continue;
            }

            at += length;
            visible.Append(Shown(rune));
        }

        return visible.ToString();
    }

    private static string Shown(Rune rune) => rune.Value is '\n' or '\r' or '\t' or 0x2028 or 0x2029 or 0x85 ? " "
        : rune == Joiner || rune == NonJoiner ? rune.ToString()
        : Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format || (rune.Value & 0xFFFE) == 0xFFFE
            ? Number(rune.Value)
        : rune.ToString();

    private static string Number(int value) => FormattableString.Invariant($"[U+{value:X4}]");
}
