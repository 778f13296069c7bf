using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Vpn;

/// <summary>Who speaks BGP with a gateway through one of its connections.</summary>
/// <param name="Connection">The connection, whose flag decides whether a session is opened.</param>
/// <param name="Far">The site or the gateway at its other end.</param>
/// <param name="Asn">The number of that end; null where it has none, or could not be read.</param>
/// <param name="IsRead">False where it could not be read.</param>
internal sealed record BgpEnd(ResourceId Connection, ResourceId Far, long? Asn, bool IsRead)
{
    public string Phrase => Far.IsType(ResourceTypes.LocalNetworkGateway)
        ? $"the device of {Far.Name} (connection {Connection.Name})" : $"{Far.Name} (connection {Connection.Name})";

    /// <summary>The ends of a gateway's connections with BGP, as far as they were read.</summary>
    public static ImmutableArray<BgpEnd> Of(Topology topology, ResourceId gateway) =>
    [
        .. from connection in topology.Connections
           where connection.EnableBgp && (connection.Gateway == gateway || connection.OtherGateway == gateway)
           let far = connection.LocalNetworkGateway ?? (connection.Gateway == gateway ? connection.OtherGateway : connection.Gateway)
           where far is not null
           orderby far, connection.Id
           let site = topology.LocalNetworkGateways.FirstOrDefault(s => s.Id == far)
           let other = topology.Gateways.FirstOrDefault(g => g.Id == far)
           select new BgpEnd(connection.Id, far, site?.Asn ?? other?.Asn, site is not null || other is not null),
    ];
}
