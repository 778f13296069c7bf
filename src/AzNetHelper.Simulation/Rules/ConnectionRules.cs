using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>What is checked of a connection through a tunnel (azure-network-rules 4.1 to 4.6).</summary>
internal sealed class ConnectionRules(Cloud cloud)
{
    private const int ShortestDpd = 9;
    private const int LongestDpd = 3600;

    // azure-network-rules 4.4; arm-protocol 1.5 for the values that only older pages have.
    private static readonly (string Member, ImmutableArray<string> Values)[] Choices =
    [
        ("ikeEncryption", ["DES", "DES3", "AES128", "AES192", "AES256", "GCMAES256", "GCMAES128"]),
        ("ikeIntegrity", ["MD5", "SHA1", "SHA256", "SHA384", "GCMAES256", "GCMAES128"]),
        ("dhGroup", ["None", "DHGroup1", "DHGroup2", "DHGroup14", "DHGroup2048", "ECP256", "ECP384", "DHGroup24"]),
        ("ipsecEncryption", ["None", "DES", "DES3", "AES128", "AES192", "AES256", "GCMAES128", "GCMAES192", "GCMAES256"]),
        ("ipsecIntegrity", ["MD5", "SHA1", "SHA256", "GCMAES128", "GCMAES192", "GCMAES256"]),
        ("pfsGroup", ["None", "PFS1", "PFS2", "PFS2048", "ECP256", "ECP384", "PFS24", "PFS14", "PFSMM"]),
    ];

    private static readonly (string Member, long Least)[] Lifetimes = [("saLifeTimeSeconds", 300), ("saDataSizeKilobytes", 1024)];

    public ArmError? Check(ResourceWrite write, JsonObject made)
    {
        var id = write.Id;
        var properties = made.Object("properties");
        if (!Negotiation.IsTunnel(made))
        {
            return null;
        }

        var gateway = Find(properties, "virtualNetworkGateway1");
        var far = Find(properties, "virtualNetworkGateway2");
        return CheckProtocol(id, write.Existing.Object("properties"), properties, gateway)
            ?? CheckGateway(id, made, gateway) ?? (far is null ? null : CheckGateway(id, made, far))
            ?? CheckPolicies(id, properties) ?? CheckSelectors(id, properties) ?? CheckDpd(id, properties)
            ?? (write.Existing is null ? CheckLimit(id, properties, gateway) : null);
    }

    private static ArmError? CheckProtocol(ResourceId id, JsonObject? before, JsonObject? made, JsonObject? gateway)
    {
        var protocol = made.Text("connectionProtocol");
        return before.Text("connectionProtocol") is { } old && !Json.Same(old, protocol)
                ? VpnErrors.CannotChange.With("connectionProtocol", id, old, protocol)
            : gateway is null || protocol is null ? null
            : GatewayShape.IsPolicyBased(gateway) ? Json.Same(protocol, "IKEv1") ? null : VpnErrors.ProtocolNotSupported.With(id, protocol)
            : GatewayShape.IsBasic(gateway) && Json.Same(protocol, "IKEv1") ? VpnErrors.ProtocolNotSupported.With(id, protocol)
            : null;
    }

    private static ArmError? CheckGateway(ResourceId id, JsonObject made, JsonObject? gateway)
    {
        var properties = made.Object("properties");
        var asks = (properties.Flag("enableBgp") ?? false) ? "BGP"
            : properties.Objects("ipsecPolicies").Any() ? "a custom IPsec policy"
            : null;
        return gateway is null ? null
            : !GatewayShape.IsVpn(gateway) ? VpnErrors.WrongGateway.With(id, gateway.Text("id"), "it is not a VPN gateway")
            : GatewayShape.IsPolicyBased(gateway) && Negotiation.Is(made, "Vnet2Vnet")
                ? VpnErrors.WrongGateway.With(id, gateway.Text("id"), "it is policy-based")
            : GatewayShape.IsBasic(gateway) && asks is not null
                ? VpnErrors.WrongGateway.With(id, gateway.Text("id"), $"its SKU Basic does not know {asks}")
            : properties.Reference("virtualNetworkGateway2") is { } far && Json.Same(far, properties.Reference("virtualNetworkGateway1"))
                ? VpnErrors.WrongGateway.With(id, far, "it is at both ends")
            : null;
    }

