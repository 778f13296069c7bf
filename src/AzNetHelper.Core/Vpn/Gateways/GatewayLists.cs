using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Vpn;

/// <summary>
/// The lists of a gateway that is there, as they are to be. A PUT replaces a list whole, so it is made from the entries that are there,
/// by their configuration: what belongs to another one (a third, of point-to-site clients) or is not modelled here stays in it.
/// </summary>
internal static class GatewayLists
{
    public static (JsonArray Before, JsonArray After) Configurations(VpnGatewayLayout layout, IEnumerable<JsonObject> made)
    {
        var there = There(layout, "properties.ipConfigurations");
        var freed = layout.Freed.Select(f => f.Configuration.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return (Array(there), Array([.. there.Where(e => !freed.Contains((string?)e["name"] ?? string.Empty)), .. made]));
    }

    public static (JsonArray Before, JsonArray After) PeeringAddresses(VpnGatewayLayout layout)
    {
        var there = There(layout, "properties.bgpSettings.bgpPeeringAddresses");
        var wanted = layout.PeeringAddresses.ToDictionary();
        var after = new List<JsonObject>();
        foreach (var entry in there)
        {
            var of = ResourceId.TryParse((string?)entry["ipconfigurationId"], out var id) ? id : null;
            if (of is not null && layout.Freed.Any(f => f.Configuration == of))
            {
                continue;
            }

            var kept = (JsonObject)entry.DeepClone();
            if (of is not null && wanted.Remove(of, out var addresses) && !Same(addresses, Custom(layout, of)))
            {
                kept["customBgpIpAddresses"] = Texts(addresses);
            }

            after.Add(kept);
        }

        return (Array(there), Array([.. after, .. layout.PeeringAddresses.Where(w => wanted.ContainsKey(w.Key)).Select(w => Peering(w.Key, w.Value))]));
    }

    /// <summary>True where an instance is to have other addresses than it has, in whatever order.</summary>
    public static bool HasOtherPeeringAddresses(VpnGatewayLayout layout) =>
        layout.PeeringAddresses.Any(w => !Same(w.Value, Custom(layout, w.Key)));

    /// <summary>The link-local addresses that no instance has any more.</summary>
    public static ImmutableArray<IPAddress> Removed(VpnGatewayLayout layout)
    {
        var wanted = layout.PeeringAddresses.ToDictionary();
        var kept = wanted.Values.SelectMany(a => a).ToHashSet();
        return
        [
            .. (layout.Existing?.Addresses ?? []).Where(a => wanted.ContainsKey(a.Configuration) || layout.Freed.Contains(a))
                .SelectMany(a => a.CustomBgpAddresses).Where(a => !kept.Contains(a)),
        ];
    }

    public static JsonObject Peering(ResourceId configuration, ImmutableArray<IPAddress> addresses) => new()
    {
        ["ipconfigurationId"] = configuration.ToString(),
        ["customBgpIpAddresses"] = Texts(addresses),
    };

    // As it can be sent back: without what is read-only or the api-version does not know.
    private static ImmutableArray<JsonObject> There(VpnGatewayLayout layout, string path) =>
        layout.Topology.Document(layout.Request.Gateway) is { } document && JsonBody.Parse(document.Json) is { } read
            && JsonBody.At(BodyRules.Compose(ResourceTypes.VirtualNetworkGateway, read, []).Body, path) is JsonArray items
            ? [.. items.OfType<JsonObject>()] : [];

    private static ImmutableArray<IPAddress> Custom(VpnGatewayLayout layout, ResourceId configuration) =>
        [.. (layout.Existing?.Addresses ?? []).Where(a => a.Configuration == configuration).SelectMany(a => a.CustomBgpAddresses)];

    private static bool Same(ImmutableArray<IPAddress> one, ImmutableArray<IPAddress> other) => one.ToHashSet().SetEquals(other);

    private static JsonArray Texts(ImmutableArray<IPAddress> addresses) => new([.. addresses.Select(a => (JsonNode)a.ToString())]);

    private static JsonArray Array(IEnumerable<JsonObject> items) => new([.. items.Select(i => i.DeepClone())]);
}
