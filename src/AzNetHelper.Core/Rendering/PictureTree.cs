namespace AzNetHelper.Rendering;

/// <summary>
/// The nodes of a picture as trees: every node hangs at one place, in its frame, and every link either leads to the node that
/// hangs there or is told of at its first end.
/// </summary>
/// <remarks>
/// Below a frame stand its hubs and what hangs at nothing; below a hub, a cloud or a connected group its networks; below a network
/// what sits in it; below a gateway its sites, circuits and clients. So a tree has five levels at most, however networks are chained.
/// </remarks>
internal sealed class PictureTree
{
    private readonly Dictionary<string, List<Branch>> _below = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _frames;
    private readonly Dictionary<string, PictureNode> _nodes;
    private readonly ILookup<string, PictureLink> _at;
    private readonly HashSet<string> _hung = new(StringComparer.Ordinal);

    public PictureTree(Picture picture)
    {
        _nodes = picture.Nodes.ToDictionary(n => n.Key, StringComparer.Ordinal);
        _at = picture.Links.SelectMany(l => new[] { (At: l.From, Link: l), (At: l.To, Link: l) }.DistinctBy(e => e.At, StringComparer.Ordinal))
            .ToLookup(e => e.At, e => e.Link, StringComparer.Ordinal);
        _frames = picture.Frames.SelectMany(f => f.Nodes.Select(n => (Node: n, Frame: f.Key)))
            .ToDictionary(p => p.Node, p => p.Frame, StringComparer.Ordinal);
        Tops = [.. picture.Frames.Select(f => (f, Hang(f)))];
        foreach (var link in picture.Links.Where(l => !Shown.Contains(l.Key)))
        {
            Below(link.From).Add(new(null, link));
        }
    }

    /// <summary>The frames with what stands directly below them, apart from the hub that a frame is about.</summary>
    public IReadOnlyList<(PictureFrame Frame, IReadOnlyList<Branch> Branches)> Tops { get; }

    private HashSet<string> Shown { get; } = new(StringComparer.Ordinal);

    public PictureNode Node(string key) => _nodes[key];

    /// <summary>What hangs below a node, and links that lead elsewhere.</summary>
    public IReadOnlyList<Branch> Of(string node) => _below.GetValueOrDefault(node) ?? [];

    private List<Branch> Hang(PictureFrame frame)
    {
        var nodes = frame.Nodes.Select(k => _nodes[k]).ToArray();
        foreach (var node in nodes.Where(n => n.Host is not null && n.Key != frame.Hub && IsIn(n.Host, frame)))
        {
            HangAt(node.Host!, node, null);
        }

        foreach (var gateway in nodes.Where(n => IsGateway(n.Kind)))
        {
            HangNeighbours(gateway, frame, n => n.Kind is PictureNodeKind.Site or PictureNodeKind.Circuit or PictureNodeKind.ClientPool);
        }

        foreach (var center in nodes.Where(IsCenter).OrderByDescending(n => n.Key == frame.Hub).ThenBy(Rank))
        {
            HangNeighbours(center, frame, n => n.IsNetwork && !IsCenter(n) && n.Key != frame.Hub);
        }

        return [.. nodes.Where(n => n.Key != frame.Hub && !_hung.Contains(n.Key)).OrderBy(Rank).Select(n => new Branch(n, null))];
    }

    private void HangNeighbours(PictureNode at, PictureFrame frame, Func<PictureNode, bool> which)
    {
        foreach (var link in _at[at.Key].OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            var other = _nodes[link.From == at.Key ? link.To : link.From];
            if (other != at && which(other) && IsIn(other.Key, frame) && !_hung.Contains(other.Key))
            {
                Shown.Add(link.Key);
                HangAt(at.Key, other, link);
            }
        }
    }

    private void HangAt(string key, PictureNode node, PictureLink? link)
    {
        _hung.Add(node.Key);
        Below(key).Add(new(node, link));
    }

    private List<Branch> Below(string key) => _below.TryGetValue(key, out var branches) ? branches : _below[key] = [];

    private bool IsIn(string key, PictureFrame frame) => _frames.GetValueOrDefault(key) == frame.Key;

    private static bool IsGateway(PictureNodeKind kind) =>
        kind is PictureNodeKind.VpnGateway or PictureNodeKind.ExpressRouteGateway or PictureNodeKind.OtherGateway;

    // What networks gather around.
    private static bool IsCenter(PictureNode node) =>
        node.Role == PictureRole.Hub || node.Kind is PictureNodeKind.VirtualWan or PictureNodeKind.ConnectedGroup;

    private static int Rank(PictureNode node) => node switch
    {
        { Role: PictureRole.Hub } => 0,
        { Kind: PictureNodeKind.VirtualWan } => 1,
        { Kind: PictureNodeKind.ConnectedGroup } => 2,
        { IsNetwork: true } => 3,
        _ => 4,
    };

    /// <summary>A node below another one, with the link that leads to it; or, without a node, a link that leads elsewhere.</summary>
    internal sealed record Branch(PictureNode? Node, PictureLink? Link);
}
