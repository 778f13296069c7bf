using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.PointToSite;
using AzNetHelper.Tests.Reachability;
using CsCheck;
using Xunit;
using static AzNetHelper.Tests.PointToSite.ClientEstate;
using static AzNetHelper.Tests.Reachability.TestEstate;
using static AzNetHelper.Tests.Vpn.Gateways.GatewayEstate;

namespace AzNetHelper.Tests.PointToSite;

/// <summary>Whatever is asked of whatever gateway: the body is one of Microsoft's schema, and the same wish again is nothing to do.</summary>
public sealed class P2SConfigurationProperties
{
    private static readonly string[] s_protocols = ["OpenVPN", "IkeV2"];
    private static readonly string[] s_pools = ["172.16.0.0/24", "172.20.8.0/21", "192.168.77.0/28"];
    private static readonly string[] s_kinds = ["Certificate", "Radius", "AAD"];

    private static readonly Gen<P2SConfigurationRequest> s_wishes =
        from mask in Gen.Int[0, 63]
        from pool in Gen.Int[0, 2].Select(at => s_pools[at])
        from protocols in Gen.Shuffle(s_protocols)
        from count in Gen.Int[1, 2]
        from kinds in Gen.Int[1, 7]
        from roots in Gen.Int[0, 4]
        from routes in Gen.Int[0, 2]
        select new P2SConfigurationRequest(Gw)
        {
            AddressPool = (mask & 1) != 0 ? Prefixes(pool) : null,
            Protocols = (mask & 2) != 0 ? [.. protocols.Take(count)] : null,
            Authentication = (mask & 4) != 0 ? [.. s_kinds.Where((_, at) => (kinds & (1 << at)) != 0)] : null,
            Roots = roots == 1 ? [Two] : roots == 2 ? [One, Two] : null,
            AddedRoots = roots == 3 ? [Two] : [],
            RemovedRoots = roots == 4 ? ["One"] : [],
            RadiusServers = (mask & 9) == 9 && kinds == 1 ? [] : (mask & 8) != 0 ? [new("10.0.0.4"), .. (mask & 1) != 0 ? [new WantedRadiusServer("10.0.0.5", 3)] : ImmutableArray<WantedRadiusServer>.Empty] : null,
            AadTenant = (mask & 16) != 0 ? "6e1c1a4e-0000-4000-8000-000000000001" : null,
            CustomRoutes = (mask & 32) != 0 ? Prefixes(["192.168.1.0/24", "192.168.2.0/24"]).Take(routes).ToImmutableArray() : null,
        };

    private static readonly Gen<(int Kind, bool Two)> s_gateways = Gen.Select(Gen.Int[0, 3], Gen.Bool);

    [Fact]
    public void A_plan_that_can_be_applied_writes_what_the_schema_has_and_nothing_the_second_time()
    {
        var applied = 0;
        Gen.Select(s_gateways, s_wishes).Sample((gateway, wish) =>
        {
            var estate = Estate(gateway.Kind, gateway.Two);
            var plan = estate.Configure(wish);
            if (!plan.CanApply)
            {
                Assert.All(plan.Problems, p => Assert.True(p.Message.Length > 20));
                return;
            }

            Interlocked.Increment(ref applied);
            var read = JsonBody.Parse(estate.Topology().Document(Gw)!.Json)!;
            var change = plan.Changes[^1];
            var after = JsonBody.Parse(change.After!);
            Assert.Empty(BicepSchema.Faults(Gw.Type, ResourceTypes.NetworkApiVersion, BodyRules.Compose(Gw.Type, read, after).Body));
            Assert.Empty(JsonBody.Differences(JsonBody.Parse(change.Before!), read));

            var done = Ready().With(Gw, JsonBody.Merge(read, after)).Address("gw-pip", user: "default").Address("gw-pip-2", user: "activeActive").Configure(wish);
            Assert.Equal(0, done.WriteCount);
        }, iter: 2000);
        Assert.True(applied > 200, $"{applied} plans could be applied.");
    }

    private static TestEstate Estate(int kind, bool two) => kind switch
    {
        0 => two ? Ready().With(Gw, Gateway("VpnGw2AZ", instances: 2)).Address("gw-pip", user: "default").Address("gw-pip-2", user: "activeActive") : Built(),
        1 => With(),
        2 => With(c => (c["vpnAuthenticationTypes"], c["radiusServerAddress"], c["vpnClientProtocols"]) = (Texts("Radius"), "10.0.0.4", Texts("IkeV2", "OpenVPN"))),
        _ => With(c => (c["vpnAuthenticationTypes"], c["radiusServers"], c["vpnClientProtocols"]) = (Texts("Radius", "Certificate"), new JsonArray(
            new JsonObject { ["radiusServerAddress"] = "10.0.0.4", ["radiusServerScore"] = 30 }), Texts("OpenVPN"))),
    };
}
