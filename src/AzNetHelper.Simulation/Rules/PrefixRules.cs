using System.Net;
using AzNetHelper.Addressing;

namespace AzNetHelper.Simulation;

/// <summary>Prefixes that a VNet or a subnet may have.</summary>
internal static class PrefixRules
{
    // Virtual networks FAQ: multicast, broadcast, loopback, link-local and Azure's own DNS address are refused.
    private static readonly (IPPrefix Prefix, string Use)[] Reserved =
    [
        (IPPrefix.Parse("224.0.0.0/4"), "multicast"),
        (IPPrefix.Parse("255.255.255.255/32"), "broadcast"),
        (IPPrefix.Parse("127.0.0.0/8"), "loopback"),
        (IPPrefix.Parse("169.254.0.0/16"), "link-local"),
        (IPPrefix.Parse("168.63.129.16/32"), "Azure's internal DNS"),
    ];

    public static ArmError? Read(IEnumerable<string> texts, out IReadOnlyList<IPPrefix> prefixes)
    {
        var read = new List<IPPrefix>();
        prefixes = read;
        foreach (var text in texts)
        {
            if (!IPPrefix.TryParse(text, out var prefix))
            {
                return NetworkErrors.InvalidPrefix.With(text, Nearest(text));
            }

            read.Add(prefix);
        }

        return null;
    }

    public static ArmError? CheckNetwork(string network, IReadOnlyList<IPPrefix> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (Array.Find(Reserved, r => r.Prefix.Overlaps(prefix)) is { Use: { } use })
            {
                return NetworkErrors.PrefixNotAllowed.With(prefix, network, use);
            }
        }

        for (var i = 0; i < prefixes.Count; i++)
        {
            for (var j = i + 1; j < prefixes.Count; j++)
            {
                if (prefixes[i].Overlaps(prefixes[j]))
                {
                    return NetworkErrors.PrefixesOverlap.With($"{prefixes[i]} and {prefixes[j]}", network);
                }
            }
        }

        return null;
    }

    /// <summary>
    /// The size that a subnet may have: /29 to /2 in IPv4, exactly /64 in IPv6 (virtual networks FAQ).
    /// </summary>
    public static bool IsSubnetSize(IPPrefix prefix) =>
        prefix.IsIPv6 ? prefix.Length == 64 : prefix.Length is >= 2 and <= 29;

    private static string Nearest(string text) =>
        text.Split('/') is [var address, var length] && IPAddress.TryParse(address, out var ip)
        && int.TryParse(length, System.Globalization.CultureInfo.InvariantCulture, out var bits)
        && bits >= 0 && bits <= (ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? 128 : 32)
            ? IPPrefix.Containing(ip, bits).ToString()
            : "an address, a slash and a length";
}
