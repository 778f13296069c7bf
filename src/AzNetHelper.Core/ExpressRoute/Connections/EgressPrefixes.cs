using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Addressing;

namespace AzNetHelper.ExpressRoute;

/// <summary>
/// The prefixes that take all Internet traffic of a family, one or together: a default route, or halves and quarters of one, as routers announce
/// them to win over somebody else's default route.
/// </summary>
internal static class EgressPrefixes
{
    private const int MostNamed = 6;

    // All that the Internet has of IPv6 (RFC 4291, 2.4): routers announce it in the place of a default route.
    private static readonly IPPrefix s_globalIPv6 = IPPrefix.Parse("2000::/3");

    /// <summary>The widest of them that were announced; none where these do not reach all of the Internet.</summary>
    public static ImmutableArray<IPPrefix> Of(IReadOnlyCollection<IPPrefix> announced)
    {
        var all = PrefixSet.Of(announced);
        return
        [
            .. new[] { IPPrefix.AllIPv4, s_globalIPv6 }.Where(all.Contains)
                .SelectMany(family => announced.Where(p => p.IsIPv6 == family.IsIPv6 && p.Overlaps(family)))
                .Where(p => !announced.Any(o => o != p && o.Contains(p))).Distinct().Order(),
        ];
    }

    /// <summary>In words.</summary>
    public static string Words(ImmutableArray<IPPrefix> prefixes) => prefixes.Length > MostNamed
        ? string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", prefixes.Take(MostNamed))} and {prefixes.Length - MostNamed} more, which together hold the whole Internet")
        : string.Join(" and ", prefixes) + (prefixes.Any(p => !p.IsDefault) ? ", which together hold the whole Internet" : string.Empty);
}
