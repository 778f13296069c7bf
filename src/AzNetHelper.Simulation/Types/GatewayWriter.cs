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
        var refusal = Cloud.Operations.Busy(write.Exchange, write.Id)
            ?? new GatewayRules(Cloud).Check(write, made);
        if (refusal is not null)
        {
            return Answer.Refusing(refusal);
        }

        Release(write.Existing);
        Cloud.Estate.Put(write.Id, made);
        Occupy(made);
        Cloud.Touch(write.Id);
        var times = Cloud.Options.Times;
        var isNew = write.Existing is null;
        var operation = Cloud.Operations.Start(write.Exchange,
            new("PutVirtualNetworkGatewayOperation", write.Id, LocationOf(write.Id),
                isNew ? times.GatewayCreate : times.GatewayUpdate)
            {
                Complete = () => SetState(write.Id, "Succeeded"),
                Abandon = state => SetState(write.Id, state),
            });
        return Accepted.Put(write.Exchange, operation, !isNew, Show(write.Id, write.ApiVersion), notify: true);
    }

    public override Answer Delete(Exchange exchange, ResourceId id, JsonObject existing)
    {
        var refusal = Cloud.Operations.Busy(exchange, id) ?? new GatewayRules(Cloud).CheckRemoval(id, existing);
        return refusal is not null ? Answer.Refusing(refusal) : StartDelete(exchange, existing,
            new("DeleteVirtualNetworkGatewayOperation", id, LocationOf(id), Cloud.Options.Times.GatewayDelete)
            {
                Complete = () =>
                {
                    Release(Cloud.Estate.Find(id));
                    Cloud.Estate.Remove(id);
                },
                Abandon = state => SetState(id, state),
            }, notify: true);
    }

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

        Settle(id, state);
    }

    // Subnet and public address say who uses them (recorded), and their etags move.
    private void Occupy(JsonObject gateway) => Each(gateway, (configuration, subnet, address) =>
    {
        if (subnet is not null && Cloud.Estate.Find(subnet) is { } held)
        {
            References.Add(held.Properties(), "ipConfigurations", configuration);
            held.Properties().Arrange("provisioningState", "addressPrefix", "addressPrefixes", "ipConfigurations");
            Cloud.Touch(subnet);
        }

        if (address is not null && Cloud.Estate.Find(address) is { } used)
        {
            used.Properties()["ipConfiguration"] = Json.ToReference(configuration);
            Cloud.Touch(address);
        }
    });

    private void Release(JsonObject? gateway) => Each(gateway, (configuration, subnet, address) =>
    {
        if (subnet is not null && Cloud.Estate.Find(subnet) is { } held)
        {
            References.Remove(held.Properties(), "ipConfigurations", configuration);
            Cloud.Touch(subnet);
        }

        if (address is not null && Cloud.Estate.Find(address) is { } used)
        {
            used.Properties().Remove("ipConfiguration");
            Cloud.Touch(address);
        }
    });

    private static void Each(JsonObject? gateway, Action<string, ResourceId?, ResourceId?> action)
    {
        foreach (var configuration in gateway.Object("properties").Objects("ipConfigurations"))
        {
            var properties = configuration.Object("properties");
            action(configuration.Text("id")!, Id(properties.Reference("subnet")),
                Id(properties.Reference("publicIPAddress")));
        }

        static ResourceId? Id(string? text) => ResourceId.TryParse(text, out var id) ? id : null;
    }
}
