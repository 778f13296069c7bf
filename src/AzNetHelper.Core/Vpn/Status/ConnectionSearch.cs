using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn;

/// <summary>Finds the connections that people mean: named ones, those of gateways, or every tunnel of the session.</summary>
public static class ConnectionSearch
{
    /// <summary>
    /// Finds connections. There is no list of them but each gateway's own (arm-protocol 1.5), so gateways are looked for first.
    /// </summary>
    /// <param name="arm">The connection to Azure.</param>
    /// <param name="names">Ids, <c>group/name</c> or names; empty for all.</param>
    /// <param name="gateways">Gateways whose connections are meant; empty for all. With names: only those of these gateways, and
    /// a failure, <c>ConnectionOfAnother</c>, for each that is none.</param>
    /// <param name="subscriptionIds">Where names are looked for; empty for everywhere.</param>
    /// <param name="steps">Where failures and warnings go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The ids, each once; null when a reference means nothing or several things, which is told.</returns>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<ImmutableArray<ResourceId>?> FindAsync(
        IArm arm, IReadOnlyList<string> names, IReadOnlyList<string> gateways, IReadOnlyCollection<string> subscriptionIds,
        StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(gateways);
        ArgumentNullException.ThrowIfNull(subscriptionIds);
        ArgumentNullException.ThrowIfNull(steps);
        var named = await NetworkResolver.ResolveAsync(arm, names, ResourceTypes.Connection, subscriptionIds, steps, cancellationToken)
            .ConfigureAwait(false);
        var owners = await NetworkResolver.ResolveAsync(
            arm, gateways, ResourceTypes.VirtualNetworkGateway, subscriptionIds, steps, cancellationToken).ConfigureAwait(false);
        foreach (var failure in named.Failures.Concat(owners.Failures))
        {
            steps.Fail(failure);
        }

        if (!named.Succeeded || !owners.Succeeded)
        {
            return null;
        }

        var directory = new ResourceDirectory(arm, [.. subscriptionIds], steps);
        if (gateways.Count > 0)
        {
            var theirs = await directory.TunnelsAsync(owners.Ids, cancellationToken).ConfigureAwait(false);
            foreach (var id in names.Count == 0 ? [] : named.Ids.Distinct().Except(theirs))
            {
                steps.Fail(new("ConnectionOfAnother", FailureKind.InvalidArgument, $"{id.Name} is no tunnel of {string.Join(" or ", owners.Ids.Select(o => o.Name))}, "
                    + "or the connections of that gateway may not be listed. Leave -Gateway out to read it alone.", id));
            }

            return names.Count == 0 ? theirs : [.. named.Ids.Intersect(theirs)];
        }

        return names.Count > 0 ? named.Ids : await directory.TunnelsAsync(cancellationToken).ConfigureAwait(false);
    }
}
