using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Reading;

/// <summary>From answers to documents, and from documents to what they refer to.</summary>
internal static class Shape
{
    /// <summary>Virtual WAN hubs, and Route Servers (kind RouteServer).</summary>
    public const string VirtualHub = "Microsoft.Network/virtualHubs";

    private const string RouteServerSubnet = "RouteServerSubnet";

    /// <summary>The items of ARM's <c>{"value":[...]}</c>.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Items(ReadOnlyMemory<byte> page) =>
        !page.IsEmpty && JsonSlices.Kind(page) == JsonTokenType.StartObject
            && JsonSlices.Members(page).TryGetValue("value", out var value)
            && JsonSlices.Kind(value) == JsonTokenType.StartArray
                ? JsonSlices.Elements(value)
                : [];

    /// <summary>A GET's or a list's item as it is, a row of Resource Graph without its columns.</summary>
    public static ReadOnlyMemory<byte> OfAnswer(JsonPart root, ReadOnlyMemory<byte> json, ResourceId id)
    {
        if (!GraphRows.IsRow(root, id))
        {
            return json;
        }

        var buffer = new ArrayBufferWriter<byte>(json.Length);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            GraphRows.Write(writer, root, id);
        }

        return buffer.WrittenMemory;
    }

    /// <summary>
    /// The VNets that a VNet has peerings to; classic ones are out of reach of Azure Resource Manager's network types.
    /// </summary>
    public static IEnumerable<ResourceId> PeersOf(VirtualNetwork network) =>
        network.Peerings.Select(p => p.RemoteVNet).Where(r => r.IsType(ResourceTypes.VirtualNetwork)).Distinct();

    /// <summary>The gateways in a VNet, told by what sits in its GatewaySubnet.</summary>
    public static IEnumerable<ResourceId> GatewaysIn(VirtualNetwork network) => network.Subnets
        .Where(s => string.Equals(s.Name, Subnet.GatewaySubnetName, StringComparison.OrdinalIgnoreCase))
        .SelectMany(s => s.IPConfigurations).Select(c => c.Parent)
        .OfType<ResourceId>().Where(g => g.IsType(ResourceTypes.VirtualNetworkGateway)).Distinct();

    /// <summary>The Route Servers in a VNet, told by what sits in its RouteServerSubnet.</summary>
    public static IEnumerable<ResourceId> RouteServersIn(VirtualNetwork network) => network.Subnets
        .Where(s => string.Equals(s.Name, RouteServerSubnet, StringComparison.OrdinalIgnoreCase))
        .SelectMany(s => s.IPConfigurations).Select(c => c.Parent)
        .OfType<ResourceId>().Where(h => h.IsType(VirtualHub)).Distinct();

    /// <summary>The route tables of a VNet's subnets.</summary>
    public static IEnumerable<ResourceId> RouteTablesOf(VirtualNetwork network) =>
        network.Subnets.Select(s => s.RouteTable).OfType<ResourceId>().Distinct();

    /// <summary>The public addresses of a gateway.</summary>
    public static ImmutableArray<ResourceId> PublicAddressesOf(ResourceDocument gateway)
    {
        using var json = CanonicalJson.Parse(gateway.Json);
        return [.. json.RootElement.Object("properties").Items("ipConfigurations")
            .Select(c => c.Object("properties").Object("publicIPAddress").Text("id"))
            .Select(t => ResourceId.TryParse(t, out var id) ? id : null).OfType<ResourceId>()];
    }
}
