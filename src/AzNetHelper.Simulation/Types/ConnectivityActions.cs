using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// What Virtual Network Manager has joined a VNet with: POST {vnet}/listNetworkManagerEffectiveConnectivityConfigurations
/// (recorded with 2024-05-01). The answer follows from loaded documents of networkManagers/connectivityConfigurations and
/// of networkManagers/networkGroups/staticMembers; every configuration counts as deployed in every region.
/// </summary>
internal sealed class ConnectivityActions(Cloud cloud)
{
    public const string Name = "listNetworkManagerEffectiveConnectivityConfigurations";

    private const string Managers = "Microsoft.Network/networkManagers";

    public Answer? Find(Exchange exchange, ResourceId group, string[] rest)
    {
        if (rest is not [var type, var name, var what] || !Json.Same(type, "virtualNetworks") || !Json.Same(what, Name))
        {
            return null;
        }

        var id = cloud.Estate.Canonical(
            ResourceId.ForResource(group.SubscriptionId, group.ResourceGroup!, ResourceKind.Network.Type, name));
        if (exchange.Verb is not "POST")
        {
            return Answer.Refusing(FrontDoorErrors.MethodNotAllowed.With(exchange.Verb, exchange.Uri.AbsolutePath));
        }

        if (cloud.Estate.Find(id) is null)
        {
            return Answer.Refusing(FrontDoorErrors.ResourceNotFound.With($"{id.Type}/{id.Name}", id.ResourceGroup));
        }

        return cloud.Guards.Check(exchange, id, ResourceKind.Network.Type, $"{Name}/action") is { } refused
            ? Answer.Refusing(refused)
            : Page(exchange, [.. Effective(id)]);
    }

    // The place to go on from stands in the body, not in a link.
    private Answer Page(Exchange exchange, JsonObject[] all)
    {
        var start = exchange.ReadBody().Text("skipToken") is { Length: > 0 } token ? Pages.Decode(token) : 0;
        var next = start + cloud.Options.PageSize;
        return Answer.Of(200, new JsonObject
        {
            ["skipToken"] = next < all.Length ? Pages.Encode(next) : string.Empty,
            ["value"] = new JsonArray([.. all.Skip(start).Take(cloud.Options.PageSize).Select(c => (JsonNode)c)]),
        });
    }

    private IEnumerable<JsonObject> Effective(ResourceId network)
    {
        var groups = cloud.Estate.Resources
            .Where(r => r.Key.IsType($"{Managers}/networkGroups/staticMembers")
                && Json.Same(r.Value.Object("properties").Text("resourceId"), network.ToString()))
            .Select(r => r.Key.Parent!).ToHashSet();
        foreach (var (id, configuration) in cloud.Estate.Resources
            .Where(r => r.Key.IsType($"{Managers}/connectivityConfigurations")))
        {
            var joined = configuration.Object("properties").Objects("appliesToGroups")
                .Select(g => ResourceId.TryParse(g.Text("networkGroupId"), out var group) ? group : null)
                .OfType<ResourceId>().Where(groups.Contains).ToArray();
            if (joined.Length > 0)
            {
                yield return new()
                {
                    ["id"] = id.ToString(),
                    ["properties"] = configuration["properties"]!.DeepClone(),
                    ["configurationGroups"] = new JsonArray([.. joined.Select(g => (JsonNode)new JsonObject
                    {
                        ["id"] = g.ToString(),
                        ["properties"] = cloud.Estate.Find(g)?["properties"]?.DeepClone() ?? new JsonObject(),
                    })]),
                };
            }
        }
    }
}
