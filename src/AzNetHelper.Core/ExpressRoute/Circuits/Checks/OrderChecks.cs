using System.Globalization;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;

namespace AzNetHelper.ExpressRoute.Checks;

/// <summary>Rules about what a circuit is ordered with: what the provider offers, what the tier takes, how many there may be.</summary>
internal static class OrderChecks
{
    public static IEnumerable<Finding> NotRead(CircuitLayout layout) =>
        layout.Existing is null && layout.Topology.GapOf(layout.Id) is { } gap
            ? [Refusal(layout, $"Whether {layout.Id} is there could not be read: {gap.Message}", FailureKind.PermissionDenied)] : [];

    public static IEnumerable<Finding> NoLocation(CircuitLayout layout) => layout.Location is null
        ? [Refusal(layout, $"The region of {layout.Id.Group} could not be read. Give one with -Location: the circuit's document is kept there.")] : [];

    public static IEnumerable<Finding> Provider(CircuitLayout layout)
    {
        if (layout is { Existing: null, Offer: null } && layout.Ground.Providers.Offers is { } offers)
        {
            var near = ProviderCatalogue.Near(layout.Settings.Provider, offers.Select(o => o.Name));
            var here = offers.Where(o => o.Location(layout.Settings.PeeringLocation) is not null).Select(o => o.Name).Take(8).ToArray();
            yield return Refusal(layout, $"No provider '{layout.Settings.Provider}' offers circuits to the subscription. "
                + (!near.IsEmpty ? $"Did you mean {Listed(near)}?"
                    : here.Length > 0 ? $"In {layout.Settings.PeeringLocation} there are, among others, {Listed(here)}."
                    : "Complete -Provider with Tab to see who does."));
        }
    }

    // The most usual slip: a region of Azure, where the city is wanted in which the provider meets Microsoft.
    public static IEnumerable<Finding> Location(CircuitLayout layout)
    {
        if (layout is { Existing: null, Offer: { } offer } && offer.Location(layout.Settings.PeeringLocation) is null)
        {
            var wanted = layout.Settings.PeeringLocation;
            var near = ProviderCatalogue.Near(wanted, offer.PeeringLocations);
            var others = (layout.Ground.Providers.Offers ?? []).Where(o => o.Location(wanted) is not null).Select(o => o.Name).Take(5).ToArray();
            yield return Refusal(layout, $"{offer.Name} does not meet Microsoft in '{wanted}'. A peering location is a city, not a region of Azure. "
                + (!near.IsEmpty ? $"Did you mean {Listed(near)}?"
                    : others.Length > 0 ? $"There you find, among others, {Listed(others)}."
                    : $"{offer.Name} is in {Listed([.. offer.PeeringLocations.Take(12)])}{(offer.PeeringLocations.Length > 12 ? " and more" : string.Empty)}."));
        }
    }

    public static IEnumerable<Finding> Bandwidth(CircuitLayout layout)
    {
        // Without the list nobody knows what is offered: Azure says (ProvidersUnknown).
        int[] offered = [.. layout.Offer?.BandwidthsInMbps ?? []];
        if ((layout.Existing is null || layout.ChangesBandwidth) && offered.Length > 0 && !offered.Contains(layout.Settings.BandwidthInMbps))
        {
            yield return Refusal(layout, string.Create(CultureInfo.InvariantCulture,
                $"{layout.Provider} offers no {layout.Settings.BandwidthInMbps} Mbps. It has {string.Join(", ", offered)} Mbps."));
        }
    }

    public static IEnumerable<Finding> Sku(CircuitLayout layout) =>
        CircuitSku.Tiers.Contains(layout.Tier, StringComparer.Ordinal) && CircuitSku.Families.Contains(layout.Family, StringComparer.Ordinal) ? []
            : [Refusal(layout, $"'{layout.Tier}' and '{layout.Family}' are no SKU of a circuit. There are {string.Join(", ", CircuitSku.Tiers)}, "
                + $"each {string.Join(" or ", CircuitSku.Families)} (Local: Unlimited alone).")];

    public static IEnumerable<Finding> LocalIsUnlimited(CircuitLayout layout) =>
        layout is { Tier: CircuitSku.Local, Family: CircuitSku.Metered } && !layout.ChangesTier
            ? [Refusal(layout, "A Local circuit is Unlimited alone: its traffic is in the price. Leave -Family out, or give Unlimited.")] : [];

    public static IEnumerable<Finding> TooManyInSubscription(CircuitLayout layout)
    {
        var count = layout.OfSubscription.Count();
        return layout.Existing is null && count >= CircuitCounts.OfSubscription ? [Refusal(layout, string.Create(CultureInfo.InvariantCulture,
            $"The subscription {layout.Id.SubscriptionId} has {count} circuits, and {CircuitCounts.OfSubscription} are the most unless Microsoft raised it. ")
            + "Remove one that is not used, take another subscription, or ask Microsoft's support for more.", FailureKind.LimitsExceeded)] : [];
    }

    public static IEnumerable<Finding> TooManyInRegion(CircuitLayout layout)
    {
        var count = layout.OfSubscription.Count(c => RegionZones.IsRegion(c.Location, layout.Location));
        return layout.Existing is null && count >= CircuitCounts.OfRegion ? [Refusal(layout, string.Create(CultureInfo.InvariantCulture,
            $"The subscription has {count} circuits in {layout.Location}, and {CircuitCounts.OfRegion} are the most unless Microsoft raised it. ")
            + "Give another region with -Location: it says nothing of where the circuit leads.", FailureKind.LimitsExceeded)] : [];
    }

    public static IEnumerable<Finding> ProvidersUnknown(CircuitLayout layout) => layout.Ground.Providers.Why is { } why
        ? [Tells(layout, $"The list of providers could not be read ({why}): whether {layout.Settings.Provider} offers this circuit in "
            + $"{layout.Settings.PeeringLocation}, Azure says when it is made.", NoticeSeverity.Warning)] : [];

    public static IEnumerable<Finding> CircuitsUnread(CircuitLayout layout) =>
        layout.Topology.Gaps.FirstOrDefault(g => g.Scope.EndsWith("/expressRouteCircuits", StringComparison.OrdinalIgnoreCase)) is { } gap && layout.Existing is null
            ? [Tells(layout, $"The circuits of the subscription could not be listed ({gap.Message}): whether it may have one more, Azure says.",
                NoticeSeverity.Warning)] : [];

    internal static Finding Refusal(CircuitLayout layout, string message, FailureKind kind = FailureKind.InvalidArgument) =>
        new(layout.Id, message, string.Empty) { Kind = kind };

    internal static Finding Tells(CircuitLayout layout, string message, NoticeSeverity severity = NoticeSeverity.Information) =>
        new(layout.Id, message, string.Empty) { Tells = severity };

    internal static string Listed(IReadOnlyList<string> names) => names switch
    {
        [var one] => $"'{one}'",
        _ => $"{string.Join(", ", names.SkipLast(1).Select(n => $"'{n}'"))} or '{names[^1]}'",
    };
}
