using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// The live states of connections through tunnels. They follow from the documents of both ends (<see cref="Negotiation"/>) and
/// from how long these have been as they are; before each request, and whenever an operation ends, the book writes them into the
/// documents. A loaded document keeps what it says until something that its tunnel hangs on changes.
/// </summary>
internal sealed class TunnelBook(Cloud cloud)
{
    private readonly Dictionary<ResourceId, Tunnel> _tunnels = [];

    /// <summary>Takes loaded documents as they are, with everything that is there by now.</summary>
    public void Adopt(IEnumerable<ResourceId> loaded, DateTimeOffset now)
    {
        foreach (var id in loaded)
        {
            _tunnels[id] = Tunnel.Loaded(cloud.Options.Times, now);
        }

        var negotiation = new Negotiation(cloud, IsMade);
        foreach (var (id, connection) in Connections().Where(c => _tunnels.GetValueOrDefault(c.Key) is { IsLoaded: true }))
        {
            _tunnels[id].Adopt(negotiation.Of(id, connection), connection.Object("properties").Text("connectionStatus"),
                Counter(connection, "ingressBytesTransferred"),
                Counter(connection, "egressBytesTransferred"));
        }
    }

    /// <summary>A connection was reset: its tunnels, and those of its other half, begin anew.</summary>
    public void Reset(ResourceId id, DateTimeOffset now)
    {
        Refresh(now);
        var negotiation = new Negotiation(cloud, IsMade);
        if (cloud.Estate.Find(id) is not { } connection || !Negotiation.IsTunnel(connection))
        {
            return;
        }

        BeginAnew(id, negotiation.Of(id, connection), now);
        if (Negotiation.Is(connection, "Vnet2Vnet") && negotiation.OtherHalf(id, connection) is { } other)
        {
            BeginAnew(other.Key, negotiation.Of(other.Key, other.Value), now);
        }

        Refresh(now);
    }

    /// <summary>Brings every state to this time.</summary>
    /// <param name="now">The time.</param>
    /// <param name="changed">Documents may have changed since the last time.</param>
    public void Refresh(DateTimeOffset now, bool changed = true)
    {
        if (!changed && _tunnels.Count == 0)
        {
            return;
        }

        var connections = Connections().ToArray();
        if (changed)
        {
            Compare(connections, now);
        }

        foreach (var (id, connection) in connections)
        {
            if (_tunnels.TryGetValue(id, out var tunnel))
            {
                Write(connection, tunnel, now);
            }
        }
    }

    /// <summary>
    /// True when packets get through: a loaded connection counts unless it says NotConnected, since lists leave the status out.
    /// </summary>
    public bool IsLive(ResourceId id, JsonObject connection, DateTimeOffset now, Negotiation pairs) => _tunnels.GetValueOrDefault(id) is { } tunnel
        && (tunnel.IsLoaded
            ? !Json.Same(tunnel.LoadedStatus, "NotConnected")
                && (!Negotiation.Is(connection, "Vnet2Vnet") || pairs.OtherHalf(id, connection) is not null)
            : tunnel.IsUp(now));

    /// <summary>For how long a tunnel has been up.</summary>
    public TimeSpan UpFor(ResourceId id, DateTimeOffset now) =>
        _tunnels.GetValueOrDefault(id) is { } tunnel && now > tunnel.UpSince ? now - tunnel.UpSince : TimeSpan.Zero;

    private void Compare(KeyValuePair<ResourceId, JsonObject>[] connections, DateTimeOffset now)
    {
        foreach (var gone in _tunnels.Keys.Except(connections.Select(c => c.Key)).ToArray())
        {
            _tunnels.Remove(gone);
        }

        foreach (var (id, connection) in connections)
        {
            if (!_tunnels.TryGetValue(id, out var tunnel))
            {
                _tunnels.Add(id, tunnel = new(cloud.Options.Times));
            }

            tunnel.Made(connection.State() switch
            {
                null or "Succeeded" => true,
                "Updating" => tunnel.IsMade,
                _ => false,
            }, now);
        }

        var negotiation = new Negotiation(cloud, IsMade);
        foreach (var (id, connection) in connections)
        {
            var agreement = negotiation.Of(id, connection);
            if (!string.Equals(_tunnels[id].Agreement?.Signature, agreement.Signature, StringComparison.Ordinal))
            {
                BeginAnew(id, agreement, now);
            }
        }
    }

    private void BeginAnew(ResourceId id, Agreement agreement, DateTimeOffset now)
    {
        var tunnel = _tunnels[id];
        tunnel.BeginAnew(agreement, now, tunnel.IsLoaded
            ? Json.Same(tunnel.LoadedStatus, "Connected") : tunnel.IsUp(now));
    }

    private static void Write(JsonObject connection, Tunnel tunnel, DateTimeOffset now)
    {
        var properties = connection.Properties();
        if (tunnel.IsLoaded)
        {
            if (tunnel.LoadedStatus is { } status && connection.State() is (null or "Succeeded"))
            {
                properties["connectionStatus"] = status;
            }

            return;
        }

        // Absent while the connection is written, Unknown just after it was made (recorded).
        properties.Remove("connectionStatus");
        properties.Remove("tunnelConnectionStatus");
        Count(properties, tunnel.Bytes(now, tunnel.IsUp(now)));
        if (connection.State() is not (null or "Succeeded"))
        {
            return;
        }

        properties["connectionStatus"] = tunnel.Status(now);
        if (now >= tunnel.FirstMade && tunnel.Status(now) is not "Unknown")
        {
            properties["tunnelConnectionStatus"] = new JsonArray([.. tunnel.Agreement!.Up
                .Select(end => (JsonNode)Show(connection, end, tunnel, now))]);
        }
    }

    private static JsonObject Show(JsonObject connection, (string Address, bool Up) end, Tunnel tunnel, DateTimeOffset now)
    {
        var isUp = end.Up && tunnel.IsUp(now);
        var status = tunnel.IsUp(now) && !isUp ? "NotConnected" : tunnel.Status(now);
        var (ingress, egress) = isUp ? tunnel.Bytes(now, isUp: true) : default;
        var count = tunnel.Agreement!.Up.Count(t => t.Up);
        var shown = new JsonObject
        {
            ["tunnel"] = $"{connection.Text("name")}_{end.Address}",
            ["connectionStatus"] = status,
            ["ingressBytesTransferred"] = isUp ? ingress / count : 0,
            ["egressBytesTransferred"] = isUp ? egress / count : 0,
        };
        if (isUp)
        {
            shown["lastConnectionEstablishedUtcTime"] =
                tunnel.UpSince.UtcDateTime.ToString("MM/dd/yyyy HH:mm:ss", CultureInfo.InvariantCulture);
        }

        return shown;
    }

    private IEnumerable<KeyValuePair<ResourceId, JsonObject>> Connections() =>
        cloud.Estate.OfKind(ResourceKind.Connection).Where(c => Negotiation.IsTunnel(c.Value));

    private bool IsMade(ResourceId id, JsonObject connection) => _tunnels.GetValueOrDefault(id)?.IsMade ?? false;

    private static long Counter(JsonObject connection, string name) => connection.Object("properties").Number(name) ?? 0;

    private static void Count(JsonObject properties, (long In, long Out) bytes)
    {
        properties["ingressBytesTransferred"] = bytes.In;
        properties["egressBytesTransferred"] = bytes.Out;
    }
}
