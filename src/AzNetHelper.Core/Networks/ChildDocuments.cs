using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using AzNetHelper.Arm;

namespace AzNetHelper.Networks;

/// <summary>
/// Children that came apart from their parents (a subnet of its own, the answer of a peering list), put where a GET of
/// the parent has them, or a reference to them.
/// </summary>
internal static class ChildDocuments
{
    // The child's type, and the member of the parent's properties that holds it.
    private static readonly FrozenDictionary<string, string> Members = new Dictionary<string, string>(
        StringComparer.OrdinalIgnoreCase)
    {
        [ResourceTypes.Subnet] = "subnets",
        [ResourceTypes.Peering] = "virtualNetworkPeerings",
        ["Microsoft.Network/routeTables/routes"] = "routes",
        ["Microsoft.Network/networkSecurityGroups/securityRules"] = "securityRules",
        ["Microsoft.Network/virtualNetworkGateways/natRules"] = "natRules",
        ["Microsoft.Network/expressRouteCircuits/peerings"] = "peerings",
        ["Microsoft.Network/expressRouteCircuits/authorizations"] = "authorizations",

        // A hub shows references to these; what attaches VNets to it, it does not show at all.
        [$"{ResourceTypes.VirtualHub}/bgpConnections"] = "bgpConnections",
        [$"{ResourceTypes.VirtualHub}/ipConfigurations"] = "ipConfigurations",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>True for a document that belongs into its parent's.</summary>
    public static bool IsChild(ResourceId id) => Members.ContainsKey(id.Type);

    /// <summary>The parent with the children in it; one that is there already is replaced.</summary>
    public static ReadOnlyMemory<byte> Fold(ReadOnlyMemory<byte> parent, IReadOnlyCollection<ResourceDocument> children)
    {
        var byMember = children.ToLookup(c => Members[c.Id.Type], StringComparer.Ordinal);
        using var document = CanonicalJson.Parse(parent);
        var buffer = new ArrayBufferWriter<byte>(parent.Length + children.Sum(c => c.Json.Length));
        using (var writer = new Utf8JsonWriter(buffer))
        {
            var root = document.RootElement;
            writer.WriteStartObject();
            foreach (var member in root.EnumerateObject().Where(m => !m.NameEquals("properties")))
            {
                member.WriteTo(writer);
            }

            writer.WriteStartObject("properties");
            var properties = root.Object("properties");
            if (properties.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in properties.EnumerateObject().Where(m => !byMember.Contains(m.Name)))
                {
                    member.WriteTo(writer);
                }
            }

            foreach (var member in byMember)
            {
                WriteList(writer, member.Key, properties.Items(member.Key), [.. member]);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WriteList(
        Utf8JsonWriter writer, string name, IEnumerable<JsonElement> inline,
        IReadOnlyCollection<ResourceDocument> children)
    {
        writer.WriteStartArray(name);
        foreach (var item in inline.Where(i => !children.Any(c => IsSame(i, c.Id))))
        {
            item.WriteTo(writer);
        }

        foreach (var child in children)
        {
            writer.WriteRawValue(child.Json.Span);
        }

        writer.WriteEndArray();
    }

    private static bool IsSame(JsonElement inline, ResourceId child) =>
        ResourceId.TryParse(inline.Text("id"), out var id)
            ? id == child
            : string.Equals(inline.Text("name"), child.Name, StringComparison.OrdinalIgnoreCase);
}
