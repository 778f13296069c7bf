using System.Globalization;
using AzNetHelper.Addressing;

namespace AzNetHelper.Services;

/// <summary>How services take addresses in their rules.</summary>
internal static class AddressRules
{
    // What a rule may not hold: storage-network-security and cognitive-services-virtual-networks name RFC 1918; the others cannot see them.
    private static readonly PrefixSet Private = PrefixSet.Of(
        IPPrefix.Parse("10.0.0.0/8"), IPPrefix.Parse("172.16.0.0/12"), IPPrefix.Parse("192.168.0.0/16"));

    private static readonly IPPrefix Zero = IPPrefix.FromBits(0, 32, isIPv6: false);

    /// <summary>The texts of the rules that let a prefix in, as the kind takes them.</summary>
    public static IEnumerable<string> Write(ServiceKind kind, IPPrefix prefix) => kind.Addresses switch
    {
        AddressForm.Range => [$"{prefix.Network}-{prefix.Last}"],
        AddressForm.NoSmallPrefix when prefix.Length > 30 => prefix.Length == 32 ? [$"{prefix.Network}"] : [$"{prefix.Network}", $"{prefix.Last}"],
        _ => [prefix.Length == 32 && kind != ServiceKinds.KeyVault ? $"{prefix.Network}" : prefix.ToString()],
    };

    /// <summary>The name of the firewall rule of a server that lets a prefix in.</summary>
    public static string Name(IPPrefix prefix) => string.Create(CultureInfo.InvariantCulture,
        $"keep-{prefix.Network.ToString().Replace('.', '-')}-{prefix.Length}");

    /// <summary>Why a prefix cannot stand in a rule of a kind; null where it can.</summary>
    public static string? Fault(ServiceKind kind, IPPrefix prefix) =>
        prefix.IsIPv6 ? $"{prefix} is IPv6, which rules of a {kind.Title} do not take here"
        : prefix.IsDefault ? $"{prefix} is everybody"
        : prefix == Zero && kind.Home == RuleHome.Children ? null
        : prefix == Zero ? $"{prefix.Network} is no address that a client has"
        : Private.Overlaps(prefix) ? $"{prefix} is private: a {kind.Title} sees the public addresses of its clients. Name a subnet with -Subnet instead, "
            + "or the public address that the clients are seen with"
        : null;
}
