using AzNetHelper.Networks;

namespace AzNetHelper.Vpn;

/// <summary>
/// <c>enableBgp</c> of a gateway itself, beside that of its connections. Azure's guide to BGP gives the gateway an ASN and switches
/// BGP on at the connection alone (vpn-gateway-bgp-resource-manager-ps), and its author says that the gateway's flag has no effect
/// (https://github.com/MicrosoftDocs/azure-docs/pull/120). So it is no reason to refuse, and none to write the gateway; but what was
/// said years ago may have changed, and who looks for a missing session has to know of it.
/// </summary>
internal static class GatewayFlag
{
    /// <summary>What to know where BGP is asked for; null where the gateway has it on, or can have none.</summary>
    public static string? Advice(VirtualNetworkGateway gateway) =>
        gateway.EnableBgp || gateway.Kind != GatewayKind.Vpn || gateway.IsBasic || Sites.TunnelRules.IsPolicyBased(gateway) ? null
            : $"{gateway.Name} itself has BGP switched off (enableBgp). Azure goes by the connection, as far as is known, so the gateway is left as it is. "
                + $"Should no session come up, switch it on there, too: New-VpnGateway '{gateway.VirtualNetwork}' '{gateway.Name}' -Sku {gateway.Sku} -EnableBgp.";
}
