using System.Globalization;
using System.Text;

namespace AzNetHelper.Rendering;

/// <summary>
/// A flowchart in text. What an eye should find is first among the links: only those carry a style of their own, which Mermaid
/// counts by place, so that one more healthy peering changes its own line alone.
/// </summary>
internal sealed class MermaidDrawing(Picture picture)
{
    private readonly WayMarks _way = new(picture.Way);
    private readonly Dictionary<string, PictureNode> _nodes = picture.Nodes.ToDictionary(n => n.Key, StringComparer.Ordinal);

    /// <summary>The diagram.</summary>
    /// <param name="about">True to draw the box with title, counts and notes.</param>
    public string Text(bool about)
    {
        var text = new StringBuilder();
        Line(text, 0, "flowchart LR");

        // A line that says nothing would take the next one for its text.
        Line(text, 1, $"accTitle: {MermaidText.Of(string.IsNullOrWhiteSpace(picture.Title) ? "Networks" : picture.Title)}");
        Line(text, 1, $"accDescr: {MermaidText.Of(Description)}");
        if (about)
        {
            Line(text, 1, $"about[\"{MermaidText.Lines(PictureWords.About(picture).Append(PictureWords.Legend))}\"]:::about");
        }

        foreach (var frame in picture.Frames)
        {
            Frame(text, frame);
        }

        var links = picture.Links.Select(l => (Link: l, Style: StyleOf(l))).OrderBy(l => l.Style.Rank)
            .ThenBy(l => l.Link.Key, StringComparer.Ordinal).ToArray();
        foreach (var (link, _) in links)
        {
            Line(text, 1, OfLink(link));
        }

        foreach (var alike in links.Select((l, at) => (l.Style, At: at)).Where(l => l.Style.Text is not null).GroupBy(l => l.Style.Text!, StringComparer.Ordinal))
        {
            Line(text, 1, $"linkStyle {string.Join(',', alike.Select(l => l.At.ToString(CultureInfo.InvariantCulture)))} {alike.Key}");
        }

        foreach (var style in MermaidStyles.Classes(picture, _way, about))
        {
            Line(text, 1, style);
        }

        return text.ToString();
    }

    /// <summary>One node in its line, and a line for each class beyond the one of its kind.</summary>
    public IEnumerable<string> OfNode(PictureNode node)
    {
        var (open, close) = MermaidStyles.Shape(node);
        var classes = MermaidStyles.ClassesOf(node, _way).ToArray();
        return
        [
            $"{node.Key}{open}\"{MermaidText.Lines(PictureWords.Lines(node, _way))}\"{close}:::{classes[0]}",
            .. classes.Skip(1).Select(c => $"class {node.Key} {c}"),
        ];
    }

    /// <summary>One link in its line; an arrow leads from who lends a gateway to who uses it.</summary>
    public string OfLink(PictureLink link)
    {
        var (from, to) = link.Transit == PictureDirection.Backward ? (link.To, link.From) : (link.From, link.To);
        var words = string.Join(", ", PictureWords.Phrases(link, k => _nodes[k].Label, _way));
        return $"{from} {MermaidStyles.Line(link)}|\"{MermaidText.Of(words)}\"| {to}";
    }

    private string Description => PictureWords.Counted(picture.Counts);

    private (int Rank, string? Text) StyleOf(PictureLink link) => MermaidStyles.Of(link, _way);

    private void Frame(StringBuilder text, PictureFrame frame)
    {
        var inside = frame.Nodes.Select(k => _nodes[k]).Where(IsHosted).ToLookup(n => n.Host!, StringComparer.Ordinal);
        Line(text, 1, $"subgraph {frame.Key}[\"{MermaidText.Of(frame.Title)}\"]");
        foreach (var node in frame.Nodes.Select(k => _nodes[k]).Where(n => !IsHosted(n)))
        {
            if (!inside.Contains(node.Key))
            {
                Lines(text, 2, OfNode(node));
                continue;
            }

            Line(text, 2, $"subgraph in_{node.Key}[\"{MermaidText.Of($"In {node.Label}")}\"]");
            Lines(text, 3, inside[node.Key].Prepend(node).SelectMany(OfNode));
            Line(text, 2, "end");
        }

        Line(text, 1, "end");
    }

    private bool IsHosted(PictureNode node) => node.Host is { } host && _nodes.ContainsKey(host);

    private static void Lines(StringBuilder text, int depth, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Line(text, depth, line);
        }
    }

    private static void Line(StringBuilder text, int depth, string line) => text.Append(' ', depth * 2).Append(line).Append('\n');
}
