using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute;

/// <summary>Rules about what both ends announce (azure-network-rules 6, "Prefixes").</summary>
internal static class PrefixChecks
{
    // From here on it is worth a word: a few VNets more and the session drops.
    private const double Near = 0.8;

    public static IEnumerable<Finding> ToSite(CircuitConnectionLayout layout) =>
        from told in Counts(layout)
        where told.Count > told.Most
        select new Finding(layout.Request.Gateway, string.Create(CultureInfo.InvariantCulture,
            $"{layout.Request.Gateway.Name} announces {told.Count} {told.Family} prefixes, those of {Who(layout)}, and a circuit takes {told.Most}: above that its session drops. "
            + $"Have fewer VNets use the gateway, or give them wider address spaces."), string.Empty);

    public static IEnumerable<Finding> NearToSite(CircuitConnectionLayout layout) =>
        from told in Counts(layout)
        where told.Count <= told.Most && told.Count >= told.Most * Near
        select new Finding(layout.Request.Gateway, string.Create(CultureInfo.InvariantCulture,
            $"{layout.Request.Gateway.Name} announces {told.Count} {told.Family} prefixes, those of {Who(layout)}, of the {told.Most} that a circuit takes: above that its session drops."),
            string.Empty) { Tells = NoticeSeverity.Warning };

    public static IEnumerable<Finding> FromSite(CircuitConnectionLayout layout)
    {
        if (layout is not { IsMade: true, Announced: { } announced })
        {
            yield break;
        }

        var (four, six) = (announced.Count(p => !p.IsIPv6), announced.Count(p => p.IsIPv6));
        if (CircuitPrefixes.FromSite(layout.Circuit?.Tier) is { } most && four > most)
        {
            yield return Says($"The circuit {layout.Request.Circuit.Name} ({layout.Circuit!.Tier}) announces {four} prefixes, and {most} are taken from one of its tier: above that its session drops.");
        }

        if (six > CircuitPrefixes.FromSiteIPv6)
        {
            yield return Says($"The circuit {layout.Request.Circuit.Name} announces {six} IPv6 prefixes, and {CircuitPrefixes.FromSiteIPv6} are taken: above that its session drops.");
        }

        var others = layout.Others.Select(c => c.Circuit!).Distinct().Sum(c => layout.Topology.ExpressRoutePrefixes.GetValueOrDefault(c, []).Count(p => !p.IsIPv6));
        if (ExpressRouteSku.Find(layout.Gateway?.Sku) is { } sku && four + others > sku.Routes)
        {
            yield return Says($"{layout.Request.Gateway.Name} ({sku.Name}) would learn {four + others} routes of its circuits, and is made for {sku.Routes}.");
        }

        Finding Says(FormattableString text) => new(layout.Request.Circuit, text.ToString(CultureInfo.InvariantCulture), string.Empty) { Tells = NoticeSeverity.Warning };
    }

    // A wider prefix loses to the VNet's own route and does no harm; the same or a longer one names addresses that are reached no more
    // from there, because no route of a gateway beats a VNet's own.
    public static IEnumerable<Finding> Overlap(CircuitConnectionLayout layout) => layout is not { IsMade: true, Announced: { } announced } ? []
        : from network in Networks(layout)
          let inside = announced.Where(p => !p.IsDefault && network.AddressSpace.Any((IPPrefix own) => own.Contains(p))).Distinct().Order().ToArray()
          where inside.Length > 0
          select new Finding(network.Id, $"The circuit {layout.Request.Circuit.Name} announces {string.Join(", ", inside.Take(5))}{(inside.Length > 5 ? ", ..." : string.Empty)}, which {network.Name} "
              + $"({string.Join(", ", network.AddressSpace)}) has itself: no route can tell them apart. Have it announced no more, or give the VNet other addresses.", string.Empty);

    public static IEnumerable<Finding> LinkOverlap(CircuitConnectionLayout layout) => layout is not { Existing: null, Circuit.PrivatePeering: { } peering } ? []
        : from network in Networks(layout)
          let links = new[] { peering.PrimaryPrefix, peering.SecondaryPrefix, peering.PrimaryPrefixIPv6, peering.SecondaryPrefixIPv6 }.OfType<IPPrefix>()
              .Where(p => network.AddressSpace.Any((IPPrefix own) => own.Overlaps(p))).ToArray()
          where links.Length > 0
          select new Finding(network.Id, $"The links of circuit {layout.Request.Circuit.Name} have the addresses {string.Join(", ", links)}, which overlap with {network.Name} "
              + $"({string.Join(", ", network.AddressSpace)}): they have to be outside of every VNet. Give the peering others: New-ExpressRoutePrivatePeering.", string.Empty);

    private static IEnumerable<VirtualNetwork> Networks(CircuitConnectionLayout layout) => layout.Network is null ? [] : layout.Users.Prepend(layout.Network);

    private static IEnumerable<(int Count, int Most, string Family)> Counts(CircuitConnectionLayout layout) => layout is not { Existing: null, Network: not null } ? []
        : [(layout.Told.Count(p => !p.IsIPv6), CircuitPrefixes.ToSite, "IPv4"), (layout.Told.Count(p => p.IsIPv6), CircuitPrefixes.ToSiteIPv6, "IPv6")];

    private static string Who(CircuitConnectionLayout layout) => layout.Users.Length switch
    {
        0 => layout.Network!.Name,
        var users => string.Create(CultureInfo.InvariantCulture, $"{layout.Network!.Name} and {users} {(users == 1 ? "VNet that uses" : "VNets that use")} it"),
    };
}
