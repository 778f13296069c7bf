using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Audit;
using AzNetHelper.Tests.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Audit;

/// <summary>What was not read is never taken for clean.</summary>
public sealed class UnjudgedTests
{
    [Theory]
    [InlineData("peer", "PeeringOneSided", true)]
    [InlineData("peer", "PeeringOutOfSync", true)]
    [InlineData("gateway", "VpnSkuRetired", true)]
    [InlineData("gateway", "SstpEnabled", true)]
    [InlineData("address", "PublicAddressBasic", true)]
    [InlineData("table", "RouteToNowhere", true)]
    [InlineData("table", "GatewaySubnetPropagationOff", true)]
    [InlineData("appliance", "RouteToNowhere", true)]
    [InlineData("appliance", "ApplianceWithoutForwarding", true)]
    [InlineData("appliance of an unread peer", "RouteToNowhere", true)]
    [InlineData("scale set", "RouteToNowhere", true)]
    [InlineData("no connections", "ConnectionOneEnded", false)]
    [InlineData("no connections", "ConnectionNotConnected", false)]
    [InlineData("status", "ConnectionNotConnected", true)]
    [InlineData("far gateway", "ConnectionOneEnded", true)]
    [InlineData("circuit", "CircuitNotProvisioned", true)]
    [InlineData("no circuits", "CircuitNotProvisioned", false)]
    [InlineData("no services", "EndpointWithoutServiceRule", false)]
    [InlineData("no balancers", "BasicLoadBalancerOverGlobalPeering", false)]
    [InlineData("refused list", "RouteToNowhere", true)]
    [InlineData("refused connections of a gateway", "ConnectionOneEnded", true)]
    [InlineData("refused subscription", "PeeringOneSided", true)]
    public void Is_told_by_rule(string what, string rule, bool isMissing)
    {
        var report = TopologyAudit.Run(Make(what).Topology());

        Assert.Contains(report.Unjudged, u => u.RuleId == rule && u.IsMissing == isMissing);
        Assert.DoesNotContain(report.Findings, f => f.RuleId == rule);
        Assert.Contains(rule, report.UnjudgedText!, StringComparison.Ordinal);
        Assert.Equal(report.Findings.IsEmpty && !report.Unjudged.Any(u => u.IsMissing), report.IsClean);
        Assert.All(report.Unjudged, u => Assert.EndsWith(".", u.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void A_reason_stands_once_with_all_its_rules()
    {
        var text = TopologyAudit.Run(Make("table").Topology()).UnjudgedText!;
        Assert.Equal(text.IndexOf("The route tables t", StringComparison.Ordinal), text.LastIndexOf("The route tables t", StringComparison.Ordinal));
    }

    [Fact]
    public void Rules_that_are_not_asked_are_not_told()
    {
        var report = TopologyAudit.Run(Make("table").Topology(), new() { RuleIds = ["ClassicVNet"] });
        Assert.Empty(report.Unjudged);
        Assert.True(report.IsClean);
    }

    // They are joined without peerings: no rule rests on that.
    [Theory]
    [InlineData("/subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft.Network/virtualNetworks/listNetworkManagerEffectiveConnectivityConfigurations")]
    [InlineData("/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/a/listNetworkManagerEffectiveConnectivityConfigurations")]
    public void Connected_groups_that_were_not_read_leave_every_rule_judged(string scope) =>
        Assert.Empty(TopologyAudit.Run(AuditTests.Sound().Gap(scope, "AuthorizationFailed").Topology()).Unjudged);

    // A connection back may be in a subscription whose connections may not be read.
    [Fact]
    public void A_refused_list_of_connections_makes_no_one_ended_ones()
    {
        var estate = new AuditEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16").Gateway("ga", "a", "10.0.255.0/27").Gateway("gb", "b", "10.1.255.0/27")
            .Tunnel("ab", "ga", "gb");
        Assert.Contains(TopologyAudit.Run(estate.Topology()).Findings, f => f.RuleId == "ConnectionOneEnded");
        var subscription = TestEstate.VNetId("a").SubscriptionId;
        var report = TopologyAudit.Run(estate.Gap($"/subscriptions/{subscription}/providers/Microsoft.Network/connections", "AuthorizationFailed").Topology());
        Assert.DoesNotContain(report.Findings, f => f.RuleId == "ConnectionOneEnded");
        Assert.Contains(report.Unjudged, u => u is { RuleId: "ConnectionOneEnded", IsMissing: true });
    }

    private static AuditEstate Make(string what)
    {
        var two = new AuditEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16");
        return what switch
        {
            "peer" => two.Half("a", "far"),
            "gateway" => two.Subnet("a", "GatewaySubnet", "10.0.255.0/27", change: s => s["ipConfigurations"] =
                new JsonArray(AuditEstate.Reference(AuditEstate.Id("virtualNetworkGateways", "lost").Child("ipConfigurations", "default")))),
            "address" => two.Gateway("gw", "a", "10.0.255.0/27", change: g =>
                g["ipConfigurations"]![0]!["properties"]!["publicIPAddress"] = AuditEstate.Reference(AuditEstate.Id("publicIPAddresses", "lost"))),
            "table" => two.Subnet("a", "s", "10.0.0.0/24", "t"),
            "appliance" => Routed(two, "10.0.2.4"),
            "appliance of an unread peer" => Routed(two, "10.77.0.4").Half("a", "far"),
            "scale set" => two.Table("t", ("10.9.0.0/16", "VirtualAppliance", "10.0.2.4")).Subnet("a", "s", "10.0.0.0/24", "t")
                .Subnet("a", "dmz", "10.0.2.0/24", change: s => s["ipConfigurations"] = new JsonArray(AuditEstate.Reference(ResourceId.Parse(
                    $"{TestEstate.VNetId("a").Group}/providers/Microsoft.Compute/virtualMachineScaleSets/x/virtualMachines/0/networkInterfaces/n/ipConfigurations/i"))))
                .Interface("other", "a", "dmz", "10.0.2.5", forwarding: true),
            "no connections" => two.Gateway("gw", "a", "10.0.255.0/27"),
            "status" => two.Gateway("gw", "a", "10.0.255.0/27").Site("office", null, "192.168.0.0/16")
                .Connection("c", "gw", "IPsec", "localNetworkGateway2", AuditEstate.Id("localNetworkGateways", "office"), status: null),
            "far gateway" => two.Gateway("ga", "a", "10.0.255.0/27").Tunnel("ab", "ga", "lost"),
            "circuit" => two.Gateway("er", "a", "10.0.255.0/27", "ErGw1AZ", kind: "ExpressRoute")
                .Connection("c", "er", "ExpressRoute", "peer", AuditEstate.Id("expressRouteCircuits", "lost")),
            "no circuits" => two.Gateway("er", "a", "10.0.255.0/27", "ErGw1AZ", kind: "ExpressRoute"),
            "no services" => two.Subnet("a", "s", "10.0.0.0/24", change: s => s["serviceEndpoints"] = new JsonArray(new JsonObject { ["service"] = "Microsoft.Sql" })),
            "no balancers" => two.With(e => e.LocationOf("b", "northeurope")).Peer("a", "b"),
            "refused list" => two.Gap($"/subscriptions/{TestEstate.VNetId("a").SubscriptionId}/providers/Microsoft.Network/routeTables", "AuthorizationFailed"),
            "refused connections of a gateway" => two.Gateway("ga", "a", "10.0.255.0/27").Gateway("gb", "b", "10.1.255.0/27").Tunnel("ab", "ga", "gb")
                .Gap($"{AuditEstate.Id("virtualNetworkGateways", "gb")}/connections", "AuthorizationFailed"),
            "refused subscription" => two.Gap("/subscriptions/99999999-9999-9999-9999-999999999999", "AuthorizationFailed"),
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, message: null),
        };

        static AuditEstate Routed(AuditEstate estate, string hop) => estate.Table("t", ("10.9.0.0/16", "VirtualAppliance", hop)).Subnet("a", "s", "10.0.0.0/24", "t")
            .Subnet("a", "dmz", "10.0.2.0/24");
    }
}
