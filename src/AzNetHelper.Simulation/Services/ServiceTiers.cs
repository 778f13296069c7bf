using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Which tier a service must have for network rules (azure-network-rules 7).</summary>
internal static class ServiceTiers
{
    private static readonly (string Type, Func<JsonObject, bool> Fits, string Reason)[] Needs =
    [
        (ResourceTypes.ServiceBusNamespace, d => IsTier(d, "Premium"), "only namespaces of the Premium tier can"),
        (ResourceTypes.EventHubsNamespace, d => !IsTier(d, "Basic"), "namespaces of the Basic tier cannot"),
        (ResourceTypes.ContainerRegistry, d => IsTier(d, "Premium"), "only registries of the Premium tier can"),
        (ResourceTypes.PostgreSqlServer, d => !IsTier(d, "Basic"), "servers of the Basic tier cannot"),
        (ResourceTypes.MySqlServer, d => !IsTier(d, "Basic"), "servers of the Basic tier cannot"),
        (ResourceTypes.CognitiveServicesAccount, d => d.Object("properties").Text("customSubDomainName") is { Length: > 0 },
            "it has no custom subdomain"),
    ];

    /// <param name="cloud">The state.</param>
    /// <param name="id">What is written.</param>
    /// <param name="made">How it will be.</param>
    /// <param name="hasRules">It has rules then.</param>
    public static ArmError? Check(Cloud cloud, ResourceId id, JsonObject made, bool hasRules)
    {
        var top = Cloud.Top(id);
        var document = top == id ? made : cloud.Estate.Find(top);
        return !hasRules || document is null ? null
            : Needs.Where(n => top.IsType(n.Type) && !n.Fits(document)).Select(n => ServiceErrors.Tier.With(top.Name, n.Reason)).FirstOrDefault();
    }

    private static bool IsTier(JsonObject document, string tier) =>
        Json.Same(document.Object("sku").Text("tier") ?? document.Object("sku").Text("name"), tier);
}
