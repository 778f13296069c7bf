using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Reading;

/// <summary>From answers to documents, and from documents to what they refer to.</summary>
internal static class Shape
{
    private const string RouteServerSubnet = "RouteServerSubnet";

    /// <summary>The items of ARM's <c>{"value":[...]}</c>.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Items(ReadOnlyMemory<byte> page) =>
        !page.IsEmpty && JsonSlices.Kind(page) == JsonTokenType.StartObject
            && JsonSlices.Members(page).TryGetValue("value", out var value)
            && JsonSlices.Kind(value) == JsonTokenType.StartArray
                ? JsonSlices.Elements(value)
                : [];

    /// <summary>
    /// A GET's or a list's item as it is, a row of Resource Graph without its columns; in memory of its own, so that the page
    /// around it need not stay.
    /// </summary>
    public static ReadOnlyMemory<byte> OfAnswer(JsonPart root, ResourceId id)
    {
        if (!GraphRows.IsRow(root, id))
        {
            return root.Json.ToArray();
        }

        // A row is longer than what becomes of it.
        var room = new ArrayBufferWriter<byte>(root.Json.Length);
        using (var writer = new Utf8JsonWriter(room))
        {
            GraphRows.Write(writer, root, id);
        }

        return room.WrittenSpan.ToArray();
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
        .OfType<ResourceId>().Where(h => h.IsType(ResourceTypes.VirtualHub)).Distinct();

    /// <summary>The firewalls and load balancers in a VNet, told by what sits in its subnets.</summary>
    public static IEnumerable<ResourceId> AppliancesIn(VirtualNetwork network) => network.Subnets
        .SelectMany(s => s.IPConfigurations).Select(c => c.Parent).OfType<ResourceId>()
        .Where(a => a.IsType(ResourceTypes.AzureFirewall) || a.IsType(ResourceTypes.LoadBalancer)).Distinct();

    /// <summary>True for a Route Server among virtual hubs.</summary>
    public static bool IsRouteServer(ResourceDocument hub)
    {
        using var json = CanonicalJson.Parse(hub.Json);
        return string.Equals(json.RootElement.Text("kind"), "RouteServer", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The VNet that a connection of a Virtual WAN hub attaches.</summary>
    public static ResourceId? Attached(ReadOnlyMemory<byte> hubConnection)
    {
        using var json = CanonicalJson.Parse(hubConnection);
        return json.RootElement.Object("properties").Id("remoteVirtualNetwork");
    }

    /// <summary>A document with a list in its properties; one that is there is replaced.</summary>
    public static ResourceDocument WithList(
        ResourceDocument document, string member, IReadOnlyCollection<ReadOnlyMemory<byte>> items)
    {
        using var json = CanonicalJson.Parse(document.Json);
        var buffer = new ArrayBufferWriter<byte>(document.Json.Length);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var other in json.RootElement.EnumerateObject().Where(m => !m.NameEquals("properties")))
            {
                other.WriteTo(writer);
            }

            writer.WriteStartObject("properties");
            var properties = json.RootElement.Object("properties");
            foreach (var other in properties.ValueKind == JsonValueKind.Object
                ? properties.EnumerateObject().Where(m => !m.NameEquals(member)) : [])
            {
                other.WriteTo(writer);
            }

            writer.WriteStartArray(member);
            foreach (var item in items)
            {
                writer.WriteRawValue(item.Span);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return document with { Json = buffer.WrittenMemory };
    }

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
