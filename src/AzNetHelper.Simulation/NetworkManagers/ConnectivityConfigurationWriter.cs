using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Connectivity configurations: what they may say. They act when they are committed.</summary>
internal sealed class ConnectivityConfigurationWriter(Cloud cloud) : ManagerPartWriter(cloud, ResourceKind.ConnectivityConfiguration)
{
    private static readonly string[] Flags = ["True", "False"];

    // Member, what it may say.
    private static readonly (string Name, string[] Words)[] Words =
    [
        ("connectivityTopology", ["HubAndSpoke", "Mesh"]), ("isGlobal", Flags), ("deleteExistingPeering", Flags),
    ];

    private static readonly (string Name, string[] Words)[] GroupWords =
        [("groupConnectivity", ["None", "DirectlyConnected"]), ("useHubGateway", Flags), ("isGlobal", Flags)];

    private static readonly (string Name, string[] Words)[] CapabilityWords =
    [
        ("connectedGroupPrivateEndpointsScale", ["Standard", "HighScale"]), ("connectedGroupAddressOverlap", ["Allowed", "Disallowed"]),
        ("peeringEnforcement", ["Unenforced", "Enforced"]),
    ];

    protected override void Fill(JsonObject made)
    {
        made.Default("description", string.Empty);
        made.Default("hubs", new JsonArray());
        made.Default("deleteExistingPeering", "False");
        made.Default("isGlobal", "False");
        foreach (var hub in made.Objects("hubs"))
        {
            hub.Arrange("resourceType", "resourceId");
        }

        foreach (var group in made.Objects("appliesToGroups"))
        {
            group.Default("useHubGateway", "False");
            group.Default("isGlobal", "False");
            group.Arrange("networkGroupId", "groupConnectivity", "useHubGateway", "isGlobal");
        }

        Identify(made);
        made.Arrange("description", "connectivityTopology", "hubs", "appliesToGroups", "provisioningState", "deleteExistingPeering",
            "isGlobal", "resourceGuid");
    }

    protected override ArmError? Check(ResourceWrite write, JsonObject made)
    {
        var groups = made.Objects("appliesToGroups").ToArray();
        var capabilities = made.Object("connectivityCapabilities");
        return made.Text("connectivityTopology") is null
                ? NetworkErrors.MissingMember.With("connectivityTopology", "properties.connectivityTopology")
            : groups.Length == 0 ? NetworkErrors.MissingMember.With("appliesToGroups", "properties.appliesToGroups")
            : (Wrong(made, Words) ?? groups.Select(g => WrongGroup(write.Id, g)).FirstOrDefault(w => w is not null)
                ?? (capabilities is null ? null : Wrong(capabilities, CapabilityWords)) ?? WrongHub(made)) is { } wrong
                    ? NetworkManagerErrors.InvalidConfiguration.With(write.Id, wrong)
            : null;
    }

    // The parameter force, as published: a deployed one goes with force alone, after its deployment has been taken back.
    protected override ArmError? CheckRemoval(ResourceId id, bool forced) =>
        !forced && Cloud.Deployments.RegionsOf(id) is [_, ..] regions
            ? NetworkManagerErrors.ConfigurationDeployed.With(id, string.Join(", ", regions)) : null;

    private static string? Wrong(JsonObject made, (string Name, string[] Words)[] words) =>
        (from word in words
         let text = made.Text(word.Name)
         where !word.Words.Contains(text, StringComparer.Ordinal)
         select $"{word.Name} is {(text is null ? "missing" : $"'{text}'")}, and not {string.Join(" or ", word.Words)}").FirstOrDefault();

    private string? WrongGroup(ResourceId id, JsonObject group) =>
        !ResourceId.TryParse(group.Text("networkGroupId"), out var groupId) || groupId.Parent != id.Parent
            || !groupId.IsType(ResourceKind.NetworkGroup.Type)
            ? $"'{group.Text("networkGroupId")}' is no network group of this network manager"
        : Cloud.Estate.Find(groupId) is null ? $"network group {groupId} was not found"
        : Wrong(group, GroupWords);

    private string? WrongHub(JsonObject made)
    {
        var hubs = made.Objects("hubs").ToArray();
        if (made.Text("connectivityTopology") is "Mesh")
        {
            return hubs.Length == 0 ? null : "a mesh has no hub";
        }

        return hubs is not [var hub] ? "a hub and spoke topology has one hub"
            : !ResourceId.TryParse(hub.Text("resourceId"), out var id) || !id.IsType(ResourceKind.Network.Type)
                ? $"the hub '{hub.Text("resourceId")}' is no virtual network"
            : Cloud.Estate.Subscriptions.ContainsKey(id.SubscriptionId) && Cloud.Estate.Find(id) is null ? $"the hub {id} was not found"
            : null;
    }
}
