using AzNetHelper.Arm;

namespace AzNetHelper.Rights;

/// <summary>An action that a plan needs on a resource.</summary>
/// <param name="Action">For example <c>Microsoft.Network/virtualNetworks/peer/action</c>.</param>
/// <param name="Scope">The resource on which it is needed; a role there, on its group or above grants it.</param>
public sealed record RequiredRight(string Action, ResourceId Scope)
{
    /// <summary>What needs it, for people: the summary of the first change that does.</summary>
    public string Need { get; init; } = string.Empty;

    /// <summary>The group of the plan that needs it first; empty for the whole plan.</summary>
    public string Group { get; init; } = string.Empty;

    /// <summary>True when the resource is there; a role on one that is yet to be made cannot have been given.</summary>
    public bool Exists { get; init; } = true;

    public override string ToString() => $"{Action} on {Scope}";
}
