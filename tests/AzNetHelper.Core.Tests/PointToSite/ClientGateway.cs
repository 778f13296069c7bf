using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Certificates;
using AzNetHelper.Networks;
using AzNetHelper.PointToSite;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>A gateway with point-to-site, as a GET shows it, for what plans and reports are made of.</summary>
internal static class ClientGateway
{
    public static ResourceId Id { get; } = ResourceId.Parse(
        "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworkGateways/gw");

    public static DateTimeOffset Now { get; } = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The gateway with these roots and revocations, changed by more.</summary>
    public static JsonObject Document(
        IEnumerable<(string Name, string Data)>? roots = null, IEnumerable<(string Name, string Thumbprint)>? revoked = null, Action<JsonObject>? change = null)
    {
        var properties = new JsonObject
        {
            ["provisioningState"] = "Succeeded",
            ["resourceGuid"] = "10000000-0000-0000-0000-000000000001",
            ["ipConfigurations"] = new JsonArray(),
            ["sku"] = new JsonObject { ["name"] = "VpnGw2AZ", ["tier"] = "VpnGw2AZ", ["capacity"] = 2 },
            ["gatewayType"] = "Vpn",
            ["vpnType"] = "RouteBased",
            ["vpnGatewayGeneration"] = "Generation1",
            ["vpnClientConfiguration"] = new JsonObject
            {
                ["vpnClientAddressPool"] = new JsonObject { ["addressPrefixes"] = new JsonArray("172.16.0.0/24") },
                ["vpnClientProtocols"] = new JsonArray("OpenVPN", "IkeV2"),
                ["vpnAuthenticationTypes"] = new JsonArray("Certificate"),
                ["vpnClientRootCertificates"] = Entries("vpnClientRootCertificates", "publicCertData", roots ?? []),
                ["vpnClientRevokedCertificates"] = Entries("vpnClientRevokedCertificates", "thumbprint", revoked ?? []),
                ["vpnClientConnectionHealth"] = new JsonObject { ["vpnClientConnectionsCount"] = 3 },
            },
        };
        change?.Invoke(properties);
        return new() { ["name"] = "gw", ["id"] = Id.ToString(), ["etag"] = "W/\"1\"", ["location"] = "westeurope", ["properties"] = properties };
    }

    public static Topology Topology(JsonObject document) =>
        new([new ResourceDocument(Id, JsonBody.WriteUtf8(document))]) { ReadAt = Now };

    public static RevocationGround Ground(JsonObject document, bool revokes, params RevocationTarget[] clients) =>
        new(Topology(document), [Id], new(revokes, [.. clients]));

    public static (string Name, string Data) Root(string name, X509Certificate2 certificate) => (name, Convert.ToBase64String(certificate.RawData));

    public static P2SCertificateSet Set(X509Certificate2 root, params (string Name, X509Certificate2 Certificate)[] clients) =>
        new(new P2SRootCertificate("set root", CertificateFacts.Of(root)))
        {
            Clients = [.. clients.Select(c => new P2SClientCertificate(c.Name, CertificateFacts.Of(c.Certificate)))],
        };

    private static JsonArray Entries(string list, string member, IEnumerable<(string Name, string Value)> entries) => new([.. entries.Select(e => (JsonNode)new JsonObject
    {
        ["name"] = e.Name,
        ["id"] = $"{Id}/{list}/{e.Name}",
        ["etag"] = "W/\"1\"",
        ["properties"] = new JsonObject { ["provisioningState"] = "Succeeded", [member] = e.Value },
        ["type"] = $"Microsoft.Network/virtualNetworkGateways/{list}",
    })]);
}
