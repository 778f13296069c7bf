using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Arm;

namespace AzNetHelper.Support;

/// <summary>Completes connections of gateways: by name, by <c>group/name</c> where several have the name.</summary>
public sealed class ConnectionCompleter : NameCompleter
{
    private static readonly byte[] Query = """
        {"query":"Resources | where type =~ 'microsoft.network/connections' | project id, name",
         "options":{"resultFormat":"objectArray"}}
        """u8.ToArray();

    private protected override async Task<ImmutableArray<CompletableName>> FindAsync(IArm arm, CancellationToken cancellationToken)
    {
        var answer = await arm.QueryAsync(
            "/providers/Microsoft.ResourceGraph/resources", ResourceTypes.ResourceGraphApiVersion, Query, cancellationToken);
        using var json = JsonDocument.Parse(answer.Body);
        var ids = json.RootElement.GetProperty("data").EnumerateArray().Select(row => ResourceId.Parse(row.GetProperty("id").GetString()!)).ToList();
        var shared = ids.GroupBy(id => id.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1)
            .Select(g => g.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. ids.Select(id => shared.Contains(id.Name)
            ? new CompletableName($"{id.ResourceGroup}/{id.Name}", id.ToString(), id.Name)
            : new CompletableName(id.Name, id.ToString(), $"{id.ResourceGroup}/{id.Name}"))];
    }
}
