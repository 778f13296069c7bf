namespace AzNetHelper.Rendering;

/// <summary>Diagrams that GitHub draws: one where everything fits, else a map, and one or more for each frame.</summary>
internal static class MarkdownDiagrams
{
    public static IEnumerable<MarkdownSection> Of(Picture picture, PictureNames names, CancellationToken stop) => picture.Plan is null
        ? [Of("Diagram", 5, picture, names, hasMap: true, stop)]
        :
        [
            Of("Diagram of the plan", 5, picture, names, hasMap: true, stop),
            Of("Before", 7, picture.Side(after: false), names, hasMap: false, stop),
            Of("After", 6, picture.Side(after: true), names, hasMap: false, stop),
        ];

    private static MarkdownSection Of(string heading, int rank, Picture picture, PictureNames names, bool hasMap, CancellationToken stop)
    {
        var opening = $"\n## {heading}\n\n{string.Join('\n', MermaidStyles.Legend(picture).Select(l => $"- {MarkdownText.Of(l)}"))}\n";
        var whole = new MermaidDrawing(picture, names).Text(about: null);
        if (picture.View == PictureView.Overview && MermaidPicture.Fits(picture, whole))
        {
            return new(rank, opening, picture.Nodes.IsEmpty ? [] : [Fenced(whole)]);
        }

        var parts = MermaidParts.Of(picture, names, p => new MermaidDrawing(p, names).Text(about: null), tellsChanges: false, stop);
        return new(rank, opening,
        [
            .. hasMap && parts.Length > 1 ? [Map(picture)] : Array.Empty<string>(),
            .. parts.Select(p => $"\n### {MarkdownText.Of(p.Title)}\n{Fenced(p.Text)}"),
        ]);
    }

    private static string Map(Picture picture) => $"\n### Map\n\n{string.Join('\n', MermaidMap.Legend.Select(l => $"- {MarkdownText.Of(l)}"))}\n"
        + Fenced(new MermaidMap(picture).Text([], about: null));

    private static string Fenced(string diagram) => $"\n```mermaid\n{diagram}```\n";
}
