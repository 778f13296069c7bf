using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Rights;
using AzNetHelper.Steps;
using AzNetHelper.Tests.Reachability;
using AzNetHelper.Vpn;
using Xunit;
using static AzNetHelper.Tests.ExpressRoute.Connections.CircuitConnectionEstate;
using static AzNetHelper.Tests.Reachability.TestEstate;

namespace AzNetHelper.Tests.ExpressRoute.Connections;

/// <summary>What is written for a connection with a circuit, what moves to it, and by whose leave.</summary>
public sealed class ExpressRouteConnectionPlannerTests
{
    [Fact]
    public void A_circuit_of_the_subscription_is_linked_by_one_write()
    {
        var plan = Ready().Plan(Want(r => r with { RoutingWeight = 10 }));

        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Equal($$$"""{"location":"westeurope","properties":{"connectionType":"ExpressRoute","virtualNetworkGateway1":{"id":"{{{Gw}}}"},"peer":{"id":"{{{Er}}}"},"routingWeight":10}}""",
            plan.Body(Assert.Single(plan.Changes).Resource).ToJsonString());
        Assert.Equal(Link, plan.Changes[0].Resource);
        Assert.Empty(BodyRules.Compose(ResourceTypes.Connection, null, plan.Body(Link)).Dropped);
        Assert.Empty(SecretSlot.In(plan));
        Assert.Contains(RequiredRights.Of(plan, Topology.Empty), r => r.Action == RightsTable.JoinCircuit && r.Scope == Er);
    }

    [Fact]
    public void A_circuit_of_another_subscription_is_linked_by_an_authorization_whose_key_is_read_when_it_is_sent()
    {
        var plan = Ready(id: Theirs).Plan(Want(circuit: Theirs));

        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        var authorization = Theirs.Child("authorizations", "ergw-11111111");
        Assert.Equal([authorization, Link], plan.Changes.Select(c => c.Resource));
        Assert.Equal([plan.Changes[0].Key], plan.Changes[1].DependsOn);
        Assert.Equal(SecretSlots.OfAuthorizationKey(authorization), (string?)plan.Body(Link)["properties"]!["authorizationKey"]);
        Assert.True(Assert.Single(SecretSlot.In(plan)).IsReadAuthorizationKey);
        Assert.Empty(BodyRules.Compose(ResourceTypes.CircuitAuthorization, null, plan.Body(authorization)).Dropped);

        // The key is proof enough: nobody asks for a right on the circuit beside that to authorize.
        var rights = RequiredRights.Of(plan, Topology.Empty);
        Assert.DoesNotContain(rights, r => r.Action == RightsTable.JoinCircuit);
        Assert.Contains(rights, r => r.Action == $"{ResourceTypes.CircuitAuthorization}/write" && r.Scope == Theirs);
    }

