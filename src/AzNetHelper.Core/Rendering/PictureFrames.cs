using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Rendering;

/// <summary>Puts every node in exactly one frame.</summary>
internal static class PictureFrames
{
    private const string Between = "between";
    private const string Alone = "alone";
    private const string NoHub = "nohub";

    /// <summary>What joins several frames first, then frames in the order of their keys, what nothing gathers or joins last.</summary>
    /// <param name="view">What nodes are put together by.</param>
    /// <param name="nodes">All of them.</param>
    /// <param name="links">All of them.</param>
    /// <param name="scenes">What tells of hubs: the first that knows a VNet.</param>
    public static ImmutableArray<PictureFrame> Of(
        PictureView view, ImmutableArray<PictureNode> nodes, ImmutableArray<PictureLink> links, ImmutableArray<PictureScene> scenes)
    {
        var byKey = nodes.ToDictionary(n => n.Key, StringComparer.Ordinal);
        var near = links.SelectMany(l => new[] { (At: l.From, Other: l.To), (At: l.To, Other: l.From) }).ToLookup(e => e.At, e => e.Other, StringComparer.Ordinal);
        var placed = new Dictionary<string, (string Key, string Title, string? Hub)>(StringComparer.Ordinal);

        // VNets first, then what sits in them, then what is linked to these alone.
        foreach (var node in nodes.Where(n => n.IsNetwork))
        {
            placed[node.Key] = view switch
            {
                PictureView.Subscription => ($"sub_{PictureKeys.Plain(node.Id!.SubscriptionId)}", $"Subscription {node.Id.SubscriptionId}", null),
                PictureView.Region when node.Region is { Length: > 0 } region => ($"region_{PictureKeys.Plain(region)}", $"Region {region}", null),
                PictureView.Region => ("region__", "Region not known", null),
                _ => OfHub(node, near, scenes, byKey),
            };
        }

        foreach (var node in nodes.Where(n => n.Host is not null && placed.ContainsKey(n.Host)))
        {
            placed[node.Key] = placed[node.Host!];
        }

        foreach (var node in nodes.Where(n => !placed.ContainsKey(n.Key)).ToArray())
        {
            var around = near[node.Key].Where(placed.ContainsKey).Select(k => placed[k]).Distinct().ToArray();
            placed[node.Key] = around switch
            {
                [] => (Alone, "On its own", null),
                [var only] => only,
                _ => (Between, view switch
                {
                    PictureView.Subscription => "Between subscriptions",
                    PictureView.Region => "Between regions",
                    _ => "Between hubs",
                }, null),
            };
        }

        // Two hubs may have one name.
        var names = new PictureNames([.. placed.Values.Select(p => p.Hub).OfType<string>().Distinct(StringComparer.Ordinal).Select(k => byKey[k])]);
        return
        [
            .. nodes.GroupBy(n => placed[n.Key].Key, StringComparer.Ordinal)
                .OrderByDescending(g => g.Key == Between).ThenBy(g => g.Key == Alone).ThenBy(g => g.Key == NoHub).ThenBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => (Frame: placed[g.First().Key], Nodes: g))
                .Select(g => new PictureFrame(g.Frame.Key, g.Frame.Hub is { } hub ? names.Of(hub) : g.Frame.Title,
                    [.. g.Nodes.OrderByDescending(n => n.Key == g.Frame.Hub).Select(n => n.Key)])
                {
                    Hub = g.Frame.Hub,
                }),
        ];
    }

    private static (string, string, string?) OfHub(
        PictureNode node, ILookup<string, string> near, ImmutableArray<PictureScene> scenes, Dictionary<string, PictureNode> byKey)
    {
        var hub = CenterOf(node.Id!, scenes);

        // A VNet that was not read stands with the only one that it is known by.
        if (hub is null && near[node.Key].Where(k => byKey[k].IsNetwork).Take(2).ToArray() is [var only] && byKey[only].IsRead)
        {
            hub = CenterOf(byKey[only].Id!, scenes);
        }

        // A spoke whose half is missing tells of no hub itself.
        if (!IsHub(hub, scenes) && near[node.Key].Where(k => byKey[k].IsNetwork).Take(2).ToArray() is [var center] && IsHub(byKey[center].Id, scenes))
        {
            hub = byKey[center].Id;
        }

        var key = hub is null ? null : scenes.Select(s => s.NodeOf(hub)).OfType<string>().FirstOrDefault();
        return key is null || !IsHub(hub, scenes)
            ? (NoHub, "No hub", null)
            : ($"hub_{key}", byKey[key].Label, key);
    }

    // Who others gather around stands with them, whatever it gathers around itself.
    private static ResourceId? CenterOf(ResourceId network, ImmutableArray<PictureScene> scenes) =>
        IsHub(network, scenes) ? network : HubOf(network, scenes);

    private static bool IsHub(ResourceId? network, ImmutableArray<PictureScene> scenes) =>
        network is not null && scenes.Any(s => s.HubIds.Contains(network));

    private static ResourceId? HubOf(ResourceId network, ImmutableArray<PictureScene> scenes) =>
        scenes.Select(s => s.Hubs.GetValueOrDefault(network)).OfType<ResourceId>().FirstOrDefault();
}
