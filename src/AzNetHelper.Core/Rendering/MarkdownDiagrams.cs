namespace AzNetHelper.Rendering;

/// <summary>Diagrams that GitHub draws: one where everything fits, else one or more for each hub.</summary>
internal static class MarkdownDiagrams
{
    // The rest of a diagram: title, frames, classes, and the places of the links that have a style.
    private const int Overhead = 12_000;

    // Frames and their boxes repeat a label; a styled link is named once more by its place.
    private const int PerNode = 120, PerLink = 8;

    public static IEnumerable<MarkdownSection> Of(Picture picture) => picture.Plan is null ? [Of("Diagram", 5, picture)]
    :
    [
        Of("Diagram of the plan", 5, picture),
        Of("Before", 7, picture.Side(after: false)),
        Of("After", 6, picture.Side(after: true)),
    ];

    private static MarkdownSection Of(string heading, int rank, Picture picture)
    {
        var whole = new MermaidDrawing(picture).Text(about: false);
        if (picture.View == PictureView.Overview && whole.Length <= MermaidPicture.MaxCharacters && picture.Links.Length <= MermaidPicture.MaxLinks)
        {
            return new(rank, $"\n## {heading}\n\n{PictureWords.Legend}\n", picture.Nodes.IsEmpty ? [] : [Fenced(whole)]);
        }

        var drawing = new MermaidDrawing(picture);
        var limits = new PartLimits(MermaidPicture.MaxCharacters - Overhead, MermaidPicture.MaxLinks,
            n => drawing.OfNode(n).Sum(l => l.Length + 1) + n.Label.Length + PerNode, l => drawing.OfLink(l).Length + PerLink);
        return new(rank, $"\n## {heading}\n\n{PictureWords.Legend}\n",
            [.. PictureParts.Of(picture, limits).Select(p => $"\n### {MarkdownText.Of(p.Title)}\n{Fenced(new MermaidDrawing(p).Text(about: false))}")]);
    }

    private static string Fenced(string diagram) => $"\n```mermaid\n{diagram}```\n";
}
