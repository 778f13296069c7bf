using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation;

/// <summary>
/// ARM's list of resource providers, which clients ask for versions and regions, and register. Every provider that is
/// here is registered. Any region is taken; those that the networks are in are listed.
/// </summary>
internal sealed class ProviderEndpoint(Cloud cloud)
{
    // The types whose body may name zones.
    private static readonly string[] Zonal = [ResourceKind.Address.ShortType, ResourceKind.Gateway.ShortType];

    private static readonly (string Namespace, string[] Types)[] All =
    [
        ("Microsoft.Network", [.. ResourceKind.All.Select(k => k.ShortType)]),
        ("Microsoft.ResourceGraph", ["resources"]),
        ("Microsoft.Resources", ["tenants", "subscriptions", "providers", "resourceGroups"]),
        .. ServiceTypes.Providers.Select(p => (p, ServiceTypes.All.Select(t => t.Kind)
            .Where(k => k.Type.StartsWith($"{p}/", StringComparison.OrdinalIgnoreCase)).Select(k => k.ShortType).ToArray())),
    ];

    /// <param name="exchange">The request.</param>
    /// <param name="scope">The subscription's path, empty for the tenant.</param>
    public Answer List(Exchange exchange, string scope) => exchange.IsRead
        ? Pages.Of(exchange, [.. All.Select(p => Show(scope, p.Namespace, p.Types))], cloud.Options.PageSize)
        : NotAllowed(exchange);

    public Answer One(Exchange exchange, string scope, string name) => !exchange.IsRead ? NotAllowed(exchange)
        : Find(name) is { } provider ? Answer.Of(200, Show(scope, provider.Namespace, provider.Types))
        : Answer.Refusing(FrontDoorErrors.InvalidResourceNamespace.With(name));

    public Answer Register(Exchange exchange, string scope, string name) => exchange.Verb is not "POST"
        ? NotAllowed(exchange)
        : Find(name) is { } provider ? Answer.Of(200, Show(scope, provider.Namespace, provider.Types))
        : Answer.Refusing(FrontDoorErrors.InvalidResourceNamespace.With(name));

    private static (string Namespace, string[] Types)? Find(string name)
    {
        var at = Array.FindIndex(All, p => Json.Same(p.Namespace, name));
        return at < 0 ? null : All[at];
    }

    private JsonObject Show(string scope, string name, string[] types)
    {
        var regions = cloud.Estate.Resources.Select(r => Documents.NormalLocation(r.Value.Text("location"))).OfType<string>()
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).ToArray();
        var shown = new JsonObject { ["id"] = $"{scope}/providers/{name}", ["namespace"] = name };
        shown["resourceTypes"] = new JsonArray([.. types.Select(type => (JsonNode)new JsonObject
        {
            ["resourceType"] = type,
            ["locations"] = name is "Microsoft.Network" || ServiceTypes.Providers.Contains(name, StringComparer.Ordinal) ? regions.ToJsonArray() : new JsonArray(),
            ["apiVersions"] = ApiVersions.List(ApiVersions.KeyOf(name, type)).Split(", ").ToJsonArray(),
            ["zoneMappings"] = Zonal.Contains(type) ? Zones(regions) : new JsonArray(),
        })]);
        // The tenant's list says nothing about subscriptions.
        if (scope.Length > 0)
        {
            shown["registrationState"] = "Registered";
            shown["registrationPolicy"] = "RegistrationRequired";
        }

        return shown;
    }

    private static JsonArray Zones(string[] regions) => new([.. regions.Select(Region.Find).OfType<Region>()
        .Where(r => !r.Zones.IsEmpty).Select(r => (JsonNode)new JsonObject
        {
            ["location"] = r.DisplayName,
            ["zones"] = r.Zones.ToJsonArray(),
        })]);

    private static Answer NotAllowed(Exchange exchange) =>
        Answer.Refusing(FrontDoorErrors.MethodNotAllowed.With(exchange.Verb, exchange.Uri.AbsolutePath));
}
