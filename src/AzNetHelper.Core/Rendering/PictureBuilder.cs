using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Reachability;

namespace AzNetHelper.Rendering;

/// <summary>Makes a picture of networks, and of what a plan would make of them.</summary>
public static class PictureBuilder
{
    /// <summary>Makes the picture.</summary>
    /// <exception cref="EndpointException">An end of the way is not in the topology.</exception>
    public static Picture Of(Topology topology, PictureOptions? options = null) => Of(topology, options, projection: null);

    /// <summary>The same, where the networks after the plan are known already.</summary>
    internal static Picture Of(Topology topology, PictureOptions? options, PlanProjection? projection)
    {
        ArgumentNullException.ThrowIfNull(topology);
        options ??= new();
        projection ??= options.Plan is null ? null : PlanProjection.Of(topology, options.Plan);
        var after = projection?.Topology ?? topology;
        Topology[] sides = projection is null ? [topology] : [topology, after];
        var keys = new PictureKeys(sides.SelectMany(s => new PictureThings(s).Ids()));
        var scenes = sides.Select(s => new PictureScene(s, keys)).ToArray();
        var marked = options.Plan is null ? null : new PlanMarks(options.Plan, scenes[0], scenes[^1]);
        var nodes = marked?.Nodes ?? scenes[0].Nodes;
        var links = marked?.Links ?? scenes[0].Links;
        return new(options.Title ?? Heading(topology, options.Plan))
        {
            View = options.View,
            Nodes = nodes,
            Links = links,
            Frames = PictureFrames.Of(options.View, nodes, links, [.. scenes.AsEnumerable().Reverse()]),
            Notes =
            [
                .. topology.Gaps.Select(g => $"{g.Scope} could not be read ({g.Code}): {g.Message}"),
                .. topology.Connections.Where(c => c.Gateway is null).Select(c => $"The connection {c.Id} names no gateway and is not drawn."),
                .. (projection?.Refusals ?? []).Where(r => !PictureThings.IsOfOthers(r)).Select(r => $"The plan is refused: {r.Message}"),
                .. marked?.Others ?? ImmutableArray<string>.Empty,
            ],
            Plan = options.Plan?.Title,
            Scenes = [.. scenes],
            Way = options.Ends is { } ends ? WayDrawing.Of(new ReachabilityEngine(after), ends, scenes[^1]) : null,
            ReadAt = topology.ReadAt,
        };
    }

    private static string Heading(Topology topology, Plan? plan) => plan?.Title
        ?? $"{Counted(topology.VirtualNetworks.Length, "virtual network")}, {Counted(PeeringPair.All(topology).Length, "peering")}, "
            + Counted(topology.Gateways.Length, "gateway");

    private static string Counted(int count, string what) => FormattableString.Invariant($"{count} {what}{(count == 1 ? "" : "s")}");
}
