using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// The states of connections of gateways to circuits: Connected where circuit, private peering, gateway and authorization let packets
/// through. What is behind the circuit has no part in it. A loaded connection keeps what it says until something of that changes.
/// </summary>
internal sealed class CircuitConnections(Cloud cloud)
{
    // Bytes a second of a connection that is up.
    private const long Inward = 60_000;
    private const long Outward = 90_000;

    private readonly Dictionary<ResourceId, Standing> _known = [];
    private readonly HashSet<ResourceId> _loaded = [];
    private readonly HashSet<ResourceId> _revoked = [];

    public void Adopt(IEnumerable<ResourceId> loaded)
    {
        foreach (var id in loaded)
        {
            _loaded.Add(id);
            _known.Remove(id);
        }
    }

    /// <summary>Its authorization was taken back: the link is gone until the connection is written with another one.</summary>
    public void Revoke(ResourceId connection) => _revoked.Add(connection);

    public void Permit(ResourceId connection) => _revoked.Remove(connection);

    /// <summary>Since when packets of a connection get through; null when they do not.</summary>
    public DateTimeOffset? LiveSince(ResourceId connection) =>
        _known.GetValueOrDefault(connection) is { IsLive: true } live ? live.Since : null;

    /// <summary>Judges every connection as the documents are now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="adopted">Since when those that were loaded are taken to be as they are.</param>
    public void Compare(DateTimeOffset now, DateTimeOffset? adopted)
    {
        foreach (var (id, connection) in All())
        {
            var was = _known.GetValueOrDefault(id);
            var isCarried = IsMade(connection, was) && IsCarried(id, connection);
            if (was is null)
            {
                var isLoaded = _loaded.Contains(id);
                _known[id] = new(isCarried, isLoaded ? adopted ?? now : now, isLoaded)
                {
                    IsLive = isCarried && !(isLoaded && Json.Same(connection.Object("properties").Text("connectionStatus"), "NotConnected")),
                };
            }
            else if (was.IsCarried != isCarried)
            {
                _known[id] = new(isCarried, now, IsLoaded: false) { IsLive = isCarried };
            }
        }

        foreach (var gone in _known.Keys.Where(k => cloud.Estate.Find(k) is null).ToArray())
        {
            _known.Remove(gone);
            _loaded.Remove(gone);
            _revoked.Remove(gone);
        }
    }

    /// <summary>Writes the states into the documents; absent while a connection is written (recorded of tunnels).</summary>
    public void Write(DateTimeOffset now)
    {
        foreach (var (id, connection) in All())
        {
            if (connection.State() is not (null or "Succeeded") || _known.GetValueOrDefault(id) is not { IsLoaded: false } state
                || CircuitShape.CircuitOf(connection) is not { } circuit || cloud.Estate.Find(circuit) is null)
            {
                continue;
            }

            var seconds = state.IsLive ? (long)(now - state.Since).TotalSeconds : 0;
            var properties = connection.Properties();
            properties["connectionStatus"] = state.IsLive ? "Connected" : "NotConnected";
            properties["ingressBytesTransferred"] = seconds * Inward;
            properties["egressBytesTransferred"] = seconds * Outward;
        }
    }

    // While it is updated its packets pass on.
    private static bool IsMade(JsonObject connection, Standing? was) =>
        connection.State() is null or "Succeeded" || (connection.State() is "Updating" && was is { IsCarried: true });

    private bool IsCarried(ResourceId id, JsonObject connection) =>
        CircuitShape.CircuitOf(connection) is { } circuit && cloud.Estate.Find(circuit) is { } found && CircuitShape.IsUsable(found)
        && CircuitShape.IsOn(CircuitShape.Peering(found, CircuitShape.PrivatePeering)) && !_revoked.Contains(id)
        && CircuitShape.GatewayOf(connection) is { } gateway && cloud.Estate.Find(gateway) is { } end
        && CircuitGateway.IsServing(end) && CircuitGateway.FitsCircuit(cloud, end);

    private IEnumerable<KeyValuePair<ResourceId, JsonObject>> All() =>
        cloud.Estate.OfKind(ResourceKind.Connection).Where(c => CircuitShape.Is(c.Value));

    private sealed record Standing(bool IsCarried, DateTimeOffset Since, bool IsLoaded)
    {
        public bool IsLive { get; init; }
    }
}
