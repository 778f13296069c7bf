using AzNetHelper.Certificates;
using Xunit;

namespace AzNetHelper.Tests.PointToSite;

public sealed class ThumbprintTests
{
    private const string Digits = "0123456789ABCDEF0123456789ABCDEF01234567";

    [Theory]
    [InlineData(Digits)]
    [InlineData("0123456789abcdef0123456789abcdef01234567")]
    [InlineData("01 23 45 67 89 ab cd ef 01 23 45 67 89 ab cd ef 01 23 45 67")]
    [InlineData("01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67")]
    [InlineData("sha1 Fingerprint=01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67")]
    [InlineData("01-23-45-67-89-AB-CD-EF-01-23-45-67-89-AB-CD-EF-01-23-45-67")]
    [InlineData("  0x0123456789ABCDEF0123456789ABCDEF01234567\r\n")]
    [InlineData("\u200e0123456789abcdef0123456789abcdef01234567")]
    [InlineData("\ufeff01\u00a023456789abcdef\u20110123456789abcdef01234567\u200f")]
    public void It_is_read_in_every_notation(string text)
    {
        Assert.Equal(Digits, Thumbprint.Read(text).Thumbprint?.Value);
        Assert.True(Thumbprint.Parse(text, null).Is(text));
        Assert.Equal(Thumbprint.Parse(Digits, null), Thumbprint.Parse(text, null));
    }

    [Theory]
    [InlineData("", "has no digits")]
    [InlineData("\u200e", "has no digits")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF0123456", "has 39 hexadecimal digits, and a thumbprint has 40")]
    [InlineData("O123456789ABCDEF0123456789ABCDEF01234567", "holds 'O' (U+004F)")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF", "a hash of SHA-256; Azure revokes by SHA-1")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF", "a hash of MD5")]
    [InlineData("\u0660123456789ABCDEF0123456789ABCDEF01234567", "U+0660")]
    public void What_is_none_says_why(string text, string why)
    {
        var (thumbprint, reason) = Thumbprint.Read(text);
        Assert.Null(thumbprint);
        Assert.Contains(why, reason, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => Thumbprint.Parse(text, null));
        Assert.False(Thumbprint.TryParse(text, null, out _));
    }
}
