using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Rendering;
using AzNetHelper.Tests.Reachability;
using Xunit;

namespace AzNetHelper.Tests.Rendering;

public sealed class PictureTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    /// <summary>Nothing is left out and nothing is drawn twice, in every view.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_picture_holds_each_thing_of_its_topology_once(int seed)
    {
        var topology = RandomEstate.Make(seed);
        foreach (var view in Enum.GetValues<PictureView>())
        {
            var picture = PictureBuilder.Of(topology, new() { View = view });
            IsWhole(picture);
            Assert.Equal(
                topology.VirtualNetworks.Select(n => n.Id).Concat(topology.Gateways.Select(g => g.Id)).Concat(topology.Firewalls.Select(f => f.Id))
                    .Concat(topology.Circuits.Select(c => c.Id)).Concat(topology.LocalNetworkGateways.Select(s => s.Id))
                    .Concat(topology.LoadBalancers.Select(b => b.Id)).Concat(topology.NetworkInterfaces.Where(i => i.EnableIPForwarding).Select(i => i.Id))
                    .Order(),
                picture.Nodes.Where(n => n.IsRead && n.Id is not null && n.Kind != PictureNodeKind.ClientPool).Select(n => n.Id!).Order());
            Assert.Equal(topology.VirtualNetworks.SelectMany(n => n.Peerings.Select(p => p.Id)).Order(), Resources(picture, PictureLinkKind.Peering));
            Assert.Equal(topology.Connections.Where(c => c.Gateway is not null).Select(c => c.Id).Order(), Resources(picture, PictureLinkKind.Connection));
            Assert.Equal(topology.ConnectedGroups.Sum(g => g.Length), picture.Links.Count(l => l.Kind == PictureLinkKind.Membership));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_order_of_documents_does_not_matter(int seed)
    {
        var topology = RandomEstate.Make(seed);
        var turned = new Topology(topology.Documents.Reverse(), topology.Gaps) { Extras = topology.Extras, ReadAt = topology.ReadAt };
        Assert.Equal(Told(PictureBuilder.Of(topology)), Told(PictureBuilder.Of(turned)));
    }

    [Fact]
    public void A_hub_stands_before_its_spokes_with_what_sits_in_it()
    {
        var picture = PictureBuilder.Of(HubAndSpokes().Topology());

        var frame = Assert.Single(picture.Frames, f => f.Hub is not null);
        Assert.Equal(["vnet_rg_hub", "gw_rg_vpn", "vnet_rg_s1", "vnet_rg_s2"], frame.Nodes);
        Assert.Equal(["vnet_rg_lonely"], Assert.Single(picture.Frames, f => f.Title == "No hub").Nodes);
        Assert.Equal(PictureRole.Hub, Node(picture, "vnet_rg_hub").Role);
        Assert.Equal(PictureRole.Spoke, Node(picture, "vnet_rg_s1").Role);
        Assert.Equal(PictureRole.Isolated, Node(picture, "vnet_rg_lonely").Role);
        Assert.Equal("vnet_rg_hub", Node(picture, "gw_rg_vpn").Host);
    }

    [Fact]
    public void A_peering_tells_its_state_its_gateway_and_what_it_forwards()
    {
        var picture = PictureBuilder.Of(new TestEstate().VNet("hub", "10.0.0.0/16").VNet("s", "10.1.0.0/16").VNet("half", "10.2.0.0/16")
            .VNet("gone", "10.3.0.0/16").VNet("closed", "10.4.0.0/16").Gateway("vpn", "hub")
            .Peer("hub", "s", h => h["allowGatewayTransit"] = true, s => (s["useRemoteGateways"], s["allowForwardedTraffic"]) = (true, true))
            .Half("hub", "half", h => h["peeringState"] = "Initiated")
            .Peer("hub", "gone", h => h["peeringState"] = "Disconnected", h => h["peeringState"] = "Disconnected")
            .Peer("hub", "closed", h => h["allowVirtualNetworkAccess"] = false)
            .Half("s", "elsewhere", h => h["peeringState"] = "Connected").Topology());

        var whole = Link(picture, "vnet_rg_hub", "vnet_rg_s");
        Assert.Equal((PictureHealth.Good, "Connected", PictureDirection.Forward, PictureDirection.Forward),
            (whole.Health, whole.State, whole.Transit, whole.Forwarded));
        Assert.Equal((PictureHealth.Waiting, "HalfMissing"), Stands("vnet_rg_half", "vnet_rg_hub"));
        Assert.Equal((PictureHealth.Broken, "Disconnected"), Stands("vnet_rg_gone", "vnet_rg_hub"));
        Assert.Equal((PictureHealth.Closed, "Connected"), Stands("vnet_rg_closed", "vnet_rg_hub"));
        Assert.Equal((PictureHealth.Unknown, "HalfUnread"), Stands("vnet_rg_elsewhere", "vnet_rg_s"));
        Assert.False(Node(picture, "vnet_rg_elsewhere").IsRead);

        (PictureHealth, string) Stands(string from, string to) => (Link(picture, from, to).Health, Link(picture, from, to).State);
    }

    [Fact]
    public void A_plan_is_marked_on_what_it_adds_and_its_sides_are_the_networks_before_and_after()
    {
        var topology = HubAndSpokes().Topology();
        var plan = VNetPeeringPlanner.Create(topology, new(TestEstate.VNetId("hub"), TestEstate.VNetId("lonely")));
        Assert.True(plan.CanApply);

        var picture = PictureBuilder.Of(topology, new() { Plan = plan });

        IsWhole(picture);
        var added = Link(picture, "vnet_rg_hub", "vnet_rg_lonely");
        Assert.Equal((PictureMark.Added, 2, 2), (added.Mark, added.Resources.Length, added.Changes.Length));
        Assert.All(picture.Links.Where(l => l != added), l => Assert.Equal(PictureMark.None, l.Mark));
        Assert.Equal(Names(PictureBuilder.Of(topology)), Names(picture.Side(after: false)));
        Assert.Equal(Names(PictureBuilder.Of(PlanProjection.Apply(topology, plan))), Names(picture.Side(after: true)));

        static string[] Names(Picture p) => [.. p.Nodes.Select(n => n.Key).Concat(p.Links.Select(l => l.Key))];
    }

    [Fact]
    public void The_side_before_a_plan_tells_the_states_before_it()
    {
        var topology = new TestEstate().VNet("a", "10.0.0.0/16").VNet("b", "10.1.0.0/16")
            .Half("a", "b", h => h["peeringState"] = "Initiated").Topology();
        var plan = VNetPeeringPlanner.Create(topology, new(TestEstate.VNetId("a"), TestEstate.VNetId("b")));
        Assert.True(plan is { CanApply: true, IsEmpty: false });

        var picture = PictureBuilder.Of(topology, new()
        {
            Plan = plan, Ends = (new VNetEndpoint(TestEstate.VNetId("a")), new VNetEndpoint(TestEstate.VNetId("b"))),
        });

        var (before, after) = (picture.Side(after: false), picture.Side(after: true));
        Assert.Equal(("HalfMissing", PictureHealth.Waiting, 1, PictureMark.Changed), Told(before));
        Assert.Equal(("Connected", PictureHealth.Good, 2, PictureMark.Changed), Told(after));
        Assert.Null(before.Way);
        Assert.NotNull(after.Way);

        static (string, PictureHealth, int, PictureMark) Told(Picture p) => Assert.Single(p.Links) is var l
            ? (l.State, l.Health, l.Resources.Length, l.Mark) : default;
    }

    [Fact]
    public void What_a_plan_removes_stays_in_the_picture()
    {
        var topology = HubAndSpokes().Topology();
        var gone = new Change(TestEstate.VNetId("lonely"), ChangeKind.Delete, "Delete lonely") { Before = "{}" };

        var picture = PictureBuilder.Of(topology, new() { Plan = new("Tidy up") { Changes = [gone] } });

        IsWhole(picture);
        var removed = Node(picture, "vnet_rg_lonely");
        Assert.Equal((PictureMark.Removed, "Delete lonely"), (removed.Mark, Assert.Single(removed.Changes)));
        Assert.Equal(topology.VirtualNetworks.Length, picture.Counts.VirtualNetworks);
        Assert.DoesNotContain(picture.Side(after: true).Nodes, n => n.Key == removed.Key);
    }

    [Fact]
    public void A_change_of_what_is_no_node_is_told_in_the_notes()
    {
        var table = new Change(TestEstate.Id("routeTables", "nobodys"), ChangeKind.Create, "Create route table nobodys")
        {
            After = """{"location":"westeurope","properties":{}}""",
        };
        var picture = PictureBuilder.Of(HubAndSpokes().Topology(), new() { Plan = new("Routes") { Changes = [table] } });
        Assert.Contains(picture.Notes, n => n.Contains("nobodys", StringComparison.Ordinal));
    }

    [Fact]
    public void A_way_numbers_its_hops_and_marks_where_it_ends()
    {
        var topology = HubAndSpokes().Topology();
        var blocked = Way("s1", "s2");
        Assert.Equal(Verdict.Blocked, blocked.Verdict);
        Assert.True(blocked.Legs[0].Hops[^1].IsBlocking);
        Assert.NotEmpty(blocked.Reasons);
        Assert.NotEmpty(blocked.Remedies);

        var open = Way("s1", "hub");
        Assert.Equal([Directions.There, Directions.Back], open.Legs.Select(l => l.Direction));
        Assert.All(open.Legs.SelectMany(l => l.Hops), h => Assert.False(h.IsBlocking));
        Assert.Contains(open.Legs[0].Hops, h => h.Link == "vnet_rg_hub__vnet_rg_s1");

        PictureWay Way(string from, string to) => PictureBuilder.Of(topology, new()
        {
            Ends = (new VNetEndpoint(TestEstate.VNetId(from)), new VNetEndpoint(TestEstate.VNetId(to))),
        }).Way!;
    }

    /// <summary>What a way crosses is in the picture.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_hop_lies_on_the_picture(int seed)
    {
        var topology = RandomEstate.Make(seed);
        var ids = topology.VirtualNetworks.Select(n => n.Id).ToArray();
        var picture = PictureBuilder.Of(topology, new() { Ends = (new VNetEndpoint(ids[0]), new VNetEndpoint(ids[^1])) });
        var (nodes, links) = (picture.Nodes.Select(n => n.Key).ToHashSet(), picture.Links.Select(l => l.Key).ToHashSet());
        foreach (var hop in picture.Way!.Legs.SelectMany(l => l.Hops))
        {
            Assert.True(hop.From is not null && nodes.Contains(hop.From));
            Assert.True(hop.To is null || nodes.Contains(hop.To));
            Assert.True(hop.Link is null || links.Contains(hop.Link));
        }
    }

    // The keys of two VNets of one name tell them apart, whatever their subscriptions and the case of their names.
    [Fact]
    public void Two_of_one_name_get_keys_of_their_own()
    {
        static ResourceDocument Network(string subscription, string prefix) => Document(
            ResourceId.ForResource(subscription, "rg", ResourceTypes.VirtualNetwork, "Hub"), prefix);
        static ResourceDocument Document(ResourceId id, string prefix) => new(id, System.Text.Encoding.UTF8.GetBytes(new JsonObject
        {
            ["id"] = id.ToString(), ["name"] = id.Name, ["type"] = id.Type, ["location"] = "westeurope",
            ["properties"] = new JsonObject { ["addressSpace"] = TestEstate.Space(prefix) },
        }.ToJsonString()));
        var one = Network("aaaaaaaa-0000-4000-8000-000000000001", "10.0.0.0/16");
        var picture = PictureBuilder.Of(new Topology([one, Network("aaaaaaaa-0000-4000-8000-000000000002", "10.1.0.0/16")]));

        Assert.Equal(2, picture.Nodes.Select(n => n.Key).Distinct(StringComparer.Ordinal).Count());
        Assert.All(picture.Nodes, n => Assert.StartsWith("vnet_rg_hub_", n.Key));
        Assert.Equal("vnet_rg_hub", Assert.Single(PictureBuilder.Of(new Topology([one])).Nodes).Key);
    }

    private static void IsWhole(Picture picture)
    {
        var keys = picture.Nodes.Select(n => n.Key).ToArray();
        Assert.Equal(keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), keys);
        Assert.Equal(keys, picture.Frames.SelectMany(f => f.Nodes).Order(StringComparer.Ordinal));
        Assert.All(keys, k => Assert.Matches("^[a-z0-9_]+$", k));
        Assert.Equal(picture.Links.Length, picture.Links.Select(l => l.Key).Distinct(StringComparer.Ordinal).Count());
        Assert.All(picture.Links, l => Assert.True(keys.Contains(l.From) && keys.Contains(l.To), l.Key));
        Assert.All(picture.Nodes, n => Assert.True(n.Host is null || keys.Contains(n.Host), n.Key));
        Assert.Equal(picture.Counts, new PictureCounts
        {
            VirtualNetworks = Read(PictureNodeKind.VirtualNetwork),
            PeeringHalves = Resources(picture, PictureLinkKind.Peering).Count(),
            Gateways = Read(PictureNodeKind.VpnGateway, PictureNodeKind.ExpressRouteGateway, PictureNodeKind.OtherGateway),
            Connections = Resources(picture, PictureLinkKind.Connection).Count(),
            Sites = Read(PictureNodeKind.Site),
            Circuits = Read(PictureNodeKind.Circuit),
            Firewalls = Read(PictureNodeKind.Firewall),
            Appliances = Read(PictureNodeKind.Appliance),
            LoadBalancers = Read(PictureNodeKind.LoadBalancer),
            ClientPools = Read(PictureNodeKind.ClientPool),
            ConnectedGroups = Read(PictureNodeKind.ConnectedGroup),
        });

        int Read(params PictureNodeKind[] kinds) => picture.Nodes.Count(n => n.IsRead && kinds.Contains(n.Kind));
    }

    private static TestEstate HubAndSpokes() => new TestEstate().VNet("hub", "10.0.0.0/16").VNet("s1", "10.1.0.0/16").VNet("s2", "10.2.0.0/16")
        .VNet("lonely", "10.9.0.0/16").Spoke("hub", "s1").Spoke("hub", "s2").Gateway("vpn", "hub");

    private static IEnumerable<ResourceId> Resources(Picture picture, PictureLinkKind kind) =>
        picture.Links.Where(l => l.Kind == kind).SelectMany(l => l.Resources).Order();

    private static PictureNode Node(Picture picture, string key) => Assert.Single(picture.Nodes, n => n.Key == key);

    private static PictureLink Link(Picture picture, string from, string to) => Assert.Single(picture.Links, l => l.From == from && l.To == to);

    private static string Told(Picture picture) => string.Join('\n',
    [
        .. picture.Nodes.Select(n => $"{n with { Lines = [], Changes = [] }} {string.Join(',', n.Lines)}"),
        .. picture.Links.Select(l => $"{l with { Resources = [], Changes = [] }} {string.Join(',', l.Resources)} {l.Text}"),
        .. picture.Frames.Select(f => $"{f.Key} {f.Title} {string.Join(',', f.Nodes)}"),
        .. picture.Notes, picture.Title, picture.Counts.ToString(),
    ]);
}
