using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Reading;

/// <summary>Which subscriptions are read.</summary>
internal static class Subscriptions
{
    private const string Path = "/subscriptions";

    /// <summary>
    /// The subscriptions asked for, or all that are visible. Resource Graph leaves out what the caller may not see
    /// without a word, so one that was asked for and is not visible is told here.
    /// </summary>
    public static async Task<ImmutableArray<string>> SelectAsync(
        IArm arm, ImmutableArray<string> wanted, Action<string, string, string> gap,
        CancellationToken cancellationToken)
    {
        var visible = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var pages = arm.ListAsync(Path, ResourceTypes.ResourcesApiVersion, cancellationToken);
        await foreach (var page in pages.ConfigureAwait(false))
        {
            visible.UnionWith(Shape.Items(page.Body)
                .Select(item => JsonSlices.Text(JsonSlices.Members(item).GetValueOrDefault("subscriptionId")))
                .OfType<string>());
        }

        if (wanted.IsEmpty && visible.Count == 0)
        {
            gap(Path, "NoSubscription",
                "No subscription is visible to this sign-in. Check the tenant and the role assignments.");
        }

        foreach (var id in wanted.Where(id => !visible.Contains(id)))
        {
            gap($"{Path}/{id}", "SubscriptionNotFound", $"The subscription {id} is not visible to this sign-in.");
        }

        return [.. (wanted.IsEmpty ? visible : wanted.Where(visible.Contains)).Order(StringComparer.OrdinalIgnoreCase)];
    }
}
