using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Services;
using AzNetHelper.Steps;

namespace AzNetHelper.NetworkManagers;

/// <summary>The rules of <see cref="ManagerCheck"/>.</summary>
internal static partial class ManagerRules
{
    public static IEnumerable<Finding> Access(ManagedLayout layout) => layout.Manager.ManagesConnectivity ? [] :
    [
        new(layout.Manager.Id, $"{layout.Manager.Id.Name} does not manage connectivity. Add Connectivity to its features (az network manager update "
            + "--scope-accesses), or choose another one.", string.Empty),
    ];

    // What lies outside is put into the group and receives nothing (faq): a command that waited for it would wait in vain.
    public static IEnumerable<Finding> InScope(ManagedLayout layout)
    {
        var (manager, inScope) = (layout.Manager, layout.Manager.SubscriptionIds.Concat(layout.Manager.OtherTenants).ToHashSet(StringComparer.OrdinalIgnoreCase));
        foreach (var network in layout.Request.Spokes.Prepend(layout.Request.Hub).Where(n => !inScope.Contains(n.SubscriptionId)))
        {
            var group = network == layout.Request.Hub ? string.Empty : network.ToString();
            yield return manager.ManagementGroups.IsEmpty
                ? new(network, $"{network.Name} is in subscription {network.SubscriptionId}, which is not in the scope of {manager.Id.Name}: it would get nothing. "
                    + "Add the subscription to the manager's scope, or choose another manager.", group)
                : new(network, $"Whether {network.Name} is in the scope of {manager.Id.Name} is not known: its management groups "
                    + $"({string.Join(", ", manager.ManagementGroups)}) are not read. A VNet outside the scope gets nothing.", group) { Tells = NoticeSeverity.Information };
        }
    }

    public static IEnumerable<Finding> Names(ManagedLayout layout) =>
        from id in new[] { layout.GroupId, layout.ConfigurationId }
        where !Legal().IsMatch(id.Name)
        select new Finding(id, $"'{id.Name}' is no name for a {(id == layout.GroupId ? "network group" : "configuration")}: up to 64 letters, digits, '_', '.' and '-', "
            + "a letter or digit first, a letter, digit or '_' last.", string.Empty) { Kind = FailureKind.InvalidArgument };

    public static IEnumerable<Finding> GroupFits(ManagedLayout layout)
    {
        if (layout.Group is { } group && !string.Equals(group.MemberType, "VirtualNetwork", StringComparison.OrdinalIgnoreCase))
        {
            yield return new(group.Id, $"Network group {group.Id.Name} is for members of type {group.MemberType}. Choose another one with -NetworkGroup.", string.Empty);
        }
        else if (layout.Group is { IsConditional: true } conditional)
        {
            yield return new(conditional.Id, $"A condition decides who is in network group {conditional.Id.Name}. Choose another one with -NetworkGroup.", string.Empty);
        }
    }

    public static IEnumerable<Finding> ConfigurationFits(ManagedLayout layout)
    {
        if (layout.Configuration is not { } found)
        {
            yield break;
        }

        if (!found.IsHubAndSpoke)
        {
            yield return new(found.Id, $"Configuration {found.Id.Name} is no hub and spoke. Choose another one with -ConfigurationName.", string.Empty);
        }
        else if (found.Hubs is not [var hub] || hub != layout.Request.Hub)
        {
            yield return new(found.Id, $"The hub of configuration {found.Id.Name} is {string.Join(", ", found.Hubs.Select(h => h.Name))}, not "
                + $"{layout.Request.Hub.Name}. Choose another one with -ConfigurationName.", string.Empty);
        }
    }

    public static IEnumerable<Finding> LeavesPeerings(ManagedLayout layout) => layout.Configuration is { DeletesPeerings: true } found
        ? [new(found.Id, $"Configuration {found.Id.Name} takes away every peering of its members that it does not make. Set its deleteExistingPeering to False, "
            + "or choose another one with -ConfigurationName.", string.Empty)]
        : [];

    public static IEnumerable<Finding> Once(ManagedLayout layout) =>
        from spoke in layout.Spokes
        from other in layout.Manager.Effective.GetValueOrDefault(spoke.Id, [])
        where other.Id != layout.ConfigurationId && other.IsHubAndSpoke && other.Hubs.Contains(layout.Request.Hub)
        select new Finding(spoke.Id, $"{spoke.Name} is a spoke of {layout.Request.Hub.Name} already, by configuration {other.Id.Name} of "
            + $"{other.Id.Parent?.Name}. Change that one with -ConfigurationName, or take the spoke out of it.", spoke.Id.ToString());

