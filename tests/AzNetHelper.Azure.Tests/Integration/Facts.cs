using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Networks;

namespace AzNetHelper.Tests.Integration;

/// <summary>Topologies as text that can be compared: records with arrays have no equality by content.</summary>
internal static class Facts
{
    /// <summary>Every property of every domain object.</summary>
    public static string Of(Topology topology)
    {
        var text = new StringBuilder();
        foreach (var value in new object[]
        {
            topology.VirtualNetworks, topology.Gateways, topology.RouteTables, topology.PublicIPAddresses, topology.NetworkInterfaces,
        })
        {
            Write(text, value, string.Empty);
        }

        return text.ToString();
    }

    /// <summary>Every document, members in order of their names, what <paramref name="strip"/> takes away apart.</summary>
    public static string OfDocuments(Topology topology, Action<ResourceDocument, JsonObject>? strip = null)
    {
        var text = new StringBuilder();
        foreach (var document in topology.Documents)
        {
            var json = JsonNode.Parse(document.Json.Span)!.AsObject();
            strip?.Invoke(document, json);
            text.AppendLine(CultureInfo.InvariantCulture, $"{document.Id} {Sorted(json)!.ToJsonString()}");
        }

        return text.ToString();
    }

    /// <summary>Takes a member away wherever it stands.</summary>
    public static void Remove(JsonNode? node, params string[] names)
    {
        if (node is JsonObject members)
        {
            foreach (var name in names)
            {
                members.Remove(name);
            }
        }

        foreach (var child in node switch { JsonObject o => o.Select(m => m.Value), JsonArray a => a, _ => [] })
        {
            Remove(child, names);
        }
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(m => m.Key, StringComparer.Ordinal)
            .Select(m => KeyValuePair.Create(m.Key, Sorted(m.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static void Write(StringBuilder text, object? value, string indent)
    {
        switch (value)
        {
            case VirtualNetwork or Subnet or PeeringHalf or VirtualNetworkGateway or RouteTable or Route or PublicIPAddress
                or NetworkInterface:
                text.AppendLine(value.GetType().Name);
                foreach (var property in value.GetType().GetProperties().OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    text.Append(indent).Append(' ').Append(property.Name).Append(": ");
                    Write(text, property.GetValue(value), indent + "  ");
                }

                break;
            case string or null:
                text.AppendLine(value as string);
                break;
            case IEnumerable items:
                text.AppendLine();
                foreach (var item in items.Cast<object?>().OrderBy(i => i?.ToString(), StringComparer.Ordinal))
                {
                    text.Append(indent).Append(" - ");
                    Write(text, item, indent + "  ");
                }

                break;
            default:
                text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"{value}"));
                break;
        }
    }
}
