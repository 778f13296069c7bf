using System.Globalization;
using System.Text;

namespace AzNetHelper.Rendering;

/// <summary>
/// A flowchart in text. What an eye should find is first among the links: only those carry a style of their own, which Mermaid
/// counts by place, so that one more healthy peering changes its own line alone.
/// </summary>
/// <param name="picture">What is drawn.</param>
/// <param name="names">What its nodes are called; where it is a part of a picture, as in all of it.</param>
internal sealed class MermaidDrawing(Picture picture, PictureNames names)
{
    /// <summary>Of a node, characters: what has hundreds of prefixes would leave no room for others.</summary>
    private const int MostOfNode = 4_000;

    private readonly WayMarks _way = new(picture.Way);
    private readonly Dictionary<string, PictureNode> _nodes = picture.Nodes.ToDictionary(n => n.Key, StringComparer.Ordinal);

    /// <summary>The diagram.</summary>
    /// <param name="about">What stands in a box beside it, a line each; null for no box.</param>
    public string Text(IEnumerable<string>? about)
    {
        var text = new StringBuilder();
        Head(text, picture.Title, PictureWords.Counted(picture.Counts), about);
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

        foreach (var style in MermaidStyles.Classes(picture, _way, about is not null))
        {
            Line(text, 1, style);
        }

        return text.ToString();
    }

    /// <summary>What is before the nodes of a diagram.</summary>
    public static void Head(StringBuilder text, string title, string description, IEnumerable<string>? about)
    {
        Line(text, 0, "flowchart LR");

        // A line that says nothing would take the next one for its text.
        Line(text, 1, $"accTitle: {MermaidText.Of(string.IsNullOrWhiteSpace(title) ? "Networks" : title)}");
        Line(text, 1, $"accDescr: {MermaidText.Of(description)}");
        if (about is not null)
        {
            Line(text, 1, $"about[\"{MermaidText.Lines(about)}\"]:::about");
        }
    }

    public static void Line(StringBuilder text, int depth, string line) => text.Append(' ', depth * 2).Append(line).Append('\n');

    /// <summary>One node in its line, and a line for each class beyond the one of its kind.</summary>
    public IEnumerable<string> OfNode(PictureNode node)
    {
        var (open, close) = MermaidStyles.Shape(node);
        var classes = MermaidStyles.ClassesOf(node, _way).ToArray();
        return
        [
            $"{node.Key}{open}\"{MermaidText.Lines(MermaidText.Most(PictureWords.Lines(node, _way, names.Of(node.Key), hasCloud: true), MostOfNode))}\"{close}:::{classes[0]}",
            .. classes.Skip(1).Select(c => $"class {node.Key} {c}"),
        ];
    }

    /// <summary>One link in its line; an arrow leads from who lends a gateway to who uses it.</summary>
    public string OfLink(PictureLink link)
    {
        var (from, to) = link.Transit == PictureDirection.Backward ? (link.To, link.From) : (link.From, link.To);
        var words = string.Join(", ", PictureWords.Phrases(link, names.Of, _way));
        return $"{from} {MermaidStyles.Line(link)}|\"{MermaidText.Of(words)}\"| {to}";
    }

    private (int Rank, string? Text) StyleOf(PictureLink link) => MermaidStyles.Of(link, _way.StopsAt(link.Key), _way.Passes(link.Key));

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

            Line(text, 2, $"subgraph in_{node.Key}[\"{MermaidText.Of($"In {names.Of(node.Key)}")}\"]");
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
}
