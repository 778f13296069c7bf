using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Vpn;

/// <summary>A VPN gateway that is to go.</summary>
/// <param name="Gateway">Its id.</param>
public sealed record VpnGatewayRemovalRequest(ResourceId Gateway)
{
    /// <summary>True to keep the public addresses that this module has made for it.</summary>
    public bool KeepPublicAddresses { get; init; }

    /// <summary>True to remove it though it has a configuration of clients, whose profiles then lead nowhere.</summary>
    public bool AllowLoss { get; init; }
}

/// <summary>A removal laid over the networks as they are.</summary>
internal sealed class GatewayRemoval
{
    public GatewayRemoval(Topology topology, VpnGatewayRemovalRequest request, GatewayUsers users)
    {
        (Topology, Request, Users) = (topology, request, users);
        Gateway = topology.Gateways.FirstOrDefault(g => g.Id == request.Gateway);
        Network = Gateway?.VirtualNetwork is { } id ? topology.VirtualNetwork(id) : null;

        // Of a run that was ended between the gateway and its addresses, or that took the second instance away, addresses are left, by
        // the names that they are given.
        Addresses =
        [
            .. Known((Gateway?.Addresses ?? []).Select(a => a.PublicAddress))
                .Concat(Known(DefaultAddresses(request.Gateway)).Where(a => a.User is null && MadeByTag.IsOn(a.Tags))).DistinctBy(a => a.Id),
        ];
        Removed = request.KeepPublicAddresses ? [] : [.. Addresses.Where(a => MadeByTag.IsOn(a.Tags))];
    }

    public Topology Topology { get; }

    public VpnGatewayRemovalRequest Request { get; }

    public GatewayUsers Users { get; }

    public VirtualNetworkGateway? Gateway { get; }

    public VirtualNetwork? Network { get; }

    public ImmutableArray<PublicIPAddress> Addresses { get; }

    /// <summary>The addresses that go with it: those that this module has made.</summary>
    public ImmutableArray<PublicIPAddress> Removed { get; }

    /// <summary>The halves of peerings by which other VNets use a gateway of this VNet.</summary>
    public IEnumerable<PeeringHalf> Uses => Network is not { } network ? []
        : Topology.VirtualNetworks.SelectMany(n => n.Peerings).Where(h => h.RemoteVNet == network.Id && h.UseRemoteGateways);

    /// <summary>How many clients are connected, as the gateway or its document tells; null where neither does.</summary>
    public long? Clients
    {
        get
        {
            if (Users.Clients is { } told || Gateway is not { } gateway || Topology.Document(gateway.Id) is not { } document)
            {
                return Users.Clients;
            }

            using var json = JsonDocument.Parse(document.Json);
            return json.RootElement.Object("properties").Object("vpnClientConfiguration").Object("vpnClientConnectionHealth")
                .Number("vpnClientConnectionsCount");
        }
    }

    /// <summary>The names that this module gives to addresses of a gateway.</summary>
    public static IEnumerable<ResourceId> DefaultAddresses(ResourceId gateway) =>
        [.. Enumerable.Range(0, 3).Select(at => VpnGatewayLayout.DefaultAddress(gateway, at))];

    private ImmutableArray<PublicIPAddress> Known(IEnumerable<ResourceId?> ids) =>
        [.. ids.Select(id => Topology.PublicIPAddresses.FirstOrDefault(a => a.Id == id)).OfType<PublicIPAddress>()];
}

/// <summary>Who uses a gateway, beside the VNets that are peered with its own.</summary>
/// <param name="Connections">Its connections; null where they could not be read.</param>
/// <param name="Unread">Why not; null where they are known.</param>
public sealed record GatewayUsers(ImmutableArray<ResourceId>? Connections, string? Unread = null)
{
    /// <summary>How many clients are connected, as the gateway answers; null where it was not asked or did not tell.</summary>
    public long? Clients { get; init; }

    /// <summary>Why it did not tell; null where it did, or was not asked.</summary>
    public string? ClientsUnread { get; init; }
}
