using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Services;

namespace AzNetHelper.NetworkManagers;

/// <summary>
/// What becomes of networks when Virtual Network Manager takes them over. Sources: the faq of Virtual Network Manager (a price for each
/// VNet that an active configuration is deployed onto; managers from before 2025 may still be charged by subscription) and its
/// concept-connectivity-configuration.
/// </summary>
internal static class ManagerImpacts
{
    public static ImpactStatement OfJoining(ManagedLayout layout, IReadOnlyCollection<VirtualNetwork> networks, Plan pairs)
    {
        var paid = networks.Where(n => !layout.IsManaged(n)).Select(n => n.Name).ToArray();
        var groups = networks.Select(n => n.Id.ToString()).ToHashSet(StringComparer.Ordinal);
        ImpactStatement[] moves = [.. pairs.Changes.Where(c => groups.Contains(c.Group) && c.Impact.Kind == Impact.Interrupts).Select(c => c.Impact).Distinct()];
        return Together([.. moves, .. paid.Length == 0 ? [] : new[] { Billing(paid) }]);
    }

    public static ImpactStatement OfCommit(ManagedLayout layout, string region, Plan pairs)
    {
        // Who has become a member where the group is in force already has been asked for there.
        var here = layout.Spokes.Where(s => !layout.ActsIn(region) || layout.MemberOf(s.Id) is not null).Prepend(layout.Hub).OfType<VirtualNetwork>()
            .Where(n => RegionPairs.Name(n.Location) == region).ToArray();
        return Together(
        [
            .. Of(layout.LoseHubIn(region), Impact.CutsOff, $"lose their peering with {layout.Request.Hub.Name}, until it is given back."),
            .. Of(layout.LoseGatewayIn(region), Impact.CutsOff, $"lose what they reach through the gateway of {layout.Request.Hub.Name}, until it is given back."),
            .. Of(layout.LoseDirectWaysIn(region), Impact.CutsOff, "lose the direct ways to each other that are taken away, until they are given back."),
            .. Of(layout.GainGatewayIn(region), Impact.Interrupts,
                $"learn the routes of the gateway of {layout.Request.Hub.Name}: what they send may take other ways from then on."),
            OfJoining(layout, here, pairs),
            OfOthers(layout, region),
        ]);

        IEnumerable<ImpactStatement> Of(IEnumerable<string> groups, Impact kind, string what) =>
            groups.Select(g => new ImpactStatement(kind, $"The members of network group {g} in {region} {what}"));
    }

    /// <summary>Names, and how many more there are.</summary>
    public static string Some(IReadOnlyCollection<ResourceId> members) => string.Create(CultureInfo.InvariantCulture,
        $"{string.Join(", ", members.Take(10).Select(m => m.Name))}{(members.Count > 10 ? $" and {members.Count - 10} more" : string.Empty)}");

    private static ImpactStatement OfOthers(ManagedLayout layout, string region)
    {
        var paid = layout.OthersIn(region).Where(m => layout.Topology.VirtualNetwork(m) is { } network ? !layout.IsManaged(network) : !layout.IsMemberIn(m, region)).ToArray();
        return paid.Length == 0 ? ImpactStatement.None : Billing($"members of the configuration's groups that were not named, {Some(paid)}");
    }

    private static ImpactStatement Billing(params string[] names) => new(Impact.StartsBilling,
        $"Azure Virtual Network Manager charges for each VNet that it manages, by the hour, from then on: {string.Join(", ", names)}. "
        + "Remove-HubSpokePeering -NetworkManager ends it.");

    private static ImpactStatement Together(ImpactStatement[] all)
    {
        var real = all.Where(i => i.Kind != Impact.None).Distinct().ToArray();
        return real.Length == 0 ? ImpactStatement.None : new(real.Max(i => i.Kind), string.Join(' ', real.Select(i => i.Statement)));
    }
}
