using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>A network group as a configuration names it.</summary>
internal sealed record AppliedGroup(ResourceId Id, bool IsDirect, bool IsGlobal, bool UsesHubGateway)
{
    public static IEnumerable<AppliedGroup> Of(JsonObject? properties)
    {
        foreach (var group in properties.Objects("appliesToGroups"))
        {
            if (ResourceId.TryParse(group.Text("networkGroupId"), out var id))
            {
                yield return new(id, Json.Same(group.Text("groupConnectivity"), "DirectlyConnected"), Flag(group, "isGlobal"),
                    Flag(group, "useHubGateway"));
            }
        }
    }

    // Booleans are the strings True and False (recorded).
    internal static bool Flag(JsonObject? document, string name) =>
        Json.Same(document.Text(name), "True") || (document.Flag(name) ?? false);
}

/// <summary>
/// A connectivity configuration as it was when it was committed: a later write of it does nothing until it is committed again
/// (common-issues of Microsoft's guide).
/// </summary>
internal sealed record DeployedConfiguration(ResourceId Id, JsonObject Properties)
{
    public bool IsMesh { get; } = Json.Same(Properties.Text("connectivityTopology"), "Mesh");

    public bool ReplacesPeerings { get; } = AppliedGroup.Flag(Properties, "deleteExistingPeering");

    public bool RefusesOverlaps { get; } =
        Json.Same(Properties.Object("connectivityCapabilities").Text("connectedGroupAddressOverlap"), "Disallowed");

    public ResourceId? Hub { get; } = Properties.Objects("hubs")
        .Select(h => ResourceId.TryParse(h.Text("resourceId"), out var id) ? id : null).FirstOrDefault();

    public ImmutableArray<AppliedGroup> Groups { get; } = [.. AppliedGroup.Of(Properties)];

    /// <summary>Whether the members of a group are joined with each other.</summary>
    public bool Joins(AppliedGroup group) => IsMesh || group.IsDirect;

    /// <summary>Whether they are joined across regions.</summary>
    public bool JoinsRegions(AppliedGroup group) => group.IsGlobal || (IsMesh && AppliedGroup.Flag(Properties, "isGlobal"));

    public static DeployedConfiguration Now(ResourceId id, JsonObject document) =>
        new(id, (document.Object("properties") ?? []).DeepClone().AsObject());
}
