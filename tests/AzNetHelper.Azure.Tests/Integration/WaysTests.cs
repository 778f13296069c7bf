using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Simulation;
using AzNetHelper.Steps;
using static AzNetHelper.Tests.Integration.Documents;

namespace AzNetHelper.Tests.Integration;

/// <summary>What packets pass between networks, read in every way there is.</summary>
public sealed class WaysTests
{
    private const string Action = "listNetworkManagerEffectiveConnectivityConfigurations";

    private static readonly ResourceId Hub = Net(1, "hub");
    private static readonly ResourceId Spoke = Net(2, "spoke");
    private static readonly ResourceId Gateway = Id(1, ResourceTypes.VirtualNetworkGateway, "gw-hub");
    private static readonly ResourceId ToSite = Id(1, ResourceTypes.Connection, "to-site");
    private static readonly ResourceId Site = Id(1, ResourceTypes.LocalNetworkGateway, "site");
    private static readonly ResourceId Circuit = Id(3, ResourceTypes.ExpressRouteCircuit, "er");
    private static readonly ResourceId Firewall = Id(1, ResourceTypes.AzureFirewall, "fw");
    private static readonly ResourceId Balancer = Id(1, ResourceTypes.LoadBalancer, "internal");
    private static readonly ResourceId Server = Id(1, ResourceTypes.VirtualHub, "rs");
    private static readonly ResourceId Wan = Id(1, ResourceTypes.VirtualHub, "wan");
    private static readonly ResourceId Manager = Id(1, "Microsoft.Network/networkManagers", "nm");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Both_ways_of_reading_find_them(bool graph) => Bed.RunAsync(Estate().ToTopology(), async bed =>
    {
        if (!graph)
        {
            bed.Simulation.Faults.Add("POST", "*/Microsoft.ResourceGraph/*", new Fault.Answers(403, "AuthorizationFailed"));
        }

        var (read, _) = await ReadAsync(bed);
        Assert.Empty(read.Gaps);
        Assert.Equal(["to-circuit", "to-site"], read.Connections.Select(c => c.Name));
        Assert.Equal(ConnectionStatus.Connected, read.Connections.Single(c => c.Id == ToSite).Status);
        Assert.Equal([Site], read.LocalNetworkGateways.Select(s => s.Id));
        Assert.Equal([Circuit], read.Circuits.Select(c => c.Id));
        Assert.Equal([Firewall], read.Firewalls.Select(f => f.Id));

        // One without a private front end is of no use to a route.
        Assert.Equal([Balancer], read.LoadBalancers.Select(b => b.Id));
        Assert.Equal(["nic-forwards", "nic-named"], read.NetworkInterfaces.Select(i => i.Name));
        Assert.Equal("""[{"peer":1}]""", Properties(read, Server)["bgpConnections"]!.AsArray().Select(
            c => new JsonObject { ["peer"] = (string?)c!["properties"]!["peerIp"] == "10.0.3.9" ? 1 : 0 }).Aggregate(
                new JsonArray(), (a, o) => { a.Add((JsonNode)o); return a; }).ToJsonString());
        Assert.NotNull(read.Document(Wan.Child("hubVirtualNetworkConnections", "spoke")));
    });

    [Fact]
    public Task The_number_of_requests_does_not_grow_with_the_networks() => Bed.RunAsync(Many(60).ToTopology(), async bed =>
    {
        var (_, before) = await ReadAsync(bed, SurveyDepth.Networks);
        var (read, all) = await ReadAsync(bed);
        Assert.Equal(62, read.VirtualNetworks.Length);

        // The types and the interfaces by one query each, two connections, two hubs. The circuit lies where the survey looks.
        string[] more =
        [
            "GET to-circuit", "GET to-site", "GET bgpConnections", "GET hubVirtualNetworkConnections", "POST resources", "POST resources",
        ];
        Assert.Equal(before.Concat(more).Order(StringComparer.Ordinal), all.Order(StringComparer.Ordinal));
    });

