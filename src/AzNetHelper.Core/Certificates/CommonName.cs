using System.Globalization;
using System.Text;

namespace AzNetHelper.Certificates;

/// <summary>
/// What may be the common name of a certificate of a set: 1 to 64 characters (ub-common-name, RFC 5280, appendix A.1), of any
/// script, none of them for control.
/// </summary>
public static class CommonName
{
    /// <summary>The longest common name, in characters of Unicode.</summary>
    public const int MostCharacters = 64;

    /// <summary>Why a text is no common name, as the end of a sentence; null for one that is.</summary>
    public static string? Problem(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return "it is empty";
        }

        var length = 0;
        for (var i = 0; i < name.Length; length++)
        {
            if (!Rune.TryGetRuneAt(name, i, out var rune))
            {
                return $"character {length + 1} is half of a surrogate pair";
            }

            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                return $"character {length + 1} is a control character (U+{rune.Value:X4})";
            }

            i += rune.Utf16SequenceLength;
        }

        return length > MostCharacters ? $"it has {length} characters, and a certificate takes {MostCharacters}"
            : name.Trim().Length != name.Length ? "it begins or ends with a blank"
            : CertificateFileName.Problem(name);
    }

    /// <summary>What tells two names of one set apart: neither their case nor the form of their accents does.</summary>
    internal static string Key(string name) => name.Normalize(NormalizationForm.FormC).ToUpperInvariant();
}
