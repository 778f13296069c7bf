using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using AzNetHelper.Certificates;
using AzNetHelper.PointToSite;
using Xunit;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>What client certificates are worth at a gateway, and what its report says.</summary>
public sealed class ClientStateTests
{
    private static readonly TimeSpan s_month = TimeSpan.FromDays(30);

    [Fact]
    public void A_certificate_is_worth_what_the_first_reason_says()
    {
        using var root = Roots.Root(days: 4000);
        var (valid, expiring, expired) = (Roots.Issue(root, "valid", days: 1000), Roots.Issue(root, "expiring", days: 170), Roots.Issue(root, "expired", days: 100));
        var set = ClientGateway.Set(root, ("valid", valid), ("expiring", expiring), ("expired", expired), ("lost", Roots.Issue(root, "lost", days: 100)));
        var lost = set.Clients[3].Thumbprint;
        var report = Report(ClientGateway.Document([ClientGateway.Root("r", root)], [("gone", string.Join(':', lost.Chunk(2).Select(c => new string(c))))]), set);

        Assert.Equal("valid: Valid, expiring: Expiring, expired: Expired, lost: Revoked", string.Join(", ", report.Clients));
        Assert.Equal(("gone", "lost", lost), (report.Clients[3].RevokedAs, report.Revoked[0].Client, report.Revoked[0].Thumbprint));
        Assert.All(report.Clients.Skip(1), c => Assert.NotEmpty(c.Reason));
        Assert.Empty(report.Clients[0].Reason);
        Assert.Equal("expiring: Valid", Report(ClientGateway.Document([ClientGateway.Root("r", root)]), set, TimeSpan.FromDays(1)).Clients[1].ToString());
    }

    [Fact]
    public void A_root_counts_by_its_signature_and_not_by_its_name()
    {
        using var root = Roots.Root();
        using var other = Roots.Root();
        Assert.Equal(root.Subject, other.Subject);
        var set = ClientGateway.Set(root, ("alice", Roots.Issue(root, "alice")));
        Assert.Equal(P2SClientState.NotTrusted, State(ClientGateway.Root("r", other)));
        Assert.Equal(P2SClientState.Valid, State(ClientGateway.Root("r", other), ClientGateway.Root("s", root)));

        // The set's own root is not the one that issued it: the chain of signatures says which did.
        var moved = new P2SCertificateSet(new P2SRootCertificate("other", CertificateFacts.Of(other))) { Clients = set.Clients };
        Assert.Equal(P2SClientState.Valid, Report(ClientGateway.Document([ClientGateway.Root("r", root)]), moved).Clients[0].State);

        // A root that was encoded twice is told: the service takes it (recorded). What is no certificate is no root.
        var twice = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(root.ExportCertificatePem()));
        var report = Report(ClientGateway.Document([("r", twice)]), set);
        Assert.Contains("encoded twice", Assert.Single(report.Problems), StringComparison.Ordinal);
        report = Report(ClientGateway.Document([("r", "TUlJQw==")]), set);
        Assert.Equal(P2SClientState.NotTrusted, report.Clients[0].State);
        Assert.Contains("no certificate", Assert.Single(report.Problems), StringComparison.Ordinal);

