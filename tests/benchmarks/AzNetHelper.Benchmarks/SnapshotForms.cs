using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Tests;

namespace AzNetHelper.Benchmarks;

/// <summary>In what form a snapshot is written.</summary>
public enum SnapshotForm
{
    /// <summary>This module's export: VNets, route tables, gateways and public addresses.</summary>
    Export,

    /// <summary>What <c>az network vnet list</c> prints: VNets alone.</summary>
    AzureCli,
}

/// <summary>The bytes of snapshots.</summary>
internal static class SnapshotForms
{
    private static readonly string[] Envelope = ["id", "name", "type", "etag", "location", "tags"];
    private static readonly string[] Resources =
        ["subnets", "virtualNetworkPeerings", "delegations", "networkSecurityGroup", "routeTable", "ipConfigurations"];

    public static byte[] Write(int networks, SnapshotForm form)
    {
        using var stream = new MemoryStream();
        if (form == SnapshotForm.Export)
        {
            TopologyExport.Write(new SnapshotEstate(networks).ToTopology(), stream);
        }
        else
        {
            using var writer = new Utf8JsonWriter(stream, new() { Indented = true });
            writer.WriteStartArray();
            foreach (var network in new SnapshotEstate(networks).Networks)
            {
                Flattened(network).WriteTo(writer);
            }

            writer.WriteEndArray();
        }

        return stream.ToArray();
    }

    // The CLI lifts properties one level up, in children and references too, and adds the resource group to every id.
    private static JsonObject Flattened(JsonObject resource)
    {
        var members = resource.Where(m => Envelope.Contains(m.Key)).Select(m => (m.Key, Value: m.Value?.DeepClone()))
            .Concat((resource["properties"]?.AsObject() ?? []).Select(m => (m.Key, Value: Value(m.Key, m.Value))));
        if (resource["id"] is { } id && ResourceId.Parse((string)id!).ResourceGroup is { } group)
        {
            members = members.Append(("resourceGroup", JsonValue.Create(group)));
        }

        return new(members.OrderBy(m => m.Item1, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Item1, m.Item2)));
    }

    private static JsonNode? Value(string name, JsonNode? value) => value switch
    {
        JsonArray items when Resources.Contains(name) => new JsonArray([.. items.Select(i => Value(name, i))]),
        JsonObject resource when Resources.Contains(name) || resource.ContainsKey("id") => Flattened(resource),
        _ => value?.DeepClone(),
    };
}
