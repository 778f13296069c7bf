using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AzNetHelper.Addressing;
using CsCheck;
using Xunit;

namespace AzNetHelper.Tests.Addressing;

/// <summary>Prefixes and what only looks like one, held against the platform's own reading of addresses.</summary>
public sealed class IPPrefixTextProperties
{
    private static readonly Gen<string> Part = Gen.OneOf(
        Gen.Int[0, 300].Select(i => i.ToString(CultureInfo.InvariantCulture)),
        Gen.Int[0, 7].Select(i => new[] { "", "00", "01", "0x1", "+1", " 1", "1 ", "1000" }[i]));

    private static readonly Gen<string> Length = Gen.OneOf(
        Gen.Const(string.Empty), Gen.Int[0, 40].Select(i => FormattableString.Invariant($"/{i}")),
        Gen.Int[0, 6].Select(i => new[] { "/", "/08", "/032", "/-1", "//8", "/8/", "/8 " }[i]));

    private static readonly Gen<string> Text = Gen.Select(Part.Array[3, 5], Length, Gen.Bool, (parts, length, isZeroed) =>
        $"{string.Join('.', isZeroed ? [.. parts.Take(1), .. parts.Skip(1).Select(_ => "0")] : parts)}{length}");

    [Fact]
    public void A_text_is_a_prefix_where_its_address_and_its_length_are_right()
    {
        var sound = 0;
        Text.Sample(text =>
        {
            var expected = Expected(text);
            Assert.Equal(expected is not null, IPPrefix.TryParse(text, out var read));
            if (expected is { } prefix)
            {
                Interlocked.Increment(ref sound);
                Assert.Equal(prefix, read);
                Assert.Equal(read, IPPrefix.Parse(read.ToString()));
            }
            else
            {
                Assert.Equal(default, read);
            }
        }, iter: 20_000);
        Assert.True(sound > 500, $"only {sound} texts were prefixes");
    }

    private static IPPrefix? Expected(string text)
    {
        var parts = text.Split('/', 2);
        if (!IPAddress.TryParse(parts[0], out var address) || address.AddressFamily != AddressFamily.InterNetwork || address.ToString() != parts[0])
        {
            return null;
        }

        var length = 32;
        return (parts.Length == 1 || int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out length)) && length <= 32
            && IPPrefix.Containing(address, length) is var prefix && prefix.Network.Equals(address)
                ? prefix
                : null;
    }
}
