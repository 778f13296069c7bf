using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;

namespace AzNetHelper.Reading;

/// <summary>
/// Asks each VNet what Virtual Network Manager joins it with, and makes connected groups of the answers: the members of a
/// network group of a mesh, or of one that is directly connected in a hub and spoke, of one region unless it is global
/// (concept-connectivity-configuration). Who may not ask for the first VNet of a subscription is not asked for the others;
/// that is one gap.
/// </summary>
internal sealed class ConnectedGroupsReader(IArm arm, Harvest harvest)
{
    /// <summary>The action, below a VNet's id (recorded with 2024-05-01); also the end of a gap's scope.</summary>
    public const string Action = "listNetworkManagerEffectiveConnectivityConfigurations";

    private const string What = "connected groups";

    private readonly ConcurrentDictionary<string, ConcurrentBag<ResourceId>> _members = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentBag<ResourceId> _asked = [];
    private int _done;

    public async Task ReadAsync(CancellationToken stop)
    {
        var networks = harvest.Networks.OrderBy(n => n.Id).ToArray();
        await Parallel.ForEachAsync(
            networks.GroupBy(n => n.Id.SubscriptionId, StringComparer.OrdinalIgnoreCase), harvest.Options(stop),
            async (group, token) =>
            {
                VirtualNetwork[] all = [.. group];
                if (await AskAsync(all[0], isFirst: true, networks.Length, token).ConfigureAwait(false))
                {
                    await Parallel.ForEachAsync(all.Skip(1), harvest.Options(token),
                        async (network, s) => await AskAsync(network, isFirst: false, networks.Length, s).ConfigureAwait(false))
                        .ConfigureAwait(false);
                }
            }).ConfigureAwait(false);
        harvest.Extras =
        [
            .. _members.OrderBy(m => m.Key, StringComparer.OrdinalIgnoreCase)
                .Select(m => Extra(KnownExtras.ConnectedGroup, m.Value.Distinct().Order())),
            .. _asked.IsEmpty ? [] : new[] { Extra(KnownExtras.ConnectedGroupsRead, _asked.Order()) },
        ];
    }

    // False when nobody else in the subscription need be asked.
    private async Task<bool> AskAsync(VirtualNetwork network, bool isFirst, int total, CancellationToken stop)
    {
        try
        {
            string? token = null;
            do
            {
                var body = new JsonObject { ["skipToken"] = token ?? string.Empty }.ToJsonString();
                var answer = await arm.QueryAsync($"{network.Id}/{Action}", ResourceTypes.NetworkApiVersion,
                    Encoding.UTF8.GetBytes(body), stop).ConfigureAwait(false);
                token = Take(network, answer.Body);
            }
            while (token is { Length: > 0 });
            _asked.Add(network.Id);
            harvest.Progress(What, Interlocked.Increment(ref _done), total);
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

    private string? Take(VirtualNetwork network, ReadOnlyMemory<byte> page)
    {
        using var json = CanonicalJson.Parse(page);
        foreach (var configuration in json.RootElement.Items("value"))
        {
            foreach (var group in Joined(configuration))
            {
                // Of a regional group the members of one region are joined.
                var key = $"{configuration.Text("id")} {group.Id}{(group.IsGlobal ? string.Empty : $" {network.Location}")}";
                _members.GetOrAdd(key, _ => []).Add(network.Id);
            }
        }

        return json.RootElement.Text("skipToken");
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
