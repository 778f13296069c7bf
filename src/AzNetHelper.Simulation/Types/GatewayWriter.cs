using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// Virtual network gateways, as far as gateway transit needs them: they take their time, sit in GatewaySubnet, hold
/// their public address, and are seen by peerings once they are built.
/// </summary>
internal sealed class GatewayWriter(Cloud cloud) : ResourceWriter(cloud, ResourceKind.Gateway)
{
    public override Answer Put(ResourceWrite write)
    {
        var made = GatewayDocuments.Build(Cloud, write);
        var refusal = Cloud.Operations.Busy(write.Exchange, write.Id) ?? Cloud.Operations.Meets(write.Id)
            ?? new GatewayRules(Cloud).Check(write, made);
        if (refusal is not null)
        {
            return Answer.Refusing(refusal);
        }

        Cloud.Radius.Written(write.Id);
        Occupancy.Release(Cloud, write.Existing);
        Cloud.Estate.Put(write.Id, made);
        Occupancy.Occupy(Cloud, made);
        Cloud.Touch(write.Id);
        var times = Cloud.Options.Times;
        var isNew = write.Existing is null;
        var operation = Cloud.Operations.Start(write.Exchange,
            new("PutVirtualNetworkGatewayOperation", write.Id, LocationOf(write.Id),
                isNew ? times.GatewayCreate : IsResize(write.Existing!, made) ? times.GatewayResize : times.GatewayUpdate)
            {
                Complete = () => SetState(write.Id, "Succeeded"),
                Abandon = state => SetState(write.Id, state),
            });
        return Accepted.Put(write.Exchange, operation, !isNew, Show(write.Id, write.ApiVersion), notify: true);
    }

    public override Answer Delete(Exchange exchange, ResourceId id, JsonObject existing)
    {
        var refusal = Cloud.Operations.Busy(exchange, id) ?? Cloud.Operations.Meets(id) ?? new GatewayRules(Cloud).CheckRemoval(id, existing);
        return refusal is not null ? Answer.Refusing(refusal) : StartDelete(exchange, existing,
            new("DeleteVirtualNetworkGatewayOperation", id, LocationOf(id), Cloud.Options.Times.GatewayDelete)
            {
                Complete = () =>
                {
                    Occupancy.Release(Cloud, Cloud.Estate.Find(id));
                    Cloud.Estate.Remove(id);
                },
                Abandon = state => SetState(id, state),
            }, notify: true);
    }

    private static bool IsResize(JsonObject before, JsonObject made) => !Json.Same(
        before.Object("properties").Object("sku").Text("name"), made.Object("properties").Object("sku").Text("name"));

    private void SetState(ResourceId id, string state)
    {
        if (Cloud.Estate.Find(id) is not { } gateway)
        {
            return;
        }

        if (state is "Succeeded")
        {
            GatewayDocuments.Complete(Cloud, gateway);
        }

        foreach (var configuration in gateway.Object("properties").Objects("ipConfigurations"))
        {
            configuration.SetState(state);
        }

        ClientDocuments.SetState(gateway, state);

        Settle(id, state);
    }
}
