using System.Collections.Frozen;
using System.Text.Json;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>
/// Rows of Azure Resource Graph (and of <c>az resource list</c>) in the shape of a GET: the type in its usual case, and
/// without the columns that repeat the id or hold nothing. All else stays.
/// </summary>
internal static class GraphRows
{
    private static readonly FrozenDictionary<string, string> Types = new[]
    {
        ResourceTypes.VirtualNetwork, ResourceTypes.VirtualNetworkGateway, ResourceTypes.RouteTable,
        ResourceTypes.PublicIPAddress, "Microsoft.Network/connections", "Microsoft.Network/localNetworkGateways",
        "Microsoft.Network/expressRouteCircuits", "Microsoft.Network/networkSecurityGroups",
        "Microsoft.Network/networkInterfaces", "Microsoft.Network/azureFirewalls", "Microsoft.Network/loadBalancers",
        "Microsoft.Network/virtualHubs", "Microsoft.Network/bastionHosts", "Microsoft.Network/privateEndpoints",
    }.ToFrozenDictionary(t => t, StringComparer.OrdinalIgnoreCase);

    /// <summary>True for an object that carries its resource group as a column, which a GET never does.</summary>
    public static bool IsRow(JsonPart resource, ResourceId id) =>
        resource.Text("resourceGroup") is { } group && id.ResourceGroup is { } own
            && string.Equals(group, own, StringComparison.OrdinalIgnoreCase);

    public static void Write(Utf8JsonWriter writer, JsonPart row, ResourceId id)
    {
        writer.WriteStartObject();
        foreach (var column in row.Inside.Where(c => !IsEmpty(c) && !RepeatsId(c, id)))
        {
            if (column.IsNamed("type") && row.Text("type") is { } type)
            {
                writer.WriteString("type", Types.GetValueOrDefault(type, type));
            }
            else
            {
                column.WriteMember(writer);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>
    /// True for what a column holds that the resource does not have: null, or an empty text (kind, managedBy).
    /// </summary>
    private static bool IsEmpty(JsonPart value) => value.ValueKind == JsonValueKind.Null
        || (value.ValueKind == JsonValueKind.String && value.Json.Length == 2);

    private static bool RepeatsId(JsonPart column, ResourceId id)
    {
        var repeated = column.Name switch
        {
            "resourceGroup" => id.ResourceGroup,
            "subscriptionId" => id.SubscriptionId,
            _ => null,
        };
        return repeated is not null && string.Equals(column.AsText(), repeated, StringComparison.OrdinalIgnoreCase);
    }
}
