using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// What a network manager may act on, and how. The tenant's subscriptions lie in every management group: the simulation has no tree
/// of them.
/// </summary>
internal sealed record ManagerScope(ImmutableHashSet<string> Places, ImmutableHashSet<string> Accesses)
{
    private const string Subscriptions = "/subscriptions/";
    private const string Groups = "/providers/Microsoft.Management/managementGroups/";

    public bool IsEmpty => Places.IsEmpty;

    /// <summary>A place that is neither a subscription nor a management group.</summary>
    public string? Unreadable => Places.FirstOrDefault(p => !Is(p, Subscriptions) && !Is(p, Groups));

    public static ManagerScope Of(JsonObject? properties)
    {
        var scopes = properties.Object("networkManagerScopes");
        var places = scopes.Texts("subscriptions").Concat(scopes.Texts("managementGroups"));
        return new(ImmutableHashSet.CreateRange(StringComparer.OrdinalIgnoreCase, places),
            [.. properties.Texts("networkManagerScopeAccesses")]);
    }

    public bool Holds(ResourceId resource) =>
        Places.Any(p => Is(p, Groups)) || Places.Contains($"{Subscriptions}{resource.SubscriptionId}");

    private static bool Is(string place, string kind) =>
        place.StartsWith(kind, StringComparison.OrdinalIgnoreCase) && place.Length > kind.Length && !place[kind.Length..].Contains('/');
}
