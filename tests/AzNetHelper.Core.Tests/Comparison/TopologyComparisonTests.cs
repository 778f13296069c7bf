using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Comparison;
using AzNetHelper.Networks;
using AzNetHelper.Peering;
using AzNetHelper.Planning;
using AzNetHelper.Tests.Networks;
using AzNetHelper.Tests.Planning;
using Xunit;

namespace AzNetHelper.Tests.Comparison;

public sealed class TopologyComparisonTests
{
    private static readonly ResourceId s_net = Sample.NetworkId("a");

    [Fact]
    public void Members_children_and_networks_are_told_in_order()
    {
        var before = Of(Network("10.0.0.0/16"), Sample.Network(Sample.NetworkId("gone")));
        var other = Network("10.0.0.0/15");
        other["tags"] = new JsonObject { ["env"] = "Test" };
        other["properties"]!["subnets"]!.AsArray().RemoveAt(0);
        other["properties"]!["virtualNetworkPeerings"]!.AsArray()[0]!["properties"]!["peeringState"] = "Disconnected";
        var after = Of(other, Sample.Network(Sample.NetworkId("new")));

        var differences = TopologyComparison.Compare(before, after).Differences;

        Assert.Equal(
            [
                "a Changed properties.addressSpace.addressPrefixes [\"10.0.0.0/16\"] [\"10.0.0.0/15\"]",
                "a Changed tags  {\"env\":\"Test\"}",
                "web Removed  ",
                "p Changed properties.peeringState Connected Disconnected",
                "gone Removed  ",
                "new Added  ",
            ], differences.Select(d => $"{d.Name} {d.Kind} {d.Member} " + (d.Kind == DifferenceKind.Changed ? $"{d.Before} {d.After}" : string.Empty)));
        Assert.Equal("virtualNetworks/virtualNetworkPeerings", differences[3].Type);
        Assert.Contains("10.0.1.0/24", differences[2].Before, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_tunnel_counts_is_no_difference_and_whether_it_is_up_is_one()
    {
        static Topology Of(string status, int bytes) => TopologyComparisonTests.Of(Sample.Child(
            ResourceId.ForResource(Sample.Subscription, "rg1", ResourceTypes.Connection, "to-office"), new JsonObject
            {
                ["connectionStatus"] = status, ["routingWeight"] = 0, ["ingressBytesTransferred"] = bytes, ["egressBytesTransferred"] = bytes,
                ["packetCaptureDiagnosticState"] = bytes > 0 ? "Running" : "None",
                ["tunnelConnectionStatus"] = new JsonArray(new JsonObject { ["tunnel"] = "to-office_1", ["ingressBytesTransferred"] = bytes }),
            }));

        Assert.Empty(TopologyComparison.Compare(Of("Connected", 0), Of("Connected", 7)).Differences);
        Assert.Equal(["properties.connectionStatus"],
            TopologyComparison.Compare(Of("Connected", 0), Of("NotConnected", 7)).Differences.Select(d => d.Member));
        Assert.Equal(["egressBytesTransferred", "ingressBytesTransferred", "packetCaptureDiagnosticState", "tunnelConnectionStatus"],
            TopologyComparison.Compare(Of("Connected", 0), Of("Connected", 7), all: true).Differences
                .Select(d => d.Member.Split('.')[1].Split('[')[0]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_changes_by_itself_or_means_the_same_is_no_difference_unless_all_is_asked_for()
    {
        var other = Network("10.0.0.0/16");
        other["etag"] = "W/\"2\"";
        other["location"] = "West US";
        other["properties"]!["provisioningState"] = "Updating";
        other["properties"]!["resourceGuid"] = "x";
        other["properties"]!["dhcpOptions"] = new JsonObject { ["dnsServers"] = new JsonArray() };
        other["properties"]!["subnets"]![0]!["properties"]!["ipConfigurations"] = new JsonArray(new JsonObject { ["id"] = "/x" });
        other["tags"] = new JsonObject();
        var (before, after) = (Of(Network("10.0.0.0/16")), Of(other));

        Assert.True(TopologyComparison.Compare(before, after) is { IsSame: false } or { Differences.IsEmpty: true });
        Assert.Equal(["properties.dhcpOptions"], TopologyComparison.Compare(before, after).Differences.Select(d => d.Member));
        Assert.Equal(["etag", "properties.dhcpOptions", "properties.provisioningState", "properties.resourceGuid", "properties.ipConfigurations"],
            TopologyComparison.Compare(before, after, all: true).Differences.Select(d => d.Member.Split('[')[0]));
    }

    [Fact]
    public void Prefixes_are_sets_and_servers_are_asked_in_order()
    {
        var before = Of(Network("10.0.0.0/16", "10.9.0.0/16"));
        Assert.Empty(TopologyComparison.Compare(before, Of(Network("10.9.0.0/16", "10.0.0.0/16"))).Differences);
        var (one, two) = (Network("10.0.0.0/16"), Network("10.0.0.0/16"));
        one["properties"]!["dhcpOptions"] = new JsonObject { ["dnsServers"] = new JsonArray("10.0.0.4", "10.0.0.5") };
        two["properties"]!["dhcpOptions"] = new JsonObject { ["dnsServers"] = new JsonArray("10.0.0.5", "10.0.0.4") };
        Assert.Equal("properties.dhcpOptions.dnsServers", Assert.Single(TopologyComparison.Compare(Of(one), Of(two)).Differences).Member);
    }

    [Fact]
    public void A_secret_is_compared_and_never_shown_and_a_slot_is_not_compared()
    {
        static Topology Key(string key) => Of(new JsonObject
        {
            ["id"] = $"/subscriptions/{Sample.Subscription}/resourceGroups/g/providers/Microsoft.Network/connections/c",
            ["properties"] = new JsonObject { ["sharedKey"] = key },
        });

        var difference = Assert.Single(TopologyComparison.Compare(Key("key-1"), Key("key-2")).Differences);
        Assert.Equal(("(secret)", "(secret)"), (difference.Before, difference.After));
        var saved = TopologyImport.Read(Sample.Source(Sample.Export(Key("key-1"))));
        Assert.Empty(TopologyComparison.Compare(saved, Key("key-2")).Differences);
        Assert.DoesNotContain("key-2", Assert.Single(TopologyComparison.Compare(Topology.Empty, Key("key-2")).Differences).After, StringComparison.Ordinal);
    }

    [Fact]
    public void What_could_not_be_read_is_not_told_as_removed()
    {
        var gap = new TopologyGap(s_net.ToString(), "AuthorizationFailed", "no");
        var result = TopologyComparison.Compare(Of(Network("10.0.0.0/16")), new([], [gap]));
        Assert.Empty(result.Differences);
        Assert.Equal([gap], result.Unknown);
        Assert.False(result.IsSame);
    }

    [Fact]
    public void The_text_reads_like_a_diff()
    {
        var after = Network("10.0.0.0/16", "10.2.0.0/16");
        after["properties"]!["virtualNetworkPeerings"]!.AsArray().Clear();
        var differences = TopologyComparison.Compare(Of(Network("10.0.0.0/16", "10.1.0.0/16")), Of(after)).Differences;

        var lines = DifferenceText.Lines(differences, "monday.json", "the session").ToArray();

        Assert.Equal(
            ["--- monday.json", "+++ the session", $"@@ {s_net} @@", "  properties.addressSpace.addressPrefixes", "-   10.1.0.0/16", "+   10.2.0.0/16",
                $"@@ {s_net}/virtualNetworkPeerings/p @@", "- {"], lines[..8]);
        Assert.All(lines[7..], l => Assert.StartsWith("- ", l, StringComparison.Ordinal));
        Assert.Empty(DifferenceText.Lines([], "a", "b"));
    }

    [Fact]
    public void A_plan_is_compared_by_what_it_wants_and_by_what_it_rests_on()
    {
        var estate = new Estate().With("a", "10.0.0.0/16").With("b", "10.1.0.0/16");
        var plan = VNetPeeringPlanner.Create(estate.Topology, new(Estate.Net("a"), Estate.Net("b")));
        PlanComparison wants = new(plan, RestsOn: false), rests = new(plan, RestsOn: true);

        Assert.Equal([DifferenceKind.Removed, DifferenceKind.Removed], wants.With(estate.Topology).Differences.Select(d => d.Kind));
        Assert.True(rests.With(estate.Topology).IsSame);
        estate.Run(plan);
        Assert.True(wants.With(estate.Topology).IsSame);
        Assert.Equal([DifferenceKind.Added, DifferenceKind.Added], rests.With(estate.Topology).Differences.Select(d => d.Kind));
        estate.Arm[Estate.Half("a", "a-to-b")]["properties"]!["allowForwardedTraffic"] = true;
        Assert.Equal("properties.allowForwardedTraffic", Assert.Single(wants.With(estate.Topology).Differences).Member);
        estate.With("b", "10.7.0.0/16");
        Assert.Contains(rests.With(estate.Topology).Differences, d => d.Member == "properties.addressSpace.addressPrefixes");

        var live = estate.Time.Run(() => wants.WithAsync(estate.Arm, 4, default));
        Assert.Equal(wants.With(estate.Topology).Differences, live.Differences);
    }

    private static JsonObject Network(params string[] prefixes) => Sample.Network(s_net, prefixes,
        [Sample.Subnet(s_net, "web", "10.0.1.0/24"), Sample.Subnet(s_net, "db", "10.0.2.0/24")], [Sample.Peering(s_net, "p", Sample.NetworkId("far"))]);

    private static Topology Of(params JsonObject[] bodies) =>
        new(bodies.Select(b => new ResourceDocument(ResourceId.Parse((string)b["id"]!), JsonBody.WriteUtf8(b))));
}
