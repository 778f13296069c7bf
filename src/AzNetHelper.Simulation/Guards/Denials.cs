using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>
/// An action that the caller may not do within a scope, as a deny assignment says it: the caller's permissions do not show
/// it.
/// </summary>
/// <param name="Action">The action, with * for any text, for example
/// <c>Microsoft.Network/virtualNetworks/peer/action</c>.</param>
/// <param name="Scope">A subscription, group or resource; what lies below is denied too.</param>
public sealed record PermissionDenial(string Action, ResourceId Scope);

/// <summary>A role of the caller, in little: what may be done within a scope.</summary>
/// <param name="Scope">A subscription, group or resource; what lies below is allowed too.</param>
/// <param name="Actions">The actions, with * for any text.</param>
public sealed record RoleGrant(ResourceId Scope, ImmutableArray<string> Actions)
{
    /// <summary>What this role leaves out; another role may still grant it.</summary>
    public ImmutableArray<string> NotActions { get; init; } = [];

    internal bool Allows(string action) =>
        Actions.Any(a => Wildcard.Matches(a, action)) && !NotActions.Any(a => Wildcard.Matches(a, action));
}

/// <summary>What a management lock keeps from being done.</summary>
public enum LockLevel
{
    CanNotDelete,
    ReadOnly,
}

/// <summary>A management lock on a subscription, group or resource; it holds for all that lies below.</summary>
public sealed record ManagementLock(ResourceId Scope, LockLevel Level)
{
    /// <summary>Its name; null for one that is made up.</summary>
    public string? Name { get; init; }

    /// <summary>What its owner wrote about it; empty for nothing.</summary>
    public string Notes { get; init; } = string.Empty;
}

/// <summary>A policy with the effect deny.</summary>
/// <param name="Scope">Where it is assigned.</param>
/// <param name="ResourceType">The type whose writes it refuses.</param>
/// <param name="Reason">The non-compliance message.</param>
public sealed record DenyPolicy(ResourceId Scope, string ResourceType, string Reason)
{
    public string AssignmentName { get; init; } = "assignment1";

    public string AssignmentDisplayName { get; init; } = "Assignment 1";

    public string DefinitionName { get; init; } = "7bca8353-aa3b-429b-904a-9229c4385837";

    public string DefinitionDisplayName { get; init; } = "Definition 1";

    /// <summary>Which requests it refuses, by the body sent; null for all.</summary>
    public Func<ReadOnlyMemory<byte>, bool>? Violates { get; init; }
}

/// <summary>
/// What stands between the caller and the resources: rights, management locks, policies. Declared, replaceable at any
/// time.
/// </summary>
public sealed record GuardRules
{
    /// <summary>The caller's roles: what none of them grants is refused, reads too. Null for an owner of everything.</summary>
    public ImmutableArray<RoleGrant>? Roles { get; init; }

    public ImmutableArray<PermissionDenial> Denials { get; init; } = [];

    public ImmutableArray<ManagementLock> Locks { get; init; } = [];

    public ImmutableArray<DenyPolicy> Policies { get; init; } = [];
}
