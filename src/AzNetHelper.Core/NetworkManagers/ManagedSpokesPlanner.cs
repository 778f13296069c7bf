using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Services;

namespace AzNetHelper.NetworkManagers;

/// <summary>
/// Plans what makes Virtual Network Manager peer a hub with its spokes: the network group, a static member a spoke (each in a group of
/// changes named by the spoke's id), the connectivity configuration, and one commit a region that holds what is active there and this
/// configuration. Pure.
/// </summary>
internal static class ManagedSpokesPlanner
{
    /// <summary>Makes the plan.</summary>
    /// <param name="topology">The networks, with what is around them.</param>
    /// <param name="manager">The manager, as read.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="pairs">The same hub and spokes planned as peerings, for what the rules say of them.</param>
    public static Plan Create(Topology topology, ManagerState manager, ManagedSpokesRequest request, Plan pairs)
    {
        var layout = new ManagedLayout(topology, manager, request with { Spokes = [.. request.Spokes.Distinct()] });
        var (problems, notices) = ManagerCheck.OfNew.Run(layout);
        var group = Group(layout);
        var configuration = Configuration(layout, group);
        return new(string.Create(CultureInfo.InvariantCulture,
            $"Let {manager.Id.Name} peer hub {request.Hub.Name} with {layout.Request.Spokes.Length} {(layout.Request.Spokes.Length == 1 ? "spoke" : "spokes")}"))
        {
            Changes =
            [
                group,
                .. layout.Spokes.Select(s => Member(layout, s, group, pairs)),
                configuration,
                .. layout.Regions.Select(r => Commit(layout, r, configuration, pairs)),
            ],
            Problems = [.. pairs.Problems, .. problems],
            Notices = [.. pairs.Notices, .. notices],
            CreatedAt = topology.ReadAt ?? default,
            RestsOn = pairs.RestsOn,
            Origins = [ManagerOrigins.Of(layout.Request)],
        };
    }

    private static Change Group(ManagedLayout layout)
    {
        var id = layout.GroupId;
        return layout.Group is not null
            ? new(id, ChangeKind.NoChange, $"Keep network group '{id.Name}'") { Group = id.ToString() }
            : new(id, ChangeKind.Create, $"Create network group '{id.Name}'")
            {
                Group = id.ToString(),
                After = JsonBody.Write(new JsonObject
                {
                    ["properties"] = new JsonObject { ["description"] = ManagerMark.Text, ["memberType"] = "VirtualNetwork" },
                }),
            };
    }

    private static Change Member(ManagedLayout layout, VirtualNetwork spoke, Change group, Plan pairs)
    {
        var known = layout.MemberOf(spoke.Id);
        var id = known?.Id ?? ManagerNames.Member(layout.GroupId, spoke.Id);
        var body = JsonBody.Write(new JsonObject { ["properties"] = new JsonObject { ["resourceId"] = spoke.Id.ToString() } });
        return known is not null
            ? new(id, ChangeKind.NoChange, $"Keep {spoke.Name} in network group '{layout.GroupId.Name}'") { Group = spoke.Id.ToString(), Before = body, After = body }
            : new(id, ChangeKind.Create, $"Put {spoke.Name} into network group '{layout.GroupId.Name}'")
            {
                Group = spoke.Id.ToString(),
                After = body,
                DependsOn = group.Writes ? [group.Key] : [],

                // Who becomes a member of a group whose configuration is deployed is peered without a commit (concept-deployments).
                Impact = layout.ActsIn(RegionPairs.Name(spoke.Location)) ? ManagerImpacts.OfJoining(layout, [spoke], pairs) : ImpactStatement.None,
            };
    }