    // One policy, every member of it (azure-network-rules 4.4).
    private static ArmError? CheckPolicies(ResourceId id, JsonObject? made)
    {
        var policies = made.Objects("ipsecPolicies").ToArray();
        if (policies.Length > 1)
        {
            return VpnErrors.OnePolicy.With(id);
        }

        foreach (var policy in policies)
        {
            foreach (var (member, values) in Choices)
            {
                if (!values.Contains(policy.Text(member) ?? string.Empty, StringComparer.OrdinalIgnoreCase))
                {
                    return VpnErrors.InvalidPolicy.With(id, member, policy.Text(member) ?? "(none)", string.Join(", ", values));
                }
            }

            foreach (var (member, least) in Lifetimes)
            {
                if ((policy.Number(member) ?? 0) < least)
                {
                    return VpnErrors.InvalidPolicy.With(id, member, policy.Number(member) ?? 0, $"{least} or more");
                }
            }

            // With GCM encryption and integrity are one algorithm.
            var (encryption, integrity) = (policy.Text("ipsecEncryption")!, policy.Text("ipsecIntegrity")!);
            if ((encryption + integrity).Contains("GCM", StringComparison.OrdinalIgnoreCase) && !Json.Same(encryption, integrity))
            {
                return VpnErrors.InvalidPolicy.With(id, "ipsecIntegrity", integrity, encryption);
            }
        }

        return null;
    }

    // Selectors of their own need a custom policy (learn.microsoft.com/azure/vpn-gateway/vpn-gateway-connect-multiple-policybased-rm-ps).
    private static ArmError? CheckSelectors(ResourceId id, JsonObject? made) =>
        (made.Flag("usePolicyBasedTrafficSelectors") ?? false) && !made.Objects("ipsecPolicies").Any()
            ? VpnErrors.SelectorsNeedPolicy.With(id)
            : made.Objects("trafficSelectorPolicies").SelectMany(p => ((string[])["localAddressRanges", "remoteAddressRanges"])
                .SelectMany(m => p.Texts(m).DefaultIfEmpty(string.Empty))).FirstOrDefault(r => !IPPrefix.TryParse(r, out _)) is { } wrong
                ? VpnErrors.InvalidSelector.With(id, wrong)
            : null;

    private static ArmError? CheckDpd(ResourceId id, JsonObject? made) =>
        made.Number("dpdTimeoutSeconds") is { } seconds and not 0 && seconds is < ShortestDpd or > LongestDpd
            ? VpnErrors.InvalidDpd.With(id, seconds, ShortestDpd, LongestDpd)
            : null;

    private ArmError? CheckLimit(ResourceId id, JsonObject? made, JsonObject? gateway)
    {
        if (gateway is null || VpnGatewaySku.Find(gateway.Object("properties").Object("sku").Text("name")) is not { } sku)
        {
            return null;
        }

        var most = GatewayShape.IsPolicyBased(gateway) ? 1 : sku.Tunnels;
        var have = cloud.Estate.OfKind(ResourceKind.Connection).Count(c => Negotiation.IsTunnel(c.Value)
            && Json.Same(c.Value.Object("properties").Reference("virtualNetworkGateway1"), made.Reference("virtualNetworkGateway1")));
        return have < most ? null : VpnErrors.TooManyConnections.With(gateway.Text("id"), have, most, id);
    }

    private JsonObject? Find(JsonObject? properties, string member) =>
        ResourceId.TryParse(properties.Reference(member), out var id) ? cloud.Estate.Find(id) : null;
}
