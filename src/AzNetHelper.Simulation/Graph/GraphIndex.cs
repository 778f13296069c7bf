using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>The rows of the tables, as they were at one time.</summary>
internal sealed record GraphRows(IEnumerable<KqlRow> Resources, IEnumerable<KqlRow> Containers, IEnumerable<KqlRow> NetworkResources);

/// <summary>
/// What Resource Graph knows: the state itself, or what it was a while ago. States are kept only where there is a lag, and
/// only as long as they can still be shown.
/// </summary>
internal sealed class GraphIndex(Estate estate, SimulationOptions options)
{
    private const string Memberships = "microsoft.network/networkgroupmemberships";

    private readonly List<(DateTimeOffset At, GraphRows Rows)> _past = [];

    /// <summary>Keeps the state as it is from this time on.</summary>
    public void Remember(DateTimeOffset at)
    {
        if (options.GraphLag > TimeSpan.Zero)
        {
            _past.Add((at, new(Kept(Resources()), Kept(Containers()), Kept(NetworkResources()))));
        }
    }

    /// <summary>What was loaded was always there.</summary>
    public void BeginAnew()
    {
        _past.Clear();
        Remember(DateTimeOffset.MinValue);
    }

    /// <summary>The rows that a query at this time sees.</summary>
    public GraphRows At(DateTimeOffset now)
    {
        var shown = now - options.GraphLag;
        var next = _past.FindIndex(p => p.At > shown);
        _past.RemoveRange(0, Math.Max(0, (next < 0 ? _past.Count : next) - 1));
        return options.GraphLag <= TimeSpan.Zero ? new(Resources(), Containers(), NetworkResources())
            : _past is [var oldest, ..] && oldest.At <= shown
                ? new(Copies(oldest.Rows.Resources), Copies(oldest.Rows.Containers), Copies(oldest.Rows.NetworkResources))
                : new([], [], []);
    }

    // Made now, whatever becomes of the state.
    private static KqlRow[] Kept(IEnumerable<KqlRow> rows)
    {
        KqlRow[] kept = [.. rows];
        Array.ForEach(kept, r => _ = r.Made);
        return kept;
    }

    private static IEnumerable<KqlRow> Copies(IEnumerable<KqlRow> rows) =>
        rows.Select(r => r.With(whole => whole.DeepClone().AsObject()));

    // Types and groups are lower case in rows, whatever the resource's id says.
    private IEnumerable<KqlRow> Resources() => estate.Resources.Where(r => r.Key.Parent is null).Select(r =>
        Row(r.Key, r.Key.Type, () => ResourceKind.Of(r.Key.Type) is { } kind
            ? Cloud.ShowListed(r.Value, kind, ResourceTypes.ApiVersion(kind.Type))
            : r.Value.DeepClone().AsObject()));

    private IEnumerable<KqlRow> Containers() => estate.Subscriptions.Keys.SelectMany(estate.GroupsOf)
        .Select(g => Row(g.Key, "microsoft.resources/subscriptions/resourcegroups", () => g.Value.DeepClone().AsObject()));

    // Every member of a group of Virtual Network Manager, below the network that it is
    // (learn.microsoft.com/azure/virtual-network-manager/how-to-view-applied-configurations).
    private IEnumerable<KqlRow> NetworkResources() =>
        from member in estate.OfType(ResourceTypes.StaticMember)
        let network = ResourceId.TryParse(member.Value.Object("properties").Text("resourceId"), out var id) ? id : null
        where network is not null && estate.Find(network) is not null
        group member.Key.Parent! by network into groups
        let membership = groups.Key.Child("providers", "Microsoft.Network").Child("networkGroupMemberships", "default")
        select Row(membership, Memberships, () => new JsonObject
        {
            ["id"] = membership.ToString(),
            ["properties"] = new JsonObject
            {
                ["GroupMemberships"] = new JsonArray([.. groups.Select(g => (JsonNode)new JsonObject
                {
                    ["NetworkGroupId"] = g.ToString(),
                    ["Metadata"] = new JsonObject { ["MembershipType"] = "Static" },
                })]),
            },
        });

    private KqlRow Row(ResourceId id, string type, Func<JsonObject> show)
    {
        var lower = KqlRow.Lower(type)!;
        return new(id, lower, () => Row(id, lower, show()));
    }

    private JsonObject Row(ResourceId id, string type, JsonObject shown) => new()
    {
        ["id"] = shown.Text("id") ?? id.ToString(),
        ["name"] = id.Name,
        ["type"] = type,
        ["tenantId"] = options.TenantOf(id.SubscriptionId),
        ["kind"] = shown.Text("kind") ?? string.Empty,
        ["location"] = ResourceKind.Of(id.Type) is null ? shown.Text("location") : Documents.NormalLocation(shown.Text("location")),
        ["resourceGroup"] = KqlRow.Lower(id.ResourceGroup),
        ["subscriptionId"] = id.SubscriptionId,
        ["managedBy"] = string.Empty,
        ["sku"] = Taken(shown, "sku"),
        ["plan"] = null,
        ["properties"] = Taken(shown, "properties"),
        ["tags"] = Taken(shown, "tags"),
        ["identity"] = Taken(shown, "identity"),
        ["zones"] = Taken(shown, "zones"),
        ["extendedLocation"] = Taken(shown, "extendedLocation"),
        ["etag"] = Taken(shown, "etag"),
    };

    // What is shown was made for the row.
    private static JsonNode? Taken(JsonObject shown, string name) => shown.Remove(name, out var value) ? value : null;
}
