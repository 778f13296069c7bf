using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Planning;

namespace AzNetHelper.Rights;

/// <summary>How much a management lock keeps from being done.</summary>
public enum LockLevel
{
    CanNotDelete,
    ReadOnly,
}

/// <summary>
/// A management lock. It holds for its scope and all below it; a locked child also keeps what holds it from being deleted
/// (learn.microsoft.com/azure/azure-resource-manager/management/lock-resources).
/// </summary>
public sealed record HeldLock(string Name, LockLevel Level, ResourceId Scope)
{
    /// <summary>
    /// True when Azure would refuse the change: deletions under either level, all other writes and POST actions under
    /// ReadOnly.
    /// </summary>
    public bool Blocks(Change change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return change.Kind switch
        {
            ChangeKind.NoChange => false,
            ChangeKind.Delete => change.Resource.IsWithin(Scope) || Scope.IsWithin(change.Resource),
            _ => Level == LockLevel.ReadOnly && change.Resource.IsWithin(Scope),
        };
    }

    /// <summary>
    /// Reads a page of <c>{scope}/providers/Microsoft.Authorization/locks</c>. Levels that this module does not know are
    /// left out: NotSpecified keeps nothing from being done.
    /// </summary>
    /// <exception cref="JsonException">The page is no such list.</exception>
    public static ImmutableArray<HeldLock> Parse(ReadOnlyMemory<byte> page)
    {
        var locks = ImmutableArray.CreateBuilder<HeldLock>();
        foreach (var item in GrantedRights.Items(page))
        {
            if (Text(item, "id") is { } id
                && id.LastIndexOf("/providers/Microsoft.Authorization/locks/", StringComparison.OrdinalIgnoreCase) is > 0 and var end
                && ResourceId.TryParse(id[..end], out var scope)
                && Enum.TryParse<LockLevel>(Text(item["properties"] as JsonObject, "level"), ignoreCase: true, out var level))
            {
                locks.Add(new(Text(item, "name") ?? id[(id.LastIndexOf('/') + 1)..], level, scope));
            }
        }

        return locks.ToImmutable();
    }

    public override string ToString() => $"{Name} ({Level} on {Scope})";

    private static string? Text(JsonObject? item, string name) =>
        item?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