        P2SClientState State(params (string, string)[] roots) => Report(ClientGateway.Document(roots), set).Clients[0].State;
    }

    [Fact]
    public void An_expired_root_shuts_out_its_clients()
    {
        using var root = Roots.Root(days: 100);
        var report = Report(ClientGateway.Document([ClientGateway.Root("r", root)]), ClientGateway.Set(root, ("alice", Roots.Issue(Roots.Root(days: 4000), "alice"))));
        Assert.Equal(P2SClientState.NotTrusted, report.Clients[0].State);
        Assert.Contains(report.Problems, p => p.StartsWith("Root 'r': ", StringComparison.Ordinal) && p.Contains("expired", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("vpnAuthenticationTypes", """["Radius"]""", P2SClientState.NotTrusted)]
    [InlineData("vpnAuthenticationTypes", """["AAD","certificate"]""", P2SClientState.Valid)]
    [InlineData("vpnAuthenticationTypes", "[]", P2SClientState.Valid)]
    public void Certificates_count_where_clients_sign_in_by_them(string member, string value, P2SClientState state)
    {
        using var root = Roots.Root(days: 4000);
        var document = ClientGateway.Document([ClientGateway.Root("r", root)], change: p => p["vpnClientConfiguration"]![member] = JsonNode.Parse(value));
        var report = Report(document, ClientGateway.Set(root, ("alice", Roots.Issue(root, "alice", days: 2000))));
        Assert.Equal(state, report.Clients[0].State);
        Assert.Empty(report.Problems);
        Assert.Equal(state == P2SClientState.Valid, report.AuthenticationType.Contains("Certificate", StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void Problems_are_told_with_what_to_do()
    {
        using var root = Roots.Root(days: 160);
        Assert.Empty(Report(ClientGateway.Document([ClientGateway.Root("r", root)]), soon: TimeSpan.FromDays(5)).Problems);
        Assert.Contains("-RenewRoot", Problem(ClientGateway.Document([ClientGateway.Root("r", root)])), StringComparison.Ordinal);
        Assert.Contains("trusts no root", Problem(ClientGateway.Document()), StringComparison.Ordinal);
        Assert.Contains("2027-03-31", Problem(With(root, p => p["vpnClientConfiguration"]!["vpnClientProtocols"] = new JsonArray("IkeV2", "SSTP")), 5), StringComparison.Ordinal);
        Assert.Contains("VpnGw2AZ", Problem(With(root, p => p["sku"] = new JsonObject { ["name"] = "VpnGw2" }), 5), StringComparison.Ordinal);
        Assert.Contains("no way for clients to sign in", Problem(ClientGateway.Document(change: p => p["vpnClientConfiguration"]!["vpnAuthenticationTypes"] = new JsonArray()), 5), StringComparison.Ordinal);
        Assert.Contains("250 clients are connected", Problem(With(root, p => p["vpnClientConfiguration"]!["vpnClientConnectionHealth"]!["vpnClientConnectionsCount"] = 250), 5), StringComparison.Ordinal);

        static string Problem(JsonObject document, int days = 30) => Assert.Single(Report(document, soon: TimeSpan.FromDays(days)).Problems);

        static JsonObject With(X509Certificate2 root, Action<JsonObject> change) => ClientGateway.Document([ClientGateway.Root("r", root)], change: change);
    }

    [Theory]
    [InlineData("VpnGw2AZ", "172.16.0.0/24", "OpenVPN", 500, 256)]
    [InlineData("VpnGw2AZ", "172.16.0.0/16", "OpenVPN", 500, 500)]
    [InlineData("VpnGw2AZ", "172.16.0.0/16", "IkeV2,SSTP", 628, 628)]
    [InlineData("Basic", "172.16.0.0/16", "SSTP", 128, 128)]
    [InlineData("VpnGw1", "172.16.0.0/16", "OpenVPN", 250, 250)]
    [InlineData("VpnGw9AZ", "172.16.0.0/29", "OpenVPN", null, 8)]
    [InlineData("VpnGw2AZ", "fd00::/120", "OpenVPN", 500, 256)]
    [InlineData("VpnGw2AZ", "fd00::/64", "OpenVPN", 500, 500)]
    [InlineData("VpnGw2AZ", "fd00::/64,172.16.0.0/24", "OpenVPN", 500, 256)]
    [InlineData("VpnGw9AZ", "fd00::/64,fd01::/64", "OpenVPN", null, long.MaxValue)]
    public void So_many_fit_at_most(string sku, string pool, string protocols, int? limit, long most)
    {
        var report = Report(ClientGateway.Document(change: p =>
        {
            p["sku"]!["name"] = sku;
            p["vpnClientConfiguration"]!["vpnClientAddressPool"]!["addressPrefixes"] = new JsonArray([.. pool.Split(',').Select(t => (JsonNode)t)]);
            p["vpnClientConfiguration"]!["vpnClientProtocols"] = new JsonArray([.. protocols.Split(',').Select(t => (JsonNode)t)]);
        }));
        Assert.Equal((limit, (long?)most), (report.ClientLimit, report.MostClients));
    }

    private static P2SConfigurationReport Report(JsonObject document, P2SCertificateSet? set = null, TimeSpan? soon = null) =>
        new P2SConfigurationReports(set is null ? [] : [set], ClientGateway.Now, soon ?? s_month).Of(ClientGateway.Topology(document).Gateways.Single());
}
