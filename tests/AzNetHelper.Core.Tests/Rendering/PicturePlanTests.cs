using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;
using AzNetHelper.Rendering;
using AzNetHelper.Tests.Reachability;
using Xunit;
using static AzNetHelper.Tests.Rendering.PictureTests;

namespace AzNetHelper.Tests.Rendering;

/// <summary>What a picture tells of a plan, and of each of its sides.</summary>
public sealed class PicturePlanTests
{
    public static TheoryData<int> Estates => [.. Enumerable.Range(1, 20)];

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
        Assert.DoesNotContain(picture.Side(after: true).Nodes, n => n.Key == removed.Key);
    }

    [Theory]
    [MemberData(nameof(Estates))]
    public void Each_side_of_a_plan_is_the_picture_of_its_networks_and_the_counts_are_of_both(int seed)
    {
        var topology = RandomEstate.Make(seed);
        ResourceId[] gone =
        [
            .. topology.VirtualNetworks.SelectMany(n => n.Peerings.Select(p => p.Id)).Where((_, at) => at % 3 == 0),
            .. topology.Connections.Select(c => c.Id).Where((_, at) => at % 2 == 0),
            .. topology.Circuits.Select(c => c.Id).Take(1), .. topology.Firewalls.Select(f => f.Id), topology.VirtualNetworks[^1].Id,
        ];
        var picture = PictureBuilder.Of(topology, new()
        {
            Plan = new("Tidy up") { Changes = [.. gone.Select(id => new Change(id, ChangeKind.Delete, $"Delete {id.Name}") { Before = "{}" })] },
        });

        IsWhole(picture);
        Assert.NotEqual(Counted(topology), Counted(picture.Scenes[^1].Topology));
        Assert.Equal(Counted(topology, picture.Scenes[^1].Topology), picture.Counts);
        Assert.Equal(picture.Nodes.Length, picture.Nodes.Count(n => n.IsUnread) + Things(picture.Counts));
        Assert.Equal(Counted(topology), picture.Side(after: false).Counts);
        Assert.Equal(Counted(picture.Scenes[^1].Topology), picture.Side(after: true).Counts);

        // Each side is the picture of its networks, but for the marks.
        Assert.Equal(Told(PictureBuilder.Of(topology)), Told(picture.Side(after: false)));
        Assert.Equal(Told(PictureBuilder.Of(picture.Scenes[^1].Topology)), Told(picture.Side(after: true)));

        static string[] Told(Picture p) =>
        [
            .. p.Nodes.Select(n => $"{n.Key} {n.Kind} {n.Label} {n.Id} {n.Host} {n.Role} {n.IsRead} {n.Region} {string.Join(',', n.Lines)}"),
            .. p.Links.Select(l => $"{l with { Mark = default, Changes = [], Resources = [] }} {l.Health} {l.Text} {l.Transit} {l.Forwarded} {string.Join(',', l.Resources)}"),
        ];

        static int Things(PictureCounts c) => c.VirtualNetworks + c.Gateways + c.Sites + c.Circuits + c.Firewalls + c.Appliances + c.LoadBalancers
            + c.ClientPools + c.ConnectedGroups;
    }

    [Fact]
    public void The_side_before_a_plan_has_every_line_that_was_and_is_what_it_was()
    {
        var topology = HubAndSpokes().VNet("wide", "10.20.0.0/16", "10.21.0.0/16", "10.22.0.0/16").Topology();
        var plan = AddressSpacePlanner.Create(topology, new(TestEstate.VNetId("wide")) { Prefix = [IPPrefix.Parse("10.20.0.0/16")] });
        plan = Plan.Of([plan, VNetPeeringPlanner.Create(topology, new(TestEstate.VNetId("hub"), TestEstate.VNetId("lonely")))]);
        var picture = PictureBuilder.Of(topology, new() { Plan = plan });
        var (before, after) = (picture.Side(after: false), picture.Side(after: true));

        Assert.Equal(["10.20.0.0/16", "10.21.0.0/16", "10.22.0.0/16"], Node(before, "vnet_rg_wide").Lines);
        Assert.Equal(["10.20.0.0/16"], Node(after, "vnet_rg_wide").Lines);
        Assert.Equal((PictureRole.Isolated, PictureRole.Spoke), (Node(before, "vnet_rg_lonely").Role, Node(after, "vnet_rg_lonely").Role));

        // That it became a spoke is told by its peering: the plan does not write the VNet itself.
        Assert.Equal(PictureMark.None, Node(picture, "vnet_rg_lonely").Mark);

        // In the drawing of both sides its box has room for the lines of the longer one.
        var placed = PictureLayout.Of(picture);
        Assert.Equal(PictureLayout.Of(PictureBuilder.Of(topology)).Nodes["vnet_rg_wide"].Height, placed.Nodes["vnet_rg_wide"].Height);
        Assert.Contains("10.22.0.0/16", DrawnSvg.Of(placed).Words);
    }

    [Fact]
    public void The_side_before_a_plan_shows_what_was_there_under_the_old_name_and_as_the_old_kind()
    {
        var was = new PictureNode("gw", PictureNodeKind.OtherGateway, "old") { IsRead = false, Region = "westeurope", Lines = ["a", "b"] };
        var picture = new Picture("t")
        {
            Plan = "p",
            Nodes = [new("gw", PictureNodeKind.VpnGateway, "new") { Region = "eastus", Mark = PictureMark.Changed, Changes = ["c"], Was = was }],
            Frames = [new("f", "All", ["gw"])],
        };

        var before = Assert.Single(picture.Side(after: false).Nodes);
        Assert.Equal("OtherGateway old False westeurope a, b Changed c", $"{before} {before.IsRead} {before.Region} {string.Join(", ", before.Lines)} "
            + $"{before.Mark} {before.Changes.Single()}");
        Assert.Equal((0, 1), (picture.Side(after: false).Counts.Gateways, picture.Side(after: true).Counts.Gateways));
        Assert.Equal(["new", "old"], DrawnSvg.Of(picture).Words.Where(w => w is "new" or "old").Order(StringComparer.Ordinal));
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
}
