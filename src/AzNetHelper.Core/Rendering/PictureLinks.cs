using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Rendering;

/// <summary>What joins the nodes of a topology.</summary>
internal sealed class PictureLinks(PictureScene scene)
{
    private readonly Topology _topology = scene.Topology;

    public IEnumerable<PictureLink> All() =>
    [
        .. PeeringPair.All(_topology).Select(Peering),
        .. _topology.Connections.Where(c => c.Gateway is not null).GroupBy(EndsOf).Select(Connections),
        .. new PictureThings(_topology).Pools.Select(Clients),
        .. _topology.ConnectedGroups.SelectMany(g => g.Select(m => Membership(scene.GroupKey(g), m))),
    ];

    private PictureLink Peering(PeeringPair pair)
    {
        var (from, to) = (Network(pair.VNetId), Network(pair.RemoteVNetId));
        if (string.CompareOrdinal(from, to) > 0)
        {
            (pair, from, to) = (pair.Reversed, to, from);
        }

        return new($"{from}__{to}", PictureLinkKind.Peering, from, to)
        {
            Health = HealthOf(pair),
            State = pair.State == PeeringPairState.Connected && !pair.IsInSync ? "OutOfSync" : pair.State.ToString(),
            Text = pair.Verdict,
            IsGlobal = pair.Scope == PeeringScope.Global,
            Transit = Way(pair.AllowGatewayTransit == true && pair.RemoteUseRemoteGateways == true,
                pair.RemoteAllowGatewayTransit == true && pair.UseRemoteGateways == true),

            // A half says what its own VNet takes from the other one.
            Forwarded = Way(pair.RemoteAllowForwardedTraffic == true, pair.AllowForwardedTraffic == true),
            Owner = pair.Owner,
            Resources = [.. new[] { pair.Half?.Id, pair.RemoteHalf?.Id }.OfType<ResourceId>()],
        };
    }

    private static PictureHealth HealthOf(PeeringPair pair) => pair.State switch
    {
        PeeringPairState.HalfUnread or PeeringPairState.Absent => PictureHealth.Unknown,
        PeeringPairState.HalfMissing or PeeringPairState.Initiated => PictureHealth.Waiting,
        PeeringPairState.Disconnected => PictureHealth.Broken,
        _ when pair.AllowVirtualNetworkAccess == false || pair.RemoteAllowVirtualNetworkAccess == false => PictureHealth.Closed,
        _ when !pair.IsInSync => PictureHealth.OutOfSync,
        _ => PictureHealth.Good,
    };

    private PictureLink Connections(IGrouping<(string From, string To), GatewayConnection> alike)
    {
        var all = alike.OrderBy(c => c.Id).ToArray();
        var health = all.Max(HealthOf);
        return new($"{alike.Key.From}__{alike.Key.To}", PictureLinkKind.Connection, alike.Key.From, alike.Key.To)
        {
            Health = health,
            State = all.First(c => HealthOf(c) == health).Status?.ToString() ?? "StatusNotRead",
            Text = string.Join("; ", all.Select(c => $"{c.Name}: {c.Status?.ToString() ?? "its status was not read"}{(c.EnableBgp ? ", BGP" : "")}")),
            Resources = [.. all.Select(c => c.Id)],
        };
    }

    private static PictureHealth HealthOf(GatewayConnection connection) => connection switch
    {
        { Status: ConnectionStatus.Connected } => PictureHealth.Good,
        { Status: ConnectionStatus.Connecting } => PictureHealth.Waiting,
        { Status: ConnectionStatus.NotConnected } => PictureHealth.Broken,
        _ => PictureHealth.Unknown,
    };

    private (string From, string To) EndsOf(GatewayConnection connection)
    {
        var from = scene.Key(PictureThings.Gateway, connection.Gateway!);
        var to = connection switch
        {
            { OtherGateway: { } other } => scene.Key(PictureThings.Gateway, other),
            { LocalNetworkGateway: { } site } => scene.Key(PictureThings.Site, site),
            { Circuit: { } circuit } => scene.Key(PictureThings.Circuit, circuit),

            // A connection that names no other end leads from its gateway to nowhere.
            _ => from,
        };
        return string.CompareOrdinal(from, to) > 0 && connection.OtherGateway is not null ? (to, from) : (from, to);
    }

    private PictureLink Clients(VirtualNetworkGateway gateway)
    {
        var (from, to) = (scene.Key(PictureThings.Gateway, gateway.Id), scene.Key(PictureThings.Pool, gateway.Id));
        return new($"{from}__{to}", PictureLinkKind.Clients, from, to)
        {
            State = "PointToSite", Text = gateway.Clients?.ToString() ?? string.Join(", ", gateway.ClientPool),
        };
    }

    private PictureLink Membership(string group, ResourceId member) => new($"{group}__{Network(member)}", PictureLinkKind.Membership, group, Network(member))
    {
        State = "Member", Text = "Joined by Virtual Network Manager, without a peering",
    };

    private string Network(ResourceId id) => scene.Key(PictureThings.Network, id);

    private static PictureDirection Way(bool forward, bool backward) =>
        (forward ? PictureDirection.Forward : PictureDirection.None) | (backward ? PictureDirection.Backward : PictureDirection.None);
}
