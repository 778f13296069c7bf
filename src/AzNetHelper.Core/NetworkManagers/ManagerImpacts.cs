using AzNetHelper.Networks;
using AzNetHelper.Planning;

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
        var here = layout.Spokes.Prepend(layout.Hub).OfType<VirtualNetwork>().Where(n => ManagerDeployment.Region(n.Location) == region).ToArray();
        var all = $"The members of network group {layout.GroupId.Name} in {region}";
        return Together(
        [
            .. layout.IsActiveIn(region) && layout.LosesGateway
                ? new[] { new ImpactStatement(Impact.CutsOff, $"{all} lose what they reach through the gateway of {layout.Request.Hub.Name}, until it is given back.") } : [],
            .. layout.IsActiveIn(region) && layout.LosesDirectWays
                ? new[] { new ImpactStatement(Impact.CutsOff, $"{all} lose the direct ways to each other that are taken away, until they are given back.") } : [],
            OfJoining(layout, here, pairs),
        ]);
    }

    private static ImpactStatement Billing(string[] names) => new(Impact.StartsBilling,
        $"Azure Virtual Network Manager charges for each VNet that it manages, by the hour, from then on: {string.Join(", ", names)}. "
        + "Remove-HubSpokePeering -NetworkManager ends it.");

    private static ImpactStatement Together(ImpactStatement[] all)
    {
        var real = all.Where(i => i.Kind != Impact.None).Distinct().ToArray();
        return real.Length == 0 ? ImpactStatement.None : new(real.Max(i => i.Kind), string.Join(' ', real.Select(i => i.Statement)));
    }
}
