using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Services;

namespace AzNetHelper.Support;

/// <summary>Completes services that let subnets in, of every kind: by name, by <c>group/name</c> where several have the name.</summary>
public sealed class SecuredServiceCompleter : NameCompleter
{
    private protected override async Task<ImmutableArray<CompletableName>> FindAsync(IArm arm, CancellationToken cancellationToken)
    {
        // One page holds 1000 rows: more than a person completes through.
        var query = new JsonObject
        {
            ["query"] = $"Resources | where type in~ ({string.Join(", ", ServiceKind.All.Select(k => $"'{k.ResourceType.ToLowerInvariant()}'"))}) | project id, name",
            ["options"] = new JsonObject { ["resultFormat"] = "objectArray" },
        };
        var answer = await arm.QueryAsync(
            "/providers/Microsoft.ResourceGraph/resources", ResourceTypes.ResourceGraphApiVersion, JsonBody.WriteUtf8(query), cancellationToken);
        using var json = JsonDocument.Parse(answer.Body);
        ResourceId[] ids = [.. json.RootElement.GetProperty("data").EnumerateArray().Select(row => ResourceId.Parse(row.GetProperty("id").GetString()!))];
        var shared = ids.GroupBy(id => id.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. ids.Select(id => shared.Contains(id.Name)
            ? new CompletableName($"{id.ResourceGroup}/{id.Name}", id.ToString(), id.Name)
            : new CompletableName(id.Name, id.ToString(), $"{id.ResourceGroup}/{id.Name}"))];
    }
}
