using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>
/// What a removal leaves that was ended between a connection and its site: the site, which has the name that the connection was
/// given after it (<c>gateway-to-site</c>). A site has no mark of who made it, so it is told, with the command, and not removed.
/// </summary>
internal static class SiteLeft
{
    private const string Joint = "-to-";

    /// <summary>Tells the sites of connections that are not there.</summary>
    /// <param name="arm">The connection to Azure.</param>
    /// <param name="missing">The connections, by ids, <c>group/name</c> or names.</param>
    /// <param name="subscriptionIds">Where names are looked for; empty for everywhere.</param>
    /// <param name="steps">Where it is told.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task TellAsync(
        IArm arm, IEnumerable<string> missing, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken stop)
    {
        foreach (var (connection, names) in missing.Select(m => (m, SitesOf(m).ToArray())).Where(m => m.Item2.Length > 0))
        {
            var found = await NetworkResolver.ResolveAsync(
                arm, names, ResourceTypes.LocalNetworkGateway, subscriptionIds, StepWriter.Nowhere, stop).ConfigureAwait(false);
            var harvest = new Harvest(arm, StepWriter.Nowhere, NetworkReader.DefaultThrottleLimit);
            await harvest.GetAsync(found.Ids, "sites", Harvest.LeavesGap, stop).ConfigureAwait(false);
            foreach (var site in harvest.Values<LocalNetworkGateway>().OrderBy(s => s.Id))
            {
                steps.Notice(NoticeSeverity.Warning, "SiteLeft", $"There is no connection '{connection}', but the site {site.Id} is there. Should an earlier "
                    + "removal have been ended between the two, this removes it, and Azure refuses that while another connection uses it: "
                    + $"Remove-AzResource -ResourceId '{site.Id}'", site.Id);
            }
        }
    }

    /// <summary>Of the references those that mean no connection.</summary>
    public static async Task<IReadOnlyList<string>> MissingAsync(
        IArm arm, IReadOnlyList<string> connections, IReadOnlyCollection<string> subscriptionIds, CancellationToken stop)
    {
        var found = await NetworkResolver.ResolveAsync(
            arm, connections, ResourceTypes.Connection, subscriptionIds, StepWriter.Nowhere, stop).ConfigureAwait(false);
        return [.. found.Failures.Where(f => f.Kind == FailureKind.ObjectNotFound).Select(f => f.Target).OfType<string>()];
    }

    // Either name may hold the joint itself, so every place may be the one.
    private static IEnumerable<string> SitesOf(string connection)
    {
        var start = connection.LastIndexOf('/') + 1;
        for (var at = connection.IndexOf(Joint, start, StringComparison.OrdinalIgnoreCase); at >= 0;
            at = connection.IndexOf(Joint, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var name = connection[(at + Joint.Length)..];
            if (at == start || !ResourceId.IsSegment(name))
            {
                continue;
            }

            yield return ResourceId.TryParse(connection, out var id) && id.ResourceGroup is { } group
                ? ResourceId.ForResource(id.SubscriptionId, group, ResourceTypes.LocalNetworkGateway, name).ToString()
                : connection[..start] + name;
        }
    }
}
