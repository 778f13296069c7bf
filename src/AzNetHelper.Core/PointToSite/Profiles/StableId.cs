using System.Security.Cryptography;
using System.Text;

namespace AzNetHelper.PointToSite.Profiles;

/// <summary>
/// Identifiers that follow from what they are for: a profile that is written again takes the place of its predecessor on the device.
/// </summary>
internal static class StableId
{
    // Version 8 is for hashes of one's own (RFC 9562, 5.8).
    private const int Version = 0x80;
    private const int Variant = 0x80;

    public static string Of(string kind, params ReadOnlySpan<string> parts) =>
        Of(Encoding.UTF8.GetBytes(string.Join('\0', (string[])[kind, .. parts])));

    public static string Of(string kind, ReadOnlySpan<byte> content) => Of([.. Encoding.UTF8.GetBytes(kind + '\0'), .. content]);

    private static string Of(byte[] content)
    {
        var bytes = SHA256.HashData(content).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | Version);
        bytes[8] = (byte)((bytes[8] & 0x3F) | Variant);
        return new Guid(bytes, bigEndian: true).ToString("D").ToUpperInvariant();
    }
}
