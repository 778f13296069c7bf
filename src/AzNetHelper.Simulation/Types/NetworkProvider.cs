using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Microsoft.Network: what ARM checks about a resource's path, then the provider's verbs.</summary>
internal sealed class NetworkProvider(Cloud cloud)
{
    private const string Namespace = "Microsoft.Network";

    private readonly Dictionary<ResourceKind, ResourceWriter> _writers = new ResourceWriter[]
    {
        new NetworkWriter(cloud), new SubnetWriter(cloud), new PeeringWriter(cloud), new GatewayWriter(cloud),
        new AddressWriter(cloud), new RouteTableWriter(cloud), new RouteWriter(cloud),
    }.ToDictionary(w => w.Kind);

    /// <summary>A list over a subscription: …/providers/Microsoft.Network/{type}.</summary>
    public Answer OfSubscription(Exchange exchange, string subscription, string[] rest)
    {
        var kind = rest.Length == 1 ? ResourceKind.Of($"{Namespace}/{rest[0]}") : null;
        var type = string.Join('/', rest);
        if (kind is not { ListedBySubscription: true })
        {
            return Answer.Refusing(FrontDoorErrors.UnknownType.With(type, Namespace, exchange.ApiVersion));
        }

        var scope = ResourceId.ForSubscription(subscription);
        return CheckVersion(exchange, kind) is { } refusal ? Answer.Refusing(refusal)
            : !exchange.IsRead ? NotAllowed(exchange)
            : cloud.Guards.Check(exchange, scope, kind.Type, "read") is { } denied ? Answer.Refusing(denied)
            : ListTop(exchange, kind, scope);
    }

    /// <summary>A list or a resource of a group: …/providers/Microsoft.Network/{type}[/{name}[/{type}[/{name}]]].</summary>
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

        if (kind is null && !(exchange.IsRead && names.Length == types.Length))
        {
            return Answer.Refusing(FrontDoorErrors.UnknownType.With(type, Namespace, exchange.ApiVersion));
        }

        if (CheckVersion(exchange, kind ?? new(type, string.Empty)) is { } unknown)
        {
            return Answer.Refusing(unknown);
        }

        if (cloud.Estate.Group(group) is not { } holder)
        {
            return Answer.Refusing(FrontDoorErrors.ResourceGroupNotFound.With(group.Name));
        }

        if (!exchange.IsRead && holder.State() == "Deleting")
        {
            return Answer.Refusing(FrontDoorErrors.ResourceGroupBeingDeleted.With(group.Name));
        }

        var id = group.ToString() + $"/providers/{Namespace}";
        for (var i = 0; i < names.Length; i++)
        {
            id += $"/{types[i]}/{names[i]}";
        }

