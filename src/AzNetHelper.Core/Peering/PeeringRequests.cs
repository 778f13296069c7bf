using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Peering;

/// <summary>
/// What is wanted of one half. A member that is null leaves an existing half as it is; for a half that is made it means
/// Azure's default (access yes, everything else no).
/// </summary>
public sealed record HalfRequest
{
    /// <summary>The name of a half that has to be made; null for the default. An existing half keeps its own.</summary>
    public string? Name { get; init; }

    public bool? AllowVirtualNetworkAccess { get; init; }

    /// <summary>Its VNet accepts packets from the other one whose sender is not in it.</summary>
    public bool? AllowForwardedTraffic { get; init; }

    /// <summary>Its VNet lends its gateway.</summary>
    public bool? AllowGatewayTransit { get; init; }

    /// <summary>Its VNet uses the other one's gateway.</summary>
    public bool? UseRemoteGateways { get; init; }

    /// <summary>
    /// The prefixes of the other VNet that it holds are brought up to date: true always, null where they are known to be
    /// stale, false never.
    /// </summary>
    public bool? Sync { get; init; }
}

/// <summary>A peering that is wanted between two VNets, both halves.</summary>
public sealed record NewPeeringRequest(ResourceId Local, ResourceId Remote)
{
    /// <summary>The half in <see cref="Local"/>.</summary>
    public HalfRequest LocalHalf { get; init; } = new();

    /// <summary>The half in <see cref="Remote"/>.</summary>
    public HalfRequest RemoteHalf { get; init; } = new();
}

/// <summary>A hub and the spokes that are to be peered with it.</summary>
public sealed record HubSpokeRequest(ResourceId Hub, ImmutableArray<ResourceId> Spokes)
{
    /// <summary>
    /// The spokes use the hub's gateway: allowGatewayTransit on the hub's half, useRemoteGateways on the spoke's. False
    /// takes both away; null leaves them.
    /// </summary>
    public bool? UseHubGateway { get; init; }

    /// <summary>The spoke accepts packets that the hub forwards for others (the receiver's half).</summary>
    public bool? AllowForwardedTraffic { get; init; }

    /// <summary>The hub accepts packets that a spoke forwards for others.</summary>
    public bool? AllowForwardedTrafficToHub { get; init; }

    /// <summary>Names of halves made in the hub: <c>{local}</c> and <c>{remote}</c> stand for the VNets' names.</summary>
    public string HubPeeringNameFormat { get; init; } = PeeringNames.DefaultFormat;

    /// <summary>Names of halves made in the spokes.</summary>
    public string SpokePeeringNameFormat { get; init; } = PeeringNames.DefaultFormat;
}
