using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.NetworkManagers;

/// <summary>A VNet that was put into a network group by hand.</summary>
/// <param name="Id">The membership.</param>
/// <param name="Network">The VNet.</param>
internal sealed record GroupMember(ResourceId Id, ResourceId Network);

/// <summary>A network group with its static members. Those that a policy puts in are not told by it.</summary>
internal sealed record GroupState(ResourceId Id, JsonObject Document, ImmutableArray<GroupMember> Members)
{
    public string MemberType => (string?)JsonBody.At(Document, "properties.memberType") ?? "VirtualNetwork";

    /// <summary>A membership by rule, as groups of the preview had (api-version 2021).</summary>
    public bool IsConditional => (string?)JsonBody.At(Document, "properties.conditionalMembership") is { Length: > 0 };

    public bool IsOurs => ManagerMark.Is(Document);
}

/// <summary>A connectivity configuration as it is now, deployed or not.</summary>
internal sealed record ConfigurationState(ResourceId Id, JsonObject Document)
{
    public bool IsHubAndSpoke => Is("properties.connectivityTopology", "HubAndSpoke");

    public bool DeletesPeerings => Is("properties.deleteExistingPeering", "True");

    public bool IsOurs => ManagerMark.Is(Document);

    public ImmutableArray<ResourceId> Hubs =>
        [.. (JsonBody.At(Document, "properties.hubs") as JsonArray ?? []).Select(h => ToId((string?)JsonBody.At(h, "resourceId"))).OfType<ResourceId>()];

    /// <summary>The groups that it is for, with what it says of each.</summary>
    public ImmutableArray<(ResourceId Group, JsonObject Item)> Groups => GroupsIn(JsonBody.At(Document, "properties") as JsonObject);

    /// <summary>The groups that the properties of a configuration name.</summary>
    public static ImmutableArray<(ResourceId Group, JsonObject Item)> GroupsIn(JsonObject? properties) =>
    [
        .. from item in (properties?["appliesToGroups"] as JsonArray ?? []).OfType<JsonObject>()
           let id = ToId((string?)item["networkGroupId"])
           where id is not null
           select (id, item),
    ];

    private bool Is(string path, string value) => string.Equals((string?)JsonBody.At(Document, path), value, StringComparison.OrdinalIgnoreCase);

    private static ResourceId? ToId(string? text) => ResourceId.TryParse(text, out var id) ? id : null;
}

/// <summary>By what a group or a configuration is known to have been made by this module, so that it may go again.</summary>
internal static class ManagerMark
{
    public const string Text = "Made by New-HubSpokePeering -NetworkManager; Remove-HubSpokePeering takes it away when it is empty.";

    /// <summary>The mark as the part of a document that a deletion rests on: what somebody has made his own since is not deleted.</summary>
    public static string Only { get; } = JsonBody.Write(new JsonObject { ["properties"] = new JsonObject { ["description"] = Text } });

    public static bool Is(JsonObject document) =>
        string.Equals((string?)JsonBody.At(document, "properties.description"), Text, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A Virtual Network Manager, with what of it concerns one hub and its spokes.</summary>
/// <param name="Id">The manager.</param>
/// <param name="Document">Its document.</param>
internal sealed record ManagerState(ResourceId Id, JsonObject Document)
{
    public ImmutableArray<ConfigurationState> Configurations { get; init; } = [];

    /// <summary>The groups that were read: those that are asked for, and those of the hub's configurations.</summary>
    public ImmutableArray<GroupState> Groups { get; init; } = [];

    /// <summary>What is deployed, by region.</summary>
    public ImmutableSortedDictionary<string, JsonObject> Deployments { get; init; } = ImmutableSortedDictionary<string, JsonObject>.Empty;

    /// <summary>The configurations that act on a VNet, of any manager; a VNet that could not be asked is not in it.</summary>
    public ImmutableSortedDictionary<ResourceId, ImmutableArray<ConfigurationState>> Effective { get; init; } =
        ImmutableSortedDictionary<ResourceId, ImmutableArray<ConfigurationState>>.Empty;

    /// <summary>Who is in a group as Resource Graph shows it, by policy or not; read for removals.</summary>
    public ImmutableArray<(ResourceId Group, ResourceId Network)> Shown { get; init; } = [];

    public IEnumerable<ResourceId> InGroup(ResourceId group) => Shown.Where(s => s.Group == group).Select(s => s.Network);

    public bool ManagesConnectivity => (JsonBody.At(Document, "properties.networkManagerScopeAccesses") as JsonArray ?? [])
        .Any(a => string.Equals((string?)a, "Connectivity", StringComparison.OrdinalIgnoreCase));

    public ImmutableArray<string> SubscriptionIds => [.. Texts("properties.networkManagerScopes.subscriptions").Select(s => s.Split('/')[^1])];

    public ImmutableArray<string> ManagementGroups => [.. Texts("properties.networkManagerScopes.managementGroups").Select(s => s.Split('/')[^1])];

    /// <summary>Subscriptions of other tenants that let this manager manage them.</summary>
    public ImmutableArray<string> OtherTenants => [.. (JsonBody.At(Document, "properties.networkManagerScopes.crossTenantScopes") as JsonArray ?? [])
        .OfType<JsonObject>().SelectMany(s => (s["subscriptions"] as JsonArray ?? []).Select(i => (string?)i)).OfType<string>().Select(s => s.Split('/')[^1])];

    public GroupState? Group(ResourceId id) => Groups.FirstOrDefault(g => g.Id == id);

    public ConfigurationState? Configuration(ResourceId id) => Configurations.FirstOrDefault(c => c.Id == id);

    /// <summary>The regions in which a configuration is active.</summary>
    public IEnumerable<string> RegionsOf(ResourceId configuration) =>
        Deployments.Where(d => ManagerDeployment.ConfigurationsIn(d.Value).Contains(configuration)).Select(d => d.Key);

    private IEnumerable<string> Texts(string path) => (JsonBody.At(Document, path) as JsonArray ?? []).Select(i => (string?)i).OfType<string>();
}
