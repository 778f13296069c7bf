using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation;

/// <summary>
/// The pairs of networks that a tunnel protects. A route-based connection offers any to any; with
/// <c>usePolicyBasedTrafficSelectors</c> or <c>trafficSelectorPolicies</c> every pair must be on both sides
/// (azure-network-rules 4.3).
/// </summary>
internal static class TrafficSelectors
{
    /// <summary>Both halves of a VNet-to-VNet connection say the same, each from its own side.</summary>
    public static bool Mirror(JsonObject? left, JsonObject? right)
    {
        var (mine, theirs) = (Declared(left), Declared(right));
        return UsesPolicies(left) == UsesPolicies(right)
            && (mine.Count == 0 || theirs.Count == 0 || mine.SetEquals(theirs.Select(t => (t.Remote, t.Local))));
    }

    /// <summary>The device's pairs are the connection's; a device without pairs takes all that are offered.</summary>
    public static bool Fit(Cloud cloud, JsonObject? connection, JsonObject? gateway, JsonObject? site, OnPremisesDevice device)
    {
        if (device.TrafficSelectors.IsDefaultOrEmpty)
        {
            return true;
        }

        return (UsesPolicies(connection) || Declared(connection).Count > 0)
            && Pairs(cloud, connection, gateway, site).SetEquals(device.TrafficSelectors.Select(t => (t.Remote, t.Local)));
    }

    public static string Text(Cloud cloud, JsonObject? connection, JsonObject? gateway, JsonObject? site) =>
        UsesPolicies(connection)
            ? string.Join(',', Pairs(cloud, connection, gateway, site).Order().Select(p => $"{p.Local}={p.Remote}"))
            : string.Empty;

    private static bool UsesPolicies(JsonObject? connection) => connection.Flag("usePolicyBasedTrafficSelectors") ?? false;

    private static HashSet<(string Local, string Remote)> Pairs(
        Cloud cloud, JsonObject? connection, JsonObject? gateway, JsonObject? site) =>
        Declared(connection) is { Count: > 0 } declared ? declared
            : [.. from local in GatewayShape.Prefixes(cloud, gateway)
                  from remote in Negotiation.SitePrefixes(site)
                  select (local.ToString(), remote.ToString())];

    private static HashSet<(string Local, string Remote)> Declared(JsonObject? connection) =>
        [.. from policy in connection.Objects("trafficSelectorPolicies")
            from local in policy.Texts("localAddressRanges")
            from remote in policy.Texts("remoteAddressRanges")
            select (local, remote)];
}
