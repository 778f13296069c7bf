using System.Collections.Immutable;
using System.Globalization;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;

namespace AzNetHelper.ExpressRoute;

/// <summary>What the connected gateways are: whether all were seen, their statuses and sizes.</summary>
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

        var unseen = unread is null && elsewhere.Length == 0 ? Unseen(c) : null;
        if (unseen is not null)
        {
            yield return c.Found(CircuitFindingId.GatewaysUnknown, unseen);
        }

        if (unread is null && unseen is null && c.Gateways.IsEmpty && elsewhere.Length == 0 && c.IsProvisioned && c.Evidence.Private is { Peering.IsEnabled: true } && c.Evidence.GlobalReach.IsEmpty)
        {
            yield return c.Found(CircuitFindingId.NoConnection, $"No connection names {c.Circuit.Name}.");
        }

        foreach (var finding in Links(c, elsewhere.Length).Concat(c.Gateways.SelectMany(g => Connection(c, g).Concat(Gateway(c, g)).Concat(GatewayRouteJudgments.Of(c, g)))))
        {
            yield return finding;
        }
    }

    // Microsoft's routers also speak with gateways of Virtual WAN hubs, which are not looked for, and with those that the caller does
    // not see, which Resource Graph leaves out without a word. All of them are of one autonomous system.
    private static string? Unseen(CircuitCase c)
    {
        if (c.Evidence.Private is not { } peering || c.Gateways.Any(g => !g.Networks.IsKnown))
        {
            return null;
        }

        var links = c.LinksOf(peering).ToArray();
        IPPrefix[] spaces = [.. c.Networks.SelectMany(n => n.Prefixes)];
        string[] peers =
        [
            .. links.SelectMany(l => l.Evidence.Neighbors.Tells(out var all) ? all : []).Where(n => n.Asn is CircuitAsn.FirstReserved)
                .Select(n => IPPrefix.TryParse(n.Address, out var at) ? at : (IPPrefix?)null).OfType<IPPrefix>()
                .Where(at => !at.IsIPv6 && !spaces.Any(s => s.Contains(at))).Select(at => at.Network.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        if (peers.Length > 0)
        {
            return $"Microsoft's routers have sessions with gateways at {string.Join(", ", peers)}, which none of those that were seen has.";
        }

        // A gateway may announce more than its VNets: then only what it says of that can tell.
        if (c.Gateways.Any(g => !g.Advertised.IsKnown))
        {
            return null;
        }

        IPPrefix[] announced = [.. spaces, .. c.Gateways.SelectMany(g => g.Advertised.Value).Select(r => r.Network)];
        IPPrefix[] routes =
        [
            .. links.SelectMany(l => l.ToSite ?? []).Where(r => r.Path is [CircuitAsn.FirstReserved, ..]).Select(r => r.Network).Distinct()
                .Where(n => !announced.Any(a => a.Contains(n))).Order(),
        ];
        return routes.Length == 0 ? null : $"Microsoft's routers have {PairJudgments.Named(routes)} from a gateway, and none of those that were seen announces it.";
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

        // What the tables do not tell is no finding: where Azure has made a connection, it has found it in reach.
        if (CircuitReach.Of(c.Circuit.Tier, c.Circuit.PeeringLocation, gateway.Location) == CircuitScope.Outside)
        {
            yield return c.Found(CircuitFindingId.GatewayOutOfReach, gateway.Id,
                $"{gateway.Name} is in {gateway.Location}, which a {c.Circuit.Tier} circuit at {c.Circuit.PeeringLocation} does not reach.");
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

    private static string Least(VirtualNetworkGateway gateway) => gateway.ScaleBounds is { } bounds
        ? string.Create(CultureInfo.InvariantCulture, $" of {bounds.Least} to {bounds.Most} scale units") : string.Empty;

    private static IEnumerable<CircuitFinding> Size(CircuitCase c, GatewayEvidence evidence, VirtualNetworkGateway gateway, ExpressRouteSku sku)
    {
        // A gateway that scales by itself carries what it may scale to; what it has besides, it has to have when it is at its smallest.
        var units = gateway.ScaleBounds?.Most ?? gateway.ScaleUnits;
        var carries = sku.Name == "ErGwScale" && units is { } some ? some * (sku.Megabits / ExpressRouteSku.MostUnits) : sku.Megabits;
        if (c.Circuit.BandwidthMbps is { } width && carries < width && !evidence.Connection.BypassesGateway)
        {
            yield return c.Found(CircuitFindingId.GatewayTooSmall, gateway.Id, string.Create(CultureInfo.InvariantCulture,
                $"{gateway.Name} ({gateway.Sku}) carries {carries} Mbps, {c.Circuit.Name} {width} Mbps."));
        }

        if (evidence.Connection.BypassesGateway && GatewayCapacity.HasFastPath(gateway) is not true)
        {
            yield return c.Found(GatewayCapacity.HasFastPath(gateway) is null ? CircuitFindingId.LimitUnknown : CircuitFindingId.FastPathUnsupported,
                evidence.Connection.Id, $"{evidence.Connection.Name} asks for FastPath; {gateway.Name} is {gateway.Sku}{Least(gateway)}.");
        }

        var most = GatewayCapacity.Circuits(gateway) ?? sku.Circuits;
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
}
