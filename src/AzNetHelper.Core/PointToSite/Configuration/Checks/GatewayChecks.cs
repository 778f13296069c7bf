using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using AzNetHelper.Vpn;

namespace AzNetHelper.PointToSite.Checks;

/// <summary>Rules about the gateway itself.</summary>
internal static class GatewayChecks
{
    public static IEnumerable<Finding> NotRead(P2SConfigurationLayout layout)
    {
        if (layout.Gateway is null)
        {
            var gap = layout.Topology.GapOf(layout.Request.Gateway);
            yield return layout.Refused(gap is null ? $"There is no gateway {layout.Request.Gateway}, or you may not read it."
                : $"The gateway {layout.Request.Gateway} could not be read: {gap.Message}") with { Kind = FailureKind.ObjectNotFound };
        }
    }

    public static IEnumerable<Finding> Kind(P2SConfigurationLayout layout) => layout.Gateway is { Kind: not GatewayKind.Vpn } other
        ? [layout.Wrong($"{other.Name} is no VPN gateway; clients connect to VPN gateways.")] : [];

    public static IEnumerable<Finding> PolicyBased(P2SConfigurationLayout layout) =>
        layout.Gateway is { Kind: GatewayKind.Vpn } gateway && string.Equals(gateway.VpnType, "PolicyBased", StringComparison.OrdinalIgnoreCase)
            ? [layout.Refused($"{gateway.Name} is policy-based, and clients need a route-based gateway. The type cannot be changed: remove it and make it anew.")] : [];

    public static IEnumerable<Finding> State(P2SConfigurationLayout layout) => layout.Gateway switch
    {
        { ProvisioningState: ProvisioningState.Deleting } gateway =>
            [layout.Refused($"{gateway.Name} is being deleted. Wait until it is gone, and make it anew (New-VpnGateway), or name another one.") with { Kind = FailureKind.ResourceBusy }],
        { ProvisioningState: ProvisioningState.Unknown } gateway =>
            [layout.Refused($"{gateway.Name} is in a state that this module does not know. Look at it in the portal, and run the command again once its state is "
                + "Succeeded.") with { Kind = FailureKind.ResourceBusy }],
        _ => [],
    };

    // Until it is moved to another SKU it takes no change (gateway-sku-consolidation).
    public static IEnumerable<Finding> Retired(P2SConfigurationLayout layout) =>
        layout.Gateway is { Kind: GatewayKind.Vpn } gateway && VpnSku.SuccessorOf(gateway.Sku) is { } instead && P2SBody.Differences(layout).After.Count > 0
            ? [layout.Refused($"{gateway.Name} has the SKU {gateway.Sku}, which is retired and takes no changes any more. "
                + (VpnSku.IsResizedToSuccessor(gateway.Sku) ? $"Move it first: New-VpnGateway '{gateway.VirtualNetwork}' '{gateway.Name}' -Sku {instead}"
                    : "It is moved to an AZ SKU by Azure's own migration (gateway-sku-upgrade)."))] : [];

    public static IEnumerable<Finding> Basic(P2SConfigurationLayout layout)
    {
        if (layout.Gateway is not { IsBasic: true } gateway)
        {
            yield break;
        }

        if (layout.IsNew && layout.Request.AddressPool is not null)
        {
            yield return layout.Refused($"{gateway.Name} is Basic, which offers clients SSTP alone, and SSTP cannot be enabled since {P2SRules.SstpClosed:O}. "
                + "Clients need a gateway of the SKU VpnGw1AZ or larger; a Basic one is not resized: remove it and make it anew.");
            yield break;
        }

        string[] asked =
        [
            .. layout.Request.Protocols is null ? [] : layout.Protocols.Where(p => p != P2SRules.Sstp),
            .. layout.Request.Authentication is null ? [] : layout.Authentication.Where(a => a != P2SRules.Certificate),
            .. layout.Request.AddressPool is null ? [] : layout.Pool.Where(p => p.IsIPv6).Select(p => p.ToString()),
        ];
        if (asked.Length > 0)
        {
            yield return layout.Refused($"{gateway.Name} is Basic, which has SSTP with certificates and IPv4 alone, not {string.Join(", ", asked)}. "
                + "Clients need a gateway of the SKU VpnGw1AZ or larger for that; a Basic one is not resized: remove it and make it anew.");
        }
    }

    public static IEnumerable<Finding> ThirdAddress(P2SConfigurationLayout layout) =>
        layout.Third is { There: { } there }
            && (there.User is not null ? $"is in use by {there.User.Parent?.Name ?? there.User.Name}"
                : !string.Equals(there.Sku, "Standard", StringComparison.OrdinalIgnoreCase) || !there.IsStatic ? "is not Standard and static" : null) is { } why
            ? [layout.Refused($"{layout.Gateway!.Name} is active-active and needs a third public address for clients, and {there.Name}, which would be it, {why}. "
                + "Rename or remove that one.")] : [];

    public static IEnumerable<Finding> ClientsUnknown(P2SConfigurationLayout layout) =>
        layout is { CutsOff: true, Clients: { Count: null, Unread: { } why } }
            ? [layout.Warns($"How many clients are connected to {layout.Request.Gateway.Name} is not known ({why}). Those who are lose their connection.")] : [];
}
