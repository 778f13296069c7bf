using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Point-to-site of a gateway as the service returns it (recorded-behaviour 4.5).</summary>
internal static class ClientDocuments
{
    private static readonly string[] Lists =
    [
        "vpnAuthenticationTypes", ClientShape.Roots, ClientShape.Revoked, "radiusServers", "vpnClientIpsecPolicies",
    ];

    /// <summary>What is there while the gateway is written: with empty lists, and without the count of clients.</summary>
    public static void Build(ResourceId gateway, JsonObject? before, JsonObject made)
    {
        var clients = made.Object("vpnClientConfiguration") ?? [];
        made["vpnClientConfiguration"] = clients;
        clients.Default("vpnClientProtocols", GatewayDocuments.IsBasic(made) ? new JsonArray("SSTP") : new JsonArray("OpenVPN", "IkeV2"));
        foreach (var list in Lists)
        {
            clients.Default(list, new JsonArray());
        }

        var old = before.Object("vpnClientConfiguration");
        foreach (var (list, body) in new[]
        {
            (ClientShape.Roots, "VpnClientRootCertificatePropertiesFormat"), (ClientShape.Revoked, "VpnClientRevokedCertificatePropertiesFormat"),
        })
        {
            clients[list] = new JsonArray([.. clients.Objects(list).Select(e => (JsonNode)Nested.Build(gateway, list, old, e, body))]);
        }

        if (clients.Array("vpnAuthenticationTypes").Count == 0)
        {
            clients["vpnAuthenticationTypes"] = Chosen(clients).ToJsonArray();
        }
    }

    /// <summary>What a gateway that is ready shows: nothing without a pool, else the count of its clients.</summary>
    public static void Complete(Cloud cloud, JsonObject gateway)
    {
        if (ClientShape.Of(gateway) is not { } clients)
        {
            return;
        }

        // Seen only while the gateway is built, unless there is a pool for clients.
        if (clients["vpnClientAddressPool"] is null)
        {
            gateway.Properties().Remove("vpnClientConfiguration");
            return;
        }

        // The order that was sent is not kept (recorded).
        clients["vpnClientProtocols"] = clients.Texts("vpnClientProtocols").Order(StringComparer.OrdinalIgnoreCase).ToJsonArray();
        clients[ClientShape.Health] = cloud.Clients.HealthOf(ResourceId.Parse(gateway.Text("id")!), cloud.Options.Time.GetUtcNow());
    }

    /// <summary>Certificates have the state of their gateway (recorded).</summary>
    public static void SetState(JsonObject gateway, string state)
    {
        var clients = ClientShape.Of(gateway);
        foreach (var entry in clients.Objects(ClientShape.Roots).Concat(clients.Objects(ClientShape.Revoked)))
        {
            entry.SetState(state);
        }
    }

    // Certificate is recorded; the other two are the same by analogy.
    private static IEnumerable<string> Chosen(JsonObject clients)
    {
        if (clients.Objects(ClientShape.Roots).Any())
        {
            yield return "Certificate";
        }

        if (ClientShape.RadiusServers(clients).Any())
        {
            yield return "Radius";
        }

        if (clients.Text("aadTenant") is { Length: > 0 })
        {
            yield return "AAD";
        }
    }
}