    [Fact]
    public Task What_lies_out_of_reach_is_a_gap_and_never_a_hole() => Bed.RunAsync(Estate().ToTopology(), async bed =>
    {
        // Subscription 3 is out of sight; of the hub's, firewalls, Route Servers' peers and one connection may not be read.
        bed.Simulation.Guards = new()
        {
            Roles = [new(Group(1), ["*"]) { NotActions = ["Microsoft.Network/azureFirewalls/read", "Microsoft.Network/virtualHubs/bgpConnections/read"] },
                new(Group(2), ["*"])],
        };
        bed.Simulation.Faults.Add("GET", "*/connections/to-site", new Fault.Answers(403, "AuthorizationFailed"));
        var (read, _) = await ReadAsync(bed);

        Assert.NotNull(read.GapOf(Circuit));
        Assert.NotNull(read.GapOf(Firewall));
        Assert.Contains(read.Gaps, g => g.Scope == $"{Server}/bgpConnections");
        Assert.NotNull(read.GapOf(ToSite));
        Assert.Null(read.GapOf(Hub));
        Assert.Null(read.Connections.Single(c => c.Id == ToSite).Status);
        Assert.DoesNotContain(read.Documents, d => d.Id == Server && Properties(read, Server)["bgpConnections"] is not null);
    });

    [Fact]
    public Task A_gateway_without_a_connection_is_asked_itself() => Bed.RunAsync(Estate().ToTopology(), async bed =>
    {
        bed.Simulation.Guards = new() { Denials = [new("Microsoft.Network/connections/read", Group(1))] };
        var (read, requests) = await ReadAsync(bed);
        Assert.Contains("GET connections", requests);
        Assert.Equal(2, read.Gaps.Count(g => g.Scope.Contains("/connections/", StringComparison.Ordinal)));
        Assert.Equal(2, read.Connections.Length);

        bed.Simulation.Guards = new()
        {
            Denials = [new("Microsoft.Network/connections/read", Group(1)),
                new("Microsoft.Network/virtualNetworkGateways/connections/read", Group(1))],
        };
        (read, _) = await ReadAsync(bed);
        Assert.Equal([$"{Gateway}/connections"], read.Gaps.Select(g => g.Scope));
    });

    [Fact]
    public Task A_survey_of_one_network_reads_what_touches_it() => Bed.RunAsync(Estate().ToTopology(), async bed =>
    {
        var scope = new TopologyScope { VNetNames = ["spoke"], Depth = SurveyDepth.Ways };
        var read = await TopologyReader.ReadAsync(bed.Arm, scope, StepWriter.Nowhere, Bed.Stop);
        Assert.Empty(read.Connections);
        Assert.Empty(read.Firewalls);
        Assert.Empty(read.NetworkInterfaces);
        Assert.Null(read.Document(Server));
        Assert.NotNull(read.Document(Wan.Child("hubVirtualNetworkConnections", "spoke")));

        read = await TopologyReader.ReadAsync(bed.Arm, scope with { VNetNames = ["hub"] }, StepWriter.Nowhere, Bed.Stop);
        Assert.Equal(2, read.Connections.Length);
        Assert.Equal([Site], read.LocalNetworkGateways.Select(s => s.Id));
        Assert.Equal([Circuit], read.Circuits.Select(s => s.Id));
        Assert.Equal([Firewall], read.Firewalls.Select(s => s.Id));
        Assert.NotNull(read.Document(Server));
        Assert.Null(read.Document(Wan.Child("hubVirtualNetworkConnections", "spoke")));
    });