    public static IEnumerable<Finding> SpokeLimit(ManagedLayout layout)
    {
        if (layout.Hub is not { } hub)
        {
            yield break;
        }

        var count = hub.Peerings.Select(p => p.RemoteVNet).Union(layout.Spokes.Select(s => s.Id)).Union(layout.OtherMembers).Count();
        if (count > ManagerLimits.SpokesPerHub && (layout.NewSpokes.Any() || layout.Committed.Any()))
        {
            yield return new(hub.Id, string.Create(CultureInfo.InvariantCulture,
                $"{hub.Name} would have {count} peerings; Azure allows {ManagerLimits.SpokesPerHub} where Virtual Network Manager makes them."), string.Empty)
            { Kind = FailureKind.LimitsExceeded };
        }
    }

    public static IEnumerable<Finding> GroupLimit(ManagedLayout layout)
    {
        if (!layout.IsDirectlyConnected)
        {
            yield break;
        }

        // Of members that could not be read the region is not known: they are counted where regions are joined.
        var others = (layout.Group?.Members ?? []).Select(m => m.Network).Except(layout.Request.Spokes).ToArray();
        var named = layout.IsGlobal ? layout.Spokes.Count() + others.Length
            : layout.Spokes.Concat(layout.Others.Where(o => others.Contains(o.Id))).GroupBy(s => RegionPairs.Name(s.Location), StringComparer.Ordinal).Select(g => g.Count()).DefaultIfEmpty(0).Max();
        if (named > ManagerLimits.NetworksPerConnectedGroup)
        {
            yield return new(layout.GroupId, string.Create(CultureInfo.InvariantCulture,
                $"{named} VNets would be in one connected group of {layout.GroupId.Name}; Azure allows {ManagerLimits.NetworksPerConnectedGroup}. "
                + $"Take two groups, or leave -DirectConnectivity out."), string.Empty) { Kind = FailureKind.LimitsExceeded };
        }

        foreach (var spoke in layout.Spokes)
        {
            var joined = (from configuration in layout.Manager.Effective.GetValueOrDefault(spoke.Id, [])
                          where configuration.Id != layout.ConfigurationId
                              && (!configuration.IsHubAndSpoke || configuration.Groups.Any(g => ManagedLayout.IsDirect(g.Item)))
                          select configuration.Id).Distinct().ToArray();
            if (joined.Length >= ManagerLimits.ConnectedGroupsPerNetwork)
            {
                yield return new(spoke.Id, string.Create(CultureInfo.InvariantCulture,
                    $"{spoke.Name} is in {joined.Length} connected groups already ({string.Join(", ", joined.Select(o => o.Name))}); Azure allows "
                    + $"{ManagerLimits.ConnectedGroupsPerNetwork}. Leave -DirectConnectivity out."), spoke.Id.ToString()) { Kind = FailureKind.LimitsExceeded };
            }
        }
    }

    public static IEnumerable<Finding> GroupOverlap(ManagedLayout layout)
    {
        var named = layout.Spokes.Count();
        var spokes = layout.IsDirectlyConnected ? layout.Spokes.Concat(layout.Others.Where(o => layout.MemberOf(o.Id) is not null)).ToArray() : [];
        for (var i = 0; i < (layout.GainsDirectWays ? spokes.Length : Math.Min(named, spokes.Length)); i++)
        {
            for (var j = i + 1; j < spokes.Length; j++)
            {
                if (Overlap.Between(spokes[i].AddressSpace, spokes[j].AddressSpace) is { IsEmpty: false } clash)
                {
                    yield return new(spokes[j].Id, $"{spokes[i].Name} and {spokes[j].Name} overlap ({string.Join(", ", clash)}): what they send each other there directly "
                        + "is dropped.", spokes[j].Id.ToString()) { Tells = NoticeSeverity.Warning };
                }
            }
        }
    }

    public static IEnumerable<Finding> Kept(ManagedLayout layout) =>
        from spoke in layout.Spokes
        let half = spoke.PeeringTo(layout.Request.Hub) ?? layout.Hub?.PeeringTo(spoke.Id)
        where half is { Owner: not PeeringOwner.VirtualNetworkManager }
        let falls = layout.UsesHubGateway && spoke.PeeringTo(layout.Request.Hub) is { UseRemoteGateways: false }
        select new Finding(half.Id, $"{layout.Request.Hub.Name} and {spoke.Name} are peered by hand ('{half.Name}'). That peering stays as it is, and Virtual Network "
            + $"Manager makes none beside it{(falls ? ", so the spoke does not use the hub's gateway: change the peering by hand, or remove it first" : string.Empty)}.",
            spoke.Id.ToString()) { Tells = falls ? NoticeSeverity.Warning : NoticeSeverity.Information };

