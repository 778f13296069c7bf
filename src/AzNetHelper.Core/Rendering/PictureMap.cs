using System.Collections.Frozen;
using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Rendering;

/// <summary>The places of nodes and links in the lists of a picture, and the scenes that it is made of: before a plan and after it, or the only one.</summary>
internal sealed class PictureMap
{
    private readonly FrozenDictionary<string, int> _nodes;
    private readonly FrozenDictionary<string, int> _links;

    public PictureMap(Picture picture)
    {
        Sides = picture.Scenes;
        _nodes = picture.Nodes.Select((n, i) => (n.Key, i)).ToFrozenDictionary(n => n.Key, n => n.i, StringComparer.Ordinal);
        _links = picture.Links.Select((l, i) => (l.Key, i)).ToFrozenDictionary(l => l.Key, l => l.i, StringComparer.Ordinal);
    }

    public ImmutableArray<PictureScene> Sides { get; }

    /// <summary>The place of a node; null where there is none.</summary>
    public int? Number(string? key) => key is not null && _nodes.TryGetValue(key, out var number) ? number : null;

    /// <summary>The place of a link; null where there is none.</summary>
    public int? LinkNumber(string? key) => key is not null && _links.TryGetValue(key, out var number) ? number : null;

    /// <summary>The place of what a resource is, or lies in, on either side.</summary>
    public int? NodeOf(ResourceId id) => Number(Sides[^1].NodeOf(id) ?? Sides[0].NodeOf(id));
}
