using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Certificates;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.PointToSite;
using AzNetHelper.Tests.Reachability;
using static AzNetHelper.Tests.Reachability.TestEstate;
using static AzNetHelper.Tests.Vpn.Gateways.GatewayEstate;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>Gateways with and without clients, requests, and certificates that are made once.</summary>
internal static class ClientEstate
{
    public static GivenRoot One { get; } = Given("One", outlivesTheTest: true);

    public static GivenRoot Two { get; } = Given("Two", outlivesTheTest: true);

    public static DateTimeOffset Now { get; } = Roots.Start.AddDays(100);

    public static P2SCertificateSet SetOfOne { get; } = MakeSet();

    public static string Pool => "172.16.0.0/24";

    public static GivenRoot Given(string name, bool outlivesTheTest = false)
    {
        using var root = Roots.Root(name, outlivesTheTest: outlivesTheTest);
        return RootCertificateInput.Of(root);
    }

    /// <summary>A gateway whose clients have certificates of <see cref="One"/>.</summary>
    public static TestEstate With(Action<JsonObject>? change = null, string sku = "VpnGw1AZ", int instances = 1, Action<JsonObject>? gateway = null) => Built(sku, p =>
    {
        var clients = new JsonObject
        {
            ["vpnClientAddressPool"] = Space(Pool),
            ["vpnClientProtocols"] = Texts("OpenVPN", "IkeV2"),
            ["vpnAuthenticationTypes"] = Texts("Certificate"),
            ["vpnClientRootCertificates"] = new JsonArray(Root(One)),
            ["vpnClientRevokedCertificates"] = new JsonArray(),
            ["radiusServers"] = new JsonArray(),
            ["vpnClientIpsecPolicies"] = new JsonArray(),
            ["vngClientConnectionConfigurations"] = new JsonArray(),
        };
        change?.Invoke(clients);
        p["vpnClientConfiguration"] = clients;
        gateway?.Invoke(p);
    }, instances);

    public static JsonObject Root(GivenRoot root) => new()
    {
        ["name"] = root.Name,
        ["id"] = Gw.Child("vpnClientRootCertificates", root.Name).ToString(),
        ["etag"] = "W/\"1\"",
        ["properties"] = new JsonObject { ["provisioningState"] = "Succeeded", ["publicCertData"] = root.Certificate.PublicCertData },
    };

    public static P2SConfigurationRequest Ask(Func<P2SConfigurationRequest, P2SConfigurationRequest>? with = null) => with is null ? new(Gw) : with(new(Gw));

    public static P2SConfigurationRequest First(Func<P2SConfigurationRequest, P2SConfigurationRequest>? with = null) =>
        (with ?? (r => r))(new(Gw) { AddressPool = Prefixes(Pool), Roots = [One] });

    public static System.Collections.Immutable.ImmutableArray<IPPrefix> Prefixes(params string[] texts) => [.. texts.Select(IPPrefix.Parse)];

    public static Topology At(this TestEstate estate)
    {
        var read = estate.Topology();
        return new(read.Documents, read.Gaps) { ReadAt = Now };
    }

    public static Plan Configure(this TestEstate estate, P2SConfigurationRequest request, long? clients = null) =>
        P2SConfigurationPlanner.Create(estate.At(), request, new(clients));

    private static P2SCertificateSet MakeSet()
    {
        using var root = Roots.Root("One set", outlivesTheTest: true);
        using var alice = Roots.Issue(root, "alice");
        using var bob = Roots.Issue(root, "bob", days: 50);
        return new(new("One set", CertificateFacts.Of(root)))
        {
            Clients = [new("alice", CertificateFacts.Of(alice)), new("bob", CertificateFacts.Of(bob))],
        };
    }
}
