using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Services;

namespace AzNetHelper.Support;

/// <summary>Completes services that let subnets in, of every kind: by name, by <c>group/name</c> where several have the name.</summary>
public sealed class SecuredServiceCompleter : NameCompleter
{
    private protected override async Task<ImmutableArray<CompletableName>> FindAsync(IArm arm, CancellationToken cancellationToken)
    {
        var types = string.Join(", ", ServiceKind.All.Select(k => $"'{k.ResourceType.ToLowerInvariant()}'"));
        var rows = await CompletionRows.ReadAsync(arm, $"Resources | where type in~ ({types}) | project id, name", cancellationToken);
        ResourceId[] ids = [.. rows.Select(row => ResourceId.Parse(row.GetProperty("id").GetString()!))];
        var shared = ids.GroupBy(id => id.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. ids.Select(id => shared.Contains(id.Name)
            ? new CompletableName($"{id.ResourceGroup}/{id.Name}", id.ToString(), id.Name)
            : new CompletableName(id.Name, id.ToString(), $"{id.ResourceGroup}/{id.Name}"))];
    }
}
