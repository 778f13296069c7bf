using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// What is done with the point-to-site clients of a gateway beside its document: their package, their proposals, who is connected,
/// and the secrets of RADIUS servers (arm-protocol 1.4; recorded-behaviour 1.6 and 4.6).
/// </summary>
internal sealed class ClientActions(Cloud cloud)
{
    private static readonly string[] PolicyTexts =
        ["ipsecEncryption", "ipsecIntegrity", "ikeEncryption", "ikeIntegrity", "dhGroup", "pfsGroup"];

    private static readonly string[] PolicyNumbers = ["saLifeTimeSeconds", "saDataSizeKilobytes"];

    /// <summary>A POST, and the right that it needs; null for another one.</summary>
    public (string Right, Func<Exchange, ResourceId, JsonObject, Answer> Answer)? Find(string action) => action.ToUpperInvariant() switch
    {
        "GENERATEVPNCLIENTPACKAGE" => ("generatevpnclientpackage/action", Generate("GenerateVpnClientPackageOperation")),
        "GENERATEVPNPROFILE" => ("generatevpnprofile/action", Generate("GenerateVpnProfileOperation")),
        "GETVPNPROFILEPACKAGEURL" => ("getvpnprofilepackageurl/action", Again),
        "GETVPNCLIENTIPSECPARAMETERS" => ("getvpnclientipsecparameters/action", ReadPolicy),
        "SETVPNCLIENTIPSECPARAMETERS" => ("setvpnclientipsecparameters/action", WritePolicy),
        "DISCONNECTVIRTUALNETWORKGATEWAYVPNCONNECTIONS" => ("disconnectVirtualNetworkGatewayVpnConnections/action", Disconnect),
        "LISTRADIUSSECRETS" => ("listRadiusSecrets/action", Secrets),
        _ => null,
    };

    private Func<Exchange, ResourceId, JsonObject, Answer> Generate(string name) => (exchange, id, gateway) =>
    {
        if (PackageBook.Refuse(id, gateway) is { } refused)
        {
            return Answer.Refusing(refused);
        }

        var parameters = exchange.ReadBody();
        var url = string.Empty;
        return Ask(exchange, id, gateway, name,
            () => url = cloud.Packages.Generate(id, gateway, parameters, exchange.Root, cloud.Options.Time.GetUtcNow()), () => url);
    };

    private Answer Again(Exchange exchange, ResourceId id, JsonObject gateway)
    {
        if (!cloud.Packages.Has(id))
        {
            return Answer.Refusing(ClientErrors.NoPackage.With(id));
        }

        var url = string.Empty;
        return Ask(exchange, id, gateway, "GetVpnProfilePackageUrlOperation",
            () => url = cloud.Packages.Again(id, exchange.Root, cloud.Options.Time.GetUtcNow()), () => url);
    }

    // 202 with null and Location only, in the end one JSON string (recorded).
    private Answer Ask(Exchange exchange, ResourceId id, JsonObject gateway, string name, Action complete, Func<string> url) =>
        Accepted.Question(exchange, cloud.Operations.Start(exchange,
            new(name, id, gateway.Text("location") ?? "global", cloud.Options.Times.ClientPackage)
            {
                Asks = true,
                Complete = complete,
                Abandon = _ => { },
                Output = () => JsonValue.Create(url()),
            }));

    // Synchronous (recorded).
    private static Answer ReadPolicy(Exchange exchange, ResourceId id, JsonObject gateway) =>
        Answer.Of(200, ClientShape.Of(gateway).Objects("vpnClientIpsecPolicies").FirstOrDefault()?.DeepClone() ?? new JsonObject());

    private Answer WritePolicy(Exchange exchange, ResourceId id, JsonObject gateway)
    {
        if (GatewayShape.ClientPool(gateway).Count == 0)
        {
            return Answer.Refusing(ClientErrors.NoClients.With(id));
        }

        var body = exchange.ReadBody();
        var policy = new JsonObject();
        foreach (var member in PolicyNumbers.Concat(PolicyTexts))
        {
            var value = body?[member];
            if (PolicyNumbers.Contains(member) ? body.Number(member) is null : body.Text(member) is not { Length: > 0 })
            {
                return Answer.Refusing(value is null ? NetworkErrors.MissingMember.With(member, member)
                    : ClientErrors.InvalidPolicy.With(member, value.ToJsonString()));
            }

            policy[member] = value!.DeepClone();
        }

        return Accepted.Action(exchange, cloud.Operations.Start(exchange,
            new("SetVpnClientIpsecParametersOperation", id, gateway.Text("location") ?? "global", cloud.Options.Times.ClientPolicy)
            {
                TellsProperties = true,
                Output = () => null,
                Complete = () =>
                {
                    if (ClientShape.Of(cloud.Estate.Find(id)) is { } clients)
                    {
                        clients["vpnClientIpsecPolicies"] = new JsonArray(policy);
                        cloud.Touch(id);
                    }
                },
                Abandon = _ => { },
            }));
    }

    private Answer Disconnect(Exchange exchange, ResourceId id, JsonObject gateway)
    {
        var sessions = exchange.ReadBody().Texts("vpnConnectionIds").ToArray();
        return sessions.Length == 0 ? Answer.Refusing(NetworkErrors.MissingMember.With("vpnConnectionIds", "vpnConnectionIds"))
            : Accepted.Action(exchange, cloud.Operations.Start(exchange, new("DisconnectVirtualNetworkGatewayVpnConnectionsOperation", id,
                gateway.Text("location") ?? "global", cloud.Options.Times.GatewayRoutes)
            {
                Output = () => null,
                Complete = () => cloud.Clients.Disconnect(id, sessions, cloud.Options.Time.GetUtcNow()),
                Abandon = _ => { },
            }));
    }

    private Answer Secrets(Exchange exchange, ResourceId id, JsonObject gateway) => Answer.Of(200,
        new JsonObject { ["value"] = new JsonArray([.. cloud.Radius.Of(id, gateway).Select(s => (JsonNode)s)]) });
}
