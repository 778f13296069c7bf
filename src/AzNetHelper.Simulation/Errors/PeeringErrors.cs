using static AzNetHelper.Simulation.Evidence;

namespace AzNetHelper.Simulation;

/// <summary>What the network provider refuses about a peering. All are answered at once, none by the poll.</summary>
internal static class PeeringErrors
{
    public static ErrorTemplate AddressSpacesOverlap { get; } = new(400, "VnetAddressSpacesOverlap", Quoted,
        "Cannot create or update peering {0}. Virtual networks {1} and {2} cannot be peered because their address "
        + "spaces overlap. Overlapping address prefixes: {3}");

    public static ErrorTemplate OverlapsWithAlreadyPeered { get; } =
        new(400, "VnetAddressSpaceOverlapsWithAlreadyPeeredVnet", Quoted,
        "Cannot create or update peering {0}. Virtual networks {1} and {2} cannot be peered because address "
        + "space of the first virtual network overlaps with address space of virtual network {3} already "
        + "peered with the second virtual network. Overlapping address prefixes: {4}. For more information please refer to "
        + "https://aka.ms/VnetPeeringInfo");

    public static ErrorTemplate RemoteNotFound { get; } = new(400, "InvalidGlobalResourceReference", Quoted,
        "Resource {0} referenced by resource {1} was not found. Please make sure that the referenced resource exists.");

    public static ErrorTemplate AnotherPeering { get; } = new(400, "AnotherPeeringAlreadyReferencesRemoteVnet", Quoted,
        "Peering {0} already references remote virtual network {1}. Cannot add another peering {2} referencing the "
        + "same remote virtual network.");

    public static ErrorTemplate ChangingRemote { get; } = new(400, "ChangingRemoteVirtualNetworkNotAllowed", CodeKnown,
        "Peering {0} references remote virtual network {1}. Changing the remote virtual network to {2} is not "
        + "allowed.");

    public static ErrorTemplate RemoteDisconnected { get; } = new(400, "RemotePeeringIsDisconnected", Quoted,
        "Cannot create or update peering {0} because remote peering {1} referencing parent virtual network {2} is in "
        + "Disconnected state. Update or re-create the remote peering to get it back to Initiated state. Peering gets "
        + "Disconnected when remote vnet or remote peering is deleted and re-created.");

    public static ErrorTemplate RemoteHasNoGateways { get; } = new(400, "RemoteVnetHasNoGateways", Quoted,
        "Peering {0} cannot have UseRemoteGateway flag set to true because remote virtual network {1} referenced by "
        + "the peering does not have any gateways.");

    public static ErrorTemplate SecondRemoteGateways { get; } =
        new(400, "AnotherPeeringAlreadyUsesRemoteGateways", TextKnown,
        "Peering {0} cannot have UseRemoteGateways flag set to true, because another peering {1} already has "
        + "UseRemoteGateways flag set to true.");

    public static ErrorTemplate RemoteTransitOff { get; } = new(400, "RemotePeeringDisallowsGatewayTransit", TextKnown,
        "{0} cannot have UseRemoteGateways flag set to true, because corresponding remote peering has "
        + "AllowGatewayTransit flag set to false.");

    public static ErrorTemplate OwnGateway { get; } = new(400, "VnetWithGatewayCannotUseRemoteGateways", Chosen,
        "Peering {0} cannot have UseRemoteGateways flag set to true because virtual network {1} has a gateway of its "
        + "own.");

    public static ErrorTemplate BothGatewayFlags { get; } = new(400, "GatewayTransitFlagsConflict", Chosen,
        "Peering {0} cannot have both AllowGatewayTransit and UseRemoteGateways flags set to true.");

    public static ErrorTemplate TransitInUse { get; } = new(400, "GatewayTransitInUse", Chosen,
        "Peering {0} cannot have AllowGatewayTransit flag set to false because remote peering {1} has "
        + "UseRemoteGateways flag set to true.");

    public static ErrorTemplate CountLimit { get; } = new(400, "VnetPeeringCountLimitReached", Chosen,
        "Cannot create peering {0}: virtual network {1} already has {2} peerings, which is the limit.");

    public static ErrorTemplate SubnetNotFound { get; } = new(400, "PeeringSubnetNotFound", Chosen,
        "Peering {0} names subnet {1}, which virtual network {2} does not have.");

    public static ErrorTemplate PeeringTypeChange { get; } = new(400, "ChangingPeeringTypeNotAllowed", Chosen,
        "Peering {0} cannot change between complete virtual networks and subnets. Delete it and create it anew.");
}
