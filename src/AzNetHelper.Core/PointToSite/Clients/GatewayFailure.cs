using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Steps;

namespace AzNetHelper.PointToSite;

/// <summary>Why a gateway that was named is none to ask about point-to-site.</summary>
internal static class GatewayFailure
{
    /// <summary>The failure; null for a VPN gateway that was read.</summary>
    public static Failure? Of(ResourceId id, VirtualNetworkGateway? gateway, IEnumerable<TopologyGap> gaps) => gateway switch
    {
        { Kind: GatewayKind.Vpn } => null,
        not null => new("NotAVpnGateway", FailureKind.InvalidArgument, $"{gateway.Name} is no VPN gateway, and has no point-to-site clients.", id),
        null when gaps.FirstOrDefault(g => ResourceId.TryParse(g.Scope, out var of) && of == id) is { } gap =>
            new("GatewayNotRead", FailureKind.PermissionDenied, $"The gateway {id} could not be read ({gap.Code}): {gap.Message}", id),
        null => new("GatewayNotFound", FailureKind.ObjectNotFound, $"The gateway {id} does not exist.", id),
    };
}
