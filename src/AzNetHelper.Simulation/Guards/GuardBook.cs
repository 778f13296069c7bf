using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Applies rights, management locks and policies, in the order in which ARM asks.</summary>
internal sealed class GuardBook(SimulationOptions options)
{
    public GuardRules Rules { get; set; } = new();

    public required TenantBook Tenants { get; init; }

    public ArmError? Check(Exchange exchange, ResourceId scope, string type, string verb) =>
        Check(exchange, scope, type, verb, verb);

    /// <param name="exchange">The request.</param>
    /// <param name="scope">What it is about.</param>
    /// <param name="type">Its type.</param>
    /// <param name="action">The action below the type.</param>
    /// <param name="verb">What locks look at: write, delete, or an action.</param>
    public ArmError? Check(Exchange exchange, ResourceId scope, string type, string action, string verb) =>
        CheckPermission($"{type}/{action}", scope) ?? CheckLocks(scope, verb)
            ?? CheckPolicies(exchange, scope, type, action);

    /// <summary>The caller's right on another resource that the one being written refers to.</summary>
    public ArmError? CheckLinked(
        string action, ResourceId scope, string linkedAction, ResourceId linked) =>
        Allows(linkedAction, linked)
            ? null
            : FrontDoorErrors.LinkedAuthorizationFailed.With(
                options.ClientName, options.ClientObjectId, action, scope, linkedAction, linked);

    /// <summary>The same of what may lie in another tenant.</summary>
    public ArmError? CheckLinked(Exchange exchange, string action, ResourceId scope, string linkedAction, ResourceId linked) =>
        Tenants.CheckLinked(exchange, scope, linkedAction, linked) ?? CheckLinked(action, scope, linkedAction, linked);

    /// <summary>True when a role at the scope or above grants the action and nothing denies it.</summary>
    public bool Allows(string action, ResourceId scope) =>
        RolesAt(scope).Any(r => r.Allows(action))
        && !Rules.Denials.Any(d => scope.IsWithin(d.Scope) && Wildcard.Matches(d.Action, action));

    /// <summary>True when the caller has a role at the scope, above it or below it: then ARM shows a subscription.</summary>
    public bool Sees(ResourceId scope) =>
        Rules.Roles is null || Rules.Roles.Value.Any(r => r.Scope.IsWithin(scope) || scope.IsWithin(r.Scope));

    /// <summary>The roles that count at a scope: those given there and above.</summary>
    public IEnumerable<RoleGrant> RolesAt(ResourceId scope) => Rules.Roles is { } roles
        ? roles.Where(r => scope.IsWithin(r.Scope))
        : [new(ResourceId.ForSubscription(scope.SubscriptionId), ["*"])];

    public ArmError? CheckPermission(string action, ResourceId scope) => Allows(action, scope)
        ? null
        : FrontDoorErrors.AuthorizationFailed.With(options.ClientName, options.ClientObjectId, action, scope);

    // A delete also meets locks on what lies below (a group with a locked resource cannot go).
    private ArmError? CheckLocks(ResourceId scope, string verb)
    {
        var locked = Rules.Locks.Where(l => verb switch
        {
            "delete" => scope.IsWithin(l.Scope) || l.Scope.IsWithin(scope),
            "write" => l.Level == LockLevel.ReadOnly && scope.IsWithin(l.Scope),

            // A lock against writing keeps every POST away, also one that only asks (lock-resources, considerations).
            _ when verb.EndsWith("/action", StringComparison.Ordinal) => l.Level == LockLevel.ReadOnly && scope.IsWithin(l.Scope),
            _ => false,
        }).Select(l => l.Scope.ToString()).ToArray();
        return locked.Length == 0 ? null : FrontDoorErrors.ScopeLocked.With(scope, verb, string.Join(',', locked));
    }

    private ArmError? CheckPolicies(Exchange exchange, ResourceId scope, string type, string verb)
    {
        var policies = verb is not "write" ? [] : Rules.Policies.Where(p => scope.IsWithin(p.Scope)
            && Json.Same(p.ResourceType, type) && (p.Violates?.Invoke(exchange.Body) ?? true)).ToArray();
        return policies.Length == 0
            ? null
            : FrontDoorErrors.RequestDisallowedByPolicy.With(
                scope.Name, string.Join("', '", policies.Select(p => p.Reason))) with
            {
                Target = scope.Name,
                AdditionalInfo = new JsonArray([.. policies.Select(p => (JsonNode)Violation(p, type))]),
            };
    }

    // Every member as recorded (azure-powershell, TestSubnetPeeringCRUD of February 2025).
    private static JsonObject Violation(DenyPolicy policy, string type) => new()
    {
        ["type"] = "PolicyViolation",
        ["info"] = new JsonObject
        {
            ["evaluationDetails"] = new JsonObject
            {
                ["evaluatedExpressions"] = new JsonArray((JsonNode)new JsonObject
                {
                    ["result"] = "True",
                    ["expressionKind"] = "Field",
                    ["expression"] = "type",
                    ["path"] = "type",
                    ["expressionValue"] = type,
                    ["targetValue"] = type,
                    ["operator"] = "Equals",
                }),
                ["reason"] = policy.Reason,
            },
            ["policyDefinitionId"] = $"/providers/Microsoft.Authorization/policyDefinitions/{policy.DefinitionName}",
            ["policyDefinitionName"] = policy.DefinitionName,
            ["policyDefinitionDisplayName"] = policy.DefinitionDisplayName,
            ["policyDefinitionVersion"] = "1.0.0",
            ["policyDefinitionEffect"] = "Deny",
            ["policyAssignmentId"] =
                $"{policy.Scope}/providers/Microsoft.Authorization/policyAssignments/{policy.AssignmentName}",
            ["policyAssignmentName"] = policy.AssignmentName,
            ["policyAssignmentDisplayName"] = policy.AssignmentDisplayName,
            ["policyAssignmentScope"] = policy.Scope.ToString(),
            ["policyAssignmentParameters"] = new JsonObject { ["effect"] = "Deny" },
            ["policyExemptionIds"] = new JsonArray(),
            ["policyEnrollmentIds"] = new JsonArray(),
        },
    };
}

/// <summary>Text with * for any run of characters, whatever the case.</summary>
internal static class Wildcard
{
    public static bool Matches(string pattern, string text)
    {
        var parts = pattern.Split('*');
        if (parts.Length == 1)
        {
            return Json.Same(pattern, text);
        }

        if (!text.StartsWith(parts[0], StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var at = parts[0].Length;
        for (var i = 1; i < parts.Length - 1; i++)
        {
            var found = text.IndexOf(parts[i], at, StringComparison.OrdinalIgnoreCase);
            if (found < 0)
            {
                return false;
            }

            at = found + parts[i].Length;
        }

        return text.Length - at >= parts[^1].Length && text.EndsWith(parts[^1], StringComparison.OrdinalIgnoreCase);
    }
}
