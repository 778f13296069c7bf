using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Reading;

namespace AzNetHelper.Peering;

/// <summary>
/// Reads what may stand in the way of deleting halves: management locks (once a subscription; where that is not allowed once
/// a group) and this sign-in's permissions (once a VNet), all side by side.
/// </summary>
internal sealed class DeletionFacts(IArm arm)
{
    private const string LocksApiVersion = "2016-09-01";
    private const string PermissionsApiVersion = "2022-04-01";
    private const string LocksPath = "/providers/Microsoft.Authorization/locks";
    private const string DeleteAction = $"{ResourceTypes.Peering}/delete";

    public async Task<PeeringFacts> ReadAsync(ImmutableArray<ResourceId> halves, CancellationToken cancellationToken)
    {
        var networks = halves.Select(h => h.Parent!).Distinct().Order().ToArray();
        var locks = await EachAsync(networks.Select(n => n.SubscriptionId).Distinct(StringComparer.OrdinalIgnoreCase),
            (s, stop) => LocksAsync(s, networks, stop), cancellationToken).ConfigureAwait(false);
        var rights = await EachAsync(networks, DeniedAsync, cancellationToken).ConfigureAwait(false);
        return PeeringFacts.None with
        {
            Locks = [.. locks.SelectMany(l => l.Locks).Distinct()],
            DeleteDenied = rights.Where(r => r.Denied is not null).ToImmutableSortedDictionary(r => r.Network, r => r.Denied!),
            Gaps = [.. locks.SelectMany(l => l.Gaps), .. rights.Select(r => r.Gap).OfType<FactGap>()],
        };
    }

    private static async Task<TResult[]> EachAsync<T, TResult>(
        IEnumerable<T> items, Func<T, CancellationToken, Task<TResult>> ask, CancellationToken cancellationToken)
    {
        var all = items.ToArray();
        var results = new TResult[all.Length];
        await Parallel.ForEachAsync(Enumerable.Range(0, all.Length), new ParallelOptions
        {
            MaxDegreeOfParallelism = NetworkReader.DefaultThrottleLimit, CancellationToken = cancellationToken,
        }, async (i, stop) => results[i] = await ask(all[i], stop).ConfigureAwait(false)).ConfigureAwait(false);
        return results;
    }

    private async Task<(ImmutableArray<LockFound> Locks, ImmutableArray<FactGap> Gaps)> LocksAsync(
        string subscription, ResourceId[] networks, CancellationToken stop)
    {
        try
        {
            return (await LocksOfAsync(ResourceId.ForSubscription(subscription), stop).ConfigureAwait(false), []);
        }
        catch (ArmException e) when (Harvest.LeavesGap(e))
        {
            // A right on some groups only is usual.
        }

        var found = ImmutableArray.CreateBuilder<LockFound>();
        var gaps = ImmutableArray.CreateBuilder<FactGap>();
        foreach (var group in networks.Where(n => n.SubscriptionId.Equals(subscription, StringComparison.OrdinalIgnoreCase))
            .Select(n => n.Group!).Distinct())
        {
            try
            {
                found.AddRange(await LocksOfAsync(group, stop).ConfigureAwait(false));
            }
            catch (ArmException e) when (Harvest.LeavesGap(e))
            {
                gaps.Add(new(group, $"Whether locks stand in the way in resource group {group.ResourceGroup} could not be read "
                    + $"({e.Code}); one that does stops the deletion of its half."));
            }
        }

        return (found.ToImmutable(), gaps.ToImmutable());
    }

    private async Task<ImmutableArray<LockFound>> LocksOfAsync(ResourceId scope, CancellationToken stop)
    {
        var found = ImmutableArray.CreateBuilder<LockFound>();
        await foreach (var page in arm.ListAsync($"{scope}{LocksPath}", LocksApiVersion, stop).ConfigureAwait(false))
        {
            foreach (var item in Shape.Items(page.Body))
            {
                using var json = CanonicalJson.Parse(item);
                var id = json.RootElement.Text("id") ?? string.Empty;
                var at = id.LastIndexOf(LocksPath, StringComparison.OrdinalIgnoreCase);
                if (at > 0 && ResourceId.TryParse(id[..at], out var locked))
                {
                    found.Add(new(locked, json.RootElement.Text("name") ?? id[(at + LocksPath.Length + 1)..],
                        string.Equals(json.RootElement.Object("properties").Text("level"), "ReadOnly", StringComparison.OrdinalIgnoreCase)));
                }
            }
        }

        return found.ToImmutable();
    }

    private async Task<(ResourceId Network, string? Denied, FactGap? Gap)> DeniedAsync(ResourceId network, CancellationToken stop)
    {
        try
        {
            var grants = false;
            var path = $"{network}/providers/Microsoft.Authorization/permissions";
            await foreach (var page in arm.ListAsync(path, PermissionsApiVersion, stop).ConfigureAwait(false))
            {
                foreach (var item in Shape.Items(page.Body))
                {
                    using var json = CanonicalJson.Parse(item);
                    grants |= Grants(json.RootElement);
                }
            }

            return (network, grants ? null : $"this sign-in has no permission for {DeleteAction} on {network.Name}.", null);
        }
        catch (ArmException e) when (Harvest.LeavesGap(e))
        {
            return (network, null, new(network, $"The permissions on {network.Name} could not be read ({e.Code})."));
        }
    }

    // Of one role what it grants less what it takes away; several roles add up.
    private static bool Grants(JsonElement permission) =>
        permission.Texts("actions").Any(Matches) && !permission.Texts("notActions").Any(Matches);

    private static bool Matches(string pattern)
    {
        var parts = pattern.Split('*');
        var at = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var found = DeleteAction.IndexOf(parts[i], at, StringComparison.OrdinalIgnoreCase);
            if (found < 0 || (i == 0 && found > 0))
            {
                return false;
            }

            at = found + parts[i].Length;
        }

        return parts[^1].Length == 0 || DeleteAction.EndsWith(parts[^1], StringComparison.OrdinalIgnoreCase);
    }
}
