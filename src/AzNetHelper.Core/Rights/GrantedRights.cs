using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Rights;

/// <summary>One permission of a caller: a role's actions less those that it leaves out.</summary>
public sealed record Permission(ImmutableArray<string> Actions, ImmutableArray<string> NotActions)
{
    /// <summary>True when this role grants the action. What it leaves out another role may still grant.</summary>
    public bool Grants(string action) =>
        Actions.Any(a => ActionPattern.Matches(a, action)) && !NotActions.Any(a => ActionPattern.Matches(a, action));
}

/// <summary>
/// All that a caller may do at one scope, what is inherited from above included: the union of its roles
/// (learn.microsoft.com/azure/role-based-access-control/overview, "Multiple role assignments"). Data actions do not
/// count here, and deny assignments are not in Azure's answer, so they are not in this one.
/// </summary>
public sealed record GrantedRights(ImmutableArray<Permission> Permissions)
{
    public bool Allow(string action) => Permissions.Any(p => p.Grants(action));

    /// <summary>Reads pages of <c>{scope}/providers/Microsoft.Authorization/permissions</c>.</summary>
    /// <exception cref="JsonException">A page is no such list.</exception>
    public static GrantedRights Parse(IEnumerable<ReadOnlyMemory<byte>> pages)
    {
        ArgumentNullException.ThrowIfNull(pages);
        return new([.. from page in pages
                       from entry in Items(page)
                       select new Permission(Texts(entry, "actions"), Texts(entry, "notActions"))]);
    }

    /// <summary>The objects of ARM's <c>{"value":[...]}</c>.</summary>
    internal static IEnumerable<JsonObject> Items(ReadOnlyMemory<byte> page) =>
        JsonBody.Parse(page)?["value"] is JsonArray list
            ? list.OfType<JsonObject>()
            : throw new JsonException("A list {\"value\":[...]} is expected.");

    private static ImmutableArray<string> Texts(JsonObject entry, string name) => entry[name] is JsonArray list
        ? [.. list.OfType<JsonValue>().Select(v => v.TryGetValue<string>(out var text) ? text : string.Empty)]
        : [];
}
