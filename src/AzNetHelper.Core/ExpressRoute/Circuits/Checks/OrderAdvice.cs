using System.Globalization;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using static AzNetHelper.ExpressRoute.Checks.OrderChecks;

namespace AzNetHelper.ExpressRoute.Checks;

/// <summary>What somebody who orders a circuit should know before.</summary>
internal static class OrderAdvice
{
    public static IEnumerable<Finding> Limits(CircuitLayout layout)
    {
        if ((layout.Existing is null || layout.Changes) && CircuitPrefixes.FromSite(layout.Tier) is { } prefixes)
        {
            yield return Tells(layout, string.Create(CultureInfo.InvariantCulture,
                $"A {layout.Tier} circuit of {layout.Settings.BandwidthInMbps} Mbps is linked with at most "
                + $"{CircuitLinks.MostOf(layout.Tier, layout.Settings.BandwidthInMbps)} VNets, learns {prefixes} IPv4 and {CircuitPrefixes.FromSiteIPv6} IPv6 prefixes "
                + $"from your routers, and sends them {CircuitPrefixes.ToSite} IPv4 and {CircuitPrefixes.ToSiteIPv6} IPv6 prefixes."));
        }
    }

    public static IEnumerable<Finding> Reach(CircuitLayout layout) => layout.Existing is not null && !layout.ChangesTier ? [] : layout.Tier switch
    {
        CircuitSku.Local => [Tells(layout, $"A Local circuit reaches the one or two regions of Azure next to {layout.PeeringLocation} alone, and has no Global Reach.",
            NoticeSeverity.Warning)],
        CircuitSku.Standard => [Tells(layout, $"A Standard circuit reaches the regions of Azure in the geopolitical region of {layout.PeeringLocation}; Premium reaches all.")],
        _ => [],
    };

    // De-facto and not in the documents read: providers say that Local begins at 1 Gbps.
    public static IEnumerable<Finding> LocalBandwidth(CircuitLayout layout) =>
        layout is { Tier: CircuitSku.Local, Existing: null, Settings.BandwidthInMbps: < 1000 }
            ? [Tells(layout, "Providers say that Local begins at 1000 Mbps. If Azure refuses the circuit, take 1000 Mbps or Standard.", NoticeSeverity.Warning)] : [];

    public static IEnumerable<Finding> NextStep(CircuitLayout layout) => layout.Existing switch
    {
        null => [Tells(layout, $"When the circuit is made, hand its service key to {layout.Provider}, who provisions it: hours to days. "
            + "-Wait, now or in a later run of the same command, waits for that.")],
        { ProviderState: { } state } when CircuitSku.Is(state, "Deprovisioning") =>
            [Tells(layout, $"{layout.Provider} is taking the circuit {layout.Id.Name} out of service.", NoticeSeverity.Warning)],
        { CircuitState: { } state, ProvisioningState: ProvisioningState.Succeeded } when CircuitSku.Is(state, "Disabled") =>
            [Tells(layout, $"The circuit {layout.Id.Name} is Disabled at Microsoft's side: ask Microsoft's support, if it was not you.", NoticeSeverity.Warning)],
        _ => [],
    };
}
