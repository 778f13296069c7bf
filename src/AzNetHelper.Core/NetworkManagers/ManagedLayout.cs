using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Services;

namespace AzNetHelper.NetworkManagers;

/// <summary>What there is, and what there is to be, of the group and the configuration of a hub: made of the request, read by checks and changes.</summary>
internal sealed class ManagedLayout
{
    /// <summary>The members of a configuration that decide what it does, next to the groups it is for.</summary>
    public static readonly ImmutableArray<string> Deciding = ["connectivityTopology", "hubs", "isGlobal", "deleteExistingPeering", Capabilities];

    private const string Capabilities = "connectivityCapabilities";
    private const string Gateway = "useHubGateway";
    private const string Direct = "DirectlyConnected";
    private readonly ImmutableArray<(ResourceId Group, JsonObject Item)> _groups;

    public ManagedLayout(Topology topology, ManagerState manager, ManagedSpokesRequest request)
    {
        (Topology, Manager, Request) = (topology, manager, request);
        ConfigurationId = ManagerNames.Configuration(manager, request.Hub, request.ConfigurationName);
        GroupId = ManagerNames.Group(manager, request.Hub, ConfigurationId, request.NetworkGroup);
        (Configuration, Group) = (manager.Configuration(ConfigurationId), manager.Group(GroupId));
        _groups = Configuration?.Groups ?? [];
        var before = Item;
        After = new()
        {
            ["networkGroupId"] = GroupId.ToString(),
            [Gateway] = Say(request.UseHubGateway ?? IsTrue(before, Gateway)),
            ["groupConnectivity"] = request.DirectConnectivity ?? IsDirect(before) ? Direct : "None",
            ["isGlobal"] = Say(request.GlobalMesh ?? IsTrue(before, "isGlobal")),
        };
        Content = Compose();
    }

    public Topology Topology { get; }

    public ManagerState Manager { get; }

    public ManagedSpokesRequest Request { get; }

    public ResourceId ConfigurationId { get; }

    public ResourceId GroupId { get; }

    /// <summary>The configuration as it is; null where it has to be made.</summary>
    public ConfigurationState? Configuration { get; }

    /// <summary>The group as it is; null where it has to be made.</summary>
    public GroupState? Group { get; }

    /// <summary>What the configuration says of the group; null where it does not name it.</summary>
    public JsonObject? Item => _groups.FirstOrDefault(g => g.Group == GroupId).Item;

    /// <summary>What it is to say.</summary>
    public JsonObject After { get; }

    /// <summary>The members of the configuration that decide what it does, as they are to be.</summary>
    public JsonObject Content { get; }

    public bool UsesHubGateway => IsTrue(After, Gateway);

    public bool IsDirectlyConnected => IsDirect(After);

    public bool IsGlobal => IsTrue(After, "isGlobal");

    /// <summary>The groups that a commit of the region takes the hub from.</summary>
    public IEnumerable<string> LoseHubIn(string region) => Turned(region, static (_, after) => after is null);

    /// <summary>The groups that a commit of the region takes the hub's gateway from.</summary>
    public IEnumerable<string> LoseGatewayIn(string region) =>
        Turned(region, static (before, after) => after is not null && IsTrue(before, Gateway) && !IsTrue(after, Gateway));

    /// <summary>The groups that a commit of the region gives the hub's gateway.</summary>
    public IEnumerable<string> GainGatewayIn(string region) =>
        Turned(region, static (before, after) => IsTrue(after, Gateway) && !IsTrue(before, Gateway));

    /// <summary>The groups that a commit of the region takes direct ways from.</summary>
    public IEnumerable<string> LoseDirectWaysIn(string region) => Turned(region, static (before, after) => after is not null
        && IsDirect(before) && (!IsDirect(after) || (IsTrue(before, "isGlobal") && !IsTrue(after, "isGlobal"))));

