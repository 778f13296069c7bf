using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.NetworkManagers;

/// <summary>What there is, and what there is to be, of the group and the configuration of a hub: made of the request, read by checks and changes.</summary>
internal sealed class ManagedLayout
{
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
            ["useHubGateway"] = Say(request.UseHubGateway ?? IsTrue(before, "useHubGateway")),
            ["groupConnectivity"] = request.DirectConnectivity ?? IsDirect(before) ? Direct : "None",
            ["isGlobal"] = Say(request.GlobalMesh ?? IsTrue(before, "isGlobal")),
        };
        Content = Compose();
    }

    private const string Direct = "DirectlyConnected";

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

    public bool UsesHubGateway => IsTrue(After, "useHubGateway");

    public bool IsDirectlyConnected => IsDirect(After);

    public bool IsGlobal => IsTrue(After, "isGlobal");

    public bool LosesGateway => IsTrue(Item, "useHubGateway") && !UsesHubGateway;

    public bool LosesDirectWays => IsDirect(Item) && (!IsDirectlyConnected || (IsTrue(Item, "isGlobal") && !IsGlobal));

    public VirtualNetwork? Hub => Topology.VirtualNetwork(Request.Hub);

    public IEnumerable<VirtualNetwork> Spokes => Request.Spokes.Select(s => Topology.VirtualNetwork(s)).OfType<VirtualNetwork>();

    public GroupMember? MemberOf(ResourceId spoke) => Group?.Members.FirstOrDefault(m => m.Network == spoke);

    public IEnumerable<VirtualNetwork> NewSpokes => Spokes.Where(s => MemberOf(s.Id) is null);

    /// <summary>Members that were not named.</summary>
    public IEnumerable<ResourceId> OtherMembers => (Group?.Members ?? []).Select(m => m.Network).Except(Request.Spokes);

    /// <summary>True when what is written of the configuration is not as it is to be.</summary>
    public bool ConfigurationDiffers => Configuration is null || !JsonBody.Differences(Body, Configuration.Document).IsEmpty;

    public JsonObject Body => new() { ["properties"] = Content.DeepClone() };

    /// <summary>Where it has to be active: the regions of the hub and the spokes, and where it is active already.</summary>
    public IEnumerable<string> Regions => Spokes.Append(Hub).OfType<VirtualNetwork>().Select(n => ManagerDeployment.Region(n.Location)).Where(r => r.Length > 0)
        .Concat(Manager.RegionsOf(ConfigurationId)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    public bool IsActiveIn(string region) => Manager.Deployments.TryGetValue(region, out var deployed)
        && ManagerDeployment.ConfigurationsIn(deployed).Contains(ConfigurationId);

    /// <summary>Active there, and with what it is to say.</summary>
    public bool IsCurrentIn(string region) => IsActiveIn(region) && !ConfigurationDiffers
        && ManagerDeployment.ContentIn(Manager.Deployments[region], ConfigurationId) is { } active && JsonBody.Differences(Content, active).IsEmpty;

    /// <summary>True where a VNet is paid for already. A hub is told nothing, and not everybody may ask: what this manager has deployed there tells too.</summary>
    public bool IsManaged(VirtualNetwork network) => Manager.Effective.GetValueOrDefault(network.Id, []).Length > 0
        || (IsActiveIn(ManagerDeployment.Region(network.Location)) && (network.Id == Request.Hub || MemberOf(network.Id) is not null));

    public static bool IsDirect(JsonObject? item) => string.Equals((string?)item?["groupConnectivity"], Direct, StringComparison.OrdinalIgnoreCase);

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

        var kept = new JsonObject(new[] { "connectivityTopology", "hubs", "isGlobal", "deleteExistingPeering" }
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
