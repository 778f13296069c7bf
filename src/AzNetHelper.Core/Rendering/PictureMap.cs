using System.Collections.Frozen;
using AzNetHelper.Arm;

namespace AzNetHelper.Rendering;

/// <summary>The places of nodes and links in the lists of a picture.</summary>
internal sealed class PictureMap
{
    private readonly FrozenDictionary<string, int> _nodes;
    private readonly FrozenDictionary<string, int> _links;
    private readonly FrozenDictionary<(int, int), int> _between;
    private readonly FrozenDictionary<ResourceId, int> _byId;
    private readonly FrozenDictionary<ResourceId, int> _pools;
    private readonly int[] _hosts;

    public PictureMap(Picture picture)
    {
        _nodes = picture.Nodes.Select((n, i) => (n.Key, i)).ToFrozenDictionary(n => n.Key, n => n.i, StringComparer.Ordinal);
        _links = picture.Links.Select((l, i) => (l.Key, i)).ToFrozenDictionary(l => l.Key, l => l.i, StringComparer.Ordinal);
        _between = picture.Links.Select((l, i) => (Ends: (_nodes[l.From], _nodes[l.To]), i)).DistinctBy(l => l.Ends)
            .ToFrozenDictionary(l => l.Ends, l => l.i);
        var known = picture.Nodes.Select((n, i) => (Node: n, Id: n.Id!, i)).Where(n => n.Id is not null).ToArray();
        _byId = known.Where(n => n.Node.Kind != PictureNodeKind.ClientPool).DistinctBy(n => n.Id).ToFrozenDictionary(n => n.Id, n => n.i);
        _pools = known.Where(n => n.Node.Kind == PictureNodeKind.ClientPool).DistinctBy(n => n.Id).ToFrozenDictionary(n => n.Id, n => n.i);
        _hosts = [.. picture.Nodes.Select((n, i) => Number(n.Host) ?? i)];
    }

    public int? Number(string? key) => key is not null && _nodes.TryGetValue(key, out var number) ? number : null;

    public int? LinkNumber(string? key) => key is not null && _links.TryGetValue(key, out var number) ? number : null;

    /// <summary>The node that a resource is, or that it lies in; null where there is none.</summary>
    public int? NodeOf(ResourceId? id)
    {
        for (var at = id; at is not null; at = at.Parent)
        {
            if (_byId.TryGetValue(at, out var number))
            {
                return number;
            }
        }

        return null;
    }

    /// <summary>The clients of a gateway; null where it has none.</summary>
    public int? PoolOf(ResourceId gateway) => _pools.TryGetValue(gateway, out var number) ? number : null;

    /// <summary>The link that joins two nodes, or what these sit in; null where none does.</summary>
    public int? LinkBetween(int one, int other) => Joining(one, other) ?? Joining(_hosts[one], _hosts[other]);

    private int? Joining(int one, int other) =>
        _between.TryGetValue((one, other), out var link) || _between.TryGetValue((other, one), out link) ? link : null;
}
