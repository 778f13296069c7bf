using System.Collections.Immutable;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;

namespace AzNetHelper.Rendering;

/// <summary>Two pictures in one: what a plan adds, changes and removes.</summary>
internal sealed class PlanMarks
{
    private readonly ILookup<string, string> _changes;

    public PlanMarks(Plan plan, PictureScene before, PictureScene after)
    {
        var links = before.Links.Concat(after.Links).SelectMany(l => l.Resources.Select(r => (Resource: r, l.Key)))
            .DistinctBy(l => l.Resource).ToDictionary(l => l.Resource, l => l.Key);
        var users = before.Topology.VirtualNetworks.Concat(after.Topology.VirtualNetworks)
            .SelectMany(n => n.Subnets.Where(s => s.RouteTable is not null).Select(s => (Table: s.RouteTable!, n.Id))).Distinct()
            .ToLookup(u => u.Table, u => u.Id);
        var told = plan.Changes.Where(c => c.Writes)
            .Select(c => (Change: c, At: Shown(c.Resource).Distinct(StringComparer.Ordinal).ToArray())).ToArray();
        _changes = told.SelectMany(t => t.At.Select(key => (Key: key, t.Change.Summary))).ToLookup(t => t.Key, t => t.Summary, StringComparer.Ordinal);
        Others = [.. told.Where(t => t.At.Length == 0).Select(t => $"The plan also writes what is not drawn: {t.Change.Summary}")];
        Nodes = Merged(before.Nodes, after.Nodes, n => n.Key,
            (n, was, mark) => n with
            {
                Mark = mark, Changes = Told(n.Key), Was = mark != PictureMark.None || was?.Role != n.Role ? was : null,
            }, AreAlike);
        Links = Merged(before.Links, after.Links, l => l.Key,
            (l, was, mark) => l with { Mark = mark, Changes = Told(l.Key), Was = mark != PictureMark.None ? was : null }, AreAlike);

        IEnumerable<string> Shown(ResourceId resource) =>
            links.TryGetValue(resource, out var link) ? [link]
            : (after.NodeOf(resource) ?? before.NodeOf(resource)) is { } node ? [node]
            : (resource.Parent ?? resource) is var table && table.IsType(ResourceTypes.RouteTable) ? users[table].Select(u => after.NodeOf(u) ?? before.NodeOf(u)!)
            : [];
    }

    public ImmutableArray<PictureNode> Nodes { get; }

    public ImmutableArray<PictureLink> Links { get; }

    /// <summary>What the plan writes that is neither node nor link, a line each.</summary>
    public ImmutableArray<string> Others { get; }

    private ImmutableArray<string> Told(string key) => [.. _changes[key]];

    private ImmutableArray<T> Merged<T>(
        ImmutableArray<T> before, ImmutableArray<T> after, Func<T, string> keyOf, Func<T, T?, PictureMark, T> marked, Func<T, T, bool> areAlike)
        where T : class
    {
        var (old, present) = (before.ToDictionary(keyOf, StringComparer.Ordinal), after.ToDictionary(keyOf, StringComparer.Ordinal));
        return
        [
            .. old.Keys.Union(present.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(key =>
                !present.TryGetValue(key, out var stays) ? marked(old[key], null, PictureMark.Removed)
                : !old.TryGetValue(key, out var was) ? marked(stays, null, PictureMark.Added)
                : areAlike(was, stays) && !_changes.Contains(key) ? marked(stays, was, PictureMark.None)
                : marked(stays, was, PictureMark.Changed)),
        ];
    }

    // That others make a hub of it is no change of its own.
    private static bool AreAlike(PictureNode a, PictureNode b) =>
        a.Lines.SequenceEqual(b.Lines, StringComparer.Ordinal) && a with { Lines = [], Role = default } == b with { Lines = [], Role = default };

    private static bool AreAlike(PictureLink a, PictureLink b) =>
        a.Resources.SequenceEqual(b.Resources) && a with { Resources = [] } == b with { Resources = [] };
}
