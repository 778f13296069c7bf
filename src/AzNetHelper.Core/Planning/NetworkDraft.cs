using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Planning;

/// <summary>A copy of a topology's documents that can be changed; a document is parsed when first needed.</summary>
internal sealed class NetworkDraft(Topology topology)
{
    private readonly Dictionary<ResourceId, JsonObject?> _documents = [];
    private readonly HashSet<ResourceId> _changed = [];
    private readonly HashSet<ResourceId> _removed = [];

    public Topology ToTopology() => _changed.Count + _removed.Count == 0 ? topology : topology.With(
        _changed.Select(id => new ResourceDocument(id, JsonBody.WriteUtf8(_documents[id]!))), _removed);

    /// <summary>True when it was there and the draft took it away: it is known not to exist.</summary>
    public bool IsRemoved(ResourceId id) => _removed.Contains(id);

    /// <summary>The resource, to be changed only by those who say so with <see cref="Touch"/>; null when it is not there.</summary>
    public JsonObject? Find(ResourceId id) => id.Parent is { } parent
        ? Children(Find(parent), id.TypeNames[^1]).FirstOrDefault(c => IsNamed(c, id.Name))
        : Document(id);

    public IEnumerable<JsonObject> ChildrenOf(ResourceId parent, string typeName) => Children(Find(parent), typeName);

    /// <summary>The document of this VNet was changed.</summary>
    public void Touch(ResourceId topLevel) => _changed.Add(topLevel);

    public void Store(ResourceId id, JsonObject body)
    {
        if (id.Parent is not { } parent)
        {
            _documents[id] = body;
            _removed.Remove(id);
            Touch(id);
            return;
        }

        var owner = Find(parent)!;
        var properties = owner["properties"] as JsonObject ?? [];
        owner["properties"] ??= properties;
        var children = properties[id.TypeNames[^1]] as JsonArray ?? [];
        properties[id.TypeNames[^1]] ??= children;
        var at = children.ToList().FindIndex(c => c is JsonObject child && IsNamed(child, id.Name));
        if (at >= 0)
        {
            children[at] = body;
        }
        else
        {
            children.Add((JsonNode)body);
        }

        Touch(parent);
    }

    public void Remove(ResourceId id)
    {
        if (id.Parent is not { } parent)
        {
            _documents[id] = null;
            _changed.Remove(id);
            _removed.Add(id);
        }
        else if (Find(id) is { Parent: JsonArray children } child)
        {
            children.Remove(child);
            Touch(parent);
        }
    }

    /// <summary>The half in <paramref name="local"/> that points at the other VNet; null where there is none.</summary>
    public DraftHalf? HalfIn(ResourceId local, ResourceId remote) =>
        Halves(local).FirstOrDefault(h => h.Remote == remote);

    public IEnumerable<DraftHalf> Halves(ResourceId local) =>
        ChildrenOf(local, "virtualNetworkPeerings").Select(c => new DraftHalf(this, local, c));

    /// <summary>Every half that points at a VNet.</summary>
    public IEnumerable<DraftHalf> HalvesTo(ResourceId remote) =>
        topology.VirtualNetworks.Where(n => _changed.Contains(n.Id) || n.PeeringTo(remote) is not null).Select(n => n.Id)
            .Union(_changed).Select(id => HalfIn(id, remote)).OfType<DraftHalf>().ToArray();

    private JsonObject? Document(ResourceId id)
    {
        if (!_documents.TryGetValue(id, out var body))
        {
            _documents[id] = body = topology.Document(id) is { } document ? JsonBody.Parse(document.Json) : null;
        }

        return body;
    }

    private static IEnumerable<JsonObject> Children(JsonObject? owner, string typeName) =>
        (JsonBody.At(owner, $"properties.{typeName}") as JsonArray)?.OfType<JsonObject>() ?? [];

    private static bool IsNamed(JsonObject child, string name) => (string?)child["name"] is { } own
        ? own.Equals(name, StringComparison.OrdinalIgnoreCase)
        : ((string?)child["id"])?.EndsWith($"/{name}", StringComparison.OrdinalIgnoreCase) == true;
}
