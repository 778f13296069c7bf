using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>A link that a service leaves in the subnet that it is deployed into; no customer writes one.</summary>
/// <param name="Name">For example <c>AppServiceLink</c>.</param>
/// <param name="LinkedResourceType">For example <c>Microsoft.Web/serverFarms</c>.</param>
/// <param name="Link">What it links to; null where the service does not tell.</param>
public sealed record ServiceLink(string Name, string LinkedResourceType, ResourceId? Link = null)
{
    /// <summary>A resource navigation link, not a service association link.</summary>
    public bool IsNavigation { get; init; }

    internal string Member => IsNavigation ? "resourceNavigationLinks" : "serviceAssociationLinks";

    internal JsonObject Document(ResourceId subnet)
    {
        var properties = new JsonObject
        {
            ["provisioningState"] = "Succeeded",
            ["linkedResourceType"] = LinkedResourceType,
            ["link"] = Link?.ToString(),
        };
        if (!IsNavigation)
        {
            properties["allowDelete"] = false;
            properties["locations"] = new JsonArray();
        }

        return new()
        {
            ["name"] = Name,
            ["id"] = $"{subnet}/{Member}/{Name}",
            ["etag"] = null,
            ["type"] = $"{ResourceTypes.Subnet}/{Member}",
            ["properties"] = properties,
        };
    }
}
