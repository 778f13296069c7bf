using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;

namespace AzNetHelper.ExpressRoute;

/// <summary>The sessions and routes of connected gateways: what they learned over the circuit, and what on-premises learns of them.</summary>
internal static class GatewayRouteJudgments
{
    // Only of a connection that is up: of another one nothing can be expected.
    public static IEnumerable<CircuitFinding> Of(CircuitCase c, GatewayEvidence evidence)
    {
        if (!c.IsProvisioned || evidence.Connection.Status != ConnectionStatus.Connected || !evidence.Gateway.Tells(out var gateway))
        {
            return [];
        }

        return Sessions(c, evidence, gateway).Concat(Learned(c, evidence, gateway)).Concat(Advertised(c, evidence, gateway));
    }

    private static IEnumerable<CircuitFinding> Sessions(CircuitCase c, GatewayEvidence evidence, VirtualNetworkGateway gateway)
    {
        if (evidence.Sessions.Tells(out var sessions) && Lost(c, evidence, gateway, sessions) is { } lost)
        {
            yield return lost;
        }

        (string What, string? Why)[] unknown =
            [("sessions", evidence.Sessions.Why), ("learned routes", evidence.Learned.Why), ("announced routes", evidence.Advertised.Why)];
        if (unknown.Where(u => u.Why is not null).ToArray() is [var first, ..] all)
        {
            yield return c.Found(CircuitFindingId.GatewayRoutesUnknown, gateway.Id,
                $"Of {gateway.Name} the {string.Join(" and the ", all.Select(u => u.What))} were not read: {first.Why}.");
        }
    }

    // A gateway of several circuits does not say which circuit a session is of.
    private static CircuitFinding? Lost(CircuitCase c, GatewayEvidence evidence, VirtualNetworkGateway gateway, ImmutableArray<Vpn.BgpPeer> sessions)
    {
        if (!sessions.Any(s => s.Asn is null or CircuitAsn.Microsoft))
        {
            return c.Found(CircuitFindingId.GatewaySessionDown, gateway.Id,
                $"{gateway.Name} has no session with Microsoft's routers, although {evidence.Connection.Name} is connected.");
        }

        var share = new GatewayShare(c.Evidence.Private?.Peering.PeerAsn, evidence);
        Vpn.BgpPeer[] down = [.. sessions.Where(s => s.Asn is CircuitAsn.Microsoft && !s.IsConnected)];
        Vpn.BgpPeer[] ours = [.. down.Where(s => share.HasSession(s.Neighbor) is true)];
        Vpn.BgpPeer[] doubtful = [.. down.Where(s => share.HasSession(s.Neighbor) is null)];
        var routers = sessions.Where(s => s.IsConnected).Select(s => s.Neighbor).Distinct(StringComparer.Ordinal).ToLookup(share.HasSession);
        if (ours.Length == 0 && (doubtful.Length == 0 || routers[true].Count() >= GatewayShare.Routers))
        {
            return null;
        }

        // Where the other circuits have all of theirs, what is down is this one's.
        var isSure = ours.Length > 0 || (share.Others is { } others && routers[false].Count() >= GatewayShare.Routers * others);
        var named = string.Join(", ", (ours.Length > 0 ? ours : doubtful).Select(s => s.ToString()));
        return isSure ? c.Found(CircuitFindingId.GatewaySessionDown, gateway.Id, $"{gateway.Name}: {named}.")
            : c.Found(CircuitFindingId.GatewayRoutesUnknown, gateway.Id, $"{gateway.Name} has lost sessions ({named}), of this circuit or of another one.");
    }

    private static IEnumerable<CircuitFinding> Learned(CircuitCase c, GatewayEvidence evidence, VirtualNetworkGateway gateway)
    {
        if (!evidence.Learned.Tells(out var learned))
        {
            yield break;
        }

        var known = learned.Where(r => !CircuitCase.Is(r.Origin, "Network")).Select(r => r.Network).ToHashSet();
        var limit = ExpressRouteSku.Find(gateway.Sku)?.Routes ?? CircuitPrefixes.OfGateway;
        if (PairJudgments.IsNear(known.Count, limit))
        {
            yield return c.Found(known.Count >= limit ? CircuitFindingId.GatewayRoutesReached : CircuitFindingId.GatewayRoutesNear, gateway.Id, string.Create(
                CultureInfo.InvariantCulture, $"{gateway.Name} has learned {known.Count} of {limit} routes."));
        }

        if (c.Evidence.Private is not { } peering)
        {
            yield break;
        }

        foreach (var finding in Missing(c, evidence, gateway, Expected(c, evidence, peering), learned))
        {
            yield return finding;
        }
    }

    // What a gateway rightly drops is told by itself: what has come through Azure, and what lies in its VNets.
    private static IPPrefix[] Expected(CircuitCase c, GatewayEvidence evidence, PeeringEvidence peering)
    {
        var own = evidence.Networks.Tells(out var networks) ? networks.SelectMany(n => n.Prefixes).ToArray() : [];
        return
        [
            .. c.LinksOf(peering).Where(l => l.State == LinkState.Up).SelectMany(l => l.FromSite ?? [])
                .Where(r => !r.Path.Any(a => a is CircuitAsn.FirstReserved or CircuitAsn.Microsoft) && !own.Any(o => o.Contains(r.Network))
                    && (!r.Network.IsIPv6 || own.Any(o => o.IsIPv6))).Select(r => r.Network).Distinct().Order(),
        ];
    }

