using System.Globalization;
using AzNetHelper.Addressing;

namespace AzNetHelper.ExpressRoute;

/// <summary>What holds for both links together: whether one can take the place of the other, and what they carry.</summary>
internal static class PairJudgments
{
    // How many prefixes a message names.
    private const int Shown = 5;

    /// <summary>Redundancy: the same prefixes, along paths of the same length, by two routers.</summary>
    public static IEnumerable<CircuitFinding> Redundancy(CircuitCase c, PeeringEvidence peering)
    {
        if (c.LinksOf(peering).ToArray() is not [{ State: LinkState.Up } primary, { State: LinkState.Up } secondary])
        {
            yield break;
        }

        if (Router(primary) is { } router && string.Equals(router, Router(secondary), StringComparison.OrdinalIgnoreCase))
        {
            yield return c.Found(CircuitFindingId.OneRouter, peering, $"On both links {router} answers for your router.");
        }

        if (primary.FromSite is not { } one || secondary.FromSite is not { } other)
        {
            yield break;
        }

        // A link that announces nothing, or whose table is doubted, has its own finding.
        var (first, second) = (one.ToLookup(r => r.Network), other.ToLookup(r => r.Network));
        if (first.Count == 0 || second.Count == 0)
        {
            yield break;
        }

        string[] differences =
        [
            .. Only(first.Select(g => g.Key).Except(second.Select(g => g.Key)), "primary"),
            .. Only(second.Select(g => g.Key).Except(first.Select(g => g.Key)), "secondary"),
        ];
        if (differences.Length > 0)
        {
            yield return c.Found(CircuitFindingId.PrefixesDiffer, peering, $"{string.Join("; ", differences)}.");
        }

        var uneven = first.Where(g => second.Contains(g.Key) && g.Min(r => r.Path.Length) != second[g.Key].Min(r => r.Path.Length)).Select(g => g.Key).ToArray();
        if (uneven.Length > 0)
        {
            yield return c.Found(CircuitFindingId.PathsDiffer, peering, $"The paths of {Named(uneven)} have different lengths on the two links.");
        }
    }

    private static IEnumerable<string> Only(IEnumerable<IPPrefix> prefixes, string link)
    {
        IPPrefix[] all = [.. prefixes.Order()];
        return all.Length == 0 ? [] : [$"only the {link} link has {Named(all)}"];
    }

    private static string? Router(LinkCase link) => link.Evidence.Arp.Tells(out var rows)
        ? rows.FirstOrDefault(r => r.Side == ArpSide.OnPremises)?.HardwareAddress : null;

    /// <summary>What on-premises announces.</summary>
    public static IEnumerable<CircuitFinding> Announced(CircuitCase c, PeeringEvidence peering)
    {
        var routes = c.LinksOf(peering).SelectMany(l => l.FromSite ?? []).ToArray();
        foreach (var finding in Limits(c, peering))
        {
            yield return finding;
        }

        if (!peering.Peering.IsPrivate)
        {
            yield break;
        }

        IPPrefix[] prefixes = [.. routes.Select(r => r.Network).Distinct().Order()];
        (CircuitFindingId Id, IPPrefix[] Prefixes, string Says)[] kinds =
        [
            (CircuitFindingId.DefaultRouteAnnounced, [.. prefixes.Where(p => p.IsDefault)], "is announced"),
            (CircuitFindingId.PublicPrefixAnnounced, [.. prefixes.Where(AddressKinds.IsPublic)], "is not private"),
            (CircuitFindingId.SpecialPrefixAnnounced, [.. prefixes.Where(AddressKinds.IsSpecial)], "is no network's"),
            (CircuitFindingId.PathHasAzureAsn,
                [.. routes.Where(r => r.Path.Any(a => a is CircuitAsn.FirstReserved or CircuitAsn.Microsoft)).Select(r => r.Network).Distinct().Order()],
                "has come through Azure"),
            (CircuitFindingId.PathHasReservedAsn, [.. routes.Where(r => r.Path.Any(IsReserved)).Select(r => r.Network).Distinct().Order()],
                "has a reserved ASN in its path"),
        ];
        foreach (var kind in kinds.Where(k => k.Prefixes.Length > 0))
        {
            yield return c.Found(kind.Id, peering, $"{Named(kind.Prefixes)} {kind.Says}.");
        }

        foreach (var network in c.Networks.DistinctBy(n => n.Network))
        {
            // A wider route than the VNet's does not lead there; one inside it takes addresses out of the VNet, or is not used.
            var inside = prefixes.Where(p => network.Prefixes.Any(n => n.Contains(p))).ToArray();
            if (inside.Length > 0)
            {
                yield return c.Found(CircuitFindingId.PrefixOverlapsVNet, peering, $"{Named(inside)} lies in {network.Network.Name}.");
            }
        }
    }

