using System.Collections.Immutable;

namespace AzNetHelper.Planning;

/// <summary>A second tenant that a plan writes in, as a tunnel between two does: whoever applies it needs a sign-in for each.</summary>
/// <param name="TenantId">The tenant; null where the sign-in did not tell it.</param>
/// <param name="SubscriptionIds">The subscriptions of the plan that lie in it; at least one.</param>
public sealed record PlanTenant(string? TenantId, ImmutableArray<string> SubscriptionIds)
{
    /// <summary>Both, where they are one tenant.</summary>
    internal PlanTenant And(PlanTenant other) => new(TenantId ?? other.TenantId,
        [.. SubscriptionIds.Concat(other.SubscriptionIds).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)]);

    public override string ToString() => TenantId ?? $"the tenant of {string.Join(", ", SubscriptionIds)}";
}
