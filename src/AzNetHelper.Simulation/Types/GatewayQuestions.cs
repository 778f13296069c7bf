using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>What one gateway answers about its routes and BGP peers; members as the published examples have them.</summary>
internal sealed class GatewayQuestions(Cloud cloud, ResourceId id, DateTimeOffset now)
{
    private const int LearnedWeight = 32768;

    private readonly RouteExchange _routes = new(cloud, now);
    private readonly JsonObject? _gateway = cloud.Estate.Find(id);

    // A Basic gateway told nothing (recorded).
    private bool KnowsBgp => !GatewayShape.IsBasic(_gateway) && !GatewayShape.IsPolicyBased(_gateway);

    private string Local => GatewayShape.BgpAddresses(_gateway) is [var first, ..] ? first : string.Empty;

    private bool IsOfCircuits => CircuitGateway.Is(_gateway);

    /// <summary>Its own VNet and static routes (origin Network), what its BGP peers told (EBgp), and what was declared.</summary>
    public IEnumerable<JsonObject> Learned()
    {
        foreach (var row in IsOfCircuits ? new CircuitQuestions(cloud, id, now).Learned() : [])
        {
            yield return row;
        }

        if (!KnowsBgp)
        {
            yield break;
        }

        foreach (var prefix in IsOfCircuits ? [] : GatewayShape.Prefixes(cloud, _gateway))
        {
            yield return Row(Local, prefix.ToString(), string.Empty, Local, "Network", string.Empty, LearnedWeight);
        }

        foreach (var link in _routes.LinksOf(id))
        {
            var told = _routes.Received(link);
            foreach (var prefix in _routes.Static(link).Where(p => !told.Any(r => r.Prefix == p)))
            {
                yield return Row(Local, prefix.ToString(), string.Empty, Local, "Network", string.Empty, LearnedWeight);
            }

            foreach (var route in told)
            {
                var peer = link.Neighbors.FirstOrDefault() ?? string.Empty;
                yield return Row(link.LocalAddresses.FirstOrDefault() ?? Local, route.Prefix.ToString(), peer, peer, "EBgp",
                    string.Join('-', route.Path.Select(a => a.ToString(CultureInfo.InvariantCulture))), LearnedWeight);
            }
        }

        foreach (var route in cloud.LearnedRoutes.GetValueOrDefault(id, []))
        {
            yield return Row(Local, route.Network, route.NextHop, route.SourcePeer, route.Origin, route.AsPath, LearnedWeight);
        }
    }

    /// <summary>What a peer is told; to an address that is no peer, the gateway's own VNet in the form that was recorded.</summary>
    public IEnumerable<JsonObject> Advertised(string peer)
    {
        if (IsOfCircuits && new CircuitQuestions(cloud, id, now).Advertised(peer) is { } told)
        {
            return told;
        }

        if (_routes.LinksOf(id).FirstOrDefault(l => l.WantsBgp && l.Neighbors.Contains(peer, StringComparer.Ordinal)) is not { } link)
        {
            return GatewayShape.Prefixes(cloud, _gateway).Select(p => new JsonObject
            {
                ["localAddress"] = string.Empty,
                ["network"] = p.ToString(),
                ["nextHop"] = "Virtual Network",
                ["origin"] = "Network",
                ["weight"] = 0,
            });
        }

        var local = link.LocalAddresses.FirstOrDefault() ?? Local;
        return !link.IsBgp ? [] : _routes.Announce(link).OrderBy(r => r.Prefix).Select(r => Row(local, r.Prefix.ToString(), local,
            string.Empty, "Igp", string.Join('-', r.Path.Select(a => a.ToString(CultureInfo.InvariantCulture))), 0));
    }

    /// <summary>A row for each peer of each instance.</summary>
    public IEnumerable<JsonObject> Peers(string? only) => IsOfCircuits ? new CircuitQuestions(cloud, id, now).Peers(only) :
        from link in KnowsBgp ? _routes.LinksOf(id) : []
        where link.WantsBgp
        from local in link.LocalAddresses
        from neighbor in link.Neighbors
        where string.IsNullOrEmpty(only) || only == neighbor
        select Peer(link, local, neighbor);

    /// <summary>A row for each client that is connected; where none were declared, as many as the gateway's document counts.</summary>
    public IEnumerable<JsonObject> Clients() => cloud.Clients.Knows(id) ? cloud.Clients.Sessions(id, now).Select(s => s.Row(id, now))
        : from n in Enumerable.Range(1, (int)(ClientShape.Of(_gateway).Object(ClientShape.Health).Number("vpnClientConnectionsCount") ?? 0))
          select new JsonObject
          {
              ["vpnConnectionId"] = string.Create(CultureInfo.InvariantCulture, $"{id.Name}_{n}"),
              ["vpnConnectionDuration"] = 0,
          };

    // Without a tunnel, and where the other end does not answer: Connecting; where both have one number: Idle.
    private JsonObject Peer(GatewayLink link, string local, string neighbor)
    {
        var isUp = link.IsBgp;
        var duration = isUp ? cloud.Tunnels.UpFor(link.Connection, now) : TimeSpan.Zero;
        var shown = new JsonObject
        {
            ["localAddress"] = local,
            ["neighbor"] = neighbor,
            ["asn"] = link.FarAsn,
            ["state"] = isUp ? "Connected" : link.IsLive && link.FarAsn == GatewayShape.Asn(_gateway) ? "Idle" : "Connecting",
            ["connectedDuration"] = duration.ToString("c", CultureInfo.InvariantCulture),
            ["routesReceived"] = isUp ? _routes.Received(link).Length : 0,
            ["messagesSent"] = (long)duration.TotalMinutes + (isUp ? 2 : 0),
            ["messagesReceived"] = (long)duration.TotalMinutes + (isUp ? 2 : 0),
        };
        return shown;
    }

    internal static JsonObject Row(
        string local, string network, string nextHop, string peer, string origin, string path, int weight)
    {
        var row = new JsonObject { ["localAddress"] = local, ["network"] = network };
        if (nextHop.Length > 0)
        {
            row["nextHop"] = nextHop;
        }

        row["sourcePeer"] = peer;
        row["origin"] = origin;
        row["asPath"] = path;
        row["weight"] = weight;
        return row;
    }
}
