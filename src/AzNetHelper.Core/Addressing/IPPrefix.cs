using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AzNetHelper.Addressing;

/// <summary>
/// A block of IPv4 or IPv6 addresses, for example <c>10.0.0.0/16</c> or <c>fd00:10::/48</c>. Both families take one
/// path: the bits stand left-aligned in 128, so containment and order are the same arithmetic for both.
/// The default value is <c>0.0.0.0/0</c>.
/// </summary>
public readonly record struct IPPrefix : IParsable<IPPrefix>, IComparable<IPPrefix>
{
    // 255.255.255.255/32
    private const int MostIPv4 = 18;

    private IPPrefix(UInt128 bits, int length, bool isIPv6)
    {
        Bits = bits;
        Length = length;
        IsIPv6 = isIPv6;
    }

    /// <summary>Every IPv4 address.</summary>
    public static IPPrefix AllIPv4 => default;

    /// <summary>Every IPv6 address.</summary>
    public static IPPrefix AllIPv6 => new(0, 0, isIPv6: true);

    /// <summary>The network address, left-aligned in 128 bits whatever the family; host bits are zero.</summary>
    public UInt128 Bits { get; }

    /// <summary>The number of network bits: 0 to 32 for IPv4, 0 to 128 for IPv6.</summary>
    public int Length { get; }

    /// <summary>True for IPv6, false for IPv4.</summary>
    public bool IsIPv6 { get; }

    /// <summary>The number of bits of an address of this family: 32 or 128.</summary>
    public int Width => IsIPv6 ? 128 : 32;

    /// <summary>True when this is <c>0.0.0.0/0</c> or <c>::/0</c>.</summary>
    public bool IsDefault => Length == 0;

    /// <summary>The first address.</summary>
    public IPAddress Network => ToAddress(Bits, IsIPv6);

    /// <summary>The last address.</summary>
    public IPAddress Last => ToAddress(LastBits, IsIPv6);

    /// <summary>The bits of the last address, left-aligned; bits beyond the width of the family are zero.</summary>
    public UInt128 LastBits => Bits | (FamilyMask & ~Mask(Length));

    /// <summary>
    /// The bits of the last address with ones behind the width: the next block of the family begins one above it, in IPv4
    /// as in IPv6.
    /// </summary>
    internal UInt128 EndBits => Bits | ~Mask(Length);

    private UInt128 FamilyMask => Mask(Width);

    /// <summary>The prefix of the given length that contains the address; host bits are dropped.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length does not fit the family.</exception>
    public static IPPrefix Containing(IPAddress address, int length)
    {
        ArgumentNullException.ThrowIfNull(address);
        var isIPv6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, isIPv6 ? 128 : 32);
        return new(ToBits(address) & Mask(length), length, isIPv6);
    }

    /// <summary>The prefix that holds just this address (/32 or /128).</summary>
    public static IPPrefix Of(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Containing(address, address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32);
    }

    /// <summary>The prefix with these left-aligned bits; host bits are dropped.</summary>
    public static IPPrefix FromBits(UInt128 bits, int length, bool isIPv6)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, isIPv6 ? 128 : 32);
        return new(bits & Mask(length), length, isIPv6);
    }

    /// <summary>
    /// True when every address of <paramref name="other"/> is in this prefix; equal prefixes contain each other.
    /// </summary>
    public bool Contains(IPPrefix other) =>
        IsIPv6 == other.IsIPv6 && Length <= other.Length && (other.Bits & Mask(Length)) == Bits;

    /// <summary>True when the address is in this prefix.</summary>
    public bool Contains(IPAddress address) => Contains(Of(address));

    /// <summary>True when the two have an address in common: for prefixes that means one contains the other.</summary>
    public bool Overlaps(IPPrefix other) => Contains(other) || other.Contains(this);

    /// <summary>IPv4 before IPv6, then by first address, then the wider one first.</summary>
    public int CompareTo(IPPrefix other)
    {
        var byFamily = IsIPv6.CompareTo(other.IsIPv6);
        if (byFamily != 0)
        {
            return byFamily;
        }

        var byBits = Bits.CompareTo(other.Bits);
        return byBits != 0 ? byBits : Length.CompareTo(other.Length);
    }

    public static bool operator <(IPPrefix left, IPPrefix right) => left.CompareTo(right) < 0;

    public static bool operator >(IPPrefix left, IPPrefix right) => left.CompareTo(right) > 0;

    public static bool operator <=(IPPrefix left, IPPrefix right) => left.CompareTo(right) <= 0;

    public static bool operator >=(IPPrefix left, IPPrefix right) => left.CompareTo(right) >= 0;

    /// <summary>
    /// Canonical CIDR text, which <see cref="Parse(string, IFormatProvider?)"/> reads back to the same value.
    /// </summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Network}/{Length}");

    /// <summary>Reads CIDR text. A bare address is its /32 or /128.</summary>
    /// <exception cref="FormatException">The text is no prefix, or it has host bits set (10.0.0.1/16).</exception>
    public static IPPrefix Parse(string s) => Parse(s, provider: null);

    public static IPPrefix Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Read(s, out var prefix) is { } fault ? throw new FormatException(fault) : prefix;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out IPPrefix result)
    {
        result = default;
        return s is not null && Read(s, out result) is null;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, out IPPrefix result) =>
        TryParse(s, provider: null, out result);

    private static string? Read(string text, out IPPrefix prefix)
    {
        prefix = default;
        Span<byte> ascii = stackalloc byte[MostIPv4];
        if (text.Length <= MostIPv4 && Ascii.FromUtf16(text, ascii, out var written) == OperationStatus.Done
            && TryReadIPv4(ascii[..written], out prefix))
        {
            return null;
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var addressText = slash < 0 ? text : text[..slash];
        if (!TryReadAddress(addressText, out var address))
        {
            return $"'{text}' is not an IP prefix. Write it like 10.0.0.0/16 or fd00:10::/48.";
        }

        var isIPv6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        var width = isIPv6 ? 128 : 32;
        var length = width;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture,
            out length) || length > width))
        {
            return $"'{text}' has no prefix length between 0 and {width} behind the slash.";
        }

        var bits = ToBits(address);
        prefix = new(bits & Mask(length), length, isIPv6);
        if (bits != prefix.Bits)
        {
            var fault = $"'{text}' has bits set behind its length: the network is {prefix}.";
            prefix = default;
            return fault;
        }

        return null;
    }

    /// <summary>
    /// Reads an IPv4 prefix, or bare address, that is written as it should be; false for everything else, which
    /// <see cref="Parse(string)"/> reads or tells the fault of.
    /// </summary>
    internal static bool TryReadIPv4(ReadOnlySpan<byte> text, out IPPrefix prefix)
    {
        prefix = default;
        uint bits = 0;
        for (var i = 0; i < 4; i++)
        {
            if (!TryReadNumber(ref text, most: 255, out var part) || (i < 3 && !TrySkip(ref text, '.')))
            {
                return false;
            }

            bits = (bits << 8) | part;
        }

        var length = 32u;
        if (!text.IsEmpty && !(TrySkip(ref text, '/') && TryReadNumber(ref text, most: 32, out length) && text.IsEmpty))
        {
            return false;
        }

        var mask = length == 0 ? 0 : uint.MaxValue << (int)(32 - length);
        if ((bits & mask) != bits)
        {
            return false;
        }

        prefix = new((UInt128)bits << 96, (int)length, isIPv6: false);
        return true;
    }

    // Decimal digits without leading zeros.
    private static bool TryReadNumber(ref ReadOnlySpan<byte> text, uint most, out uint number)
    {
        number = 0;
        var digits = 0;
        for (; digits < Math.Min(text.Length, 3) && text[digits] is >= (byte)'0' and <= (byte)'9'; digits++)
        {
            number = (number * 10) + (uint)(text[digits] - '0');
        }

        var isPlain = digits > 0 && number <= most && (digits == 1 || text[0] != '0');
        text = text[digits..];
        return isPlain;
    }

    private static bool TrySkip(ref ReadOnlySpan<byte> text, char sign)
    {
        var found = !text.IsEmpty && text[0] == sign;
        text = found ? text[1..] : text;
        return found;
    }

    // IPAddress also reads 10.1 and 0x0A000001; Azure and people mean four decimal parts.
    private static bool TryReadAddress(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        if (text.Contains('%', StringComparison.Ordinal) || text.Contains('[', StringComparison.Ordinal)
            || !IPAddress.TryParse(text, out var parsed))
        {
            return false;
        }

        if (parsed.AddressFamily == AddressFamily.InterNetwork
            && !string.Equals(parsed.ToString(), text, StringComparison.Ordinal))
        {
            return false;
        }

        address = parsed;
        return true;
    }

    private static UInt128 Mask(int length) => length == 0 ? 0 : UInt128.MaxValue << (128 - length);

    private static UInt128 ToBits(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address.TryWriteBytes(bytes, out _);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static IPAddress ToAddress(UInt128 bits, bool isIPv6)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, bits);
        return new IPAddress(isIPv6 ? bytes : bytes[..4]);
    }
}
