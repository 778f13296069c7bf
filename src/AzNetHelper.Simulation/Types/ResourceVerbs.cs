using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// The verbs of the network provider on one resource: what all types share, then the type's own writer.
/// </summary>
internal sealed class ResourceVerbs(Cloud cloud) : IResourceVerbs
{
    private readonly Dictionary<ResourceKind, ResourceWriter> _writers = new ResourceWriter[]
    {
        new NetworkWriter(cloud), new SubnetWriter(cloud), new PeeringWriter(cloud), new GatewayWriter(cloud),
        new AddressWriter(cloud), new RouteTableWriter(cloud), new RouteWriter(cloud), new ConnectionWriter(cloud),
        new SiteWriter(cloud), new CircuitWriter(cloud), new CircuitPeeringWriter(cloud),
        new CircuitAuthorizationWriter(cloud), new FirewallWriter(cloud),
        new LoadBalancerWriter(cloud), new InterfaceWriter(cloud), new HubWriter(cloud), new HubConfigurationWriter(cloud),
        new BgpConnectionWriter(cloud), new HubConnectionWriter(cloud), new NetworkManagerWriter(cloud), new NetworkGroupWriter(cloud),
        new StaticMemberWriter(cloud), new ConnectivityConfigurationWriter(cloud),
    }.ToDictionary(w => w.Kind);

    public Answer Get(Exchange exchange, ResourceKind? kind, ResourceId id, JsonObject? existing)
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

        var etag = Etags.Of(cloud.Estate.Keeper(id)!, existing, cloud.Ids);
        var answer = Answer.Of(200, cloud.ShowOne(existing, kind, exchange.ApiVersion!));
        return kind.SendsETag ? answer.With("ETag", etag) : answer;
    }

    public Answer Put(Exchange exchange, ResourceKind kind, ResourceId id, JsonObject? existing)
    {
        var refusal = LinkedAccess.Check(cloud, exchange, kind, id)
            ?? cloud.Throttle.TakeNetwork(exchange, id.SubscriptionId, Region(id)) ?? NameRules.Check(id.Name);
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
    public Answer Patch(Exchange exchange, ResourceKind kind, ResourceId id, JsonObject? existing)
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
        return Answer.Of(200, cloud.ShowOne(existing, kind, exchange.ApiVersion!));
    }

    public Answer Delete(Exchange exchange, ResourceKind kind, ResourceId id, JsonObject? existing)
    {
        if (existing is null)
        {
            return new(204);
        }

        var refusal = cloud.Throttle.TakeNetwork(exchange, id.SubscriptionId, Region(id))
            ?? Etags.Check(exchange, id.ToString(), EtagOf(id, existing));
        return refusal is not null ? Answer.Refusing(refusal) : _writers[kind].Delete(exchange, id, existing);
    }

    private static ArmError? CheckLocation(ResourceKind kind, ResourceId id, JsonObject? existing, JsonObject sent)
    {
        if (kind.ParentMember is not null)
        {
            return null;
        }

        var location = Documents.NormalLocation(sent.Text("location"));
        return string.IsNullOrEmpty(location) ? FrontDoorErrors.LocationRequired.With()
            : existing is not null && !Json.Same(Documents.NormalLocation(existing.Text("location")), location)
                ? FrontDoorErrors.InvalidResourceLocation.With(
                    id.Name, existing.Text("location"), id.ResourceGroup, location)
                : null;
    }

    // A missing top-level resource is ARM's to report, a missing child the provider's (recorded).
    private static Answer NotFound(ResourceId id) => Answer.Refusing(
        id.Parent is not null && ResourceKind.IsOfNetworkManager(id.Type) ? NetworkManagerErrors.NotFound.With(Missing(id))
        : id.Parent is null
        ? FrontDoorErrors.ResourceNotFound.With($"{id.Type}/{id.Name}", id.ResourceGroup)
        : NetworkErrors.NotFound.With(id));

    // Recorded: the message about a static member lacks the slash before its name.
    private static string Missing(ResourceId id) => id.IsType(ResourceKind.StaticMember.Type)
        ? $"{id.Parent}/{ResourceKind.StaticMember.ParentMember}{id.Name}" : id.ToString();

    private string? EtagOf(ResourceId id, JsonObject? existing) =>
        existing is null ? null : Etags.Of(cloud.Estate.Keeper(id)!, existing, cloud.Ids);

    private string Region(ResourceId id) => cloud.Estate.Find(Cloud.Top(id)).Text("location") ?? string.Empty;
}
