using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Planning;
using AzNetHelper.Steps;

namespace AzNetHelper.Rights;

/// <summary>
/// Compares the rights that a plan needs with those that the caller has. Roles are inherited downwards, so each resource group
/// is asked once, and a single resource only where its group's answer is not enough.
/// </summary>
internal sealed class PermissionCheck(IArm arm, ImmutableArray<RequiredRight> required)
{
    // Permissions - List For Resource Group and For Resource (azure-rest-api-specs, authorization-RoleDefinitionsCalls.json).
    internal const string ApiVersion = "2022-04-01";

    private readonly ScopeAnswers<GrantedRights> _granted = new(arm, "permissions", ApiVersion, GrantedRights.Parse);

    /// <summary>What is missing as problems, and the refusal because of which something could not be told.</summary>
    public async Task<(ImmutableArray<PlanProblem> Problems, ArmException? Unread)> RunAsync(CancellationToken stop)
    {
        var open = required;
        foreach (var level in (Func<RequiredRight, ResourceId?>[])[r => r.Scope.Group, Holder, Own])
        {
            await _granted.AskAsync(open.Select(level).OfType<ResourceId>(), stop).ConfigureAwait(false);
            open = [.. open.Where(r => level(r) is not { } scope || _granted[scope]?.Allow(r.Action) is not true)];
        }

        // Of the last level that has one the answer counts, because it includes what is inherited. Where none has, nobody knows.
        var missing = open.Where(r => Asked(r).LastOrDefault() is { } scope && _granted[scope] is not null).ToArray();
        var unread = open.Except(missing).SelectMany(Asked).Select(_granted.RefusalAt).FirstOrDefault(e => e is not null);
        var problems = ImmutableArray.CreateBuilder<PlanProblem>(missing.Length);
        foreach (var right in missing)
        {
            problems.Add(Problem(right, await arm.WhoAsync(right.Scope.ToString(), stop).ConfigureAwait(false)));
        }

        return (problems.MoveToImmutable(), unread);
    }

    private static IEnumerable<ResourceId> Asked(RequiredRight right) =>
        new[] { right.Scope.Group, Holder(right), Own(right) }.OfType<ResourceId>();

    private static ResourceId? Holder(RequiredRight right) => right.Exists ? Top(right.Scope) : null;

    private static ResourceId? Own(RequiredRight right) => right.Exists ? right.Scope : null;

    private static ResourceId Top(ResourceId id)
    {
        while (id.Parent is { } parent)
        {
            id = parent;
        }

        return id;
    }

    private static PlanProblem Problem(RequiredRight right, ArmIdentity? who) => new("MissingPermission",
        $"{(who is null ? "You are" : $"{who} is")} not allowed '{right.Action}' on {right.Scope}, which is needed: {right.Need}. "
        + $"Nothing was written. Ask the owner of {right.Scope.Name} for a role with this action (docs/permissions.md has one a "
        + "job), or leave this out; a role that was given just now counts after some minutes.", right.Scope)
    {
        Group = right.Group,
        Kind = FailureKind.PermissionDenied,
    };
}
