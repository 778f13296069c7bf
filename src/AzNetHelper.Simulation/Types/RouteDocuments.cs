using System.Net;
using System.Text.Json.Nodes;
using AzNetHelper.Addressing;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Routes as the service returns them, whether written alone or inside their table.</summary>
internal static class RouteDocuments
{
    public static JsonObject Build(ResourceId id, JsonObject? existing, JsonObject sent)
    {
        var made = Documents.Replace(
            existing.Object("properties"), sent.Object("properties") ?? [], "RoutePropertiesFormat");
        made["provisioningState"] = "Updating";
        made["hasBgpOverride"] = false;
        made.Arrange("provisioningState", "addressPrefix", "nextHopType", "nextHopIpAddress");
        return Documents.Child(id, existing, sent, ResourceKind.Route, made);
    }

    public static ArmError? Check(JsonObject route)
    {
        var name = route.Text("name") ?? "-";
        var properties = route.Object("properties");
        var hop = properties.Text("nextHopIpAddress");
        var fault = properties switch
        {
            _ when NameRules.Check(name) is not null => "its name is not valid",
            _ when properties.Text("addressPrefix") is not { Length: > 0 } => "it has no addressPrefix",
            _ when properties.Text("nextHopType") is null => "it has no nextHopType",
            _ when properties.Text("addressPrefix")!.Contains('/', StringComparison.Ordinal)
                && !IPPrefix.TryParse(properties.Text("addressPrefix"), out _) => "its addressPrefix is no prefix",
            _ when Json.Same(properties.Text("nextHopType"), "VirtualAppliance") && !IPAddress.TryParse(hop, out _) =>
                "a VirtualAppliance needs a nextHopIpAddress",
            _ when properties.Text("nextHopType") is not ("VirtualAppliance" or "VirtualApplianceEcmp")
                && hop is { Length: > 0 } =>
                "only a VirtualAppliance has a nextHopIpAddress",
            _ => null,
        };
        return fault is null ? null : NetworkErrors.InvalidRoute.With(name, fault);
    }
}
