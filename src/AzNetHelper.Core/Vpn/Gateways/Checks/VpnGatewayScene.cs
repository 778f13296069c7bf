using System.Collections.Immutable;
using AzNetHelper.Peering.Checks;
using AzNetHelper.Planning;

namespace AzNetHelper.Vpn.Checks;

/// <summary>What the checks look at: a gateway that is wanted, or one that is to go.</summary>
internal sealed record VpnGatewayScene(VpnGatewayLayout? Layout, GatewayRemoval? Removal = null);
