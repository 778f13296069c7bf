using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Audit;
using AzNetHelper.Tests.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Audit;

/// <summary>What looks like a fault and is none, each with the fact that it rests on.</summary>
public sealed class NearMissTests
{
    [Theory]
    [InlineData("lent and used by nobody", "a hub may lend before a spoke borrows (virtual-network-manage-peering)")]
    [InlineData("forwarded traffic on one side", "a spoke's half needs it, a hub's does not (udr-overview)")]
    [InlineData("Basic in a /29", "Basic may do with a /29 (vpn-gateway-about-vpn-gateway-settings)")]
    [InlineData("wide site", "a wider prefix of a site is allowed (vpn-gateway-vpn-faq)")]
    [InlineData("classic peer", "a classic peer holds no half: the ARM half connects at once (virtual-network-peering-overview)")]
    [InlineData("subnet peering overlaps", "other prefixes of subnet peerings may overlap (how-to-configure-subnet-peering)")]
    [InlineData("torn neighbour overlaps", "a Disconnected half joins nothing")]
    [InlineData("spoke routes over the hub's gateway", "the next hop is the VPN gateway that the spoke uses (udr-overview)")]
    [InlineData("appliance behind a balancer", "a private front end is a next hop (udr-overview)")]
    [InlineData("shorter route", "a peering route wins over a shorter user route (udr-overview)")]
    [InlineData("both ways over the firewall", "the way back is the way there")]
    [InlineData("answers from the firewall's own subnet", "what stands there is the appliance")]
    [InlineData("different ASNs", "")]
    [InlineData("one ASN without BGP", "an ASN matters to BGP alone")]
    [InlineData("IPv6 alone has one link prefix", "")]
    [InlineData("Standard balancer abroad", "only Basic front ends are out of reach (virtual-networks-faq)")]
    [InlineData("Basic balancer at home", "in one region it is reached (virtual-networks-faq)")]
    [InlineData("endpoint of all regions", "Microsoft.Storage.Global serves storage too (storage-network-security)")]
    [InlineData("route that drops", "None is meant (udr-overview)")]
    [InlineData("routes to a Virtual WAN hub", "its firewall and its router are next hops that no topology holds")]
    [InlineData("service tag", "routes for service tags lead where Azure is")]
    public void Is_no_finding(string name, string because)
    {
        var found = TopologyAudit.Run(Make(name).Topology()).Findings.Where(f => f.RuleId is not ("ClassicVNet" or "VpnSkuBasic" or "PeeringDisconnected"));
        Assert.True(!found.Any(), $"{because}\n{string.Join('\n', found)}");
    }

