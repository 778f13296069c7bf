using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Tests.Networks;
using Xunit;

namespace AzNetHelper.Tests.Reading;

public sealed class NetworkReaderTests
{
    private static readonly ResourceId Hub = Sample.NetworkId("hub");
    private static readonly ResourceId Spoke = Sample.NetworkId("spoke");
    private static readonly ResourceId Gone = Sample.NetworkId("gone");
    private static readonly ResourceId Gateway = ResourceId.ForResource(Sample.Subscription, "rg1", ResourceTypes.VirtualNetworkGateway, "gw");
    private readonly StepLog _log = new();

    [Fact]
    public async Task A_network_is_read_by_a_GET_and_with_its_etag()
    {
        var arm = Estate();
        var reading = await NetworkReader.ReadNetworksAsync(arm, [Spoke, Spoke], ReadDepth.Networks, _log.Writer, CancellationToken.None);
        Assert.Equal([$"GET {Spoke}"], arm.Requests);
        Assert.Contains("etag", System.Text.Encoding.UTF8.GetString(reading.Topology.Document(Spoke)!.Json.Span), StringComparison.Ordinal);
        Assert.Empty(reading.Missing);
    }

    [Fact]
    public async Task Gateways_and_peers_come_when_asked_for()
    {
        var arm = Estate();
        var reading = await NetworkReader.ReadNetworksAsync(
            arm, [Spoke], ReadDepth.Gateways | ReadDepth.Peers, _log.Writer, CancellationToken.None);
        Assert.Equal([Hub, Spoke], reading.Topology.VirtualNetworks.Select(n => n.Id));
        Assert.Equal([Gateway], reading.Topology.GatewaysOf(Hub).Select(g => g.Id));
        Assert.Equal(3, arm.Requests.Count);
    }

    [Fact]
    public async Task A_network_that_does_not_exist_is_a_value()
    {
        var reading = await NetworkReader.ReadNetworksAsync(Estate(), [Gone, Hub], ReadDepth.All, _log.Writer, CancellationToken.None);
        Assert.Equal([Gone], reading.Missing);
        Assert.Null(reading.Topology.GapOf(Gone));
        Assert.NotNull(reading.Topology.VirtualNetwork(Hub));
    }

    [Fact]
    public async Task A_network_that_may_not_be_read_is_a_gap_and_not_missing()
    {
        var arm = Estate();
        arm.Errors[Hub.ToString()] = ScriptedArm.Error(403, "AuthorizationFailed");
        var reading = await NetworkReader.ReadNetworksAsync(arm, [Hub], ReadDepth.All, _log.Writer, CancellationToken.None);
        Assert.Empty(reading.Missing);
        Assert.Equal("AuthorizationFailed", reading.Topology.GapOf(Hub)!.Code);
    }

    [Fact]
    public async Task A_peer_that_is_gone_is_a_gap()
    {
        var arm = new ScriptedArm(Sample.Network(Hub, peerings: [Sample.Peering(Hub, "to-gone", Gone, "Disconnected")]));
        var reading = await NetworkReader.ReadNetworksAsync(arm, [Hub], ReadDepth.Peers, _log.Writer, CancellationToken.None);
        Assert.Empty(reading.Missing);
        Assert.Equal("ResourceNotFound", reading.Topology.GapOf(Gone)!.Code);
        Assert.Single(_log.Warnings());
    }

    [Fact]
    public async Task A_peer_of_the_classic_kind_is_not_asked_for()
    {
        var classic = ResourceId.ForResource("s", "g", "Microsoft.ClassicNetwork/virtualNetworks", "old");
        var arm = new ScriptedArm(Sample.Network(Hub, peerings: [Sample.Peering(Hub, "to-old", classic)]));
        await NetworkReader.ReadNetworksAsync(arm, [Hub], ReadDepth.All, _log.Writer, CancellationToken.None);
        Assert.Equal([$"GET {Hub}"], arm.Requests);
    }

    [Fact]
    public async Task Spaces_of_peers_are_read_with_nothing_around_them_and_a_peer_out_of_reach_is_a_gap()
    {
        var arm = Estate();
        var reading = await NetworkReader.ReadNetworksAsync(
            arm, [Spoke], ReadDepth.Gateways | ReadDepth.PeerSpaces, _log.Writer, CancellationToken.None);
        Assert.Equal([$"GET {Spoke}", $"GET {Hub}"], arm.Requests);
        Assert.NotNull(reading.Topology.VirtualNetwork(Hub));

        var refused = Estate();
        refused.Errors[Hub.ToString()] = ScriptedArm.Error(503, "ServiceUnavailable");
        reading = await NetworkReader.ReadNetworksAsync(refused, [Spoke], ReadDepth.PeerSpaces, _log.Writer, CancellationToken.None);
        Assert.Equal("ServiceUnavailable", reading.Topology.GapOf(Hub)!.Code);
    }

    [Fact]
    public async Task Another_error_is_no_answer_to_plan_on()
    {
        var arm = Estate();
        arm.Errors[Hub.ToString()] = ScriptedArm.Error(503, "ServiceUnavailable");
        var error = await Assert.ThrowsAsync<ArmException>(
            () => NetworkReader.ReadNetworksAsync(arm, [Hub], ReadDepth.Networks, _log.Writer, CancellationToken.None));
        Assert.Equal("ServiceUnavailable", error.Code);
    }

    [Fact]
    public async Task Many_are_read_side_by_side_within_a_bound()
    {
        ResourceId[] ids = [.. Enumerable.Range(0, 200).Select(i => Sample.NetworkId($"v{i}"))];
        var arm = new ScriptedArm([.. ids.Select(i => Sample.Network(i))]);
        var reading = await NetworkReader.ReadNetworksAsync(arm, ids, ReadDepth.All, _log.Writer, CancellationToken.None);
        Assert.Equal(200, reading.Topology.VirtualNetworks.Length);
        Assert.InRange(arm.MostAtOnce, 1, NetworkReader.DefaultThrottleLimit);
    }

    private static ScriptedArm Estate() => new(
        Sample.Network(Hub, subnets: [Sample.Subnet(Hub, "GatewaySubnet", "10.0.0.0/27", holds: $"{Gateway}/ipConfigurations/default")],
            peerings: [Sample.Peering(Hub, "to-spoke", Spoke)]),
        Sample.Network(Spoke, peerings: [Sample.Peering(Spoke, "to-hub", Hub)]),
        Sample.Gateway(Gateway, Hub));
}
