using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Vpn;

/// <summary>The JSON of a gateway and of its addresses (arm-protocol 1.4 and 1.6).</summary>
internal static class GatewayBody
{
    /// <summary>A whole gateway.</summary>
    public static JsonObject New(VpnGatewayLayout layout, string location)
    {
        var settings = layout.Settings;
        var properties = new JsonObject
        {
            ["gatewayType"] = "Vpn",
            ["vpnType"] = "RouteBased",
            ["vpnGatewayGeneration"] = Generation(settings.Generation ?? layout.Sku?.Generation ?? 1),
            ["sku"] = Sku(layout),
            ["enableBgp"] = settings.Bgp ?? false,
            ["activeActive"] = layout.ActiveActive,
            ["ipConfigurations"] = new JsonArray([.. layout.Addresses.Select(a => (JsonNode)Configuration(layout, a))]),
        };
        if (BgpSettings(layout) is { Count: > 0 } bgp)
        {
            properties["bgpSettings"] = bgp;
        }

        return WithTags(new() { ["location"] = location, ["properties"] = properties }, settings.Tags);
    }

    /// <summary>The members that are asked for and differ from those of the gateway that is there, with the old values.</summary>
    public static (JsonObject Before, JsonObject After) Differences(VpnGatewayLayout layout)
    {
        var (gateway, settings) = (layout.Existing!, layout.Settings);
        var (before, after) = (new JsonObject(), new JsonObject());
        if (!layout.IsOfSku)
        {
            Set("sku", Named(gateway.Sku), Sku(layout));
        }

        if (layout.ActiveActive != gateway.ActiveActive)
        {
            Set("activeActive", gateway.ActiveActive, layout.ActiveActive);
            var (there, left) = GatewayLists.Configurations(layout, layout.Addresses.Where(a => !a.IsJoined).Select(a => Configuration(layout, a)));
            Set("ipConfigurations", there, left);
        }

        if (settings.Bgp is { } speaks && speaks != gateway.EnableBgp)
        {
            Set("enableBgp", gateway.EnableBgp, speaks);
        }

        if (settings.Asn is { } asn && asn != gateway.Asn)
        {
            Bgp("asn", gateway.Asn, asn);
        }

        // An instance that goes takes its entry along: one of a configuration that is not there could be refused.
        if ((GatewayLists.HasOtherPeeringAddresses(layout) || !layout.Freed.IsEmpty)
            && GatewayLists.PeeringAddresses(layout) is var (old, wanted) && !JsonNode.DeepEquals(old, wanted))
        {
            Bgp("bgpPeeringAddresses", old, wanted);
        }

        return (Properties(before), Properties(after));

        void Set(string name, JsonNode? old, JsonNode wanted) => (before[name], after[name]) = (old, wanted);

        void Bgp(string name, JsonNode old, JsonNode wanted)
        {
            ((JsonObject)(before["bgpSettings"] ??= new JsonObject()))[name] = old;
            ((JsonObject)(after["bgpSettings"] ??= new JsonObject()))[name] = wanted;
        }
    }

    /// <summary>A Standard static address, marked as made by this module: the only ones that it removes.</summary>
    public static JsonObject Address(VpnGatewayLayout layout, string location) => StandardAddress(location, layout.Zones, layout.Settings.Tags);

    /// <summary>The same of any gateway.</summary>
    public static JsonObject StandardAddress(string location, ImmutableArray<string> zones, ImmutableSortedDictionary<string, string> tags)
    {
        var body = new JsonObject
        {
            ["location"] = location,
            ["sku"] = new JsonObject { ["name"] = "Standard", ["tier"] = "Regional" },
            ["properties"] = new JsonObject { ["publicIPAllocationMethod"] = "Static", ["publicIPAddressVersion"] = "IPv4" },
        };
        if (!zones.IsEmpty)
        {
            body["zones"] = new JsonArray([.. zones.Order(StringComparer.Ordinal).Select(z => (JsonNode)z)]);
        }

        return WithTags(body, tags.ContainsKey(MadeByTag.Name) ? tags : tags.SetItem(MadeByTag.Name, MadeByTag.Value));
    }

    private static JsonObject BgpSettings(VpnGatewayLayout layout)
    {
        var settings = layout.Settings;
        var bgp = new JsonObject();
        if (settings.Asn is { } asn)
        {
            bgp["asn"] = asn;
        }

        if (layout.PeeringAddresses is { IsEmpty: false } own)
        {
            bgp["bgpPeeringAddresses"] = new JsonArray([.. own.Select(w => (JsonNode)GatewayLists.Peering(w.Key, w.Value))]);
        }

        return bgp;
    }

    private static JsonObject Configuration(VpnGatewayLayout layout, InstanceAddress instance) => new()
    {
        ["name"] = instance.Configuration,
        ["properties"] = new JsonObject
        {
            ["privateIPAllocationMethod"] = "Dynamic",
            ["subnet"] = new JsonObject { ["id"] = layout.Subnet!.Id.ToString() },
            ["publicIPAddress"] = new JsonObject { ["id"] = instance.Id.ToString() },
        },
    };

    private static JsonObject Sku(VpnGatewayLayout layout) => Named(layout.Sku?.Name ?? layout.Settings.Sku);

    private static JsonObject Named(string? sku) => new() { ["name"] = sku, ["tier"] = sku };

    private static string Generation(int number) => string.Create(CultureInfo.InvariantCulture, $"Generation{number}");

    private static JsonObject Properties(JsonObject members) => members.Count == 0 ? [] : new() { ["properties"] = members };

    private static JsonObject WithTags(JsonObject body, ImmutableSortedDictionary<string, string> tags)
    {
        if (!tags.IsEmpty)
        {
            body["tags"] = new JsonObject(tags.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value)));
        }

        return body;
    }
}

/// <summary>How this module knows again what it made: it removes no other public address, and no other site.</summary>
public static class MadeByTag
{
    public const string Name = "created-by";

    public const string Value = "AzNetHelper";

    /// <summary>True where the mark is there, whatever else a policy has added.</summary>
    public static bool IsOn(IReadOnlyDictionary<string, string> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        return tags.TryGetValue(Name, out var value) && string.Equals(value, Value, StringComparison.OrdinalIgnoreCase);
    }
}
