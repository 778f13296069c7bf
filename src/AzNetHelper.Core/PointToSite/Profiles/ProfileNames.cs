using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AzNetHelper.PointToSite.Profiles;

/// <summary>Names for files and sections, out of names for people, which may be any text.</summary>
internal static class ProfileNames
{
    private const int Longest = 60;
    private const int HashDigits = 8;

    // Windows gives these to devices, with any extension (learn.microsoft.com, "Naming Files, Paths, and Namespaces").
    private static readonly string[] Reserved = ["CON", "PRN", "AUX", "NUL", "COM", "LPT", "CONIN", "CONOUT"];

    /// <summary>
    /// A name of ASCII letters, digits, <c>-</c> and <c>_</c>, which no file system, shell or configuration takes for anything else.
    /// A name that has to be changed for that ends in a part of its hash, so that two of them stay two.
    /// </summary>
    public static string Safe(string name)
    {
        var safe = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            _ = char.IsAsciiLetterOrDigit(c) || c is '_' ? safe.Append(c)
                : safe.Length > 0 && safe[^1] != '-' ? safe.Append('-') : safe;
        }

        while (safe.Length > 0 && safe[^1] == '-')
        {
            safe.Length--;
        }

        var text = safe.ToString();
        if (text == name && text.Length is > 0 and <= Longest && !IsReserved(text))
        {
            return text;
        }

        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..HashDigits].ToLowerInvariant();
        var start = text[..Math.Min(text.Length, Longest - HashDigits - 1)].TrimEnd('-');
        return start.Length == 0 ? $"vpn-{hash}" : $"{start}-{hash}";
    }

    /// <summary>The name of one of several files: the first has no number.</summary>
    public static string Numbered(string name, int index, string extension) =>
        index == 0 ? $"{name}{extension}" : string.Create(CultureInfo.InvariantCulture, $"{name}-{index + 1}{extension}");

    private static bool IsReserved(string text) =>
        Array.Exists(Reserved, r => r.Equals(text.TrimEnd([.. "0123456789"]), StringComparison.OrdinalIgnoreCase));
}
