using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>What of the documents of a circuit and its peerings matters to its links.</summary>
internal static class CircuitShape
{
    public const string PrivatePeering = "AzurePrivatePeering";
    public const string MicrosoftPeering = "MicrosoftPeering";
    public const long MicrosoftAsn = 12076;

    public static bool Is(JsonObject? connection) => Json.Same(connection.Object("properties").Text("connectionType"), "ExpressRoute");

    /// <summary>Both sides are there; what a loaded document does not tell counts as yes.</summary>
    public static bool IsUsable(JsonObject? circuit) => circuit is not null && circuit.State() is not "Deleting"
        && Json.Same(circuit.Object("properties").Text("circuitProvisioningState") ?? "Enabled", "Enabled") && IsProvisioned(circuit);

    public static bool IsProvisioned(JsonObject? circuit) =>
        Json.Same(ProviderState(circuit) ?? ProviderScript.Provisioned, ProviderScript.Provisioned);

    public static string? ProviderState(JsonObject? circuit) => circuit.Object("properties").Text("serviceProviderProvisioningState");

    public static string? Tier(JsonObject? circuit) => circuit.Object("sku").Text("tier");

    public static string? Location(JsonObject? circuit) =>
        circuit.Object("properties").Object("serviceProviderProperties").Text("peeringLocation");

    /// <summary>Mbps, of a provider or of a port.</summary>
    public static int? Megabits(JsonObject? circuit) => circuit.Object("properties") is not { } properties ? null
        : (int?)properties.Object("serviceProviderProperties").Number("bandwidthInMbps") ?? (int?)(properties.Number("bandwidthInGbps") * 1000);

    public static IEnumerable<JsonObject> Peerings(JsonObject? circuit) => circuit.Object("properties").Objects("peerings");

    public static JsonObject? Peering(JsonObject? circuit, string name) =>
        Peerings(circuit).FirstOrDefault(p => Json.Same(p.Text("name"), name));

    /// <summary>It is there, not on its way out, and not switched off; while it is updated it stays.</summary>
    public static bool IsOn(JsonObject? peering) => peering.Object("properties") is { } properties
        && Json.Same(properties.Text("state") ?? "Enabled", "Enabled")
        && (peering.State() is null or "Succeeded" || (peering.State() is "Updating" && properties.Number("azureASN") is not 0));

    /// <summary>The prefix of a link; null where there is none.</summary>
    public static IPPrefix? Prefix(JsonObject? peering, CircuitLink link, bool isIPv6)
    {
        var properties = peering.Object("properties");
        var holder = isIPv6 ? properties.Object("ipv6PeeringConfig") : properties;
        var text = holder.Text(link == CircuitLink.Primary ? "primaryPeerAddressPrefix" : "secondaryPeerAddressPrefix");
        return (isIPv6 && !Json.Same(holder.Text("state") ?? "Enabled", "Enabled")) || !IPPrefix.TryParse(text, out var prefix) ? null : prefix;
    }

    /// <summary>First usable: the customer's router (azure-network-rules 6).</summary>
    public static string Customer(IPPrefix link) => At(link, 1);

    /// <summary>Second usable: Microsoft's router (azure-network-rules 6).</summary>
    public static string Microsoft(IPPrefix link) => At(link, 2);

    /// <summary>The n-th address of a prefix.</summary>
    public static string At(IPPrefix prefix, uint offset)
    {
        var bytes = prefix.Network.GetAddressBytes();
        for (var i = bytes.Length - 1; i >= 0 && offset > 0; i--)
        {
            offset += bytes[i];
            bytes[i] = (byte)offset;
            offset >>= 8;
        }

        return new IPAddress(bytes).ToString();
    }

    /// <summary>True when two texts are one address.</summary>
    public static bool SameAddress(string left, string right) =>
        IPAddress.TryParse(left, out var one) && IPAddress.TryParse(right, out var other) && one.Equals(other);

    /// <summary>The connections that name a circuit.</summary>
    public static IEnumerable<KeyValuePair<ResourceId, JsonObject>> Connections(Cloud cloud, ResourceId circuit) =>
        cloud.Estate.OfKind(ResourceKind.Connection).Where(c => Is(c.Value) && CircuitOf(c.Value) == circuit);

    public static ResourceId? CircuitOf(JsonObject? connection) =>
        ResourceId.TryParse(connection.Object("properties").Reference("peer"), out var id) ? id : null;

    public static ResourceId? GatewayOf(JsonObject? connection) =>
        ResourceId.TryParse(connection.Object("properties").Reference("virtualNetworkGateway1"), out var id) ? id : null;

    /// <summary>Takes the MD5 keys out of what is shown: no GET and no list tells them.</summary>
    public static void HideKeys(JsonObject shown, ResourceKind kind)
    {
        foreach (var peering in kind == ResourceKind.Circuit ? Peerings(shown) : kind == ResourceKind.CircuitPeering ? [shown] : [])
        {
            peering.Object("properties")?.Remove("sharedKey");
        }
    }
}
