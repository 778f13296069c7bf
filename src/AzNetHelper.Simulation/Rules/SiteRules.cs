using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>What is checked of a local network gateway (azure-network-rules 4.5, 4.6).</summary>
internal static class SiteRules
{
    private const int LongestName = 255;
    private const int LongestLabel = 63;

    public static ArmError? Check(ResourceId id, JsonObject? made)
    {
        var (address, name) = (made.Text("gatewayIpAddress"), made.Text("fqdn"));
        if (string.IsNullOrEmpty(address) == string.IsNullOrEmpty(name))
        {
            return string.IsNullOrEmpty(address)
                ? NetworkErrors.MissingMember.With("gatewayIpAddress", "properties.gatewayIpAddress")
                : VpnErrors.InvalidSite.With(id, "it has both an address and an FQDN");
        }

        if (address is { Length: > 0 } && !(IPAddress.TryParse(address, out var ip) && ip.AddressFamily == AddressFamily.InterNetwork))
        {
            return VpnErrors.InvalidSite.With(id, $"{address} is no IPv4 address");
        }

        if (name is { Length: > 0 } && !IsName(name))
        {
            return VpnErrors.InvalidSite.With(id, $"{name} is no FQDN");
        }

        return PrefixRules.Read(made.Object("localNetworkAddressSpace").Texts("addressPrefixes"), out _)
            ?? CheckBgp(id, made.Object("bgpSettings"), address);
    }

    private static ArmError? CheckBgp(ResourceId id, JsonObject? bgp, string? address) => bgp is null ? null
        : bgp.Number("asn") is { } asn and not 0 && ReservedAsns.Reason(asn) is { } by ? VpnErrors.ReservedAsn.With(asn, id, by)
        : bgp.Text("bgpPeeringAddress") is { Length: > 0 } peer && (!IPAddress.TryParse(peer, out _) || Json.Same(peer, address))
            ? VpnErrors.InvalidSite.With(id, $"its BGP peer cannot have the address {peer}")
        : null;

    private static bool IsName(string name) => name.Length <= LongestName && name.Split('.') is { Length: > 1 } labels
        && labels.All(l => l.Length is > 0 and <= LongestLabel && l.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            && l[0] is not '-' && l[^1] is not '-');
}
