using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;

namespace AzNetHelper.ExpressRoute;

/// <summary>What the connected gateways tell: statuses, sizes, sessions, what they learned and what on-premises learns of them.</summary>
internal static class GatewayJudgments
{
    public static IEnumerable<CircuitFinding> Of(CircuitCase c)
    {
        var elsewhere = (c.Circuit.Authorizations ?? []).Where(a => a.IsInUse && c.Gateways.All(g => g.Connection.Id != a.Connection)).ToArray();
        var unread = c.Evidence.Gateways.Why ?? c.Evidence.UnreadGateways;
        if (unread is not null)
        {
            yield return c.Found(CircuitFindingId.GatewaysUnknown, $"Not every gateway was asked for its connections: {unread}.");
        }

        foreach (var authorization in elsewhere)
        {
            yield return c.Found(CircuitFindingId.GatewayElsewhere, c.Circuit.Id.Child("authorizations", authorization.Name),
                $"The authorization {authorization.Name} is in use by {authorization.Connection?.ToString() ?? "a connection that is not told"}.");
        }

        if (unread is null && c.Gateways.IsEmpty && elsewhere.Length == 0 && c.IsProvisioned && c.Evidence.Private is { Peering.IsEnabled: true } && c.Evidence.GlobalReach.IsEmpty)
        {
            yield return c.Found(CircuitFindingId.NoConnection, $"No connection names {c.Circuit.Name}.");
        }

        foreach (var finding in Links(c, elsewhere.Length).Concat(c.Gateways.SelectMany(g => Connection(c, g).Concat(Gateway(c, g)).Concat(Routes(c, g)))))
        {
            yield return finding;
        }
    }

    // Links of Global Reach count in (expressroute-limits).
    private static IEnumerable<CircuitFinding> Links(CircuitCase c, int elsewhere)
    {
        var count = c.Gateways.Length + elsewhere + c.Evidence.GlobalReach.Length;
        if (count > 0 && CircuitLinks.MostOf(c.Circuit.Tier, c.Circuit.BandwidthMbps) is not { } most)
        {
            yield return c.Found(CircuitFindingId.LimitUnknown, string.Create(CultureInfo.InvariantCulture,
                $"It has {count} connections; how many a circuit of tier {c.Circuit.Tier ?? "unknown"} takes is in no table here."));
        }
        else if (count > 0 && CircuitLinks.MostOf(c.Circuit.Tier, c.Circuit.BandwidthMbps) is { } bound && PairJudgments.IsNear(count, bound))
        {
            yield return c.Found(CircuitFindingId.CircuitLinksNear, string.Create(CultureInfo.InvariantCulture, $"It has {count} of {bound} connections."));
        }
    }

    private static IEnumerable<CircuitFinding> Connection(CircuitCase c, GatewayEvidence evidence)
    {
        var connection = evidence.Connection;
        if (connection.ProvisioningState is ProvisioningState.Failed or ProvisioningState.Canceled)
        {
            yield return c.Found(CircuitFindingId.ConnectionFailed, connection.Id, $"The last write of {connection.Name} ended {connection.ProvisioningState}.");
        }
        else if (connection.ProvisioningState != ProvisioningState.Succeeded)
        {
            yield return c.Found(CircuitFindingId.ConnectionPending, connection.Id, $"{connection.Name} is {connection.ProvisioningState}.");
        }
        else if (Status(connection) is { } id)
        {
            yield return c.Found(id, connection.Id, $"The status of {connection.Name} is {connection.Status?.ToString() ?? "not told"}.");
        }
    }

    private static CircuitFindingId? Status(GatewayConnection connection) => connection.Status switch
    {
        ConnectionStatus.Connected => null,
        ConnectionStatus.Connecting => CircuitFindingId.ConnectionPending,
        ConnectionStatus.NotConnected => CircuitFindingId.ConnectionDown,
        _ => CircuitFindingId.ConnectionUnknown,
    };

    private static IEnumerable<CircuitFinding> Gateway(CircuitCase c, GatewayEvidence evidence)
    {
        if (!evidence.Gateway.Tells(out var gateway))
        {
            yield return c.Found(CircuitFindingId.GatewayUnknown, evidence.Connection.Id,
                $"The gateway of {evidence.Connection.Name} was not read: {evidence.Gateway.Why}.");
            yield break;
        }

        if (gateway.ProvisioningState is ProvisioningState.Failed or ProvisioningState.Canceled)
        {
            yield return c.Found(CircuitFindingId.GatewayFailed, gateway.Id, $"The last write of {gateway.Name} ended {gateway.ProvisioningState}.");
        }

        foreach (var finding in ExpressRouteSku.Find(gateway.Sku) is { } sku ? Size(c, evidence, gateway, sku)
            : [c.Found(CircuitFindingId.LimitUnknown, gateway.Id, $"What a gateway of SKU {gateway.Sku ?? "unknown"} carries is in no table here.")])
        {
            yield return finding;
        }

        if (!evidence.Networks.IsKnown || !evidence.UnreadNetworks.IsEmpty)
        {
            yield return c.Found(CircuitFindingId.NetworksUnknown, gateway.Id, evidence.Networks.IsKnown
                ? $"Whether these use {gateway.Name} is not known: {string.Join(", ", evidence.UnreadNetworks.Select(n => n.Name))}."
                : $"The VNets behind {gateway.Name} were not read: {evidence.Networks.Why}.");
        }
    }

