using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Subnets as the service returns them, whether written alone or inside their VNet.</summary>
internal static class SubnetDocuments
{
    private static readonly string[] Associations = ["networkSecurityGroup", "routeTable", "natGateway"];

    public static JsonObject Build(ResourceId id, JsonObject? existing, JsonObject sent, string apiVersion, string? location)
    {
        var sentProperties = sent.Object("properties") ?? [];
        var made = Documents.Replace(existing.Object("properties"), sentProperties, "SubnetPropertiesFormat");
        if (sentProperties["serviceEndpoints"] is JsonArray)
        {
            made["serviceEndpoints"] = new JsonArray([.. sentProperties.Objects("serviceEndpoints").Select(e => (JsonNode)Endpoint(e, apiVersion, location))]);
        }

        made["delegations"] = new JsonArray([.. sentProperties.Objects("delegations").Select(d => Delegation(id, d))]);
        foreach (var reference in Associations)
        {
            if (made.Reference(reference) is { } target)
            {
                made[reference] = Json.ToReference(target);
            }
        }

        if (ApiVersions.KnowsIpam(apiVersion))
        {
            made.Default("ipamPoolPrefixAllocations", new JsonArray());
        }

        made.Default("privateEndpointNetworkPolicies", ApiVersions.DefaultEndpointPolicies(apiVersion));
        made.Default("privateLinkServiceNetworkPolicies", "Enabled");
        made["provisioningState"] = "Updating";
        made.Arrange("provisioningState", "addressPrefix", "addressPrefixes", "ipConfigurations", "serviceEndpoints",
            "delegations", "privateEndpointNetworkPolicies", "privateLinkServiceNetworkPolicies");
        return Documents.Child(id, existing, sent, ResourceKind.Subnet, made);
    }

    /// <summary>
    /// A state for the subnet and its service endpoints; delegations are ready at once (recorded).
    /// </summary>
    public static void SetState(JsonObject? subnet, string state)
    {
        subnet.SetState(state);
        foreach (var endpoint in subnet.Object("properties").Objects("serviceEndpoints"))
        {
            endpoint["provisioningState"] = state;
        }
    }

    /// <summary>Checks what the subnet refers to.</summary>
    public static ArmError? CheckReferences(
        Cloud cloud, ResourceId id, string? location, JsonObject made, JsonObject? existing) =>
        ReferenceRules.Check(cloud, id, location, ResourceKind.RouteTable, "properties.routeTable.id",
            made.Object("properties").Reference("routeTable"), existing.Object("properties").Reference("routeTable"));

    /// <summary>Keeps the lists of subnets that route tables, security groups and NAT gateways show.</summary>
    public static void Associate(Cloud cloud, ResourceId subnet, JsonObject? before, JsonObject? after)
    {
        foreach (var member in Associations)
        {
            Associate(cloud, subnet, before.Object("properties").Reference(member), after.Object("properties").Reference(member));
        }
    }

    private static void Associate(Cloud cloud, ResourceId subnet, string? before, string? after)
    {
        if (Json.Same(before, after))
        {
            return;
        }

        if (ResourceId.TryParse(before, out var left) && cloud.Estate.Find(left) is { } old)
        {
            References.Remove(old.Properties(), "subnets", subnet.ToString());
            cloud.Touch(left);
        }

        if (ResourceId.TryParse(after, out var joined) && cloud.Estate.Find(joined) is { } table)
        {
            References.Add(table.Properties(), "subnets", subnet.ToString());
            cloud.Touch(joined);
        }
    }

    private static JsonObject Endpoint(JsonObject sent, string apiVersion, string? location)
    {
        var made = sent.DeepClone().AsObject();
        made["provisioningState"] = "Updating";
        if (sent["locations"] is not JsonArray { Count: > 0 })
        {
            var known = ApiVersions.NamesEndpointRegions(apiVersion) ? EndpointService.Find(sent.Text("service")) : null;
            made["locations"] = (known?.Locations(Documents.NormalLocation(location)) ?? ["*"]).ToJsonArray();
        }

        made.Arrange("provisioningState", "service", "locations");
        return made;
    }

    private static JsonNode Delegation(ResourceId subnet, JsonObject sent)
    {
        var name = sent.Text("name") ?? "0";
        var service = sent.Object("properties").Text("serviceName");
        return new JsonObject
        {
            ["name"] = name,
            ["id"] = $"{subnet}/delegations/{name}",
            ["etag"] = null,
            ["properties"] = new JsonObject
            {
                ["provisioningState"] = "Succeeded",
                ["serviceName"] = service,
                ["actions"] = Delegable.ActionsOf(service).ToJsonArray(),
            },
            ["type"] = "Microsoft.Network/virtualNetworks/subnets/delegations",
        };
    }
}
