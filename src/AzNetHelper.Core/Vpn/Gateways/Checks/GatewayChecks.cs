using System.Globalization;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;
using AzNetHelper.PointToSite;
using AzNetHelper.Steps;

namespace AzNetHelper.Vpn.Checks;

/// <summary>Rules about the gateway itself, and the VNet that it sits in.</summary>
internal static class GatewayChecks
{
    public static IEnumerable<Finding> NoNetwork(GatewayLayout layout)
    {
        var id = layout.Wish.Network;
        if (layout.Network is null)
        {
            var gap = layout.Topology.GapOf(id);
            yield return new(id, gap is null
                ? $"There is no virtual network {id}, or you may not read it."
                : $"The virtual network {id} could not be read: {gap.Message}", string.Empty)
                {
                    Kind = FailureKind.ObjectNotFound,
                };
        }
    }

    // Of what cannot be seen nothing is known, not even that it is not there.
    public static IEnumerable<Finding> NotRead(GatewayLayout layout) =>
        from id in layout.Unread
        select new Finding(id, $"The gateway {id.Name} may not be read, so nothing can be planned beside it: "
            + $"{layout.Topology.GapOf(id)?.Message}", string.Empty) { Kind = FailureKind.ObjectNotFound };

    public static IEnumerable<Finding> NetworkFailed(GatewayLayout layout) =>
        layout is { Network: { ProvisioningState: ProvisioningState.Failed } network, Existing: null }
            ? [new(network.Id,
                $"{network.Name} is in state Failed, so the service refuses a gateway in it. Write the VNet again first.", string.Empty)]
            : [];

    public static IEnumerable<Finding> Name(GatewayLayout layout) =>
        from id in layout.NewNames
        where !NetworkName.IsValid(id.Name)
        select new Finding(id,
            $"'{id.Name}' is no name for this: up to {NetworkName.MaxLength} letters, digits, '_', '.' and '-', a letter "
            + "or digit first, a letter, digit or '_' last.", string.Empty)
            {
                Kind = FailureKind.InvalidArgument,
            };

    public static IEnumerable<Finding> Location(GatewayLayout layout) =>
        layout is { Network: { } network, Wish.Location: { } given } && !RegionZones.IsRegion(given, network.Location)
            ? [new(network.Id,
                $"{network.Name} is in {network.Location}, and its gateway is too: leave -Location out, or give {network.Location}.",
                string.Empty) { Kind = FailureKind.InvalidArgument }]
            : [];

    public static IEnumerable<Finding> NameTaken(GatewayLayout layout) => layout.Existing switch
    {
        null => [],
        { } other when other.Kind != layout.Kind => [new(other.Id,
            $"{other.Name} exists and is no {layout.What}. Choose another -Name.", string.Empty)
            {
                Kind = FailureKind.ResourceExists,
            }],
        { VirtualNetwork: { } place } other when place != layout.Wish.Network => [new(other.Id,
            $"{other.Name} exists and sits in {place.Name}. Choose another -Name.", string.Empty)
            {
                Kind = FailureKind.ResourceExists,
            }],
        _ => [],
    };

    public static IEnumerable<Finding> TagsStay(GatewayLayout layout) =>
        layout.Existing is { } there ? KeptTags.Of(layout.Topology, there.Id, there.Name, layout.Wish.Tags) : [];

    public static IEnumerable<Finding> Second(GatewayLayout layout) =>
        from other in layout.Others
        where other.Kind == layout.Kind && layout.Existing is null
        select new Finding(other.Id,
            $"{layout.Wish.Network.Name} has the {layout.What} {other.Name} already, and Azure allows one. "
            + $"Use it (-Name {other.Name}), or remove it first (Remove-VpnGateway).", string.Empty)
            {
                Kind = FailureKind.ResourceExists,
            };

    // What is going cannot be kept or changed, and a state that this module does not know is no proof of a gateway that is built.
    public static IEnumerable<Finding> State(GatewayLayout layout) => layout.Existing switch
    {
        { ProvisioningState: ProvisioningState.Deleting } gateway => [new(gateway.Id,
            $"{gateway.Name} is being deleted. Wait until it is gone, then run the command again: it makes it anew.", string.Empty)
            {
                Kind = FailureKind.ResourceBusy,
            }],
        { ProvisioningState: ProvisioningState.Unknown } gateway => [new(gateway.Id,
            $"{gateway.Name} is in a state that this module does not know, so whether it is built and takes changes is not known. "
            + "Look at it in the portal, and run the command again once its state is Succeeded or Failed.", string.Empty)
            {
                Kind = FailureKind.ResourceBusy,
            }],
        _ => [],
    };

    public static IEnumerable<Finding> PolicyBased(VpnGatewayLayout layout) =>
        layout.Existing is { Kind: GatewayKind.Vpn } gateway && string.Equals(gateway.VpnType, "PolicyBased", StringComparison.OrdinalIgnoreCase)
            ? [new(gateway.Id,
                $"{gateway.Name} is policy-based, and a gateway cannot be made route-based: remove it and make it again.", string.Empty)]
            : [];

    // Which of three goes when one instance remains is nothing to guess.
    public static IEnumerable<Finding> ThirdAddress(VpnGatewayLayout layout) =>
        layout.Existing is { Addresses.Length: > 2 } gateway && layout.ActiveActive != gateway.ActiveActive
            ? [new(gateway.Id, $"{gateway.Name} has {gateway.Addresses.Length} public addresses, and which of them one instance keeps is not told: take away all but one "
                + "in the portal (the third one is that of clients).", string.Empty)]
            : [];

    // Before its addresses are made, which are billed: the service refuses the gateway only after them.
    public static IEnumerable<Finding> ClientPool(VpnGatewayLayout layout) =>
        layout is { NeedsThird: true, Existing: { } gateway }
            ? from pool in gateway.ClientPool
              where !pool.IsIPv6 && pool.Length > P2SRules.LongestPool(isActiveActive: true)
              select new Finding(gateway.Id, string.Create(CultureInfo.InvariantCulture, $"The clients of {gateway.Name} have the pool {pool}, and an active-active gateway "
                  + $"needs a /{P2SRules.LongestPool(isActiveActive: true)} or a wider one: give it another first (Set-P2SConfiguration -AddressPool)."), string.Empty)
            : [];
}
