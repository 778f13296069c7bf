using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// Everything that exists: subscriptions, groups and whole documents. Children (subnets, peerings, routes) live inside
/// their parent's document, so that one etag covers them as in the service; those of virtual hubs and of network
/// managers, which their parents do not show, stand apart.
/// </summary>
internal sealed class Estate
{
    private readonly SortedDictionary<ResourceId, JsonObject> _resources = [];
    private readonly Dictionary<string, SortedDictionary<ResourceId, JsonObject>> _byType = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<string, string> _subscriptions = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<ResourceId, JsonObject> _groups = [];
    private readonly HashSet<ResourceId> _implied = [];

    /// <summary>Subscription ids with their display names.</summary>
    public IReadOnlyDictionary<string, string> Subscriptions => _subscriptions;

    public IEnumerable<KeyValuePair<ResourceId, JsonObject>> Resources => _resources;

    /// <summary>
    /// Groups that were made or loaded; those that only follow from a loaded resource's id are left out.
    /// </summary>
    public IEnumerable<KeyValuePair<ResourceId, JsonObject>> DeclaredGroups =>
        _groups.Where(g => !_implied.Contains(g.Key));

    public IEnumerable<ResourceId> Networks => OfKind(ResourceKind.Network).Select(r => r.Key);

    public IEnumerable<KeyValuePair<ResourceId, JsonObject>> OfKind(ResourceKind kind) => OfType(kind.Type);

    public IEnumerable<KeyValuePair<ResourceId, JsonObject>> OfType(string type) => _byType.GetValueOrDefault(type) ?? [];

    /// <summary>The regions that the VNets are in.</summary>
    public IEnumerable<string> Regions() => OfKind(ResourceKind.Network)
        .Select(n => Documents.NormalLocation(n.Value.Text("location"))).OfType<string>().Distinct(StringComparer.Ordinal);

    public void AddSubscription(string id, string? displayName = null)
    {
        if (displayName is not null || !_subscriptions.ContainsKey(id))
        {
            _subscriptions[id] = displayName ?? id;
        }
    }

    public JsonObject? Group(ResourceId id) => _groups.GetValueOrDefault(id);

    public IEnumerable<KeyValuePair<ResourceId, JsonObject>> GroupsOf(string subscriptionId) =>
        _groups.Where(g => Json.Same(g.Key.SubscriptionId, subscriptionId));

    public void PutGroup(ResourceId id, JsonObject document, bool implied = false)
    {
        _groups[id] = document;
        if (implied)
        {
            _implied.Add(id);
        }
        else
        {
            _implied.Remove(id);
        }
    }

    public void RemoveGroup(ResourceId id)
    {
        _groups.Remove(id);
        _implied.Remove(id);
    }

    /// <summary>A resource, or a child inside its parent's document.</summary>
    public JsonObject? Find(ResourceId id) => _resources.TryGetValue(id, out var document)
        ? document
        : id.Parent is { } parent && Find(parent) is { } holder
            ? Children(holder, id.TypeNames[^1]).FirstOrDefault(c => Json.Same(c.Text("name"), id.Name))
            : null;

    public void Put(ResourceId id, JsonObject document)
    {
        if (!IsApart(id) && id.Parent is { } parent && Find(parent) is { } holder)
        {
            var children = holder.Properties().Array(MemberName(id.TypeNames[^1]));
            var at = IndexOf(children, id.Name);
            if (at < 0)
            {
                children.Add(document);
            }
            else if (!ReferenceEquals(children[at], document))
            {
                children[at] = document;
            }
        }
        else
        {
            Keep(id, document);
        }
    }

    public void Remove(ResourceId id)
    {
        foreach (var child in _resources.Keys.Where(k => k != id && k.IsWithin(id)).ToArray())
        {
            Drop(child);
        }

        if (!Drop(id) && id.Parent is { } parent && Find(parent) is { } holder)
        {
            var children = holder.Properties().Array(MemberName(id.TypeNames[^1]));
            var at = IndexOf(children, id.Name);
            if (at >= 0)
            {
                children.RemoveAt(at);
            }
        }
    }

    /// <summary>True for a child whose document is not inside its parent's.</summary>
    public static bool IsApart(ResourceId id) => id.Parent is not null && (ResourceKind.Of(id.Type) is { } kind
        ? kind.Apart
        : id.Type.StartsWith("Microsoft.Network/networkManagers/", StringComparison.OrdinalIgnoreCase));

    /// <summary>The document whose etag covers this resource: itself, or the top-level one that shows it.</summary>
    public JsonObject? Keeper(ResourceId id) => Find(IsApart(id) ? id : Cloud.Top(id));

    public static IEnumerable<JsonObject> Children(JsonObject holder, string typeName) =>
        holder.Object("properties").Objects(MemberName(typeName));

    /// <summary>The children of a kind, wherever they stand.</summary>
    public IEnumerable<JsonObject> Children(ResourceId parent, ResourceKind kind)
    {
        var inside = Find(parent) is { } holder ? Children(holder, kind.ParentMember!) : [];

        // A loaded hub may hold whole children where the service shows references.
        return !kind.Apart ? inside : inside
            .Where(c => c.Object("properties") is not null && !_resources.ContainsKey(parent.Child(kind.ParentMember!, c.Text("name")!)))
            .Concat(OfKind(kind).Where(r => r.Key.Parent == parent).Select(r => r.Value));
    }

    /// <summary>The id with the spelling that the estate already has for its group and its parents.</summary>
    public ResourceId Canonical(ResourceId id)
    {
        var group = id.Group is { } g && _groups.TryGetValue(g, out var known) ? known.Text("name")! : id.ResourceGroup;
        var subscription = _subscriptions.Keys.FirstOrDefault(s =>
            Json.Same(s, id.SubscriptionId)) ?? id.SubscriptionId;
        if (id.ProviderNamespace is null)
        {
            return group is null ? ResourceId.ForSubscription(subscription) : ResourceId.ForGroup(subscription, group);
        }

        var kind = ResourceKind.Of(id.Type);
        var spelled = (kind?.Type ?? id.Type).Split('/');
        ResourceId? made = null;
        for (var i = 0; i < id.Names.Length; i++)
        {
            made = made is null
                ? ResourceId.ForResource(subscription, group!, $"{spelled[0]}/{spelled[1]}", id.Names[0])
                : made.Child(spelled[i + 1], id.Names[i]);
            if (Find(made)?.Text("id") is { } text && ResourceId.TryParse(text, out var stored) && stored == made)
            {
                made = stored;
            }
        }

        return made!;
    }

    private void Keep(ResourceId id, JsonObject document)
    {
        _resources[id] = document;
        if (!_byType.TryGetValue(id.Type, out var ofType))
        {
            _byType.Add(id.Type, ofType = []);
        }

        ofType[id] = document;
    }

    private bool Drop(ResourceId id)
    {
        _byType.GetValueOrDefault(id.Type)?.Remove(id);
        return _resources.Remove(id);
    }

    private static int IndexOf(JsonArray children, string name)
    {
        for (var i = 0; i < children.Count; i++)
        {
            if (children[i] is JsonObject child && Json.Same(child.Text("name"), name))
            {
                return i;
            }
        }

        return -1;
    }

    private static string MemberName(string typeName) =>
        ResourceKind.All.FirstOrDefault(k =>
            k.ParentMember is not null && Json.Same(k.ParentMember, typeName))?.ParentMember
        ?? typeName;
}