    private static bool IsReserved(long asn) =>
        asn is not (CircuitAsn.FirstReserved or CircuitAsn.Microsoft) && CircuitAsn.Problem(asn) is not null;

    private static IEnumerable<CircuitFinding> Limits(CircuitCase c, PeeringEvidence peering)
    {
        foreach (var isIPv6 in new[] { false, true })
        {
            // A limit holds for each session: the fuller one counts.
            var most = c.LinksOf(peering).Select(l => Math.Max(l.FromSite?.Count(r => r.Network.IsIPv6 == isIPv6) ?? 0,
                (isIPv6 ? l.SessionIPv6 : l.Session)?.Prefixes ?? 0)).DefaultIfEmpty().Max();
            var limit = !peering.Peering.IsPrivate ? CircuitPrefixes.FromSiteToMicrosoft
                : isIPv6 ? CircuitPrefixes.FromSiteIPv6 : CircuitPrefixes.FromSite(c.Circuit.Tier);
            if (limit is null && most > 0)
            {
                yield return c.Found(CircuitFindingId.LimitUnknown, peering, string.Create(CultureInfo.InvariantCulture,
                    $"{most} prefixes come from on-premises; how many a circuit of tier {c.Circuit.Tier ?? "unknown"} takes is in no table here."));
            }
            else if (limit is { } bound && IsNear(most, bound))
            {
                yield return c.Found(most >= bound ? CircuitFindingId.PrefixLimitReached : CircuitFindingId.PrefixLimitNear, peering, string.Create(
                    CultureInfo.InvariantCulture, $"{most} of {bound} {(isIPv6 ? "IPv6" : "IPv4")} prefixes come from on-premises."));
            }
        }
    }

    /// <summary>From this part of a limit on it is near, as in plans and in the audit.</summary>
    internal static bool IsNear(long count, long limit) => count >= Peering.PeeringLimits.WarnFrom * limit;

    /// <summary>Byte counters: since the peering is there, and between two readings where there were two.</summary>
    public static IEnumerable<CircuitFinding> Traffic(CircuitCase c, PeeringEvidence peering)
    {
        if (!peering.Traffic.Tells(out var first))
        {
            yield return c.Found(CircuitFindingId.BytesUnknown, peering, $"The byte counters of {peering.Peering.Name} were not read: {peering.Traffic.Why}.");
            yield break;
        }

        CircuitTraffic? later = null;
        if (c.Evidence.Sampled is not null && !peering.LaterTraffic.Tells(out later))
        {
            yield return c.Found(CircuitFindingId.BytesUnknown, peering,
                $"The byte counters of {peering.Peering.Name} were not read again: {peering.LaterTraffic.Why}.");
        }

        foreach (var link in c.LinksOf(peering).Where(l => l.State == LinkState.Up))
        {
            var last = later ?? first;
            string[] never = [.. Directions(last.In(link.Link) == 0, last.Out(link.Link) == 0)];
            string[] still = later is null ? []
                : [.. Directions(first.In(link.Link) == later.In(link.Link), first.Out(link.Link) == later.Out(link.Link)).Except(never, StringComparer.Ordinal)];
            if (never.Length > 0)
            {
                yield return link.Found(CircuitFindingId.NoBytesPrimary, $"Over {link.Name} nothing has gone {string.Join(" or ", never)}.");
            }

            if (still.Length > 0)
            {
                yield return link.Found(CircuitFindingId.BytesStillPrimary, string.Create(CultureInfo.InvariantCulture,
                    $"Over {link.Name} nothing went {string.Join(" or ", still)} within {c.Evidence.Sampled!.Value.TotalSeconds:F0} seconds."));
            }
        }
    }

    private static IEnumerable<string> Directions(bool isIn, bool isOut) =>
        [.. isIn ? ["to Azure"] : Array.Empty<string>(), .. isOut ? ["to the site"] : Array.Empty<string>()];

    internal static string Named(IReadOnlyCollection<IPPrefix> prefixes) => prefixes.Count <= Shown ? string.Join(", ", prefixes)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", prefixes.Take(Shown))} and {prefixes.Count - Shown} more");
}