    private static Change Configuration(ManagedLayout layout, Change group)
    {
        var id = layout.ConfigurationId;
        ImmutableArray<string> after = group.Writes ? [group.Key] : [];
        if (layout.Configuration is not { } current)
        {
            var body = layout.Body;
            body["properties"]!["description"] = ManagerMark.Text;
            return new(id, ChangeKind.Create, $"Create connectivity configuration '{id.Name}'{Says(layout)}")
            {
                Group = id.ToString(), After = JsonBody.Write(body), DependsOn = after,
            };
        }

        var before = JsonBody.Write(new JsonObject
        {
            ["properties"] = new JsonObject(layout.Content.Select(m => KeyValuePair.Create(m.Key, JsonBody.At(current.Document, $"properties.{m.Key}")?.DeepClone()))),
        });
        return layout.ConfigurationDiffers
            ? new(id, ChangeKind.Update, $"Update connectivity configuration '{id.Name}'{Says(layout)}")
            {
                Group = id.ToString(), Before = before, After = JsonBody.Write(layout.Body), TakenBackBy = before, DependsOn = after,
            }
            : new(id, ChangeKind.NoChange, $"Keep connectivity configuration '{id.Name}'{Says(layout)}")
            {
                Group = id.ToString(), Before = before, After = before,
            };
    }

    private static Change Commit(ManagedLayout layout, string region, Change configuration, Plan pairs)
    {
        var id = ManagerDeployment.Of(layout.Manager.Id, region);
        var found = layout.Manager.Deployments.GetValueOrDefault(region) ?? [];
        var active = ManagerDeployment.ConfigurationsIn(found);
        var failed = layout.HasFailedIn(region);
        var after = new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["configurationIds"] = ManagerDeployment.Ids(active.Append(layout.ConfigurationId)),
                ["content"] = new JsonObject { [ManagerDeployment.Key(layout.ConfigurationId)] = layout.ContentIn(region) },
            },
        };
        var before = new JsonObject { ["properties"] = new JsonObject { ["configurationIds"] = ManagerDeployment.Ids(active) } };
        if (layout.IsCurrentIn(region) && !failed)
        {
            return new(id, ChangeKind.NoChange, $"Keep what is deployed in {region}") { Group = id.ToString(), Before = JsonBody.Write(before), After = JsonBody.Write(after) };
        }

        var back = (JsonObject)before.DeepClone();
        if (ManagerDeployment.ContentIn(found, layout.ConfigurationId) is { } old)
        {
            back["properties"]!["content"] = new JsonObject { [ManagerDeployment.Key(layout.ConfigurationId)] = Only(old, layout.ContentIn(region)) };
        }

        return new(id, ChangeKind.Update, $"Commit '{layout.ConfigurationId.Name}'{Beside(active.Remove(layout.ConfigurationId))} in {region}")
        {
            Group = id.ToString(),
            Before = JsonBody.Write(before),
            After = JsonBody.Write(after),
            Awaits = ManagerDeployment.Ended([layout.ConfigurationId], []),
            NeededWhile = failed ? ManagerDeployment.HasFailed : null,
            TakenBackBy = JsonBody.Write(back),
            DependsOn = configuration.Writes ? [configuration.Key] : [],
            Lanes = [id],
            Impact = ManagerImpacts.OfCommit(layout, region, pairs),
        };
    }

    internal static string Beside(ImmutableArray<ResourceId> others) =>
        others.IsEmpty ? string.Empty : $" beside {string.Join(", ", others.Select(o => $"'{o.Name}'"))}";

    private static JsonObject Only(JsonObject from, JsonObject members) => new(members.Where(m => from[m.Key] is not null)
        .Select(m => KeyValuePair.Create(m.Key, from[m.Key]?.DeepClone())));

    private static string Says(ManagedLayout layout)
    {
        string[] said =
        [
            .. layout.UsesHubGateway ? new[] { "the hub's gateway is used" } : [],
            .. layout.IsDirectlyConnected ? new[] { layout.IsGlobal ? "members reach each other across regions" : "members of a region reach each other" } : [],
        ];
        return said.Length == 0 ? string.Empty : $" ({string.Join(", ", said)})";
    }
}
