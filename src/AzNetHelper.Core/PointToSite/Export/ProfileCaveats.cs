using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.Reachability;

namespace AzNetHelper.PointToSite;

/// <summary>How many prefixes a kind of client takes.</summary>
/// <param name="Kind">The profile's kind.</param>
/// <param name="Most">The most that it takes.</param>
/// <param name="Who">Whom that concerns.</param>
internal sealed record ClientRouteLimit(string Kind, int Most, string Who)
{
    /// <summary>azure-network-rules 2.3 (j): VNet, peered VNets and local networks together.</summary>
    public static ImmutableArray<ClientRouteLimit> All { get; } =
    [
        new("Windows", 25, "Windows before Windows 10 version 2004"),
        new("Windows", 255, "Windows"),
        new("OpenVpn", 1000, "OpenVPN"),
    ];
}

/// <summary>What to know of a profile once it is on its device.</summary>
internal static class ProfileCaveats
{
    public static ImmutableArray<string> Of(ClientPackage package, IReadOnlyCollection<string> kinds, ImmutableArray<ClientReach> reaches)
    {
        var prefixes = package.Ike is { Routes.IsEmpty: false } ike ? ike.Routes
            : [.. reaches.Where(r => r.Verdict is Verdict.Reachable or Verdict.Partial).SelectMany(r => r.Prefixes).Distinct()];
        return
        [
            .. package.Remarks,
            .. OfRoutes(package, reaches),
            .. ClientRouteLimit.All.Where(l => kinds.Contains(l.Kind, StringComparer.Ordinal) && prefixes.Length > l.Most).Select(l => string.Create(CultureInfo.InvariantCulture,
                $"{l.Who} takes at most {l.Most} prefixes, and there are {prefixes.Length}: what comes after these is not reached. Fewer, wider address spaces help.")),
            .. kinds.Contains("Windows", StringComparer.Ordinal) ? ["Windows knows the routes that this profile has: after a peering was added or an address space was changed, "
                + "export the profile again and install it anew."] : Array.Empty<string>(),
            "Export the profiles again when the gateway's pool, protocols or sign-in change, and when Azure has renewed the gateway's certificate: "
                + "older ones do not connect then.",
        ];
    }

    // Routing would carry it, but the client would not send it: the package was generated before, or a static connection is behind.
    private static IEnumerable<string> OfRoutes(ClientPackage package, ImmutableArray<ClientReach> reaches)
    {
        if (package.Ike is not { Routes.IsEmpty: false } ike)
        {
            yield break;
        }

        foreach (var reach in reaches.Where(r => r.Verdict == Verdict.Reachable))
        {
            IPPrefix[] untold = [.. reach.Prefixes.Where(p => !ike.Routes.Any(r => r.Contains(p)))];
            if (untold.Length > 0)
            {
                yield return $"{reach.Name} can be reached, but the gateway's package has no route for {string.Join(", ", untold)}: clients that take their "
                    + "routes from the profile do not send there. Add it with Set-P2SConfiguration -CustomRoute, then export again.";
            }
        }
    }
}
