using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>What is checked of a gateway's point-to-site clients (arm-protocol 5.4, azure-network-rules 5).</summary>
internal sealed class ClientRules(Cloud cloud, VpnGatewayRules gateways)
{
    // azure-network-rules 5: for one instance and for two.
    private const int LongestPool = 29;
    private const int LongestPoolOfTwo = 28;

    private static readonly string[] NeedPool = [ClientShape.Roots, "vpnAuthenticationTypes", "radiusServers"];

    public ArmError? Check(ResourceId id, JsonObject? existing, JsonObject made)
    {
        if (ClientShape.Of(made) is not { } clients)
        {
            return null;
        }

        return clients.Object("vpnClientAddressPool").Texts("addressPrefixes").Any()
            ? CheckPool(id, made, clients) ?? CheckKind(id, existing, made, clients) ?? ClientSignInRules.Check(id, clients)
                ?? ClientCertificateRules.Check(id, clients)
            : NeedPool.Any(m => clients[m] is JsonArray { Count: > 0 }) || clients.Text("radiusServerAddress") is { Length: > 0 }
                ? ClientErrors.PoolMissing.With(id)
            : null;
    }

    private ArmError? CheckPool(ResourceId id, JsonObject made, JsonObject clients)
    {
        var longest = GatewayShape.IsActiveActive(made) ? LongestPoolOfTwo : LongestPool;
        foreach (var text in clients.Object("vpnClientAddressPool").Texts("addressPrefixes"))
        {
            if (!IPPrefix.TryParse(text, out var prefix))
            {
                return ClientErrors.PoolInvalid.With(text, id);
            }

            foreach (var own in GatewayShape.Prefixes(cloud, made).Where(prefix.Overlaps))
            {
                return ClientErrors.PoolOverlaps.With(prefix, own);
            }

            if (!prefix.IsIPv6 && prefix.Length > longest)
            {
                return ClientErrors.PoolTooSmall.With(prefix, id, longest);
            }
        }

        return null;
    }

    private ArmError? CheckKind(ResourceId id, JsonObject? existing, JsonObject made, JsonObject clients)
    {
        var hadSstp = GatewayShape.ClientPool(existing).Count > 0 && ClientShape.Speaks(ClientShape.Of(existing), "SSTP");
        return GatewayShape.IsPolicyBased(made) ? ClientErrors.PolicyBased.With(id)
            : GatewayShape.IsBasic(made) && (!clients.Texts("vpnClientProtocols").All(p => Json.Same(p, "SSTP"))
                || !clients.Texts("vpnAuthenticationTypes").All(a => Json.Same(a, "Certificate"))) ? ClientErrors.BasicCannot.With(id)
            : ClientShape.Speaks(clients, "SSTP") && !hadSstp && gateways.IsRetired(GatewayRetirement.Sstp)
                ? ClientErrors.SstpRetired.With(id)
            : null;
    }
}
