using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Steps;
using AzNetHelper.Tests.Networks;
using Xunit;

namespace AzNetHelper.Tests.Reading;

public sealed class TopologyReaderTests
{
    private const string Other = "00000000-0000-0000-0000-000000000002";
    private static readonly ResourceId Hub = Sample.NetworkId("hub");
    private static readonly ResourceId Spoke = Sample.NetworkId("spoke", "rg2", Other);
    private static readonly ResourceId Gateway = ResourceId.ForResource(Sample.Subscription, "gws", ResourceTypes.VirtualNetworkGateway, "gw");
    private static readonly ResourceId Routes = ResourceId.ForResource(Sample.Subscription, "rg1", ResourceTypes.RouteTable, "rt");
    private static readonly ResourceId Address = ResourceId.ForResource(Sample.Subscription, "gws", ResourceTypes.PublicIPAddress, "pip");
    private readonly StepLog _log = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Both_ways_of_reading_give_the_same_topology(bool graph)
    {
        var arm = Estate(graph ? null : ScriptedArm.Error(403, "AuthorizationFailed"));
        var topology = await TopologyReader.ReadAsync(arm, TopologyScope.Everything, _log.Writer, CancellationToken.None);
        Assert.Equal([Hub, Spoke], topology.VirtualNetworks.Select(n => n.Id));
        Assert.Equal(Hub, topology.Gateways.Single().VirtualNetwork);
        Assert.Equal([Routes], topology.RouteTables.Select(t => t.Id));
        Assert.Equal([Address], topology.PublicIPAddresses.Select(t => t.Id));
        Assert.Empty(topology.Gaps);
        Assert.Equal(arm.Time.GetUtcNow(), topology.ReadAt);
        Assert.All(topology.Documents, d =>
        {
            var read = JsonNode.Parse(d.Json.Span)!.AsObject();
            Assert.Equal(d.Id.Type, (string?)read["type"]);
            Assert.False(read.ContainsKey("resourceGroup") || read.ContainsKey("subscriptionId") || read.ContainsKey("zones"));
        });
    }

    [Fact]
    public async Task Resource_Graph_is_asked_once_a_kind_and_a_page()
    {
        var arm = Estate(pageSize: 1);
        await TopologyReader.ReadAsync(arm, TopologyScope.Everything, _log.Writer, CancellationToken.None);
        Assert.Equal(["LIST /subscriptions", .. Enumerable.Repeat("QUERY /providers/Microsoft.ResourceGraph/resources", 5)], arm.Requests);
        Assert.Equal(
            "Resources | where type =~ 'microsoft.network/virtualnetworks' | order by id asc"
            + " | project id, name, type, location, resourceGroup, subscriptionId, tags, properties, sku, zones",
            (string?)arm.Queries[0]["query"]);
        Assert.Equal(1000, (int?)arm.Queries[0]["options"]!["$top"]);
        Assert.Equal("objectArray", (string?)arm.Queries[0]["options"]!["resultFormat"]);
        Assert.Null(arm.Queries[0]["options"]!["$skipToken"]);
        Assert.Equal("1", (string?)arm.Queries[1]["options"]!["$skipToken"]);
    }