    [Fact]
    public Task Connected_groups_are_those_that_are_joined_directly_region_by_region() => Bed.RunAsync(
        Managed(4).ToTopology(), async bed =>
        {
            var (read, requests) = await ReadAsync(bed, SurveyDepth.ConnectedGroups);
            Assert.Equal(5, requests.Count(r => r == $"POST {Action}"));
            Assert.Empty(read.Gaps);

            // n3 lies in another region; of "global" the region does not matter; "apart" joins nobody.
            Assert.Equal(["n0 n1 n2", "n0 n3", "n3"],
                read.ConnectedGroups.Select(g => string.Join(' ', g.Select(n => n.Name))).Order(StringComparer.Ordinal));
            Assert.Equal(5, read.ConnectedGroupsRead.Count);

            using var file = new MemoryStream();
            TopologyExport.Write(read, file);
            var again = TopologyImport.Read(new TopologySource("export.json", file.ToArray()));
            Assert.Equal(read.ConnectedGroupsRead.Order(), again.ConnectedGroupsRead.Order());
            Assert.Equal(read.ConnectedGroups.Length, again.ConnectedGroups.Length);
        });

    [Fact]
    public Task Who_may_not_ask_for_connected_groups_is_told_once_a_subscription() => Bed.RunAsync(
        Managed(4).ToTopology(), async bed =>
        {
            bed.Simulation.Guards = new() { Denials = [new($"Microsoft.Network/virtualNetworks/{Action}/action", Group(1))] };
            var (read, requests) = await ReadAsync(bed, SurveyDepth.ConnectedGroups);
            Assert.Equal(2, requests.Count(r => r == $"POST {Action}"));
            var gap = Assert.Single(read.Gaps);
            Assert.Equal($"/subscriptions/{Hub.SubscriptionId}/providers/Microsoft.Network/virtualNetworks/{Action}", gap.Scope);
            Assert.All(read.VirtualNetworks, n => Assert.Null(read.GapOf(n.Id)));
            Assert.Equal([Net(2, "elsewhere")], read.ConnectedGroupsRead);
        });

    public static TheoryData<string, string, int> LargeEstates => new()
    {
        // The first of each subscription and the members.
        { "open", "a", 6 },

        // A member is asked and not shown; what may not be read is not trusted to be nothing.
        { "not shown", "z", 152 },
        { "not allowed", "a", 152 },
    };

    [Theory]
    [MemberData(nameof(LargeEstates))]
    public Task Of_a_large_estate_the_members_of_network_groups_are_asked_and_all_where_these_may_not_be_seen(
        string rights, string alone, int questions) => Bed.RunAsync(
        Managed(4, 147, alone).ToTopology(), async bed =>
        {
            bed.Simulation.Guards = rights switch
            {
                "not shown" => new() { Denials = [new(ConnectedGroupsReader.ReadMemberships, Group(1))] },
                "not allowed" => new()
                {
                    Roles =
                    [
                        new(ResourceId.ForSubscription(Group(1).SubscriptionId), ["Microsoft.Network/virtualNetworks/*", "Microsoft.Authorization/*/read"]),
                        new(ResourceId.ForSubscription(Group(2).SubscriptionId), ["*"]),
                    ],
                },
                _ => new(),
            };
            var (read, requests) = await ReadAsync(bed, SurveyDepth.ConnectedGroups);
            Assert.Equal(questions, requests.Count(r => r == $"POST {Action}"));
            Assert.Equal(["n0 n1 n2", "n0 n3", "n3"],
                read.ConnectedGroups.Select(g => string.Join(' ', g.Select(n => n.Name))).Order(StringComparer.Ordinal));
            Assert.Equal(152, read.ConnectedGroupsRead.Count);
        });

