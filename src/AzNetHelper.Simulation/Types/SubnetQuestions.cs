using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// What clients ask about subnets: which endpoints and delegations a region offers, and how full the subnets of a VNet are. The
/// forms are those of Microsoft's published examples.
/// </summary>
internal sealed class SubnetQuestions(Cloud cloud)
{
    /// <summary>…/providers/Microsoft.Network/locations/{location}/{what} of a subscription or of a group.</summary>
    public Answer? OfLocation(Exchange exchange, ResourceId scope, string[] rest)
    {
        if (rest is not [var word, _, var what] || !Json.Same(word, "locations")
            || !(Json.Same(what, "virtualNetworkAvailableEndpointServices") && scope.ResourceGroup is null) && !Json.Same(what, "availableDelegations"))
        {
            return null;
        }

        return !exchange.IsRead ? NotAllowed(exchange)
            : cloud.Guards.CheckPermission($"Microsoft.Network/locations/{what}/read", scope) is { } denied ? Answer.Refusing(denied)
            : Pages.Of(exchange, [.. Json.Same(what, "availableDelegations") ? Delegations(scope) : Endpoints(scope)], cloud.Options.PageSize);
    }

    /// <summary>…/virtualNetworks/{name}/usages.</summary>
    public Answer? OfNetwork(Exchange exchange, ResourceId group, string[] rest)
    {
        if (rest is not [var type, var name, var what] || !Json.Same(type, "virtualNetworks") || !Json.Same(what, "usages"))
        {
            return null;
        }

        var id = cloud.Estate.Canonical(ResourceId.ForResource(group.SubscriptionId, group.ResourceGroup!, ResourceTypes.VirtualNetwork, name));
        return !exchange.IsRead ? NotAllowed(exchange)
            : cloud.Guards.CheckPermission($"{ResourceTypes.VirtualNetwork}/usages/read", id) is { } denied ? Answer.Refusing(denied)
            : cloud.Estate.Find(id) is { } network
                ? Pages.Of(exchange, [.. Estate.Children(network, "subnets").Select(Usage)], cloud.Options.PageSize)
                : Answer.Refusing(FrontDoorErrors.ResourceNotFound.With($"{id.Type}/{id.Name}", id.ResourceGroup));
    }

    // Numbers are doubles, and a GatewaySubnet tells nothing (arm-protocol 1.6).
    private static JsonObject Usage(JsonObject subnet)
    {
        var hidden = Json.Same(subnet.Text("name"), "GatewaySubnet");
        var four = PeeringLinks.Parse(PeeringLinks.SubnetPrefixes(subnet)).Where(p => !p.IsIPv6);
        var limit = hidden ? -1 : four.Sum(p => Math.Max(0, (1L << (32 - p.Length)) - PrivateAddressRules.Kept));
        var used = hidden ? -1 : subnet.Object("properties").Objects("ipConfigurations").Count();
        return new()
        {
            ["currentValue"] = Double(used),
            ["id"] = subnet.Text("id"),
            ["limit"] = Double(limit),
            ["name"] = new JsonObject { ["localizedValue"] = "Subnet size and usage", ["value"] = "SubnetSpace" },
            ["unit"] = "Count",
        };

        static JsonNode Double(long number) =>
            JsonNode.Parse(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number}.0"))!;
    }

    private static IEnumerable<JsonObject> Endpoints(ResourceId scope) => EndpointService.All.Select(s => new JsonObject
    {
        ["name"] = s.Name,
        ["id"] = $"{scope}/providers/Microsoft.Network/virtualNetworkEndpointServices/{s.Name}",
        ["type"] = "Microsoft.Network/virtualNetworkEndpointServices",
    });

    // Of a group the ids have "resourceGroup" (recorded).
    private static IEnumerable<JsonObject> Delegations(ResourceId scope) => Delegable.All.Select(d =>
    {
        var name = d.Service.Replace('/', '.');
        var root = scope.ResourceGroup is { } group ? $"{ResourceId.ForSubscription(scope.SubscriptionId)}/resourceGroup/{group}" : $"{scope}";
        return new JsonObject
        {
            ["name"] = name,
            ["id"] = $"{root}/providers/Microsoft.Network/availableDelegations/{name}",
            ["type"] = "Microsoft.Network/availableDelegations",
            ["serviceName"] = d.Service,
            ["actions"] = d.Actions.ToJsonArray(),
        };
    });

    private static Answer NotAllowed(Exchange exchange) =>
        Answer.Refusing(FrontDoorErrors.MethodNotAllowed.With(exchange.Verb, exchange.Uri.AbsolutePath));
}