    [Theory]
    [InlineData(null, false, "ergw-11111111-2", true)]
    [InlineData("free", false, "ergw-11111111", false)]
    [InlineData("other", true, null, null)]
    public void One_that_nobody_uses_is_taken_and_one_in_use_is_left(string? state, bool hasKey, string? name, bool? writes)
    {
        var plan = Ready(c => Authorize(c, "ergw-11111111", state == "free" ? null : $"{Id("connections", "of-somebody")}"), id: Theirs)
            .Plan(Want(r => r with { HasKey = hasKey }, Theirs));

        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        if (name is null)
        {
            Assert.True(Assert.Single(SecretSlot.In(plan)).IsGivenAuthorizationKey);
            Assert.Single(plan.Changes);
        }
        else
        {
            Assert.Equal((name, writes), (plan.Changes[0].Resource.Name, plan.Changes[0].Writes));
            Assert.EndsWith($"authorizations/{name}#/properties/authorizationKey", (string?)plan.Body(Link)["properties"]!["authorizationKey"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_key_is_in_no_plan_and_its_origin_makes_the_same_plan_again()
    {
        var plan = Ready(id: Theirs).Plan(Want(r => r with { HasKey = true, FastPath = false, AllowEgressChange = true }, Theirs));
        var line = Assert.Single(plan.Origins).CommandLine;
        Assert.Contains("-AllowEgressChange", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Key", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, false, Impact.None)]
    [InlineData(0, false, false, Impact.None)]
    [InlineData(50, null, true, Impact.None)]
    [InlineData(50, true, true, Impact.Interrupts)]
    public void A_connection_that_is_there_changes_in_what_is_asked_for(int? weight, bool? fast, bool writes, Impact impact)
    {
        var plan = Ready(sku: "ErGw3AZ").Linked().Plan(Want(r => r with { RoutingWeight = weight, FastPath = fast }));
        var change = Assert.Single(plan.Changes);
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Equal((writes, impact), (change.Writes, change.Impact.Kind));
        Assert.DoesNotContain(RequiredRights.Of(plan, Topology.Empty), r => r.Action == RightsTable.ReadSharedKey);
    }

    [Fact]
    public void A_weight_beside_another_circuit_moves_packets()
    {
        var other = Id("expressRouteCircuits", "er2");
        var plan = Ready().Other(other, Circuit()).Linked().Linked(Id("connections", "c2"), other).Plan(Want(r => r with { RoutingWeight = 50 }));
        Assert.Equal(Impact.Interrupts, Assert.Single(plan.Changes).Impact.Kind);
    }

    [Fact]
    public void One_that_failed_is_written_again_with_the_authorization_that_it_has()
    {
        var plan = Ready(c => Authorize(c, "ergw-11111111", $"{Link}"), id: Theirs).Linked(circuit: Theirs, change: p => p["provisioningState"] = "Failed").Plan(Want(circuit: Theirs));
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Equal([false, true], plan.Changes.Select(c => c.Writes));
        Assert.Contains("ergw-11111111", (string?)plan.Body(Link)["properties"]!["authorizationKey"], StringComparison.Ordinal);
    }

    [Fact]
    public void Prefixes_that_went_through_vpn_are_told_and_longer_ones_stay_there()
    {
        var estate = Ready().VNet("spoke", "10.5.0.0/16").Subnet("spoke", "s", "10.5.0.0/24").Spoke("net", "spoke").Vpn("172.20.0.0/16", "172.21.5.0/24");
        var plan = estate.Announcing(Er, "172.20.0.0/16", "172.21.0.0/16").Plan(Want());

        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        var moves = plan.Notices.Where(n => n.Id == "PrefixesMove").ToArray();
        Assert.All(["net", "spoke"], name => Assert.Contains(moves, m => m.Message.Contains($"{name}: 172.20.0.0/16 (now: VPN gateway vpn)", StringComparison.Ordinal)));
        Assert.All(moves, m => Assert.DoesNotContain("172.21.5.0/24", m.Message, StringComparison.Ordinal));
        Assert.Contains(moves, m => m.Message.Contains("172.21.0.0/22", StringComparison.Ordinal));
        Assert.Equal(Impact.Interrupts, plan.Changes[^1].Impact.Kind);
        Assert.Contains("172.20.0.0/16", plan.Changes[^1].Impact.Statement, StringComparison.Ordinal);
    }

    [Fact]
    public void A_route_of_the_user_is_not_beaten()
    {
        var estate = Gateways.CircuitGatewayEstate.Ready().Subnet("net", "s2", "10.0.2.0/24", "rt").Table("rt", ("172.20.0.0/16", "VirtualAppliance", "10.0.0.4"));
        var table = estate.SubnetOf("net", "s1");
        table["routeTable"] = new System.Text.Json.Nodes.JsonObject { ["id"] = Id("routeTables", "rt").ToString() };
        var topology = estate.Other(Gw, Gateways.CircuitGatewayEstate.Gateway("ErGw1AZ")).Other(Er, Circuit()).Announcing(Er, "172.20.0.0/16");
        Assert.DoesNotContain(topology.Plan(Want()).Notices, n => n.Id == "PrefixesMove");
    }

    [Fact]
    public void A_default_route_is_an_impact_once_it_is_allowed()
    {
        var plan = Ready().Announcing(Er, "0.0.0.0/0", "172.20.0.0/16").Plan(Want(r => r with { AllowEgressChange = true }));
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Equal(Impact.CutsOff, Assert.Single(plan.Changes).Impact.Kind);
    }

    [Theory]
    [InlineData("0.0.0.0/0", true, Impact.CutsOff)]
    [InlineData("0.0.0.0/1 128.0.0.0/1", true, Impact.CutsOff)]
    [InlineData("0.0.0.0/2 64.0.0.0/2 128.0.0.0/2 192.0.0.0/3 224.0.0.0/3", true, Impact.CutsOff)]
    [InlineData("::/0", true, Impact.CutsOff)]
    [InlineData("2000::/4 3000::/4", true, Impact.CutsOff)]
    [InlineData("0.0.0.0/1 128.0.0.0/2", false, Impact.Interrupts)]
    [InlineData("203.0.113.0/24", false, Impact.Interrupts)]
    [InlineData("172.20.0.0/16", false, Impact.None)]
    public void Whatever_takes_the_internet_is_refused_and_a_part_of_it_is_asked(string announced, bool isRefused, Impact impact)
    {
        var topology = Ready().Announcing(Er, announced.Split(' '));
        var plan = topology.Plan(Want());
        Assert.Equal(isRefused ? ["EgressChange"] : Array.Empty<string>(), plan.Problems.Select(p => p.CheckId));
        Assert.Equal(impact, Assert.Single(topology.Plan(Want(r => r with { AllowEgressChange = true })).Changes).Impact.Kind);

        // What went somewhere before is a warning, what went nowhere none.
        Assert.Equal(impact == Impact.Interrupts, plan.Notices.Any(n => n.Id == "PrefixesMove" && n.Severity == NoticeSeverity.Warning && n.Message.Contains("the Internet", StringComparison.Ordinal))
            && !isRefused);
    }

    // A default route may be among what nobody told.
    [Fact]
    public void What_is_not_known_is_asked_before_a_circuit_is_linked()
    {
        Assert.Equal(Impact.Interrupts, Assert.Single(Ready().Plan(Want()).Changes).Impact.Kind);
        Assert.Equal(Impact.Interrupts, Assert.Single(Ready().Announcing(Er, "172.20.0.0/16").Plan(Want(), new() { UnreadRoutes = "the secondary link: no right" }).Changes).Impact.Kind);
        Assert.Equal(Impact.None, Assert.Single(Ready().Announcing(Er, "172.20.0.0/16").Plan(Want()).Changes).Impact.Kind);
        var hidden = new Topology(Gateways.CircuitGatewayEstate.Built().Topology().Documents, [new(Theirs.ToString(), "AuthorizationFailed", "no right")]);
        Assert.Equal(Impact.Interrupts, Assert.Single(hidden.Plan(Want(r => r with { HasKey = true }, Theirs)).Changes).Impact.Kind);
    }

    [Theory]
    [InlineData("172.20.0.0/16", "172.20.0.0/16", 100, "take circuit er from then on")]
    [InlineData("172.20.0.0/16", "172.20.0.0/16", 20, "as well as er2")]
    [InlineData("172.20.0.0/16", "172.20.0.0/16", null, "stay with circuit er2")]
    [InlineData("172.20.5.0/24", "172.20.0.0/16", null, "take circuit er from then on")]
    [InlineData("172.20.0.0/16", "172.20.5.0/24", 100, null)]
    [InlineData("172.20.0.0/16", null, null, "is not known")]
    public void A_second_circuit_that_leads_to_the_same_is_told_and_asked(string announced, string? others, int? weight, string? said)
    {
        var other = Id("expressRouteCircuits", "er2");
        var estate = Ready().Other(other, Circuit()).Linked(Id("connections", "c2"), other, p => p["routingWeight"] = 20);
        var plan = (others is null ? estate.Announcing(Er, announced) : estate.Announcing((Er, [announced]), (other, [others]))).Plan(Want(r => r with { RoutingWeight = weight }));

        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        Assert.Equal(said is null ? Impact.None : Impact.Interrupts, Assert.Single(plan.Changes).Impact.Kind);
        Assert.Equal(said is not null, plan.Notices.Any(n => n.Id == "OtherCircuits" && n.Severity == NoticeSeverity.Warning));
        Assert.Contains(said ?? string.Empty, plan.Changes[0].Impact.Statement, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_goes_is_the_one_with_that_circuit()
    {
        var change = Assert.Single(ConnectionRemovalPlanner.Create(Ready().Linked().Topology(), new([Link])).Changes);
        Assert.Equal($"{Er}", (string?)JsonBody.At(JsonBody.Parse(change.Before!), "properties.peer.id"));
    }

    [Fact]
    public void A_link_is_removed_as_a_tunnel_is()
    {
        var plan = ConnectionRemovalPlanner.Create(Ready(id: Theirs).Linked(circuit: Theirs).Announcing(Theirs, "172.20.0.0/16"), new([Link]));
        Assert.True(plan.CanApply, string.Join(' ', plan.Problems));
        var change = Assert.Single(plan.Changes);
        Assert.Equal((ChangeKind.Delete, Impact.CutsOff), (change.Kind, change.Impact.Kind));
        Assert.Contains("The link ergw-to-er with circuit er goes.", change.Impact.Statement, StringComparison.Ordinal);
        Assert.Contains("no longer reach", change.Impact.Statement, StringComparison.Ordinal);
        Assert.Contains(plan.Notices, n => n.Id == "AuthorizationStays");
    }
}
