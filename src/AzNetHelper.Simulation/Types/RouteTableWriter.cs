using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Route tables.</summary>
internal sealed class RouteTableWriter(Cloud cloud) : ResourceWriter(cloud, ResourceKind.RouteTable)
{
    public override Answer Put(ResourceWrite write)
    {
        var made = Documents.Replace(
            write.Existing.Object("properties"), write.SentProperties, "RouteTablePropertiesFormat");
        made["provisioningState"] = "Updating";
        made.Default("resourceGuid", Cloud.Ids.NextGuid().ToString("D"));
        made.Default("disableBgpRoutePropagation", false);
        var routes = write.SentProperties.Objects("routes")
            .Select(r => RouteDocuments.Build(write.Id.Child("routes", r.Text("name") ?? "-"), null, r)).ToArray();
        made["routes"] = new JsonArray([.. routes.Select(r => (JsonNode)r)]);
        var refusal = Cloud.Operations.Busy(write.Exchange, write.Id)
            ?? routes.Select(r => RouteDocuments.Check(r)).FirstOrDefault(e => e is not null);
        if (refusal is not null)
        {
            return Answer.Refusing(refusal);
        }

        made.Arrange("provisioningState", "resourceGuid", "disableBgpRoutePropagation", "routes");
        Cloud.Estate.Put(write.Id, Documents.Top(write.Id, write.Existing, write.Sent, Kind, made));
        Cloud.Touch(write.Id);
        var operation = Cloud.Operations.Start(write.Exchange,
            new("PutRouteTableOperation", write.Id, LocationOf(write.Id), Cloud.Options.Times.RouteTablePut)
            {
                Complete = () => SetState(write.Id, "Succeeded"),
                Abandon = state => SetState(write.Id, state),
            });
        return Accepted.Put(
            write.Exchange, operation, write.Existing is not null, Show(write.Id, write.ApiVersion), notify: true);
    }

    public override Answer Delete(Exchange exchange, ResourceId id, JsonObject existing)
    {
        var refusal = Cloud.Operations.Busy(exchange, id)
            ?? (existing.Object("properties").Objects("subnets").Any() ? NetworkErrors.RouteTableInUse.With(id.Name)
                : null);
        return refusal is not null ? Answer.Refusing(refusal) : StartDelete(exchange, existing,
            new("DeleteRouteTableOperation", id, LocationOf(id), Cloud.Options.Times.RouteTableDelete)
            {
                Complete = () => Cloud.Estate.Remove(id),
                Abandon = state => Settle(id, state),
            }, notify: true);
    }

    private void SetState(ResourceId id, string state)
    {
        foreach (var route in Cloud.Estate.Find(id).Object("properties").Objects("routes"))
        {
            route.SetState(state);
        }

        Settle(id, state);
    }
}

/// <summary>Routes; a write of one makes its table Updating too.</summary>
internal sealed class RouteWriter(Cloud cloud) : ResourceWriter(cloud, ResourceKind.Route)
{
    public override Answer Put(ResourceWrite write)
    {
        var table = write.Id.Parent!;
        var made = RouteDocuments.Build(write.Id, write.Existing, write.Sent);
        if ((Cloud.Operations.Busy(write.Exchange, table) ?? RouteDocuments.Check(made)) is { } refusal)
        {
            return Answer.Refusing(refusal);
        }

        Cloud.Estate.Put(write.Id, made);
        Settle(table, "Updating");
        var operation = Cloud.Operations.Start(write.Exchange,
            new("PutRouteOperation", table, LocationOf(table), Cloud.Options.Times.RouteTablePut)
            {
                Complete = () => SetState(write.Id, "Succeeded"),
                Abandon = state => SetState(write.Id, state),
            });
        return Accepted.Put(
            write.Exchange, operation, write.Existing is not null, Show(write.Id, write.ApiVersion), notify: true);
    }

    public override Answer Delete(Exchange exchange, ResourceId id, JsonObject existing)
    {
        var table = id.Parent!;
        if (Cloud.Operations.Busy(exchange, table) is { } refusal)
        {
            return Answer.Refusing(refusal);
        }

        existing.SetState("Deleting");
        Settle(table, "Updating");
        return Accepted.Delete(exchange, Cloud.Operations.Start(exchange,
            new("DeleteRouteOperation", table, LocationOf(table), Cloud.Options.Times.RouteTablePut)
            {
                Complete = () =>
                {
                    Cloud.Estate.Remove(id);
                    Settle(table, "Succeeded");
                },
                Abandon = state => SetState(id, state),
            }), notify: true);
    }

    private void SetState(ResourceId id, string state)
    {
        Cloud.Estate.Find(id).SetState(state);
        Settle(id.Parent!, "Succeeded");
    }
}
