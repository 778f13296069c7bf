using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>What the provider checks about the endpoints and delegations of a subnet; what stood there before is left alone.</summary>
internal static class SubnetServiceRules
{
    public static ArmError? Check(ResourceId id, JsonObject? existing, JsonObject made) =>
        CheckEndpoints(id, existing, made) ?? CheckDelegations(id, existing, made)
        ?? (existing is null ? null : CheckLinks(id, existing, made) ?? CheckUse(id, existing, made));

    /// <summary>The services that a subnet is delegated to.</summary>
    public static string[] Delegations(JsonObject? subnet) => [.. subnet.Object("properties").Objects("delegations")
        .Select(d => d.Object("properties").Text("serviceName")).OfType<string>()];

    private static ArmError? CheckEndpoints(ResourceId id, JsonObject? existing, JsonObject made)
    {
        var before = Names(existing);
        var names = Names(made);
        return names.FirstOrDefault(n => EndpointService.Find(n) is null && !Has(before, n)) is { } unknown
                ? NetworkErrors.UnknownEndpoint.With(id, unknown)
            : Has(names, EndpointService.Storage) && Has(names, EndpointService.StorageGlobal)
                ? NetworkErrors.EndpointsExclude.With(id, EndpointService.Storage, EndpointService.StorageGlobal)
            : null;

        static string[] Names(JsonObject? subnet) => [.. ServiceBook.Endpoints(subnet).Select(e => e.Service)];
    }

    private static ArmError? CheckDelegations(ResourceId id, JsonObject? existing, JsonObject made)
    {
        var before = Delegations(existing);
        var names = Delegations(made);
        return names.FirstOrDefault(n => Delegable.Find(n) is null && !Has(before, n)) is { } unknown
                ? NetworkErrors.UnknownDelegation.With(id, unknown)
            : names.Length > 1 && names.Length > before.Length ? NetworkErrors.OneDelegation.With(id, string.Join(", ", names))
            : null;
    }

    // A service that has left a link in the subnet needs its delegation as long.
    private static ArmError? CheckLinks(ResourceId id, JsonObject existing, JsonObject made)
    {
        var names = Delegations(made);
        return existing.Object("properties").Objects("serviceAssociationLinks")
            .Where(l => l.Object("properties").Text("linkedResourceType") is { } type && Has(Delegations(existing), type) && !Has(names, type))
            .Select(l => NetworkErrors.DelegationRequired.With(id, l.Object("properties").Text("linkedResourceType"), l.Text("id")))
            .FirstOrDefault();
    }

    private static ArmError? CheckUse(ResourceId id, JsonObject existing, JsonObject made)
    {
        var (before, after) = (Delegations(existing), Delegations(made));
        return !before.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(after)
            && existing.Object("properties").Objects("ipConfigurations").FirstOrDefault().Text("id") is { } user
            ? NetworkErrors.DelegationsInUse.With(id, string.Join(", ", before), string.Join(", ", after), user) : null;
    }

    private static bool Has(string[] names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