    [Theory]
    [InlineData(0, "1000 500 250 125 62 31 15 7 3 1")]
    [InlineData(1, "1000 500 250 125 62 31 15 7 3 1 1")]
    [InlineData(3, "1000 500 250 125 62 31 15 7 3")]
    public async Task A_page_that_is_too_large_is_asked_for_again_with_fewer_rows(int most, string sizes)
    {
        var arm = new ScriptedArm(Sample.Network(Hub), Sample.Network(Sample.NetworkId("other"))) { MostRows = most };
        var topology = await TopologyReader.ReadAsync(arm, TopologyScope.Everything, _log.Writer, CancellationToken.None);
        Assert.Equal(2, topology.VirtualNetworks.Length);
        Assert.Empty(topology.Gaps);
        Assert.Equal(sizes, string.Join(' ', arm.Queries.TakeWhile(q => ((string)q["query"]!).Contains("virtualnetworks'", StringComparison.Ordinal))
            .Select(q => (int)q["options"]!["$top"]!)));

        // Where a single row is too large, there are still the lists.
        Assert.Equal(most == 0, arm.Requests.Any(r => r.EndsWith("/virtualNetworks", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Progress_tells_how_much_there_is()
    {
        await TopologyReader.ReadAsync(Estate(pageSize: 1), TopologyScope.Everything, _log.Writer, CancellationToken.None);
        Assert.Equal([(1, 2), (2, 2)], _log.Read().OfType<ProgressStep>()
            .Where(p => p.Status.StartsWith("virtualNetworks: ", StringComparison.Ordinal)).Select(p => (p.Done, p.Total)));
    }

    [Fact]
    public async Task Subscriptions_are_asked_in_batches_of_a_thousand()
    {
        var arm = new ScriptedArm { Subscriptions = [.. Enumerable.Range(0, 2001).Select(i => $"s{i:D4}")] };
        await TopologyReader.ReadAsync(arm, TopologyScope.Everything, _log.Writer, CancellationToken.None);
        Assert.Equal([1000, 1000, 1], arm.Queries.Take(3).Select(q => q["subscriptions"]!.AsArray().Count));
    }

    [Fact]
    public async Task Without_Resource_Graph_gateways_are_listed_where_one_is_known_to_be()
    {
        var arm = Estate(ScriptedArm.Error(404, "InvalidResourceType"));
        await TopologyReader.ReadAsync(arm, TopologyScope.Everything, _log.Writer, CancellationToken.None);
        Assert.Contains($"LIST /subscriptions/{Sample.Subscription}/resourceGroups/gws/providers/Microsoft.Network/virtualNetworkGateways", arm.Requests);
        Assert.Single(arm.Requests, r => r.EndsWith("/virtualNetworkGateways", StringComparison.Ordinal));
        Assert.Single(arm.Requests, r => r.StartsWith("QUERY", StringComparison.Ordinal));
        var notice = Assert.Single(_log.Read().OfType<NoticeStep>());
        Assert.Equal(("ResourceGraphNotUsed", NoticeSeverity.Information), (notice.Id, notice.Severity));
    }

    [Fact]
    public async Task What_may_not_be_read_is_a_gap_and_a_warning_and_the_rest_is_read()
    {
        var arm = Estate(ScriptedArm.Error(403, "AuthorizationFailed"));
        arm.Errors[$"/subscriptions/{Other}/providers/Microsoft.Network/virtualNetworks"] = ScriptedArm.Error(403, "AuthorizationFailed");
        arm.Errors[Spoke.ToString()] = ScriptedArm.Error(403, "AuthorizationFailed");
        var topology = await TopologyReader.ReadAsync(arm, TopologyScope.Everything, _log.Writer, CancellationToken.None);
        Assert.Equal([Hub], topology.VirtualNetworks.Select(n => n.Id));
        Assert.Equal(2, topology.Gaps.Length);
        Assert.Equal("AuthorizationFailed", topology.GapOf(Spoke)!.Code);
        Assert.Null(topology.GapOf(Hub));
        Assert.Equal(2, _log.Warnings().Count(w => w.Id == "NotRead"));
    }

    [Fact]
    public async Task A_subscription_out_of_sight_is_told_because_Resource_Graph_would_not()
    {
        var topology = await TopologyReader.ReadAsync(Estate(), new() { SubscriptionIds = [Sample.Subscription, "s9"] }, _log.Writer, CancellationToken.None);
        Assert.Equal(("/subscriptions/s9", "SubscriptionNotFound"), (topology.Gaps.Single().Scope, topology.Gaps.Single().Code));
        Assert.Single(_log.Warnings());
    }

    [Fact]
    public async Task No_subscription_at_all_is_told()
    {
        var topology = await TopologyReader.ReadAsync(new ScriptedArm { Subscriptions = [] }, TopologyScope.Everything, _log.Writer, CancellationToken.None);
        Assert.Equal("NoSubscription", topology.Gaps.Single().Code);
    }

    [Fact]
    public async Task A_peer_in_another_tenant_is_a_gap_and_not_the_end()
    {
        var far = Sample.NetworkId("far", "rg9", "s9");
        var arm = new ScriptedArm(Sample.Network(Hub, peerings: [Sample.Peering(Hub, "to-far", far)]));
        arm.Errors[far.ToString()] = ScriptedArm.Error(401, "InvalidAuthenticationTokenTenant");
        var topology = await TopologyReader.ReadAsync(arm, TopologyScope.Everything, _log.Writer, CancellationToken.None);
        Assert.Equal("InvalidAuthenticationTokenTenant", topology.GapOf(far)!.Code);
    }

    [Theory]
    [InlineData(401, "ExpiredAuthenticationToken")]
    [InlineData(0, "NoAnswer")]
    public async Task Without_a_sign_in_or_an_answer_reading_ends(int status, string code)
    {
        var arm = Estate(ScriptedArm.Error(status, code));
        var error = await Assert.ThrowsAsync<ArmException>(
            () => TopologyReader.ReadAsync(arm, TopologyScope.Everything, _log.Writer, CancellationToken.None));
        Assert.Equal(code, error.Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_name_narrows_to_that_network_with_what_it_uses(bool graph)
    {
        var arm = Estate(graph ? null : ScriptedArm.Error(403, "AuthorizationFailed"));
        var topology = await TopologyReader.ReadAsync(arm, new() { VNetNames = ["HUB"] }, _log.Writer, CancellationToken.None);
        Assert.Equal([Hub], topology.VirtualNetworks.Select(n => n.Id));
        Assert.Equal([Gateway], topology.Gateways.Select(n => n.Id));
        Assert.Equal([Address], topology.PublicIPAddresses.Select(n => n.Id));
        Assert.Empty(topology.Gaps);
        var peers = await TopologyReader.ReadAsync(arm, new() { VNetNames = ["hub"], IncludePeers = true }, _log.Writer, CancellationToken.None);
        Assert.Equal([Hub, Spoke], peers.VirtualNetworks.Select(n => n.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_group_narrows_too_and_need_not_be_in_every_subscription(bool graph)
    {
        var arm = Estate(graph ? null : ScriptedArm.Error(403, "AuthorizationFailed"));
        arm.Errors[$"/subscriptions/{Sample.Subscription}/resourceGroups/rg2/providers/Microsoft.Network/virtualNetworks"] =
            ScriptedArm.Error(404, "ResourceGroupNotFound");
        var topology = await TopologyReader.ReadAsync(arm, new() { ResourceGroups = ["rg2"] }, _log.Writer, CancellationToken.None);
        Assert.Equal([Spoke], topology.VirtualNetworks.Select(n => n.Id));

        // The spoke's route table lies in another group and is read by itself.
        Assert.Equal([Routes], topology.RouteTables.Select(n => n.Id));
        Assert.Empty(topology.Gaps);
    }

    [Fact]
    public async Task A_body_that_cannot_be_understood_is_a_gap()
    {
        var odd = Sample.Network(Hub, prefixes: ["10.0.0.0/88"]);
        var topology = await TopologyReader.ReadAsync(new ScriptedArm(odd), TopologyScope.Everything, _log.Writer, CancellationToken.None);
        Assert.Equal("InvalidAnswer", topology.GapOf(Hub)!.Code);
        Assert.Empty(topology.VirtualNetworks);
    }

    [Fact]
    public async Task A_quote_in_a_name_stays_inside_its_literal()
    {
        var arm = Estate();
        await TopologyReader.ReadAsync(arm, new() { VNetNames = ["x') | union y | where ('\\"] }, _log.Writer, CancellationToken.None);
        Assert.Contains(@"name in~ ('x\') | union y | where (\'\\')", (string)arm.Queries[0]["query"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_ends_and_a_stop_is_obeyed()
    {
        await TopologyReader.ReadAsync(Estate(), TopologyScope.Everything, _log.Writer, CancellationToken.None);
        Assert.True(Assert.IsType<ProgressStep>(_log.Read()[^1]).Ended);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var arm = Estate(ScriptedArm.Error(403, "AuthorizationFailed"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => TopologyReader.ReadAsync(arm, TopologyScope.Everything, _log.Writer, stop.Token));
    }

    private static ScriptedArm Estate(ArmException? graphError = null, int pageSize = 1000) => new(
        Sample.Network(Hub, subnets: [Sample.Subnet(Hub, "GatewaySubnet", "10.0.0.0/27", holds: $"{Gateway}/ipConfigurations/default")],
            peerings: [Sample.Peering(Hub, "to-spoke", Spoke)]),
        Sample.Network(Spoke, prefixes: ["10.1.0.0/16"], subnets: [Sample.Subnet(Spoke, "a", "10.1.0.0/24", routeTable: Routes.ToString())],
            peerings: [Sample.Peering(Spoke, "to-hub", Hub)]),
        Sample.Gateway(Gateway, Hub, Address.ToString()), Sample.RouteTable(Routes),
        new JsonObject
        {
            ["id"] = Address.ToString(), ["name"] = "pip", ["type"] = Address.Type, ["location"] = "westus",
            ["sku"] = new JsonObject { ["name"] = "Standard" }, ["properties"] = new JsonObject { ["ipAddress"] = "20.1.2.3" },
        })
    {
        Subscriptions = [Sample.Subscription, Other],
        GraphError = graphError,
        PageSize = pageSize,
    };
}
