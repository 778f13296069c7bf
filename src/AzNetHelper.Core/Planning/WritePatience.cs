using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.NetworkManagers;

namespace AzNetHelper.Planning;

/// <summary>
/// How long a run should be prepared to wait for one write that takes far longer than others, about twice the longest that was
/// seen (recorded-behaviour 4.1 and 4.8: building a gateway 35 minutes, deleting one 8; gateway-sku-upgrade: 45 minutes). A
/// commit of Virtual Network Manager takes some minutes (concept-deployments), waits for another one before, and its peerings come after.
/// </summary>
public static class WritePatience
{
    private static readonly ImmutableArray<(string Type, bool IsDelete, TimeSpan Patience)> Long =
    [
        (ResourceTypes.VirtualNetworkGateway, false, TimeSpan.FromMinutes(90)),
        (ResourceTypes.VirtualNetworkGateway, true, TimeSpan.FromMinutes(30)),
        (ManagerDeployment.Type, false, TimeSpan.FromMinutes(45)),
    ];

    /// <summary>The longest of a plan's writes; zero where none is out of the ordinary.</summary>
    public static TimeSpan Of(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Changes.Where(c => c.Writes).Select(c => Long
            .Where(l => c.Resource.IsType(l.Type) && l.IsDelete == (c.Kind == ChangeKind.Delete)).Select(l => l.Patience).FirstOrDefault())
            .DefaultIfEmpty(TimeSpan.Zero).Max();
    }
}