    /// <summary>The groups whose members reach each other directly only when the plan has run.</summary>
    public bool GainsDirectWays => IsDirectlyConnected && !IsDirect(Item);

    public VirtualNetwork? Hub => Topology.VirtualNetwork(Request.Hub);

    public IEnumerable<VirtualNetwork> Spokes => Request.Spokes.Select(s => Topology.VirtualNetwork(s)).OfType<VirtualNetwork>();

    public GroupMember? MemberOf(ResourceId spoke) => Group?.Members.FirstOrDefault(m => m.Network == spoke);

    public IEnumerable<VirtualNetwork> NewSpokes => Spokes.Where(s => MemberOf(s.Id) is null);

    /// <summary>Static members of all the configuration's groups that were not named: a commit is for them too.</summary>
    public ImmutableArray<ResourceId> OtherMembers =>
        [.. _groups.Select(g => Manager.Group(g.Group)).Append(Group).OfType<GroupState>().SelectMany(g => g.Members).Select(m => m.Network).Except(Request.Spokes).Distinct()];

    /// <summary>Those of them that were read.</summary>
    public IEnumerable<VirtualNetwork> Others => OtherMembers.Select(m => Topology.VirtualNetwork(m)).OfType<VirtualNetwork>();

    /// <summary>Those that a commit of the region is for; of what could not be read the region is not known.</summary>
    public IEnumerable<ResourceId> OthersIn(string region) =>
        OtherMembers.Where(m => Topology.VirtualNetwork(m) is not { } network || RegionPairs.Name(network.Location) == region);

    /// <summary>The regions that are committed.</summary>
    public IEnumerable<string> Committed => Regions.Where(r => !IsCurrentIn(r) || HasFailedIn(r));

    /// <summary>True when what is written of the configuration is not as it is to be.</summary>
    public bool ConfigurationDiffers => Configuration is null || !JsonBody.Differences(Body, Configuration.Document).IsEmpty;

    public JsonObject Body => new() { ["properties"] = Content.DeepClone() };

