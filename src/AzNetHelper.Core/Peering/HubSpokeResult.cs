using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Peering;

/// <summary>What became of one spoke.</summary>
/// <param name="Result">The peering of hub and spoke, seen from the hub.</param>
public sealed record HubSpokeResult(PeeringResult Result)
{
    public string Hub => Result.VNet;

    public string Spoke => Result.RemoteVNet;

    public ResourceId HubId => Result.Pair.VNetId;

    public ResourceId SpokeId => Result.Pair.RemoteVNetId;

    public PeeringPairState State => Result.State;

    /// <summary>The sync level of the hub's half; null when there is none.</summary>
    public PeeringSyncLevel? SyncLevel => Result.Pair.SyncLevel;

    public PeeringSyncLevel? SpokeSyncLevel => Result.Pair.RemoteSyncLevel;

    /// <summary>The name of the half in the hub.</summary>
    public string? HubPeering => Result.PeeringName;

    /// <summary>The name of the half in the spoke.</summary>
    public string? SpokePeering => Result.RemotePeeringName;

    /// <summary>The spoke uses the hub's gateway, and the hub lends it.</summary>
    public bool UsesHubGateway => Result.Pair is { AllowGatewayTransit: true, RemoteUseRemoteGateways: true };

    public bool? HubAllowVirtualNetworkAccess => Result.Pair.AllowVirtualNetworkAccess;

    public bool? HubAllowForwardedTraffic => Result.Pair.AllowForwardedTraffic;

    public bool? HubAllowGatewayTransit => Result.Pair.AllowGatewayTransit;

    public bool? HubUseRemoteGateways => Result.Pair.UseRemoteGateways;

    public bool? SpokeAllowVirtualNetworkAccess => Result.Pair.RemoteAllowVirtualNetworkAccess;

    public bool? SpokeAllowForwardedTraffic => Result.Pair.RemoteAllowForwardedTraffic;

    public bool? SpokeAllowGatewayTransit => Result.Pair.RemoteAllowGatewayTransit;

    public bool? SpokeUseRemoteGateways => Result.Pair.RemoteUseRemoteGateways;

    public bool Changed => Result.Changed;

    public TimeSpan Elapsed => Result.Elapsed;

    /// <summary>The first failure; null when the spoke is as wanted.</summary>
    public Failure? Error => Result.Error;

    /// <summary>The result of the complete group of a spoke: the group's name is the spoke's id.</summary>
    public static HubSpokeResult From(Topology topology, ResourceId hub, ImmutableArray<ChangeResult> group) =>
        new(PeeringResult.From(topology, hub, ResourceId.Parse(group[0].Change.Group), group));

    public override string ToString() => Result.ToString();
}
