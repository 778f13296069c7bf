using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Rights;

namespace AzNetHelper.Reading;

/// <summary>
/// Asks each VNet what Virtual Network Manager joins it with, and makes connected groups of the answers: the members of a
/// network group of a mesh, or of one that is directly connected in a hub and spoke, of one region unless it is global
/// (concept-connectivity-configuration). Who may not ask for the first VNet of a subscription is not asked for the others;
/// that is one gap.
/// </summary>
/// <remarks>
/// Each question is a POST, which Azure Resource Manager takes from the budget of reads all the same (recorded-behaviour 7.5): 250,
/// then 25 a second, for each subscription. Of a large estate therefore only the VNets are asked that Resource Graph knows to be in a
/// network group, and one of each subscription, which shows whether the question may be asked at all. A VNet has its membership below
/// it, so it is seen whoever's manager it is (how-to-view-applied-configurations). Resource Graph leaves out without a word what may not
/// be read: all VNets of a resource group are asked where the caller is not known to have the right to read memberships in that group,
/// and one that is alone in its group too, since asking for the right costs as much. It is behind as well: all of a subscription are
/// asked where the first one is in a group that Resource Graph does not show.
/// </remarks>
internal sealed class ConnectedGroupsReader(IArm arm, Harvest harvest)
{
    /// <summary>The action, below a VNet's id (recorded with 2024-05-01); also the end of a gap's scope.</summary>
    public const string Action = "listNetworkManagerEffectiveConnectivityConfigurations";

    /// <summary>The right without which Resource Graph does not show who is in a network group.</summary>
    public const string ReadMemberships = "Microsoft.Network/networkGroupMemberships/read";

    /// <summary>So many VNets are asked one by one: that takes less than the budget of one subscription.</summary>
    public const int AskedOneByOne = 100;

    private const string What = "connected groups";

    private readonly ConcurrentDictionary<string, ConcurrentBag<ResourceId>> _members = new(StringComparer.OrdinalIgnoreCase);
    private readonly ScopeAnswers<GrantedRights> _rights = new(arm, "permissions", PermissionCheck.ApiVersion, GrantedRights.Parse);
    private readonly ConcurrentBag<ResourceId> _known = [];
    private readonly ConcurrentDictionary<ResourceId, byte> _joined = new();
    private int _done;

    /// <summary>True when Resource Graph has refused already.</summary>
    public bool GraphRefused { get; init; }

