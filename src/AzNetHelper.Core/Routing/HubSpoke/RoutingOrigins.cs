using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Planning;

namespace AzNetHelper.Routing;

/// <summary>The commands that plans of routes come from.</summary>
internal static class RoutingOrigins
{
    public const string SetHubSpokeRoute = "Set-HubSpokeRoute";

    public static PlanOrigin Of(HubSpokeRouteRequest request)
    {
        var parameters = new JsonObject { ["Hub"] = request.Hub.ToString(), ["NextHop"] = request.NextHop.ToString() };
        if (!request.AddressPrefixes.IsDefaultOrEmpty)
        {
            parameters["AddressPrefix"] = new JsonArray([.. request.AddressPrefixes.Select(p => (JsonNode)p.ToString())]);
        }

        if (request.IncludeGatewaySubnet)
        {
            parameters["IncludeGatewaySubnet"] = true;
        }

        if (!request.Spokes.IsDefaultOrEmpty)
        {
            parameters["Spoke"] = new JsonArray([.. request.Spokes.Select(s => (JsonNode)s.ToString())]);
        }

        return new(SetHubSpokeRoute, JsonBody.Write(new JsonObject(parameters.OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())))));
    }
}
