using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using System.Text.RegularExpressions;

namespace AzNetHelper.Certificates;

/// <summary>What is found in bytes or text that may be a certificate in one of the many shapes that people have it in.</summary>
/// <param name="Certificates">In their order.</param>
/// <param name="HasKey">True where a private key is there, too. It is not read.</param>
internal sealed partial record CertificateText(ImmutableArray<CertificateFacts> Certificates, bool HasKey)
{
    // Base64 of base64 of a PEM has been seen (a file's content, encoded for a template, encoded once more by a tool).
    private const int MostLayers = 4;

    // None of the expressions goes back more than once; a file that is no certificate may be as large as it likes all the same.
    private const int PatienceMilliseconds = 5000;

    private static CertificateText Nothing { get; } = new([], false);

    /// <summary>Reads DER, PKCS #7, PEM, base64 of any of these, in UTF-8 or UTF-16.</summary>
    public static CertificateText Read(ReadOnlySpan<byte> bytes) => Read(bytes, MostLayers);

    public static CertificateText Read(string text) => Read(text, MostLayers);

    private static CertificateText Read(ReadOnlySpan<byte> bytes, int layers)
    {
        if (CertificateFacts.Read(bytes) is { } certificate)
        {
            return new([certificate], false);
        }

        // DER begins with a sequence. As text it would be '0', which base64 of a sequence never begins with ('M').
        return bytes is [0x30, >= 0x80, ..] ? Signed(bytes) ?? new([], IsKey(bytes)) : layers > 0 ? Read(Decode(bytes), layers - 1) : Nothing;
    }

    private static CertificateText Read(string text, int layers)
    {
        // Line breaks that a JSON or an environment variable spells out.
        var plain = text.Replace("\\r", "\n", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal);
        var blocks = Block().Matches(plain);
        if (blocks.Count > 0)
        {
            var read = blocks.Where(b => !IsKeyLabel(b)).Select(b => Base64(b.Groups["data"].Value, layers)).ToArray();
            return new([.. read.SelectMany(r => r.Certificates)], blocks.Any(IsKeyLabel) || read.Any(r => r.HasKey));
        }

        return Marker().Matches(plain).Any(m => m.Value.Contains("PRIVATE KEY", StringComparison.Ordinal)) ? new([], true)
            : Base64(Marker().Replace(plain, string.Empty), layers);
    }

    private static CertificateText Base64(string text, int layers)
    {
        var bare = Blank().Replace(text, string.Empty).Trim('"', '\'');
        bare = bare.TrimEnd('=') is var digits && digits.Length % 4 is var left and not 0 ? digits.PadRight(digits.Length + 4 - left, '=') : digits;
        var bytes = new byte[bare.Length];
        return bare.Length > 0 && Convert.TryFromBase64String(bare, bytes, out var length) ? Read(bytes.AsSpan(0, length), layers) : Nothing;
    }

    private static CertificateText? Signed(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var message = new SignedCms();
            message.Decode(bytes);
            return new([.. message.Certificates.Select(CertificateFacts.Of)], false);
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            return null;
        }
    }

    // Whether it is a key is all that is asked: RFC 5958 in the clear or encrypted, RFC 8017 or RFC 5915.
    private static bool IsKey(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new AsnReader(bytes.ToArray(), AsnEncodingRules.BER).ReadSequence();
            if (reader.PeekTag() == Asn1Tag.Integer)
            {
                reader.ReadIntegerBytes();
                return reader.HasData && reader.PeekTag() is var next
                    && (next == Asn1Tag.Integer || next == Asn1Tag.PrimitiveOctetString || next == Asn1Tag.Sequence);
            }

            reader.ReadSequence();
            return reader.HasData && reader.PeekTag() == Asn1Tag.PrimitiveOctetString;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static string Decode(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(bytes[2..]),
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(bytes[2..]),
        [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8.GetString(bytes[3..]),
        [not 0, 0, not 0, 0, ..] => Encoding.Unicode.GetString(bytes),
        _ => Encoding.UTF8.GetString(bytes),
    };

    private static bool IsKeyLabel(Match block) => block.Groups["label"].Value.EndsWith("PRIVATE KEY", StringComparison.Ordinal);

    [GeneratedRegex("-----BEGIN (?<label>[A-Z0-9 ]+)-----(?<data>[^-]*)-----END \\k<label>-----", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, PatienceMilliseconds)]
    private static partial Regex Block();

    [GeneratedRegex("-----(BEGIN|END) [A-Z0-9 ]+-----", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, PatienceMilliseconds)]
    private static partial Regex Marker();

    // Also what editors and web pages leave: a byte order mark, blanks without width, marks of direction.
    [GeneratedRegex("[\\s\\u00A0\\u200B-\\u200F\\uFEFF]+", RegexOptions.CultureInvariant, PatienceMilliseconds)]
    private static partial Regex Blank();
}
