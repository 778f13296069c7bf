using System.Text.Json.Nodes;

namespace AzNetHelper.Steps;

/// <summary>Says which policy refused a request: assignment, definition and the reason given.</summary>
internal static class PolicyViolations
{
    public static string Describe(string additionalInfo)
    {
        if (JsonNode.Parse(additionalInfo) is not JsonArray entries)
        {
            return string.Empty;
        }

        var sentences = entries.OfType<JsonObject>().Where(e => string.Equals((string?)e["type"], "PolicyViolation", StringComparison.Ordinal))
            .Select(e => e["info"]).OfType<JsonObject>()
            .Select(i => $"Policy assignment '{Text(i, "policyAssignmentDisplayName") ?? Text(i, "policyAssignmentName")}' "
                + $"({Text(i, "policyAssignmentId")}), definition '{Text(i, "policyDefinitionDisplayName") ?? Text(i, "policyDefinitionName")}' "
                + $"({Text(i, "policyDefinitionId")}).");
        return string.Join(' ', sentences);
    }

    private static string? Text(JsonObject info, string name) => (string?)info[name];
}
