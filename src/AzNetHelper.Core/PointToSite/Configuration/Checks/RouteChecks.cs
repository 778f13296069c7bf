using AzNetHelper.Addressing;
using AzNetHelper.Planning;

namespace AzNetHelper.PointToSite.Checks;

/// <summary>Rules about the routes that clients are told.</summary>
internal static class RouteChecks
{
    public static IEnumerable<Finding> Unfit(P2SConfigurationLayout layout)
    {
        // A wider route over the pool is legitimate: clients reach each other, and more, by it.
        foreach (var prefix in layout.HasRouteChange || layout.HasPoolChange ? layout.CustomRoutes : [])
        {
            if (prefix.IsDefault && layout.HasRouteChange)
            {
                // A client has a default route of its own, which a second one does not win over.
                yield return layout.Wrong($"{prefix} is not given to clients as it is. For all of their traffic give its two halves: "
                    + (prefix.IsIPv6 ? "::/1 and 8000::/1." : "0.0.0.0/1 and 128.0.0.0/1."));
            }
            else if (layout.Pool.Where(p => !p.IsDefault && prefix != p && p.Contains(prefix)).Select(p => (IPPrefix?)p).FirstOrDefault() is { } pool)
            {
                yield return layout.Wrong($"The custom route {prefix} lies in the pool {pool}, which clients have anyway"
                    + (layout.HasRouteChange ? "." : ": give another pool, or other routes with -CustomRoute."));
            }
        }

        foreach (var twice in layout.Request.CustomRoutes is null ? [] : layout.CustomRoutes.GroupBy(p => p).Where(g => g.Skip(1).Any()))
        {
            yield return layout.Wrong($"The custom route {twice.Key} was given twice.");
        }
    }

    public static IEnumerable<Finding> NewProfiles(P2SConfigurationLayout layout) =>
        layout is { HasRouteChange: true, IsNew: false }
            ? [layout.Informs("Windows' own client has the routes in its profile: it needs a new one to have them.")] : [];
}
