namespace AzNetHelper.Rendering;

/// <summary>The lines of a tree: each frame with what hangs below it.</summary>
internal sealed class TreeBranches(Picture picture, TreeWords words, bool unicode)
{
    private readonly PictureTree _tree = new(picture);

    // What goes on, what ends, what leads past, and nothing.
    private readonly (string Next, string Last, string Past, string None) _signs =
        unicode ? ("├─ ", "└─ ", "│  ", "   ") : ("|- ", "`- ", "|  ", "   ");

    public IEnumerable<string> Lines()
    {
        foreach (var (frame, branches) in _tree.Tops)
        {
            yield return string.Empty;
            yield return frame.Hub is { } hub ? words.Of(_tree.Node(hub)) : $"{frame.Title}:";
            IReadOnlyList<PictureTree.Branch> all = frame.Hub is null ? branches : [.. _tree.Of(frame.Hub), .. branches];
            foreach (var line in Below(all, string.Empty))
            {
                yield return line;
            }
        }
    }

    private IEnumerable<string> Below(IReadOnlyList<PictureTree.Branch> branches, string before)
    {
        for (var i = 0; i < branches.Count; i++)
        {
            var isLast = i == branches.Count - 1;
            var (node, link) = (branches[i].Node, branches[i].Link);
            yield return before + (isLast ? _signs.Last : _signs.Next) + (node is null ? words.Elsewhere(link!) : words.Of(node, link));
            foreach (var line in node is null ? [] : Below(_tree.Of(node.Key), before + (isLast ? _signs.None : _signs.Past)))
            {
                yield return line;
            }
        }
    }
}
