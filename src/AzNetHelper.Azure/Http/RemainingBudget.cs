using System.Globalization;

namespace AzNetHelper.Azure;

/// <summary>
/// What an answer announces of ARM's budget for requests of its kind: x-ms-ratelimit-remaining-..., of the subscription (by
/// caller, and over all callers) and of the tenant. The least counts
/// (learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling).
/// </summary>
internal static class RemainingBudget
{
    public static int? Read(ArmRequest request, Func<string, string?> header)
    {
        var kind = request.CountsAsRead ? "reads" : request.Method is "DELETE" ? "deletes" : "writes";
        int? least = null;
        foreach (var scope in (string[])["subscription", "subscription-global", "tenant"])
        {
            if (int.TryParse(header($"x-ms-ratelimit-remaining-{scope}-{kind}"), NumberStyles.None, CultureInfo.InvariantCulture,
                out var left) && !(least < left))
            {
                least = left;
            }
        }

        return least;
    }
}
