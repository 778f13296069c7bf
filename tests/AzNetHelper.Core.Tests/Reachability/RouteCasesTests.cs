using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Reachability;
using Xunit;
using static AzNetHelper.Tests.Reachability.CaseEstates;

namespace AzNetHelper.Tests.Reachability;

/// <summary>Route tables, and what is not known; sources as in <see cref="PeeringCasesTests"/>.</summary>
public sealed class RouteCasesTests
{
    [Fact(DisplayName = "Routing overview: at equal length a user route beats a peering route")]
    public void Equal_user_route() =>
        Is(WithRoute("10.1.0.0/16", "None").Ask("a", "b"), Verdict.Blocked, ReasonId.RouteTable);

    [Fact(DisplayName = "Architecture Center: a shorter user route does not catch traffic to a peer")]
    public void Shorter_user_route() => Is(WithRoute("10.0.0.0/8", "None").Ask("a", "b"), Verdict.Reachable);

    [Fact(DisplayName = "Architecture Center: 0.0.0.0/0 to a firewall does not catch traffic to a peer")]
    public void Default_to_firewall() =>
        Is(WithRoute("0.0.0.0/0", "VirtualAppliance", "10.1.1.4").Ask("a", "b"), Verdict.Reachable);

    [Fact(DisplayName = "Routing overview: a longer user route cuts a part out")]
    public void Longer_user_route()
    {
        var answer = WithRoute("10.1.1.128/25", "Internet").Ask("a/app", "b/app");
        Is(answer, Verdict.Blocked, ReasonId.RouteTable);
        Assert.Equal(2, answer.Paths.Count(p => p.Direction == Directions.There));
    }

    [Fact(DisplayName = "Routing overview: a user route VnetLocal for foreign addresses leads nowhere")]
    public void Local_for_foreign() =>
        Is(WithRoute("10.1.0.0/16", "VnetLocal").Ask("a", "b"), Verdict.Blocked, ReasonId.RouteTable);

    [Fact(DisplayName = "Routing overview: a user route may divert traffic inside the VNet")]
    public void Diverted_inside() => Is(Two("t").Table("t", ("10.0.2.0/24", "None", null)).Ask("a/app", "a/db"),
        Verdict.Blocked, ReasonId.RouteTable);

    [Fact(DisplayName = "Routing overview: routes for service tags do not concern private addresses")]
    public void Service_tag() => Is(WithRoute("Storage.WestEurope", "Internet").Ask("a", "b"), Verdict.Reachable);

    [Fact(DisplayName = "Schema: disablePeeringRoute = All takes the peering routes away")]
    public void Peering_routes_off()
    {
        var answer = Two("t").Peer("a", "b").Table("t", t => t["disablePeeringRoute"] = "All").Ask("a/app", "b");
        Is(answer, Verdict.Blocked, ReasonId.RouteTable);
        Assert.Equal("disablePeeringRoute", Assert.Single(answer.Reasons).Flag);
    }

    [Fact(DisplayName = "Routing overview: the next hop of a user route may be an appliance in a peered VNet")]
    public void Appliance_in_hub() => Is(Star(table: "t").Table("t", ("10.2.0.0/16", "VirtualAppliance", "10.0.9.4"))
        .Ask("s1", "s2"), Verdict.Blocked, ReasonId.UnknownAppliance, ReasonId.NoRoute);

    [Fact(DisplayName = "Routing overview: an appliance that is not directly peered makes the route invalid")]
    public void Appliance_too_far() => Is(Star(table: "t").Table("t", ("10.2.0.0/16", "VirtualAppliance", "10.2.0.4"))
        .Ask("s1/app", "s2"), Verdict.Blocked, ReasonId.ApplianceUnreachable, ReasonId.NoRoute);

    [Fact(DisplayName = "Unknown rather than wrong: a route table that was not read")]
    public void Table_not_read() =>
        Is(Two("t").Peer("a", "b").Ask("a/app", "b"), Verdict.Unknown, ReasonId.RouteTableNotRead);

    [Fact(DisplayName = "Unknown rather than wrong: the far end of a peering was not read")]
    public void Far_end_not_read() =>
        Is(Two().Half("a", "far").Ask("a", "b"), Verdict.Blocked, ReasonId.VNetNotRead, ReasonId.NoRoute);

    [Fact(DisplayName = "Unknown rather than wrong: a VNet that was not read can be asked for")]
    public void Unread_end() =>
        Is(Two().Half("a", "far").Ask("a", TestEstate.VNetId("far").ToString()), Verdict.Unknown, ReasonId.VNetNotRead);

    [Fact(DisplayName = "Peering overview: a classic VNet is peered from one side and cannot be read")]
    public void Classic()
    {
        var classic = ResourceId
            .Parse("/subscriptions/1/resourceGroups/rg/providers/Microsoft.ClassicNetwork/virtualNetworks/old");
        Is(Two().Half("a", "old", to: classic).Ask("a", classic.ToString()), Verdict.Unknown, ReasonId.ClassicVNet);
    }

    [Fact(DisplayName = "Virtual WAN: hub connections join VNets without a peering of their own")]
    public void Virtual_wan() =>
        Is(Two().Half("a", "hv", name: "RemoteVnetToHubPeering_1").Half("b", "hv", name: "RemoteVnetToHubPeering_2")
        .Ask("a", "b"), Verdict.Unknown, ReasonId.VirtualWan);

    [Fact(DisplayName = "Virtual WAN: a hub connection in the topology is recognised too")]
    public void Virtual_wan_connection()
    {
        var estate = Two();
        foreach (var vnet in new[] { "a", "b" })
        {
            estate.Other(TestEstate.Id("virtualHubs", "h").Child("hubVirtualNetworkConnections", vnet), new()
            {
                ["properties"] = new JsonObject
                {
                    ["remoteVirtualNetwork"] = new JsonObject { ["id"] = TestEstate.VNetId(vnet).ToString() },
                },
            });
        }

        Is(estate.Ask("a", "b"), Verdict.Unknown, ReasonId.VirtualWan);
    }

    [Fact(DisplayName = "Virtual Network Manager: managed VNets may be in a connected group, which has no resource in "
        + "them")]
    public void Connected_group() =>
        Is(Star(name: "ANM_").Ask("s1", "s2"), Verdict.Unknown, ReasonId.ConnectedGroupNotRead);

    [Fact(DisplayName = "Reserved subnets are no part of a VNet's ends, but can be named")]
    public void Reserved_subnets()
    {
        var estate = Two().Peer("a", "b").Subnet("b", "AzureBastionSubnet", "10.1.200.0/26", "t")
            .Table("t", ("10.0.0.0/16", "None", null));
        Is(estate.Ask("a", "b"), Verdict.Reachable);
        Is(estate.Ask("a", "b/AzureBastionSubnet"), Verdict.Blocked, ReasonId.RouteTable);
    }

    [Fact(DisplayName = "A VNet without subnets counts as one subnet per prefix")]
    public void Empty_networks() =>
        Is(new TestEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16").Peer("a", "b").Ask("a", "b"),
        Verdict.Reachable);
}
