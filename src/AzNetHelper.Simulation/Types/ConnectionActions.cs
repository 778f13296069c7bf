using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// What is done with a connection beside its document: its key (recorded-behaviour 5.4), its reset, and the configuration that the
/// service writes for a device (5.5).
/// </summary>
internal sealed class ConnectionActions(Cloud cloud)
{
    private const string Key = "sharedKey";

    public Answer? Find(Exchange exchange, ResourceId group, string[] rest)
    {
        if (rest is not [var type, var name, .. var what] || !Json.Same(type, "connections"))
        {
            return null;
        }

        var id = cloud.Estate.Canonical(
            ResourceId.ForResource(group.SubscriptionId, group.ResourceGroup!, ResourceKind.Connection.Type, name));
        return (string.Join('/', what).ToUpperInvariant(), exchange.Verb) switch
        {
            ("SHAREDKEY", "GET") => Ask(exchange, id, $"{Key}/read", ReadKey),
            ("SHAREDKEY", "PUT") => Ask(exchange, id, $"{Key}/write", WriteKey),
            ("SHAREDKEY/RESET", "POST") => Ask(exchange, id, $"{Key}/reset/action", MakeKey),
            ("RESETCONNECTION", "POST") => Ask(exchange, id, "resetconnection/action", Reset),
            ("VPNDEVICECONFIGURATIONSCRIPT", "POST") => Ask(exchange, id, "vpndeviceconfigurationscript/action", Script),
            ("SHAREDKEY" or "SHAREDKEY/RESET" or "RESETCONNECTION" or "VPNDEVICECONFIGURATIONSCRIPT", _) =>
                Answer.Refusing(FrontDoorErrors.MethodNotAllowed.With(exchange.Verb, exchange.Uri.AbsolutePath)),
            _ => null,
        };
    }

    private Answer Ask(Exchange exchange, ResourceId id, string action, Func<Exchange, ResourceId, JsonObject, Answer> answer)
    {
        if (cloud.Estate.Find(id) is not { } connection)
        {
            return Answer.Refusing(FrontDoorErrors.ResourceNotFound.With($"{id.Type}/{id.Name}", id.ResourceGroup));
        }

        // A lock against writing also keeps the key from being written.
        var refused = cloud.Guards.Check(exchange, id, ResourceKind.Connection.Type, action,
            action.EndsWith("/write", StringComparison.Ordinal) ? "write" : action);
        return refused is not null ? Answer.Refusing(refused)
            : action.StartsWith(Key, StringComparison.Ordinal) && !SharedKeys.HaveOne(connection.Object("properties"))
                ? Answer.Refusing(VpnErrors.NoSharedKey.With(id))
            : answer(exchange, id, connection);
    }

    private Answer ReadKey(Exchange exchange, ResourceId id, JsonObject connection) =>
        Answer.Of(200, new JsonObject { ["value"] = cloud.Keys.Of(id, connection) ?? string.Empty });

    // The new value can be read at once (recorded).
    private Answer WriteKey(Exchange exchange, ResourceId id, JsonObject connection)
    {
        var key = exchange.ReadBody().Text("value");
        var refused = key is null ? NetworkErrors.MissingMember.With("value", "value")
            : SharedKeys.Check(key) ?? Busy(exchange, id, connection);
        if (refused is not null)
        {
            return Answer.Refusing(refused);
        }

        SharedKeys.Set(connection, key!);
        return Accepted.KeyPut(exchange, Start(exchange, id, connection,
            "PutVirtualNetworkGatewayConnectionSharedKeyOperation", cloud.Options.Times.SharedKeyPut, () => { }));
    }

    // The result is null: the key itself is read with GET (recorded).
    private Answer MakeKey(Exchange exchange, ResourceId id, JsonObject connection)
    {
        var length = exchange.ReadBody().Number("keyLength");
        var refused = length is null ? NetworkErrors.MissingMember.With("keyLength", "keyLength")
            : length is < 1 or > SharedKeys.LongestKey ? VpnErrors.InvalidKeyLength.With(length, SharedKeys.LongestKey)
            : Busy(exchange, id, connection);
        if (refused is not null)
        {
            return Answer.Refusing(refused);
        }

        var key = cloud.Keys.Next((int)length!);
        return Accepted.Action(exchange, Start(exchange, id, connection, "ResetVirtualNetworkGatewayConnectionSharedKeyOperation",
            cloud.Options.Times.SharedKeyPut, () => SharedKeys.Set(cloud.Estate.Find(id) ?? [], key)));
    }

    private Answer Reset(Exchange exchange, ResourceId id, JsonObject connection)
    {
        if (Busy(exchange, id, connection) is { } refused)
        {
            return Answer.Refusing(refused);
        }

        cloud.Tunnels.Reset(id, exchange.Now);
        return Accepted.Action(exchange, Start(exchange, id, connection, "ResetVirtualNetworkGatewayConnectionOperation",
            cloud.Options.Times.ConnectionReset, () => { }));
    }

    private Answer Script(Exchange exchange, ResourceId id, JsonObject connection)
    {
        var body = exchange.ReadBody();
        foreach (var member in (string[])["vendor", "deviceFamily", "firmwareVersion"])
        {
            if (string.IsNullOrEmpty(body.Text(member)))
            {
                return Answer.Refusing(NetworkErrors.MissingMember.With(member, member));
            }
        }

        var device = new DeviceModel(body.Text("vendor")!, body.Text("deviceFamily")!, body.Text("firmwareVersion")!);
        return DeviceScripts.IsKnown(device)
            ? Answer.Of(200, JsonValue.Create(DeviceScripts.Write(cloud, id, connection, device)))
            : Answer.Refusing(VpnErrors.UnknownDevice.With(device.Vendor, device.Family, device.Firmware));
    }

    private ArmError? Busy(Exchange exchange, ResourceId id, JsonObject connection) =>
        cloud.Operations.Busy(exchange, id) ?? ConnectionWriter.Meets(cloud, exchange, id, connection);

    private Operation Start(
        Exchange exchange, ResourceId id, JsonObject connection, string name, OperationTime time, Action complete) =>
        cloud.Operations.Start(exchange, new(name, id, connection.Text("location") ?? "global", time)
        {
            Gateways = [.. ConnectionWriter.GatewaysOf(connection)],
            Output = () => null,
            Complete = complete,
            Abandon = _ => { },
        });
}
