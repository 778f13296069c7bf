using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// What Virtual Network Manager has joined a VNet with: POST {vnet}/listNetworkManagerEffectiveConnectivityConfigurations
/// (recorded with 2024-05-01). The answer follows from what is deployed in the VNet's region.
/// </summary>
internal sealed class ConnectivityActions(Cloud cloud)
{
    public const string Name = "listNetworkManagerEffectiveConnectivityConfigurations";

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
            : Pages.InBody(exchange, [.. cloud.Deployments.Goal.EffectiveOn(id).Select(e => Show(cloud, e.Configuration, e.Groups, null))],
                cloud.Options.PageSize);
    }

    /// <summary>A configuration as it acts: its properties as they were committed, with its groups as they are.</summary>
    public static JsonObject Show(Cloud cloud, DeployedConfiguration configuration, IEnumerable<ResourceId> groups, string? region)
    {
        var shown = new JsonObject { ["id"] = configuration.Id.ToString() };
        if (region is not null)
        {
            shown["region"] = region;
        }

        shown["properties"] = configuration.Properties.DeepClone();
        shown["configurationGroups"] = new JsonArray([.. groups.Select(g => (JsonNode)new JsonObject
        {
            ["id"] = g.ToString(),
            ["properties"] = cloud.Estate.Find(g)?["properties"]?.DeepClone() ?? new JsonObject(),
        })]);
        return shown;
    }
}
