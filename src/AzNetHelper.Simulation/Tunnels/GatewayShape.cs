using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>What of a gateway's document matters to its tunnels and routes.</summary>
internal static class GatewayShape
{
    public const long DefaultAsn = 65515;

    public static bool IsVpn(JsonObject? gateway) => Json.Same(gateway.Object("properties").Text("gatewayType") ?? "Vpn", "Vpn");

    /// <summary>There, built once, and not on its way out; while it is updated its tunnels stay.</summary>
    public static bool IsServing(JsonObject? gateway) => gateway is not null && IsVpn(gateway)
        && gateway.State() is null or "Succeeded" or "Updating";

    public static bool IsRouteBased(JsonObject? gateway) => IsServing(gateway) && !IsPolicyBased(gateway);

    public static bool IsPolicyBased(JsonObject? gateway) => Json.Same(gateway.Object("properties").Text("vpnType"), "PolicyBased");

    public static bool IsBasic(JsonObject? gateway) => gateway.Object("properties") is { } p && GatewayDocuments.IsBasic(p);

    public static bool IsActiveActive(JsonObject? gateway) => gateway.Object("properties").Flag("activeActive") ?? false;

    public static long Asn(JsonObject? gateway) =>
        gateway.Object("properties").Object("bgpSettings").Number("asn") is { } asn and not 0 ? asn : DefaultAsn;

    /// <summary>The address that each instance's BGP speaks from.</summary>
    public static IReadOnlyList<string> BgpAddresses(JsonObject? gateway) =>
        gateway.Object("properties").Object("bgpSettings").Text("bgpPeeringAddress")
            ?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>
    /// The address that each instance speaks from to a link-local peer: of those that it was given the only one, or the one in the
    /// peer's /30 (azure-network-rules 4.5); never one of GatewaySubnet.
    /// </summary>
    public static IReadOnlyList<string> LinkLocalAddresses(JsonObject? gateway, string peer) =>
        [.. gateway.Object("properties").Object("bgpSettings").Objects("bgpPeeringAddresses")
            .Select(a => a.Texts("customBgpIpAddresses").ToArray())
            .Select(given => given is [var only] ? only : given.FirstOrDefault(a => Thirty(a) is { } own && own == Thirty(peer)))
            .OfType<string>()];

    public static bool IsLinkLocal(string? address) => address?.StartsWith("169.254.", StringComparison.Ordinal) ?? false;

    private static IPPrefix? Thirty(string address) =>
        System.Net.IPAddress.TryParse(address, out var parsed) ? IPPrefix.Containing(parsed, 30) : null;

    /// <summary>The VNet that it is in.</summary>
    public static ResourceId? Network(JsonObject? gateway) =>
        gateway is null ? null : GatewayTransitRules.Subnets(gateway).Select(s => s.Parent).FirstOrDefault();

    /// <summary>The address space of its VNet.</summary>
    public static IReadOnlyList<IPPrefix> Prefixes(Cloud cloud, JsonObject? gateway) =>
        Network(gateway) is { } network ? NetworkPrefixes(cloud, network) : [];

    public static IReadOnlyList<IPPrefix> NetworkPrefixes(Cloud cloud, ResourceId network) =>
        PeeringLinks.Parse(cloud.Estate.Find(network).Object("properties").Object("addressSpace").Texts("addressPrefixes"));

    /// <summary>The pool of its point-to-site clients.</summary>
    public static IReadOnlyList<IPPrefix> ClientPool(JsonObject? gateway) => PeeringLinks.Parse(gateway.Object("properties")
        .Object("vpnClientConfiguration").Object("vpnClientAddressPool").Texts("addressPrefixes"));

    /// <summary>The configurations that end tunnels of connections; a third one is for clients only (azure-network-rules 4.3).</summary>
    public static IEnumerable<JsonObject> TunnelConfigurations(JsonObject? gateway) =>
        gateway.Object("properties").Objects("ipConfigurations").Take(IsActiveActive(gateway) ? 2 : 1);

    /// <summary>The public address of each instance.</summary>
    public static IReadOnlyList<string> PublicAddresses(Cloud cloud, JsonObject? gateway) =>
        [.. TunnelConfigurations(gateway).Select(c =>
            ResourceId.TryParse(c.Object("properties").Reference("publicIPAddress"), out var id)
                ? cloud.Estate.Find(id).Object("properties").Text("ipAddress") ?? string.Empty : string.Empty)];

    /// <summary>
    /// One tunnel for each instance; where only the far gateway is active-active, one for each of its instances
    /// (azure-network-rules 4.3). Each is named by the far or own public address that sets it apart.
    /// </summary>
    public static IReadOnlyList<string> Tunnels(Cloud cloud, JsonObject? own, JsonObject? far)
    {
        var (here, there) = (PublicAddresses(cloud, own), PublicAddresses(cloud, far));
        return there.Count > here.Count ? there : here.Count == 0 ? [string.Empty] : here;
    }

    public static string Signature(Cloud cloud, JsonObject? gateway) => gateway is null ? "none"
        : string.Join('|', [$"{IsServing(gateway)}", $"{IsPolicyBased(gateway)}", $"{IsActiveActive(gateway)}",
            .. PublicAddresses(cloud, gateway)]);
}
