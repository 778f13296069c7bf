using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Planning;

/// <summary>
/// The networks as a plan would leave them: what the changes set and expect is laid over the documents, and what a peering
/// write does to the other half follows. Pure: nothing is written.
/// </summary>
public static class PlanProjection
{
    public static Topology Apply(Topology topology, Plan plan)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(plan);
        var draft = new Draft(topology);
        foreach (var change in plan.Changes.Where(c => c.Writes && c.Kind != ChangeKind.Action))
        {
            draft.Lay(change);
        }

        foreach (var change in plan.Changes.Where(c => c.Writes && c.Resource.IsType(ResourceTypes.Peering)))
        {
            draft.Join(change);
        }

        return draft.ToTopology();
    }

    private sealed class Draft(Topology topology)
    {
        private readonly Dictionary<ResourceId, JsonObject> _changed = [];
        private readonly HashSet<ResourceId> _removed = [];

        public Topology ToTopology() => topology.With(
            _changed.Select(d => new ResourceDocument(d.Key, JsonBody.WriteUtf8(d.Value))), _removed);

        public void Lay(Change change)
        {
            var body = Find(change.Resource);
            if (change.Kind == ChangeKind.Delete)
            {
                Remove(change.Resource);
                return;
            }

            var id = change.Resource;
            body ??= new JsonObject { ["name"] = id.Name, ["id"] = id.ToString(), ["type"] = id.Type };
            foreach (var members in new[] { change.After, change.Expect })
            {
                body = members is null ? body : JsonBody.Merge(body, JsonBody.Parse(members));
            }

            Store(id, body);
        }

        // Both halves there: connected, each with the other's prefixes. One there: it waits, or has lost the other.
        public void Join(Change change)
        {
            var local = change.Resource.Parent!;
            var members = change.After ?? change.Before;
            if (members is null || !ResourceId.TryParse(
                (string?)JsonBody.At(JsonBody.Parse(members), "properties.remoteVirtualNetwork.id"), out var remote))
            {
                return;
            }

            var (half, other) = (HalfIn(local, remote), HalfIn(remote, local));
            foreach (var (one, at, far) in new[] { (half, remote, other), (other, local, half) })
            {
                if (one?["properties"] is not JsonObject properties)
                {
                    continue;
                }

                var alone = far is null;
                properties["peeringState"] = !alone ? "Connected" : change.Kind == ChangeKind.Delete ? "Disconnected" : "Initiated";
                properties["peeringSyncLevel"] = alone ? "RemoteNotInSync" : "FullyInSync";
                if (JsonBody.At(Document(at), "properties.addressSpace") is { } space)
                {
                    properties["remoteAddressSpace"] = space.DeepClone();
                    properties["remoteVirtualNetworkAddressSpace"] = space.DeepClone();
                }
            }
        }

        private JsonObject? HalfIn(ResourceId network, ResourceId remote) => Children(Draftable(network), "virtualNetworkPeerings")?
            .OfType<JsonObject>().FirstOrDefault(p => ResourceId.TryParse(
                (string?)JsonBody.At(p, "properties.remoteVirtualNetwork.id"), out var id) && id == remote);

        private JsonObject? Find(ResourceId id) => id.Parent is { } parent
            ? Children(Draftable(parent), id.TypeNames[^1])?.OfType<JsonObject>().FirstOrDefault(c => Named(c, id.Name))
            : Draftable(id);

        private void Store(ResourceId id, JsonObject body)
        {
            if (id.Parent is not { } parent)
            {
                _changed[id] = body;
                _removed.Remove(id);
                return;
            }

            var owner = Draftable(parent) ?? throw new InvalidOperationException($"{parent} is not in the topology.");
            var properties = owner["properties"] as JsonObject ?? [];
            owner["properties"] ??= properties;
            var children = properties[id.TypeNames[^1]] as JsonArray ?? [];
            properties[id.TypeNames[^1]] ??= children;
            Remove(id);
            children.Add(body);
        }

        private void Remove(ResourceId id)
        {
            if (id.Parent is not { } parent)
            {
                _changed.Remove(id);
                _removed.Add(id);
            }
            else if (Children(Draftable(parent), id.TypeNames[^1]) is { } children
                && children.OfType<JsonObject>().FirstOrDefault(c => Named(c, id.Name)) is { } child)
            {
                children.Remove(child);
            }
        }

        private JsonObject? Document(ResourceId id) => _changed.GetValueOrDefault(id)
            ?? (topology.Document(id) is { } document && !_removed.Contains(id) ? JsonBody.Parse(document.Json) : null);

        private JsonObject? Draftable(ResourceId id)
        {
            var body = Document(id);
            if (body is not null)
            {
                _changed[id] = body;
            }

            return body;
        }

        private static JsonArray? Children(JsonObject? owner, string typeName) => JsonBody.At(owner, $"properties.{typeName}") as JsonArray;

        private static bool Named(JsonObject child, string name) =>
            string.Equals((string?)child["name"], name, StringComparison.OrdinalIgnoreCase);
    }
}
