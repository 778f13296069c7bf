using System.Collections.Immutable;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

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

/// <summary>A peering by its two ends.</summary>
public sealed record PeeringEnds(ResourceId VNet, ResourceId RemoteVNet);

/// <summary>Which peerings are meant: every one of some VNets, and some by both ends.</summary>
/// <param name="Networks">VNets of which every peering is meant.</param>
public sealed record PeeringSelection(params ImmutableArray<ResourceId> Networks)
{
    /// <summary>Peerings that were named by both ends: where one cannot be done, that is a problem and not a notice.</summary>
    public ImmutableArray<PeeringEnds> Named { get; init; } = [];

    /// <summary>Peerings that were found by a query, as Get-VNetPeering does: those that cannot be done are told.</summary>
    public ImmutableArray<PeeringEnds> Found { get; init; } = [];
}

/// <summary>Peerings that are to be made whole.</summary>
public sealed record RepairRequest(PeeringSelection Selection)
{
    /// <summary>
    /// Where a half uses a gateway that the other half does not lend, or that is not there, its use ends. Otherwise a gateway
    /// that is there is lent, and the rest is told.
    /// </summary>
    public bool EndGatewayUse { get; init; }

    /// <summary>A half that has to be made uses the gateway that the half at the other end lends.</summary>
    public bool UseLentGateway { get; init; }
}

/// <summary>
/// Another address space for a VNet: prefixes that are added and removed, or the whole list. Prefixes that are there
/// already, or gone already, are no fault: so a run that was interrupted is finished by the same command.
/// </summary>
public sealed record AddressSpaceRequest(ResourceId Network)
{
    public ImmutableArray<IPPrefix> Add { get; init; } = [];

    public ImmutableArray<IPPrefix> Remove { get; init; } = [];

    /// <summary>The whole address space; null where prefixes are added or removed.</summary>
    public ImmutableArray<IPPrefix>? Prefix { get; init; }

    /// <summary>Goes on though peerings stay behind that cannot be synced from here.</summary>
    public bool AllowUnsynced { get; init; }

    /// <summary>The address space in the end: what stays keeps its place, what is new follows.</summary>
    public ImmutableArray<IPPrefix> Of(VirtualNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var wanted = Prefix ?? [.. network.AddressSpace.Concat(Add).Where(p => !Remove.Contains(p))];
        return [.. network.AddressSpace.Where(wanted.Contains).Concat(wanted).Distinct()];
    }
}

/// <summary>Spokes that are to be taken off a hub.</summary>
public sealed record HubSpokeRemoval(ResourceId Hub, ImmutableArray<ResourceId> Spokes)
{
    /// <summary>Goes on though others than the hub and its spokes lose each other.</summary>
    public bool AllowLoss { get; init; }
}
