using System.Text.Json.Nodes;

namespace AzNetHelper.ExpressRoute;

/// <summary>
/// The JSON of an ExpressRoute gateway (arm-protocol 1.4). It names no public address: the one that its own management needs is Azure's to
/// make and keep (expressroute-about-virtual-network-gateways). One that a gateway has from before stays in its document.
/// </summary>
internal static class ExpressRouteGatewayBody
{
    /// <summary>A whole gateway.</summary>
    public static JsonObject New(ExpressRouteGatewayLayout layout, string location)
    {
        var settings = layout.Settings;
        var properties = new JsonObject
        {
            ["gatewayType"] = "ExpressRoute",
            ["sku"] = Named(layout.Sku?.ArmName ?? settings.Sku),
            ["ipConfigurations"] = new JsonArray(new JsonObject
            {
                ["name"] = "default",
                ["properties"] = new JsonObject
                {
                    ["privateIPAllocationMethod"] = "Dynamic",
                    ["subnet"] = new JsonObject { ["id"] = layout.Subnet!.Id.ToString() },
                },
            }),
        };
        if (layout.Bounds is { } bounds)
        {
            properties["autoScaleConfiguration"] = Bounds(bounds);
        }

        if (settings.AllowRemoteVNetTraffic is { } allow)
        {
            properties["allowRemoteVnetTraffic"] = allow;
        }

        var body = new JsonObject { ["location"] = location, ["properties"] = properties };
        if (!settings.Tags.IsEmpty)
        {
            body["tags"] = new JsonObject(settings.Tags.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value)));
        }

        return body;
    }

    /// <summary>The members that are asked for and differ from those of the gateway that is there, with the old values.</summary>
    public static (JsonObject Before, JsonObject After) Differences(ExpressRouteGatewayLayout layout)
    {
        var gateway = layout.Existing!;
        var (before, after) = (new JsonObject(), new JsonObject());
        if (!layout.IsOfSku)
        {
            (before["sku"], after["sku"]) = (Named(gateway.Sku), Named(layout.Sku?.ArmName ?? layout.Settings.Sku));
        }

        if (layout.ChangesBounds)
        {
            before["autoScaleConfiguration"] = gateway.ScaleBounds is { } had ? Bounds(had) : null;
            after["autoScaleConfiguration"] = Bounds(layout.Bounds!.Value);
        }

        if (layout.Settings.AllowRemoteVNetTraffic is { } allow && allow != (gateway.AllowRemoteVNetTraffic ?? false))
        {
            before["allowRemoteVnetTraffic"] = gateway.AllowRemoteVNetTraffic is { } was ? JsonValue.Create(was) : null;
            after["allowRemoteVnetTraffic"] = allow;
        }

        return after.Count == 0 ? ([], []) : (new() { ["properties"] = before }, new() { ["properties"] = after });
    }

    private static JsonObject Named(string? sku) => new() { ["name"] = sku, ["tier"] = sku };

    private static JsonObject Bounds((int Least, int Most) bounds) =>
        new() { ["bounds"] = new JsonObject { ["min"] = bounds.Least, ["max"] = bounds.Most } };
}
