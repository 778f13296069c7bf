using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>What a provider does with one resource.</summary>
internal interface IResourceVerbs
{
    Answer Get(Exchange exchange, ResourceKind? kind, ResourceId id, JsonObject? existing);

    Answer Put(Exchange exchange, ResourceKind kind, ResourceId id, JsonObject? existing);

    Answer Patch(Exchange exchange, ResourceKind kind, ResourceId id, JsonObject? existing);

    Answer Delete(Exchange exchange, ResourceKind kind, ResourceId id, JsonObject? existing);
}

/// <summary>A resource provider: what ARM checks about a path below it, and lists.</summary>
internal abstract class ResourceProvider(Cloud cloud, string name, IResourceVerbs verbs)
{
    protected Cloud Cloud { get; } = cloud;

    protected string Namespace { get; } = name;

    protected IResourceVerbs Verbs { get; } = verbs;

    /// <summary>An answer to what is no resource of the path's type: questions and actions; null where it is none.</summary>
    protected virtual Answer? Ask(Exchange exchange, ResourceId group, string[] rest) => null;

    /// <summary>The same over a subscription.</summary>
    protected virtual Answer? AskSubscription(Exchange exchange, ResourceId subscription, string[] rest) => null;

    protected virtual JsonObject? Find(ResourceId id) => Cloud.Estate.Find(id);

    protected virtual IEnumerable<JsonObject> Children(ResourceId parent, ResourceKind kind) => Cloud.Estate.Children(parent, kind);

    /// <summary>The name under which the versions of a type are kept.</summary>
    protected virtual string VersionsOf(string shortType) => Namespace;

    /// <summary>A list over a subscription: …/providers/{namespace}/{type}.</summary>
    public Answer OfSubscription(Exchange exchange, string subscription, string[] rest)
    {
        var scope = ResourceId.ForSubscription(subscription);
        if (ApiVersions.IsKnown(Namespace, exchange.ApiVersion!) && AskSubscription(exchange, scope, rest) is { } asked)
        {
            return asked;
        }

        var kind = rest.Length == 1 ? ResourceKind.Of($"{Namespace}/{rest[0]}") : null;
        var type = string.Join('/', rest);
        if (kind is not { ListedBySubscription: true })
        {
            return Answer.Refusing(FrontDoorErrors.UnknownType.With(type, Namespace, exchange.ApiVersion));
        }

        return CheckVersion(exchange, kind) is { } refusal ? Answer.Refusing(refusal)
            : !exchange.IsRead ? NotAllowed(exchange)
            : Cloud.Guards.Check(exchange, scope, kind.Type, "read") is { } denied ? Answer.Refusing(denied)
            : ListTop(exchange, kind, scope);
    }

    /// <summary>
    /// A list or a resource of a group: …/providers/{namespace}/{type}[/{name}[/{type}[/{name}]]].
    /// </summary>
    public Answer OfGroup(Exchange exchange, ResourceId group, string[] rest)
    {
        var types = rest.Where((_, i) => i % 2 == 0).ToArray();
        var names = rest.Where((_, i) => i % 2 == 1).ToArray();
        var type = string.Join('/', types);
        var kind = ResourceKind.Of($"{Namespace}/{type}");
        if (types.Length == 0)
        {
            return Answer.Refusing(FrontDoorErrors.UnknownPath.With(exchange.Uri.AbsolutePath));
        }

        if (ApiVersions.IsKnown(VersionsOf(type), exchange.ApiVersion!) && Ask(exchange, group, rest) is { } asked)
        {
            return asked;
        }

        if (kind is null && !(exchange.IsRead && names.Length == types.Length))
        {
            return Answer.Refusing(FrontDoorErrors.UnknownType.With(type, Namespace, exchange.ApiVersion));
        }

        if (CheckVersion(exchange, kind ?? new(type, string.Empty)) is { } unknown)
        {
            return Answer.Refusing(unknown);
        }

        if (Cloud.Estate.Group(group) is not { } holder)
        {
            return Answer.Refusing(FrontDoorErrors.ResourceGroupNotFound.With(group.Name));
        }

        if (!exchange.IsRead && holder.State() is "Deleting")
        {
            return Answer.Refusing(FrontDoorErrors.ResourceGroupBeingDeleted.With(group.Name));
        }

        var id = group.ToString() + $"/providers/{Namespace}";
        for (var i = 0; i < names.Length; i++)
        {
            id += $"/{types[i]}/{names[i]}";
        }

        return names.Length == types.Length
            ? One(exchange, kind, Cloud.Estate.Canonical(ResourceId.Parse(id)))
            : List(exchange, kind!, group, names.Length == 0 ? null : Cloud.Estate.Canonical(ResourceId.Parse(id)));
    }

