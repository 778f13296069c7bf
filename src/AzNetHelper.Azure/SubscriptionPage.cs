using System.Text.Json;
using System.Text.Json.Nodes;

namespace AzNetHelper.Azure;

/// <summary>A page of the list of subscriptions.</summary>
internal static class SubscriptionPage
{
    /// <summary>The page less the subscriptions that are left out; as it came where none is.</summary>
    public static ReadOnlyMemory<byte> Without(ReadOnlyMemory<byte> page, Func<string, bool> isLeftOut)
    {
        if (JsonNode.Parse(page.Span) is not JsonObject body || body["value"] is not JsonArray items)
        {
            return page;
        }

        var gone = items.Where(i => (string?)i?["subscriptionId"] is { } id && isLeftOut(id)).ToArray();
        foreach (var item in gone)
        {
            items.Remove(item);
        }

        return gone.Length == 0 ? page : JsonSerializer.SerializeToUtf8Bytes(body);
    }
}
