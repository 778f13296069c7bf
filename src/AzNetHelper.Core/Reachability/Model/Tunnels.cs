using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Reachability.Model;

/// <summary>
/// The VNet-to-VNet connections that carry traffic: both halves exist, neither says NotConnected, and no end is
/// policy-based (VPN gateway FAQ).
/// </summary>
internal static class Tunnels
{
    public static IEnumerable<Tunnel> Of(Estate estate)
    {
        var halves = (from connection in estate.Topology.Connections
                      where connection.Kind == ConnectionKind.Vnet2Vnet
                      let ends = Ends(estate, connection)
                      where ends is not null
                      select (ends.Value.From, ends.Value.To, Connection: connection))
            .ToLookup(h => (h.From, h.To));
        return from there in halves
               let back = halves[(there.Key.To, there.Key.From)]
               where back.Any() && there.Concat(back).All(h => estate.IsUp(h.Connection))
               let bgp = there.Any(h => h.Connection.EnableBgp) && back.Any(h => h.Connection.EnableBgp)
                   && there.Key.From.SpeaksBgp && there.Key.To.SpeaksBgp
                   && there.Key.From.Gateway.Asn != there.Key.To.Gateway.Asn
               orderby there.First().Connection.Id
               select new Tunnel(there.Key.From, there.Key.To, there.First().Connection.Id, bgp);
    }

    private static (GatewayNode From, GatewayNode To)? Ends(Estate estate, GatewayConnection connection) =>
        Known(estate, connection.Gateway) is { } from && Known(estate, connection.OtherGateway) is { } to && from != to
            ? (from, to)
            : null;

    private static GatewayNode? Known(Estate estate, ResourceId? id) =>
        id is not null && estate.Gateway(id) is { IsVpn: true, IsPolicyBased: false } gateway ? gateway : null;
}