    public async Task ReadAsync(CancellationToken stop)
    {
        var networks = harvest.Networks.OrderBy(n => n.Id).ToArray();
        var subscriptions = networks.GroupBy(n => n.Id.SubscriptionId, StringComparer.OrdinalIgnoreCase).ToArray();
        var members = networks.Length > AskedOneByOne && !GraphRefused
            ? await MembersAsync([.. subscriptions.Select(s => s.Key)], stop).ConfigureAwait(false)
            : null;
        if (members is not null)
        {
            await _rights.AskAsync(networks.Where(n => !members.Contains(n.Id)).GroupBy(n => n.Id.Group).Where(g => g.Skip(1).Any())
                .Select(g => g.Key).OfType<ResourceId>(), stop).ConfigureAwait(false);
        }

        await Parallel.ForEachAsync(subscriptions, harvest.Options(stop), async (group, token) =>
        {
            VirtualNetwork[] all = [.. group];
            var first = all[0].Id;
            if (await AskAsync(all[0], isFirst: true, networks.Length, token).ConfigureAwait(false))
            {
                var told = members is not null && (members.Contains(first) || !_joined.ContainsKey(first)) ? members : null;
                bool IsAlone(VirtualNetwork n) => told?.Contains(n.Id) == false && _rights[n.Id.Group!]?.Allow(ReadMemberships) == true;
                foreach (var alone in all.Skip(1).Where(IsAlone))
                {
                    Known(alone.Id, networks.Length);
                }

                await Parallel.ForEachAsync(all.Skip(1).Where(n => !IsAlone(n)), harvest.Options(token),
                    async (network, s) => await AskAsync(network, isFirst: false, networks.Length, s).ConfigureAwait(false))
                    .ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
        harvest.Extras =
        [
            .. _members.OrderBy(m => m.Key, StringComparer.OrdinalIgnoreCase)
                .Select(m => Extra(KnownExtras.ConnectedGroup, m.Value.Distinct().Order())),
            .. _known.IsEmpty ? [] : new[] { Extra(KnownExtras.ConnectedGroupsRead, _known.Order()) },
        ];
    }

    // The VNets that are in a network group; null where Resource Graph does not tell.
    private async Task<HashSet<ResourceId>?> MembersAsync(IReadOnlyCollection<string> subscriptions, CancellationToken stop)
    {
        try
        {
            var members = new HashSet<ResourceId>();
            var rows = ResourceGraph.QueryAsync(arm, ResourceGraph.GroupMemberships(), subscriptions, stop);
            await foreach (var row in rows.ConfigureAwait(false))
            {
                using var json = JsonTape.Read(row);
                for (var id = json.Root.OwnId(); id is not null; id = id.Parent)
                {
                    if (id.IsType(ResourceTypes.VirtualNetwork))
                    {
                        members.Add(id);
                    }
                }
            }

            return members;
        }
        catch (ArmException e) when (Harvest.LeavesGap(e))
        {
            return null;
        }
    }

    private void Known(ResourceId network, int total)
    {
        _known.Add(network);
        harvest.Progress(What, Interlocked.Increment(ref _done), total);
    }

    // False when nobody else in the subscription need be asked.
    private async Task<bool> AskAsync(VirtualNetwork network, bool isFirst, int total, CancellationToken stop)
    {
        try
        {
            await foreach (var page in QueryPages.ReadAsync(arm, $"{network.Id}/{Action}", [], stop).ConfigureAwait(false))
            {
                Take(network, page);
            }

            Known(network.Id, total);
            return true;
        }
        catch (ArmException e) when (Harvest.LeavesGap(e))
        {
            // The path of no list and the id of nothing: it covers no VNet.
            harvest.Gap(isFirst && e.Status == 403
                ? $"{ResourceId.ForSubscription(network.Id.SubscriptionId)}/providers/{ResourceTypes.VirtualNetwork}/{Action}"
                : $"{network.Id}/{Action}", e);
            return !(isFirst && e.Status == 403);
        }
    }

    private void Take(VirtualNetwork network, ReadOnlyMemory<byte> page)
    {
        using var json = CanonicalJson.Parse(page);
        foreach (var configuration in json.RootElement.Items("value"))
        {
            foreach (var group in Joined(configuration))
            {
                // Of a regional group the members of one region are joined.
                var key = $"{configuration.Text("id")} {group.Id}{(group.IsGlobal ? string.Empty : $" {network.Location}")}";
                _members.GetOrAdd(key, _ => []).Add(network.Id);
                _joined.TryAdd(network.Id, 0);
            }
        }
    }

    private static IEnumerable<(string Id, bool IsGlobal)> Joined(JsonElement configuration)
    {
        var p = configuration.Object("properties");
        var mine = configuration.Items("configurationGroups").Select(g => g.Text("id")).OfType<string>()
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var isMesh = string.Equals(p.Text("connectivityTopology"), "Mesh", StringComparison.OrdinalIgnoreCase);
        return from applied in p.Items("appliesToGroups")
               let id = applied.Text("networkGroupId")
               where id is not null && mine.Contains(id)
                   && (isMesh || string.Equals(applied.Text("groupConnectivity"), "DirectlyConnected", StringComparison.OrdinalIgnoreCase))
               select (id, applied.Flag("isGlobal") || (isMesh && p.Flag("isGlobal")));
    }

    private static ExtraDocument Extra(string type, IEnumerable<ResourceId> networks) => new(type,
        Encoding.UTF8.GetBytes(new JsonObject
        {
            ["type"] = type,
            ["properties"] = new JsonObject
            {
                ["virtualNetworks"] = new JsonArray([.. networks.Select(n => (JsonNode)new JsonObject { ["id"] = n.ToString() })]),
            },
        }.ToJsonString()));
}
