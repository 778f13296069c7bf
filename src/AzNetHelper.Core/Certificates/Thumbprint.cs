using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace AzNetHelper.Certificates;

/// <summary>
/// The SHA-1 hash of a certificate, by which Azure revokes it (azure-network-rules 5): 40 upper-case hexadecimal digits, whatever the
/// notation that it was given in.
/// </summary>
public sealed record Thumbprint : IParsable<Thumbprint>
{
    private const int Digits = 40;

    // Of the other hashes that tools show: SHA-256, SHA-384, SHA-512, MD5.
    private static readonly ImmutableDictionary<int, string> OtherHashes = ImmutableDictionary.CreateRange(
        [KeyValuePair.Create(64, "SHA-256"), KeyValuePair.Create(96, "SHA-384"), KeyValuePair.Create(128, "SHA-512"), KeyValuePair.Create(32, "MD5")]);

    private Thumbprint(string value) => Value = value;

    /// <summary>The digits.</summary>
    public string Value { get; }

    /// <summary>
    /// Reads a thumbprint as people have it: with blanks, colons or dashes between its digits, in either case, after openssl's
    /// <c>sha1 Fingerprint=</c>, or with the mark of direction that the dialog of Windows copies along.
    /// </summary>
    /// <returns>The thumbprint; or why the text is none.</returns>
    public static (Thumbprint? Thumbprint, string? Why) Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bare = text[(text.LastIndexOf('=') + 1)..];
        var digits = string.Concat(bare.Where(c => !IsBetween(c)));
        digits = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? digits[2..] : digits;
        if (digits.Length == 0)
        {
            return (null, $"'{text}' has no digits");
        }

        if (digits.FirstOrDefault(c => !char.IsAsciiHexDigit(c)) is not '\0' and var wrong)
        {
            return (null, string.Create(CultureInfo.InvariantCulture, $"'{text}' holds '{wrong}' (U+{(int)wrong:X4}), which is no hexadecimal digit"));
        }

        return digits.Length == Digits ? (new(digits.ToUpperInvariant()), null)
            : OtherHashes.TryGetValue(digits.Length, out var hash)
                ? (null, $"'{text}' has {digits.Length} digits, which is a hash of {hash}; Azure revokes by SHA-1, {Digits} digits")
            : (null, string.Create(CultureInfo.InvariantCulture, $"'{text}' has {digits.Length} hexadecimal digits, and a thumbprint has {Digits}"));
    }

    /// <exception cref="FormatException">The text is no thumbprint.</exception>
    public static Thumbprint Parse(string s, IFormatProvider? provider) =>
        Read(s) is ({ } thumbprint, _) ? thumbprint : throw new FormatException($"{Read(s).Why}.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [NotNullWhen(true)] out Thumbprint? result) =>
        (result = s is null ? null : Read(s).Thumbprint) is not null;

    /// <summary>True where a text, in whatever notation, is this thumbprint.</summary>
    public bool Is(string? text) => text is not null && Read(text).Thumbprint == this;

    public override string ToString() => Value;

    // Blanks of every kind, and what has no width (marks of direction, a byte order mark, joiners).
    private static bool IsBetween(char c) => c is ':' or '-' or '.' || char.IsWhiteSpace(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.DashPunctuation or UnicodeCategory.Control;
}
