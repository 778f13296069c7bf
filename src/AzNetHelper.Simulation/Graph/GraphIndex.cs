using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>The rows of both tables, as they were at one time.</summary>
internal sealed record GraphRows(IEnumerable<JsonObject> Resources, IEnumerable<JsonObject> Containers);

/// <summary>
/// What Resource Graph knows: the state itself, or what it was a while ago. States are kept only where there is a lag,
/// and
/// only as long as they can still be shown.
/// </summary>
internal sealed class GraphIndex(Estate estate, SimulationOptions options)
{
    private readonly List<(DateTimeOffset At, GraphRows Rows)> _past = [];

    /// <summary>Keeps the state as it is from this time on.</summary>
    public void Remember(DateTimeOffset at)
    {
        if (options.GraphLag > TimeSpan.Zero)
        {
            _past.Add((at, new([.. Resources()], [.. Containers()])));
        }
    }

    /// <summary>What was loaded was always there.</summary>
    public void BeginAnew()
    {
        _past.Clear();
        Remember(DateTimeOffset.MinValue);
    }

    /// <summary>The rows that a query at this time sees; they are the caller's to change.</summary>
    public GraphRows At(DateTimeOffset now)
    {
        var shown = now - options.GraphLag;
        var next = _past.FindIndex(p => p.At > shown);
        _past.RemoveRange(0, Math.Max(0, (next < 0 ? _past.Count : next) - 1));
        return options.GraphLag <= TimeSpan.Zero ? new(Resources(), Containers())
            : _past is [var oldest, ..] && oldest.At <= shown
                ? new(Copies(oldest.Rows.Resources), Copies(oldest.Rows.Containers))
                : new([], []);
    }

    private static IEnumerable<JsonObject> Copies(IEnumerable<JsonObject> rows) =>
        rows.Select(r => r.DeepClone().AsObject());

    // Types and groups are lower case in rows, whatever the resource's id says.
    private IEnumerable<JsonObject> Resources() => estate.Resources.Where(r => r.Key.Parent is null).Select(r =>
        Row(r.Key, r.Value, r.Key.Type, ResourceKind.Of(r.Key.Type)));

    private IEnumerable<JsonObject> Containers() => estate.Subscriptions.Keys.SelectMany(estate.GroupsOf)
        .Select(g => Row(g.Key, g.Value, "microsoft.resources/subscriptions/resourcegroups", null));

    private JsonObject Row(ResourceId id, JsonObject document, string type, ResourceKind? kind)
    {
        var shown = kind is null
            ? document.DeepClone().AsObject()
            : Cloud.ShowListed(document, kind, ResourceTypes.ApiVersion(kind.Type));
#pragma warning disable CA1308 // Resource Graph writes types and groups in lower case.
        return new JsonObject
        {
            ["id"] = shown.Text("id") ?? id.ToString(),
            ["name"] = id.Name,
            ["type"] = type.ToLowerInvariant(),
            ["tenantId"] = options.TenantOf(id.SubscriptionId),
            ["kind"] = shown.Text("kind") ?? string.Empty,
            ["location"] = kind is null ? shown.Text("location") : Documents.NormalLocation(shown.Text("location")),
            ["resourceGroup"] = id.ResourceGroup?.ToLowerInvariant(),
            ["subscriptionId"] = id.SubscriptionId,
            ["managedBy"] = string.Empty,
            ["sku"] = shown["sku"]?.DeepClone(),
            ["plan"] = null,
            ["properties"] = shown["properties"]?.DeepClone(),
            ["tags"] = shown["tags"]?.DeepClone(),
            ["identity"] = shown["identity"]?.DeepClone(),
            ["zones"] = shown["zones"]?.DeepClone(),
            ["extendedLocation"] = shown["extendedLocation"]?.DeepClone(),
            ["etag"] = shown["etag"]?.DeepClone(),
        };
#pragma warning restore CA1308
    }
}