    [Fact]
    public Task Right_to_see_memberships_counts_for_its_resource_group_alone()
    {
        // One right a group of several: who is alone in a group is asked himself.
        var estate = Managed(4, 147, "a");
        ResourceId[] there = [.. new[] { "o1", "o2" }.Select(n => In("rg-other", n)), In("rg-single", "o3")];
        for (var i = 0; i < there.Length; i++)
        {
            estate.VNet(there[i], $"10.210.{i}.0/24");
        }

        return Bed.RunAsync(estate.ToTopology(), async bed =>
        {
            bed.Simulation.Guards = new()
            {
                Roles =
                [
                    new(ResourceId.ForSubscription(Group(2).SubscriptionId), ["*"]), new(Group(1), ["*"]),
                    .. there.Select(n => n.Group!).Distinct().Select(g => new RoleGrant(g, ["Microsoft.Network/virtualNetworks/*", "Microsoft.Authorization/*/read"])),
                ],
            };
            bed.Simulation.Log.Clear();
            await TopologyReader.ReadAsync(bed.Arm, new() { Depth = SurveyDepth.ConnectedGroups }, StepWriter.Nowhere, Bed.Stop);
            var asked = bed.Simulation.Log.All.Where(r => r.Path.EndsWith($"/{Action}", StringComparison.Ordinal)).Select(r => r.Path.Split('/')[^2]).ToArray();
            Assert.Equal(["o1", "o2", "o3"], asked.Where(n => n[0] == 'o').Order(StringComparer.Ordinal));
            Assert.Equal(9, asked.Length);
        });

        static ResourceId In(string group, string name) =>
            ResourceId.ForResource(Group(1).SubscriptionId, group, ResourceTypes.VirtualNetwork, name);
    }

    private static async Task<(Topology Read, string[] Requests)> ReadAsync(Bed bed, SurveyDepth depth = SurveyDepth.Ways)
    {
        bed.Simulation.Log.Clear();
        var read = await TopologyReader.ReadAsync(bed.Arm, new() { Depth = depth }, StepWriter.Nowhere, Bed.Stop);
        return (read, [.. bed.Simulation.Log.All.Select(r => $"{r.Method} {r.Path.Split('/')[^1]}")]);
    }

    private static JsonObject Properties(Topology topology, ResourceId id) =>
        JsonNode.Parse(topology.Document(id)!.Json.Span)!["properties"]!.AsObject();

    private static Documents Many(int spokes)
    {
        var documents = Estate();
        for (var i = 0; i < spokes; i++)
        {
            documents.VNet(Net(2, $"spoke{i}"), $"10.{100 + i}.0.0/16");
        }

        return documents;
    }

    private static Documents Estate()
    {
        var documents = new Documents().VNet(Hub, "10.0.0.0/16").VNet(Spoke, "10.1.0.0/16").Gateway(Hub);
        var subnets = documents[Hub]["properties"]!["subnets"]!.AsArray();
        subnets.Add(SubnetWith("AzureFirewallSubnet", "10.0.1.0/26", Firewall.Child("azureFirewallIpConfigurations", "fw")));
        subnets.Add(SubnetWith("RouteServerSubnet", "10.0.2.0/26", Server.Child("ipConfigurations", "rs")));
        subnets.Add(SubnetWith("snet", "10.0.3.0/24", Balancer.Child("frontendIPConfigurations", "front")));
        documents.Plain(Site, Parse("""{"gatewayIpAddress":"203.0.113.9","localNetworkAddressSpace":{"addressPrefixes":["192.168.0.0/24"]}}"""))
            .Plain(ToSite, Parse($$"""
                {"connectionType":"IPsec","connectionStatus":"Connected","sharedKey":"secret","virtualNetworkGateway1":{{Ref(Gateway)}},
                 "localNetworkGateway2":{{Ref(Site)}}}
                """))
            .Plain(Id(1, ResourceTypes.Connection, "to-circuit"), Parse($$"""
                {"connectionType":"ExpressRoute","virtualNetworkGateway1":{{Ref(Gateway)}},"peer":{{Ref(Circuit)}}}
                """))
            .Plain(Circuit, Parse("""{"serviceKey":"k","peerings":[]}"""))
            .Plain(Firewall, Configurations("ipConfigurations", "10.0.1.4", "AzureFirewallSubnet"))
            .Plain(Balancer, Configurations("frontendIPConfigurations", "10.0.3.4", "snet"))
            .Plain(Id(1, ResourceTypes.LoadBalancer, "public"), Parse("""{"frontendIPConfigurations":[{"name":"f","properties":{"publicIPAddress":{"id":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/publicIPAddresses/p"}}}]}"""))
            .Plain(Id(2, ResourceTypes.RouteTable, "rt"), Parse("""{"routes":[{"name":"r","properties":{"addressPrefix":"0.0.0.0/0","nextHopType":"VirtualAppliance","nextHopIpAddress":"10.0.3.5"}}]}"""))
            .Plain(Id(1, ResourceTypes.NetworkInterface, "nic-named"), Configurations("ipConfigurations", "10.0.3.5", "snet"))
            .Plain(Id(1, ResourceTypes.NetworkInterface, "nic-other"), Configurations("ipConfigurations", "10.0.3.6", "snet"))
            .Plain(Server, Parse("{}")).Plain(Wan, Parse("""{"addressPrefix":"10.9.0.0/24"}"""))
            .Plain(Server.Child("bgpConnections", "nva"), Parse("""{"peerIp":"10.0.3.9","peerAsn":65010}"""))
            .Plain(Wan.Child("hubVirtualNetworkConnections", "spoke"), Parse($$"""{"remoteVirtualNetwork":{{Ref(Spoke)}} }"""));
        documents[Server]["kind"] = "RouteServer";
        var forwards = Configurations("ipConfigurations", "10.0.3.7", "snet");
        forwards["enableIPForwarding"] = true;
        return documents.Plain(Id(1, ResourceTypes.NetworkInterface, "nic-forwards"), forwards);
    }

