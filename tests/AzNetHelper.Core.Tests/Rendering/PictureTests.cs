using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reachability;
using AzNetHelper.Rendering;
using AzNetHelper.Tests.Connectivity;
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
            Assert.Equal(Counted(topology), picture.Counts);
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
    public void A_part_counts_what_it_shows()
    {
        var parts = PictureParts.Of(PictureBuilder.Of(HubAndSpokes().VNet("hub2", "10.8.0.0/16").VNet("far", "10.7.0.0/16").VNet("far2", "10.6.0.0/16")
            .Spoke("hub2", "far").Spoke("hub2", "far2").Peer("hub", "hub2").Topology(), new() { View = PictureView.Hub }));

        Assert.Equal(["hub", "hub2", "No hub"], parts.Select(p => p.Title));
        Assert.Equal(new[] { (4, 6, 1), (4, 6, 0), (1, 0, 0) }, parts.Select(p => (p.Counts.VirtualNetworks, p.Counts.PeeringHalves, p.Counts.Gateways)));
    }

    [Theory]
    [InlineData("Enabled", "Provisioned", "Enabled", "CircuitProvisioned", PictureHealth.Unknown)]
    [InlineData("Enabled", "Provisioned", null, "StatusNotRead", PictureHealth.Unknown)]
    [InlineData("Enabled", "Provisioned", "Disabled", "PrivatePeeringDisabled", PictureHealth.Broken)]
    [InlineData("Enabled", "Provisioned", "", "NoPrivatePeering", PictureHealth.Waiting)]
    [InlineData("Enabled", "NotProvisioned", "", "CircuitNotProvisioned", PictureHealth.Waiting)]
    [InlineData("Enabled", "Deprovisioning", "Enabled", "CircuitDeprovisioning", PictureHealth.Broken)]
    [InlineData("Disabled", "Provisioned", "Enabled", "CircuitDisabled", PictureHealth.Broken)]
    public void A_connection_without_a_status_says_what_its_circuit_tells(string circuit, string provider, string? peering, string state, PictureHealth health)
    {
        var properties = new JsonObject { ["circuitProvisioningState"] = circuit, ["serviceProviderProvisioningState"] = provider };
        if (peering is not null)
        {
            properties["peerings"] = peering.Length == 0 ? new JsonArray() : new JsonArray(new JsonObject
            {
                ["name"] = "AzurePrivatePeering", ["properties"] = new JsonObject { ["peeringType"] = "AzurePrivatePeering", ["state"] = peering },
            });
        }

        var picture = PictureBuilder.Of(new TestEstate().VNet("hub", "10.0.0.0/16").Gateway("er", "hub", "ExpressRoute", "ErGw1Az")
            .Other(TestEstate.Id("expressRouteCircuits", "er"), new() { ["properties"] = properties }).Line("er").Topology());

        var link = Assert.Single(picture.Links);
        Assert.Equal((state, health), (link.State, link.Health));
        Assert.StartsWith("er-er: its status was not read", link.Text, StringComparison.Ordinal);
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

    internal static void IsWhole(Picture picture)
    {
        var keys = picture.Nodes.Select(n => n.Key).ToArray();
        Assert.Equal(keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), keys);
        Assert.Equal(keys, picture.Frames.SelectMany(f => f.Nodes).Order(StringComparer.Ordinal));
        Assert.All(keys, k => Assert.Matches("^[a-z0-9_]+$", k));
        Assert.Equal(picture.Links.Length, picture.Links.Select(l => l.Key).Distinct(StringComparer.Ordinal).Count());
        Assert.All(picture.Links, l => Assert.True(keys.Contains(l.From) && keys.Contains(l.To), l.Key));
        Assert.All(picture.Nodes, n => Assert.True(n.Host is null || keys.Contains(n.Host), n.Key));
    }

    /// <summary>What there is on both sides of a plan, or in the only one: each thing once.</summary>
    internal static PictureCounts Counted(params Topology[] sides)
    {
        return new()
        {
            VirtualNetworks = Of(t => t.VirtualNetworks.Select(n => n.Id)),
            PeeringHalves = Of(t => t.VirtualNetworks.SelectMany(n => n.Peerings.Select(p => p.Id))),
            Gateways = Of(t => t.Gateways.Select(g => g.Id)),
            Connections = Of(t => t.Connections.Where(c => c.Gateway is not null).Select(c => c.Id)),
            Sites = Of(t => t.LocalNetworkGateways.Select(s => s.Id)),
            Circuits = Of(t => t.Circuits.Select(c => c.Id)),
            Firewalls = Of(t => t.Firewalls.Select(f => f.Id)),
            Appliances = Of(t => t.NetworkInterfaces.Where(i => i.EnableIPForwarding).Select(i => i.Id)),
            LoadBalancers = Of(t => t.LoadBalancers.Select(b => b.Id)),
            ClientPools = Of(t => t.Gateways.Where(g => g.Clients is not null || !g.ClientPool.IsEmpty).Select(g => g.Id)),
            ConnectedGroups = sides[0].ConnectedGroups.Length,
        };

        int Of(Func<Topology, IEnumerable<ResourceId>> ids) => sides.SelectMany(ids).Distinct().Count();
    }

    internal static TestEstate HubAndSpokes() => new TestEstate().VNet("hub", "10.0.0.0/16").VNet("s1", "10.1.0.0/16").VNet("s2", "10.2.0.0/16")
        .VNet("lonely", "10.9.0.0/16").Spoke("hub", "s1").Spoke("hub", "s2").Gateway("vpn", "hub");

    private static IEnumerable<ResourceId> Resources(Picture picture, PictureLinkKind kind) =>
        picture.Links.Where(l => l.Kind == kind).SelectMany(l => l.Resources).Order();

    internal static PictureNode Node(Picture picture, string key) => Assert.Single(picture.Nodes, n => n.Key == key);

    internal static PictureLink Link(Picture picture, string from, string to) => Assert.Single(picture.Links, l => l.From == from && l.To == to);

    private static string Told(Picture picture) => string.Join('\n',
    [
        .. picture.Nodes.Select(n => $"{n with { Lines = [], Changes = [] }} {string.Join(',', n.Lines)}"),
        .. picture.Links.Select(l => $"{l with { Resources = [], Changes = [] }} {string.Join(',', l.Resources)} {l.Text}"),
        .. picture.Frames.Select(f => $"{f.Key} {f.Title} {string.Join(',', f.Nodes)}"),
        .. picture.Notes, picture.Title, picture.Counts.ToString(),
    ]);
}
