using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// Microsoft.Authorization, as far as a preflight asks: the caller's permissions at a scope, and management locks.
/// Shapes: azure-rest-api-specs, authorization-RoleDefinitionsCalls.json 2022-04-01 and locks.json 2020-05-01.
/// </summary>
internal sealed class AuthorizationEndpoint(Cloud cloud)
{
    private const string Namespace = "Microsoft.Authorization";
    private const string LockType = Namespace + "/locks";

    /// <summary>What the caller may do: an entry a role, with those that are inherited.</summary>
    public Answer Permissions(Exchange exchange, string[] path) => Refusal(exchange, path, "permissions", "read", out var scope)
        ?? Pages.Of(exchange, [.. cloud.Guards.RolesAt(scope).Select(r => new JsonObject
        {
            ["actions"] = r.Actions.ToJsonArray(),
            ["notActions"] = r.NotActions.ToJsonArray(),
            ["dataActions"] = new JsonArray(),
            ["notDataActions"] = new JsonArray(),
        })], cloud.Options.PageSize);

    /// <summary>
    /// The locks at, above and below a scope; with <c>$filter=atScope()</c> those at and above it (Get-AzResourceLock
    /// -AtScope).
    /// </summary>
    public Answer Locks(Exchange exchange, string[] path) => Refusal(exchange, path, "locks", "read", out var scope)
        ?? Pages.Of(exchange, [.. cloud.Guards.Rules.Locks.Where(l => scope.IsWithin(l.Scope)
            || (l.Scope.IsWithin(scope) && !exchange.Query.ContainsKey("$filter"))).Select(Show)], cloud.Options.PageSize);

    /// <summary>One lock of a scope.</summary>
    public Answer Lock(Exchange exchange, string[] path, string name)
    {
        var verb = exchange.Verb switch { "GET" => "read", "DELETE" => "delete", _ => "write" };
        if (Refusal(exchange, path, "locks", verb, out var scope) is { } refusal)
        {
            return refusal;
        }

        var rules = cloud.Guards.Rules;
        var held = rules.Locks.FirstOrDefault(l => l.Scope == scope && Json.Same(NameOf(l), name));
        switch (exchange.Verb)
        {
            case "GET":
                return held is null
                    ? Answer.Refusing(FrontDoorErrors.LockNotFound.With(name)) : Answer.Of(200, Show(held));
            case "DELETE":
                cloud.Guards.Rules = held is null ? rules : rules with { Locks = rules.Locks.Remove(held) };
                return new(held is null ? 204 : 200);
            case "PUT":
                var properties = exchange.ReadBody().Object("properties");
                if (!Enum.TryParse<LockLevel>(properties.Text("level"), ignoreCase: true, out var level))
                {
                    return Answer.Refusing(FrontDoorErrors.InvalidRequestContent.With("properties.level"));
                }

                var made = new ManagementLock(scope, level) { Name = name, Notes = properties.Text("notes") ?? string.Empty };
                cloud.Guards.Rules = rules with
                {
                    Locks = held is null ? rules.Locks.Add(made) : rules.Locks.Replace(held, made),
                };
                return Answer.Of(held is null ? 201 : 200, Show(made));
            default:
                return Answer.Refusing(FrontDoorErrors.MethodNotAllowed.With(exchange.Verb, exchange.Uri.AbsolutePath));
        }
    }

    private Answer? Refusal(Exchange exchange, string[] path, string kind, string verb, out ResourceId scope)
    {
        if (!ResourceId.TryParse($"/{string.Join('/', path)}", out var asked))
        {
            scope = ResourceId.ForSubscription(path[1]);
            return Answer.Refusing(FrontDoorErrors.UnknownPath.With(exchange.Uri.AbsolutePath));
        }

        scope = cloud.Estate.Canonical(asked);
        var type = $"{Namespace}/{kind}";
        return !ApiVersions.IsKnown(type, exchange.ApiVersion!)
            ? Answer.Refusing(FrontDoorErrors.InvalidResourceType.With(
                kind, Namespace, exchange.ApiVersion, ApiVersions.List(type)))
            : verb == "read" && !exchange.IsRead
                ? Answer.Refusing(FrontDoorErrors.MethodNotAllowed.With(exchange.Verb, exchange.Uri.AbsolutePath))
            : cloud.Guards.CheckPermission($"{type}/{verb}", scope) is { } denied ? Answer.Refusing(denied)
            : scope.Group is { } group && cloud.Estate.Group(group) is null
                ? Answer.Refusing(FrontDoorErrors.ResourceGroupNotFound.With(group.Name))
            : null;
    }

    // A lock that was declared without a name gets one of its place.
    private string NameOf(ManagementLock held) => held.Name
        ?? string.Create(CultureInfo.InvariantCulture, $"lock{cloud.Guards.Rules.Locks.IndexOf(held) + 1}");

    private JsonObject Show(ManagementLock held)
    {
        var name = NameOf(held);
        var properties = new JsonObject { ["level"] = held.Level.ToString() };
        if (held.Notes.Length > 0)
        {
            properties["notes"] = held.Notes;
        }

        return new()
        {
            ["properties"] = properties,
            ["id"] = $"{held.Scope}/providers/{LockType}/{name}",
            ["type"] = LockType,
            ["name"] = name,
        };
    }
}
