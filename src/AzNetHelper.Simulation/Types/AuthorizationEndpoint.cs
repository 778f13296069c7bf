using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// Microsoft.Authorization, as far as it is asked: the management locks at and below a scope, and the caller's permissions on
/// a resource. Both tell the declared <see cref="GuardRules"/>.
/// </summary>
internal sealed class AuthorizationEndpoint(Cloud cloud)
{
    private const string Locks = "Microsoft.Authorization/locks";

    /// <summary>Null when the path is none of these.</summary>
    public Answer? Find(Exchange exchange, string[] path)
    {
        if (path is not [.., var word, var ns, var what] || !Json.Same(word, "providers") || !Json.Same(ns, "Microsoft.Authorization")
            || !ResourceId.TryParse($"/{string.Join('/', path[..^3])}", out var scope))
        {
            return null;
        }

        return !exchange.IsRead ? Answer.Refusing(FrontDoorErrors.MethodNotAllowed.With(exchange.Verb, exchange.Uri.AbsolutePath))
            : Json.Same(what, "locks") ? LocksOf(exchange, scope)
            : Json.Same(what, "permissions") ? PermissionsOf(scope)
            : null;
    }

    private Answer LocksOf(Exchange exchange, ResourceId scope) =>
        cloud.Guards.CheckPermission($"{Locks}/read", scope) is { } denied ? Answer.Refusing(denied)
        : Pages.Of(exchange, [.. cloud.Guards.Rules.Locks.Where(l => l.Scope.IsWithin(scope)).Select((l, i) => Lock(l, i))],
            cloud.Options.PageSize);

    private static JsonObject Lock(ManagementLock found, int number)
    {
        var name = found.Name ?? $"lock{(number + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        return new()
        {
            ["properties"] = new JsonObject { ["level"] = found.Level.ToString() },
            ["id"] = $"{found.Scope}/providers/{Locks}/{name}",
            ["type"] = Locks,
            ["name"] = name,
        };
    }

    // An owner, less what is denied here.
    private Answer PermissionsOf(ResourceId scope) =>
        cloud.Guards.CheckPermission("Microsoft.Authorization/permissions/read", scope) is { } denied ? Answer.Refusing(denied)
        : Answer.Of(200, new JsonObject
        {
            ["value"] = new JsonArray((JsonNode)new JsonObject
            {
                ["actions"] = new JsonArray("*"),
                ["notActions"] = cloud.Guards.Rules.Denials.Where(d => scope.IsWithin(d.Scope)).Select(d => d.Action).ToJsonArray(),
            }),
        });
}
