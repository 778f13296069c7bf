using System.Collections.Concurrent;
using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Steps;

namespace AzNetHelper.ExpressRoute;

/// <summary>
/// Finds the gateways that are connected with a circuit and asks them. A circuit does not tell who uses it, and connections have
/// no list but each gateway's own (arm-protocol 1.5), so the gateways that can be seen are asked for theirs.
/// </summary>
internal sealed class CircuitGatewayReader(IArm arm, RouterQuestions questions, ResourceId circuit, ImmutableArray<string> subscriptionIds)
{
    private readonly Harvest _harvest = new(arm, StepWriter.Nowhere, NetworkReader.DefaultThrottleLimit);

    /// <returns>The connections with what their gateways know, and why there may be more of them; null where there are not.</returns>
    public async Task<(ImmutableArray<GatewayEvidence> Found, string? Missing)> ReadAsync(CancellationToken stop)
    {
        var directory = new ResourceDirectory(arm, subscriptionIds, StepWriter.Nowhere);
        var gateways = await directory.CircuitGatewaysAsync(stop).ConfigureAwait(false);
        var answered = await _harvest.ListAsync(gateways.Order().Select(g => $"{g}/connections"), "connections",
            keeps: id => id.IsType(ResourceTypes.Connection), isNothing: e => e.Status == 404, stop).ConfigureAwait(false);
        var listed = _harvest.Values<GatewayConnection>().Where(c => c.Kind == ConnectionKind.ExpressRoute).ToArray();
        var missed = directory.Gaps.Concat(_harvest.Gaps).FirstOrDefault();
        var mine = listed.Where(c => c.Circuit == circuit).Select(c => c.Id).ToArray();

        // Lists carry no status; one that was deleted meanwhile is none.
        var gone = await _harvest.GetAsync(mine, "connections", Harvest.LeavesGap, stop).ConfigureAwait(false);
        var connections = _harvest.Values<GatewayConnection>().Where(c => mine.Contains(c.Id) && !gone.Contains(c.Id)).OrderBy(c => c.Id).ToArray();
        var told = new ConcurrentDictionary<ResourceId, GatewayEvidence>();
        await Parallel.ForEachAsync(connections, _harvest.Options(stop), async (connection, each) =>
            told[connection.Id] = await AskAsync(connection, listed, answered, each).ConfigureAwait(false)).ConfigureAwait(false);
        return ([.. connections.Select(c => told[c.Id])], missed is null ? null : $"{missed.Scope} was not read ({missed.Code})");
    }

    private async Task<GatewayEvidence> AskAsync(
        GatewayConnection connection, GatewayConnection[] listed, ImmutableArray<string> answered, CancellationToken stop)
    {
        const string Nameless = "the connection names no gateway";
        if (connection.Gateway is not { } id)
        {
            return new(connection) { Gateway = Told.Unknown<VirtualNetworkGateway>(Nameless), Networks = Told.Unknown<ImmutableArray<NetworkSpace>>(Nameless) };
        }

        var version = ResourceTypes.ApiVersion(id);
        var gateway = await questions.GetAsync(id.ToString(), version,
            root => ArmDocuments.Read(id, root) as VirtualNetworkGateway ?? throw new FormatException("it is no gateway"), stop).ConfigureAwait(false);
        var (networks, unread) = await NetworksAsync(gateway, stop).ConfigureAwait(false);
        var sessions = await questions.PostAsync($"{id}/getBgpPeerStatus", version, query: null, CircuitAnswers.Sessions, stop).ConfigureAwait(false);
        var learned = await questions.PostAsync($"{id}/getLearnedRoutes", version, query: null, CircuitAnswers.GatewayRoutes, stop).ConfigureAwait(false);
        const string Unlisted = "the gateway's connections could not be listed";
        ResourceId[]? circuits = answered.Contains($"{id}/connections", StringComparer.OrdinalIgnoreCase)
            ? [.. listed.Where(c => c.Gateway == id).Select(c => c.Circuit).OfType<ResourceId>().Distinct()] : null;
        return new(connection)
        {
            Gateway = gateway,
            Circuits = circuits is null ? Told.Unknown<int>(Unlisted) : Told.Of(circuits.Length),
            OtherCircuits = circuits is null ? Told.Unknown<ImmutableArray<OtherCircuit>>(Unlisted)
                : Told.Of(await OthersAsync(circuits.Where(c => c != circuit), stop).ConfigureAwait(false)),
            Networks = networks,
            UnreadNetworks = unread,
            Sessions = sessions,
            Learned = learned,
            Advertised = await AdvertisedAsync(id, version, sessions, stop).ConfigureAwait(false),
        };
    }

