using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability.Model;

namespace AzNetHelper.Reachability.Fixes;

/// <summary>
/// What the documents of the VNets say after changes of peering halves, as the service would leave them: both halves
/// turn Connected when the second is there, a sync brings the current prefixes (recorded behaviour of
/// virtualNetworkPeerings).
/// </summary>
internal sealed class Projection
{
    private readonly Dictionary<Arm.ResourceId, JsonObject> _documents = [];
    private Estate _estate;

    private Projection(Estate estate) => _estate = estate;

    /// <summary>The estate after the changes; null when the service would refuse one of them.</summary>
    public static Estate? Of(Estate estate, IEnumerable<Change> changes) => Run(estate, changes)?._estate;

    /// <summary>
    /// The documents that the changes leave different; null when the service would refuse one of them.
    /// </summary>
    public static ImmutableArray<ResourceDocument>? Documents(Estate estate, IEnumerable<Change> changes) =>
        Run(estate, changes)?.Written();

    private static Projection? Run(Estate estate, IEnumerable<Change> changes)
    {
        var projection = new Projection(estate);
        return changes.Where(c => c.Writes).All(projection.Put) ? projection : null;
    }

    private ImmutableArray<ResourceDocument> Written() =>
        [.. _documents.Select(d => new ResourceDocument(d.Key, JsonSerializer.SerializeToUtf8Bytes(d.Value)))];

    private bool Put(Change change)
    {
        var network = change.Resource.Parent!;
        if (Properties(network, change) is not { } properties)
        {
            return false;
        }

        foreach (var (name, value) in JsonNode.Parse(change.After!)!["properties"]!.AsObject())
        {
            properties[name] = value?.DeepClone();
        }

        Reread();
        var half = _estate.Network(network)!.Peerings.First(h => h.Id == change.Resource);
        if (_estate.Network(half.RemoteVNet) is not { } remote || !IsAccepted(half, remote))
        {
            return false;
        }

        var other = remote.PeeringTo(network);
        var takesSpaces = change.Kind == ChangeKind.Create || half.State == PeeringState.Disconnected || change.Query is not null;
        if (other is null)
        {
            if (takesSpaces)
            {
                Bring(half, properties);
            }

            properties["peeringState"] = nameof(PeeringState.Initiated);
            properties["peeringSyncLevel"] = nameof(PeeringSyncLevel.RemoteNotInSync);
        }
        else if (change.Kind == ChangeKind.Create || half.State != PeeringState.Connected
            || other.State != PeeringState.Connected)
        {
            // What a waiting half was synced with stays: that joining refreshes it is not established, and a sync that was
            // not needed is not written.
            Connect(half, takesSpaces);
            Connect(other, takesSpaces: false);
        }
        else if (change.Query is not null)
        {
            Sync(half, other);
        }

        Reread();
        return true;
    }

    private bool IsAccepted(PeeringHalf half, VirtualNetwork remote)
    {
        var local = _estate.Network(half.LocalVNet)!;
        var other = remote.PeeringTo(half.LocalVNet);
        return other is not { State: PeeringState.Disconnected }
            && PeeringRules.SpacesAllow(_estate, half)
            && (!half.UseRemoteGateways
                || (other is null or { AllowGatewayTransit: true } && PeeringRules.MayBorrow(_estate, local, remote)));
    }

    private void Connect(PeeringHalf half, bool takesSpaces)
    {
        var properties = Properties(half)!;
        properties["peeringState"] = nameof(PeeringState.Connected);
        var brought = PeeringRules.Brought(half, _estate.Network(half.RemoteVNet)!).ToHashSet();
        if (takesSpaces || half.RemoteAddressSpace is not { } held || brought.SetEquals(held))
        {
            properties["peeringSyncLevel"] = nameof(PeeringSyncLevel.FullyInSync);
            Bring(half, properties);
        }
        else
        {
            properties["peeringSyncLevel"] = nameof(PeeringSyncLevel.LocalNotInSync);
        }
    }

    private void Sync(PeeringHalf half, PeeringHalf other)
    {
        var properties = Properties(half)!;
        Bring(half, properties);
        properties["peeringSyncLevel"] = half.SyncLevel == PeeringSyncLevel.LocalAndRemoteNotInSync
            ? nameof(PeeringSyncLevel.RemoteNotInSync)
            : nameof(PeeringSyncLevel.FullyInSync);
        Properties(other)!["peeringSyncLevel"] = other.SyncLevel is PeeringSyncLevel.LocalAndRemoteNotInSync
            ? nameof(PeeringSyncLevel.LocalNotInSync)
            : other.SyncLevel == PeeringSyncLevel.RemoteNotInSync ? nameof(PeeringSyncLevel.FullyInSync)
            : other.SyncLevel.ToString();
    }

    private void Bring(PeeringHalf half, JsonObject properties)
    {
        var brought = PeeringRules.Brought(half, _estate.Network(half.RemoteVNet)!).ToArray();
        properties["remoteAddressSpace"] = Space(brought);
        properties["remoteVirtualNetworkAddressSpace"] = Space(brought);
    }

    private static JsonObject Space(IPPrefix[] prefixes) =>
        new() { ["addressPrefixes"] = new JsonArray([.. prefixes.Select(p => (JsonNode)p.ToString())]) };

    /// <summary>The properties of a half in its VNet's document, which a creation adds.</summary>
    private JsonObject? Properties(Arm.ResourceId network, Change change)
    {
        if (Document(network) is not { } document)
        {
            return null;
        }

        var peerings = Child(Child(document, "properties"), "virtualNetworkPeerings", () => new JsonArray());
        var found = peerings.OfType<JsonObject>().FirstOrDefault(p => IsNamed(p, change.Resource.Name));
        if (change.Kind == ChangeKind.Create && found is null)
        {
            found = new()
            {
                ["id"] = change.Resource.ToString(), ["name"] = change.Resource.Name, ["properties"] = new JsonObject(),
            };
            peerings.Add((JsonNode)found);
        }

        return found is null ? null : Child(found, "properties");
    }

    private JsonObject? Properties(PeeringHalf half) =>
        Properties(half.LocalVNet, new Change(half.Id, ChangeKind.Update, string.Empty));

    private JsonObject? Document(Arm.ResourceId network)
    {
        if (!_documents.TryGetValue(network, out var document) && _estate.Document(network) is { } read)
        {
            _documents[network] = document = JsonNode.Parse(read.Json.Span)!.AsObject();
        }

        return document;
    }

    private void Reread() => _estate = _estate.With(Written().Select(ArmDocuments.Read).OfType<VirtualNetwork>());

    private static JsonObject Child(JsonObject parent, string name) => Child(parent, name, () => new JsonObject());

    private static T Child<T>(JsonObject parent, string name, Func<T> make)
        where T : JsonNode
    {
        if (parent[name] is not T child)
        {
            parent[name] = child = make();
        }

        return child;
    }

    private static bool IsNamed(JsonObject peering, string name) => peering["name"]?.GetValue<string>() is { } own
        ? own.Equals(name, StringComparison.OrdinalIgnoreCase)
        : peering["id"]?.GetValue<string>().EndsWith($"/{name}", StringComparison.OrdinalIgnoreCase) == true;
}