    /// <summary>Where it has to be active: the regions of the hub and the spokes, and where it is active already.</summary>
    public IEnumerable<string> Regions => Spokes.Append(Hub).OfType<VirtualNetwork>().Select(n => RegionPairs.Name(n.Location)).Where(r => r.Length > 0)
        .Concat(Manager.RegionsOf(ConfigurationId)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    public bool IsActiveIn(string region) => Manager.Deployments.TryGetValue(region, out var deployed)
        && ManagerDeployment.ConfigurationsIn(deployed).Contains(ConfigurationId);

    /// <summary>Active there, and with what it is to say. Of a commit that is still under way it is not known what it says.</summary>
    public bool IsCurrentIn(string region) => IsActiveIn(region) && !ConfigurationDiffers
        && ActiveIn(region) is { } active && JsonBody.Differences(ContentIn(region), active).IsEmpty;

    /// <summary>What is to be active there, as far as what is active is told: services may leave out what they learned later.</summary>
    public JsonObject ContentIn(string region)
    {
        var content = (JsonObject)Content.DeepClone();
        if (ActiveIn(region)?[Capabilities] is null)
        {
            content.Remove(Capabilities);
        }

        return content;
    }

    /// <summary>True where who becomes a member of the group is managed at once: a configuration that is active there, this one or another, is for it.</summary>
    public bool ActsIn(string region) => Manager.Deployments.TryGetValue(region, out var deployed)
        && ManagerDeployment.ConfigurationsIn(deployed).Any(c => ManagerDeployment.ContentIn(deployed, c) is { } active
            ? ConfigurationState.GroupsIn(active).Any(g => g.Group == GroupId) : Manager.Configuration(c) is { } now && now.Groups.Any(g => g.Group == GroupId));

    /// <summary>
    /// True where the last commit failed to this hub's harm. One that failed for another configuration's sake, with every spoke peered,
    /// is not made again and again.
    /// </summary>
    public bool HasFailedIn(string region) => Manager.Deployments.TryGetValue(region, out var deployed)
        && string.Equals((string?)JsonBody.At(deployed, "properties.deploymentStatus"), ManagerDeployment.Failed, StringComparison.OrdinalIgnoreCase)
        && (!IsCurrentIn(region) || Spokes.Any(s => MemberOf(s.Id) is not null && !IsPeered(s)
            && (RegionPairs.Name(s.Location) == region || RegionPairs.Name(Hub?.Location ?? string.Empty) == region)));

    /// <summary>True where a VNet is paid for already. A hub is told nothing, and not everybody may ask: what this manager has deployed there tells too.</summary>
    public bool IsManaged(VirtualNetwork network) => Manager.Effective.GetValueOrDefault(network.Id, []).Length > 0
        || (network.Id == Request.Hub ? IsActiveIn(RegionPairs.Name(network.Location)) : IsMemberIn(network.Id, RegionPairs.Name(network.Location)));

    /// <summary>True for a member of a group that an active configuration of the region is for.</summary>
    public bool IsMemberIn(ResourceId network, string region) => IsActiveIn(region)
        && (ActiveIn(region) is { } active ? ConfigurationState.GroupsIn(active) : _groups)
            .Any(g => Manager.Group(g.Group) is { } group && group.Members.Any(m => m.Network == network));

    public static bool IsDirect(JsonObject? item) => string.Equals((string?)item?["groupConnectivity"], Direct, StringComparison.OrdinalIgnoreCase);

    private JsonObject? ActiveIn(string region) =>
        Manager.Deployments.TryGetValue(region, out var deployed) ? ManagerDeployment.ContentIn(deployed, ConfigurationId) : null;

    private bool IsPeered(VirtualNetwork spoke) =>
        new[] { spoke.PeeringTo(Request.Hub), Hub?.PeeringTo(spoke.Id) }.All(h => h is { State: PeeringState.Connected });

    // What is active decides, where it is told: it may say something else than the configuration does now.
    private IEnumerable<string> Turned(string region, Func<JsonObject, JsonObject?, bool> isTurned)
    {
        var after = ConfigurationState.GroupsIn(Content);
        return !IsActiveIn(region) ? [] : from before in ActiveIn(region) is { } active ? ConfigurationState.GroupsIn(active) : _groups
                                          where isTurned(before.Item, after.FirstOrDefault(a => a.Group == before.Group).Item)
                                          select before.Group.Name;
    }

    private static bool IsTrue(JsonObject? item, string name) => string.Equals((string?)item?[name], "True", StringComparison.OrdinalIgnoreCase);

    private static string Say(bool value) => value ? "True" : "False";

    // Of a configuration that is there everything stays but the group's item, and of that what was not asked for.
    private JsonObject Compose()
    {
        if (Configuration is null)
        {
            return new()
            {
                ["connectivityTopology"] = "HubAndSpoke",
                ["hubs"] = new JsonArray(new JsonObject { ["resourceId"] = Request.Hub.ToString(), ["resourceType"] = ResourceTypes.VirtualNetwork }),
                ["isGlobal"] = "False",
                ["deleteExistingPeering"] = "False",
                ["appliesToGroups"] = new JsonArray(After.DeepClone()),
            };
        }

        var kept = new JsonObject(Deciding
            .Select(name => KeyValuePair.Create(name, JsonBody.At(Configuration.Document, $"properties.{name}")?.DeepClone()))
            .Where(m => m.Value is not null));
        var items = new JsonArray([.. _groups.Select(g => (JsonNode)(g.Group == GroupId ? JsonBody.Merge(g.Item, After) : g.Item.DeepClone()))]);
        if (Item is null)
        {
            items.Add(After.DeepClone());
        }

        kept["appliesToGroups"] = items;
        return kept;
    }
}