    private static AuditEstate Make(string name) => name switch
    {
        "lent and used by nobody" => Two().Gateway("gw", "a", "10.0.255.0/27").Peer("a", "b", h => h["allowGatewayTransit"] = true),
        "forwarded traffic on one side" => Two().Peer("a", "b", h => h["allowForwardedTraffic"] = true),
        "Basic in a /29" => Two().Gateway("gw", "a", "10.0.255.0/29", "Basic"),
        "wide site" => Two().Gateway("gw", "a", "10.0.255.0/27").Site("office", null, "10.0.0.0/8")
            .Connection("c", "gw", "IPsec", "localNetworkGateway2", AuditEstate.Id("localNetworkGateways", "office")),
        "classic peer" => Two().Half("a", "old", to: ResourceId.Parse(
            "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.ClassicNetwork/virtualNetworks/old")),
        "subnet peering overlaps" => new AuditEstate().VNet("a", "10.0.0.0/16", "10.9.0.0/16").VNet("b", "10.1.0.0/16", "10.9.0.0/16")
            .Subnet("a", "s", "10.0.0.0/24").Subnet("b", "s", "10.1.0.0/24").Peer("a", "b", h => Subnets(h, "10.1.0.0/24"), h => Subnets(h, "10.0.0.0/24")),
        "torn neighbour overlaps" => new AuditEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.0.0.0/16").Half("a", "b", "Disconnected"),
        "spoke routes over the hub's gateway" => Two().Gateway("gw", "a", "10.0.255.0/27").Table("t", ("10.9.0.0/16", "VirtualNetworkGateway", null))
            .Subnet("b", "s", "10.1.0.0/24", "t").Peer("a", "b", h => h["allowGatewayTransit"] = true, h => h["useRemoteGateways"] = true),
        "appliance behind a balancer" => Two().Table("t", ("10.9.0.0/16", "VirtualAppliance", "10.0.2.4")).Subnet("a", "s", "10.0.0.0/24", "t")
            .Subnet("a", "dmz", "10.0.2.0/24").Balancer("lb", "a", "dmz", "10.0.2.4", "Standard"),
        "shorter route" => Detour("10.0.0.0/8", null),
        "both ways over the firewall" => Detour("10.1.0.0/24", ("10.0.0.0/24", "VirtualAppliance", "10.0.1.4")),
        "answers from the firewall's own subnet" => Two().Table("t", ("10.0.2.0/24", "VirtualAppliance", "10.0.2.4")).Subnet("a", "s", "10.0.0.0/24", "t")
            .Subnet("a", "dmz", "10.0.2.0/24").Interface("nva", "a", "dmz", "10.0.2.4", forwarding: true),
        "different ASNs" => Tunnels(bgp: true, 65010),
        "one ASN without BGP" => Tunnels(bgp: false, 65515),
        "IPv6 alone has one link prefix" => Two().Circuit("c", primary: null, secondary: null),
        "Standard balancer abroad" => Abroad("northeurope").Balancer("lb", "a", "s", "10.0.0.4", "Standard"),
        "Basic balancer at home" => Abroad("West Europe").Balancer("lb", "a", "s", "10.0.0.4", "Basic"),
        "endpoint of all regions" => Two().Subnet("a", "s", "10.0.0.0/24", change: s => s["serviceEndpoints"] =
                new JsonArray(new JsonObject { ["service"] = "Microsoft.Storage.Global" }))
            .Document(ResourceId.ForResource(TestEstate.VNetId("a").SubscriptionId, "rg", "Microsoft.Storage/storageAccounts", "store"),
                $$"""{"networkAcls":{"virtualNetworkRules":[{"id":"{{TestEstate.VNetId("a").Child("subnets", "s")}}"}] } }"""),
        "route that drops" => Two().Table("t", ("10.9.0.0/16", "None", null)).Subnet("a", "s", "10.0.0.0/24", "t"),
        "routes to a Virtual WAN hub" => Two().Table("t", ("10.9.0.0/16", "VirtualAppliance", "10.100.64.4"), ("10.8.0.0/16", "VirtualNetworkGateway", null))
            .Subnet("a", "s", "10.0.0.0/24", "t").Document(AuditEstate.Id("virtualHubs", "hub").Child("hubVirtualNetworkConnections", "a"),
                $$"""{"remoteVirtualNetwork":{"id":"{{TestEstate.VNetId("a")}}"} }"""),
        "service tag" => Two().Table("t", ("AzureCloud", "Internet", null), ("Storage", "VirtualAppliance", "172.16.0.4")).Subnet("a", "s", "10.0.0.0/24", "t"),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, message: null),
    };

    private static AuditEstate Two() => new AuditEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16");

    private static AuditEstate Abroad(string region) => Two().Subnet("a", "s", "10.0.0.0/24").With(e => e.LocationOf("b", region)).Peer("a", "b");

    private static AuditEstate Tunnels(bool bgp, long asn) => Two().Gateway("ga", "a", "10.0.255.0/27")
        .Gateway("gb", "b", "10.1.255.0/27", change: g => g["bgpSettings"] = new JsonObject { ["asn"] = asn })
        .Tunnel("ab", "ga", "gb", bgp).Tunnel("ba", "gb", "ga", bgp);

    private static AuditEstate Detour(string to, (string, string, string?)? back)
    {
        var estate = Two().Table("t", (to, "VirtualAppliance", "10.0.1.4")).Subnet("a", "s", "10.0.0.0/24", "t").Subnet("a", "AzureFirewallSubnet", "10.0.1.0/26")
            .Firewall("fw", "a", "10.0.1.4").Peer("a", "b").Subnet("b", "s", "10.1.0.0/24", back is null ? null : "back");
        return back is { } route ? estate.Table("back", route) : estate;
    }

    private static void Subnets(JsonObject half, string remote)
    {
        half["peerCompleteVnets"] = false;
        half["localSubnetNames"] = new JsonArray("s");
        half["remoteSubnetNames"] = new JsonArray("s");
        half["remoteAddressSpace"] = TestEstate.Space(remote);
    }
}