    private Answer One(Exchange exchange, ResourceKind? kind, ResourceId id)
    {
        var verb = exchange.Verb switch { "GET" or "HEAD" => "read", "DELETE" => "delete", _ => "write" };
        var existing = Find(id);
        if (id.Parent is { } parent && Cloud.Estate.Find(parent) is null)
        {
            return Answer.Refusing(
                FrontDoorErrors.ParentResourceNotFound.With(verb, kind?.ShortType ?? id.Type, parent));
        }

        if (Cloud.Guards.Check(exchange, id, kind?.Type ?? id.Type, verb) is { } refused)
        {
            return Answer.Refusing(refused);
        }

        return exchange.Verb switch
        {
            "GET" => Verbs.Get(exchange, kind, id, existing),
            "PUT" => Verbs.Put(exchange, kind!, id, existing),
            "PATCH" when id.Parent is null => Verbs.Patch(exchange, kind!, id, existing),
            "DELETE" => Verbs.Delete(exchange, kind!, id, existing),
            _ => NotAllowed(exchange),
        };
    }

    private Answer List(Exchange exchange, ResourceKind kind, ResourceId group, ResourceId? parent)
    {
        if (!exchange.IsRead)
        {
            return NotAllowed(exchange);
        }

        if (Cloud.Guards.Check(exchange, parent ?? group, kind.Type, "read") is { } denied)
        {
            return Answer.Refusing(denied);
        }

        if (parent is null)
        {
            return ListTop(exchange, kind, group);
        }

        return Cloud.Estate.Find(parent) is not null
            ? Page(exchange, kind, Children(parent, kind))
            : Answer.Refusing(FrontDoorErrors.ParentResourceNotFound.With("read", kind.ShortType, parent));
    }

    private Answer ListTop(Exchange exchange, ResourceKind kind, ResourceId scope) =>
        Page(exchange, kind, Cloud.Estate.OfKind(kind).Where(r => r.Key.IsWithin(scope)).Select(r => r.Value));

    private Answer Page(Exchange exchange, ResourceKind kind, IEnumerable<JsonObject> documents) => Pages.Of(
        exchange, [.. documents.Select(d => Cloud.ShowListed(d, kind, exchange.ApiVersion!))], Cloud.Options.PageSize,
        takesTop: ResourceKind.IsOfNetworkManager(kind.Type));

    private ArmError? CheckVersion(Exchange exchange, ResourceKind kind) =>
        VersionsOf(kind.ShortType) is var versions && ApiVersions.IsKnown(versions, exchange.ApiVersion!)
            ? null
            : exchange.Verb is "PUT" && exchange.ReadBody().Text("location") is { } location
                ? FrontDoorErrors.NoRegisteredProvider.With(
                    location, exchange.ApiVersion, kind.ShortType, ApiVersions.List(versions), location)
                : FrontDoorErrors.InvalidResourceType.With(
                    kind.ShortType, Namespace, exchange.ApiVersion, ApiVersions.List(versions));

    private static Answer NotAllowed(Exchange exchange) =>
        Answer.Refusing(FrontDoorErrors.MethodNotAllowed.With(exchange.Verb, exchange.Uri.AbsolutePath));
}