    // What tells the routes of one circuit from those of another one is the ASN of its peering.
    private async Task<ImmutableArray<OtherCircuit>> OthersAsync(IEnumerable<ResourceId> circuits, CancellationToken stop)
    {
        var others = ImmutableArray.CreateBuilder<OtherCircuit>();
        foreach (var other in circuits.Order())
        {
            var told = await questions.GetAsync(other.ToString(), ResourceTypes.ApiVersion(other),
                root => ArmDocuments.Read(other, root) as ExpressRouteCircuit ?? throw new FormatException("it is no circuit"), stop).ConfigureAwait(false);
            if (!told.Tells(out var read))
            {
                others.Add(new(other, Told.Unknown<long>(told.Why!)));
            }
            else if (read.Peerings is null || read.PrivatePeering is not null)
            {
                others.Add(new(other, read.PrivatePeering?.PeerAsn is { } asn ? Told.Of(asn) : Told.Unknown<long>("it does not tell the ASN of its peering")));
            }
        }

        return others.DrainToImmutable();
    }

    // The gateway tells what it announces to one peer at a time.
    private async Task<Told<ImmutableArray<GatewayRoute>>> AdvertisedAsync(
        ResourceId gateway, string version, Told<ImmutableArray<Vpn.BgpPeer>> sessions, CancellationToken stop)
    {
        if (!sessions.Tells(out var peers))
        {
            return Told.Unknown<ImmutableArray<GatewayRoute>>($"the gateway's peers are not known: {sessions.Why}");
        }

        var all = new HashSet<(IPPrefix, string)>();
        var routes = ImmutableArray.CreateBuilder<GatewayRoute>();
        foreach (var peer in peers.Where(p => p.IsConnected && p.Asn is null or CircuitAsn.Microsoft))
        {
            var told = await questions.PostAsync($"{gateway}/getAdvertisedRoutes", version, $"peer={Uri.EscapeDataString(peer.Neighbor)}",
                CircuitAnswers.GatewayRoutes, stop).ConfigureAwait(false);
            if (!told.Tells(out var some))
            {
                return told;
            }

            routes.AddRange(some.Where(r => all.Add((r.Network, string.Join(' ', r.Path)))));
        }

        return Told.Of(routes.DrainToImmutable());
    }

    // A gateway announces its VNet, and of those that use it what its VNet's half of the peering lists.
    private async Task<(Told<ImmutableArray<NetworkSpace>> Networks, ImmutableArray<ResourceId> Unread)> NetworksAsync(
        Told<VirtualNetworkGateway> gateway, CancellationToken stop)
    {
        if (!gateway.Tells(out var known) || known.VirtualNetwork is not { } id)
        {
            return (Told.Unknown<ImmutableArray<NetworkSpace>>(gateway.IsKnown ? "the gateway does not tell its VNet" : $"the gateway is not known: {gateway.Why}"), []);
        }

        try
        {
            var read = await NetworkReader.ReadNetworksAsync(arm, [id], ReadDepth.PeerSpaces, StepWriter.Nowhere, stop).ConfigureAwait(false);
            if (read.Topology.VirtualNetwork(id) is not { } network)
            {
                return (Told.Unknown<ImmutableArray<NetworkSpace>>($"{id.Name} was not read ({read.Topology.GapOf(id)?.Code ?? "NotFound"})"), []);
            }

            var lends = network.Peerings.Where(h => h is { AllowGatewayTransit: true, State: PeeringState.Connected }).ToArray();
            return (Told.Of<ImmutableArray<NetworkSpace>>(
            [
                new(id, network.AddressSpace),
                .. lends.Where(h => read.Topology.OtherHalf(h) is { UseRemoteGateways: true })
                    .Select(h => new NetworkSpace(h.RemoteVNet, h.RemoteAddressSpace ?? read.Topology.VirtualNetwork(h.RemoteVNet)?.AddressSpace ?? [])),
            ]), [.. lends.Select(h => h.RemoteVNet).Where(r => read.Topology.VirtualNetwork(r) is null)]);
        }
        catch (ArmException e) when (Harvest.LeavesGap(e))
        {
            return (Told.Unknown<ImmutableArray<NetworkSpace>>($"Azure answered {e.Code}: {e.Message.TrimEnd('.')}"), []);
        }
    }
}