    public static IEnumerable<Finding> Others(ManagedLayout layout)
    {
        var committed = layout.Committed.ToArray();
        var others = (layout.ConfigurationDiffers && layout.Configuration is not null ? layout.OtherMembers : committed.SelectMany(layout.OthersIn).Distinct()).ToArray();
        if (others.Length > 0)
        {
            yield return new(layout.ConfigurationId, string.Create(CultureInfo.InvariantCulture,
                $"Configuration {layout.ConfigurationId.Name} also is for {others.Length} other members of its groups: {ManagerImpacts.Some(others)}. "
                + $"What is committed of it is committed for them too: where they are not yet, they are peered with {layout.Request.Hub.Name} and charged for."), string.Empty)
            { Tells = NoticeSeverity.Warning };
        }
    }

    /// <summary>Other configurations that are for the group: whoever joins it, or leaves it, does so for them too.</summary>
    public static IEnumerable<Finding> Shared(ManagedLayout layout) => !layout.NewSpokes.Any() ? [] :
        from other in layout.Manager.Configurations
        where other.Id != layout.ConfigurationId && other.Groups.Any(g => g.Group == layout.GroupId)
        select new Finding(other.Id, $"Configuration {other.Id.Name} is for network group {layout.GroupId.Name} too: the spokes that join the group "
            + $"{(other.Hubs is [var hub, ..] ? $"become spokes of {hub.Name}" : "join its mesh")} where it is deployed. Choose another group with -NetworkGroup "
            + "unless that is wanted.", string.Empty) { Tells = NoticeSeverity.Warning };

    /// <summary>The same for members that leave: they leave other hubs' configurations too.</summary>
    public static IEnumerable<PlanNotice> SharedBy(ManagerState manager, ResourceId hub, Plan removal) =>
        from left in removal.Changes.Where(c => c.Kind == ChangeKind.Delete && c.Resource.IsType(ResourceTypes.StaticMember))
            .Select(c => c.Resource.Parent!).Distinct()
        from other in manager.Configurations
        where !other.Hubs.Contains(hub) && other.Groups.Any(g => g.Group == left)
        select new PlanNotice("NetworkGroupShared", NoticeSeverity.Warning,
            $"Configuration {other.Id.Name} is for network group {left.Name} too: who leaves the group is cut off from "
            + $"{(other.Hubs is [var first, ..] ? first.Name : "its mesh")} as well, where it is deployed.", other.Id);

    public static IEnumerable<Finding> Recommitted(ManagedLayout layout) => Recommitted(layout.Manager, layout.Committed);

    public static IEnumerable<Finding> Regional(ManagedLayout layout)
    {
        var regions = layout.Spokes.Select(s => RegionPairs.Name(s.Location)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (layout is { IsDirectlyConnected: false, Request.GlobalMesh: true })
        {
            yield return new(layout.GroupId, "-GlobalMesh joins nobody without -DirectConnectivity: it says across which regions those reach each other "
                + "that are connected directly. Give both, or leave it out.", string.Empty) { Tells = NoticeSeverity.Warning };
        }

        if (layout is { IsDirectlyConnected: true, IsGlobal: false } && regions.Length > 1)
        {
            yield return new(layout.GroupId, $"The spokes are in {string.Join(", ", regions)}: directly they reach those of their own region only. "
                + "-GlobalMesh joins the regions.", string.Empty) { Tells = NoticeSeverity.Information };
        }
    }

    /// <summary>Configurations that were changed since they were committed: the next commit of the region deploys them as they are now.</summary>
    internal static IEnumerable<Finding> Recommitted(ManagerState manager, ResourceId own, IEnumerable<string> regions) =>
        Recommitted(manager, regions).Where(f => f.Resource != own);

    private static IEnumerable<Finding> Recommitted(ManagerState manager, IEnumerable<string> regions) =>
        from region in regions
        where manager.Deployments.ContainsKey(region)
        let deployed = manager.Deployments[region]
        from id in ManagerDeployment.ConfigurationsIn(deployed)
        where manager.Configuration(id) is { } now && IsChanged(now, ManagerDeployment.ContentIn(deployed, id))
        select new Finding(id, $"Configuration {id.Name} was changed after it had been committed in {region}: the commit of this plan deploys it there as it is now. "
            + "Ask whoever changed it first.", string.Empty) { Tells = NoticeSeverity.Warning };

    private static bool IsChanged(ConfigurationState now, JsonObject? committed)
    {
        // What is active is told by a newer or an older service: what it leaves out it does not know.
        return committed is not null && !JsonBody.Differences(new(ManagedLayout.Deciding.Add("appliesToGroups")
            .Where(m => JsonBody.At(now.Document, $"properties.{m}") is not null && committed[m] is not null)
            .Select(m => KeyValuePair.Create(m, JsonBody.At(now.Document, $"properties.{m}")?.DeepClone()))), committed).IsEmpty;
    }

    [GeneratedRegex("^[0-9a-zA-Z]([0-9a-zA-Z_.-]{0,62}[0-9a-zA-Z_])?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Legal();
}
