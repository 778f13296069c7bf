using System.Globalization;
using System.Net;
using AzNetHelper.Addressing;
using Xunit;

namespace AzNetHelper.Tests.Addressing;

public sealed class IPPrefixTests
{
    [Theory]
    [InlineData("10.0.0.0/8")]
    [InlineData("0.0.0.0/0")]
    [InlineData("255.255.255.255/32")]
    [InlineData("0.0.0.0/32")]
    [InlineData("128.0.0.0/1")]
    [InlineData("::/0")]
    [InlineData("::/128")]
    [InlineData("::1/128")]
    [InlineData("8000::/1")]
    [InlineData("fd00:10::/48")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128")]
    [InlineData("::ffff:10.0.0.0/104")]
    public void Canonical_text_reads_back_as_it_was(string text) => Assert.Equal(text, IPPrefix.Parse(text).ToString());

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1/32")]
    [InlineData("fd00::1", "fd00::1/128")]
    [InlineData("FD00:0:0::/48", "fd00::/48")]
    [InlineData("fd00::1.2.3.4/128", "fd00::102:304/128")]
    public void Other_spellings_become_canonical(string text, string canonical) =>
        Assert.Equal(canonical, IPPrefix.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/8")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/+8")]
    [InlineData("10.0.0.0/8.0")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("10.0.0.0/ 8")]
    [InlineData(" 10.0.0.0/8")]
    [InlineData("10.0.0.0 /8")]
    [InlineData("10/8")]
    [InlineData("10.1/16")]
    [InlineData("0x0A000000/8")]
    [InlineData("167772160/8")]
    [InlineData("010.0.0.0/8")]
    [InlineData("10.0.0.256/32")]
    [InlineData("10.0.0.0/99999999999")]
    [InlineData("fd00::/129")]
    [InlineData("fe80::1%1/128")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[::1]/128")]
    [InlineData("[::1]")]
    [InlineData("::1:2::/64")]
    [InlineData("AzureCloud")]
    [InlineData("10.0.0.0\n/8")]
    public void What_is_no_prefix_is_refused(string text)
    {
        Assert.False(IPPrefix.TryParse(text, out _));
        Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => IPPrefix.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_is_refused() => Assert.False(IPPrefix.TryParse(null, out _));

    [Theory]
    [InlineData("10.0.0.1/16", "10.0.0.0/16")]
    [InlineData("10.0.0.1/0", "0.0.0.0/0")]
    [InlineData("fd00::1/127", "fd00::/127")]
    public void Host_bits_are_refused_with_the_network_that_was_meant(string text, string meant) =>
        Assert.Contains(meant, Assert.Throws<FormatException>(() => IPPrefix.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    public void Text_is_the_same_in_every_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            Assert.Equal("fd00:ab::/32", IPPrefix.Parse("FD00:AB::/32").ToString());
            Assert.Equal("10.128.0.0/9", IPPrefix.Parse("10.128.0.0/9").ToString());
            Assert.False(IPPrefix.TryParse("10.0.0.0/\u0668", out _));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_default_value_is_every_IPv4_address()
    {
        Assert.Equal("0.0.0.0/0", default(IPPrefix).ToString());
        Assert.True(default(IPPrefix).IsDefault);
        Assert.Equal(IPPrefix.AllIPv4, default);
        Assert.Equal(IPAddress.Broadcast, IPPrefix.AllIPv4.Last);
        Assert.NotEqual(IPPrefix.AllIPv4, IPPrefix.AllIPv6);
    }

    [Fact]
    public void Families_share_no_address()
    {
        Assert.False(IPPrefix.AllIPv4.Overlaps(IPPrefix.AllIPv6));
        Assert.False(IPPrefix.AllIPv6.Contains(IPAddress.Loopback));

        // The IPv4 address inside a mapped IPv6 address is an IPv6 address.
        Assert.False(IPPrefix.Parse("10.0.0.0/8").Contains(IPAddress.Parse("::ffff:10.0.0.1")));
        Assert.True(IPPrefix.Parse("::ffff:10.0.0.0/104").Contains(IPAddress.Parse("::ffff:10.1.2.3")));
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.255.255.255")]
    [InlineData("10.0.0.4/32", "10.0.0.4")]
    [InlineData("0.0.0.0/0", "255.255.255.255")]
    [InlineData("fd00::/127", "fd00::1")]
    [InlineData("::/0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    public void The_last_address_ends_the_block(string prefix, string last) =>
        Assert.Equal(IPAddress.Parse(last), IPPrefix.Parse(prefix).Last);

    [Fact]
    public void Order_is_family_then_address_then_the_wider_first()
    {
        string[] sorted = ["0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/16", "10.1.0.0/16", "192.168.0.0/16", "::/0", "fd00::/8", "fd00::/16"];
        Assert.Equal(sorted, Enumerable.Reverse(sorted).Select(IPPrefix.Parse).Order().Select(p => p.ToString()));
        Assert.True(IPPrefix.Parse("10.0.0.0/8") < IPPrefix.Parse("10.0.0.0/9"));
        Assert.True(IPPrefix.Parse("10.0.0.0/8") >= IPPrefix.Parse("10.0.0.0/8"));
    }

    [Theory]
    [InlineData("10.0.0.1", -1)]
    [InlineData("10.0.0.1", 33)]
    [InlineData("fd00::1", 129)]
    public void A_length_outside_the_family_is_refused(string address, int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => IPPrefix.Containing(IPAddress.Parse(address), length));
}
