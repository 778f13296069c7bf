using System.Text.Json.Nodes;
using AzNetHelper.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Reachability;

/// <summary>The small estates that the cases are told on.</summary>
internal static class CaseEstates
{
    public static void Is(ReachabilityAnswer answer, Verdict verdict, params ReasonId[] reasons)
    {
        Assert.Equal(reasons.Order(), answer.Reasons.Select(r => r.Id).Distinct().Order());
        Assert.Equal(verdict, answer.Verdict);
        Assert.All(answer.Reasons, r => Assert.NotEmpty(r.Sentence));
        Assert.Contains(answer.Source, answer.Explain(), StringComparison.Ordinal);
    }

    public static TestEstate Two(string? table = null) => new TestEstate()
        .VNet("a", "10.0.0.0/16").Subnet("a", "app", "10.0.1.0/24", table).Subnet("a", "db", "10.0.2.0/24")
        .VNet("b", "10.1.0.0/16").Subnet("b", "app", "10.1.1.0/24").Subnet("b", "db", "10.1.2.0/24");

    public static TestEstate WithRoute(string prefix, string hop, string? address = null) => new TestEstate()
        .VNet("a", "10.0.0.0/16").Subnet("a", "app", "10.0.1.0/24", "t")
        .VNet("b", "10.1.0.0/16").Subnet("b", "app", "10.1.1.0/24").Peer("a", "b").Table("t", (prefix, hop, address));

    public static TestEstate Star(Action<JsonObject>? halves = null, string? table = null, string? name = null) =>
        new TestEstate()
        .VNet("hub", "10.0.0.0/16").VNet("s1", "10.1.0.0/16").Subnet("s1", "app", "10.1.0.0/24", table)
        .VNet("s2", "10.2.0.0/16")
        .Half("hub", "s1", halves).Half("s1", "hub", halves, name is null ? null : name + "1")
        .Half("hub", "s2", halves).Half("s2", "hub", halves, name is null ? null : name + "2");

    public static TestEstate Transit(
        string sku = "VpnGw1AZ", string? pool = null, string? t1 = null, string? t2 = null, string? gatewayTable = null,
        bool second = true, bool gateway = true, Action<JsonObject>? spoke = null)
    {
        var estate = new TestEstate().VNet("hub", "10.0.0.0/16")
            .Subnet("hub", "GatewaySubnet", "10.0.255.0/27", gatewayTable)
            .VNet("s1", "10.1.0.0/16").Subnet("s1", "app", "10.1.0.0/24", t1)
            .VNet("s2", "10.2.0.0/16").Subnet("s2", "app", "10.2.0.0/24", t2);
        foreach (var (name, borrows) in new[] { ("s1", true), ("s2", second) })
        {
            estate.Peer("hub", name, h => h["allowGatewayTransit"] = true, s =>
            {
                s["useRemoteGateways"] = borrows;
                spoke?.Invoke(s);
            });
        }

        return gateway ? estate.Gateway("gw", "hub", sku: sku, pool: pool) : estate;
    }

    public static TestEstate Stale() => new TestEstate()
        .VNet("a", "10.0.0.0/16").Subnet("a", "app", "10.0.1.0/24")
        .VNet("b", "10.1.0.0/16", "10.50.0.0/16").Subnet("b", "app", "10.1.1.0/24").Subnet("b", "new", "10.50.1.0/24")
        .Half("a", "b", h =>
        {
            h["remoteAddressSpace"] = TestEstate.Space("10.1.0.0/16");
            h["remoteVirtualNetworkAddressSpace"] = TestEstate.Space("10.1.0.0/16", "10.50.0.0/16");
            h["peeringSyncLevel"] = "LocalNotInSync";
        })
        .Half("b", "a", h => h["peeringSyncLevel"] = "RemoteNotInSync");

    public static TestEstate Dual() => new TestEstate()
        .VNet("a", "10.0.0.0/16", "fd00:a::/48").Subnet("a", "four", "10.0.1.0/24", second: "fd00:a:0:1::/64")
        .Subnet("a", "six", "fd00:a:0:2::/64")
        .VNet("b", "10.1.0.0/16", "fd00:b::/48").Subnet("b", "four", "10.1.1.0/24")
        .Subnet("b", "six", "fd00:b:0:2::/64");

    public static TestEstate SubnetPeering()
    {
        static void Listed(JsonObject half, string prefix)
        {
            half["peerCompleteVnets"] = false;
            half["localSubnetNames"] = TestEstate.Texts("app");
            half["remoteSubnetNames"] = TestEstate.Texts("app");
            half["remoteAddressSpace"] = TestEstate.Space(prefix);
        }

        return Two().Peer("a", "b", h => Listed(h, "10.1.1.0/24"), h => Listed(h, "10.0.1.0/24"));
    }

    public static void Six(JsonObject half) => half["enableOnlyIPv6Peering"] = true;

    public static void Bare(JsonObject half)
    {
        foreach (var name in half.Select(p => p.Key).Where(k => k != "remoteVirtualNetwork").ToArray())
        {
            half.Remove(name);
        }
    }

    public static JsonArray Configuration(string type, string name) =>
        new(new JsonObject { ["id"] = TestEstate.Id(type, name).Child("ipConfigurations", "default").ToString() });
}
