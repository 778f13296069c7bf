using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Arm;

namespace AzNetHelper.Hosting;

/// <summary>A subscription that a session can see.</summary>
internal sealed record VisibleSubscription(string Id, string Name, string? TenantId)
{
    public override string ToString() => $"{Name} ({Id})";
}

/// <summary>Reads which subscriptions can be seen; reading it is also how a sign-in is proved.</summary>
internal static class SubscriptionList
{
    public static async Task<ImmutableArray<VisibleSubscription>> ReadAsync(IArm arm, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<VisibleSubscription>();
        await foreach (var page in arm.ListAsync("/subscriptions", ResourceTypes.ResourcesApiVersion, cancellationToken))
        {
            using var json = JsonDocument.Parse(page.Body);
            found.AddRange(json.RootElement.GetProperty("value").EnumerateArray().Select(Read));
        }

        return found.ToImmutable();
    }

    private static VisibleSubscription Read(JsonElement item)
    {
        var id = item.GetProperty("subscriptionId").GetString()!;
        return new(id, Text(item, "displayName") ?? id, Text(item, "tenantId"));
    }

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
