using System.Text.Json.Nodes;

namespace AzNetHelper.ExpressRoute;

/// <summary>The JSON of a circuit (arm-protocol 1.7).</summary>
internal static class CircuitBody
{
    /// <summary>A whole circuit.</summary>
    public static JsonObject New(CircuitLayout layout)
    {
        var body = new JsonObject
        {
            ["location"] = layout.Location,
            ["sku"] = Sku(layout.Tier, layout.Family),
            ["properties"] = new JsonObject
            {
                ["serviceProviderProperties"] = new JsonObject
                {
                    ["serviceProviderName"] = layout.Provider,
                    ["peeringLocation"] = layout.PeeringLocation,
                    ["bandwidthInMbps"] = layout.Settings.BandwidthInMbps,
                },
            },
        };
        if (!layout.Settings.Tags.IsEmpty)
        {
            body["tags"] = new JsonObject(layout.Settings.Tags.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value)));
        }

        return body;
    }

    /// <summary>The members that differ from those of the circuit that is there, with the old values.</summary>
    public static (JsonObject Before, JsonObject After) Differences(CircuitLayout layout)
    {
        var there = layout.Existing!;
        var (before, after) = (new JsonObject(), new JsonObject());
        if (layout.ChangesTier || layout.ChangesFamily)
        {
            before["sku"] = new JsonObject { ["tier"] = there.Tier, ["family"] = there.Family };
            after["sku"] = Sku(layout.Tier, layout.Family);
        }

        var (old, wanted) = (new JsonObject(), new JsonObject());
        if (layout.ChangesBandwidth)
        {
            old["serviceProviderProperties"] = new JsonObject { ["bandwidthInMbps"] = there.BandwidthMbps };
            wanted["serviceProviderProperties"] = new JsonObject { ["bandwidthInMbps"] = layout.Settings.BandwidthInMbps };
        }

        if (layout is { Changes: true, Settings.Key: PeeringKey.Given, Existing.PrivatePeering: not null })
        {
            old["peerings"] = new JsonArray([.. Peerings(layout, withKey: false)]);
            wanted["peerings"] = new JsonArray([.. Peerings(layout, withKey: true)]);
        }

        if (wanted.Count > 0)
        {
            (before["properties"], after["properties"]) = (old, wanted);
        }

        return (before, after);
    }

    private static JsonObject Sku(string tier, string family) => new()
    {
        ["name"] = $"{tier}_{CircuitSku.Data(family)}", ["tier"] = tier, ["family"] = CircuitSku.Data(family),
    };

    // What is the service's own changes by itself (recorded-behaviour 6.3), and secrets are no plan's.
    private static IEnumerable<JsonNode> Peerings(CircuitLayout layout, bool withKey)
    {
        foreach (var peering in PeeringKeys.All(layout.Topology, layout.Id))
        {
            var name = (string?)peering["name"];
            var properties = CircuitSecrets.Without(peering)["properties"]?.DeepClone() as JsonObject ?? [];
            if (withKey && CircuitSku.Is(name, PeeringKeys.Private))
            {
                properties["sharedKey"] = PeeringKeys.Slot(PeeringKeys.PrivateOf(layout.Id));
            }

            yield return new JsonObject { ["name"] = name, ["properties"] = properties };
        }
    }
}
