using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Rendering;

/// <summary>What joins the nodes of a topology.</summary>
internal sealed class PictureLinks(PictureScene scene)
{
    private readonly Topology _topology = scene.Topology;
    private readonly Dictionary<ResourceId, ExpressRouteCircuit> _circuits = scene.Topology.Circuits.ToDictionary(c => c.Id);

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
        var all = alike.OrderBy(c => c.Id).Select(c => (Connection: c, Known: Known(c))).ToArray();
        var worst = all.MaxBy(c => c.Known.Health).Known;
        return new($"{alike.Key.From}__{alike.Key.To}", PictureLinkKind.Connection, alike.Key.From, alike.Key.To)
        {
            Health = worst.Health,
            State = worst.State,
            Text = string.Join("; ", all.Select(c => $"{c.Connection.Name}: {c.Known.Text}{(c.Connection.EnableBgp ? ", BGP" : "")}")),
            Resources = [.. all.Select(c => c.Connection.Id)],
        };
    }

    private (PictureHealth Health, string State, string Text) Known(GatewayConnection connection) => connection switch
    {
        { Status: { } status } => (status switch
        {
            ConnectionStatus.Connected => PictureHealth.Good,
            ConnectionStatus.Connecting => PictureHealth.Waiting,
            ConnectionStatus.NotConnected => PictureHealth.Broken,
            _ => PictureHealth.Unknown,
        }, status.ToString(), status.ToString()),
        { Circuit: { } circuit } when _circuits.GetValueOrDefault(circuit) is { } read && OfCircuit(read) is { } known =>
            (known.Health, known.State, $"its status was not read, {known.Text}"),
        _ => (PictureHealth.Unknown, "StatusNotRead", "its status was not read"),
    };

    /// <summary>What a circuit tells of its connections: what stops them all, or that nothing of its own does; null where it tells neither.</summary>
    private static (PictureHealth Health, string State, string Text)? OfCircuit(ExpressRouteCircuit circuit) => circuit switch
    {
        { IsUsable: true } => circuit is { CircuitState: not null, ProviderState: not null, Peerings: not null }
            ? (PictureHealth.Unknown, "CircuitProvisioned", "the circuit is provisioned and its private peering is on") : null,
        { CircuitState: { } state } when !Is(state, "Enabled") => (PictureHealth.Broken, $"Circuit{state}", $"the circuit is {state}"),
        { ProviderState: { } state } when !Is(state, "Provisioned") =>
            (Is(state, "NotProvisioned") || Is(state, "Provisioning") ? PictureHealth.Waiting : PictureHealth.Broken,
                $"Circuit{state}", $"the provider's side of the circuit is {state}"),
        { PrivatePeering: null } => (PictureHealth.Waiting, "NoPrivatePeering", "the circuit has no private peering"),
        _ => (PictureHealth.Broken, "PrivatePeeringDisabled", "the private peering of the circuit is off"),
    };

    private static bool Is(string state, string other) => state.Equals(other, StringComparison.OrdinalIgnoreCase);

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
