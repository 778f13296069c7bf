using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;
using AzNetHelper.ExpressRoute;

namespace AzNetHelper.Simulation;

/// <summary>What of an ExpressRoute gateway's document matters to its circuits.</summary>
internal static class CircuitGateway
{
    // Where Microsoft's routers and the gateway's own instances speak from, counted in GatewaySubnet: seen of a gateway in public
    // (localAddress .12 and .13, neighbors .4 and .5 of autonomous system 12076).
    private const uint FirstNeighbor = 4;
    private const uint FirstInstance = 12;
    private const int Instances = 2;

    public static bool Is(JsonObject? gateway) => Json.Same(gateway.Object("properties").Text("gatewayType"), "ExpressRoute");

    /// <summary>There, built once, and not on its way out.</summary>
    public static bool IsServing(JsonObject? gateway) => Is(gateway) && gateway.State() is null or "Succeeded" or "Updating";

    /// <summary>The size; null for a SKU that is none of ExpressRoute gateways.</summary>
    public static ExpressRouteSku? Sku(JsonObject? gateway) => ExpressRouteSku.Find(gateway.Object("properties").Object("sku").Text("name"));

    /// <summary>The scale units that it never goes below; null where it has none.</summary>
    public static int? Units(JsonObject? gateway) =>
        (int?)gateway.Object("properties").Object("autoScaleConfiguration").Object("bounds").Number("min");

    public static bool HasFastPath(JsonObject? gateway) => Sku(gateway) is { HasFastPath: true } sku
        && (sku.Name is not "ErGwScale" || Units(gateway) >= ExpressRouteSku.FastPathUnits);

    /// <summary>Other VNets of a circuit may reach this one through it (azure-network-rules 2.3 e).</summary>
    public static bool TakesRemoteNetworks(JsonObject? gateway) => gateway.Object("properties").Flag("allowRemoteVnetTraffic") ?? false;

    /// <summary>What it announces does not exceed what a circuit takes of a VNet; above it the connection drops (azure-network-rules 6).</summary>
    public static bool FitsCircuit(Cloud cloud, JsonObject gateway)
    {
        var own = Originated(cloud, gateway).ToArray();
        return own.Count(p => !p.IsIPv6) <= CircuitPrefixes.ToSite && own.Count(p => p.IsIPv6) <= CircuitPrefixes.ToSiteIPv6;
    }

    /// <summary>Its VNet, and the VNets that use it.</summary>
    public static IEnumerable<IPPrefix> Originated(Cloud cloud, JsonObject gateway) => GatewayShape.Network(gateway) is { } network
        ? GatewayShape.NetworkPrefixes(cloud, network).Concat(new BorrowedGateways(cloud).UsersOf(network).SelectMany(u => u.Prefixes)).Distinct()
        : [];

    /// <summary>The addresses of its instances; none where its subnet is not known.</summary>
    public static IReadOnlyList<string> Addresses(Cloud cloud, JsonObject? gateway) => Subnet(cloud, gateway) is { } subnet
        ? [.. Enumerable.Range(0, Instances).Select(i => CircuitShape.At(subnet, FirstInstance + (uint)i))] : [];

    /// <summary>The addresses of Microsoft's two routers for the n-th circuit of a gateway.</summary>
    public static string Neighbor(Cloud cloud, JsonObject? gateway, int circuit, CircuitLink link)
    {
        var offset = FirstNeighbor + (2 * (uint)circuit) + (link == CircuitLink.Primary ? 0u : 1u);
        return Subnet(cloud, gateway) is { } subnet
            ? CircuitShape.At(subnet, offset < FirstInstance ? offset : offset + Instances) : string.Empty;
    }

    private static IPPrefix? Subnet(Cloud cloud, JsonObject? gateway) => gateway is null ? null : GatewayTransitRules.Subnets(gateway)
        .Select(s => PeeringLinks.Parse(PeeringLinks.SubnetPrefixes(cloud.Estate.Find(s) ?? [])).Where(p => !p.IsIPv6).Select(p => (IPPrefix?)p).FirstOrDefault())
        .FirstOrDefault();
}
