using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>The verbs of a service provider on one resource; what differs from type to type stands in <see cref="ServiceTypes"/>.</summary>
internal sealed class ServiceVerbs(Cloud cloud) : IResourceVerbs
{
    private readonly ServiceRules _rules = new(cloud);

    public Answer Get(Exchange exchange, ResourceKind? kind, ResourceId id, JsonObject? existing) =>
        existing is null ? NotFound(id)
        : Answer.Of(200, kind is null ? existing.DeepClone() : cloud.ShowOne(existing, kind, exchange.ApiVersion!));

    public Answer Put(Exchange exchange, ResourceKind kind, ResourceId id, JsonObject? existing)
    {
        var type = ServiceType.Of(kind.Type)!;
        return type.IsSingleton && existing is null
            ? Answer.Refusing(ServiceErrors.OnlyDefault.With(id.Name, kind.ShortType))
            : Write(exchange, type, id, existing, sent => CheckLocation(type, id, existing, sent),
                sent => ServiceDocuments.Put(type, id, existing, sent));
    }

    public Answer Patch(Exchange exchange, ResourceKind kind, ResourceId id, JsonObject? existing) => existing is null ? NotFound(id)
        : Write(exchange, ServiceType.Of(kind.Type)!, id, existing, _ => null,
            sent => ServiceDocuments.Patch(ServiceType.Of(kind.Type)!, id, existing, sent));

    public Answer Delete(Exchange exchange, ResourceKind kind, ResourceId id, JsonObject? existing)
    {
        var type = ServiceType.Of(kind.Type)!;
        if (existing is null || type.IsSingleton)
        {
            return type.IsSingleton ? Answer.Refusing(FrontDoorErrors.MethodNotAllowed.With("DELETE", exchange.Uri.AbsolutePath)) : new(204);
        }

        if (Busy(type, id) is { } refusal)
        {
            return Answer.Refusing(refusal);
        }

        if (type.Removal is WriteStyle.AtOnce)
        {
            cloud.Estate.Remove(id);
            return new(200);
        }

        var before = existing.DeepClone().AsObject();
        ServiceDocuments.SetState(type, existing, "Deleting");
        return Accepted.Delete(exchange, cloud.Operations.Start(exchange, Plan(type, id, existing, $"Drop{type.Kind.Body}") with
        {
            Complete = () => cloud.Estate.Remove(id),
            Abandon = _ => cloud.Estate.Put(id, before),
        }), notify: false);
    }

    private Answer Write(Exchange exchange, ServiceType type, ResourceId id, JsonObject? existing,
        Func<JsonObject, ArmError?> check, Func<JsonObject, JsonObject> make)
    {
        JsonObject sent = [];
        if ((LinkedAccess.Check(cloud, exchange, type.Kind, id)
            ?? new StrictReader(exchange.ApiVersion!).Read(exchange.Body, type.Kind.Body, out sent) ?? check(sent)
            ?? Busy(type, id)) is { } refusal)
        {
            return Answer.Refusing(refusal);
        }

        var made = make(sent);
        var namesRules = existing is null || exchange.Verb is "PUT" || NetworkRule.IsNamed(type.Rules, sent);
        if (_rules.Check(type, id, existing, made, namesRules) is { } broken)
        {
            return Answer.Refusing(broken);
        }

        var isNew = existing is null || cloud.Estate.Find(id) is null;
        if (namesRules)
        {
            cloud.Services.Renewed(id);
        }

        return (isNew ? type.Creation : type.Update) switch
        {
            WriteStyle.AtOnce => AtOnce(exchange, type, id, made, isNew),
            var style => Start(exchange, type, id, isNew ? null : existing, made, style),
        };
    }

    private Answer AtOnce(Exchange exchange, ServiceType type, ResourceId id, JsonObject made, bool isNew)
    {
        ServiceDocuments.SetState(type, made, type.States.Ready);
        cloud.Estate.Put(id, made);
        return Answer.Of(isNew && !type.CreatesWith200 ? 201 : 200, cloud.ShowOne(made, type.Kind, exchange.ApiVersion!));
    }

    private Answer Start(Exchange exchange, ServiceType type, ResourceId id, JsonObject? existing, JsonObject made, WriteStyle style)
    {
        ServiceDocuments.SetState(type, made, existing is null ? type.States.Creating : type.States.Updating);
        cloud.Services.Begin(id, existing);
        cloud.Estate.Put(id, made);
        var operation = cloud.Operations.Start(exchange, Plan(type, id, made, type.Operation) with
        {
            Complete = () => End(type, id, made, type.States.Ready),
            Abandon = state => End(type, id, existing ?? made, state is "Canceled" ? "Failed" : state),
            Output = () => cloud.ShowOne(cloud.Estate.Find(id)!, type.Kind, exchange.ApiVersion!),
        });
        return style is WriteStyle.Updating
            ? Accepted.Put(exchange, operation, existing is not null || type.CreatesWith200,
                cloud.ShowOne(made, type.Kind, exchange.ApiVersion!), notify: false)
            : Accepted.Write(exchange, operation, new JsonObject
            {
                ["operation"] = type.Operation,
                ["startTime"] = exchange.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
            });
    }

    // What failed leaves the rules as they were.
    private void End(ServiceType type, ResourceId id, JsonObject document, string state)
    {
        cloud.Services.End(id);
        ServiceDocuments.SetState(type, document, state);
        cloud.Estate.Put(id, document);
    }

    private OperationPlan Plan(ServiceType type, ResourceId id, JsonObject document, string operation)
    {
        var location = Documents.NormalLocation(document.Text("location") ?? cloud.Estate.Find(Cloud.Top(id)).Text("location")) ?? "global";
        var places = $"/subscriptions/{id.SubscriptionId}/providers/{id.ProviderNamespace}/locations/{location}";
        return new(operation, id, location, cloud.Options.Times.ServicePut)
        {
            Places = ($"{places}/{type.Operations.Status}", $"{places}/{type.Operations.Result}"),
            Complete = () => { },
            Abandon = _ => { },
        };
    }

    private ArmError? Busy(ServiceType type, ResourceId id) =>
        cloud.Operations.Running.Any(o => o.Resource == id) && cloud.Options.LockRule != LockRule.None
            ? (type.Kind.Type == ResourceTypes.CosmosAccount ? ServiceErrors.CosmosBusy : ServiceErrors.Busy).With(id.Name) : null;

    private static ArmError? CheckLocation(ServiceType type, ResourceId id, JsonObject? existing, JsonObject sent)
    {
        if (type.Kind.ParentMember is not null)
        {
            return null;
        }

        var location = Documents.NormalLocation(sent.Text("location"));
        return string.IsNullOrEmpty(location) ? FrontDoorErrors.LocationRequired.With()
            : existing is not null && !Json.Same(Documents.NormalLocation(existing.Text("location")), location)
                ? FrontDoorErrors.InvalidResourceLocation.With(id.Name, existing.Text("location"), id.ResourceGroup, location)
                : null;
    }

    private static Answer NotFound(ResourceId id) => Answer.Refusing(id.Parent is null
        ? FrontDoorErrors.ResourceNotFound.With($"{id.Type}/{id.Name}", id.ResourceGroup)
        : ServiceErrors.NotFound.With(id.Type, id.Name));
}
