using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Audit;
using AzNetHelper.Tests.Reachability;

namespace AzNetHelper.Tests.Audit;

/// <summary>An estate with one thing wrong, which one rule finds once.</summary>
internal sealed record AuditCase(string Name, string RuleId, string Resource, RemedyKind Kind, Func<AuditEstate> Make)
{
    /// <summary>Other rules that find something too.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    public override string ToString() => Name;
}

/// <summary>Every rule with what it must find. The tests of the simulation run the remedies of the same cases.</summary>
internal static class AuditCases
{
    private const string Classic = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.ClassicNetwork/virtualNetworks/old";

    public static IReadOnlyList<AuditCase> All { get; } =
    [
        Module("one half", "PeeringOneSided", "a/a-b", () => Two().Half("a", "b", "Initiated")),
        Module("one half, overlapping", "PeeringOneSided", "a/a-b", () => new AuditEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.0.0.0/17")
            .Half("a", "b", "Initiated", h => h["peerCompleteVnets"] = true)) with { Also = ["AddressSpaceOverlap"] },
        Advice("one half of a manager", "PeeringOneSided", "a/ANM_b", () => Two().With(e => e.Half("a", "b", h => h["peeringState"] = "Initiated", "ANM_b"))),
        Module("torn", "PeeringDisconnected", "a/a-b", () => Two().Half("a", "b", "Disconnected")),
        Module("orphan", "PeeringDisconnected", "a/a-gone", () => Two().Half("a", "gone", "Disconnected")
            .Gap(TestEstate.VNetId("gone").ToString(), "ResourceNotFound")),
        Advice("torn, far end unread", "PeeringDisconnected", "a/a-far", () => Two().Half("a", "far", "Disconnected")),
        Module("waiting", "PeeringInitiated", "b/b-a", () => Two().Half("a", "b", "Connected").Half("b", "a", "Initiated")),
        Advice("waiting for an unread one", "PeeringInitiated", "a/a-far", () => Two().Half("a", "far", "Initiated")),
        Module("stale", "PeeringOutOfSync", "a/a-b", () => new AuditEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16", "10.50.0.0/16").Peer("a", "b", h =>
        {
            h["remoteAddressSpace"] = TestEstate.Space("10.1.0.0/16");
            h["peeringSyncLevel"] = "LocalNotInSync";
        }, h => h["peeringSyncLevel"] = "RemoteNotInSync")),
        Cli("access off on one side", "PeeringAccessOneSided", "b/b-a", () => Two().Peer("a", "b", onB: h => h["allowVirtualNetworkAccess"] = false)),
        Advice("subnets on one side", "PeeringTypeMismatch", "a/a-b", () => Two().Subnet("b", "s", "10.1.0.0/24").Peer("a", "b", h =>
        {
            h["peerCompleteVnets"] = false;
            h["localSubnetNames"] = new JsonArray("s");
            h["remoteSubnetNames"] = new JsonArray("s");
            h["remoteAddressSpace"] = TestEstate.Space("10.1.0.0/24");
        })),
        Module("lent and not there", "TransitWithoutGateway", "a/a-b", () => Two().Peer("a", "b", h => h["allowGatewayTransit"] = true)),
        Cli("lent and not there, half made", "TransitWithoutGateway", "a/a-b", () => Two().Half("a", "b", "Initiated", h => h["allowGatewayTransit"] = true))
            with { Also = ["PeeringOneSided"] },
        Module("used and not there", "RemoteGatewayWithoutTransit", "b/b-a", () => Two().Peer("a", "b", onB: h => h["useRemoteGateways"] = true)),
        Module("lent, used and not there", "TransitWithoutGateway", "a/a-b",
            () => Two().Peer("a", "b", h => h["allowGatewayTransit"] = true, h => h["useRemoteGateways"] = true)) with { Also = ["RemoteGatewayWithoutTransit"] },
        Module("used and not lent", "RemoteGatewayWithoutTransit", "b/b-a",
            () => Two().Gateway("gw", "a", "10.0.255.0/27").Peer("a", "b", onB: h => h["useRemoteGateways"] = true)),
        Module("neighbours overlap in an empty prefix", "AddressSpaceOverlap", "c", () => new AuditEstate().VNet("a", "10.0.0.0/16")
            .VNet("b", "10.1.0.0/16").VNet("c", "10.1.128.0/17", "10.2.0.0/16").Subnet("c", "s", "10.2.0.0/24").Subnet("b", "s", "10.1.0.0/24")
            .Peer("a", "b").Peer("a", "c")),
        Advice("neighbours overlap where subnets are", "AddressSpaceOverlap", "c", () => new AuditEstate().VNet("a", "10.0.0.0/16")
            .VNet("b", "10.1.0.0/16").VNet("c", "10.1.0.0/16").Subnet("c", "s", "10.1.0.0/24").Subnet("b", "s", "10.1.0.0/24").Peer("a", "b").Peer("a", "c")),
        Advice("a tunnel between overlapping networks", "AddressSpaceOverlap", "b", () => new AuditEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.0.0.0/16")
            .Gateway("ga", "a", "10.0.255.0/27").Gateway("gb", "b", "10.0.255.0/27").Tunnel("ab", "ga", "gb").Tunnel("ba", "gb", "ga")),
        Advice("a site inside a network", "SiteOverlap", "office", () => Home().Site("office", null, "10.0.3.0/24", "192.168.0.0/16").Office()),
        Advice("clients inside a network", "ClientPoolOverlap", "gw", () => Two().Gateway("gw", "a", "10.0.255.0/27", change: g =>
            g["vpnClientConfiguration"] = new JsonObject { ["vpnClientAddressPool"] = TestEstate.Space("10.0.4.0/24") })),
        Cli("narrow GatewaySubnet", "GatewaySubnetTooSmall", "a/GatewaySubnet", () => Two().Subnet("a", "GatewaySubnet", "10.0.255.224/28")),
        Cli("narrow GatewaySubnet beside another", "GatewaySubnetTooSmall", "a/GatewaySubnet",
            () => Two().Subnet("a", "GatewaySubnet", "10.0.0.0/28").Subnet("a", "s", "10.0.0.16/28")),
        Advice("narrow GatewaySubnet in use", "GatewaySubnetTooSmall", "a/GatewaySubnet", () => Two().Gateway("gw", "a", "10.0.255.0/28")),
        Cli("NSG", "GatewaySubnetSecurityGroup", "a/GatewaySubnet", () => Two().Document(AuditEstate.Id("networkSecurityGroups", "nsg"), """{"securityRules":[]}""")
            .Subnet("a", "GatewaySubnet", "10.0.255.0/27", change: s => s["networkSecurityGroup"] = AuditEstate.Reference(AuditEstate.Id("networkSecurityGroups", "nsg")))),
        Cli("no propagation", "GatewaySubnetPropagationOff", "t", () => Two().Table("t", t => t["disableBgpRoutePropagation"] = true)
            .Subnet("a", "GatewaySubnet", "10.0.255.0/27", "t")),
        Cli("default route", "GatewaySubnetDefaultRoute", "t/r0", () => Two().Table("t", ("0.0.0.0/0", "Internet", null)).Subnet("a", "GatewaySubnet", "10.0.255.0/27", "t")),
        Advice("default route that others use", "GatewaySubnetDefaultRoute", "t/r0", () => Two().Table("t", ("0.0.0.0/0", "Internet", null))
            .Subnet("a", "GatewaySubnet", "10.0.255.0/27", "t").Subnet("a", "s", "10.0.0.0/24", "t")),
        Cli("old SKU", "VpnSkuRetired", "gw", () => Two().Gateway("gw", "a", "10.0.255.0/27", "VpnGw1")),
        Advice("old SKU on an address without zones", "VpnSkuRetired", "gw", () => Two().Gateway("gw", "a", "10.0.255.0/27", "VpnGw2", zones: "")),
        Advice("older SKU", "VpnSkuRetired", "gw", () => Two().Gateway("gw", "a", "10.0.255.0/27", "HighPerformance")),
        Advice("old SKU on a Basic address", "VpnSkuRetired", "gw", () => Two().Gateway("gw", "a", "10.0.255.0/27", "VpnGw2", address: "Basic"))
            with { Also = ["PublicAddressBasic"] },
        Advice("Basic gateway", "VpnSkuBasic", "gw", () => Two().Gateway("gw", "a", "10.0.255.0/27", "Basic")),
        Cli("Basic address", "PublicAddressBasic", "pip", () => Two().Address("pip", "Basic")),
        Advice("Basic address of a gateway", "PublicAddressBasic", "gw-ip", () => Two().Gateway("gw", "a", "10.0.255.0/27", address: "Basic")),
        Cli("SSTP beside another", "SstpEnabled", "gw", () => Clients("IkeV2", "SSTP")),
        Cli("SSTP alone", "SstpEnabled", "gw", () => Clients("SSTP")),
        Cli("one ASN", "SameAsn", "gb", () => Tunnelled(bgp: true, bgpBack: true)),
        Advice("one ASN with a site", "SameAsn", "office", () => Home().Site("office", 65515, "192.168.0.0/16")
            .Connection("c", "gw", "IPsec", "localNetworkGateway2", AuditEstate.Id("localNetworkGateways", "office"), bgp: true)),
        Cli("no way back", "ConnectionOneEnded", "ab", () => Gateways().Tunnel("ab", "ga", "gb")),
        Advice("down", "ConnectionNotConnected", "c", () => Home().Site("office", null, "192.168.0.0/16").Office("NotConnected")),
        Cli("BGP at one end", "ConnectionBgpOneSided", "ba", () => Tunnelled(bgp: true, bgpBack: false, asn: 65010)),
        Advice("not provisioned", "CircuitNotProvisioned", "circuit", () => Two().Circuit("circuit", "NotProvisioned")),
        Advice("private peering off", "CircuitWithoutPrivatePeering", "circuit", () => Linked(state: "Disabled")),
        Advice("no private peering", "CircuitWithoutPrivatePeering", "circuit", () => Linked(peering: false)),
        Advice("one link", "CircuitOneLink", "circuit/AzurePrivatePeering", () => Two().Circuit("circuit", secondary: null)),
        Advice("the other link", "CircuitOneLink", "circuit/AzurePrivatePeering", () => Two().Circuit("circuit", primary: null)),
        Cli("rule without endpoint", "ServiceRuleWithoutEndpoint", "store", () => Store("a", "s")),
        Advice("endpoint without rule", "EndpointWithoutServiceRule", "b/s", () => Store("a", "s", endpoint: true)
            .Subnet("b", "s", "10.1.0.0/24", change: s => s["serviceEndpoints"] = new JsonArray(new JsonObject { ["service"] = "Microsoft.Storage" }))),
        Cli("route to an address of nobody", "RouteToNowhere", "t/r0", () => Routed(("10.9.0.0/16", "VirtualAppliance", "172.16.0.4"))),
        Cli("route to an address outside of subnets", "RouteToNowhere", "t/r0", () => Routed(("10.9.0.0/16", "VirtualAppliance", "10.0.77.4"))
            .Subnet("a", "AzureFirewallSubnet", "10.0.1.0/26").Firewall("fw", "a", "10.0.1.4")),
        Advice("route that leads on for others", "RouteToNowhere", "t/r0", () => new AuditEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16")
            .Subnet("a", "AzureFirewallSubnet", "10.0.1.0/26").Firewall("fw", "a", "10.0.1.4").Table("t", ("10.9.0.0/16", "VirtualAppliance", "10.0.1.4"))
            .Subnet("a", "s", "10.0.0.0/24", "t").Subnet("b", "s", "10.1.0.0/24", "t")),
        Cli("route to no gateway", "RouteToNowhere", "t/r0", () => Routed(("10.9.0.0/16", "VirtualNetworkGateway", null))),
        Cli("route to an ExpressRoute gateway", "RouteToNowhere", "t/r0", () => Routed(("10.9.0.0/16", "VirtualNetworkGateway", null))
            .Gateway("er", "a", "10.0.255.0/27", "ErGw1AZ", kind: "ExpressRoute")),
        Cli("no forwarding", "ApplianceWithoutForwarding", "nva", () => Routed(("10.9.0.0/16", "VirtualAppliance", "10.0.2.4"))
            .Subnet("a", "dmz", "10.0.2.0/24").Interface("nva", "a", "dmz", "10.0.2.4", forwarding: false)),
        Cli("straight back, with a table", "AsymmetricRoute", "b/s", () => Detour("back")),
        Cli("straight back, without a table", "AsymmetricRoute", "b/s", () => Detour(null)),
        Advice("Basic balancer", "BasicLoadBalancerOverGlobalPeering", "lb", () => Global().Balancer("lb", "a", "s", "10.0.0.4", "Basic")),
        Advice("old application gateway", "BasicLoadBalancerOverGlobalPeering", "agw", () => Global().Document(AuditEstate.Id("applicationGateways", "agw"),
            $$"""{"sku":{"tier":"WAF"},"gatewayIPConfigurations":[{"properties":{"subnet":{"id":"{{TestEstate.VNetId("a").Child("subnets", "s")}}"} } }]}""")),
        Cli("classic", "ClassicVNet", "a/a-old", () => Two().Half("a", "old", to: ResourceId.Parse(Classic))),
        Advice("many routes", "NearLimit", "t", () => new AuditEstate().VNet("a", "10.0.0.0/16")
            .Table("t", [.. Enumerable.Range(0, 480).Select(i => ($"172.{16 + (i / 256)}.{i % 256}.0/24", "Internet", (string?)null))])),
    ];

    private static AuditCase Module(string name, string rule, string resource, Func<AuditEstate> make) => new(name, rule, resource, RemedyKind.Module, make);

    private static AuditCase Cli(string name, string rule, string resource, Func<AuditEstate> make) => new(name, rule, resource, RemedyKind.AzureCli, make);

    private static AuditCase Advice(string name, string rule, string resource, Func<AuditEstate> make) => new(name, rule, resource, RemedyKind.Advice, make);

    private static AuditEstate Two() => new AuditEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16");

    private static AuditEstate Home() => Two().Gateway("gw", "a", "10.0.255.0/27");

    private static AuditEstate Office(this AuditEstate estate, string status = "Connected") =>
        estate.Connection("c", "gw", "IPsec", "localNetworkGateway2", AuditEstate.Id("localNetworkGateways", "office"), status: status);

    private static AuditEstate Clients(params string[] protocols) => Two().Gateway("gw", "a", "10.0.255.0/27", change: g =>
        g["vpnClientConfiguration"] = new JsonObject
        {
            ["vpnClientAddressPool"] = TestEstate.Space("172.20.0.0/24"), ["vpnClientProtocols"] = TestEstate.Texts(protocols),
            ["vpnClientRootCertificates"] = new JsonArray(), ["vpnClientRevokedCertificates"] = new JsonArray(),
        });

    private static AuditEstate Gateways(long asn = 65515) => Two().Gateway("ga", "a", "10.0.255.0/27", change: g => Bgp(g, 65515))
        .Gateway("gb", "b", "10.1.255.0/27", change: g => Bgp(g, asn));

    private static void Bgp(JsonObject gateway, long asn)
    {
        gateway["enableBgp"] = true;
        gateway["bgpSettings"] = new JsonObject { ["asn"] = asn, ["peerWeight"] = 0 };
    }

    private static AuditEstate Tunnelled(bool bgp, bool bgpBack, long asn = 65515) =>
        Gateways(asn).Tunnel("ab", "ga", "gb", bgp).Tunnel("ba", "gb", "ga", bgpBack);

    private static AuditEstate Linked(string state = "Enabled", bool peering = true) => Two().Gateway("er", "a", "10.0.255.0/27", "ErGw1AZ", kind: "ExpressRoute")
        .Circuit("circuit", state: state, peering: peering).Connection("c", "er", "ExpressRoute", "peer", AuditEstate.Id("expressRouteCircuits", "circuit"));

    private static AuditEstate Store(string vnet, string subnet, bool endpoint = false) => Two().Subnet(vnet, subnet, "10.0.0.0/24", change: s =>
            s["serviceEndpoints"] = endpoint ? new JsonArray(new JsonObject { ["service"] = "Microsoft.Storage" })
                : new JsonArray(new JsonObject { ["service"] = "Microsoft.KeyVault" }))
        .Document(ResourceId.ForResource(TestEstate.VNetId("a").SubscriptionId, "rg", "Microsoft.Storage/storageAccounts", "store"),
            $$$"""{"networkAcls":{"defaultAction":"Deny","virtualNetworkRules":[{"id":"{{{TestEstate.VNetId(vnet).Child("subnets", subnet)}}}","action":"Allow"}]}}""");

    private static AuditEstate Routed((string, string, string?) route) => Two().Table("t", route).Subnet("a", "s", "10.0.0.0/24", "t");

    // a/s sends to b/s over the firewall; b/s answers over the peering.
    private static AuditEstate Detour(string? back) => With(Two(), back).Table("t", ("10.1.0.0/24", "VirtualAppliance", "10.0.1.4"))
        .Subnet("a", "s", "10.0.0.0/24", "t").Subnet("a", "AzureFirewallSubnet", "10.0.1.0/26").Subnet("b", "s", "10.1.0.0/24", back)
        .Firewall("fw", "a", "10.0.1.4").Peer("a", "b");

    private static AuditEstate With(AuditEstate estate, string? table) => table is null ? estate : estate.Table(table, ("192.168.0.0/16", "None", null));

    private static AuditEstate Global() => new AuditEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16").Subnet("a", "s", "10.0.0.0/24")
        .With(e => e.LocationOf("b", "northeurope")).Peer("a", "b");
}