        return names.Length == types.Length
            ? One(exchange, kind, cloud.Estate.Canonical(ResourceId.Parse(id)))
            : List(exchange, kind!, group, names.Length == 0 ? null : cloud.Estate.Canonical(ResourceId.Parse(id)));
    }

    private Answer One(Exchange exchange, ResourceKind? kind, ResourceId id)
    {
        var verb = exchange.Verb switch { "GET" or "HEAD" => "read", "DELETE" => "delete", _ => "write" };
        var existing = cloud.Estate.Find(id);
        if (id.Parent is { } parent && cloud.Estate.Find(parent) is null)
        {
            return Answer.Refusing(FrontDoorErrors.ParentResourceNotFound.With(verb, kind?.ShortType ?? id.Type, parent));
        }

        if (cloud.Guards.Check(exchange, id, kind?.Type ?? id.Type, verb) is { } refused)
        {
            return Answer.Refusing(refused);
        }

        return exchange.Verb switch
        {
            "GET" => Get(exchange, kind, id, existing),
            "PUT" => Put(exchange, kind!, id, existing),
            "PATCH" when id.Parent is null => Patch(exchange, kind!, id, existing),
            "DELETE" => Delete(exchange, kind!, id, existing),
            _ => NotAllowed(exchange),
        };
    }

    private Answer Get(Exchange exchange, ResourceKind? kind, ResourceId id, JsonObject? existing)
    {
        if (existing is null)
        {
            return NotFound(id);
        }

        if (cloud.Throttle.TakeNetwork(exchange, id.SubscriptionId, Region(id)) is { } throttled)
        {
            return Answer.Refusing(throttled);
        }

        // A type that only a loaded snapshot brought is shown as it was loaded.
        if (kind is null)
        {
            return Answer.Of(200, existing.DeepClone());
        }

        var etag = Etags.Of(cloud.Holder(id), existing, cloud.Ids);
        var answer = Answer.Of(200, Cloud.Show(existing, kind, exchange.ApiVersion!));
        return kind.SendsETag ? answer.With("ETag", etag) : answer;
    }

    private Answer Put(Exchange exchange, ResourceKind kind, ResourceId id, JsonObject? existing)
    {
        var refusal = cloud.Throttle.TakeNetwork(exchange, id.SubscriptionId, Region(id)) ?? NameRules.Check(id.Name);
        if (refusal is not null)
        {
            return Answer.Refusing(refusal);
        }

        refusal = new StrictReader(exchange.ApiVersion!).Read(exchange.Body, kind.Body, out var sent)
            ?? CheckLocation(kind, id, existing, sent)
            ?? Etags.Check(exchange, id.ToString(), EtagOf(id, existing));
        return refusal is not null
            ? Answer.Refusing(refusal)
            : _writers[kind].Put(new(exchange, id, existing, sent));
    }

    // Tags only, at once; the whole map is replaced.
    private Answer Patch(Exchange exchange, ResourceKind kind, ResourceId id, JsonObject? existing)
    {
        if (existing is null)
        {
            return NotFound(id);
        }

        var refusal = Etags.Check(exchange, id.ToString(), EtagOf(id, existing))
            ?? (exchange.ReadBody()?["tags"] is JsonObject
                ? null
                : FrontDoorErrors.InvalidRequestContent.With("only tags can be patched"));
        if (refusal is not null)
        {
            return Answer.Refusing(refusal);
        }

        existing["tags"] = exchange.ReadBody()!["tags"]!.DeepClone();
        existing.Arrange("name", "id", "etag", "type", "location", "tags");
        cloud.Touch(id);
        return Answer.Of(200, Cloud.Show(existing, kind, exchange.ApiVersion!));
    }

    private Answer Delete(Exchange exchange, ResourceKind kind, ResourceId id, JsonObject? existing)
    {
        if (existing is null)
        {
            return new(204);
        }

        var refusal = cloud.Throttle.TakeNetwork(exchange, id.SubscriptionId, Region(id))
            ?? Etags.Check(exchange, id.ToString(), EtagOf(id, existing));
        return refusal is not null ? Answer.Refusing(refusal) : _writers[kind].Delete(exchange, id, existing);
    }

    private Answer List(Exchange exchange, ResourceKind kind, ResourceId group, ResourceId? parent)
    {
        if (!exchange.IsRead)
        {
            return NotAllowed(exchange);
        }

        if (cloud.Guards.Check(exchange, parent ?? group, kind.Type, "read") is { } denied)
        {
            return Answer.Refusing(denied);
        }

        if (parent is null)
        {
            return ListTop(exchange, kind, group);
        }

        return cloud.Estate.Find(parent) is { } holder
            ? Page(exchange, kind, Estate.Children(holder, kind.ParentMember!))
            : Answer.Refusing(FrontDoorErrors.ParentResourceNotFound.With("read", kind.ShortType, parent));
    }

    private Answer ListTop(Exchange exchange, ResourceKind kind, ResourceId scope) =>
        Page(exchange, kind, cloud.Estate.OfKind(kind).Where(r => r.Key.IsWithin(scope)).Select(r => r.Value));

    private Answer Page(Exchange exchange, ResourceKind kind, IEnumerable<JsonObject> documents) => Pages.Of(
        exchange, [.. documents.Select(d => Cloud.Show(d, kind, exchange.ApiVersion!))], cloud.Options.PageSize);

    private static ArmError? CheckVersion(Exchange exchange, ResourceKind kind) =>
        ApiVersions.IsKnown(Namespace, exchange.ApiVersion!)
            ? null
            : exchange.Verb == "PUT" && exchange.ReadBody().Text("location") is { } location
                ? FrontDoorErrors.NoRegisteredProvider.With(
                    location, exchange.ApiVersion, kind.ShortType, ApiVersions.List(Namespace), location)
                : FrontDoorErrors.InvalidResourceType.With(
                    kind.ShortType, Namespace, exchange.ApiVersion, ApiVersions.List(Namespace));

    private static ArmError? CheckLocation(ResourceKind kind, ResourceId id, JsonObject? existing, JsonObject sent)
    {
        if (kind.ParentMember is not null)
        {
            return null;
        }

        var location = Documents.NormalLocation(sent.Text("location"));
        return string.IsNullOrEmpty(location) ? FrontDoorErrors.LocationRequired.With()
            : existing is not null && !Json.Same(Documents.NormalLocation(existing.Text("location")), location)
                ? FrontDoorErrors.InvalidResourceLocation.With(id.Name, existing.Text("location"), id.ResourceGroup, location)
                : null;
    }

    // A missing top-level resource is ARM's to report, a missing child the provider's (recorded behaviour 1.12).
    private static Answer NotFound(ResourceId id) => Answer.Refusing(id.Parent is null
        ? FrontDoorErrors.ResourceNotFound.With($"{id.Type}/{id.Name}", id.ResourceGroup)
        : NetworkErrors.NotFound.With(id));

    private static Answer NotAllowed(Exchange exchange) =>
        Answer.Refusing(FrontDoorErrors.MethodNotAllowed.With(exchange.Verb, exchange.Uri.AbsolutePath));

    private string? EtagOf(ResourceId id, JsonObject? existing) =>
        existing is null ? null : Etags.Of(cloud.Holder(id), existing, cloud.Ids);

    private string Region(ResourceId id) => cloud.Estate.Find(Cloud.Top(id)).Text("location") ?? string.Empty;
}
