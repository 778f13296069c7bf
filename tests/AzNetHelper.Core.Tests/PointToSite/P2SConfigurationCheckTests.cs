using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Certificates;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.PointToSite;
using AzNetHelper.Tests.Reachability;
using Xunit;
using static AzNetHelper.Tests.PointToSite.ClientEstate;
using static AzNetHelper.Tests.Reachability.TestEstate;
using static AzNetHelper.Tests.Vpn.Gateways.GatewayEstate;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>Every check by its id: it finds the fault, it does not find it in what is nearly the same, and it alone finds it.</summary>
public sealed class P2SConfigurationCheckTests
{
    private const string Tenant = "6e1c1a4e-0000-4000-8000-000000000001";

    private static readonly GivenRoot[] s_many = [.. Enumerable.Range(0, 21).Select(i => Given($"r{i}"))];

    public static TheoryData<string> Ids() => [.. P2SConfigurationCheck.All.Select(c => c.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_check_finds_the_fault_and_nothing_in_its_neighbour(string id)
    {
        var check = P2SConfigurationCheck.All.Single(c => c.Id == id);
        var (fault, near) = Cases(id);

        var plan = fault(P2SConfigurationCheck.Whole);
        Assert.Equal(check.Outcome == CheckOutcome.Tells ? 0 : 1, plan.Problems.Select(p => p.CheckId).Where(p => p == id).Distinct().Count());
        Assert.Equal(check.Outcome != CheckOutcome.Tells ? 0 : 1, plan.Notices.Select(n => n.Id).Where(n => n == id).Distinct().Count());
        Assert.All(plan.Problems, p => Assert.True(p.Message.Length > 20 && p.Resource is not null, p.Message));
        Assert.DoesNotContain(id, Told(fault(P2SConfigurationCheck.Whole.Without(id))));
        Assert.DoesNotContain(id, Told(near(P2SConfigurationCheck.Whole)));
        Assert.Empty(near(P2SConfigurationCheck.Whole).Problems);
    }

    [Fact]
    public void The_registry_has_each_id_once_with_a_question_and_a_source()
    {
        Assert.Equal(P2SConfigurationCheck.All.Length, P2SConfigurationCheck.All.Select(c => c.Id).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(P2SConfigurationCheck.All, c => Assert.True(c.Asks.Length > 10 && c.Source.Length > 3, c.Id));
    }

    private static IEnumerable<string> Told(Plan plan) => plan.Problems.Select(p => p.CheckId).Concat(plan.Notices.Select(n => n.Id));

    private static (Func<CheckList<P2SConfigurationLayout>, Plan> Fault, Func<CheckList<P2SConfigurationLayout>, Plan> Near) Cases(string id) => id switch
    {
        "GatewayNotRead" => (Of(Ready(), First()), Of(Built(), First())),
        "GatewayKind" => (Of(Built(change: p => p["gatewayType"] = "ExpressRoute"), First()), Of(Built(), First())),
        "PolicyBasedGateway" => (Of(Built(change: p => p["vpnType"] = "PolicyBased"), First()), Of(Built(), First())),
        "GatewayState" => (Of(Built(change: p => p["provisioningState"] = "Deleting"), First()), Of(Built(change: p => p["provisioningState"] = "Updating"), First())),
        "SkuRetired" => (Of(Built("VpnGw1"), First()), Of(With(sku: "VpnGw1"), First())),
        "BasicGateway" => (Of(Built("Basic"), First()), Of(With(Sstp, "Basic"), Ask(r => r with { AddressPool = Prefixes("172.17.0.0/24") }))),
        "AddressTaken" => (Of(Pair().Address("gw-pip-3", user: "default"), First()), Of(Pair().Address("gw-pip-3"), First())),
        "ClientsUnknown" => (Asked(new(null, "no right")), Asked(new(0))),
        "PoolNeeded" => (Of(Built(), Ask(r => r with { Roots = [One] })), Of(Built(), First())),
        "PoolTooSmall" => (Of(Pair(), First(r => r with { AddressPool = Prefixes("172.16.0.0/29") })), Of(Built(), First(r => r with { AddressPool = Prefixes("172.16.0.0/29") }))),
        "PoolUnfit" => (Of(Built(), First(r => r with { AddressPool = Prefixes("169.254.10.0/24") })), Of(Built(), First())),
        "PoolIPv6" => (Of(Built(), First(r => r with { AddressPool = Prefixes(Pool, "fd00:1::/64") })),
            Of(Dual(), First(r => r with { AddressPool = Prefixes(Pool, "fd00:1::/64") }))),
        "PoolOverlaps" => (Of(Peered(), First(r => r with { AddressPool = Prefixes("10.1.8.0/24") })), Of(Peered(), First(r => r with { AddressPool = Prefixes("10.2.0.0/24") }))),
        "PoolInWiderSite" => (Of(Site("172.16.0.0/12"), First()), Of(Site("172.17.0.0/16"), First())),
        "PoolPublic" => (Of(Built(), First(r => r with { AddressPool = Prefixes("100.1.1.0/24") })), Of(Built(), First(r => r with { AddressPool = Prefixes("100.64.1.0/24") }))),
        "PoolRoom" => (Of(Built(), First()), Of(With(), Ask(r => r with { AddedRoots = [Two] }))),
        "NetworksUnread" => (Of(Built().Half("net", "spoke"), First()), Of(Peered(), First())),
        "SstpClosed" => (Of(Built(), First(r => r with { Protocols = ["sstp"] })), Of(With(Sstp), Ask(r => r with { Protocols = ["SSTP", "IkeV2"] }))),
        "SstpEnds" => (Of(With(Sstp), Ask(r => r with { AddedRoots = [Two] })), Of(With(Sstp), Ask(r => r with { Protocols = ["OpenVPN"] }))),
        "ProtocolsUnfit" => (Of(With(Sstp), Ask(r => r with { Protocols = ["SSTP", "OpenVPN"] })), Of(With(Sstp), Ask(r => r with { Protocols = ["IkeV2", "OpenVPN"] }))),
        "AuthenticationUnfit" => (Of(With(), Ask(r => r with { Authentication = ["Certificate", "Radius"], RadiusServers = [new("10.0.0.4")] })),
            Of(With(), Ask(r => r with { Protocols = ["OpenVPN"], Authentication = ["Certificate", "Radius"], RadiusServers = [new("10.0.0.4")] }))),
        "AuthenticationNeeded" => (Of(Built(), Ask(r => r with { AddressPool = Prefixes(Pool) })), Of(Built(), First())),
        "RadiusServerNeeded" => (Of(With(), Ask(r => r with { Authentication = ["Radius"] })),
            Of(With(), Ask(r => r with { Authentication = ["Radius"], RadiusServers = [new("10.0.0.4", 30)] }))),
        "FieldsUnused" => (Of(With(), Ask(r => r with { RadiusServers = [new("10.0.0.4")] })),
            Of(With(), Ask(r => r with { Authentication = ["Radius"], RadiusServers = [new("10.0.0.4")] }))),
        "SignInKept" => (Of(With(RadiusToo), Ask(r => r with { Authentication = ["Certificate"] })),
            Of(With(RadiusToo), Ask(r => r with { Authentication = ["Certificate"], RadiusServers = [] }))),
        "RadiusUnreachable" => (Of(With(), Ask(r => r with { Authentication = ["Radius"], RadiusServers = [new("192.168.9.4")] })),
            Of(Site("192.168.9.0/24"), First(r => r with { Roots = null, Authentication = ["Radius"], RadiusServers = [new("192.168.9.4")] }))),
        "EntraUnfit" => (Of(Built(), Entra(Tenant, issuer: "https://sts.windows.net/6e1c1a4e-0000-4000-8000-000000000002/")), Of(Built(), Entra(Tenant))),
        "EntraApplicationEnds" => (Of(Built(), Entra(Tenant, P2SRules.OldApplication)), Of(Built(), Entra(Tenant))),
        "RootUnfit" => (Of(With(), Ask(r => r with { AddedRoots = [Curve()] })), Of(With(), Ask(r => r with { AddedRoots = [Two] }))),
        "RootDoubtful" => (Of(With(), Ask(r => r with { AddedRoots = [Between()] })), Of(With(), Ask(r => r with { AddedRoots = [Two] }))),
        "RootRead" => (Of(With(), Ask(r => r with { AddedRoots = [Two with { Notes = ["A key is there, too."] }] })), Of(With(), Ask(r => r with { AddedRoots = [Two] }))),
        "RootName" => (Of(With(), Ask(r => r with { AddedRoots = [Two with { Name = "one", IsNamed = true }] })),
            Of(With(), Ask(r => r with { Roots = [Two with { Name = "one", IsNamed = true }] }))),
        "RootThere" => (Of(With(), Ask(r => r with { AddedRoots = [One] })), Of(With(), Ask(r => r with { Roots = [One] }))),
        "RootNotThere" => (Of(With(), Ask(r => r with { RemovedRoots = ["Three"] })), Of(Both(), Ask(r => r with { RemovedRoots = ["two"] }))),
        "TooManyRoots" => (Of(With(), Ask(r => r with { Roots = [.. s_many] })), Of(With(), Ask(r => r with { Roots = [.. s_many[1..]] }))),
        "RootNeeded" => (Of(With(), Ask(r => r with { RemovedRoots = ["One"] })), Of(With(), Ask(r => r with { RemovedRoots = ["One"], AddedRoots = [Two] }))),
        "RootInUse" => (Of(Known(), Removing()), Of(Known(revoked: string.Join(':', SetOfOne.Clients[0].Thumbprint.Chunk(2).Select(c => new string(c)))), Removing())),
        "RootClientsUnknown" => (Of(Both(), Ask(r => r with { RemovedRoots = ["Two"] })), Of(Known(), Removing() with { AllowLoss = true })),
        "RootOverlap" => (Of(With(), Ask(r => r with { RenewedRoots = [Two] })), Of(With(), Ask(r => r with { AddedRoots = [Two] }))),
        "CustomRouteUnfit" => (Of(With(), Ask(r => r with { CustomRoutes = Prefixes("0.0.0.0/0") })), Of(With(), Ask(r => r with { CustomRoutes = Prefixes("0.0.0.0/1", "128.0.0.0/1") }))),
        "RoutesNeedProfiles" => (Of(With(), Ask(r => r with { CustomRoutes = Prefixes("192.168.1.0/24") })), Of(Built(), First(r => r with { CustomRoutes = Prefixes("192.168.1.0/24") }))),
        _ => throw new ArgumentException($"The check {id} has no case.", nameof(id)),
    };

    private static Func<CheckList<P2SConfigurationLayout>, Plan> Of(TestEstate estate, P2SConfigurationRequest request) =>
        checks => P2SConfigurationPlanner.Create(estate.At(), request, ConnectedClients.NotAsked, checks);

    private static Func<CheckList<P2SConfigurationLayout>, Plan> Asked(ConnectedClients clients) =>
        checks => P2SConfigurationPlanner.Create(With().At(), Ask(r => r with { Protocols = ["IkeV2"] }), clients, checks);

    private static void Sstp(JsonObject clients) => clients["vpnClientProtocols"] = Texts("SSTP");

    private static void RadiusToo(JsonObject clients) =>
        (clients["vpnAuthenticationTypes"], clients["vpnClientProtocols"], clients["radiusServerAddress"]) = (Texts("Certificate", "Radius"), Texts("OpenVPN"), "10.0.0.4");

    private static TestEstate Pair() =>
        Ready().With(Gw, Gateway("VpnGw1AZ", instances: 2)).Address("gw-pip", user: "default").Address("gw-pip-2", user: "activeActive");

    private static TestEstate Dual() => Plain("10.0.0.0/16", "fd00::/48").Subnet("net", "GatewaySubnet", "10.0.255.0/27").With(Gw, Gateway("VpnGw1AZ"));

    private static TestEstate Peered() => Built().VNet("spoke", "10.1.0.0/16").Peer("net", "spoke");

    private static TestEstate Both() => With(c => c["vpnClientRootCertificates"]!.AsArray().Add((JsonNode)Root(Two)));

    private static TestEstate Site(string prefix) => Built()
        .With(Id("localNetworkGateways", "site"), new()
        {
            ["location"] = "westeurope",
            ["properties"] = new JsonObject { ["gatewayIpAddress"] = "198.51.100.7", ["localNetworkAddressSpace"] = Space(prefix) },
        })
        .With(Id("connections", "c"), new()
        {
            ["location"] = "westeurope",
            ["properties"] = new JsonObject
            {
                ["connectionType"] = "IPsec",
                ["virtualNetworkGateway1"] = new JsonObject { ["id"] = Gw.ToString() },
                ["localNetworkGateway2"] = new JsonObject { ["id"] = Id("localNetworkGateways", "site").ToString() },
            },
        });

    private static TestEstate Known(string? revoked = null) => With(c =>
    {
        c["vpnClientRootCertificates"]!.AsArray().Add((JsonNode)Root(RootCertificateInput.Of(SetOfOne.Root)));
        if (revoked is not null)
        {
            c["vpnClientRevokedCertificates"]!.AsArray().Add((JsonNode)new JsonObject
            {
                ["name"] = "alice", ["properties"] = new JsonObject { ["thumbprint"] = revoked.ToLowerInvariant() },
            });
        }
    });

    private static P2SConfigurationRequest Removing() => Ask(r => r with { RemovedRoots = [SetOfOne.Root.Thumbprint], KnownSets = [SetOfOne] });

    private static P2SConfigurationRequest Entra(string tenant, string? audience = null, string? issuer = null) => First(r => r with
    {
        Roots = null, Authentication = ["AAD"], AadTenant = tenant, AadAudience = audience, AadIssuer = issuer,
    });

    private static GivenRoot Curve()
    {
        using var curve = Roots.OfCurve();
        return RootCertificateInput.Of(curve);
    }

    private static GivenRoot Between()
    {
        using var root = Roots.Root();
        using var between = Roots.Issue(root, "between", isAuthority: true);
        return RootCertificateInput.Of(between);
    }
}
