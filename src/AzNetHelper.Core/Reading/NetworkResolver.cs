using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.Reading;

/// <summary>
/// Finds the resources that people name. Ids need no request, and are not looked up; names go through one Resource
/// Graph query a type, or through lists where that is not allowed and before a name is refused. A name that Resource
/// Graph knows once is taken to mean that resource: a second one of the name, made in the last minutes, is not looked
/// for, since that would cost every command a list of every subscription. Failures are values:
/// <c>InvalidResourceId</c>, <c>AmbiguousName</c> (lists the candidates), and <c>VNetNotFound</c>,
/// <c>SubnetNotFound</c>, <c>GatewayNotFound</c>, <c>ConnectionNotFound</c> or <c>ResourceNotFound</c> (lists names that are
/// close).
/// </summary>
public static class NetworkResolver
{
    /// <summary>What an endpoint may be: a VNet or a subnet. Both are tried where a text could be either.</summary>
    public static ImmutableArray<string> EndpointTypes { get; } = [ResourceTypes.VirtualNetwork, ResourceTypes.Subnet];

    /// <summary>Finds resources of one type in the session.</summary>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static Task<Resolution> ResolveAsync(
        IArm arm, IReadOnlyList<string> references, string type, IReadOnlyCollection<string> subscriptionIds,
        StepWriter steps, CancellationToken cancellationToken) =>
        ResolveAsync(arm, references, [type], subscriptionIds, steps, cancellationToken);

    /// <summary>Finds resources of any of several types in the session.</summary>
    /// <param name="arm">The connection.</param>
    /// <param name="references">Ids, names, <c>group/name</c>; subnets as <c>vnet/subnet</c> or
    /// <c>group/vnet/subnet</c>.</param>
    /// <param name="types">The types that may be meant.</param>
    /// <param name="subscriptionIds">Where to look for names; empty for everywhere.</param>
    /// <param name="steps">Where warnings go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArmException">Azure did not answer, or does not accept the sign-in.</exception>
    public static async Task<Resolution> ResolveAsync(
        IArm arm, IReadOnlyList<string> references, ImmutableArray<string> types,
        IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(references);
        ArgumentNullException.ThrowIfNull(subscriptionIds);
        ArgumentNullException.ThrowIfNull(steps);
        ResourceReference[] names = [.. references.Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(r => ResourceReference.TryParse(r, provider: null, out var reference) ? reference : null)
            .OfType<ResourceReference>().Where(r => r.Id is null)];
        if (names.Length == 0)
        {
            return new ReferenceMatcher(types, [], [], string.Empty).Resolve(references);
        }

        var directory = new ResourceDirectory(arm, [.. subscriptionIds], steps);
        var candidates = await directory.CandidatesAsync(names, types, cancellationToken).ConfigureAwait(false);
        var place = subscriptionIds.Count == 0 ? "in the subscriptions of the session"
            : $"in the subscriptions {string.Join(", ", subscriptionIds)}";
        var resolution = new ReferenceMatcher(types, candidates, [], place).Resolve(references);
        if (resolution.Failures.All(f => f.Id is "InvalidResourceId"))
        {
            return resolution;
        }

        // Resource Graph lags: what was made a minute ago is not in it, and what was deleted still is. Before a name is
        // said to mean nothing, or several things, Azure Resource Manager is asked, which also has the names for
        // suggestions.
        var listed = await directory.ListedAsync(types, candidates, cancellationToken).ConfigureAwait(false);
        return new ReferenceMatcher(types, listed, [], place).Resolve(references);
    }

    /// <summary>Finds resources of some types in a topology.</summary>
    public static Resolution Resolve(Topology topology, IReadOnlyList<string> references, ImmutableArray<string> types)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(references);
        ResourceId[] candidates = [.. topology.Documents.Select(d => d.Id)
            .Concat(topology.VirtualNetworks.SelectMany(n => n.Subnets).Select(s => s.Id)).Distinct()];
        var resolution = new ReferenceMatcher(types, candidates, [], "in this topology").Resolve(references);

        // Nothing can be read later: an id, too, must be there.
        var absent = resolution.Found.Where(f => !candidates.Contains(f.Id))
            .ToLookup(f => f.Text, StringComparer.Ordinal);
        return absent.Count == 0 ? resolution : new(
            [.. resolution.Found.Where(f => !absent.Contains(f.Text))],
            [.. resolution.Failures, .. absent.Select(a => new Failure(
                a.First().Id.IsType(ResourceTypes.VirtualNetwork) ? "VNetNotFound"
                    : a.First().Id.IsType(ResourceTypes.Subnet) ? "SubnetNotFound" : "ResourceNotFound",
                FailureKind.ObjectNotFound, $"'{a.Key}' is not in this topology.", a.Key))]);
    }

    /// <summary>Finds one endpoint, a VNet or a subnet, in a topology.</summary>
    public static Resolution Resolve(Topology topology, string reference) =>
        Resolve(topology, [reference], EndpointTypes);
}
