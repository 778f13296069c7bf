using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;
using AzNetHelper.Services;
using AzNetHelper.Steps;

namespace AzNetHelper.NetworkManagers;

/// <summary>Reads a Virtual Network Manager as far as a hub and its spokes are concerned: documents by GET, the rest by POSTs that change nothing.</summary>
internal sealed class ManagerReader(IArm arm, ResourceId manager, CancellationToken stop)
{
    /// <summary>Finds a manager by its name; null when it is not found, or not there: told as a failure.</summary>
    public static async Task<ResourceId?> FindAsync(
        IArm arm, string reference, IReadOnlyCollection<string> subscriptionIds, StepWriter steps, CancellationToken stop)
    {
        var resolution = await NetworkResolver.ResolveAsync(arm, [reference], ResourceTypes.NetworkManager, subscriptionIds, steps, stop).ConfigureAwait(false);
        foreach (var failure in resolution.Failures)
        {
            steps.Fail(failure);
        }

        return resolution.Succeeded ? resolution.Ids.First() : null;
    }

    /// <summary>The manager; null when it is not there or may not be read: told as a failure.</summary>
    public async Task<ManagerState?> ReadAsync(ResourceId hub, string? group, string? configuration, ImmutableArray<VirtualNetwork> networks, StepWriter steps)
    {
        if (await DocumentAsync(manager).ConfigureAwait(false) is not { } document)
        {
            steps.Fail(new("NetworkManagerNotFound", FailureKind.ObjectNotFound,
                $"{manager} is not there, or may not be read. Give the id of a Virtual Network Manager that you may read.", manager));
            return null;
        }

        var configurations = (await ListAsync($"{manager}/connectivityConfigurations").ConfigureAwait(false))
            .Select(c => new ConfigurationState(c.Id, c.Document)).ToImmutableArray();
        var state = new ManagerState(manager, document) { Configurations = configurations };
        var chosen = ManagerNames.Configuration(state, hub, configuration);
        ResourceId[] groups =
        [
            ManagerNames.Group(state, hub, chosen, group),
            .. configurations.Where(c => c.Id == chosen || c.Hubs.Contains(hub)).SelectMany(c => c.Groups).Select(g => g.Group).Where(g => g.Parent == manager),
        ];
        return state with
        {
            Groups = [.. (await Task.WhenAll(groups.Distinct().Select(GroupAsync)).ConfigureAwait(false)).OfType<GroupState>()],
            Deployments = await ManagerDeployment.ReadAllAsync(arm, manager, networks.Select(n => n.Location), stop).ConfigureAwait(false),
            Effective = await EffectiveAsync([.. networks.Select(n => n.Id).Distinct()], steps).ConfigureAwait(false),
        };
    }

    /// <summary>The topology with members of groups, as far as they may be read.</summary>
    public async Task<Topology> WithMembersAsync(Topology topology, ImmutableArray<ResourceId> members)
    {
        var harvest = new Harvest(arm, StepWriter.Nowhere, NetworkReader.DefaultThrottleLimit);
        await harvest.GetAsync(members.Where(m => topology.VirtualNetwork(m) is null), "members", static e => e.Status is 403 or 404, stop).ConfigureAwait(false);
        return topology.With(harvest.Documents, []);
    }

    private async Task<GroupState?> GroupAsync(ResourceId id)
    {
        if (await DocumentAsync(id).ConfigureAwait(false) is not { } document)
        {
            return null;
        }

        var members = from member in await ListAsync($"{id}/staticMembers").ConfigureAwait(false)
                      let network = ResourceId.TryParse((string?)JsonBody.At(member.Document, "properties.resourceId"), out var one) ? one : null
                      where network is not null
                      select new GroupMember(member.Id, network);
        return new(id, document, [.. members]);
    }

    // One VNet after another may refuse; a plan says less without, and is none the worse.
    private async Task<ImmutableSortedDictionary<ResourceId, ImmutableArray<ConfigurationState>>> EffectiveAsync(ResourceId[] networks, StepWriter steps)
    {
        var found = ImmutableSortedDictionary.CreateBuilder<ResourceId, ImmutableArray<ConfigurationState>>();
        using var free = new SemaphoreSlim(NetworkReader.DefaultThrottleLimit);
        ArmException? refusal = null;
        var answers = await Task.WhenAll(networks.Select<ResourceId, Task<(ResourceId Network, JsonObject[]? Rows)>>(async network =>
        {
            await free.WaitAsync(stop).ConfigureAwait(false);
            try
            {
                return (network, await ManagerDeployment.QueryAsync(
                    arm, $"{network}/{ConnectedGroupsReader.Action}", [], stop).ConfigureAwait(false));
            }
            catch (ArmException e) when (e.Status is 403 or 404)
            {
                refusal = e;
                return (network, null);
            }
            finally
            {
                free.Release();
            }
        })).ConfigureAwait(false);
        foreach (var (network, rows) in answers.Where(a => a.Rows is not null))
        {
            found[network] = [.. rows!.Select(r => ResourceId.TryParse((string?)r["id"], out var id) ? new ConfigurationState(id, r) : null).OfType<ConfigurationState>()];
        }

        if (refusal is { Status: 403 })
        {
            steps.Notice(NoticeSeverity.Warning, "EffectiveConfigurationsUnread",
                $"What Virtual Network Manager does with some of these networks already may not be read ({refusal.Message}), so it is not known whether "
                + "another configuration peers them, and whose cost starts.", manager);
        }

        return found.ToImmutable();
    }

    private async Task<JsonObject?> DocumentAsync(ResourceId id)
    {
        try
        {
            return JsonBody.Parse((await arm.GetAsync(id.ToString(), ResourceTypes.NetworkApiVersion, stop).ConfigureAwait(false)).Body);
        }
        catch (ArmException e) when (e.Status == 404)
        {
            return null;
        }
    }

    private async Task<List<(ResourceId Id, JsonObject Document)>> ListAsync(string path)
    {
        var found = new List<(ResourceId, JsonObject)>();
        await foreach (var page in arm.ListAsync(path, ResourceTypes.NetworkApiVersion, stop).ConfigureAwait(false))
        {
            found.AddRange(from item in (JsonBody.Parse(page.Body)?["value"] as JsonArray ?? []).OfType<JsonObject>()
                           let id = ResourceId.TryParse((string?)item["id"], out var one) ? one : null
                           where id is not null
                           select (id, (JsonObject)item.DeepClone()));
        }

        return found;
    }
}
