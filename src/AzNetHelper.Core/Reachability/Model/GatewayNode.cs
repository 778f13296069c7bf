using AzNetHelper.Addressing;
using AzNetHelper.Networks;

namespace AzNetHelper.Reachability.Model;

/// <summary>
/// Where a gateway takes a packet: into a VNet, or to its clients when <paramref name="Network"/> is null.
/// </summary>
internal sealed record Delivery(IPPrefix Prefix, NetworkNode? Network, PeeringLink? Link);

/// <summary>A gateway as a router: what it delivers to by itself.</summary>
internal sealed class GatewayNode(VirtualNetworkGateway gateway, NetworkNode host)
{
    private PrefixTable<Delivery>? _deliveries;

    public VirtualNetworkGateway Gateway => gateway;

    public NetworkNode Host => host;

    /// <summary>
    /// Its VNet, then the VNets that use it (the prefixes that the lender's half lists), then its client pool: at equal
    /// length the first of these wins.
    /// </summary>
    public PrefixTable<Delivery> Deliveries => _deliveries ??= new(Entries());

    private IEnumerable<KeyValuePair<IPPrefix, Delivery>> Entries()
    {
        var own = host.Network.AddressSpace.Select(p => new Delivery(p, host, Link: null));
        var users = from link in host.Links
                    where link.IsConnected && link.Half.AllowGatewayTransit && link.Other!.UseRemoteGateways
                    let user = host.Estate.Node(link.Half.RemoteVNet)
                    where Uses(user)
                    from prefix in link.Installed
                    select new Delivery(prefix, user, link);
        var clients = gateway.ClientPool.Select(p => new Delivery(p, Network: null, Link: null));
        return own.Concat(users).Concat(clients).Select(d => KeyValuePair.Create(d.Prefix, d));
    }

    private bool Uses(NetworkNode? user) => user?.Home is { } home && home.Host == host.Id
        && (home.Vpn?.Id == gateway.Id || home.ExpressRoute?.Id == gateway.Id);
}
