using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Microsoft.Network: what ARM checks about a path, and lists.</summary>
internal sealed class NetworkProvider(Cloud cloud)
{
    private const string Namespace = "Microsoft.Network";

    private readonly ResourceVerbs _verbs = new(cloud);
    private readonly GatewayActions _gateways = new(cloud);
    private readonly ConnectivityActions _connectivity = new(cloud);
    private readonly ConnectionActions _connections = new(cloud);
    private readonly InterfaceActions _interfaces = new(cloud);

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

    /// <summary>
    /// A list or a resource of a group: …/providers/Microsoft.Network/{type}[/{name}[/{type}[/{name}]]].
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

        if (ApiVersions.IsKnown(Namespace, exchange.ApiVersion!)
            && (_gateways.Find(exchange, group, rest) ?? _connections.Find(exchange, group, rest)
                ?? _interfaces.Find(exchange, group, rest) ?? _connectivity.Find(exchange, group, rest)) is { } asked)
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

        if (cloud.Estate.Group(group) is not { } holder)
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
            ? One(exchange, kind, cloud.Estate.Canonical(ResourceId.Parse(id)))
            : List(exchange, kind!, group, names.Length == 0 ? null : cloud.Estate.Canonical(ResourceId.Parse(id)));
    }

    private Answer One(Exchange exchange, ResourceKind? kind, ResourceId id)
    {
        var verb = exchange.Verb switch { "GET" or "HEAD" => "read", "DELETE" => "delete", _ => "write" };
        var existing = cloud.Estate.Find(id);
        if (id.Parent is { } parent && cloud.Estate.Find(parent) is null)
        {
            return Answer.Refusing(
                FrontDoorErrors.ParentResourceNotFound.With(verb, kind?.ShortType ?? id.Type, parent));
        }

        if (cloud.Guards.Check(exchange, id, kind?.Type ?? id.Type, verb) is { } refused)
        {
            return Answer.Refusing(refused);
        }

        return exchange.Verb switch
        {
            "GET" => _verbs.Get(exchange, kind, id, existing),
            "PUT" => _verbs.Put(exchange, kind!, id, existing),
            "PATCH" when id.Parent is null => _verbs.Patch(exchange, kind!, id, existing),
            "DELETE" => _verbs.Delete(exchange, kind!, id, existing),
            _ => NotAllowed(exchange),
        };
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

        return cloud.Estate.Find(parent) is not null
            ? Page(exchange, kind, cloud.Estate.Children(parent, kind))
            : Answer.Refusing(FrontDoorErrors.ParentResourceNotFound.With("read", kind.ShortType, parent));
    }

    private Answer ListTop(Exchange exchange, ResourceKind kind, ResourceId scope) =>
        Page(exchange, kind, cloud.Estate.OfKind(kind).Where(r => r.Key.IsWithin(scope)).Select(r => r.Value));

    private Answer Page(Exchange exchange, ResourceKind kind, IEnumerable<JsonObject> documents) => Pages.Of(
        exchange, [.. documents.Select(d => Cloud.ShowListed(d, kind, exchange.ApiVersion!))], cloud.Options.PageSize);

    private static ArmError? CheckVersion(Exchange exchange, ResourceKind kind) =>
        ApiVersions.IsKnown(Namespace, exchange.ApiVersion!)
            ? null
            : exchange.Verb is "PUT" && exchange.ReadBody().Text("location") is { } location
                ? FrontDoorErrors.NoRegisteredProvider.With(
                    location, exchange.ApiVersion, kind.ShortType, ApiVersions.List(Namespace), location)
                : FrontDoorErrors.InvalidResourceType.With(
                    kind.ShortType, Namespace, exchange.ApiVersion, ApiVersions.List(Namespace));

    private static Answer NotAllowed(Exchange exchange) =>
        Answer.Refusing(FrontDoorErrors.MethodNotAllowed.With(exchange.Verb, exchange.Uri.AbsolutePath));
}
