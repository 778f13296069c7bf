using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation.Tests;

/// <summary>Who is connected follows from the gateway.</summary>
public sealed class ClientSessionTests
{
    // VpnClientConnectionHealthDetail of the published specification (arm-protocol 1.4).
    private static readonly string[] Published =
    [
        "vpnConnectionId", "vpnConnectionDuration", "vpnConnectionTime", "publicIpAddress", "privateIpAddress", "vpnUserName", "maxBandwidth",
        "egressPacketsTransferred", "egressBytesTransferred", "ingressPacketsTransferred", "ingressBytesTransferred", "maxPacketsPerSecond",
    ];

    [Fact]
    public async Task A_client_is_connected_as_long_as_its_certificate_is_good()
    {
        var (root, other) = (TestCertificates.Root("r"), TestCertificates.Root("r"));
        var clients = ClientBed.Clients("172.16.0.0/24", ClientBed.Root("r", root));
        using var bed = await ClientBed.CreateAsync(clients);
        var (alice, bob) = (TestCertificates.Client(root, "alice"), TestCertificates.Client(root, "bob", years: 2));
        bed.Simulation.SetClients(ClientBed.Id,
            new ConnectedClient("alice") { Certificate = alice, IngressBytes = 5000, EgressBytes = 7000 },
            new ConnectedClient("mallory") { Certificate = TestCertificates.Client(other, "mallory") },
            new ConnectedClient("bob") { Certificate = bob },
            new ConnectedClient("carol") { Certificate = TestCertificates.Client(root, "carol"), Protocol = "SSTP" },
            new ConnectedClient("dora"));
        Assert.Equal("alice bob", await ClientBed.ConnectedAsync(bed));
        var health = (await ClientBed.ReadAsync(bed))["vpnClientConnectionHealth"]!;
        Assert.Equal("""{"vpnClientConnectionsCount":2,"totalIngressBytesTransferred":5000,"totalEgressBytesTransferred":7000}""", health.ToJsonString());

        // Revoked, in any case of its digits.
#pragma warning disable CA1308 // The case is what is tested.
        clients["vpnClientRevokedCertificates"] = new JsonArray(ClientBed.Revoked("lost", alice.Thumbprint.ToLowerInvariant()));
#pragma warning restore CA1308
        await ClientBed.SetAsync(bed, clients);
        Assert.Equal("bob", await ClientBed.ConnectedAsync(bed));

        // Taken back: there again; past its dates: not; without its root: nobody.
        clients.Remove("vpnClientRevokedCertificates");
        await ClientBed.SetAsync(bed, clients);
        Assert.Equal("alice bob", await ClientBed.ConnectedAsync(bed));
        bed.Time.SetUtcNow(new(2027, 6, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal("alice", await ClientBed.ConnectedAsync(bed));
        await ClientBed.SetAsync(bed, ClientBed.Clients("172.16.0.0/24", ClientBed.Root("r", other)));
        Assert.Equal("mallory", await ClientBed.ConnectedAsync(bed));
    }

    [Fact]
    public async Task A_pool_has_addresses_for_so_many_and_rows_are_as_published()
    {
        var root = TestCertificates.Root("r");
        using var bed = await ClientBed.CreateAsync(ClientBed.Clients("172.16.0.8/29", ClientBed.Root("r", root)));
        var certificate = TestCertificates.Client(root, "all");
        bed.Simulation.SetClients(ClientBed.Id, [.. Enumerable.Range(1, 9).Select(i => new ConnectedClient($"c{i}") { Certificate = certificate })]);
        var rows = (await VpnBed.AskAsync(bed, $"{ClientBed.Gateway}/getVpnClientConnectionHealth"))!["value"]!.AsArray();
        Assert.Equal(Enumerable.Range(9, 6).Select(i => $"172.16.0.{i}"), rows.Select(r => (string)r!["privateIpAddress"]!));
        Assert.All(rows, r => Assert.Equal(Published, r!.AsObject().Select(m => m.Key)));
        Assert.Equal(20, (long)rows[0]!["vpnConnectionDuration"]!);

        var gone = new JsonObject { ["vpnConnectionIds"] = new JsonArray((string)rows[0]!["vpnConnectionId"]!) };
        await VpnBed.AskAsync(bed, $"{ClientBed.Gateway}/disconnectVirtualNetworkGatewayVpnConnections", gone.ToJsonString());
        Assert.Equal("c2 c3 c4 c5 c6 c7", await ClientBed.ConnectedAsync(bed));
    }

    [Fact]
    public async Task What_a_loaded_document_counts_is_kept_by_a_write()
    {
        using var bed = await ClientBed.CreateAsync(ClientBed.Clients());
        var document = (await bed.ReadAsync(ClientBed.Gateway)).AsObject();
        document["properties"]!["vpnClientConfiguration"]!["vpnClientConnectionHealth"]!["vpnClientConnectionsCount"] = 3;
        bed.Simulation.Load(new([new(ClientBed.Id, Json.ToBytes(document))]));
        await ClientBed.SetAsync(bed, ClientBed.Clients("172.18.0.0/24"));
        Assert.Equal(3, (int)(await ClientBed.ReadAsync(bed))["vpnClientConnectionHealth"]!["vpnClientConnectionsCount"]!);
        Assert.Equal(3, (await VpnBed.AskAsync(bed, $"{ClientBed.Gateway}/getVpnClientConnectionHealth"))!["value"]!.AsArray().Count);
    }
}