    private static IEnumerable<CircuitFinding> Size(CircuitCase c, GatewayEvidence evidence, VirtualNetworkGateway gateway, ExpressRouteSku sku)
    {
        // A gateway that scales by itself carries what it may scale to.
        var units = gateway.ScaleBounds?.Most ?? gateway.ScaleUnits;
        var carries = sku.Name == "ErGwScale" && units is { } some ? some * (sku.Megabits / ExpressRouteSku.MostUnits) : sku.Megabits;
        if (c.Circuit.BandwidthMbps is { } width && carries < width && !evidence.Connection.BypassesGateway)
        {
            yield return c.Found(CircuitFindingId.GatewayTooSmall, gateway.Id, string.Create(CultureInfo.InvariantCulture,
                $"{gateway.Name} ({gateway.Sku}) carries {carries} Mbps, {c.Circuit.Name} {width} Mbps."));
        }

        if (evidence.Connection.BypassesGateway && !(sku.HasFastPath && (sku.Name != "ErGwScale" || units is null or >= ExpressRouteSku.FastPathUnits)))
        {
            yield return c.Found(CircuitFindingId.FastPathUnsupported, evidence.Connection.Id,
                $"{evidence.Connection.Name} asks for FastPath; {gateway.Name} is {gateway.Sku}.");
        }

        var most = sku.CircuitsOf(units);
        if (evidence.Circuits.Tells(out var circuits) && circuits >= most)
        {
            yield return c.Found(CircuitFindingId.GatewayCircuitsFull, gateway.Id, string.Create(CultureInfo.InvariantCulture,
                $"{gateway.Name} ({gateway.Sku}) is connected with {circuits} of {most} circuits."));
        }
        else if (!evidence.Circuits.IsKnown)
        {
            yield return c.Found(CircuitFindingId.LimitUnknown, gateway.Id, $"With how many circuits {gateway.Name} is connected is not known: {evidence.Circuits.Why}.");
        }
    }

    // Only of a connection that is up: of another one nothing can be expected.
    private static IEnumerable<CircuitFinding> Routes(CircuitCase c, GatewayEvidence evidence)
    {
        if (!c.IsProvisioned || evidence.Connection.Status != ConnectionStatus.Connected || !evidence.Gateway.Tells(out var gateway))
        {
            return [];
        }

        return Sessions(c, evidence, gateway).Concat(Learned(c, evidence, gateway)).Concat(Advertised(c, evidence, gateway));
    }

    private static IEnumerable<CircuitFinding> Sessions(CircuitCase c, GatewayEvidence evidence, VirtualNetworkGateway gateway)
    {
        var down = !evidence.Sessions.Tells(out var sessions) ? []
            : sessions.Where(s => s.Asn is CircuitAsn.Microsoft && !s.IsConnected).ToArray();
        if (down.Length > 0)
        {
            yield return c.Found(CircuitFindingId.GatewaySessionDown, gateway.Id,
                $"{gateway.Name}: {string.Join(", ", down.Select(s => s.ToString()))}.");
        }

        (string What, string? Why)[] unknown =
            [("sessions", evidence.Sessions.Why), ("learned routes", evidence.Learned.Why), ("announced routes", evidence.Advertised.Why)];
        if (unknown.Where(u => u.Why is not null).ToArray() is [var first, ..] all)
        {
            yield return c.Found(CircuitFindingId.GatewayRoutesUnknown, gateway.Id,
                $"Of {gateway.Name} the {string.Join(" and the ", all.Select(u => u.What))} were not read: {first.Why}.");
        }
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

        // What a gateway rightly drops is told by itself: what has come through Azure, and what lies in its VNets.
        var own = evidence.Networks.Tells(out var networks) ? networks.SelectMany(n => n.Prefixes).ToArray() : [];
        IPPrefix[] expected =
        [
            .. c.LinksOf(peering).Where(l => l.State == LinkState.Up).SelectMany(l => l.FromSite ?? [])
                .Where(r => !r.Path.Any(a => a is CircuitAsn.FirstReserved or CircuitAsn.Microsoft) && !own.Any(o => o.Contains(r.Network))
                    && (!r.Network.IsIPv6 || own.Any(o => o.IsIPv6))).Select(r => r.Network).Distinct().Order(),
        ];
        var missing = expected.Where(p => !known.Contains(p)).ToArray();
        if (missing.Length > 0)
        {
            yield return c.Found(missing.Length == expected.Length ? CircuitFindingId.GatewayLearnsNothing : CircuitFindingId.GatewayLearnsLess, gateway.Id,
                $"{gateway.Name} has not learned {PairJudgments.Named(missing)}.");
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

        var links = c.LinksOf(peering).Where(l => l.State == LinkState.Up && l.ToSite is not null).ToArray();
        foreach (var network in networks)
        {
            // Summaries may stand for the prefixes of a VNet (expressroute-about-virtual-network-gateways).
            var missing = network.Prefixes.Where(p => !p.IsIPv6 || peering.Peering.HasIPv6)
                .Where(p => links.Any(l => !l.ToSite!.Value.Any(r => r.Network.Contains(p) && !r.Network.IsDefault))).ToArray();
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