    private static IEnumerable<CircuitFinding> Missing(
        CircuitCase c, GatewayEvidence evidence, VirtualNetworkGateway gateway, IPPrefix[] expected, ImmutableArray<GatewayRoute> learned)
    {
        // Whether the list has IPv6 at all is documented nowhere.
        var share = new GatewayShare(c.Evidence.Private?.Peering.PeerAsn, evidence);
        var byAnswer = expected.ToLookup(p => p.IsIPv6 && !learned.Any(r => r.Network.IsIPv6) ? null : share.HasLearned(p));
        IPPrefix[] missing = [.. byAnswer[false]];
        IPPrefix[] doubtful = [.. byAnswer[null]];
        if (missing.Length > 0)
        {
            IPPrefix[] elsewhere = [.. missing.Where(p => learned.Any(r => r.Network == p))];
            yield return c.Found(missing.Length == expected.Length ? CircuitFindingId.GatewayLearnsNothing : CircuitFindingId.GatewayLearnsLess, gateway.Id,
                $"{gateway.Name} has not learned {PairJudgments.Named(missing)} over this circuit"
                + (elsewhere.Length == 0 ? "." : $"; {PairJudgments.Named(elsewhere)} it has from elsewhere."));
        }

        if (doubtful.Length > 0)
        {
            yield return c.Found(CircuitFindingId.GatewayRoutesUnknown, gateway.Id,
                $"Whether {gateway.Name} has learned {PairJudgments.Named(doubtful)} over this circuit cannot be told from its list.");
        }
    }

    private static IEnumerable<CircuitFinding> Advertised(CircuitCase c, GatewayEvidence evidence, VirtualNetworkGateway gateway)
    {
        if (!evidence.Networks.Tells(out var networks) || c.Evidence.Private is not { } peering)
        {
            yield break;
        }

        foreach (var finding in Counts(c, evidence, networks, gateway))
        {
            yield return finding;
        }

        // Whether a table lists IPv6 is documented nowhere: one without any such route says nothing about the VNets' prefixes.
        var links = c.LinksOf(peering).Where(l => l.State == LinkState.Up && l.ToSite is not null).ToArray();
        LinkCase[] without = [.. links.Where(l => !l.Evidence.Routes.Value.Any(r => r.Network.IsIPv6))];
        IPPrefix[] unknown = !peering.Peering.HasIPv6 ? [] : [.. networks.SelectMany(n => n.Prefixes).Where(p => p.IsIPv6).Distinct().Order()];
        foreach (var link in unknown.Length == 0 ? [] : without)
        {
            yield return link.Found(CircuitFindingId.RoutesUnknownPrimary,
                $"The routes of {link.Name} have no IPv6, so whether on-premises learns {PairJudgments.Named(unknown)} is not known.");
        }

        foreach (var network in networks)
        {
            // Summaries may stand for the prefixes of a VNet (expressroute-about-virtual-network-gateways).
            var missing = network.Prefixes.Where(p => !p.IsIPv6 || peering.Peering.HasIPv6)
                .Where(p => links.Any(l => !(p.IsIPv6 && without.Contains(l))
                    && !l.ToSite!.Value.Any(r => r.Network.Contains(p) && !r.Network.IsDefault))).ToArray();
            if (missing.Length > 0)
            {
                var announced = evidence.Advertised.Tells(out var told)
                    ? missing.All(p => told.Any(r => r.Network.Contains(p))) ? $"{gateway.Name} announces it" : $"{gateway.Name} does not announce it"
                    : $"what {gateway.Name} announces is not known";
                yield return c.Found(CircuitFindingId.VNetNotAnnounced, gateway.Id,
                    $"Microsoft's routers do not have {PairJudgments.Named(missing)} of {network.Network.Name}; {announced}.");
            }
        }
    }

    private static IEnumerable<CircuitFinding> Counts(
        CircuitCase c, GatewayEvidence evidence, ImmutableArray<NetworkSpace> networks, VirtualNetworkGateway gateway)
    {
        foreach (var isIPv6 in new[] { false, true })
        {
            // What it announces counts; what its VNets have where that is not told, without summaries.
            var count = evidence.Advertised.Tells(out var told) && told.Length > 0
                ? told.Where(r => r.Network.IsIPv6 == isIPv6).Select(r => r.Network).Distinct().Count()
                : networks.Sum(n => n.Prefixes.Count(p => p.IsIPv6 == isIPv6));
            var limit = isIPv6 ? CircuitPrefixes.ToSiteIPv6 : CircuitPrefixes.ToSite;
            if (PairJudgments.IsNear(count, limit))
            {
                yield return c.Found(count >= limit ? CircuitFindingId.AdvertisedLimitReached : CircuitFindingId.AdvertisedLimitNear, gateway.Id, string.Create(
                    CultureInfo.InvariantCulture, $"{gateway.Name} announces {count} of {limit} {(isIPv6 ? "IPv6" : "IPv4")} prefixes."));
            }
        }
    }
}
