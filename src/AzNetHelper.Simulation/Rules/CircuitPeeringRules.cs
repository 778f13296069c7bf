using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>What is checked of a peering of a circuit (azure-network-rules 6; expressroute-routing).</summary>
internal static class CircuitPeeringRules
{
    private const int LengthIPv4 = 30;
    private const int LengthIPv6 = 126;
    private const int LastVlan = 4094;
    private const long LastAsn = 4294967294;

    private static readonly (long First, long Last)[] Reserved = [(12076, 12076), (23456, 23456), (65515, 65520), (65535, 65535)];

    private static readonly IPPrefix[] Private =
    [
        IPPrefix.Parse("10.0.0.0/8"), IPPrefix.Parse("172.16.0.0/12"), IPPrefix.Parse("192.168.0.0/16"), IPPrefix.Parse("100.64.0.0/10"),
        IPPrefix.Parse("fc00::/7"),
    ];

    /// <param name="id">The peering.</param>
    /// <param name="peering">Its document.</param>
    /// <param name="circuit">Its circuit with the peerings beside it.</param>
    public static ArmError? Check(ResourceId id, JsonObject peering, JsonObject? circuit)
    {
        var properties = peering.Object("properties");
        var kind = properties.Text("peeringType");
        var (asn, vlan) = (properties.Number("peerASN"), properties.Number("vlanId"));
        return kind is null ? NetworkErrors.MissingMember.With("peeringType", "properties.peeringType")
            : !Json.Same(kind, CircuitShape.PrivatePeering) && !Json.Same(kind, CircuitShape.MicrosoftPeering)
                ? Wrong($"its type {kind} is neither {CircuitShape.PrivatePeering} nor {CircuitShape.MicrosoftPeering}")
            : !Json.Same(kind, id.Name) ? Wrong($"its name has to be its type, {kind}")
            : asn is null ? NetworkErrors.MissingMember.With("peerASN", "properties.peerASN")
            : asn is < 1 or > LastAsn || Reserved.Any(r => asn >= r.First && asn <= r.Last) ? Wrong($"peerASN {asn} is reserved")
            : vlan is null ? NetworkErrors.MissingMember.With("vlanId", "properties.vlanId")
            : vlan is < 1 or > LastVlan ? Wrong($"vlanId {vlan} is not between 1 and {LastVlan}")
            : CircuitShape.Peerings(circuit).FirstOrDefault(p => !Json.Same(p.Text("name"), id.Name)
                && p.Object("properties").Number("vlanId") == vlan) is { } other ? Wrong($"vlanId {vlan} is that of {other.Text("name")}")
            : CheckPrefixes(id, properties) ?? CheckMicrosoft(id, kind, properties);

        ArmError Wrong(string why) => CircuitErrors.InvalidPeering.With(id, why);
    }

    private static ArmError? CheckPrefixes(ResourceId id, JsonObject? properties)
    {
        var six = properties.Object("ipv6PeeringConfig");
        string?[] four = [properties.Text("primaryPeerAddressPrefix"), properties.Text("secondaryPeerAddressPrefix")];
        string?[] sixes = [six.Text("primaryPeerAddressPrefix"), six.Text("secondaryPeerAddressPrefix")];
        return four.All(p => p is null) && sixes.All(p => p is null)
            ? NetworkErrors.MissingMember.With("primaryPeerAddressPrefix", "properties.primaryPeerAddressPrefix")
            : CheckPair(id, four, isIPv6: false) ?? CheckPair(id, sixes, isIPv6: true);
    }

    private static ArmError? CheckPair(ResourceId id, string?[] pair, bool isIPv6)
    {
        if (pair.All(p => p is null))
        {
            return null;
        }

        var length = isIPv6 ? LengthIPv6 : LengthIPv4;
        foreach (var text in pair)
        {
            if (!IPPrefix.TryParse(text, out var prefix) || prefix.IsIPv6 != isIPv6 || prefix.Length != length)
            {
                return CircuitErrors.InvalidPeering.With(id, $"'{text}' is no /{length} of its family");
            }
        }

        return IPPrefix.Parse(pair[0]!).Overlaps(IPPrefix.Parse(pair[1]!))
            ? CircuitErrors.InvalidPeering.With(id, $"both links have {pair[0]}") : null;
    }

    // What is the customer's is checked by people at Microsoft (recorded: ValidationNeeded).
    private static ArmError? CheckMicrosoft(ResourceId id, string kind, JsonObject? properties)
    {
        if (!Json.Same(kind, CircuitShape.MicrosoftPeering))
        {
            return null;
        }

        var config = properties.Object("microsoftPeeringConfig") ?? properties.Object("ipv6PeeringConfig").Object("microsoftPeeringConfig");
        var inner = new[] { properties.Text("primaryPeerAddressPrefix"), properties.Text("secondaryPeerAddressPrefix") }
            .Concat(config.Texts("advertisedPublicPrefixes")).OfType<string>()
            .FirstOrDefault(t => IPPrefix.TryParse(t, out var prefix) && Private.Any(p => p.Overlaps(prefix)));
        return config is null ? CircuitErrors.NoMicrosoftConfig.With(id)
            : inner is not null ? CircuitErrors.InvalidPeering.With(id, $"{inner} is not public")
            : null;
    }
}