    // A mesh of one region, a global one, a hub and spoke whose group is not joined.
    private static Documents Managed(int networks, int others = 0, string called = "z")
    {
        var documents = new Documents().VNet(Net(2, "elsewhere"), "10.99.0.0/16");
        for (var i = 0; i < others; i++)
        {
            documents.VNet(Net(1, $"{called}{i}"), $"10.200.{i}.0/24");
        }

        for (var i = 0; i < networks; i++)
        {
            documents.VNet(Net(1, $"n{i}"), $"10.{i}.0.0/16");
        }

        documents[Net(1, "n3")]["location"] = "northeurope";
        foreach (var (name, topology, connectivity, isGlobal, members) in new[]
        {
            ("mesh", "Mesh", "None", "False", [0, 1, 2, 3]), ("global", "HubAndSpoke", "DirectlyConnected", "True", [0, 3]),
            ("apart", "HubAndSpoke", "None", "False", new[] { 1, 2 }),
        })
        {
            var group = Manager.Child("networkGroups", name);
            documents.Plain(Manager.Child("connectivityConfigurations", name), Parse($$$"""
                {"connectivityTopology":"{{{topology}}}","isGlobal":"False","appliesToGroups":[{"networkGroupId":"{{{group}}}",
                 "groupConnectivity":"{{{connectivity}}}","isGlobal":"{{{isGlobal}}}"}]}
                """)).Plain(group, Parse("""{"memberType":"VirtualNetwork"}"""));
            foreach (var member in members)
            {
                documents.Plain(group.Child("staticMembers", $"m{member}"), Parse($$"""{"resourceId":"{{Net(1, $"n{member}")}}"}"""));
            }
        }

        return documents;
    }

    private static JsonNode SubnetWith(string name, string prefix, ResourceId holds) => Parse($$$"""
        {"name":"{{{name}}}","id":"{{{Hub}}}/subnets/{{{name}}}","properties":{"addressPrefix":"{{{prefix}}}","ipConfigurations":[{"id":"{{{holds}}}"}]}}
        """);

    private static JsonObject Configurations(string member, string address, string subnet) => Parse($$$"""
        {"{{{member}}}":[{"name":"front","properties":{"privateIPAddress":"{{{address}}}","subnet":{{{Ref(Hub.Child("subnets", subnet))}}} }}]}
        """);

    private static string Ref(ResourceId id) => $$"""{"id":"{{id}}"}""";

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
